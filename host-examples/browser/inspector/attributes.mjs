// What AWS would be told about a person, and where each value came from.

import { element, output, value } from "./dom.mjs";
import { sentence } from "./findings.mjs";
import { attributeName, attributeTable } from "./response.mjs";

export function attributesPanel({ attributes, statement }) {
  return [
    attributes.length === 0 ? element("p", { className: "nothing" }, "AWS would be told nothing.") : attributeTable(attributes),
    element("details", {}, element("summary", {}, "The AttributeStatement"), output(statement, { name: "attribute-statement.xml", mediaType: "application/xml", what: "the AttributeStatement" })),
  ];
}

const OUTCOMES = { given: "Given", dropped: "Dropped" };

export function tracePanel(trace, findings) {
  if (trace.length === 0) return element("p", { className: "nothing" }, "No rule gave a value.");
  return element("ol", { className: "trace" }, ...trace.map((step) => {
    const { attribute, outcome, rule, source, group, value: given, code, reason } = step;
    return element("li", { className: outcome },
      element("p", { className: "what" }, element("span", { className: `severity ${outcome}` }, OUTCOMES[outcome] ?? outcome), " ", value(attributeName(attribute))),
      given !== undefined && element("p", {}, value(given)),
      reason && element("p", {}, ...sentence(reason), " ", element("code", { className: "quiet" }, code)),
      element("p", { className: "quiet" }, "from ", value(source), group !== undefined && [" of the group ", value(group)],
        rule && [" by ", findings.has({ path: rule }) ? element("button", { type: "button", className: "link", on: { click: () => findings.show({ path: rule }) } }, rule) : value(rule)]));
  }));
}

/** How many roles there are among the attributes. */
export function rolesIn(attributes) {
  return attributes.filter(({ name }) => attributeName(name) === "Role").reduce((sum, { values }) => sum + values.length, 0);
}
