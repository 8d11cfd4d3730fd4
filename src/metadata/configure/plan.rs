//! What the identity provider has to do, whatever its format.

use super::attributes::{self, Attribute, Source};
use super::{Error, IdentityProvider};
use crate::aws::{Service, Target, name_id};
use crate::error::{Finding, Pointer, Severity};
use crate::metadata::ServiceProvider;
use crate::xml::Certificate;

/// Seconds from issuing to the end: AWS redeems a Response within 5 minutes.
pub(super) const LIFETIME: u32 = 300;
pub(super) const RSA_SHA256: &str = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
pub(super) const SHA256: &str = "http://www.w3.org/2001/04/xmlenc#sha256";

/// The service provider's document, read with AWS's rules.
pub(super) struct Plan<'a> {
    pub(super) provider: &'a ServiceProvider,
    pub(super) identity: &'a IdentityProvider,
    pub(super) service: Option<Service<'a>>,
    pub(super) name_id_format: Option<&'a str>,
    pub(super) sign_response: bool,
    pub(super) attributes: &'static [Attribute],
    /// The certificates that requests are verified with, base64 of DER; empty unless requests are signed.
    pub(super) requests_signed_by: Vec<String>,
    /// The certificate that assertions are encrypted for, base64 of DER.
    pub(super) encrypt_for: Option<String>,
    pub(super) findings: Vec<Finding<Error>>,
}

impl<'a> Plan<'a> {
    /// Draws the conclusions that hold for every format.
    pub(super) fn of(provider: &'a ServiceProvider, identity: &'a IdentityProvider) -> Self {
        let consumers: Vec<&str> = provider.consumers.iter().map(|consumer| consumer.location.as_str()).collect();
        let service = Service::recognise(provider.entity_id.as_str(), &consumers);
        let target = service.map(Service::target);
        let mut plan = Self {
            provider,
            identity,
            service,
            name_id_format: name_id_format(provider, target),
            sign_response: target.is_some_and(Target::wants_signed_response),
            attributes: attributes::of(service),
            requests_signed_by: Vec::new(),
            encrypt_for: None,
            findings: Vec::new(),
        };
        plan.look_at_consumers(&consumers);
        if !provider.wants_assertions_signed {
            plan.info(Error::AssertionsSigned);
        }
        if target == Some(Target::IdentityCenter) {
            plan.info(Error::NameIdIsUserName);
        }
        if provider.expires {
            plan.info(Error::ValidityLeftOut);
        }
        plan.read_certificates(target);
        let found = provider
            .requested
            .iter()
            .filter(|wanted| wanted.is_required && !plan.attributes.iter().any(|attribute| attribute.name == wanted.name))
            .count();
        if found > 0 {
            plan.info(Error::AttributesRequired { found });
        }
        plan
    }

    /// Says something about the document.
    pub(super) fn say(&mut self, severity: Severity, error: Error) {
        self.push(Finding::new(severity, Pointer::root().key("metadata"), error));
    }

    pub(super) fn info(&mut self, error: Error) {
        self.say(Severity::Info, error);
    }

    pub(super) fn warn(&mut self, error: Error) {
        self.say(Severity::Warning, error);
    }

    /// Says something about a member of the request's `identityProvider`.
    pub(super) fn say_of_identity(&mut self, severity: Severity, member: &str, error: Error) {
        self.push(Finding::new(severity, Pointer::root().key("identityProvider").key(member), error));
    }

    /// Once: a configuration for two identity providers has reasons to say something twice.
    fn push(&mut self, finding: Finding<Error>) {
        if !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }

    /// The consumer URL of a Response without a request.
    pub(super) fn default_consumer(&self) -> &'a str {
        self.provider.default_consumer().map_or("", |consumer| consumer.location.as_str())
    }

    /// Whether the service takes roles.
    pub(super) fn grants_roles(&self) -> bool {
        self.attributes.iter().any(|attribute| attribute.from == Source::Roles)
    }

    pub(super) const fn is_console(&self) -> bool {
        matches!(self.service, Some(Service::Console(_)))
    }

    /// What has to be said where roles and session names are the identity provider's own.
    pub(super) fn say_what_roles_need(&mut self, session_name_as_it_is: bool) {
        if self.grants_roles() {
            self.info(Error::RolesToGrant);
            if session_name_as_it_is {
                self.info(Error::SessionNames);
            }
        }
    }

    /// The certificate in the request says which key signs, which this format cannot choose.
    pub(super) fn say_that_the_key_is_elsewhere(&mut self) {
        if self.identity.certificate.is_some() {
            self.say_of_identity(Severity::Info, "signingCertificate", Error::SigningKeyElsewhere);
        }
    }

    fn look_at_consumers(&mut self, consumers: &[&str]) {
        match self.service {
            None => self.info(Error::ServiceUnknown),
            Some(service) => {
                let found = consumers.iter().filter(|consumer| service.takes(consumer) == Some(false)).count();
                if found > 0 {
                    self.warn(Error::ConsumersForeign { found });
                }
            }
        }
        if self.provider.other_bindings > 0 {
            self.info(Error::ConsumersOtherBinding { found: self.provider.other_bindings });
        }
    }

    fn read_certificates(&mut self, target: Option<Target>) {
        let mut unreadable = 0;
        let mut read = |base64: &String| match Certificate::parse(base64) {
            Ok(certificate) => Some(certificate.to_base64()),
            Err(_) => {
                unreadable += 1;
                None
            }
        };
        let encryption = self.provider.encryption_certificate.as_ref().and_then(&mut read);
        // Keys for requests that are not signed are nobody's business: AWS's console publishes one and starts no login.
        let signing: Vec<String> = if self.provider.signs_requests {
            self.provider.signing_certificates.iter().filter_map(&mut read).collect()
        } else {
            Vec::new()
        };
        if unreadable > 0 {
            self.warn(Error::CertificatesUnreadable { found: unreadable });
        }
        if self.provider.signs_requests && signing.is_empty() {
            self.warn(Error::RequestCertificateMissing);
        }
        self.requests_signed_by = signing;
        if encryption.is_some() && !target.is_none_or(Target::decrypts) {
            self.info(Error::EncryptionLeftOut);
        } else {
            self.encrypt_for = encryption;
        }
    }
}

/// The NameID format to send. Identity Center and Client VPN know people by e-mail, whatever the document lists; a console
/// without a list gets what AWS advises.
fn name_id_format(provider: &ServiceProvider, target: Option<Target>) -> Option<&str> {
    let wanted = target.map(Target::name_id_format);
    match (provider.name_id_format(), wanted) {
        (_, Some(name_id::EMAIL)) => Some(name_id::EMAIL),
        (None, wanted) => wanted,
        (listed, _) => listed,
    }
}
