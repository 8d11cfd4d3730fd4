#!/usr/bin/env python3
"""Writes the documents of the reader's cases anew: python3 tests/reader/documents.py. What is signed, xmlsec1 signs.

Small, for each is read byte by byte through every host; and full of what a cut can hit: characters of two to four bytes, line
ends of Windows, CDATA, comments, references, both kinds of quotes, prefixes that only the aggregate declares.
"""

import pathlib
import re
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
FIXTURES = HERE.parent / "fixtures"


def certificate(path):
    return "".join((FIXTURES / path).read_text().splitlines()[1:-1])


CERTIFICATE = certificate("check/p256.crt.pem")
SAML = 'protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"'
POST, REDIRECT = ("urn:oasis:names:tc:SAML:2.0:bindings:HTTP-" + name for name in ("POST", "Redirect"))

IDENTITY_PROVIDER = f"""<EntityDescriptor entityID="https://idp.example.org/saml">
    <!-- <EntityDescriptor entityID="https://none.example"> -->
    <IDPSSODescriptor {SAML} WantAuthnRequestsSigned='false'>
      <Extensions><shibmd:Scope regexp="false">example.org</shibmd:Scope><mdui:UIInfo><mdui:DisplayName xml:lang="de">Universit\u00e4t \u6771\u4eac \U0001d11e</mdui:DisplayName></mdui:UIInfo></Extensions>
      <KeyDescriptor use="signing"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>{CERTIFICATE}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></KeyDescriptor>
      <NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:persistent</NameIDFormat>
      <SingleSignOnService Binding="{REDIRECT}" Location="https://idp.example.org/sso?a=1&amp;b=&#x32;"/>
      <SingleSignOnService Binding="{POST}" Location='https://idp.example.org/sso'/>
    </IDPSSODescriptor>
  </EntityDescriptor>"""
SERVICE_PROVIDER = f"""<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://sp.example.org">
    <md:SPSSODescriptor {SAML} WantAssertionsSigned="true">
      <md:AssertionConsumerService index="0" isDefault="true" Binding="{POST}" Location="https://sp.example.org/acs"/>
    </md:SPSSODescriptor>
    <md:Organization><md:OrganizationName xml:lang="en"><![CDATA[Smith & <Sons> ]]]]><![CDATA[>]]></md:OrganizationName><md:OrganizationDisplayName xml:lang="en">Smith</md:OrganizationDisplayName><md:OrganizationURL xml:lang="en">https://sp.example.org/?\u00fc</md:OrganizationURL></md:Organization>
    <md:ContactPerson contactType="technical"><md:EmailAddress>mailto:ada@example.org</md:EmailAddress></md:ContactPerson>
  </md:EntityDescriptor>"""
OTHER = f"""<EntityDescriptor entityID="https://other.example.org"><IDPSSODescriptor {SAML}><KeyDescriptor><ds:KeyInfo><ds:KeyName>one</ds:KeyName></ds:KeyInfo></KeyDescriptor><SingleSignOnService Binding="{POST}" Location="https://other.example.org/sso"/></IDPSSODescriptor></EntityDescriptor>"""
NAMESPACES = 'xmlns="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" xmlns:shibmd="urn:mace:shibboleth:metadata:1.0" xmlns:mdui="urn:oasis:names:tc:SAML:metadata:ui"'
SIGNATURE = """<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/><ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/><ds:Reference URI="#ID"><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/><ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/></ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue/></ds:Reference></ds:SignedInfo><ds:SignatureValue/></ds:Signature>"""


