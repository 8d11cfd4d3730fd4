// Runs the request in the text field and shows what came of it. Everything from the answer is set as text: it holds
// what somebody else typed into an identity provider.

import { examples } from "./examples.mjs";
import { call, callText } from "./plugin.mjs";

const [form, request, example, run, verdict, details, about] = ["form", "request", "example", "run", "verdict", "details", "about"].map(
  (id) => document.getElementById(id),
);

for (const name of Object.keys(examples)) example.append(element("option", {}, name));
example.addEventListener("change", () => {
  request.value = json(examples[example.value]);
  show();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  show();
});
request.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) show();
});
// A page that is reloaded keeps what was typed.
request.value ||= json(examples[example.value]);
run.disabled = false;
show();

const { version, factsDate } = call("describe");
about.textContent = `aws-federation ${version}; facts about AWS as of ${factsDate}`;

function show() {
  const text = callText("saml_attributes", request.value);
  const answer = JSON.parse(text);
  const failed = answer.type === "failure";
  const findings = answer.findings ?? [];
  const errors = failed || findings.some(({ severity }) => severity === "error");
  const warnings = findings.some(({ severity }) => severity === "warning");

  verdict.textContent = failed ? refusal(answer) : success(answer);
  verdict.className = errors ? "error" : warnings ? "warning" : "success";
  details.replaceChildren(
    // What has to be done comes before what was done.
    ...(failed ? problems("What is wrong", answer.errors) : []),
    ...problems("Worth knowing", findings),
    ...(failed ? [] : [...attributes(answer.attributes), ...trace(answer.trace)]),
    element("details", {}, element("summary", {}, "The answer as JSON"), element("pre", { tabIndex: 0 }, json(answer))),
  );
}

// ---- the answer, in words first ----

function refusal({ errors }) {
  return `Refused: ${errors.length === 1 ? "one thing is" : `${errors.length} things are`} wrong with the request. AWS would be told nothing.`;
}

function success({ attributes, findings }) {
  const roles = attributes.find(({ name }) => shortName(name) === "Role")?.values.length ?? 0;
  const broken = findings.filter(({ severity }) => severity === "error").length;
  const noted = findings.filter(({ severity }) => severity === "warning").length;
  const told = `AWS would be told ${count(attributes.length, "attribute")} with ${count(roles, "role")}`;
  if (broken > 0) return `${told}, but ${count(broken, "problem")} need${broken === 1 ? "s" : ""} your attention.`;
  if (noted > 0) return `${told}; ${count(noted, "warning")}.`;
  return `${told}. Nothing was found wrong.`;
}

function count(number, noun) {
  return `${number === 0 ? "no" : number === 1 ? "one" : number} ${noun}${number === 1 ? "" : "s"}`;
}

/** What comes after the last slash is what people call the attribute. */
function shortName(name) {
  return name.split("/").pop();
}

// ---- its parts ----

function attributes(list) {
  if (list.length === 0) return [];
  const rows = list.map(({ name, values }) =>
    element("tr", {},
      element("th", { scope: "row", title: name }, ...breakable(shortName(name))),
      element("td", {}, ...values.map((value) => element("code", {}, ...breakable(value)))),
    ),
  );
  return [
    element("h2", {}, "Attributes"),
    element("table", {},
      element("thead", {}, element("tr", {}, element("th", { scope: "col" }, "Name"), element("th", { scope: "col" }, "Values"))),
      element("tbody", {}, ...rows),
    ),
  ];
}

/** Errors of a refusal, or findings: they differ in the severity only. */
function problems(title, list) {
  if (list.length === 0) return [];
  const items = list.map(({ severity = "error", code, message, path, help, source }) =>
    element("li", { className: severity },
      element("p", {}, element("strong", {}, `${severity}:`), ` ${message}`),
      element("p", {}, `What to do: ${help}`),
      element("p", { className: "quiet" }, element("code", {}, code), ...place(" at ", path), ...(source ? [`; source: ${source}`] : [])),
    ),
  );
  return [element("h2", {}, title), element("ul", { className: "notes" }, ...items)];
}

function trace(steps) {
  if (steps.length === 0) return [];
  const items = steps.map(({ attribute, outcome, rule, source, group, value, code, reason }) =>
    element("li", { className: outcome },
      element("p", {}, element("strong", {}, outcome), ` ${shortName(attribute)}`),
      ...(value === undefined ? [] : [element("p", {}, element("code", {}, ...breakable(value)))]),
      ...(reason ? [element("p", {}, reason, " ", element("code", { className: "quiet" }, code))] : []),
      element("p", { className: "quiet" },
        ...place("from ", source), ...(group === undefined ? [] : [` of the group ${group}`]), ...place(" by ", rule)),
    ),
  );
  return [element("h2", {}, "Where each value came from"), element("ol", { className: "notes" }, ...items)];
}

/** May break after a comma, a colon inside a name, and before a capital; copied, it is the value as it is. */
function breakable(text) {
  const pieces = text.split(/(?<=,|[a-z]:(?=[A-Z]))|(?<=[a-z])(?=[A-Z])/);
  return pieces.flatMap((piece, index) => (index === 0 ? [piece] : [element("wbr"), piece]));
}

/** JSON whose short lists and objects stay on one line. */
function json(value, indent = "") {
  const line = JSON.stringify(value, null, 1).replace(/\n */g, " ");
  if (value === null || typeof value !== "object" || line.length <= 60) return line;
  const inner = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((element) => json(element, inner))
    : Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}: ${json(member, inner)}`);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  return `${open}\n${parts.map((part) => inner + part).join(",\n")}\n${indent}${close}`;
}

function place(before, pointer) {
  return pointer ? [before, element("code", {}, pointer)] : [];
}

/** An element; children that are strings become text. */
function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}
