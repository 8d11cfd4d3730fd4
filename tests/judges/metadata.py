#!/usr/bin/env python3
"""libxml2, OpenSSL and xmlsec1 judge what the plugin says of metadata and what it makes of it.

    python metadata.py --native PROGRAM tests/cases
    python metadata.py --native PROGRAM --folder FOLDER [--trust CERTIFICATE]... [--differences FILE]

The first judges every answer of the cases of `metadata_inspect` and `metadata_transform`; each judge is also given spoilt
answers, which it must refuse, and one that nothing concerns fails. PROGRAM is the example `native`, which transforms once more
what was transformed. Prints `N passed, N failed`; status 0 when none failed.

The second asks PROGRAM about every document below a folder, compares, and prints figures and differences. A document's own
certificates are taken for trusted ones there, so that signatures are compared as well; never do that with a document that matters.

Needs xmlsec1, xmllint, openssl, Debian's opensaml-schemas and xmltooling-schemas, and requirements.txt.
"""

import argparse
import base64
import copy
import hashlib
import json
import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import reading
from reading import DS, MD, children

HERE = Path(__file__).resolve().parent
POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol"


class Refused(Exception):
    """A judge's reason."""


@dataclass(frozen=True)
class Answered:
    """A request and the plugin's answer."""

    name: str
    operation: str
    request: dict
    answer: dict

    @property
    def succeeded(self):
        return self.answer["type"] == "success"

    @property
    def root(self):
        return parsed(self.request["metadata"])


def parsed(text):
    """The last document, kept: several judges look at one after the other."""
    if parsed.last[0] != text:
        parsed.last = (text, reading.parse(text))
    return parsed.last[1]


parsed.last = (None, None)


