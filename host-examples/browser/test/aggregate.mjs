// A federation as large as real ones, made of this project's own certificates.

import { readFileSync } from "node:fs";

const fixture = (name) => readFileSync(new URL(`../../../tests/fixtures/${name}`, import.meta.url), "utf8").replace(/-----[^-]+-----|\s/g, "");
const certificates = [fixture("identity-provider.crt"), fixture("service-provider.crt")];

/** `count` entities, every third an identity provider; about 4,900 bytes each. */
export function aggregate(count) {
  const parts = [`<?xml version="1.0" encoding="UTF-8"?>
<md:EntitiesDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" xmlns:mdui="urn:oasis:names:tc:SAML:metadata:ui" xmlns:shibmd="urn:mace:shibboleth:metadata:1.0" Name="https://federation.example.org/all" validUntil="2036-01-01T00:00:00Z">
`];
  for (let number = 1; number <= count; number += 1) parts.push(number % 3 === 0 ? identityProvider(number) : serviceProvider(number));
  parts.push("</md:EntitiesDescriptor>\n");
  return parts.join("");
}

function key(use, number) {
  const lines = certificates[number % certificates.length].match(/.{1,76}/g).join("\n");
  return `      <md:KeyDescriptor use="${use}"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>\n${lines}\n</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>\n`;
}

function about(number) {
  return `    <md:Organization>
      <md:OrganizationName xml:lang="en">University ${number}</md:OrganizationName>
      <md:OrganizationDisplayName xml:lang="en">University ${number} of Zürich 𝔘</md:OrganizationDisplayName>
      <md:OrganizationURL xml:lang="en">https://www.university-${number}.example/</md:OrganizationURL>
    </md:Organization>
    <md:ContactPerson contactType="technical"><md:GivenName>Operations</md:GivenName><md:EmailAddress>mailto:operations@university-${number}.example</md:EmailAddress></md:ContactPerson>
`;
}

function identityProvider(number) {
  const host = `https://idp.university-${number}.example`;
  return `  <md:EntityDescriptor entityID="${host}/idp">
    <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
      <md:Extensions>
        <shibmd:Scope regexp="false">university-${number}.example</shibmd:Scope>
        <mdui:UIInfo><mdui:DisplayName xml:lang="en">University ${number}</mdui:DisplayName><mdui:Description xml:lang="en">${"The staff and the students of this university sign in here. ".repeat(9)}</mdui:Description></mdui:UIInfo>
      </md:Extensions>
${key("signing", number)}${key("encryption", number + 1)}      <md:NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:persistent</md:NameIDFormat>
      <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${host}/sso/redirect"/>
      <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="${host}/sso/post"/>
    </md:IDPSSODescriptor>
${about(number)}  </md:EntityDescriptor>
`;
}

function serviceProvider(number) {
  const host = `https://sp.university-${number}.example`;
  return `  <md:EntityDescriptor entityID="${host}/sp">
    <md:SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol" WantAssertionsSigned="true">
      <md:Extensions><mdui:UIInfo><mdui:DisplayName xml:lang="en">Library ${number}</mdui:DisplayName><mdui:Description xml:lang="en">${"Books and journals for everybody who signs in at home. ".repeat(10)}</mdui:Description></mdui:UIInfo></md:Extensions>
${key("signing", number)}${key("encryption", number + 1)}      <md:NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:transient</md:NameIDFormat>
      <md:AssertionConsumerService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="${host}/acs" index="1" isDefault="true"/>
      <md:AssertionConsumerService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Artifact" Location="${host}/artifact" index="2"/>
    </md:SPSSODescriptor>
${about(number)}  </md:EntityDescriptor>
`;
}
