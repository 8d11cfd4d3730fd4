// What a Response says, as far as a trusted key signed it.

import { element, table, terms, value } from "./dom.mjs";
import { SIGNATURES, shortName } from "./names.mjs";

export function factsPanel({ facts, sessionDuration }) {
  const { assertionSignature, responseSignature, signatureAlgorithm, isEncrypted, issuer, nameId, nameIdFormat, audiences, recipient, inResponseTo, issueInstant, notOnOrAfter, sessionNotOnOrAfter, roles, sessionName, attributes } = facts;
  const nothingSigned = issuer === undefined && attributes.length === 0;
  return [
    nothingSigned && element("p", { className: "hint" }, "What no trusted key signed is not shown here: anybody could have written it. Give the identity provider's metadata or certificate; the tab Document has the text as it is."),
    terms([
      ["Assertion's signature", signature(assertionSignature)],
      ["Response's signature", signature(responseSignature)],
      ["Algorithm", signatureAlgorithm && value(signatureAlgorithm)],
      ["Encrypted", isEncrypted ? "yes" : "no"],
      ["Issuer", issuer && value(issuer)],
      ["NameID", nameId && value(nameId)],
      ["NameID format", nameIdFormat && element("span", { title: nameIdFormat }, value(shortName(nameIdFormat)))],
      ["Audience", audiences.map((audience) => value(audience))],
      ["Recipient", recipient && value(recipient)],
      ["Answers request", inResponseTo && value(inResponseTo)],
      ["Issued", issueInstant && value(issueInstant)],
      ["To be redeemed before", notOnOrAfter && value(notOnOrAfter)],
      ["Session ends by", sessionNotOnOrAfter && value(sessionNotOnOrAfter)],
      ["Session name", sessionName && value(sessionName)],
      ["Session lasts", sessionDuration !== undefined && durationWords(sessionDuration)],
    ]),
    roles.length > 0 && element("h3", {}, "Roles"),
    roles.length > 0 && table("Roles", ["Role", "Provider"], roles.map(({ role, provider }) => [value(role), value(provider)])),
    attributes.length > 0 && element("h3", {}, "Attributes"),
    attributes.length > 0 && attributeTable(attributes),
  ].filter(Boolean);
}

function signature(status) {
  return status && element("span", { className: `signature ${status}` }, SIGNATURES[status] ?? status);
}

export function durationWords(seconds) {
  const [hours, minutes, left] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  const words = [hours > 0 && `${hours} h`, minutes > 0 && `${minutes} min`, left > 0 && `${left} s`].filter(Boolean).join(" ");
  return `${words || "0 s"} (${seconds.toLocaleString("en")} seconds)`;
}

export function attributeTable(attributes) {
  return table("Attributes", ["Name", "Values"], attributes.map(({ name, values }) => [
    element("span", { title: name }, value(attributeName(name))),
    element("ul", { className: "plain" }, ...values.map((one) => element("li", {}, value(one)))),
  ]));
}

/** What comes after the last slash is what people call the attribute; a URN is nothing without its whole. */
export function attributeName(name) {
  return name.startsWith("https://") || name.startsWith("http://") ? name.split("/").pop() || name : name;
}
