//! From AWS's metadata to an identity provider's configuration.
//!
//! This is where guides say "copy the Issuer URL to the Audience field": each value here comes from the document.
//!
//! A file of one language holds values of somebody's document. Each language has one module that writes them ([`json`],
//! [`yaml`], [`php`], [`hcl`], [`spring`] within XML), and comments hold none.

mod attributes;
mod authentik;
mod error;
mod generic;
mod hcl;
mod identity;
mod json;
mod keycloak;
mod php;
mod plan;
mod service_provider_metadata;
mod shibboleth;
mod simplesamlphp;
mod spring;
mod terraform;
mod yaml;

pub(crate) use error::Error;
pub(crate) use identity::{CertificatePem, IdentityProvider, ServiceName};

use super::ServiceProvider;
use crate::error::Finding;
use plan::Plan;

/// What the configuration is written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Generic,
    Authentik,
    Keycloak,
    Simplesamlphp,
    Shibboleth,
    Terraform,
}

/// A file of a configuration.
#[derive(Clone, Debug)]
pub(crate) struct File {
    /// Without a folder; letters, digits, dashes and dots.
    pub(crate) name: String,
    pub(crate) media_type: &'static str,
    pub(crate) content: String,
}

impl File {
    fn new(name: &str, media_type: &'static str, content: String) -> Self {
        Self { name: name.to_owned(), media_type, content }
    }
}

/// A finished configuration.
#[derive(Clone, Debug)]
pub(crate) struct Configuration {
    pub(crate) text: String,
    pub(crate) media_type: &'static str,
    pub(crate) files: Vec<File>,
    pub(crate) name_id_format: Option<String>,
    pub(crate) sign_response: bool,
    pub(crate) findings: Vec<Finding<Error>>,
}

/// The configuration of `identity_provider` for `service_provider`.
pub(crate) fn configure(
    service_provider: &ServiceProvider,
    identity_provider: &IdentityProvider,
    format: Format,
) -> Configuration {
    let mut plan = Plan::of(service_provider, identity_provider);
    let files = match format {
        Format::Generic => generic::files(&mut plan),
        Format::Authentik => authentik::files(&mut plan),
        Format::Keycloak => keycloak::files(&mut plan),
        Format::Simplesamlphp => simplesamlphp::files(&mut plan),
        Format::Shibboleth => shibboleth::files(&mut plan),
        Format::Terraform => terraform::files(&mut plan),
    };
    // Terraform reads a folder as one module, so that its files are one text; of the others the first is the one to apply.
    let text = match format {
        Format::Terraform => files.iter().map(|file| file.content.as_str()).collect::<Vec<_>>().join("\n"),
        _ => files.first().map(|file| file.content.clone()).unwrap_or_default(),
    };
    Configuration {
        text,
        media_type: files.first().map_or("text/plain", |file| file.media_type),
        files,
        name_id_format: plan.name_id_format.map(str::to_owned),
        sign_response: plan.sign_response,
        findings: plan.findings,
    }
}
