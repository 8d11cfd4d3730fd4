//! What SAML and the AWS services ask of a document, and what of it is not so.
//!
//! A rule says what AWS refuses (an error), what AWS takes and an operator will regret (a warning), and what is worth
//! knowing. Of several places that break one rule the first is told, with their number.

use std::collections::BTreeSet;

use super::{Error, Facts};
use crate::aws::Target;
use crate::error::Severity;
use crate::metadata::entity::{Endpoint, Entity, Key, KeyUse, Role, RoleKind, Validity};
use crate::metadata::target::{IAM_IDENTITY_PROVIDERS, IAM_KEYS};
use crate::time::UnixTime;
use crate::uri::{EntityId, Location};
use crate::xml::Certificate;
use crate::xml::signature::{PublicKey, RSA_BITS_GOOD, RSA_BITS_LEAST};

/// What was asked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Question {
    pub(crate) target: Option<Target>,
    pub(crate) now: Option<UnixTime>,
}

/// What a rule has to say, and the offset of the element that it is about.
pub(in crate::metadata) type Said = (Severity, Error, Option<usize>);

impl Question {
    /// Rules about the document.
    pub(super) fn document(&self, facts: &Facts) -> Vec<Said> {
        let Facts { around: whole, .. } = facts;
        let mut said = Vec::new();
        // IAM/troubleshoot_saml; what the others do with it is not established.
        let for_iam = if self.target.is_some_and(Target::keeps_metadata_in_iam) { Severity::Error } else { Severity::Warning };
        if whole.has_mark {
            said.push((for_iam, Error::ByteOrderMark, None));
        }
        let is_utf8 = |name: &str| name.eq_ignore_ascii_case("utf-8") || name.eq_ignore_ascii_case("us-ascii");
        if !whole.encoding.as_deref().is_none_or(is_utf8) {
            said.push((for_iam, Error::Encoding, None));
        }
        if whole.is_aggregate {
            validity(&whole.validity, self.now, None, &mut said);
        }
        let Some(target) = self.target else { return said };
        let bounds = target.metadata_characters();
        if whole.characters < *bounds.start() {
            said.push((Severity::Error, Error::TooShort { found: whole.characters, least: *bounds.start() }, None));
        }
        if whole.characters > *bounds.end() {
            said.push((Severity::Error, Error::TooLong { found: whole.characters, most: *bounds.end() }, None));
        }
        if whole.is_aggregate {
            // stackd saw IAM take one; of the others nothing is established.
            said.push((Severity::Warning, Error::Wrapped { found: facts.entities }, None));
            if facts.identity_providers == 0 {
                said.push((Severity::Error, Error::NoIdentityProvider, None));
            }
            if target.keeps_metadata_in_iam() && facts.identity_providers > IAM_IDENTITY_PROVIDERS {
                let error = Error::ManyIdentityProviders { found: facts.identity_providers, most: IAM_IDENTITY_PROVIDERS };
                said.push((Severity::Error, error, None));
            }
        }
        said
    }

    /// Rules about a group of an aggregate.
    pub(super) fn group(&self, around: &Validity) -> Vec<Said> {
        let mut said = Vec::new();
        validity(around, self.now, None, &mut said);
        said
    }

