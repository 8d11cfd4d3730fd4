//! A blueprint that authentik applies, with a SAML provider and its application; and the same for its API.

use std::fmt::Write;

use super::attributes::{Attribute, Source};
use super::json::{object, pretty, text};
use super::plan::{Plan, RSA_SHA256, SHA256};
use super::yaml::scalar;
use super::{Error, File};
use crate::aws::name_id;
use crate::error::Severity;
use crate::json::Value;

/// The formats that authentik's `default_name_id_policy` knows and AWS lists. Others stay at authentik's own default.
const POLICIES: [&str; 4] = [name_id::EMAIL, name_id::UNSPECIFIED, name_id::PERSISTENT, name_id::TRANSIENT];

/// The key pair that every authentik has.
pub(super) const DEFAULT_KEY: &str = "authentik Self-signed Certificate";
pub(super) const AUTHORIZATION_FLOW: &str = "default-provider-authorization-implicit-consent";
pub(super) const INVALIDATION_FLOW: &str = "default-provider-invalidation-flow";
/// The mapping to a person's e-mail address that every authentik has.
pub(super) const EMAIL_MAPPING: &str = "goauthentik.io/providers/saml/email";
/// AWS ends a console session no later than this, so it is longer than any session.
pub(super) const SESSION: &str = "minutes=86400";

/// A UUID that no object has: who forgets to put one in gets a refusal, not another object.
const NIL: &str = "00000000-0000-0000-0000-000000000000";

/// Writes the blueprint and the requests of the API. authentik's SAML provider holds one consumer URL, so the default one
/// goes in.
pub(super) fn files(plan: &mut Plan<'_>) -> Vec<File> {
    say_what_is_left_out(plan);
    let severity = if plan.identity.certificate.is_some() { Severity::Warning } else { Severity::Info };
    let error = if plan.identity.certificate.is_some() { Error::SigningKeyToChoose } else { Error::SigningKeyDefault };
    plan.say_of_identity(severity, "signingCertificate", error);
    if policy(plan).is_none() && plan.name_id_format.is_some() {
        plan.warn(Error::NameIdFormatLeftOut);
    }
    plan.info(Error::ApiIdentifiers);
    let mut files = vec![
        File::new("authentik-blueprint.yaml", "application/yaml", blueprint(plan)),
        File::new("authentik-provider.json", "application/json", pretty(&provider(plan))),
        File::new("authentik-application.json", "application/json", pretty(&transaction(plan))),
    ];
    if let Some(mappings) = mappings(plan) {
        files.push(File::new("authentik-property-mappings.json", "application/json", pretty(&mappings)));
    }
    files
}

/// What holds for authentik, however it is configured.
pub(super) fn say_what_is_left_out(plan: &mut Plan<'_>) {
    let found = plan.provider.consumers.len().saturating_sub(1);
    if found > 0 {
        plan.warn(Error::ConsumersLeftOut { found });
    }
    if !plan.requests_signed_by.is_empty() {
        plan.warn(Error::RequestCertificateToImport);
    }
    if plan.encrypt_for.is_some() {
        plan.warn(Error::EncryptionLeftOut);
    }
    plan.say_what_roles_need(false);
}

/// The expression, in authentik's Python, that fills an attribute; none where every authentik has the mapping.
pub(super) fn expression(attribute: &Attribute) -> Option<String> {
    Some(match attribute.from {
        Source::Roles => "return [\n    entitlement.attributes[\"aws_role\"]\n    \
                        for entitlement in request.user.app_entitlements(provider.application)\n    \
                        if \"aws_role\" in entitlement.attributes\n]\n"
            .to_owned(),
        // AWS refuses other names (IAM/troubleshoot_saml). They are not altered: two people must not become one name.
        Source::Username => "for name in (request.user.username, request.user.email):\n    \
                           if regex_match(name, r\"^[a-zA-Z0-9_+=,.@-]{2,64}$\"):\n        return name\n\
                           return None\n"
            .to_owned(),
        Source::Groups => "return [group.name for group in request.user.all_groups()]\n".to_owned(),
        Source::Fixed(value) => format!("return \"{value}\"\n"),
        Source::Email => return None,
    })
}

/// What a mapping of ours is called in authentik, where mappings of all services stand in one list.
pub(super) fn mapping_name(plan: &Plan<'_>, attribute: &Attribute) -> String {
    format!("{}: {}", plan.identity.name.as_str(), attribute.key)
}

fn policy<'a>(plan: &Plan<'a>) -> Option<&'a str> {
    plan.name_id_format.filter(|format| POLICIES.contains(format))
}

