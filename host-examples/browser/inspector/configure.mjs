// Configurations for identity providers, made of a service provider's metadata.

import { element, labelled, output, table, terms, value } from "./dom.mjs";
import { findingsList, findingsOf } from "./findings.mjs";
import { FORMATS, shortName } from "./names.mjs";

const ENDINGS = { "application/json": "json", "application/yaml": "yaml", "application/xml": "xml" };

export function configurePanel(context) {
  const format = element("select", { on: { change: show } }, ...Object.entries(FORMATS).map(([name, words]) => element("option", { value: name }, words)));
  const name = element("input", { type: "text", value: "AWS", spellcheck: false, autocomplete: "off", on: { change: show } });
  const entityId = element("input", { type: "text", value: "https://idp.example.com/saml", spellcheck: false, autocomplete: "off", on: { change: show } });
  const certificate = element("textarea", { rows: 3, spellcheck: false, autocomplete: "off", placeholder: "-----BEGIN CERTIFICATE-----", on: { change: show } });
  const result = element("div", { className: "result", attributes: { "aria-live": "polite" } });

  async function show() {
    const identityProvider = { name: name.value, entityId: entityId.value };
    if (certificate.value.trim()) identityProvider.signingCertificate = certificate.value;
    const request = { metadata: context.text, format: format.value, identityProvider };
    const answer = await context.call("metadata_configure", request).catch((error) => ({ type: "failure", errors: [], broke: error.message }));
    if (answer.broke) {
      result.replaceChildren(element("p", { className: "quiet" }, `Not made: ${answer.broke}.`));
      return;
    }
    const findings = findingsOf(answer);
    const list = findingsList(findings, context.findings);
    if (answer.type === "failure") {
      result.replaceChildren(element("h3", {}, "No configuration could be made"), list);
      result.dataset.format = format.value;
      return;
    }
    const { configuration, mediaType, files, summary } = answer;
    result.dataset.format = format.value;
    // Where there are files, they are what people need; the one text is the same once more.
    const outputs = files.length > 0
      ? files.map(({ name: file, mediaType: type, content }) => output(content, { name: file, mediaType: type }))
      : [output(configuration, { name: `aws-${format.value}.${ENDINGS[mediaType] ?? "txt"}`, mediaType, what: "the configuration" })];
    result.replaceChildren(
      element("h3", {}, files.length > 1 ? `${files.length} files` : "The configuration"), ...outputs,
      element("h3", {}, "What it says"), summaryOf(summary),
      ...(findings.length > 0 ? [element("h3", {}, "Worth knowing"), list] : []));
  }

  show();
  return [
    element("div", { className: "form" },
      labelled("Identity provider", format),
      labelled("Name that AWS gets there", name),
      labelled("Its own entityID", entityId, "AWS must find it as Issuer."),
      element("details", {}, element("summary", {}, "Signing certificate"), labelled("As PEM", certificate, "Where the format has a place for it."))),
    result,
  ];
}

function summaryOf({ acs, audience, issuer, nameIdFormat, signAssertion, signResponse, requestsSigned, requestedAttributes }) {
  const signed = [signAssertion && "the assertion", signResponse && "the Response"].filter(Boolean).join(" and ");
  return element("div", {},
    terms([
      ["Audience", value(audience)],
      ["Issuer", value(issuer)],
      ["NameID", nameIdFormat && element("span", { title: nameIdFormat }, value(shortName(nameIdFormat)))],
      ["Sign", signed || "nothing"],
      ["Requests", requestsSigned ? "are signed" : "are not signed"],
      ["Attributes", requestedAttributes.map(({ name, isRequired }) => element("span", { title: name }, value(shortName(name)), isRequired && " required"))],
    ]),
    table("Consumer URLs", ["Consumer URL", "Binding", "Index"], acs.map(({ location, binding, index, isDefault }) => [
      value(location), element("span", { title: binding }, shortName(binding)), `${index}${isDefault ? ", default" : ""}`,
    ])));
}
