"""Metadata as libxml2 (lxml), OpenSSL and xmlsec1 read it: the reading that the plugin's is compared with.

Nothing here comes from the plugin but the spelling of a few names. `read` gives records in the shape of
`metadata_inspect`'s answer, so far as they follow from the document alone.
"""

import base64
import copy
import functools
import hashlib
import re
import subprocess
import tempfile
from datetime import datetime, timezone
from pathlib import Path

from lxml import etree

MD = "urn:oasis:names:tc:SAML:2.0:metadata"
DS = "http://www.w3.org/2000/09/xmldsig#"
SAML = "urn:oasis:names:tc:SAML:2.0:assertion"
MDUI = "urn:oasis:names:tc:SAML:metadata:ui"
SHIBMD = "urn:mace:shibboleth:metadata:1.0"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
XML = "http://www.w3.org/XML/1998/namespace"
LIBERTY = "urn:liberty:metadata:2003-08"
PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol"
WSFED = "http://docs.oasis-open.org/wsfed/federation/200706"
# SAML Metadata §2.4.
ROLES = {
    "IDPSSODescriptor": "identity-provider",
    "SPSSODescriptor": "service-provider",
    "AuthnAuthorityDescriptor": "authn-authority",
    "AttributeAuthorityDescriptor": "attribute-authority",
    "PDPDescriptor": "policy-decision-point",
    "AffiliationDescriptor": "affiliation",
}


class Malformed(Exception):
    """libxml2 does not read it. Holds line and column where libxml2 says them."""

    def __init__(self, message, line=None, column=None):
        super().__init__(message)
        self.line, self.column = line, column


class NotMetadata(Exception):
    """Well-formed, and neither EntityDescriptor nor EntitiesDescriptor of SAML 2.0."""


def parse(text):
    """The root element. Entities are not expanded, nothing is fetched; a document type is told by `has_document_type`."""
    # libxml2's own ceilings stay for small documents: those that need to be lifted there are attacks.
    large = len(text) > 1_000_000
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=large, encoding="utf-8", strip_cdata=False)
    try:
        # The text is decoded already: what the declaration says of its encoding does not count.
        encoded_text = text.removeprefix("\ufeff").encode("utf-8")
        return etree.fromstring(encoded_text, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        # XML itself does not ask what xml:id and the grammar of URIs ask.
        if {entry.type_name for entry in parser.error_log} <= {"DTD_XMLID_VALUE", "DTD_ID_REDEFINED", "WAR_NS_URI", "WAR_NS_URI_RELATIVE"}:
            return etree.fromstring(encoded_text, etree.XMLParser(recover=True, resolve_entities=False, no_network=True, encoding="utf-8"))
        raise Malformed(error.msg, line, column) from None
    except UnicodeEncodeError as error:
        raise Malformed(str(error)) from None


def has_document_type(root):
    return bool(root.getroottree().docinfo.doctype)


# ---- elements ----


def name(namespace, local):
    return f"{{{namespace}}}{local}"


def children(element, namespace=None, local=None):
    found = [child for child in element if isinstance(child.tag, str)]
    if namespace is not None:
        found = [child for child in found if etree.QName(child).namespace == namespace]
    return found if local is None else [child for child in found if etree.QName(child).localname == local]


def text(element):
    """The element's own text: comments and processing instructions do not split it."""
    return "".join(element.xpath("text()"))


def collapsed(value):
    """White space as XML Schema collapses it."""
    return None if value is None else re.sub("[ \t\r\n]+", " ", value).strip(" ")


def boolean(value):
    return {"true": True, "1": True, "false": False, "0": False}.get(collapsed(value))


def instant(value):
    """An xs:dateTime as UTC in whole seconds, which is its zone where it names none (SAML Core §1.3.3); nothing where it is none."""
    found = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)?", collapsed(value) or "")
    if not found:
        return None
    try:
        moment = datetime.fromisoformat("{}-{}-{}T{}:{}:{}".format(*found.groups()[:6]) + (found[8] or "Z").replace("Z", "+00:00"))
    except ValueError:
        return None
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


# ---- documents ----


