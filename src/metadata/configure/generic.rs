//! Documented JSON for an identity provider that has no format of its own here: `docs/generic-configuration.md`.

use super::json::{object, pretty, text, texts};
use super::plan::{LIFETIME, Plan, RSA_SHA256, SHA256};
use super::{Error, File};
use crate::json::Value;
use crate::metadata::HTTP_POST;

/// Writes the configuration, indented for people.
pub(super) fn files(plan: &mut Plan<'_>) -> Vec<File> {
    // Here nothing is filled: whatever is required is still to do.
    let found = plan.provider.requested.iter().filter(|attribute| attribute.is_required).count();
    plan.findings.retain(|finding| !matches!(finding.error, Error::AttributesRequired { .. }));
    if found > 0 {
        plan.info(Error::AttributesRequired { found });
    }
    vec![File::new("aws-configuration.json", "application/json", pretty(&configuration(plan)))]
}

fn configuration(plan: &Plan<'_>) -> Value {
    let (service, identity) = (plan.provider, plan.identity);
    let consumers = service
        .consumers
        .iter()
        .map(|consumer| {
            object([
                ("location", text(consumer.location.as_str())),
                ("binding", text(HTTP_POST)),
                ("index", Value::Number(consumer.index.into())),
                ("isDefault", Value::Boolean(consumer.is_default)),
            ])
        })
        .collect();
    let attributes = service
        .requested
        .iter()
        .map(|attribute| {
            let mut members = vec![("name", text(&attribute.name))];
            members.extend(attribute.friendly_name.as_deref().map(|name| ("friendlyName", text(name))));
            members.push(("isRequired", Value::Boolean(attribute.is_required)));
            object(members)
        })
        .collect();
    let mut provider = vec![("name", text(identity.name.as_str())), ("entityId", text(identity.entity_id.as_str()))];
    provider.extend(identity.certificate.as_ref().map(|certificate| ("signingCertificate", text(certificate.as_str()))));
    let mut name_id = Vec::new();
    name_id.extend(plan.name_id_format.map(|format| ("format", text(format))));
    name_id.push(("accepted", texts(service.name_id_formats.iter().map(String::as_str))));
    object([
        ("identityProvider", object(provider)),
        (
            "serviceProvider",
            object([
                ("entityId", text(service.entity_id.as_str())),
                ("audience", text(service.entity_id.as_str())),
                ("assertionConsumerServices", Value::List(consumers)),
                ("nameId", object(name_id)),
                ("requestsSigned", Value::Boolean(service.signs_requests)),
                ("requestedAttributes", Value::List(attributes)),
            ]),
        ),
        (
            "signing",
            object([
                ("assertion", Value::Boolean(true)),
                ("response", Value::Boolean(plan.sign_response)),
                ("signatureAlgorithm", text(RSA_SHA256)),
                ("digestAlgorithm", text(SHA256)),
            ]),
        ),
        ("assertionLifetimeSeconds", Value::Number(LIFETIME.into())),
    ])
}
