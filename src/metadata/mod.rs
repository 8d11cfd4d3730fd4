//! SAML metadata: what a service provider's document says, and what an identity provider has to do about it.

mod choose;
pub(crate) mod compare;
pub(crate) mod configure;
pub(crate) mod entity;
mod error;
mod identity_provider;
pub(crate) mod inspect;
mod reader;
mod refusal;
mod service_provider;
pub(crate) mod target;
pub(crate) mod transform;
pub(crate) mod trust;

pub(crate) use choose::{Chooser, Chosen};
pub(crate) use error::Error;
pub(crate) use identity_provider::IdentityProvider;
pub(crate) use reader::{Handler, Reader};
pub(crate) use refusal::Refusal;
pub(crate) use service_provider::ServiceProvider;

use crate::xml::Element;

/// The SAML metadata namespace.
pub(crate) const METADATA: &str = "urn:oasis:names:tc:SAML:2.0:metadata";
/// The binding by which Responses reach AWS.
pub(crate) const HTTP_POST: &str = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";

/// The XML signature namespace, in which keys are written.
const SIGNATURE: &str = "http://www.w3.org/2000/09/xmldsig#";
const PROTOCOL: &str = "urn:oasis:names:tc:SAML:2.0:protocol";

/// Whether a role descriptor is one of SAML 2.0.
fn speaks_saml_2(role: Element<'_, '_>) -> bool {
    role.attribute("protocolSupportEnumeration").unwrap_or_default().split_ascii_whitespace().any(|protocol| protocol == PROTOCOL)
}

/// Codes of this module, for `docs/errors.md`.
#[cfg(test)]
pub(crate) const TABLES: &[&[[&str; 4]]] =
    &[Error::TABLE, compare::Error::TABLE, configure::Error::TABLE, inspect::Error::TABLE, transform::Error::TABLE];
