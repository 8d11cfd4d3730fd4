#!/usr/bin/env python3
"""Programs that none of us wrote judge every configuration that the cases of metadata_configure write.

    python configurations.py --native PROGRAM tests/cases

PROGRAM is the example `native`: it writes configurations for hostile documents as well, in which every value is made of what
some language takes for code.

What a configuration must hold is read from the request's metadata by Python's own XML reader, never from the answer. Each
judge also gets spoilt configurations, which it must refuse. A judge that cannot run, or that no configuration concerns,
fails. Prints `N passed, N failed`; status 0 when none failed.

Needs php, xmllint, Debian's opensaml-schemas and xmltooling-schemas, and requirements.txt.
"""

import argparse
import ast
import base64
import io
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import warnings
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, replace
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

HERE = Path(__file__).resolve().parent
MD = "urn:oasis:names:tc:SAML:2.0:metadata"
POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
EMAIL = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"


class Refused(Exception):
    """A judge's reason."""


def expect(is_so, reason):
    if not is_so:
        raise Refused(reason)


def same(found, wanted, what):
    expect(found == wanted, f"{what}: found {found!r}, wanted {wanted!r}")


@dataclass(frozen=True)
class Written:
    """A configuration of a case, and what its request says it must hold."""

    name: str
    format: str
    text: str
    # Name -> content.
    files: dict
    # The request's metadata.
    metadata: str
    service: str
    issuer: str
    entity_id: str
    # (URL, index, is the default)
    consumers: tuple
    name_id_formats: tuple

    @property
    def default(self):
        return next(url for url, _, is_default in self.consumers if is_default)

    @property
    def is_vpn(self):
        return self.entity_id == "urn:amazon:webservices:clientvpn"

    @property
    def is_console(self):
        return all(re.fullmatch(r"https://([a-z0-9-]+\.)?signin\.(aws\.amazon\.com|amazonaws\.cn|amazonaws-us-gov\.com|c2shome\.ic\.gov)/saml(/acs/\w+)?", url) for url, _, _ in self.consumers)

    def file(self, name):
        expect(name in self.files, f"there is no {name}")
        return self.files[name]


def written(cases):
    for folder in sorted((cases / "metadata_configure").glob("*/")):
        answer = json.loads((folder / "answer.json").read_text())
        if answer["type"] == "success":
            yield reading(folder.name, json.loads((folder / "request.json").read_text()), answer)


def reading(name, request, answer):
    metadata = request["metadata"].removeprefix("\ufeff")
    entity = ElementTree.fromstring(metadata)
    role = next(role for role in entity.iter(f"{{{MD}}}SPSSODescriptor"))
    return Written(
        name=name,
        format=request["format"],
        text=answer["configuration"],
        files={file["name"]: file["content"] for file in answer["files"]},
        metadata=metadata,
        service=request["identityProvider"]["name"],
        issuer=request["identityProvider"]["entityId"],
        entity_id=entity.get("entityID"),
        consumers=consumers(role),
        name_id_formats=tuple("".join(format.itertext()).strip() for format in role.iter(f"{{{MD}}}NameIDFormat")),
    )


def consumers(role):
    """SAML Metadata §2.4.4.1: the default is the first that says so, else the first that does not deny it, else the first."""
    found = [
        (consumer.get("Location").strip(), int(consumer.get("index")), consumer.get("isDefault"))
        for consumer in role.iter(f"{{{MD}}}AssertionConsumerService")
        if consumer.get("Binding") == POST
    ]
    ranks = [{"true": 0, "1": 0, None: 1}.get(mark, 2) for _, _, mark in found]
    default = ranks.index(min(ranks))
    return tuple((url, index, place == default) for place, (url, index, _) in enumerate(found))


# ---- hostile documents ----

DOCUMENTS = 40
FORMATS = ("generic", "authentik", "keycloak", "simplesamlphp", "shibboleth", "terraform")
CODE = """${ $${ %{ %%{ #{ { } ' '' " \\ \\\\ \\' \\u0024{ <?php ?> <?= */ /* -- --> ]]> <![CDATA[ & &amp; < > !Env !Find * # | : , ; // ~ ` @ $ % + = - [ ] ( )
$(id) ${env.HOME} %{idp.home} #{1+1} #{T(java.lang.Runtime)} {{7*7}} EOT <<EOT %20 null true 0 x urn:amazon:webservices é \U0001f600 \u202e '+' $'+'{""".split()


