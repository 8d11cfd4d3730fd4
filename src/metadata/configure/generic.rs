//! Documented JSON for an identity provider that has no format of its own here: `docs/generic-configuration.md`.

use super::{IdentityProvider, ServiceProvider};
use crate::json::Value;
use crate::metadata::HTTP_POST;

/// Writes the configuration, indented for people.
pub(super) fn json(service: &ServiceProvider, identity: &IdentityProvider) -> String {
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
    name_id.extend(service.name_id_format().map(|format| ("format", text(format))));
    name_id.push(("accepted", Value::List(service.name_id_formats.iter().map(|format| text(format)).collect())));
    let configuration = object([
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
                ("response", Value::Boolean(false)),
                ("signatureAlgorithm", text("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256")),
                ("digestAlgorithm", text("http://www.w3.org/2001/04/xmlenc#sha256")),
            ]),
        ),
        ("assertionLifetimeSeconds", Value::Number(300.into())),
    ]);
    // Values with string keys: writing them cannot fail.
    serde_json::to_string_pretty(&configuration).unwrap_or_default() + "\n"
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn object(members: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    Value::Object(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}
