//! A blueprint that authentik applies: a SAML provider and its application.

use super::yaml::scalar;
use super::{IdentityProvider, ServiceProvider};
use crate::error::{Finding, Pointer, Severity};
use crate::metadata::Error;

const EMAIL: &str = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress";

/// The formats that authentik's `default_name_id_policy` knows and AWS lists. Others stay at authentik's own default.
const POLICIES: [&str; 4] = [
    EMAIL,
    "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified",
    "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
    "urn:oasis:names:tc:SAML:2.0:nameid-format:transient",
];

/// The key pair that every authentik has.
const DEFAULT_KEY: &str = "authentik Self-signed Certificate";

/// Writes the blueprint. authentik's SAML provider holds one consumer URL, so the default one goes in.
pub(super) fn blueprint(service: &ServiceProvider, identity: &IdentityProvider, findings: &mut Vec<Finding<Error>>) -> String {
    let left_out = service.consumers.len().saturating_sub(1);
    if left_out > 0 {
        let place = Pointer::root().key("metadata");
        findings.push(Finding::new(Severity::Warning, place, Error::ConsumersLeftOut { found: left_out }));
    }
    let place = Pointer::root().key("identityProvider").key("signingCertificate");
    findings.push(if identity.certificate.is_some() {
        Finding::new(Severity::Warning, place, Error::SigningKeyToChoose)
    } else {
        Finding::new(Severity::Info, place, Error::SigningKeyDefault)
    });

    let name = scalar(identity.name.as_str());
    let slug = scalar(&identity.name.slug());
    let acs = scalar(service.default_consumer().map_or("", |consumer| consumer.location.as_str()));
    let audience = scalar(service.entity_id.as_str());
    let issuer = scalar(identity.entity_id.as_str());
    let key = scalar(DEFAULT_KEY);
    let mut out = format!(
        "# An authentik blueprint: Customization > Blueprints, or a file below /blueprints.\n\
         version: 1\n\
         metadata:\n  name: {name}\n\
         context:\n\
         \x20 # Names of this authentik's own objects; these are its defaults.\n\
         \x20 authorization_flow: default-provider-authorization-implicit-consent\n\
         \x20 invalidation_flow: default-provider-invalidation-flow\n\
         \x20 signing_key: {key}\n\
         entries:\n\
         \x20 - model: authentik_providers_saml.samlprovider\n\
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
         \x20     # AWS requires the assertion's signature and takes the Response's as an extra.\n\
         \x20     sign_assertion: true\n\
         \x20     sign_response: false\n\
         \x20     digest_algorithm: http://www.w3.org/2001/04/xmlenc#sha256\n\
         \x20     signature_algorithm: http://www.w3.org/2001/04/xmldsig-more#rsa-sha256\n\
         \x20     # AWS redeems a Response within 5 minutes.\n\
         \x20     assertion_valid_not_before: minutes=-5\n\
         \x20     assertion_valid_not_on_or_after: minutes=5\n\
         \x20     # AWS ends a console session no later than this, so it must be longer than any session.\n\
         \x20     session_valid_not_on_or_after: minutes=86400\n"
    );
    if let Some(format) = service.name_id_format().filter(|format| POLICIES.contains(format)) {
        out.push_str(&format!("      default_name_id_policy: {}\n", scalar(format)));
        if format == EMAIL {
            out.push_str(
                "      name_id_mapping: !Find [authentik_providers_saml.samlpropertymapping, [managed, goauthentik.io/providers/saml/email]]\n",
            );
        }
    }
    out.push_str(&format!(
        "  - model: authentik_core.application\n\
         \x20   id: application\n\
         \x20   identifiers:\n      slug: {slug}\n\
         \x20   attrs:\n      name: {name}\n      provider: !KeyOf provider\n"
    ));
    out
}