def hostile(native):
    """Always the same ones: a verdict that changes has a reason."""
    chance = random.Random(7)

    def text(pieces, space=""):
        return space.join(chance.choice(CODE) for _ in range(chance.randint(1, pieces)))

    requests = []
    for _ in range(DOCUMENTS):
        urls = ["https://sp.example.com/" + "".join(chance.choices("aZ9-._~:/?#[]@!$&'()*+,;=%", k=chance.randint(0, 20))) for _ in range(3)]
        services = "".join(
            f'<m:AssertionConsumerService Binding="{POST}" Location={quoteattr(url)} index="{index}"/>' for index, url in enumerate(urls)
        )
        metadata = (
            f'<m:EntityDescriptor xmlns:m="{MD}" entityID={quoteattr(text(14))}>'
            '<m:SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">'
            f"<m:NameIDFormat>{escape(text(8, chr(10)))}</m:NameIDFormat>{services}</m:SPSSODescriptor></m:EntityDescriptor>"
        )
        identity = {"name": text(10, " "), "entityId": text(10)}
        requests += [{"metadata": metadata, "format": format, "identityProvider": identity} for format in FORMATS]
    lines = "".join(json.dumps(request) + "\n" for request in requests)
    answers = run(native, "--lines", "metadata_configure", input=lines.encode()).splitlines()
    same(len(answers), len(requests), "answers")
    for number, (request, answer) in enumerate(zip(requests, map(json.loads, answers))):
        same(answer["type"], "success", f"hostile document {number}")
        yield reading(f"hostile document {number}", request, answer)


# ---- PHP ----

# SimpleSAMLphp, docs/simplesamlphp-reference-sp-remote.md; `keys` in Configuration::getPublicKeys, `entityid` and
# `assertion.lifetime` in the saml module's IdP/SAML2.
SP_REMOTE = {
    "entityid", "name", "AssertionConsumerService", "NameIDFormat", "saml20.sign.assertion", "saml20.sign.response",
    "signature.algorithm", "assertion.lifetime", "validate.authnrequest", "assertion.encryption", "keys",
    "attributes.NameFormat", "attributes", "simplesaml.attributes", "authproc",
}
FILTERS = {
    "saml:PersistentNameID", "saml:TransientNameID", "saml:AttributeNameID", "core:AttributeMap", "core:AttributeAdd",
    "core:AttributeLimit",
}
READ = 'ob_start(); $metadata = []; include $argv[1]; $said = ob_get_clean(); echo json_encode([$said, $metadata], JSON_THROW_ON_ERROR);'


def php(document):
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "saml20-sp-remote.php")
        file.write_text(document.text)
        run("php", "-n", "-l", file)
        said, metadata = json.loads(run("php", "-n", "-d", "error_reporting=-1", "-d", "display_errors=1", "-r", READ, file))
    same(said, "", "what the file prints")
    same(list(metadata), [document.entity_id], "the keys of $metadata")
    entry = metadata[document.entity_id]
    expect(set(entry) <= SP_REMOTE, f"options that SimpleSAMLphp does not know: {set(entry) - SP_REMOTE}")
    same(entry["entityid"], document.entity_id, "entityid")
    same(entry["name"], {"en": document.service}, "name")
    wanted = [
        {"index": index, "isDefault": is_default, "Location": url, "Binding": POST} for url, index, is_default in document.consumers
    ]
    same(entry["AssertionConsumerService"], wanted, "AssertionConsumerService")
    same(entry["saml20.sign.assertion"], True, "saml20.sign.assertion")
    same(entry["saml20.sign.response"], document.is_vpn, "saml20.sign.response")
    same(entry["signature.algorithm"], RSA_SHA256, "signature.algorithm")
    expect(0 < entry["assertion.lifetime"] <= 300, "AWS redeems within 5 minutes")
    if document.is_vpn or EMAIL in document.name_id_formats and len(document.name_id_formats) == 1:
        same(entry["NameIDFormat"], EMAIL, "NameIDFormat")
    steps = entry["authproc"].values() if isinstance(entry["authproc"], dict) else entry["authproc"]
    expect({step["class"] for step in steps} <= FILTERS, "a filter that SimpleSAMLphp does not have")
    if document.is_console:
        expect("https://aws.amazon.com/SAML/Attributes/Role" in entry["attributes"], "the console gets no Role")
    for key in entry.get("keys", []):
        certificate(key["X509Certificate"])


def certificate(text):
    run("openssl", "x509", "-inform", "DER", "-noout", input=base64.b64decode(text, validate=True))


# ---- authentik ----

# authentik, blueprints/schema.json and blueprints/v1/common.py.
ENTRY = {"model", "id", "state", "conditions", "identifiers", "attrs", "permissions"}
TAGS = ("KeyOf", "Find", "FindObject", "Context", "Env", "File", "Format", "Condition", "If", "Enumerate", "Value", "Index")


@dataclass
class Tag:
    name: str
    value: object