def entities(root):
    """Every EntityDescriptor in its place: the root, or below EntitiesDescriptor alone. In document order."""
    if root.tag == name(MD, "EntityDescriptor"):
        return [root]
    if root.tag != name(MD, "EntitiesDescriptor"):
        raise NotMetadata(etree.QName(root).localname)
    found, waiting = [], [iter(children(root, MD))]
    while waiting:
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
        elif child.tag == name(MD, "EntityDescriptor"):
            found.append(child)
        elif child.tag == name(MD, "EntitiesDescriptor"):
            waiting.append(iter(children(child, MD)))
    return found


def document(source, root, found):
    """What `document` says. `source` is the text as it came."""
    bare = source.removeprefix("\ufeff")
    declared = re.match(r"""<\?xml\s[^>]*?encoding\s*=\s*["']([^"']*)["']""", bare)
    has = lambda role: sum(1 for entity in found if any(PROTOCOL in protocols(child) for child in children(entity, MD, role)))
    return drop_absent(
        kind="entity" if root.tag == name(MD, "EntityDescriptor") else "aggregate",
        name=root.get("Name") if root.tag == name(MD, "EntitiesDescriptor") else None,
        id=root.get("ID"),
        validUntil=instant(root.get("validUntil")),
        cacheDuration=root.get("cacheDuration"),
        bytes=len(source.encode("utf-8")),
        # A byte order mark says how to read what follows and is none of its characters.
        characters=len(bare),
        byteOrderMark=source.startswith("\ufeff"),
        encoding=declared[1] if declared else None,
        entities=len(found),
        identityProviders=has("IDPSSODescriptor"),
        serviceProviders=has("SPSSODescriptor"),
    )


def entity(element):
    return drop_absent(
        entityId=element.get("entityID", ""),
        displayName=entity_name(element),
        validUntil=instant(element.get("validUntil")),
        cacheDuration=element.get("cacheDuration"),
        roles=[role(child) for child in children(element, MD) if etree.QName(child).localname in (*ROLES, "RoleDescriptor")],
        organization=next(map(organization, children(element, MD, "Organization")), None),
        contacts=[contact(child) for child in children(element, MD, "ContactPerson")],
        extensions=extensions(element),
        line=element.sourceline,
    )


def role(element):
    local = etree.QName(element).localname
    xsi_type = element.get(name(XSI, "type"))
    kind = ROLES.get(local) or ("ws-federation" if namespace_of(element, xsi_type) == WSFED else "other")
    services = [child for child in children(element, MD) if is_endpoint(child)]
    return drop_absent(
        kind=kind,
        element=local,
        type=xsi_type,
        protocols=protocols(element),
        validUntil=instant(element.get("validUntil")),
        errorUrl=element.get("errorURL"),
        wantsRequestsSigned=boolean(element.get("WantAuthnRequestsSigned")),
        signsRequests=boolean(element.get("AuthnRequestsSigned")),
        wantsAssertionsSigned=boolean(element.get("WantAssertionsSigned")),
        endpoints=[endpoint(child) for child in services],
        keys=[described for child in children(element, MD, "KeyDescriptor") for described in keys(child)],
        nameIdFormats=[collapsed(text(child)) for child in children(element, MD, "NameIDFormat")],
        attributes=[child.get("Name", "") for child in children(element, SAML, "Attribute")],
        requestedAttributes=[
            drop_absent(name=wanted.get("Name"), friendlyName=wanted.get("FriendlyName"), isRequired=boolean(wanted.get("isRequired")) is True)
            for service in children(element, MD, "AttributeConsumingService")
            for wanted in children(service, MD, "RequestedAttribute")
        ],
        displayName=display_name(element),
        scopes=[collapsed(text(scope)) for block in children(element, MD, "Extensions") for scope in children(block, SHIBMD, "Scope")],
        extensions=extensions(element),
    )


def protocols(role):
    return [word for word in re.split("[ \t\r\n]+", role.get("protocolSupportEnumeration", "")) if word]


def namespace_of(element, qualified):
    prefix = (collapsed(qualified) or "").rpartition(":")[0] or None
    return element.nsmap.get(prefix)


def is_endpoint(element):
    """EndpointType and IndexedEndpointType of SAML Metadata §2.2.2: by the names of the schema."""
    local = etree.QName(element).localname
    return local.endswith("Service") and local not in ("AttributeConsumingService",)


