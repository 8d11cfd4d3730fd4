#!/usr/bin/env python3
"""Programs that none of us wrote judge every Response that the cases issue.

    python judge.py tests/cases tests/fixtures

Each document is given to each judge that it concerns; and each judge gets a spoilt document, which it must refuse, so
that one that accepts everything is noticed. A judge that cannot run, or that no document concerns, fails.
Prints `N passed, N failed`; status 0 when none failed.

Needs xmlsec1, xmllint, openssl, Debian's opensaml-schemas and xmltooling-schemas, and requirements.txt.
"""

import base64
import hashlib
import html.parser
import json
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, replace
from pathlib import Path

HERE = Path(__file__).resolve().parent
SAMLP = "urn:oasis:names:tc:SAML:2.0:protocol"
SAML = "urn:oasis:names:tc:SAML:2.0:assertion"
DS = "http://www.w3.org/2000/09/xmldsig#"
XENC = "http://www.w3.org/2001/04/xmlenc#"
AWS = "https://aws.amazon.com/SAML/Attributes/"
IDS = [f"--id-attr:ID={SAML}:Assertion", f"--id-attr:ID={SAMLP}:Response"]
IDS = [word for option in IDS for word in option.split("=", 1)]


class Refused(Exception):
    """A judge's reason."""


@dataclass(frozen=True)
class Issued:
    """A Response of a case, and what is known about it from elsewhere."""

    name: str
    xml: str
    base64: str
    form: str
    policy: str
    # PEM; what the request names, never what the document names.
    certificate: str
    # The certificate of another key, for the control.
    stranger: str
    # What must be signed, where the request says it: "assertion", "response" or "both".
    sign: str | None
    # The host asked for its signature not to be checked, so the plugin says nothing about it.
    is_unchecked: bool
    receiver_key: Path

    @property
    def root(self):
        return ElementTree.fromstring(self.xml)

    @property
    def is_encrypted(self):
        return self.root.find(f"{{{SAML}}}EncryptedAssertion") is not None


# ---- what is judged ----

def issued(cases, fixtures):
    """Every answer of saml_issue and saml_complete that holds a Response."""
    own, other = ((fixtures / f"{name}.crt").read_text() for name in ("identity-provider", "service-provider"))
    for folder in sorted(path for operation in ("saml_issue", "saml_complete") for path in (cases / operation).glob("*/")):
        response = json.loads((folder / "answer.json").read_text()).get("response")
        if not response:
            continue
        request = folder / "request.json"
        request = json.loads(request.read_text()) if request.exists() else {}
        target_signs = "both" if request.get("target") == "client-vpn" else "assertion"
        yield Issued(
            name=f"{folder.parent.name}/{folder.name}",
            xml=response["xml"],
            base64=response["base64"],
            form=response["form"],
            policy=response["formPolicy"],
            # A state that is completed names no certificate that could be trusted: there it is the fixture's.
            certificate=request.get("identityProvider", {}).get("certificate", own),
            stranger=other,
            sign=request.get("sign", target_signs) if "identityProvider" in request else None,
            is_unchecked=request.get("signatureCheck") == "host",
            receiver_key=fixtures / "service-provider.key",
        )


# ---- xmlsec1 ----

def signature_of_assertion(document):
    verify(decrypted(document), f"//*[local-name()='Assertion' and namespace-uri()='{SAML}']")


def signature_of_response(document):
    verify(document, f"/*[local-name()='Response' and namespace-uri()='{SAMLP}']")


def verify(document, parent):
    """The signature of this element, by the request's key alone, and by the document's own certificate if it is the request's."""
    refers_to_its_parent(document, parent)
    with tempfile.TemporaryDirectory() as folder:
        certificate, xml = Path(folder, "certificate.pem"), Path(folder, "response.xml")
        certificate.write_text(document.certificate)
        xml.write_text(document.xml)
        signature = f"{parent}/*[local-name()='Signature' and namespace-uri()='{DS}']"
        common = ["xmlsec1", "--verify", *IDS, "--node-xpath", signature]
        run(*common, "--enabled-key-data", "key-name", "--pubkey-cert-pem", certificate, xml)
        # Certificates are pinned in SAML, and an expired one is a finding and no refusal: the time is one of its own.
        begins = run("openssl", "x509", "-in", certificate, "-noout", "-startdate", "-dateopt", "iso_8601").decode()
        begins = re.search(r"=(\S+ \S+)Z", begins)[1]
        pinned = ["--trusted-pem", certificate, "--verification-time", begins]
        run(*common, "--enabled-key-data", "x509", *pinned, xml)