def blueprint(document):
    import authentik_client.models as models

    same(document.text, document.file("authentik-blueprint.yaml"), "the configuration and its first file")
    whole = loaded(document.text)
    expect(set(whole) <= {"version", "metadata", "context", "entries"}, "a key that a blueprint does not have")
    same(whole["version"], 1, "version")
    same(whole["metadata"], {"name": document.service}, "metadata")
    known = {
        "authentik_providers_saml.samlpropertymapping": models.SAMLPropertyMappingRequest,
        "authentik_providers_saml.samlprovider": models.SAMLProviderRequest,
        "authentik_core.application": models.ApplicationRequest,
    }
    ids = []
    for entry in whole["entries"]:
        expect(set(entry) <= ENTRY and entry["model"] in known, "an entry that authentik's schema does not have")
        values = {**entry["identifiers"], **entry["attrs"]}
        is_application = entry["model"] == "authentik_core.application"
        resolved = {key: resolve(value, whole.get("context", {}), ids, 1 if is_application else NIL) for key, value in values.items()}
        fields(known[entry["model"]], resolved)
        if "expression" in values:
            python(values["expression"])
        ids.append(entry["id"])
    provider = next(entry for entry in whole["entries"] if entry["id"] == "provider")
    check_provider(document, {**provider["identifiers"], **provider["attrs"]})
    application = next(entry for entry in whole["entries"] if entry["id"] == "application")
    same(application["attrs"]["name"], document.service, "the application's name")
    if document.is_console:
        names = [entry["attrs"]["saml_name"] for entry in whole["entries"] if "saml_name" in entry["attrs"]]
        expect("https://aws.amazon.com/SAML/Attributes/Role" in names, "the console gets no Role")


NIL = "00000000-0000-0000-0000-000000000000"


def loaded(text):
    """YAML with authentik's tags and no others; a value from a request is never a tag."""
    import yaml

    class Loader(yaml.SafeLoader):
        pass

    def construct(name):
        def read(loader, node):
            if isinstance(node, yaml.ScalarNode):
                return Tag(name, loader.construct_scalar(node))
            return Tag(name, loader.construct_sequence(node, deep=True))
        return read

    for name in TAGS:
        Loader.add_constructor(f"!{name}", construct(name))
    return yaml.load(text, Loader)


def resolve(value, context, ids, key):
    """What authentik puts in a tag's place: a key of its database."""
    if isinstance(value, list):
        return [resolve(item, context, ids, key) for item in value]
    if not isinstance(value, Tag):
        return value
    if value.name == "KeyOf":
        expect(value.value in ids, f"!KeyOf {value.value} names no entry before it")
    elif value.name == "Find":
        model, *conditions = value.value
        expect(re.fullmatch(r"authentik_\w+\.\w+", model) and conditions, f"!Find {value.value} finds nothing")
        for _, wanted in conditions:
            if isinstance(wanted, Tag):
                same(wanted.name, "Context", "a tag within !Find")
                expect(wanted.value in context, f"!Context {wanted.value} is not in the context")
    else:
        raise Refused(f"!{value.name} is not expected")
    return key


def fields(model, values):
    """authentik's own model of a request takes the values, and has every field. `issuer` was `issuer_override` until 2026.2."""
    known = set(model.model_fields) | ({"issuer"} if "issuer_override" in model.model_fields else set())
    expect(set(values) <= known, f"fields that {model.__name__} does not have: {set(values) - known}")
    model.model_validate({key: value for key, value in values.items() if key in model.model_fields})


def python(expression):
    """authentik runs an expression as the body of a function."""
    ast.parse("def handler():\n" + "".join(f"    {line}\n" for line in expression.splitlines()))


def check_provider(document, values):
    same(values["name"], document.service, "name")
    same(values["acs_url"], document.default, "acs_url")
    same(values["audience"], document.entity_id, "audience")
    same(values["issuer"], document.issuer, "issuer")
    same(values["issuer_override"], document.issuer, "issuer_override")
    same(values["sp_binding"], "post", "sp_binding")
    same(values["sign_assertion"], True, "sign_assertion")
    same(values["sign_response"], document.is_vpn, "sign_response")
    same(values["signature_algorithm"], RSA_SHA256, "signature_algorithm")
    if document.is_vpn:
        same(values["default_name_id_policy"], EMAIL, "default_name_id_policy")


def authentik_api(document):
    import authentik_client.models as models

    provider = strict(document.file("authentik-provider.json"))
    fields(models.SAMLProviderRequest, provider)
    check_provider(document, provider)
    both = strict(document.file("authentik-application.json"))
    same(set(both), {"app", "provider_model", "provider"}, "fields of a transaction")
    same(models.ProviderModelEnum(both["provider_model"]).value, "authentik_providers_saml.samlprovider", "provider_model")
    fields(models.ApplicationRequest, both["app"])
    same(both["app"]["name"], document.service, "the application's name")
    same(both["provider"], provider, "the provider of the transaction")
    for mapping in strict(document.files.get("authentik-property-mappings.json", "[]")):
        fields(models.SAMLPropertyMappingRequest, mapping)
        python(mapping["expression"])


# ---- JSON ----

def strict(text):
    """JSON without keys that come twice, and without what programs in front of the reader replace."""
    expect("${" not in text and "$(" not in text, "a placeholder that an import would replace")

    def members(pairs):
        expect(len({key for key, _ in pairs}) == len(pairs), "a key comes twice")
        return dict(pairs)

    return json.loads(text, object_pairs_hook=members)