def endpoint(element):
    return drop_absent(
        service=etree.QName(element).localname,
        binding=element.get("Binding", ""),
        location=element.get("Location", ""),
        responseLocation=element.get("ResponseLocation"),
        index=number(element.get("index")),
        isDefault=boolean(element.get("isDefault")),
    )


def number(value):
    value = collapsed(value)
    return int(value) if value and re.fullmatch(r"\+?\d{1,9}", value) else None


def keys(descriptor):
    """One record for each certificate, or one without."""
    infos = children(descriptor, DS, "KeyInfo")
    certificates = [
        certificate
        for info in infos
        for data in children(info, DS, "X509Data")
        for certificate in children(data, DS, "X509Certificate")
    ]
    use = descriptor.get("use")
    common = drop_absent(
        use=use if use in ("signing", "encryption") else None,
        names=[collapsed(text(child)) for info in infos for child in children(info, DS, "KeyName")],
        encryptionMethods=[child.get("Algorithm", "") for child in children(descriptor, MD, "EncryptionMethod")],
    )
    described = [drop_absent(**common, certificate=certificate_facts(encoded(child))) for child in certificates] or [common]
    # Names and methods are the KeyDescriptor's, and are told once.
    return [described[0], *({**key, "names": [], "encryptionMethods": []} for key in described[1:])]


def encoded(certificate):
    """Base64 without white space. Some publish PEM where base64 of DER belongs: its first certificate is meant."""
    if children(certificate):
        return "text around an element is no base64"
    shown = text(certificate)
    armoured = re.search("-----BEGIN CERTIFICATE-----(.*?)-----END", shown, re.S)
    return re.sub("[ \t\r\n]", "", armoured[1] if armoured else shown)


def extensions(element):
    return [
        {"namespace": etree.QName(child).namespace or "", "name": etree.QName(child).localname}
        for block in children(element, MD, "Extensions")
        for child in children(block)
    ]


def localized(parent, namespace, local):
    return [drop_absent(language=child.get(name(XML, "lang")), value=collapsed(text(child))) for child in children(parent, namespace, local)]


def display_name(element):
    """mdui:DisplayName, English first."""
    names = [
        found
        for block in children(element, MD, "Extensions")
        for info in children(block, MDUI, "UIInfo")
        for found in localized(info, MDUI, "DisplayName")
    ]
    return english(names)


def entity_name(element):
    """Of the first role that has one, else of the organisation."""
    of_roles = [display_name(child) for child in children(element, MD) if etree.QName(child).localname in (*ROLES, "RoleDescriptor")]
    told = [organization(child) for child in children(element, MD, "Organization")][:1]
    of_organization = [english(one[names]) for one in told for names in ("displayNames", "names")]
    return next((shown for shown in of_roles + of_organization if shown), None)


def english(names):
    names = [found for found in names if found["value"]]
    preferred = [found for found in names if re.match("en(-|$)", found.get("language", ""), re.I)]
    return next((found["value"] for found in preferred + names), None)


def organization(element):
    return {
        "names": localized(element, MD, "OrganizationName"),
        "displayNames": localized(element, MD, "OrganizationDisplayName"),
        "urls": localized(element, MD, "OrganizationURL"),
    }


def contact(element):
    every = lambda local: [collapsed(text(child)) for child in children(element, MD, local)]
    only = lambda local: next(iter(every(local)), None)
    return drop_absent(
        kind=element.get("contactType", ""),
        company=only("Company"),
        givenName=only("GivenName"),
        surname=only("SurName"),
        emailAddresses=every("EmailAddress"),
        telephoneNumbers=every("TelephoneNumber"),
    )


def drop_absent(**record):
    return {key: value for key, value in record.items() if value is not None}


# ---- certificates, by openssl ----

# What was said of each certificate, by its fingerprint.
READ = {}


