// Documents that the tests give to the page.

import { createHash, createSign } from "node:crypto";
import { readFileSync } from "node:fs";

export const fixture = (name) => readFileSync(new URL(`../../../tests/fixtures/${name}`, import.meta.url), "utf8");
export const example = (name) => readFileSync(new URL(`../inspector/examples/${name}`, import.meta.url), "utf8");
export const base64Of = (pem) => pem.replace(/-----[^-]+-----|\s/g, "");

/** The example's Response, out of its HAR. */
export const response = (() => {
  const { log } = JSON.parse(example("response.har"));
  const body = log.entries.at(-1).request.postData.text;
  return decodeURIComponent(/SAMLResponse=([^&]*)/.exec(body)[1]);
})();
export const responseXml = Buffer.from(response, "base64").toString("utf8");

const MD = "urn:oasis:names:tc:SAML:2.0:metadata";
const DS = "http://www.w3.org/2000/09/xmldsig#";

export function identityProvider({ entityId = "https://idp.example.org/saml", name = "Example", signature = "", id = "" } = {}) {
  const certificate = base64Of(fixture("identity-provider.crt"));
  return `<md:EntityDescriptor xmlns:md="${MD}"${id && ` ID="${id}"`} entityID="${entityId}">${signature}<md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="${DS}"><ds:X509Data><ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor><md:NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:persistent</md:NameIDFormat><md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://idp.example.org/sso"></md:SingleSignOnService><md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://idp.example.org/sso"></md:SingleSignOnService></md:IDPSSODescriptor><md:Organization><md:OrganizationName xml:lang="en">${name}</md:OrganizationName><md:OrganizationDisplayName xml:lang="en">${name}</md:OrganizationDisplayName><md:OrganizationURL xml:lang="en">https://idp.example.org/</md:OrganizationURL></md:Organization></md:EntityDescriptor>`;
}

/** The same, signed with the key of the fixtures. */
export function signedIdentityProvider() {
  const id = "_signed";
  return identityProvider({ id, signature: signature(identityProvider({ id }), id) });
}

/** An enveloped signature. The document is written in canonical form, so that a digest is all it takes. */
function signature(canonical, id) {
  const digest = createHash("sha256").update(canonical).digest("base64");
  const info = `<ds:SignedInfo xmlns:ds="${DS}"><ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:CanonicalizationMethod><ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"></ds:SignatureMethod><ds:Reference URI="#${id}"><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"></ds:Transform><ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:Transform></ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></ds:DigestMethod><ds:DigestValue>${digest}</ds:DigestValue></ds:Reference></ds:SignedInfo>`;
  const value = createSign("sha256").update(info).sign(fixture("identity-provider.key"), "base64");
  return `<ds:Signature xmlns:ds="${DS}">${info}<ds:SignatureValue>${value}</ds:SignatureValue></ds:Signature>`;
}

/** A Response whose assertion is signed with the key of the fixtures, with these texts in it. */
export function signedResponse({ entityId, nameId, audience, sessionName, attributeName, attributeValue }) {
  const text = (value) => value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const quoted = (value) => value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
  const attribute = (name, value) => `<saml:Attribute Name="${quoted(name)}"><saml:AttributeValue>${text(value)}</saml:AttributeValue></saml:Attribute>`;
  const assertion = (signed) => `<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_assertion" IssueInstant="2026-11-24T09:00:00Z" Version="2.0"><saml:Issuer>${text(entityId)}</saml:Issuer>${signed}<saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">${text(nameId)}</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData NotOnOrAfter="2026-11-24T09:05:00Z" Recipient="https://signin.aws.amazon.com/saml"></saml:SubjectConfirmationData></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotOnOrAfter="2026-11-24T09:05:00Z"><saml:AudienceRestriction><saml:Audience>${text(audience)}</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant="2026-11-24T09:00:00Z"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement><saml:AttributeStatement>${attribute("https://aws.amazon.com/SAML/Attributes/Role", "arn:aws:iam::123412341234:role/a,arn:aws:iam::123412341234:saml-provider/b")}${attribute("https://aws.amazon.com/SAML/Attributes/RoleSessionName", sessionName)}${attribute(attributeName, attributeValue)}</saml:AttributeStatement></saml:Assertion>`;
  return `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_response" IssueInstant="2026-11-24T09:00:00Z" Version="2.0"><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>${assertion(signature(assertion(""), "_assertion"))}</samlp:Response>`;
}