# Keycloak, core/src/main/java/org/keycloak/representations/idm/ClientRepresentation.java and ProtocolMapperRepresentation.java.
CLIENT = {
    "id": str, "clientId": str, "name": str, "description": str, "type": str, "rootUrl": str, "adminUrl": str, "baseUrl": str,
    "surrogateAuthRequired": bool, "enabled": bool, "alwaysDisplayInConsole": bool, "clientAuthenticatorType": str, "secret": str,
    "registrationAccessToken": str, "defaultRoles": list, "redirectUris": list, "webOrigins": list, "notBefore": int,
    "bearerOnly": bool, "consentRequired": bool, "standardFlowEnabled": bool, "implicitFlowEnabled": bool,
    "directAccessGrantsEnabled": bool, "serviceAccountsEnabled": bool, "authorizationServicesEnabled": bool,
    "directGrantsOnly": bool, "publicClient": bool, "frontchannelLogout": bool, "protocol": str, "attributes": dict,
    "authenticationFlowBindingOverrides": dict, "fullScopeAllowed": bool, "nodeReRegistrationTimeout": int,
    "registeredNodes": dict, "protocolMappers": list, "clientTemplate": str, "useTemplateConfig": bool, "useTemplateScope": bool,
    "useTemplateMappers": bool, "defaultClientScopes": list, "optionalClientScopes": list, "authorizationSettings": dict,
    "access": dict, "origin": str,
}
MAPPER = {"id": str, "name": str, "protocol": str, "protocolMapper": str, "consentRequired": bool, "consentText": str, "config": dict}
# services/src/main/java/org/keycloak/protocol/saml/SamlConfigAttributes.java and SamlProtocol.java.
ATTRIBUTES = {
    "saml.signing.private.key", "saml_signature_canonicalization_method", "saml.signature.algorithm", "saml_name_id_format",
    "saml.authnstatement", "saml.onetimeuse.condition", "saml_force_name_id_format", "saml.artifact.binding",
    "saml.server.signature", "saml.server.signature.keyinfo.ext", "saml.server.signature.keyinfo.xmlSigKeyInfoKeyNameTransformer",
    "saml.force.post.binding", "saml.assertion.signature", "saml.encrypt", "saml.client.signature", "saml.signing.certificate",
    "saml.encryption.certificate", "saml.encryption.private.key", "saml.encryption.algorithm", "saml.encryption.keyAlgorithm",
    "saml.encryption.digestMethod", "saml.encryption.maskGenerationFunction", "saml.assertion.lifespan",
    "saml.artifact.binding.identifier", "saml.allow.ecp.flow", "saml_assertion_consumer_url_post",
    "saml_assertion_consumer_url_redirect", "saml_artifact_binding_url", "saml_single_logout_service_url_post",
    "saml_single_logout_service_url_redirect", "saml_idp_initiated_sso_relay_state", "saml_idp_initiated_sso_url_name",
}
# services/src/main/java/org/keycloak/protocol/saml/mappers: PROVIDER_ID and configProperties of each.
STATEMENT = {"attribute.name", "attribute.nameformat", "friendly.name"}
MAPPERS = {
    "saml-role-list-mapper": STATEMENT | {"single"},
    "saml-user-property-mapper": STATEMENT | {"user.attribute"},
    "saml-user-attribute-mapper": STATEMENT | {"user.attribute", "aggregate.attrs"},
    "saml-group-membership-mapper": STATEMENT | {"single", "full.path"},
    "saml-hardcode-attribute-mapper": STATEMENT | {"attribute.value"},
    "saml-user-attribute-nameid-mapper": {"user.attribute", "mapper.nameid.format"},
}


def keycloak(document):
    client = strict(document.text)
    same(document.text, document.file("keycloak-client.json"), "the configuration and its first file")
    typed(client, CLIENT)
    same(client["clientId"], document.entity_id, "clientId")
    same(client["name"], document.service, "name")
    same(client["protocol"], "saml", "protocol")
    # An asterisk would be a pattern.
    same(client["redirectUris"], [url for url, _, _ in document.consumers if "*" not in url], "redirectUris")
    same([client["fullScopeAllowed"], client["defaultClientScopes"], client["optionalClientScopes"]], [False, [], []], "scopes")
    attributes = client["attributes"]
    expect(set(attributes) <= ATTRIBUTES, f"attributes that Keycloak does not know: {set(attributes) - ATTRIBUTES}")
    expect(all(isinstance(value, str) for value in attributes.values()), "an attribute that is no string")
    same(attributes["saml_assertion_consumer_url_post"], document.default, "saml_assertion_consumer_url_post")
    same(attributes["saml.assertion.signature"], "true", "saml.assertion.signature")
    same(attributes["saml.server.signature"], str(document.is_vpn).lower(), "saml.server.signature")
    same(attributes["saml.signature.algorithm"], "RSA_SHA256", "saml.signature.algorithm")
    same(attributes["saml.onetimeuse.condition"], "false", "saml.onetimeuse.condition")
    if document.is_vpn:
        same([attributes["saml_name_id_format"], attributes["saml_force_name_id_format"]], ["email", "true"], "the NameID format")
    for use in ("signing", "encryption"):
        if f"saml.{use}.certificate" in attributes:
            certificate(attributes[f"saml.{use}.certificate"])
    names = []
    for mapper in client["protocolMappers"]:
        typed(mapper, MAPPER)
        same(mapper["protocol"], "saml", "a mapper's protocol")
        known = MAPPERS.get(mapper["protocolMapper"], set())
        expect(mapper["config"] and set(mapper["config"]) <= known, f"{mapper['protocolMapper']} has no such configuration")
        expect(all(isinstance(value, str) for value in mapper["config"].values()), "a mapper's value that is no string")
        names.append(mapper["config"].get("attribute.name"))
    if document.is_console:
        expect("https://aws.amazon.com/SAML/Attributes/Role" in names, "the console gets no Role")
        expect(attributes.get("saml_idp_initiated_sso_url_name"), "the console's login begins at the identity provider")
    if document.is_vpn:
        expect("memberOf" in names, "Client VPN gets no memberOf")