@functools.cache
def certificate_facts(encoded):
    """What `openssl x509` says of base64 of DER; None where it says nothing."""
    try:
        der = base64.b64decode(encoded, validate=True)
    except ValueError:
        return None
    # openssl reads the first certificate and leaves what follows.
    if not der or length_of(der) != len(der):
        return None
    names = "RFC2253,-esc_msb,utf8,oid"
    options = ["-inform", "DER", "-noout", "-subject", "-issuer", "-serial", "-nameopt", names, "-dates", "-dateopt", "iso_8601"]
    done = subprocess.run(
        ["openssl", "x509", *options, "-text", "-certopt", "no_header,no_version,no_serial,no_validity,no_subject,no_issuer,no_sigdump"],
        input=der,
        capture_output=True,
    )
    if done.returncode != 0:
        return None
    said = done.stdout.decode("utf-8", "surrogateescape")
    line = lambda label: re.search(rf"^ *{label}[=:] ?(.*)$", said, re.M)
    key = line("Public Key Algorithm")[1].strip()
    bits = re.search(r"Public-Key: \((\d+) bit", said)
    curve = re.search(r"ASN1 OID: (\S+)", said)
    algorithms = re.findall(r"Signature Algorithm: (\S+)", said)
    extensions = re.findall(r"^ {12}(\S[^:\n]*):(?: critical)? *$", said.partition("X509v3 extensions:")[2], re.M)
    facts = {
        "subject": line("subject")[1],
        "issuer": line("issuer")[1],
        "serial": serial(line("serial")[1]),
        "fingerprint": hashlib.sha256(der).hexdigest(),
        "notBefore": moment(line("notBefore")[1]),
        "notAfter": moment(line("notAfter")[1]),
        "keyType": KEY_TYPES.get(curve[1], curve[1]) if curve else KEY_TYPES.get(key, key),
        "keyBits": int(bits[1]) if bits else None,
        "signatureAlgorithm": algorithms[0] if algorithms else None,
        "hasExtensionTwice": len(extensions) > len(set(extensions)),
    }
    READ[facts["fingerprint"]] = facts
    return facts


# OpenSSL's names of key algorithms and curves, and the plugin's.
KEY_TYPES = {
    "rsaEncryption": "rsa",
    "rsassaPss": "rsa-pss",
    "dsaEncryption": "dsa",
    "prime256v1": "p-256",
    "secp384r1": "p-384",
    "secp521r1": "p-521",
    "ED25519": "ed25519",
    "ED448": "ed448",
}


@functools.cache
def name_of(dotted):
    """OpenSSL's name of an object identifier that the plugin does not name."""
    shown = subprocess.run(["openssl", "asn1parse", "-genstr", f"OID:{dotted}"], capture_output=True, text=True, check=True).stdout
    return shown.rpartition(":")[2].strip()


def length_of(der):
    """Bytes that the outermost value takes."""
    if len(der) < 2 or der[1] < 0x80:
        return 2 + der[1] if len(der) > 1 else 0
    count = der[1] & 0x7F
    return 2 + count + int.from_bytes(der[2 : 2 + count], "big")


def serial(printed):
    """Two's complement in lower-case hex, without leading zeros: openssl writes a sign instead."""
    value = int(printed, 16)
    length = (value if value >= 0 else ~value).bit_length() // 8 + 1
    digits = value.to_bytes(length, "big", signed=True).hex()
    while len(digits) > 2 and digits.startswith("00"):
        digits = digits[2:]
    return digits


def moment(printed):
    return printed.strip().replace(" ", "T", 1)


ATTRIBUTE_OIDS = {
    # RFC 4514 §3 and RFC 4519.
    "CN": "2.5.4.3", "L": "2.5.4.7", "ST": "2.5.4.8", "O": "2.5.4.10", "OU": "2.5.4.11", "C": "2.5.4.6", "STREET": "2.5.4.9",
    "DC": "0.9.2342.19200300.100.1.25", "UID": "0.9.2342.19200300.100.1.1", "SN": "2.5.4.4", "serialNumber": "2.5.4.5",
    "title": "2.5.4.12", "postalCode": "2.5.4.17", "GN": "2.5.4.42", "organizationIdentifier": "2.5.4.97",
    "emailAddress": "1.2.840.113549.1.9.1",
}  # fmt: skip


def distinguished_name(written):
    """RFC 4514 §3, read back: a list of sets of (object identifier, value)."""
    sets, current, at = [], [], 0
    while at < len(written):
        equals = written.index("=", at)
        kind, at = written[at:equals], equals + 1
        value = bytearray()
        escaped_hex = written[at : at + 1] == "#"
        while at < len(written) and written[at] not in ",+":
            if written[at] == "\\":
                pair = written[at + 1 : at + 3]
                if re.fullmatch("[0-9A-Fa-f]{2}", pair):
                    value.append(int(pair, 16))
                    at += 3
                else:
                    value += written[at + 1].encode("utf-8", "surrogateescape")
                    at += 2
            else:
                value += written[at].encode("utf-8", "surrogateescape")
                at += 1
        string = asn1_string(bytes.fromhex(value[1:].decode())) if escaped_hex else value.decode("utf-8", "surrogateescape")
        current.append((ATTRIBUTE_OIDS.get(kind, kind), string))
        if at >= len(written) or written[at] == ",":
            sets.append(tuple(sorted(current)))
            current = []
        at += 1
    return sets


