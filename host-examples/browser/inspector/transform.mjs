// The document that AWS takes, made of the one that was given.

import { button, count, element, labelled, output, table, value } from "./dom.mjs";
import { sideBySide } from "./document.mjs";
import { findingsList, findingsOf, sentence } from "./findings.mjs";
import { Given } from "./given.mjs";
import { TARGETS } from "./names.mjs";

/** Longer documents are not put side by side. */
const COMPARED = 1_000_000;

/** The panel. `context` is the session's: what was given, and how to ask the plugin. */
export function transformPanel(context) {
  const target = element("select", {}, ...Object.entries(TARGETS).map(([name, words]) => element("option", { value: name, selected: name === (context.target() || "iam") }, words)));
  const entity = element("input", { type: "text", value: context.entityId() ?? "", spellcheck: false, autocomplete: "off" });
  const merged = Given.build({ label: "Another document of the same provider", hint: "For a rollover: its signing certificates are put beside the others." });
  const result = element("div", { className: "result", attributes: { "aria-live": "polite" } });
  const make = button("Make the document", () => show(), { className: "primary" });

  async function show() {
    make.disabled = true;
    try {
      result.replaceChildren(...await made());
    } catch (error) {
      result.replaceChildren(element("p", { className: "quiet" }, `Not made: ${error.message}.`));
    } finally {
      make.disabled = false;
    }
  }

  async function made() {
    const request = { target: target.value, now: context.now(), ...await context.trust() };
    if (entity.value.trim()) request.entityId = entity.value.trim();
    if (!merged.isEmpty) request.merge = [await merged.text()];
    const answer = context.isLarge
      ? await context.read({ task: "transform", ...request }).then((last) => (last.transform ? { type: "success", ...last.transform } : last))
      : await context.call("metadata_transform", { metadata: context.text, ...request });
    const findings = findingsOf(answer).map((finding) => (finding.place && finding.path === "" ? { ...finding, path: "/metadata" } : finding));
    const list = findingsList(findings, { ...context.findings, empty: "Nothing else is to be said about it." });
    if (answer.type === "failure") return [element("h3", {}, "No document could be made"), list];
    const { metadata, removed } = answer;
    const name = `metadata-for-${target.value}.xml`;
    return [
      element("h3", {}, `The document for ${TARGETS[target.value]}`),
      output(metadata, { name, mediaType: "application/samlmetadata+xml", what: "the document for AWS" }),
      element("h3", {}, removed.length === 0 ? "Nothing was left out" : "What was left out, and why"),
      removed.length > 0 && removals(removed, context),
      findings.length > 0 && element("h3", {}, "Worth knowing"), findings.length > 0 && list,
      !context.isLarge && context.text.length + metadata.length < COMPARED && beside(context, metadata),
    ].filter(Boolean);
  }

  // Of an aggregate somebody has to say first which one.
  if (!context.isAggregate() || context.entityId()) show();
  return [
    element("div", { className: "form" },
      labelled("For", target),
      context.isAggregate() && labelled("entityID", entity, "Which identity provider of the aggregate."),
      element("details", {}, element("summary", {}, "Rollover: put a second certificate beside the first"), merged.node),
      make),
    result,
  ];
}

function removals(removed, context) {
  return table("What was left out", ["What", "Why", "Where"], removed.map(({ what, count: number, code, reason, place }) => [
    element("span", {}, value(what), number > 1 && ` ${count(number, "time")}`),
    element("span", {}, ...sentence(reason), " ", element("code", { className: "quiet" }, code)),
    place && context.findings.has({ path: "/metadata", place })
      ? button(`line ${place.line}`, () => context.findings.show({ severity: "info", code, message: `left out: ${reason}`, help: "", path: "/metadata", place }), { className: "link" })
      : "",
  ]));
}

/** Worked out when somebody opens it. */
function beside(context, metadata) {
  const details = element("details", { on: { toggle: fill } }, element("summary", {}, "Side by side with what was given"));
  let isFilled = false;
  async function fill() {
    if (isFilled) return;
    isFilled = true;
    const pairs = await context.run("differences", { before: context.text, after: metadata, syntax: "xml" });
    details.append(sideBySide(pairs, ["As given", "For AWS"]));
  }
  return details;
}
