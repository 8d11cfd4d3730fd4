// What would be sent to AWS instead of what the identity provider sent, or what it is answered at once.

import { element, output, table, value } from "./dom.mjs";
import { sideBySide } from "./document.mjs";

export function planPanel(context, { steps, reply }, sent) {
  if (reply) {
    return [
      element("h3", {}, `The identity provider is answered with ${reply.status}, and AWS is not asked`),
      ...message(reply, "answer"),
    ];
  }
  return steps.flatMap((step, index) => [
    element("h3", {}, steps.length > 1 ? `${index + 1}. ` : "", element("code", {}, step.method), " ", value(step.path)),
    ...message(step, steps.length > 1 ? `request-${index + 1}` : "request"),
    step.body !== undefined && beside(context, sent.body ?? "", step.body),
  ].filter(Boolean));
}

function message({ headers, body }, name) {
  return [
    body !== undefined && output(laidOut(body), { name: `${name}.json`, mediaType: "application/scim+json", what: `the body of the ${name}` }),
    headers.length > 0 && element("details", {}, element("summary", {}, `Headers: ${headers.length}`), table("Headers", ["Name", "Value"], headers.map(({ name: header, value: content }) => [value(header), value(content)]))),
  ].filter(Boolean);
}

function laidOut(text) {
  try {
    return `${JSON.stringify(JSON.parse(text), null, 2)}\n`;
  } catch {
    return text;
  }
}

function beside(context, before, after) {
  const host = element("div", {}, element("h4", {}, "Side by side"));
  context.run("differences", { before, after, syntax: "json" }).then(
    (pairs) => host.append(sideBySide(pairs, ["What the identity provider sent", "What AWS gets"])),
    (error) => host.append(element("p", { className: "quiet" }, `Not shown: ${error.message}.`)));
  return host;
}