def asn1_string(der):
    """The text of a DER string, or its hex: OpenSSL shows the texts of names that it knows, whatever their kind."""
    tag, content = der[0], der[len(der) - (length_of(der) - header(der)) :]
    encodings = {0x0C: "utf-8", 0x12: "ascii", 0x13: "ascii", 0x16: "ascii", 0x14: "latin-1", 0x1E: "utf-16-be", 0x1C: "utf-32-be"}
    return content.decode(encodings[tag]) if tag in encodings else "#" + der.hex()


def header(der):
    return 2 if der[1] < 0x80 else 2 + (der[1] & 0x7F)


# ---- signatures, by xmlsec1 ----

UNSIGNED, VALID, INVALID, UNTRUSTED = "unsigned", "valid", "invalid", "untrusted"
# An algorithm that is not asked about: whoever is not sure says untrusted, or invalid where something else is wrong as well.
UNKNOWN = "invalid or untrusted"
SHA1 = (f"{DS}rsa-sha1", f"{DS}dsa-sha1", f"{DS}sha1", "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1")


class Signatures:
    """A document as xmlsec1 gets it: bytes in the encoding that it declares."""

    def __init__(self, source, root):
        self.source, self.root = source, root
        self.folder = tempfile.TemporaryDirectory()
        self.file = Path(self.folder.name, "document.xml")
        bare = re.sub(r"^\ufeff?\s*<\?xml[^>]*\?>", "", source)
        self.file.write_text(bare, encoding="utf-8", newline="")

    def close(self):
        self.folder.cleanup()

    def status(self, element, certificates, sha1=False):
        """valid, invalid, untrusted or unsigned, and the ID that is covered."""
        signatures = children(element, DS, "Signature")
        if not signatures:
            return UNSIGNED, None
        if not is_known(signatures[0]):
            return UNKNOWN, None
        if not covers_its_parent(element, signatures):
            return INVALID, None
        if self.is_borne_elsewhere(element):
            return self.alone(element, certificates, sha1)
        if not self.digest_holds(path(signatures[0])):
            return INVALID, None
        made = any(self.made(element, certificate) for certificate in certificates)
        weak = any(method.get("Algorithm") in SHA1 for method in signatures[0].iter(name(DS, "SignatureMethod"), name(DS, "DigestMethod")))
        if made and (sha1 or not weak):
            return VALID, element.get("ID")
        if not made and self.poses_as_trusted(signatures[0], certificates):
            return INVALID, None
        return UNTRUSTED, element.get("ID")

    def is_borne_elsewhere(self, element):
        identifier = element.get("ID")
        bearers = [other for other in self.root.iter() if isinstance(other.tag, str) and identifier is not None and other.get("ID") == identifier]
        return len(bearers) > 1

    def alone(self, element, certificates, sha1):
        """In a copy of the document in which nothing outside of the element has an ID."""
        root = copy.deepcopy(self.root)
        (twin,) = root.xpath(path(element))
        for other in root.iter():
            if isinstance(other.tag, str) and other.get("ID") == element.get("ID") and other is not twin:
                del other.attrib["ID"]
        source = Signatures(etree.tostring(root, encoding="unicode"), root)
        try:
            return source.status(twin, certificates, sha1)
        finally:
            source.close()

    def made(self, element, certificate):
        """By this certificate's key alone, whatever the KeyInfo says."""
        pem = Path(self.folder.name, "certificate.pem")
        pem.write_text(certificate)
        xpath = path(children(element, DS, "Signature")[0])
        return self.run(xpath, "--enabled-key-data", "key-name", "--pubkey-cert-pem", pem).returncode == 0

    def poses_as_trusted(self, signature, certificates):
        """None of the trusted keys made it, although one could have: of its kind, and the KeyInfo names no other certificate."""
        algorithm = next(signature.iter(name(DS, "SignatureMethod"))).get("Algorithm")
        facts = [certificate_facts("".join(certificate.split("-----")[2].split())) for certificate in certificates]
        kinds = {"rsa": "#rsa-", "p-256": "#ecdsa-", "p-384": "#ecdsa-"}
        could = [fact for fact in facts if kinds.get(fact["keyType"], "no") in algorithm and (fact["keyType"] != "rsa" or fact["keyBits"] >= 1024)]
        named = {facts["fingerprint"] for facts in map(certificate_facts, map(encoded, signature.iter(name(DS, "X509Certificate")))) if facts}
        return bool(could) and (not named or bool(named & {fact["fingerprint"] for fact in facts}))

    def digest_holds(self, xpath):
        """xmlsec1 tells of the digests whatever it says of the key, once it has one."""
        shown = self.run(xpath, "--enabled-key-data", "key-name", "--pubkey-cert-pem", STRANGER.file())
        said = (shown.stdout + shown.stderr).decode(errors="replace")
        found = re.search(r"SignedInfo References \(ok/all\): (\d+)/(\d+)", said)
        return bool(found) and found[1] == found[2] == "1"
    def run(self, xpath, *options):
        ids = [word for local in ("EntityDescriptor", "EntitiesDescriptor") for word in ("--id-attr:ID", f"{MD}:{local}")]
        return subprocess.run(
            ["xmlsec1", "--verify", *ids, "--node-xpath", xpath, *map(str, options), str(self.file)], capture_output=True, timeout=300
        )


