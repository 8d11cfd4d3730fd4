//! A service provider as its metadata describes it.

use std::collections::BTreeSet;

use super::entity::{RequestedAttribute, flag};
use super::{Error, HTTP_POST, METADATA, SIGNATURE, speaks_saml_2};
use crate::aws::name_id;
use crate::uri::{EntityId, Location};
use crate::xml::{Document, Element};

/// What the document says, and nothing of what it does not.
#[derive(Clone, Debug)]
pub(crate) struct ServiceProvider {
    pub(crate) entity_id: EntityId,
    /// Those with the HTTP-POST binding, in document order; never empty.
    pub(crate) consumers: Vec<ConsumerService>,
    /// How many have another binding.
    pub(crate) other_bindings: usize,
    pub(crate) name_id_formats: Vec<String>,
    pub(crate) wants_assertions_signed: bool,
    pub(crate) signs_requests: bool,
    pub(crate) requested: Vec<RequestedAttribute>,
    /// Base64 of the certificate that assertions are encrypted for: the first of a key for encryption, or for any use.
    pub(crate) encryption_certificate: Option<String>,
    /// Base64 of the certificates that its requests are signed with: of every key for signing, or for any use.
    pub(crate) signing_certificates: Vec<String>,
    /// The document says until when it holds.
    pub(crate) expires: bool,
}

/// An AssertionConsumerService.
#[derive(Clone, Debug)]
pub(crate) struct ConsumerService {
    pub(crate) location: Location,
    pub(crate) index: u16,
    /// Exactly one of the list is (SAML Metadata §2.4.4.1).
    pub(crate) is_default: bool,
}

impl ServiceProvider {
    /// Reads the one SAML 2.0 service provider of an EntityDescriptor.
    ///
    /// Does not look at the document's signature, at when it expires, or at what its certificates say.
    pub(crate) fn read(document: &Document<'_>) -> Result<Self, Error> {
        let root = document.root();
        if root.is(METADATA, "EntitiesDescriptor") {
            return Err(Error::Aggregate);
        }
        if !root.is(METADATA, "EntityDescriptor") {
            return Err(Error::NotMetadata);
        }
        let entity_id =
            EntityId::parse(root.attribute("entityID").ok_or(Error::EntityIdMissing)?).map_err(|_| Error::EntityId)?;
        let mut roles = root.named(METADATA, "SPSSODescriptor").filter(|role| speaks_saml_2(*role));
        let role = roles.next().ok_or(Error::NoServiceProvider)?;
        if roles.next().is_some() {
            return Err(Error::SeveralServiceProviders);
        }
        let (consumers, other_bindings) = consumers(role)?;
        let service = role
            .named(METADATA, "AttributeConsumingService")
            .find(|service| flag(*service, "isDefault") == Some(true))
            .or_else(|| role.named(METADATA, "AttributeConsumingService").next());
        let requested = service
            .into_iter()
            .flat_map(|service| service.named(METADATA, "RequestedAttribute"))
            .filter_map(RequestedAttribute::read)
            .collect();
        let keys = |wanted: &'static str| {
            let keys = role.named(METADATA, "KeyDescriptor");
            keys.filter(move |key| key.attribute("use").is_none_or(|usage| usage == wanted)).filter_map(certificate)
        };
        Ok(Self {
            encryption_certificate: keys("encryption").next(),
            signing_certificates: keys("signing").collect(),
            expires: root.attribute("validUntil").or_else(|| role.attribute("validUntil")).is_some(),
            entity_id,
            consumers,
            other_bindings,
            name_id_formats: role
                .named(METADATA, "NameIDFormat")
                .map(|format| format.text().trim().to_owned())
                .filter(|format| !format.is_empty())
                .collect(),
            wants_assertions_signed: flag(role, "WantAssertionsSigned") == Some(true),
            signs_requests: flag(role, "AuthnRequestsSigned") == Some(true),
            requested,
        })
    }

    /// The NameID format to send: persistent where it is listed, for AWS advises it and it carries no personal data
    /// into CloudTrail (botocore/sts); else e-mail, which Identity Center requires; else the first of the list.
    pub(crate) fn name_id_format(&self) -> Option<&str> {
        let listed = |wanted: &str| self.name_id_formats.iter().find(|format| *format == wanted);
        listed(name_id::PERSISTENT)
            .or_else(|| listed(name_id::EMAIL))
            .or_else(|| self.name_id_formats.first())
            .map(String::as_str)
    }

    /// The consumer service that a Response without a request goes to.
    pub(crate) fn default_consumer(&self) -> Option<&ConsumerService> {
        self.consumers.iter().find(|consumer| consumer.is_default)
    }
}

/// The first certificate of a key, as base64 without white space.
fn certificate(key: Element<'_, '_>) -> Option<String> {
    let info = key.named(SIGNATURE, "KeyInfo").next()?;
    let data = info.named(SIGNATURE, "X509Data").next()?;
    let certificate = data.named(SIGNATURE, "X509Certificate").next()?;
    Some(certificate.text().split_ascii_whitespace().collect())
}

fn consumers(role: Element<'_, '_>) -> Result<(Vec<ConsumerService>, usize), Error> {
    let mut consumers = Vec::new();
    let mut marks = Vec::new();
    let mut indices = BTreeSet::new();
    let mut others = 0;
    for consumer in role.named(METADATA, "AssertionConsumerService") {
        let index = consumer.attribute("index").and_then(|index| index.trim().parse::<u16>().ok()).ok_or(Error::ConsumerIndex)?;
        if !indices.insert(index) {
            return Err(Error::ConsumerIndex);
        }
        if consumer.attribute("Binding") != Some(HTTP_POST) {
            others += 1;
            continue;
        }
        let location =
            Location::parse(consumer.attribute("Location").unwrap_or_default().trim()).map_err(|_| Error::ConsumerLocation)?;
        consumers.push(ConsumerService { location, index, is_default: false });
        marks.push(flag(consumer, "isDefault"));
    }
    // SAML Metadata §2.4.4.1: the first that says true, else the first that does not say false, else the first.
    let default =
        marks.iter().position(|mark| *mark == Some(true)).or_else(|| marks.iter().position(Option::is_none)).unwrap_or(0);
    consumers.get_mut(default).ok_or(Error::ConsumerMissing)?.is_default = true;
    Ok((consumers, others))
}