def refers_to_its_parent(document, parent):
    """xmlsec1 verifies a reference to anything; a SAML signature covers the element that it stands in."""
    element = document.root if parent.startswith("/*") else document.root.find(f".//{{{SAML}}}Assertion")
    references = [] if element is None else element.findall(f"{{{DS}}}Signature/{{{DS}}}SignedInfo/{{{DS}}}Reference")
    if [reference.get("URI") for reference in references] != [f"#{element.get('ID') if element is not None else ''}"]:
        raise Refused("the signature does not cover the element that it stands in")


def decryption(document):
    if decrypted(document).root.find(f"{{{SAML}}}Assertion") is None:
        raise Refused("what was decrypted is no assertion")


def decrypted(document):
    """The document with its assertion in the clear. OpenSSL unwraps the content key, xmlsec1 decrypts the content."""
    if not document.is_encrypted:
        return document
    wrapped = document.root.find(f".//{{{XENC}}}EncryptedKey")
    method = wrapped.find(f"{{{XENC}}}EncryptionMethod")
    # Debian 12's xmlsec1 (1.2) knows rsa-oaep-mgf1p but not the rsa-oaep of XML Encryption 1.1; OpenSSL knows both.
    oaep = {f"{XENC}rsa-oaep-mgf1p": "sha1", "http://www.w3.org/2009/xmlenc11#rsa-oaep": "sha256"}[method.get("Algorithm")]
    with tempfile.TemporaryDirectory() as folder:
        key, wrapped_key, xml = Path(folder, "key"), Path(folder, "wrapped"), Path(folder, "response.xml")
        wrapped_key.write_bytes(base64.b64decode(wrapped.findtext(f".//{{{XENC}}}CipherValue")))
        options = ["rsa_padding_mode:oaep", f"rsa_oaep_md:{oaep}", f"rsa_mgf1_md:{oaep}"]
        options = [word for option in options for word in ("-pkeyopt", option)]
        run("openssl", "pkeyutl", "-decrypt", "-inkey", document.receiver_key, *options, "-in", wrapped_key, "-out", key)
        xml.write_text(document.xml)
        data = f"//*[local-name()='EncryptedAssertion']/*[local-name()='EncryptedData' and namespace-uri()='{XENC}']"
        clear = run("xmlsec1", "--decrypt", "--enabled-key-data", "key-name", "--aeskey", key, "--node-xpath", data, xml)
    # xmlsec1 puts the assertion where the EncryptedData was; a reader takes it out of the EncryptedAssertion.
    clear = re.sub(r"</?saml:EncryptedAssertion[^>]*>|^<\?xml[^>]*>\s*", "", clear.decode())
    return replace(document, xml=clear)


def transport(document):
    """All of the decryption by xmlsec1, where it knows how the key is wrapped."""
    with tempfile.TemporaryDirectory() as folder:
        xml = Path(folder, "response.xml")
        xml.write_text(document.xml)
        run("xmlsec1", "--decrypt", "--privkey-pem", document.receiver_key, xml)


# ---- xmllint ----

def schemas(document):
    """OASIS's and W3C's schemas, on the document as sent and with its assertion in the clear."""
    for xml in {document.xml, decrypted(document).xml}:
        catalog = {"XML_CATALOG_FILES": str(HERE / "catalog.xml")}
        run("xmllint", "--nonet", "--noout", "--schema", HERE / "schemas.xsd", "-", input=xml.encode(), env={**os.environ, **catalog})


# ---- moto ----