def path(element):
    """An XPath without prefixes."""
    steps = []
    while element is not None:
        before = [sibling for sibling in element.itersiblings(preceding=True) if isinstance(sibling.tag, str)]
        steps.append(f"/*[{len(before) + 1}]")
        element = element.getparent()
    # Of the root there is one, whatever comments stand beside it.
    return "/*" + "".join(reversed(steps[:-1]))


def covers_its_parent(element, signatures):
    """SAML Core §5.4: one signature, one reference, to the element that holds it and to nothing within it that bears its ID as
    well, and no transform but the enveloped signature's and canonicalisation. Who bears the ID elsewhere is nothing to a
    signature that is read where it stands; xmlsec1, which looks for it from the root, is shown the element alone."""
    identifier = element.get("ID")
    references = [reference.get("URI") for reference in signatures[0].iter(name(DS, "Reference"))]
    whole = references == [""] and element.getparent() is None
    if len(signatures) != 1 or not (whole or (identifier and references == [f"#{identifier}"])):
        return False
    transforms = [transform.get("Algorithm") for transform in signatures[0].iter(name(DS, "Transform"))]
    if transforms[:1] != [f"{DS}enveloped-signature"] or len(transforms) > 2:
        return False
    identifiers = [other.get("ID") for other in element.iter() if isinstance(other.tag, str) and other.get("ID") is not None]
    return len(identifiers) == len(set(identifiers)) and not signatures[0].findall(f".//{{{DS}}}Object")


USUAL = re.compile(
    r"http://www\.w3\.org/(2000/09/xmldsig#(rsa-)?sha1|2001/04/xmldsig-more#((rsa|ecdsa)-sha(256|384|512)|sha384)|2001/04/xmlenc#sha(256|512)"
    r"|2000/09/xmldsig#enveloped-signature|(2001/10/xml-exc-c14n#|TR/2001/REC-xml-c14n-20010315|2006/12/xml-c14n11)#?(WithComments)?)"
)


def is_known(signature):
    """Whether the algorithms are some of SAML's usual ones: what others would say is not asked."""
    tags = (name(DS, tag) for tag in ("SignatureMethod", "DigestMethod", "CanonicalizationMethod", "Transform"))
    return all(USUAL.fullmatch(method.get("Algorithm", "")) for method in signature.iter(*tags))


class Stranger:
    """A certificate that signed nothing, made when first needed."""

    def __init__(self):
        self.folder = None

    def file(self):
        if self.folder is None:
            self.folder = tempfile.TemporaryDirectory()
            made = ["-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=stranger", "-keyout", f"{self.folder.name}/key", "-out", f"{self.folder.name}/crt"]
            subprocess.run(["openssl", "req", *made], check=True, capture_output=True)
        return f"{self.folder.name}/crt"


STRANGER = Stranger()