    /// Rules about one entity. In an aggregate, that an entity is no identity provider is nothing to say.
    pub(in crate::metadata) fn entity(&self, entity: &Entity, is_alone: bool, has_prefix: bool) -> Vec<Said> {
        let mut said = Vec::new();
        let at = Some(entity.at);
        match (entity.entity_id.as_str(), EntityId::parse(&entity.entity_id)) {
            ("", _) => said.push((Severity::Error, Error::EntityIdMissing, at)),
            (_, Err(_)) => said.push((Severity::Error, Error::EntityIdMalformed, at)),
            _ => {}
        }
        validity(&entity.validity, self.now, at, &mut said);
        if entity.roles.is_empty() {
            said.push((Severity::Error, Error::NoRole, at));
        }
        for role in &entity.roles {
            if role.kind != RoleKind::WsFederation {
                self.role(role, &mut said);
            }
        }
        let (Some(target), true) = (self.target, is_alone || entity.of_kind(RoleKind::IdentityProvider).next().is_some()) else {
            return said;
        };
        let found = entity.entity_id.chars().count();
        if !target.entity_id_characters().contains(&found) && target == Target::Opensearch {
            said.push((Severity::Error, Error::EntityIdLength { found }, at));
        }
        if !entity.roles.is_empty() && entity.of_kind(RoleKind::IdentityProvider).next().is_none() {
            said.push((Severity::Error, Error::NoIdentityProvider, at));
        }
        let ws_federation: Vec<_> = entity.roles.iter().filter(|role| role.kind == RoleKind::WsFederation).collect();
        if let Some(first) = ws_federation.first() {
            said.push((Severity::Info, Error::WsFederation { found: ws_federation.len() }, Some(first.at)));
        }
        let other =
            |role: &&Role| matches!(role.kind, RoleKind::IdentityProvider | RoleKind::ServiceProvider) && !role.speaks_saml_2();
        let other: Vec<_> = entity.roles.iter().filter(other).collect();
        if let Some(first) = other.first() {
            said.push((Severity::Info, Error::OtherProtocol { found: other.len() }, Some(first.at)));
        }
        if !has_prefix && target == Target::Cognito {
            said.push((Severity::Warning, Error::NoPrefixes, at));
        }
        for role in entity.of_kind(RoleKind::IdentityProvider) {
            for_target(role, target, &mut said);
        }
        said
    }

    /// Rules about any role.
    fn role(&self, role: &Role, said: &mut Vec<Said>) {
        validity(&role.validity, self.now, Some(role.at), said);
        for key in &role.keys {
            if key.is_armoured {
                said.push((Severity::Warning, Error::CertificateArmoured, Some(key.at)));
            }
            if let Some(certificate) = &key.certificate {
                match certificate {
                    Ok(certificate) => self.certificate(key, certificate, said),
                    // IAM parses every certificate, whatever it is for.
                    Err(_) => said.push((Severity::Error, Error::CertificateUnreadable, Some(key.at))),
                }
            }
        }
        let endpoints = || role.endpoints.iter();
        tell(said, Severity::Info, endpoints().filter(|endpoint| is_plain(endpoint)), |found| Error::LocationPlain { found });
        let relative = endpoints().filter(|endpoint| Location::parse(&endpoint.location).is_err());
        let severity = if self.target == Some(Target::IdentityCenter) { Severity::Error } else { Severity::Warning };
        tell(said, severity, relative, |found| Error::LocationRelative { found });
        let mut seen = BTreeSet::new();
        let twice = endpoints().filter(|endpoint| is_indexed(endpoint)).filter(|endpoint| {
            let is_number = endpoint.index.is_some_and(|index| index <= 65_535);
            !is_number || !seen.insert((endpoint.service.as_str(), endpoint.index))
        });
        tell(said, Severity::Warning, twice, |found| Error::IndexTwice { found });
    }

    fn certificate(&self, key: &Key, certificate: &Certificate, said: &mut Vec<Said>) {
        let at = Some(key.at);
        if self.target == Some(Target::IdentityCenter) {
            let found = certificate.to_pem().len();
            if found > IDENTITY_CENTER_CERTIFICATE {
                said.push((Severity::Warning, Error::CertificateLong { found, most: IDENTITY_CENTER_CERTIFICATE }, at));
            }
        }
        if certificate.has_repeated_extension {
            said.push((Severity::Error, Error::RepeatedExtension, at));
        }
        match &certificate.key {
            Some(rsa @ PublicKey::Rsa { .. }) if rsa.bits() < RSA_BITS_LEAST => {
                said.push((Severity::Error, Error::KeyTooShort { found: rsa.bits(), least: RSA_BITS_LEAST }, at));
            }
            Some(rsa @ PublicKey::Rsa { .. }) if rsa.bits() < RSA_BITS_GOOD => {
                said.push((Severity::Warning, Error::KeyShort { found: rsa.bits(), good: RSA_BITS_GOOD }, at));
            }
            Some(PublicKey::Rsa { .. }) => {}
            _ if key.usage == Some(KeyUse::Encryption) => {}
            _ => said.push((Severity::Warning, Error::KeyKind, at)),
        }
        if ["sha1WithRSAEncryption", "md5WithRSAEncryption", "ecdsa-with-SHA1"]
            .contains(&certificate.signature_algorithm.as_str())
        {
            said.push((Severity::Info, Error::CertificateSha1, at));
        }
        let Some(now) = self.now else { return };
        let left = days_left(certificate, now);
        if now.seconds() > certificate.not_after {
            said.push((Severity::Warning, Error::CertificateExpired { days: -left }, at));
        } else if now.seconds() < certificate.not_before {
            let days = (certificate.not_before - now.seconds() + DAY - 1) / DAY;
            said.push((Severity::Warning, Error::CertificateEarly { days }, at));
        } else if left <= EXPIRING {
            said.push((Severity::Warning, Error::CertificateExpiring { days: left }, at));
        }
    }
}

