// Two documents of one identity provider: what differs in meaning, and what to do in AWS, in which order.

import { button, count, element, output, value } from "./dom.mjs";
import { sideBySide } from "./document.mjs";
import { findingsList, findingsOf, sentence } from "./findings.mjs";
import { Given } from "./given.mjs";
import { ACTIONS, SEVERITIES } from "./names.mjs";

/** Longer documents are compared, but not shown side by side. */
const SHOWN = 1_000_000;

/** `second` is a document that came together with the first: dropped, or of an example. */
export function comparePanel(context, second) {
  const field = Given.build({ label: "The other document", rows: 6, hint: "What the identity provider publishes now. Paste, drop or open it.", changed: () => show() });
  const swapped = element("input", { type: "checkbox", on: { change: show } });
  const result = element("div", { className: "result", attributes: { "aria-live": "polite" } });
  const make = button("Compare", () => show(), { className: "primary" });

  async function show() {
    if (field.isEmpty) {
      result.replaceChildren(element("p", { className: "quiet" }, "Nothing to compare with yet."));
      return;
    }
    make.disabled = true;
    try {
      const [given, other] = [await context.whole(), await field.text()];
      const [before, after] = swapped.checked ? [other, given] : [given, other];
      result.replaceChildren(...await compared(context, before, after));
    } catch (error) {
      result.replaceChildren(element("p", { className: "quiet" }, `Not compared: ${error.message}.`));
    } finally {
      make.disabled = false;
    }
  }

  if (second) field.open(second.content, second.name);
  else show();
  return [
    element("div", { className: "form" },
      element("p", {}, "The document that you gave is the one that ", element("strong", {}, "AWS has"), "; the other one is what the identity provider publishes ", element("strong", {}, "now"), "."),
      field.node,
      element("label", { className: "check" }, swapped, " It is the other way round"),
      make),
    result,
  ];
}

async function compared(context, before, after) {
  const request = { old: before, new: after, now: context.now(), target: context.target() || "iam" };
  if (context.entityId()) request.entityId = context.entityId();
  const answer = await context.call("metadata_compare", request);
  const findings = findingsOf(answer);
  // Places in them are of documents that are not on the page's own tab.
  const list = findingsList(findings, { show: () => {}, has: () => false });
  if (answer.type === "failure") return [verdict("error", "The documents cannot be compared"), list];
  const { isBreaking, changes, plan } = answer;
  const pairs = before.length + after.length < SHOWN ? await context.run("differences", { before, after, syntax: "xml" }) : undefined;
  return [
    isBreaking ? verdict("error", "Logins break as soon as the new document is in force and AWS still has the old one")
      : changes.length === 0 ? verdict("success", "The documents say the same")
      : verdict("success", `Nothing breaks: ${count(changes.length, "difference")}`),
    element("h3", {}, plan.length === 0 ? "Nothing has to be done in AWS" : "What to do, in this order"),
    plan.length > 0 && element("ol", { className: "plan" }, ...plan.map(step)),
    plan.some(({ action }) => action === "update-aws") && documents(context, before, after, request),
    changes.length > 0 && element("h3", {}, "What differs"),
    changes.length > 0 && element("ul", { className: "findings" }, ...changes.map(change)),
    findings.length > 0 && element("h3", {}, "Worth knowing"), findings.length > 0 && list,
    element("h3", {}, "Side by side"),
    pairs ? sideBySide(pairs, ["Before", "After"]) : element("p", { className: "quiet" }, "The documents are too long to be shown side by side."),
  ].filter(Boolean);
}

function verdict(severity, text) {
  return element("p", { className: `verdict ${severity}` }, text);
}

function step({ action, text, reason }) {
  return element("li", {}, element("p", {}, element("span", { className: "badge" }, ACTIONS[action] ?? action), " ", ...sentence(text)), element("p", { className: "quiet" }, ...sentence(reason)));
}

/** The documents that the plan speaks of, made when somebody wants them. */
function documents(context, before, after, { target, now, entityId }) {
  const host = element("div", { className: "result" });
  const make = button("Make the documents for these steps", async () => {
    make.disabled = true;
    const request = { metadata: after, target, now, ...(entityId && { entityId }) };
    const made = [];
    for (const [name, words, more] of [["both-certificates", "the document with the old and the new certificate", { merge: [before] }], ["new", "the new document alone", {}]]) {
      try {
        const answer = await context.call("metadata_transform", { ...request, ...more });
        made.push(answer.type === "success"
          ? output(answer.metadata, { name: `metadata-${name}.xml`, mediaType: "application/samlmetadata+xml", what: words })
          : findingsList(findingsOf(answer), { show: () => {}, has: () => false }));
      } catch (error) {
        made.push(element("p", { className: "quiet" }, `Not made: ${error.message}.`));
      }
    }
    make.disabled = false;
    host.replaceChildren(...made);
  });
  return element("div", { className: "result" }, element("p", { className: "actions" }, make), host);
}

const SIGNS = { added: "added", removed: "removed", changed: "changed" };

function change({ kind, severity, code, subject, message, old, new: now, help }) {
  return element("li", { className: `finding ${severity}` },
    element("p", { className: "what" }, element("span", { className: `severity ${severity}` }, SEVERITIES[severity]), " ", ...sentence(message)),
    (old !== undefined || now !== undefined) && element("dl", { className: "was" },
      old !== undefined && element("div", {}, element("dt", {}, "before"), element("dd", {}, value(old))),
      now !== undefined && element("div", {}, element("dt", {}, "after"), element("dd", {}, value(now)))),
    help && element("p", { className: "do" }, element("strong", {}, "What to do: "), ...sentence(help)),
    element("p", { className: "quiet" }, `${subject} ${SIGNS[kind]} · `, element("code", {}, code)));
}