def aggregate(inside, more=""):
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<!-- made for a test -->
<EntitiesDescriptor {NAMESPACES} Name="urn:example:federation" validUntil="2026-12-24T00:00:00Z"{more}>{inside}
</EntitiesDescriptor>
"""


def alone(entity):
    return f'<?xml version="1.0"?>\n{entity}\n'.replace("<EntityDescriptor ", f"<EntityDescriptor {NAMESPACES} ", 1)


def signed(document, of="EntitiesDescriptor"):
    """With the identity provider's key of the fixtures, by the document's one signature."""
    keys = f"{FIXTURES}/identity-provider.key"
    names = f"urn:oasis:names:tc:SAML:2.0:metadata:{of}"
    done = subprocess.run(
        ["xmlsec1", "--sign", "--privkey-pem", keys, "--id-attr:ID", names, "/dev/stdin"], input=document.encode(), check=True, capture_output=True
    )
    return done.stdout.decode()


def signature(identifier):
    return SIGNATURE.replace("#ID", f"#{identifier}")


PLAIN = aggregate(f"\n  {IDENTITY_PROVIDER}\n  <?note between two?>\n  {SERVICE_PROVIDER}")
NESTED = aggregate(f"\n  {OTHER}\n  <EntitiesDescriptor Name='inner'>\n  {SERVICE_PROVIDER}<!-- - --></EntitiesDescriptor>")
SIGNED = signed(aggregate(f"{signature('_all')}\n  {IDENTITY_PROVIDER}\n  {OTHER}", ' ID="_all"'))
CHOICE = aggregate(f"{IDENTITY_PROVIDER}{OTHER}")
ALONE = alone(IDENTITY_PROVIDER)
SIGNED_ENTITY = signed(
    aggregate(OTHER + OTHER.replace("other.", "signed.").replace("<EntityDescriptor ", '<EntityDescriptor ID="_one" ').replace("><IDPSSO", f">{signature('_one')}<IDPSSO")),
    "EntityDescriptor",
)

DOCUMENTS = {
    "a-byte-order-mark-and-line-ends-of-windows-are-read": "\ufeff" + PLAIN.replace("\n", "\r\n"),
    "a-choice-of-two-identity-providers-is-left-to-the-caller": CHOICE,
    "a-document-of-one-entity-is-described": ALONE,
    "a-document-of-one-entity-is-transformed": ALONE,
    "a-document-that-breaks-off-in-a-tag-is-refused-with-line-and-column": PLAIN[: PLAIN.index("<SingleSignOnService Binding") + 30],
    "a-document-that-breaks-off-in-a-character-is-refused": PLAIN.encode()[: PLAIN.encode().index("\U0001d11e".encode()) + 2],
    "a-document-that-breaks-off-between-two-entities-is-refused": PLAIN[: PLAIN.index("<?note")],
    "a-misspelt-field-is-refused-before-a-byte-is-read": ALONE,
    "a-nested-aggregate-is-described": NESTED,
    "a-signature-is-left-to-the-host": CHOICE,
    "a-signed-aggregate-is-valid-under-its-certificate": SIGNED,
    "a-signed-entity-in-an-unsigned-aggregate-is-valid-by-itself": SIGNED_ENTITY,
    "a-signed-aggregate-is-not-valid-under-a-strangers-certificate": SIGNED,
    "a-task-without-its-target-is-refused-before-a-byte-is-read": ALONE,
    "an-aggregate-is-described-for-iam": PLAIN,
    "an-aggregate-is-described-without-a-target": PLAIN,
    "an-empty-document-is-refused": "",
    "an-entity-that-is-not-there-is-not-described": PLAIN,
    "an-entity-that-is-not-there-is-not-transformed": PLAIN,
    "an-identity-provider-is-signed-with-a-key-of-the-request": CHOICE,
    "an-identity-provider-is-taken-out-of-a-signed-aggregate": SIGNED,
    "an-identity-provider-is-taken-out-of-an-aggregate": CHOICE,
    "attack-a-document-type-is-refused": PLAIN.replace("<!-- made for a test -->", "<!DOCTYPE a [<!ENTITY b 'c'>]>"),
    "attack-a-second-root-is-refused": CHOICE + CHOICE,
    "attack-an-overlong-character-is-refused": PLAIN.encode().replace("\u00e4".encode(), b"\xc0\xaf"),
    "attack-half-a-character-at-the-end-of-an-entity-is-refused": PLAIN.encode().replace(b"</EntityDescriptor>", b"\xe6\x9d</EntityDescriptor>", 1),
    "attack-one-changed-letter-makes-a-signed-aggregate-invalid": SIGNED.replace("other.example.org/sso", "other.example.net/sso"),
    "attack-one-changed-letter-leaves-nothing-to-transform": SIGNED.replace("other.example.org/sso", "other.example.net/sso"),
    "bytes-of-another-encoding-are-refused-where-they-stand": re.sub("[^\\x00-\\xff]", "?", PLAIN).encode("latin-1"),
    "one-entity-of-an-aggregate-is-described": PLAIN,
    "one-entity-of-an-unsigned-aggregate-is-refused-under-trust": CHOICE,
    "the-old-certificate-is-put-beside-the-new-one": CHOICE,
    "white-space-before-the-declaration-is-refused": "\n" + ALONE,
}

for name, document in DOCUMENTS.items():
    (HERE / name).mkdir(exist_ok=True)
    (HERE / name / "document.xml").write_bytes(document.encode() if isinstance(document, str) else document)
strays = {folder.name for folder in HERE.iterdir() if folder.is_dir()} - set(DOCUMENTS)
if strays:
    raise SystemExit(f"cases without a document: {', '.join(sorted(strays))}")