def assume_role(document):
    """STS's AssumeRoleWithSAML, once for each role: moto reads a single value of Role only, so it is shown one at a time."""
    xml = decrypted(document).xml
    values = attribute(xml, "Role")
    session, duration = attribute(xml, "RoleSessionName"), attribute(xml, "SessionDuration")
    pair = re.compile(rf"<saml:AttributeValue[^>]*>({'|'.join(re.escape(value) for value in values)})</saml:AttributeValue>")
    for value in values:
        # A role's name may hold a comma.
        role, provider = re.split(",(?=arn:)", value)
        shown = pair.sub(lambda found: found[0] if found[1] == value else "", xml)
        answer = sts(role).assume_role_with_saml(
            RoleArn=role, PrincipalArn=provider, SAMLAssertion=base64.b64encode(shown.encode()).decode()
        )
        assumed = answer["AssumedRoleUser"]["Arn"]
        if not assumed.endswith(f":assumed-role/{role.split('/')[-1]}/{session[0]}"):
            raise Refused(f"another person or role than the Response's: {assumed}")
        lasts = answer["Credentials"]["Expiration"].timestamp() - now()
        if abs(lasts - int((duration or ["3600"])[0])) > 60:
            raise Refused(f"the session lasts {lasts:.0f} s")


def attribute(xml, name):
    found = ElementTree.fromstring(xml).findall(f".//{{{SAML}}}Attribute[@Name='{AWS}{name}']/{{{SAML}}}AttributeValue")
    return [value.text for value in found]


def sts(role):
    import boto3

    regions = {"aws-cn": "cn-north-1", "aws-us-gov": "us-gov-west-1", "aws-iso": "us-iso-east-1", "aws-iso-b": "us-isob-east-1"}
    return boto3.client("sts", region_name=regions.get(role.split(":")[1], "us-east-1"))


def now():
    import time

    return time.time()


# ---- the page ----

def page(document):
    """The form, read by an HTML parser, posts the same document to the URL that the document names, by the one script that its policy allows."""
    reader = Page()
    reader.feed(document.form)
    if base64.b64decode(document.base64, validate=True).decode() != document.xml:
        raise Refused("base64 and XML are two documents")
    if reader.fields.get("SAMLResponse") != document.base64:
        raise Refused("the page posts another document")
    if reader.action != document.root.get("Destination"):
        raise Refused("the page posts to another URL than the document names")
    hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in reader.scripts]
    allowed = re.findall(r"script-src ([^;]*)", document.policy)
    if allowed != [f"'sha256-{value}'" for value in hashes] or reader.handlers:
        raise Refused("the policy allows another script than the page's, or the page has more")


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.fields, self.scripts, self.handlers, self.action, self.script = {}, [], [], None, False

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.handlers += [name for name in attributes if name.startswith("on")]
        self.script = tag == "script"
        if tag == "form":
            self.action = attributes["action"]
        if tag == "input":
            self.fields[attributes["name"]] = attributes["value"]

    def handle_data(self, data):
        if self.script:
            self.scripts.append(data)

    def handle_endtag(self, tag):
        self.script = False


# ---- spoilt documents, one byte at a time ----

def spoil(pattern, last=False):
    """Changes the last character of what the pattern's group holds."""
    def change(document):
        found = list(re.finditer(pattern, document.xml))[-1 if last else 0]
        place = found.end(1) - 1
        other = "1" if document.xml[place] != "1" else "2"
        return replace(document, xml=document.xml[:place] + other + document.xml[place + 1 :])
    return change


def other_key(document):
    return replace(document, certificate=document.stranger)


def other_base64(document):
    return replace(document, base64=spoil("(.{40})")(replace(document, xml=document.base64)).xml)


RESPONSE_SECOND = spoil(r'<samlp:Response [^>]*IssueInstant="([^"Z]*)')
ASSERTION_SECOND = spoil(r'<saml:Assertion [^>]*IssueInstant="([^"Z]*)')
CONTENT = spoil(r"<xenc:CipherValue>(.{80})", last=True)

# ---- judges: whom they concern, what they do, and what they must refuse ----


def has_signature(document, where):
    if document.is_unchecked:
        return False
    signed = {"assertion": document.sign in ("assertion", "both"), "response": document.sign in ("response", "both")}
    if document.sign:
        return signed[where]
    root = decrypted(document).root if where == "assertion" else document.root
    path = f"{{{SAML}}}Assertion/" if where == "assertion" else ""
    return root.find(f"{path}{{{DS}}}Signature") is not None


