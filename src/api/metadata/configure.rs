//! `metadata_configure`.

use crate::api::envelope::{failure, finding, problem};
use crate::api::types::{
    self as wire, ConfigurationFile, ConfigurationFormat, ConfigureAnswer, ConfigureRequest, ConsumerService, Failure,
    ProviderSummary,
};
use crate::error::Pointer;
use crate::metadata::configure::{
    CertificatePem, Configuration, File, Format, IdentityProvider, ServiceName, configure as write,
};
use crate::metadata::{self, HTTP_POST, ServiceProvider};
use crate::uri::EntityId;
use crate::xml::Document;

/// Turns AWS's service-provider metadata into an identity provider's configuration.
pub(crate) fn configure(request: ConfigureRequest) -> Result<ConfigureAnswer, Failure> {
    let format = match request.format {
        ConfigurationFormat::Generic => Format::Generic,
        ConfigurationFormat::Authentik => Format::Authentik,
        ConfigurationFormat::Keycloak => Format::Keycloak,
        ConfigurationFormat::Simplesamlphp => Format::Simplesamlphp,
        ConfigurationFormat::Shibboleth => Format::Shibboleth,
        ConfigurationFormat::Terraform => Format::Terraform,
    };
    let identity_provider = identity_provider(&request.identity_provider)?;
    let place = Pointer::root().key("metadata");
    let document = Document::parse(&request.metadata).map_err(|error| failure([error.at(&place)]))?;
    let service_provider = ServiceProvider::read(&document).map_err(|error| failure([place.at(error)]))?;
    let configuration = write(&service_provider, &identity_provider, format);
    Ok(ConfigureAnswer {
        summary: summary(service_provider, &identity_provider, &configuration),
        configuration: configuration.text,
        media_type: configuration.media_type.to_owned(),
        files: configuration.files.into_iter().map(file).collect(),
        findings: configuration.findings.into_iter().map(finding).collect(),
    })
}

fn file(File { name, media_type, content }: File) -> ConfigurationFile {
    ConfigurationFile { name, media_type: media_type.to_owned(), content }
}

fn identity_provider(identity: &wire::ProviderIdentity) -> Result<IdentityProvider, Failure> {
    let place = Pointer::root().key("identityProvider");
    let mut errors = Vec::new();
    let name = ServiceName::parse(&identity.name).map_err(|error| errors.push(problem(place.key("name").at(error))));
    let entity_id = EntityId::parse(&identity.entity_id)
        .map_err(|_| errors.push(problem(place.key("entityId").at(metadata::Error::EntityId))));
    let certificate = identity.signing_certificate.as_deref().map(CertificatePem::parse).transpose();
    let certificate = certificate.map_err(|error| errors.push(problem(place.key("signingCertificate").at(error))));
    match (name, entity_id, certificate) {
        (Ok(name), Ok(entity_id), Ok(certificate)) => Ok(IdentityProvider { name, entity_id, certificate }),
        _ => Err(Failure { errors, findings: Vec::new() }),
    }
}

fn summary(service: ServiceProvider, identity: &IdentityProvider, configuration: &Configuration) -> ProviderSummary {
    ProviderSummary {
        acs: service
            .consumers
            .iter()
            .map(|consumer| ConsumerService {
                location: consumer.location.as_str().to_owned(),
                binding: HTTP_POST.to_owned(),
                index: consumer.index.into(),
                is_default: consumer.is_default,
            })
            .collect(),
        audience: service.entity_id.as_str().to_owned(),
        issuer: identity.entity_id.as_str().to_owned(),
        name_id_format: configuration.name_id_format.clone(),
        name_id_formats: service.name_id_formats,
        // Not a wish of the document: AWS refuses an assertion without a signature (facts of stackd's recordings).
        sign_assertion: true,
        sign_response: configuration.sign_response,
        requests_signed: service.signs_requests,
        requested_attributes: service.requested.into_iter().map(super::requested_attribute).collect(),
    }
}
