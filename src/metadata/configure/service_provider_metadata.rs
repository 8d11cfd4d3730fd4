//! The service provider's metadata, written anew: what an identity provider needs of it, and nothing else.

use super::plan::Plan;
use crate::metadata::{HTTP_POST, METADATA, PROTOCOL, SIGNATURE};
use crate::xml::Outline;

/// Writes an EntityDescriptor in the order of the OASIS schema (SAML Metadata §2.4.4).
///
/// Without signature and validUntil: what it says was read and judged when the configuration was written.
pub(super) fn xml(plan: &Plan<'_>) -> String {
    let provider = plan.provider;
    let mut out = Outline::new();
    out.open("md:EntityDescriptor", &[("xmlns:md", METADATA), ("entityID", provider.entity_id.as_str())]);
    let signed = provider.signs_requests.to_string();
    out.open(
        "md:SPSSODescriptor",
        &[("protocolSupportEnumeration", PROTOCOL), ("AuthnRequestsSigned", &signed), ("WantAssertionsSigned", "true")],
    );
    for certificate in &plan.requests_signed_by {
        key(&mut out, "signing", certificate);
    }
    if let Some(certificate) = &plan.encrypt_for {
        key(&mut out, "encryption", certificate);
    }
    // The one to send comes first: an identity provider without a preference of its own takes the first.
    if let Some(format) = plan.name_id_format {
        out.text("md:NameIDFormat", &[], format);
    }
    for format in provider.name_id_formats.iter().filter(|format| Some(format.as_str()) != plan.name_id_format) {
        out.text("md:NameIDFormat", &[], format);
    }
    for consumer in &provider.consumers {
        let index = consumer.index.to_string();
        let mut attributes = vec![("Binding", HTTP_POST), ("Location", consumer.location.as_str()), ("index", index.as_str())];
        if consumer.is_default {
            attributes.push(("isDefault", "true"));
        }
        out.empty("md:AssertionConsumerService", &attributes);
    }
    if !provider.requested.is_empty() {
        requested(&mut out, plan);
    }
    out.finish()
}

fn key(out: &mut Outline, usage: &str, certificate: &str) {
    out.open("md:KeyDescriptor", &[("use", usage)]);
    out.open("ds:KeyInfo", &[("xmlns:ds", SIGNATURE)]).open("ds:X509Data", &[]);
    out.text("ds:X509Certificate", &[], certificate);
    out.close().close().close();
}

fn requested(out: &mut Outline, plan: &Plan<'_>) {
    out.open("md:AttributeConsumingService", &[("index", "1")]);
    out.text("md:ServiceName", &[("xml:lang", "en")], plan.identity.name.as_str());
    for attribute in &plan.provider.requested {
        let mut attributes = vec![("Name", attribute.name.as_str())];
        attributes.extend(attribute.friendly_name.as_deref().map(|name| ("FriendlyName", name)));
        if attribute.is_required {
            attributes.push(("isRequired", "true"));
        }
        out.empty("md:RequestedAttribute", &attributes);
    }
    out.close();
}
