//! SAML metadata: what a service provider's document says, and what an identity provider has to do about it.

pub(crate) mod configure;
mod error;
mod service_provider;

pub(crate) use error::Error;
pub(crate) use service_provider::ServiceProvider;

/// The SAML metadata namespace.
pub(crate) const METADATA: &str = "urn:oasis:names:tc:SAML:2.0:metadata";
/// The binding by which Responses reach AWS.
pub(crate) const HTTP_POST: &str = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";