fn blueprint(plan: &Plan<'_>) -> String {
    let name = scalar(plan.identity.name.as_str());
    let slug = scalar(&plan.identity.name.slug());
    let acs = scalar(plan.default_consumer());
    let audience = scalar(plan.provider.entity_id.as_str());
    let issuer = scalar(plan.identity.entity_id.as_str());
    let key = scalar(DEFAULT_KEY);
    let (response, why) = if plan.sign_response {
        (true, "This service requires the assertion's signature and the Response's.")
    } else {
        (false, "AWS requires the assertion's signature and takes the Response's as an extra.")
    };
    let mut out = format!(
        "# An authentik blueprint: Customization > Blueprints, or a file below /blueprints.\n\
         version: 1\n\
         metadata:\n  name: {name}\n\
         context:\n\
         \x20 # Names of this authentik's own objects; these are its defaults.\n\
         \x20 authorization_flow: {AUTHORIZATION_FLOW}\n\
         \x20 invalidation_flow: {INVALIDATION_FLOW}\n\
         \x20 signing_key: {key}\n\
         entries:\n"
    );
    for attribute in plan.attributes {
        push_mapping(&mut out, plan, attribute);
    }
    out.push_str(&format!(
        "  - model: authentik_providers_saml.samlprovider\n\
         \x20   id: provider\n\
         \x20   identifiers:\n      name: {name}\n\
         \x20   attrs:\n\
         \x20     acs_url: {acs}\n\
         \x20     audience: {audience}\n\
         \x20     # Named issuer up to authentik 2026.2, issuer_override since; each version passes over the other's.\n\
         \x20     issuer: {issuer}\n\
         \x20     issuer_override: {issuer}\n\
         \x20     sp_binding: post\n\
         \x20     authorization_flow: !Find [authentik_flows.flow, [slug, !Context authorization_flow]]\n\
         \x20     invalidation_flow: !Find [authentik_flows.flow, [slug, !Context invalidation_flow]]\n\
         \x20     signing_kp: !Find [authentik_crypto.certificatekeypair, [name, !Context signing_key]]\n\
         \x20     # {why}\n\
         \x20     sign_assertion: true\n\
         \x20     sign_response: {response}\n\
         \x20     digest_algorithm: {SHA256}\n\
         \x20     signature_algorithm: {RSA_SHA256}\n\
         \x20     # AWS redeems a Response within 5 minutes.\n\
         \x20     assertion_valid_not_before: minutes=-5\n\
         \x20     assertion_valid_not_on_or_after: minutes=5\n\
         \x20     # AWS ends a console session no later than this, so it must be longer than any session.\n\
         \x20     session_valid_not_on_or_after: {SESSION}\n"
    ));
    if let Some(format) = policy(plan) {
        out.push_str(&format!("      default_name_id_policy: {}\n", scalar(format)));
        if format == name_id::EMAIL {
            out.push_str(&format!("      name_id_mapping: {}\n", find_mapping()));
        }
    }
    if plan.attributes.is_empty() {
        out.push_str("      property_mappings: []\n");
    } else {
        out.push_str("      property_mappings:\n");
    }
    for attribute in plan.attributes {
        let mapping = if expression(attribute).is_some() { format!("!KeyOf {}", attribute.key) } else { find_mapping() };
        out.push_str(&format!("        - {mapping}\n"));
    }
    out.push_str(&format!(
        "  - model: authentik_core.application\n\
         \x20   id: application\n\
         \x20   identifiers:\n      slug: {slug}\n\
         \x20   attrs:\n      name: {name}\n      provider: !KeyOf provider\n"
    ));
    out
}

fn find_mapping() -> String {
    format!("!Find [authentik_providers_saml.samlpropertymapping, [managed, {EMAIL_MAPPING}]]")
}

fn push_mapping(out: &mut String, plan: &Plan<'_>, attribute: &Attribute) {
    let Some(expression) = expression(attribute) else { return };
    // Writing to a String cannot fail.
    let _ = write!(
        out,
        "  - model: authentik_providers_saml.samlpropertymapping\n\
         \x20   id: {}\n\
         \x20   identifiers:\n      name: {}\n\
         \x20   attrs:\n      saml_name: {}\n      expression: |\n",
        attribute.key,
        scalar(&mapping_name(plan, attribute)),
        scalar(attribute.name),
    );
    for line in expression.lines() {
        let _ = writeln!(out, "        {line}");
    }
}

/// What `POST /api/v3/providers/saml/` takes (authentik, API schema, SAMLProviderRequest).
fn provider(plan: &Plan<'_>) -> Value {
    let issuer = plan.identity.entity_id.as_str();
    let mut members = vec![
        ("name", text(plan.identity.name.as_str())),
        ("authorization_flow", text(NIL)),
        ("invalidation_flow", text(NIL)),
        ("property_mappings", Value::List(Vec::new())),
        ("acs_url", text(plan.default_consumer())),
        ("audience", text(plan.provider.entity_id.as_str())),
        // Each version passes over the other's.
        ("issuer", text(issuer)),
        ("issuer_override", text(issuer)),
        ("sp_binding", text("post")),
        ("signing_kp", text(NIL)),
        ("sign_assertion", Value::Boolean(true)),
        ("sign_response", Value::Boolean(plan.sign_response)),
        ("digest_algorithm", text(SHA256)),
        ("signature_algorithm", text(RSA_SHA256)),
        ("assertion_valid_not_before", text("minutes=-5")),
        ("assertion_valid_not_on_or_after", text("minutes=5")),
        ("session_valid_not_on_or_after", text(SESSION)),
    ];
    if let Some(format) = policy(plan) {
        members.push(("default_name_id_policy", text(format)));
        if format == name_id::EMAIL {
            members.push(("name_id_mapping", text(NIL)));
        }
    }
    object(members)
}

/// What `PUT /api/v3/core/transactional/applications/` takes: provider and application in one (TransactionApplicationRequest).
fn transaction(plan: &Plan<'_>) -> Value {
    let app = [("name", text(plan.identity.name.as_str())), ("slug", text(&plan.identity.name.slug()))];
    object([
        ("app", object(app)),
        ("provider_model", text("authentik_providers_saml.samlprovider")),
        ("provider", provider(plan)),
    ])
}

/// A list of what `POST /api/v3/propertymappings/provider/saml/` takes, one at a time (SAMLPropertyMappingRequest).
fn mappings(plan: &Plan<'_>) -> Option<Value> {
    let mappings: Vec<Value> = plan
        .attributes
        .iter()
        .filter_map(|attribute| {
            Some(object([
                ("name", text(&mapping_name(plan, attribute))),
                ("saml_name", text(attribute.name)),
                ("expression", text(&expression(attribute)?)),
            ]))
        })
        .collect();
    (!mappings.is_empty()).then_some(Value::List(mappings))
}