def typed(values, known):
    for key, value in values.items():
        expect(key in known, f"Keycloak has no field {key}")
        expect(type(value) is known[key], f"{key} is no {known[key].__name__}")


# ---- Terraform ----

# The arguments of each resource in the providers' documentation: hashicorp/aws, goauthentik/authentik, keycloak/keycloak.
TERRAFORM = {
    "aws_iam_saml_provider": {"name", "saml_metadata_document"},
    "aws_cognito_identity_provider": {"user_pool_id", "provider_name", "provider_type", "provider_details", "attribute_mapping", "idp_identifiers"},
    "aws_opensearch_domain_saml_options": {"domain_name", "saml_options"},
    "aws_opensearchserverless_security_config": {"name", "type", "description", "saml_options"},
    "authentik_flow": {"slug", "designation", "authentication"},
    "authentik_certificate_key_pair": {"name", "fetch_certificate", "fetch_key"},
    "authentik_property_mapping_provider_saml": {"name", "saml_name", "expression", "friendly_name", "managed"},
    "authentik_provider_saml": {
        "name", "authorization_flow", "invalidation_flow", "acs_url", "audience", "issuer_override", "sp_binding", "signing_kp",
        "sign_assertion", "sign_response", "digest_algorithm", "signature_algorithm", "assertion_valid_not_before",
        "assertion_valid_not_on_or_after", "session_valid_not_on_or_after", "name_id_mapping", "property_mappings",
    },
    "authentik_application": {"name", "slug", "protocol_provider"},
    "authentik_application_entitlement": {"for_each", "name", "application", "attributes"},
    "keycloak_saml_client": {
        "realm_id", "client_id", "name", "sign_assertions", "sign_documents", "signature_algorithm", "canonicalization_method",
        "include_authn_statement", "force_post_binding", "front_channel_logout", "full_scope_allowed",
        "assertion_consumer_post_url", "valid_redirect_uris", "client_signature_required", "signing_certificate",
        "encrypt_assertions", "encryption_certificate", "encryption_algorithm", "encryption_key_algorithm", "name_id_format",
        "force_name_id_format", "idp_initiated_sso_url_name", "base_url", "always_display_in_console", "extra_config",
    },
    "keycloak_saml_client_default_scopes": {"realm_id", "client_id", "default_scopes"},
    "keycloak_generic_protocol_mapper": {"realm_id", "client_id", "name", "protocol", "protocol_mapper", "config"},
    "keycloak_role": {"for_each", "realm_id", "client_id", "name"},
}
# The templates that are meant.
MEANT = {'"${each.value},${aws_iam_saml_provider.aws.arn}"'}


def terraform(document):
    whole = hcl(document.text)
    blocks = {name for name in whole if not name.startswith("__")}
    same(blocks, {"terraform", "variable", "resource", "data"}, "the kinds of blocks")
    parts = [hcl(content) for content in document.files.values()]
    same(sum(len(part.get("resource", [])) for part in parts), len(whole["resource"]), "the resources of the files")
    resources = {}
    for block in whole["resource"] + whole["data"]:
        for kind, named in block.items():
            kind = kind.strip('"')
            expect(kind in TERRAFORM, f"there is no resource {kind}")
            for name, arguments in named.items():
                arguments = {key: value for key, value in arguments.items() if not key.startswith("__")}
                expect(set(arguments) <= TERRAFORM[kind], f"{kind} has no argument {set(arguments) - TERRAFORM[kind]}")
                resources.setdefault(kind, {})[name.strip('"')] = arguments
    client = resources["keycloak_saml_client"]["aws"]
    same(string(client["client_id"]), document.entity_id, "client_id")
    same(string(client["name"]), document.service, "the client's name")
    same(string(client["assertion_consumer_post_url"]), document.default, "assertion_consumer_post_url")
    wanted = [url for url, _, _ in document.consumers if "*" not in url]
    same([string(url) for url in client["valid_redirect_uris"]], wanted, "valid_redirect_uris")
    same([client["sign_assertions"], client["sign_documents"], client["full_scope_allowed"]], [True, document.is_vpn, False], "Keycloak's flags")
    provider = resources["authentik_provider_saml"]["aws"]
    same(string(provider["name"]), document.service, "the provider's name")
    same(string(provider["acs_url"]), document.default, "acs_url")
    same(string(provider["audience"]), document.entity_id, "audience")
    same(string(provider["issuer_override"]), document.issuer, "issuer_override")
    same([provider["sign_assertion"], provider["sign_response"]], [True, document.is_vpn], "authentik's flags")
    for mapping in resources.get("authentik_property_mapping_provider_saml", {}).values():
        if "expression" in mapping:
            python(string(mapping["expression"]))
    same(string(resources["authentik_application"]["aws"]["name"]), document.service, "the application's name")
    variables = {name.strip('"') for block in whole["variable"] for name in block}
    used = set(re.findall(r"\bvar\.(\w+)", document.text))
    expect(used <= variables, f"variables that are not declared: {used - variables}")
    if document.is_console or document.is_vpn:
        expect("aws_iam_saml_provider" in resources, "AWS learns of no identity provider")
    if document.entity_id.startswith("urn:amazon:cognito:sp:"):
        pool = next(block['"user_pool_id"'] for block in whole["variable"] if '"user_pool_id"' in block)
        same(string(pool["default"]), document.entity_id.removeprefix("urn:amazon:cognito:sp:"), "the pool")
        expect("aws_cognito_identity_provider" in resources, "Cognito learns of no identity provider")


