"""What the plugin says of every document below a folder, beside what libxml2, OpenSSL and xmlsec1 say: figures and differences."""

import json
import re
from collections import Counter

import metadata
import reading
from metadata import Answered

NOW = "2026-11-24T12:00:00Z"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def compare(native, root, trust, differences):
    metadata.NATIVE = native
    figures, found = Counter(), []
    for path in sorted(path for path in root.rglob("*") if path.is_file() and path.name != "manifest.json"):
        name = str(path.relative_to(root))
        text = decoded(path.read_bytes())
        if text is None:
            figures["files in no encoding that is known"] += 1
            continue
        figures["documents"] += 1
        one(native, name, text, trust, figures, found)
    for label, count in figures.items():
        print(f"{count:>8}  {label}")
    for name, judge, reason in found:
        print(f"DIFFERS {name}\n  {judge}: {reason}")
    if differences:
        differences.write_text("".join(json.dumps(difference) + "\n" for difference in found))
    print(f"{figures['documents']} documents, {len(found)} differences")
    return 1 if found or not figures["documents"] else 0


def decoded(raw):
    """The text as a host makes it of the bytes: by the byte order mark, by the declaration, or as UTF-8."""
    if raw.startswith(UTF_16):
        return raw.decode("utf-16", "replace")
    declared = re.match(rb"""(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)""", raw)
    for encoding in ((declared[1].decode(),) if declared else ()) + ("utf-8", "latin-1"):
        try:
            return raw.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    return None


def one(native, name, text, trust, figures, found):
    """Without trust, and with every certificate that a signature of the document shows, once with SHA-1 and once without."""
    try:
        root = metadata.parsed(text)
        brought = certificates_of(root)
        transforms(native, name, text, root, figures, found)
    except reading.Malformed:
        brought = []
    asked = [None]
    if brought or trust:
        pems = trust + brought
        asked += [{"certificates": pems, "sha1": sha1} for sha1 in (False, True)]
    for choice in asked:
        request = {"metadata": text, "now": NOW, **({"trust": choice} if choice else {})}
        case = Answered(name, "metadata_inspect", request, native.ask("metadata_inspect", request))
        count(case, choice, figures)
        if case.succeeded:
            judges = [metadata.JUDGES[2]] if choice else metadata.JUDGES[:2]
            if not choice and metadata.has_signature(case):
                judges = metadata.JUDGES[:3]
        elif metadata.well_known(case):
            judges = [metadata.JUDGES[3]]
        else:
            found.append((name, "the plugin", metadata.shown(case.answer["errors"])))
            continue
        for judge in judges:
            good, reason = metadata.accepts(judge, case)
            figures[f"{judge.name}: {'equal' if good else 'different'}"] += 1
            if not good:
                found.append((name, judge.name, reason))


# Every service for a document of its own; of an aggregate, those that differ most, for some of its identity providers.
EVERY = ("iam", "identity-center", "cognito", "redshift", "appstream", "workspaces", "client-vpn", "opensearch", "opensearch-serverless", "connect", "grafana", "quicksight")  # fmt: skip
SOME = ("iam", "identity-center", "opensearch-serverless")
PROVIDERS = 30


def transforms(native, name, text, root, figures, found):
    """Each identity provider for the services: what is made of it must be valid, whole, and stay as it is."""
    try:
        providers = [entity for entity in reading.entities(root) if reading.children(entity, reading.MD, "IDPSSODescriptor")]
    except reading.NotMetadata:
        return
    names = [entity.get("entityID") for entity in providers]
    for entity_id in names[:: max(1, len(names) // PROVIDERS)]:
        for target in EVERY if len(names) == 1 else SOME:
            request = {"metadata": text, "target": target, "now": NOW}
            if entity_id is not None:
                request["entityId"] = entity_id
            answer = native.ask("metadata_transform", request)
            case = Answered(f"{name} {entity_id} {target}", "metadata_transform", request, answer)
            if not case.succeeded:
                figures[f"not transformed: {answer['errors'][0]['code']}"] += 1
                continue
            figures["transformed"] += 1
            for judge in metadata.JUDGES:
                if judge.operation == "metadata_transform" and judge.concerns(case):
                    good, reason = metadata.accepts(judge, case)
                    figures[f"{judge.name}: {'accepted' if good else 'refused'}"] += 1
                    if not good:
                        found.append((case.name, judge.name, reason))


def count(case, choice, figures):
    if choice is None:
        figures["described" if case.succeeded else f"refused: {case.answer['errors'][0]['code']}"] += 1
    if not case.succeeded:
        return
    entities = case.answer["entities"]
    if choice is None:
        figures["entities"] += len(entities)
        for role in (role for entity in entities for role in entity["roles"]):
            figures["roles"] += 1
            figures["endpoints"] += len(role["endpoints"])
            figures["certificates"] += sum("certificate" in key for key in role["keys"])
    asked = "without trust" if choice is None else f"trusting the document's own, SHA-1 {choice['sha1']}"
    for signature in [case.answer["signature"], *(entity["signature"] for entity in entities)]:
        if signature["status"] != "unsigned":
            figures[f"signatures {signature['status']}, {asked}"] += 1


def certificates_of(root):
    """PEM of every certificate that a signature shows, each once."""
    shown = {}
    for signature in root.iter(reading.name(reading.DS, "Signature")):
        for certificate in signature.iter(reading.name(reading.DS, "X509Certificate")):
            encoded = "".join(reading.text(certificate).split())
            if reading.certificate_facts(encoded):
                lines = "\n".join(encoded[at : at + 64] for at in range(0, len(encoded), 64))
                shown[encoded] = f"-----BEGIN CERTIFICATE-----\n{lines}\n-----END CERTIFICATE-----\n"
    return list(shown.values())