const DAY: i64 = 86_400;
/// Characters of a certificate that is uploaded on its own (IdC/limits).
const IDENTITY_CENTER_CERTIFICATE: usize = 2_500;
/// Identity Center shows a certificate in yellow from here on (IdC/rotatesamlcert).
const EXPIRING: i64 = 90;

/// Whole days until a certificate expires, rounded down: negative as soon as it has.
pub(crate) fn days_left(certificate: &Certificate, now: UnixTime) -> i64 {
    (certificate.not_after - now.seconds()).div_euclid(DAY)
}

fn validity(validity: &Validity, now: Option<UnixTime>, at: Option<usize>, said: &mut Vec<Said>) {
    if validity.is_unreadable {
        said.push((Severity::Warning, Error::ValidUntilUnreadable, at));
    }
    if let (Some(until), Some(now)) = (validity.until, now)
        && until < now
    {
        said.push((Severity::Warning, Error::Expired, at));
    }
}

/// Rules of a target about its identity provider.
fn for_target(role: &Role, target: Target, said: &mut Vec<Said>) {
    let at = Some(role.at);
    // IAM takes a document without keys or endpoints, as recorded, and logins fail later; Identity Center needs both.
    let needed = if target.keeps_metadata_in_iam() { Severity::Warning } else { Severity::Error };
    if role.signing_keys().all(|key| key.certificate.is_none()) {
        said.push((needed, Error::NoSigningKey, at));
    }
    if role.service(SINGLE_SIGN_ON).next().is_none() {
        said.push((needed, Error::NoSingleSignOn, at));
    } else if target.needs_redirect() && !role.service(SINGLE_SIGN_ON).any(|endpoint| endpoint.binding == HTTP_REDIRECT) {
        said.push((Severity::Error, Error::NoRedirect, at));
    }
    if target.sends_unsigned_requests() && role.wants_requests_signed == Some(true) {
        said.push((Severity::Warning, Error::RequestsSigned, at));
    }
    let certificates = role.keys.iter().filter(|key| key.certificate.is_some()).count();
    if target.keeps_metadata_in_iam() && certificates > IAM_KEYS {
        said.push((Severity::Error, Error::ManyKeys { found: certificates, most: IAM_KEYS }, at));
    }
    if !target.takes_encryption_keys() {
        let keys: Vec<_> = role.keys.iter().filter(|key| key.usage == Some(KeyUse::Encryption)).collect();
        if let Some(first) = keys.first() {
            said.push((Severity::Warning, Error::EncryptionKey { found: keys.len() }, Some(first.at)));
        }
    }
}

pub(crate) const SINGLE_SIGN_ON: &str = "SingleSignOnService";
pub(crate) const HTTP_REDIRECT: &str = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";

/// Client VPN listens on the person's own machine, where plain http goes nowhere.
fn is_plain(endpoint: &Endpoint) -> bool {
    let location = endpoint.location.get(..7).unwrap_or_default();
    let host = endpoint.location.get(7..).unwrap_or_default();
    let is_local = ["127.0.0.1", "localhost", "[::1]"].iter().any(|local| host.starts_with(local));
    location.eq_ignore_ascii_case("http://") && !is_local
}

/// SAML Metadata §2.2.3: which services are numbered.
fn is_indexed(endpoint: &Endpoint) -> bool {
    matches!(endpoint.service.as_str(), "AssertionConsumerService" | "ArtifactResolutionService")
}

/// Says one thing about several endpoints, at the place of the first.
fn tell<'e>(
    said: &mut Vec<Said>,
    severity: Severity,
    mut endpoints: impl Iterator<Item = &'e Endpoint>,
    error: impl FnOnce(usize) -> Error,
) {
    if let Some(first) = endpoints.next() {
        said.push((severity, error(1 + endpoints.count()), Some(first.at)));
    }
}