class Native:
    """The example `native`, one answer a line from one process."""

    def __init__(self, program):
        self.process = subprocess.Popen([program, "--lines", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, operation, request):
        line = json.dumps({"operation": operation, "request": request}, ensure_ascii=False)
        self.process.stdin.write(line.encode("utf-8", "surrogatepass") + b"\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise Refused(f"the plugin died (status {self.process.wait()})")
        return json.loads(answer)


# ---- what metadata_inspect says ----

# Beside what follows from the document alone: judged by their own judges.
SIGNATURE = ("signature",)
OF_CERTIFICATES = ("subject", "issuer", "serial", "fingerprint", "notBefore", "notAfter", "keyType", "keyBits", "signatureAlgorithm")


def facts(case):
    """Document, entities, roles, endpoints, formats, contacts: everything but certificates and signatures."""
    found = reading.entities(case.root)
    differ(reading.document(case.request["metadata"], case.root, found), case.answer["document"], "document")
    described = chosen(case, found)
    answered = case.answer["entities"]
    if len(described) != len(answered):
        raise Refused(f"{len(described)} entities are there, {len(answered)} are described")
    for number, (element, entity) in enumerate(zip(described, answered)):
        expected = reading.entity(element)
        line = expected.pop("line")
        actual = copy.deepcopy(entity)
        place = actual.pop("place")
        for key in SIGNATURE:
            actual.pop(key)
        for role in [*expected["roles"], *actual["roles"]]:
            for key in role["keys"]:
                if "certificate" in key:
                    key["certificate"] = "one"
        differ(expected, actual, f"entities/{number}")
        stands_at(case.request["metadata"], place, element, line)


def chosen(case, found):
    wanted = case.request.get("entityId")
    return found if wanted is None else [element for element in found if element.get("entityID") == wanted]


def stands_at(text, place, element, last_line):
    """At the place that is named, the tag of that entity begins. libxml2 knows the line where it ends."""
    lines = text.removeprefix("\ufeff").split("\n")
    line, column = place["line"], place["column"]
    rest = "\n".join([lines[line - 1][column - 1 :], *lines[line : last_line + 1]])
    if not re.match(r"<(?:[\w.-]+:)?EntityDescriptor[\s/>]", rest):
        raise Refused(f"no EntityDescriptor begins at line {line}, column {column}")
    if line > last_line:
        raise Refused(f"the entity begins in line {last_line}, not in {line}")
    if place.get("entityId", "") != element.get("entityID", ""):
        raise Refused("the place names another entity")


def differ(expected, actual, path=""):
    """Refuses the first difference."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        for key in expected.keys() | actual.keys():
            if key not in expected or key not in actual:
                side = "is said and not there" if key in actual else "is there and not said"
                raise Refused(f"{path}/{key} {side}: {shown((actual if key in actual else expected)[key])}")
            differ(expected[key], actual[key], f"{path}/{key}")
    elif isinstance(expected, list) and isinstance(actual, list):
        if len(expected) != len(actual):
            raise Refused(f"{path}: {len(expected)} are there, {len(actual)} are said")
        for number, pair in enumerate(zip(expected, actual)):
            differ(*pair, f"{path}/{number}")
    elif not same(expected, actual):
        raise Refused(f"{path}: there is {shown(expected)}, it says {shown(actual)}")


def same(expected, actual):
    """Equal, or equal after what XML Schema does to white space, or one instant written in two ways."""
    if expected == actual or not (isinstance(expected, str) and isinstance(actual, str)):
        return expected == actual
    moment = reading.instant(expected)
    return reading.collapsed(expected) == reading.collapsed(actual) or (moment is not None and moment == reading.instant(actual))


def shown(value):
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) < 200 else text[:200] + " ..."


def certificates(case):
    """What openssl says of each certificate, and how many days are left."""
    now = case.request.get("now")
    for number, (element, entity) in enumerate(zip(chosen(case, reading.entities(case.root)), case.answer["entities"])):
        expected = [key for role in reading.entity(element)["roles"] for key in role["keys"]]
        answered = [key for role in entity["roles"] for key in role["keys"]]
        if len(expected) != len(answered):
            raise Refused(f"entities/{number}: {len(expected)} keys are there, {len(answered)} are said")
        for place, (key, said) in enumerate(zip(expected, answered)):
            path = f"entities/{number}, key {place}"
            if (key.get("certificate") is None) != (said.get("certificate") is None):
                raise Refused(f"{path}: openssl reads {shown(key.get('certificate'))}, it says {shown(said.get('certificate'))}")
            if key.get("certificate") is not None:
                one_certificate(key["certificate"], said["certificate"], now, path)


def one_certificate(expected, said, now, path):
    for field_name in OF_CERTIFICATES:
        there, told = expected[field_name], said.get(field_name)
        if field_name in ("subject", "issuer"):
            there, told = reading.distinguished_name(there), reading.distinguished_name(told)
        if field_name in ("keyType", "signatureAlgorithm") and re.fullmatch(r"[\d.]+", told or ""):
            told = reading.name_of(told)
        if there != told and not (field_name == "signatureAlgorithm" and there.lower() == told.lower()):
            raise Refused(f"{path}/{field_name}: openssl says {shown(there)}, it says {shown(told)}")
    if said["isSelfIssued"] != (expected["subject"] == expected["issuer"]):
        raise Refused(f"{path}/isSelfIssued")
    left = None if now is None else (seconds(expected["notAfter"]) - seconds(now)) // 86_400
    if said.get("daysLeft") != left:
        raise Refused(f"{path}/daysLeft: {left} are left, it says {said.get('daysLeft')}")
    if "pem" in said:
        body = re.fullmatch(r"-----BEGIN CERTIFICATE-----\n([A-Za-z0-9+/=\n]+)\n-----END CERTIFICATE-----\n?", said["pem"])
        if not body or hashlib.sha256(base64.b64decode(body[1])).hexdigest() != said["fingerprint"]:
            raise Refused(f"{path}/pem is not the certificate of the fingerprint")


def seconds(text):
    return int(datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp())


def signatures(case):
    """xmlsec1, by the trusted keys alone; the document's KeyInfo only tells a stranger's signature from a broken one."""
    trust = case.request.get("trust", {})
    found = reading.entities(case.root)
    judged = [(case.root, case.answer["signature"], "root")]
    judged += [
        (element, entity["signature"], f"entities/{number}")
        for number, (element, entity) in enumerate(zip(chosen(case, found), case.answer["entities"]))
    ]
    source = reading.Signatures(case.request["metadata"], case.root)
    try:
        for element, said, path in judged:
            status, covered = source.status(element, trust.get("certificates", []), trust.get("sha1", False))
            if said["status"] not in status.split(" or "):
                raise Refused(f"{path}: xmlsec1 says {status}, it says {said['status']} ({said.get('code')})")
            if said.get("coveredId") != covered:
                raise Refused(f"{path}: the signature covers {covered}, it says {said.get('coveredId')}")
            if (status == reading.VALID) != ("certificate" in said):
                raise Refused(f"{path}: a certificate is named for a signature that is {status}")
            if status == reading.VALID and not source.is_borne_elsewhere(element) and not source.made(element, trust["certificates"][said["certificate"]]):
                raise Refused(f"{path}: another certificate made the signature")
    finally:
        source.close()


def has_signature(case):
    return any(True for _ in case.root.iter(f"{{{DS}}}Signature"))


def refusals(case):
    """libxml2 does not read it either, or it is no metadata, or it has what is never read."""
    codes = {error["code"] for error in case.answer["errors"]}
    if any(code.startswith("xml.") for code in codes):
        malformed(case)
        return
    if codes & {"metadata.liberty", "metadata.message", "metadata.not-metadata"}:
        try:
            reading.entities(case.root)
        except (reading.NotMetadata, reading.Malformed):
            # An aggregate of another vocabulary is not read to its end.
            return
        raise Refused("libxml2 reads metadata")
    raise Refused(f"nobody judges {sorted(codes)}")


# Refused by this plugin and read by libxml2: what a document may be and SAML's has no use for, and ceilings.
STRICTER = ("xml.document-type", "xml.entity-unknown", "xml.too-much")
# Errors that have no place: there is nothing to point at, or all of it.
PLACELESS = ("xml.empty", "xml.too-much")


def malformed(case):
    (error,) = case.answer["errors"]
    text = case.request["metadata"]
    if error["code"] not in PLACELESS:
        place = error.get("place")
        if not place:
            raise Refused(f"{error['code']} names no place")
        lines = text.removeprefix("\ufeff").split("\n")
        if not (1 <= place["line"] <= len(lines) and 1 <= place["column"] <= len(lines[place["line"] - 1]) + 1):
            raise Refused(f"line {place['line']}, column {place['column']} is not in the document")
    try:
        root = reading.parse(text)
    except reading.Malformed as reason:
        if error["code"] in ("xml.not-well-formed", "xml.prefix-undeclared", "xml.attribute-twice", "xml.space-before-declaration"):
            # Of several mistakes the plugin tells a character that XML does not have before all others, and markup before text.
            later = is_illegal(lines[place["line"] - 1][place["column"] - 1 :][:1]) or not text.lstrip().startswith("<")
            if reason.line is not None and place["line"] > reason.line and not later:
                raise Refused(f"libxml2 stops in line {reason.line}, it in line {place['line']}") from None
        return
    is_stricter = error["code"] in STRICTER and (error["code"] != "xml.document-type" or reading.has_document_type(root))
    if not is_stricter:
        raise Refused(f"libxml2 reads it; it says {error['code']}")


def is_illegal(character):
    return bool(re.fullmatch("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", character))


# ---- what metadata_transform makes ----


def schemas(case):
    """OASIS's and W3C's schemas, by xmllint."""
    catalog = {"XML_CATALOG_FILES": str(HERE / "catalog.xml")}
    arguments = ["--nonet", "--noout", "--schema", HERE / "metadata.xsd", "-"]
    run("xmllint", *arguments, input=case.answer["metadata"].encode(), env={**os.environ, **catalog})


def signed_as_asked(case):
    """The signature that was asked for, by the certificate of the request."""
    text = case.answer["metadata"]
    root = reading.parse(text)
    source = reading.Signatures(text, root)
    try:
        status, covered = source.status(root, [case.request["sign"]["certificate"]])
        if status != reading.VALID or covered != root.get("ID"):
            raise Refused(f"xmlsec1 says {status}")
    finally:
        source.close()


def form(case):
    """One EntityDescriptor in UTF-8 without a byte order mark, and no signature that was not asked for."""
    text = case.answer["metadata"]
    root = reading.parse(text)
    if text.startswith("\ufeff") or re.match(r"\s", text):
        raise Refused("something stands before the document")
    declared = re.match(r"""<\?xml[^>]*encoding=["']([^"']*)""", text)
    if declared and declared[1].upper() != "UTF-8":
        raise Refused("another encoding than UTF-8 is declared")
    if root.tag != f"{{{MD}}}EntityDescriptor":
        raise Refused(f"the root is {root.tag}")
    if ("sign" in case.request) != bool(children(root, DS, "Signature")):
        raise Refused("a signature is there that nobody asked for, or none that was asked for")
    locations = [value for element in root.iter() for name, value in element.items() if name in ("Location", "ResponseLocation")]
    relative = [value for value in locations if not re.match(r"https?://[^/\s]", value)]
    if relative:
        raise Refused("a location is no absolute URL")


def nothing_lost(case):
    """What a service needs is there as it was, and everything else that went is listed."""
    original, others = sources(case)
    made = reading.parse(case.answer["metadata"])
    if made.get("entityID") != original.get("entityID"):
        raise Refused("the entityID is another one")
    providers = [role for role in children(original, MD, "IDPSSODescriptor") if PROTOCOL in reading.protocols(role)]
    kept = children(made, MD, "IDPSSODescriptor")
    if not kept:
        raise Refused("no IDPSSODescriptor is left")
    # The schema has one KeyInfo in a KeyDescriptor: of two nobody needs either.
    whole = [role for role in providers + others if not any(len(children(key, DS, "KeyInfo")) > 1 for key in children(role, MD, "KeyDescriptor"))]
    needed = Counter(fingerprint for role in whole for fingerprint in signing(role))
    known = {fingerprint for role in providers + others for fingerprint in signing(role)}
    there = Counter(fingerprint for role in kept for fingerprint in signing(role))
    removed = Counter()
    for removal in case.answer["removed"]:
        removed[removal["what"]] += removal["count"]
    lost = set(needed) - set(there)
    if any(is_usable(fingerprint) for fingerprint in lost):
        raise Refused("a signing certificate is lost that AWS can read")
    if len(lost) > removed["KeyDescriptor"] + removed["X509Certificate"]:
        raise Refused(f"{len(lost)} signing certificates are lost and not listed")
    if set(there) - known:
        raise Refused("a signing certificate is there that no source has")
    for binding in (POST, REDIRECT):
        before, after = (
            [service.get("Location", "").strip() for role in roles for service in children(role, MD, "SingleSignOnService") if service.get("Binding", "").strip() == binding]
            for roles in (providers, kept)
        )
        missing = Counter(before) - Counter(after)
        if sum(missing.values()) > removed["SingleSignOnService"] or Counter(after) - Counter(before):
            raise Refused(f"SingleSignOnService with {binding} is lost, new or changed")
    counted(providers, kept, removed)


def counted(providers, kept, removed):
    """Element by element: fewer than there were only if the answer says so."""
    before = Counter(child.tag for role in providers for child in children(role))
    after = Counter(child.tag for role in kept for child in children(role))
    for tag, count in (before - after).items():
        local = re.sub(r"\{.*\}", "", tag)
        if local == "KeyDescriptor":
            continue
        if count > removed[local]:
            raise Refused(f"{count} {local} are lost, {removed[local]} are listed")


def sources(case):
    """The entity that was transformed, and the identity providers whose keys were merged into it."""
    wanted = case.request.get("entityId")
    entity = the_provider(reading.parse(case.request["metadata"]), wanted)
    merged = [the_provider(reading.parse(text), entity.get("entityID")) for text in case.request.get("merge", [])]
    return entity, [role for other in merged for role in children(other, MD, "IDPSSODescriptor")]


def the_provider(root, wanted):
    speaks = lambda entity: any(PROTOCOL in reading.protocols(role) for role in children(entity, MD, "IDPSSODescriptor"))
    found = [entity for entity in reading.entities(root) if speaks(entity) and wanted in (None, entity.get("entityID"))]
    if not found:
        raise Refused("libxml2 finds no identity provider")
    return found[0]


def signing(role):
    """Fingerprints of the certificates that may sign."""
    descriptors = [descriptor for descriptor in children(role, MD, "KeyDescriptor") if descriptor.get("use") in (None, "signing")]
    return [key["certificate"]["fingerprint"] for descriptor in descriptors for key in reading.keys(descriptor) if key.get("certificate")]


def is_usable(fingerprint):
    """Facts of IAM: RSA keys of 1,024 bits or more, no extension twice."""
    key = reading.READ[fingerprint]
    return not key["hasExtensionTwice"] and (key["keyType"] != "rsa" or key["keyBits"] >= 1024)


def fixed_point(case):
    """Transformed once more, nothing changes: not one byte, if it is not signed anew."""
    request = {key: value for key, value in case.request.items() if key in ("target", "now", "sign")}
    again = NATIVE.ask("metadata_transform", {**request, "metadata": case.answer["metadata"]})
    if again.get("metadata") != case.answer["metadata"]:
        raise Refused(f"a second transform gives something else: {shown(again)}")


NATIVE = None


def run(program, *arguments, **more):
    """A judge's program: its status is its verdict."""
    done = subprocess.run([program, *map(str, arguments)], capture_output=True, timeout=120, **more)
    if done.returncode != 0:
        raise Refused(f"{program}: {(done.stdout[-200:] + done.stderr[-600:]).decode(errors='replace').strip()}")
    return done.stdout


# ---- spoilt answers ----


def spoil(pick, change):
    """Changes the first place of the answer that `pick` finds."""

    def spoilt(case):
        answer = copy.deepcopy(case.answer)
        holder, key = next(pick(answer))
        holder[key] = change(holder[key])
        return replace(case, answer=answer)

    return spoilt


def everywhere(key):
    """Each record of the answer that has this key."""

    def found(value):
        if isinstance(value, dict):
            if key in value:
                yield value, key
            for inner in value.values():
                yield from found(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from found(inner)

    return found


def text_of(pattern, by, count=1):
    """Changes the document of a transform; a count of 0 is every place."""
    return lambda case: replace(case, answer={**case.answer, "metadata": re.sub(pattern, by, case.answer["metadata"], count=count, flags=re.S)})


def more(value):
    return value + "x"


def flipped(value):
    return ("1" if value[0] != "1" else "2") + value[1:]


def shorter(values):
    return values[:-1]


def one_more(value):
    return value + 1


@dataclass(frozen=True)
class Judge:
    name: str
    operation: str
    concerns: callable
    judge: callable
    controls: tuple = field(default=())


def described(case):
    return case.succeeded


def with_certificates(case):
    return case.succeeded and any(True for _ in everywhere("fingerprint")(case.answer))


def transformed(case):
    return case.succeeded and "metadata" in case.answer


def well_known(case):
    return not case.succeeded and all(error["code"].split(".")[0] in ("xml", "metadata") and error["path"] == "/metadata" for error in case.answer["errors"])


def is_malformed(case):
    return well_known(case) and case.answer["errors"][0]["code"].startswith("xml.") and case.answer["errors"][0]["code"] not in PLACELESS


JUDGES = [
    Judge(
        "libxml2, entities, roles, endpoints, names",
        "metadata_inspect",
        described,
        facts,
        (
            spoil(everywhere("location"), more),
            spoil(everywhere("binding"), more),
            spoil(everywhere("entityId"), more),
            spoil(everywhere("endpoints"), shorter),
            spoil(everywhere("nameIdFormats"), lambda names: [*names, "x"]),
            spoil(everywhere("protocols"), lambda names: names[1:]),
            spoil(everywhere("keys"), lambda keys: [*keys, *keys]),
            spoil(everywhere("roles"), lambda roles: roles[1:]),
            spoil(everywhere("entities"), lambda entities: entities * 2 if isinstance(entities, list) else entities + 1),
            spoil(everywhere("column"), one_more),
            spoil(everywhere("bytes"), one_more),
        ),
    ),
    Judge(
        "openssl, certificates",
        "metadata_inspect",
        with_certificates,
        certificates,
        (
            *(spoil(everywhere(name), flipped) for name in ("fingerprint", "serial", "notBefore", "notAfter", "keyType", "signatureAlgorithm")),
            *(spoil(everywhere(name), more) for name in ("subject", "issuer")),
            spoil(everywhere("keyBits"), one_more),
            spoil(everywhere("daysLeft"), one_more),
            spoil(everywhere("isSelfIssued"), lambda is_self_issued: not is_self_issued),
            spoil(everywhere("pem"), lambda pem: pem.replace("M", "N", 1)),
        ),
    ),
    Judge(
        "xmlsec1, signatures of documents and entities",
        "metadata_inspect",
        lambda case: described(case) and has_signature(case),
        signatures,
        (
            *(spoil(everywhere("status"), lambda status, other=other: other if status != other else "unsigned") for other in ("valid", "invalid")),
            spoil(everywhere("coveredId"), more),
        ),
    ),
    Judge(
        "libxml2, what is refused",
        "metadata_inspect",
        well_known,
        refusals,
        (lambda case: replace(case, request={**case.request, "metadata": f'<EntityDescriptor xmlns="{MD}" entityID="urn:x"/>'}),),
    ),
    Judge(
        "libxml2, where a document is malformed",
        "metadata_inspect",
        is_malformed,
        malformed,
        (
            spoil(everywhere("line"), lambda line: line + 1000),
            lambda case: replace(case, answer={**case.answer, "errors": [{key: value for key, value in error.items() if key != "place"} for error in case.answer["errors"]]}),
        ),
    ),
    Judge(
        "xmllint, schemas of OASIS and W3C",
        "metadata_transform",
        transformed,
        schemas,
        (text_of("SingleSignOnService ", "SingleSignOnServices "), text_of(' entityID="[^"]*"', ""), text_of(' protocolSupportEnumeration="[^"]*"', "")),
    ),
    Judge(
        "xmlsec1, the signature that was asked for",
        "metadata_transform",
        lambda case: transformed(case) and "sign" in case.request,
        signed_as_asked,
        (text_of('Location="https', 'Location="http'), text_of("(<ds:SignatureValue>)(.)", lambda found: found[1] + flipped(found[2]))),
    ),
    Judge(
        "libxml2, the form",
        "metadata_transform",
        transformed,
        form,
        (text_of("^", "\ufeff"), text_of('Location="[^"/]*//[^"/]*', 'Location="'), text_of("^", "\n")),
    ),
    Judge(
        "libxml2, nothing needed is lost",
        "metadata_transform",
        transformed,
        nothing_lost,
        (
            text_of(r"<(\w+:)?SingleSignOnService [^>]*/>", ""),
            text_of(r"<(\w+:)?KeyDescriptor.*?</(\w+:)?KeyDescriptor>", "", count=0),
            text_of(' entityID="', ' entityID="x'),
            text_of('(SingleSignOnService [^>]*Location="[^"]*)', r"\1x"),
        ),
    ),
    Judge(
        "a second transform changes nothing",
        "metadata_transform",
        lambda case: transformed(case) and "sign" not in case.request,
        fixed_point,
        (text_of("</((?:\\w+:)?)IDPSSODescriptor>", r'<x:y xmlns:x="urn:x"/></\1IDPSSODescriptor>'),),
    ),
]


def accepts(judge, case):
    """Whether the judge accepts, and why not. Any exception is a refusal."""
    try:
        judge.judge(case)
        return True, ""
    except Exception as reason:  # noqa: BLE001
        return False, f"{type(reason).__name__}: {reason}"


def answered(cases):
    for operation in ("metadata_inspect", "metadata_transform"):
        for folder in sorted((cases / operation).glob("*/")):
            answer = json.loads((folder / "answer.json").read_text())
            request = request_of(folder)
            if isinstance(request, dict) and isinstance(request.get("metadata"), str):
                yield Answered(f"{operation}/{folder.name}", operation, request, answer)


def request_of(folder):
    """As tests/cases.rs describes them."""
    for name in ("request.json", "request.raw"):
        if (folder / name).exists():
            text = (folder / name).read_bytes().decode("utf-8", "replace")
            break
    else:
        repeat = json.loads((folder / "request.repeat.json").read_text())
        text = repeat["prefix"] + repeat["text"] * repeat["times"] + repeat["suffix"]
    try:
        return json.loads(text)
    except ValueError:
        return None


def judge_cases(cases):
    passed, failed = 0, []
    subjects = list(answered(cases))
    for judge in JUDGES:
        concerned = [case for case in subjects if case.operation == judge.operation and judge.concerns(case)]
        accepted = []
        for case in concerned:
            good, reason = accepts(judge, case)
            if good:
                accepted.append(case)
            else:
                failed.append(f"{judge.name}: {case.name}\n  {reason}")
        refused = 0
        for number, control in enumerate(judge.controls, 1):
            outcome = spoilt_is_refused(judge, control, accepted)
            refused += outcome is True
            if outcome is not True:
                failed.append(f"{judge.name}: {outcome or 'accepts'} spoilt answer {number}")
        if not concerned:
            failed.append(f"{judge.name}: nothing was judged")
        passed += len(accepted) + refused
        print(f"{len(accepted):>4} of {len(concerned):>3} answers accepted, {refused} of {len(judge.controls)} spoilt ones refused: {judge.name}")
    for reason in failed:
        print(f"FAILED {reason}")
    print(f"{passed} passed, {len(failed)} failed")
    return 1 if failed or not subjects else 0


def spoilt_is_refused(judge, control, accepted):
    """True, False, or why it could not be tried. The first accepted answer that the control changes is taken."""
    for case in accepted:
        try:
            spoilt = control(case)
        except StopIteration:
            continue
        if spoilt != case:
            return not accepts(judge, spoilt)[0]
    return "finds nothing to make a"


def main():
    global NATIVE
    arguments = argparse.ArgumentParser(usage=__doc__)
    arguments.add_argument("--native", required=True)
    arguments.add_argument("--folder", type=Path)
    arguments.add_argument("--trust", type=Path, action="append", default=[])
    arguments.add_argument("--differences", type=Path)
    arguments.add_argument("cases", type=Path, nargs="?")
    given = arguments.parse_args()
    NATIVE = Native(given.native)
    if given.folder:
        import folder

        return folder.compare(NATIVE, given.folder, [path.read_text() for path in given.trust], given.differences)
    return judge_cases(given.cases)


if __name__ == "__main__":
    sys.exit(main())