def hcl(text):
    import hcl2

    found = hcl2.load(io.StringIO(text))
    for quoted in strings(found):
        expect(quoted in MEANT or not re.search(r"\$\{|%\{", quoted), f"a template in a string: {quoted}")
    return found


def strings(value):
    """Quoted strings; references come as `${…}` without quotes."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from strings(key)
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
    elif isinstance(value, str):
        yield from re.findall(r'"(?:[^"\\]|\\.)*"', value) if value.startswith("${") else [value] if value.startswith('"') else []


def string(quoted):
    """A quoted template without a template (HCL native syntax specification): JSON's escapes and `\\UXXXXXXXX`."""
    expect(isinstance(quoted, str) and quoted.startswith('"') and quoted.endswith('"'), f"no string: {quoted!r}")
    return json.loads(re.sub(r"\\(?:U([0-9A-F]{8})|(.))", lambda found: chr(int(found[1], 16)) if found[1] else found[0], quoted))


# ---- Shibboleth ----

# Shibboleth's wiki, spaces IDP4 and IDP5: what each snippet may consist of.
BEANS, XP, XC = "http://www.springframework.org/schema/beans", "http://www.springframework.org/schema/p", "http://www.springframework.org/schema/c"
SNIPPETS = {
    "relying-party.xml": (f"{{{BEANS}}}bean", {"parent", "name", f"{{{XC}}}relyingPartyIds"} | {
        f"{{{XP}}}{name}" for name in ("signAssertions", "signResponses", "encryptAssertions", "assertionLifetime", "nameIDFormatPrecedence")
    }),
    "metadata-providers.xml": ("{urn:mace:shibboleth:2.0:metadata}MetadataProvider", {"id", "metadataFile", "{http://www.w3.org/2001/XMLSchema-instance}type"}),
    "saml-nameid.xml": (None, {"parent", "name", "bean", f"{{{XP}}}omitQualifiers", f"{{{XP}}}format", f"{{{XP}}}attributeSourceIds", f"{{{XC}}}candidates"}),
    "attribute-resolver.xml": ("{urn:mace:shibboleth:2.0:resolver}AttributeResolver", {
        "id", "ref", "attributeNames", "name", "nameFormat", "encodeType", "{http://www.w3.org/2001/XMLSchema-instance}type",
    }),
    "attribute-filter.xml": ("{urn:mace:shibboleth:2.0:afp}AttributeFilterPolicyGroup", {
        "id", "value", "attributeID", "permitAny", "{http://www.w3.org/2001/XMLSchema-instance}type",
    }),
}