@dataclass(frozen=True)
class Judge:
    name: str
    concerns: callable
    judge: callable
    controls: tuple


JUDGES = [
    Judge(
        "xmlsec1, signature of the assertion",
        lambda document: not document.is_encrypted and has_signature(document, "assertion"),
        signature_of_assertion,
        (ASSERTION_SECOND, other_key),
    ),
    Judge(
        "xmlsec1, signature of the assertion that was encrypted",
        lambda document: document.is_encrypted and has_signature(document, "assertion"),
        signature_of_assertion,
        (CONTENT, other_key),
    ),
    Judge(
        "xmlsec1, signature of the Response",
        lambda document: has_signature(document, "response"),
        signature_of_response,
        (RESPONSE_SECOND, other_key),
    ),
    Judge("xmlsec1, content of the encrypted assertion", lambda document: document.is_encrypted, decryption, (CONTENT,)),
    Judge(
        "xmlsec1, the whole decryption (RSA-OAEP with SHA-1)",
        lambda document: document.is_encrypted and "rsa-oaep-mgf1p" in document.xml,
        transport,
        (CONTENT, spoil(r"<xenc:CipherValue>(.{80})")),
    ),
    Judge("xmllint, schemas of OASIS and W3C", lambda document: True, schemas, (spoil(r'IssueInstant="(.{11})'), spoil(r"(<samlp:Status)>"))),
    Judge(
        "moto, AssumeRoleWithSAML",
        lambda document: bool(attribute(decrypted(document).xml, "Role")),
        assume_role,
        (spoil(f'Name="({AWS}RoleSessionName)"'),),
    ),
    Judge("html.parser, the page", lambda document: True, page, (other_base64, spoil(r'<samlp:Response [^>]*Destination="([^"]*)'))),
]


def run(program, *arguments, **more):
    """A judge's program: its status is its verdict. One that cannot be started is no verdict."""
    done = subprocess.run([program, *map(str, arguments)], capture_output=True, timeout=60, **more)
    if done.returncode != 0:
        raise Refused(f"{program}: {(done.stdout[-200:] + done.stderr[-600:]).decode(errors='replace').strip()}")
    return done.stdout


def accepts(judge, document):
    """Whether the judge accepts, and why not. Any exception is a refusal: moto answers a shape that it cannot read with one."""
    try:
        judge.judge(document)
        return True, ""
    except Exception as reason:  # noqa: BLE001
        return False, f"{type(reason).__name__}: {reason}"


def main():
    cases, fixtures = (Path(argument) for argument in sys.argv[1:])
    passed, failed = 0, []
    documents = list(issued(cases, fixtures))
    for judge in JUDGES:
        concerned = [document for document in documents if judge.concerns(document)]
        accepted = 0
        for document in concerned:
            good, reason = accepts(judge, document)
            accepted += good
            if not good:
                failed.append(f"{judge.name}: {document.name}\n  {reason}")
        # Spoilt: the first document that was accepted whole.
        controls = 0
        for number, control in enumerate(judge.controls, 1):
            if concerned and not accepts(judge, control(concerned[0]))[0]:
                controls += 1
            else:
                failed.append(f"{judge.name}: accepts spoilt document {number} of {concerned[0].name}" if concerned
                              else f"{judge.name}: no document, so nothing was judged")
        passed += accepted + controls
        print(f"{accepted:>4} of {len(concerned):>3} documents accepted, {controls} of {len(judge.controls)} spoilt ones refused: {judge.name}")
    for reason in failed:
        print(f"FAILED {reason}")
    print(f"{passed} passed, {len(failed)} failed")
    return 1 if failed or not documents else 0


def moto_stands_in():
    """AWS's place is taken inside this process: nothing is asked of the network."""
    os.environ.update(AWS_ACCESS_KEY_ID="x", AWS_SECRET_ACCESS_KEY="x", AWS_DEFAULT_REGION="us-east-1", AWS_EC2_METADATA_DISABLED="true")
    from moto import mock_aws

    return mock_aws()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with moto_stands_in():
        sys.exit(main())