def shibboleth(document):
    same(document.text, document.file("relying-party.xml"), "the configuration and its first file")
    for name, content in document.files.items():
        expect(re.fullmatch(r"[a-z0-9.-]+\.xml", name), f"a file called {name}")
        run("xmllint", "--nonet", "--noout", "-", input=content.encode())
        if name.endswith("-metadata.xml"):
            continue
        root, attributes = SNIPPETS[name]
        tree = ElementTree.fromstring(content)
        expect(root in (None, tree.tag), f"{name} begins with {tree.tag}")
        for element in tree.iter():
            expect(set(element.attrib) <= attributes, f"{name}: attributes {set(element.attrib) - attributes}")
            expect(name == "attribute-resolver.xml" or not (element.text or "").strip(), f"{name}: text where none belongs")
    override = ElementTree.fromstring(document.text)
    same(spring_list(override.get(f"{{{XC}}}relyingPartyIds")), document.entity_id, "relyingPartyIds")
    profile = override.find(f".//{{{BEANS}}}bean[@parent='SAML2.SSO']")
    same(profile.get(f"{{{XP}}}signAssertions"), "true", "signAssertions")
    same(profile.get(f"{{{XP}}}signResponses"), str(document.is_vpn).lower(), "signResponses")
    provider = ElementTree.fromstring(document.file("metadata-providers.xml"))
    file = provider.get("metadataFile").removeprefix("%{idp.home}/metadata/")
    entity = ElementTree.fromstring(document.file(file))
    same(entity.get("entityID"), document.entity_id, "the entityID of the metadata")
    same(consumers(entity), document.consumers, "the consumers of the metadata")
    if "attribute-filter.xml" in document.files:
        rule = ElementTree.fromstring(document.file("attribute-filter.xml")).find(".//{urn:mace:shibboleth:2.0:afp}PolicyRequirementRule")
        same(spring_value(rule.get("value")), document.entity_id, "the requester")
    if document.is_vpn or document.is_console:
        names = [encoder.get("name") for encoder in ElementTree.fromstring(document.file("attribute-resolver.xml")).iter("{urn:mace:shibboleth:2.0:resolver}AttributeEncoder")]
        expect(("memberOf" if document.is_vpn else "https://aws.amazon.com/SAML/Attributes/Role") in names, "the attribute that lets people in is missing")


def shibboleth_metadata(document):
    """What is written is valid by OASIS's schema."""
    schema(next(content for name, content in document.files.items() if name.endswith("-metadata.xml")))


def is_valid_itself(document):
    """A hostile entityID is no URI, and stays none."""
    try:
        schema(document.metadata)
        return True
    except Refused:
        return False


def schema(xml):
    catalog = {"XML_CATALOG_FILES": str(HERE / "catalog.xml")}
    metadata = "/usr/share/xml/opensaml/saml-schema-metadata-2.0.xsd"
    run("xmllint", "--nonet", "--noout", "--schema", metadata, "-", input=xml.encode(), env={**os.environ, **catalog})


def spring_list(text):
    found = re.fullmatch(r"#\{\{(.*)\}\}", text, re.DOTALL)
    expect(found, f"no list of one: {text}")
    return spring_literal(found[1])


def spring_value(text):
    if not re.search(r"[#$%]\{", text):
        return text
    found = re.fullmatch(r"#\{('.*')\}", text, re.DOTALL)
    expect(found, f"a value that Spring would evaluate: {text}")
    return spring_literal(found[1])


def spring_literal(text):
    """Strings of Spring's expression language, added up. Within them nothing may begin what Spring replaces."""
    expect(re.fullmatch(r"'(?:[^']|'')*'(?: \+ '(?:[^']|'')*')*", text, re.DOTALL), f"no string: {text}")
    expect(not re.search(r"[#$%]\{", text), f"a placeholder: {text}")
    return "".join(part.replace("''", "'") for part in re.findall(r"'((?:[^']|'')*)'(?: \+ |$)", text, re.DOTALL))


# ---- generic ----

def generic(document):
    """docs/generic-configuration.md."""
    same(document.text, document.file("aws-configuration.json"), "the configuration and its first file")
    whole = strict(document.text)
    same(set(whole), {"identityProvider", "serviceProvider", "signing", "assertionLifetimeSeconds"}, "keys")
    provider = whole["serviceProvider"]
    same([provider["entityId"], provider["audience"]], [document.entity_id] * 2, "the audience")
    found = tuple((consumer["location"], consumer["index"], consumer["isDefault"]) for consumer in provider["assertionConsumerServices"])
    same(found, document.consumers, "assertionConsumerServices")
    same([whole["identityProvider"]["name"], whole["identityProvider"]["entityId"]], [document.service, document.issuer], "the identity provider")
    same([whole["signing"]["assertion"], whole["signing"]["response"]], [True, document.is_vpn], "signing")


# ---- spoilt configurations ----

def change(old, new, where=None):
    """One replacement, in the configuration and in each file, or in the files alone whose name has a part."""
    def put(text):
        return re.sub(old, lambda _: new, text, count=1)

    def spoil(document):
        files = {name: put(content) if where is None or where in name else content for name, content in document.files.items()}
        return replace(document, text=put(document.text) if where is None else document.text, files=files)
    return spoil


# ---- judges: whom they concern, what they do, and what they must refuse ----

@dataclass(frozen=True)
class Judge:
    name: str
    concerns: callable
    judge: callable
    controls: tuple


JUDGES = [
    Judge(
        "php, an entry of saml20-sp-remote.php",
        lambda document: document.format == "simplesamlphp",
        php,
        (
            # A string that does not end; another audience; an option that there is not; code that a string lets out.
            change(r"',\n", ",\n"), change(r"\['urn:", "['urm:"), change(r"'assertion\.lifetime'", "'assertion.lifetimes'"),
            change(r"'name' => \['en' => '", "'name' => ['en' => 'x' . print('x') . '"),
        ),
    ),
    Judge(
        "PyYAML and authentik's client, a blueprint",
        lambda document: document.format == "authentik",
        blueprint,
        (
            change(r'acs_url: "', "acs_url: "), change(r'acs_url: "', 'acs_url: "x'), change("sign_assertion", "sign_assertions"),
            change(r'audience: "', 'audience: !Env "'), change("!KeyOf provider", "!KeyOf another"), change("sp_binding: post", "sp_binding: paos"),
        ),
    ),
    Judge(
        "authentik's client, requests of its API",
        lambda document: document.format == "authentik",
        authentik_api,
        (
            change('"acs_url": "', '"acs_url": "x', "provider.json"), change("sign_assertion", "sign_assertions", "provider.json"),
            change('"slug": "', '"slug": "/', "application.json"), change(NIL, "nil", "provider.json"),
        ),
    ),
    Judge(
        "Keycloak's fields, a client",
        lambda document: document.format == "keycloak",
        keycloak,
        (
            change('"clientId": "', '"clientId": "x'), change('"redirectUris"', '"redirectUrls"'), change('"true"', "true"),
            change('"attribute.nameformat"', '"attribute.nameFormat"'), change('"name": "', '"name": "${x}'), change(r"\n\}", "\n"),
        ),
    ),
    Judge(
        "python-hcl2, Terraform",
        lambda document: document.format == "terraform",
        terraform,
        (
            change(r'client_id +=', "client_ids ="), change(r'audience +=', 'audience = "x" #'), change(r'\}\n$', "\n"),
            change(r'issuer_override += "', 'issuer_override = "${x}'), change(r"variable \"keycloak_realm_id\"", 'variable "x"'),
        ),
    ),
    Judge(
        "xmllint, Shibboleth's files",
        lambda document: document.format == "shibboleth",
        shibboleth,
        (
            change("</list>", ""), change(r"#\{\{'", "#{{'x"), change(r"#\{\{'", "#{{'${x}"), change("entityID=\"", "entityID=\"x", "-metadata"),
            change("p:signAssertions", "p:signAssertion"), change("permitAny=\"true\"/>", "permitAny=\"true\">", "filter"),
        ),
    ),
    Judge(
        "xmllint and OASIS's schema, the service provider's metadata for Shibboleth",
        lambda document: document.format == "shibboleth" and is_valid_itself(document),
        shibboleth_metadata,
        (change("Location=", "Place=", "-metadata"), change("<md:NameIDFormat>", "<md:NameIDFormats>", "-metadata")),
    ),
    Judge(
        "the documented JSON",
        lambda document: document.format == "generic",
        generic,
        (change('"audience": "', '"audience": "x'), change('"isDefault": true', '"isDefault": false'), change(r"\}\n$", "\n")),
    ),
]


def run(program, *arguments, **more):
    """A judge's program: its status is its verdict. One that cannot be started is no verdict."""
    done = subprocess.run([program, *map(str, arguments)], capture_output=True, timeout=60, **more)
    if done.returncode != 0:
        raise Refused(f"{program}: {(done.stdout[-200:] + done.stderr[-600:]).decode(errors='replace').strip()}")
    return done.stdout


def accepts(judge, document):
    """Whether the judge accepts, and why not. Any exception is a refusal: a parser says so with one of its own."""
    try:
        judge.judge(document)
        return True, ""
    except (FileNotFoundError, ImportError, NameError):
        # The judge itself is not there, or is broken.
        raise
    except Exception as reason:  # noqa: BLE001
        return False, f"{type(reason).__name__}: {reason}"


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--native", required=True)
    arguments.add_argument("cases", type=Path)
    given = arguments.parse_args()
    passed, failed = 0, []
    documents = [*written(given.cases), *hostile(given.native)]
    for judge in JUDGES:
        concerned = [document for document in documents if judge.concerns(document)]
        accepted = []
        for document in concerned:
            good, reason = accepts(judge, document)
            if good:
                accepted.append(document)
            else:
                failed.append(f"{judge.name}: {document.name}\n  {reason}")
        controls = 0
        for number, spoil in enumerate(judge.controls, 1):
            # One that the control changes, and that was accepted whole.
            spoilt = next(((document, spoil(document)) for document in accepted if spoil(document) != document), None)
            if spoilt is None:
                failed.append(f"{judge.name}: control {number} spoils no configuration")
            elif accepts(judge, spoilt[1])[0]:
                failed.append(f"{judge.name}: accepts spoilt configuration {number} of {spoilt[0].name}")
            else:
                controls += 1
        if not concerned:
            failed.append(f"{judge.name}: no configuration, so nothing was judged")
        passed += len(accepted) + controls
        print(f"{len(accepted):>4} of {len(concerned):>3} configurations accepted, {controls} of {len(judge.controls)} spoilt ones refused: {judge.name}")
    for reason in failed:
        print(f"FAILED {reason}")
    print(f"{passed} passed, {len(failed)} failed")
    return 1 if failed or not documents else 0


if __name__ == "__main__":
    # pydantic's about field names of authentik's client.
    warnings.simplefilter("ignore")
    sys.exit(main())
