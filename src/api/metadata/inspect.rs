//! `metadata_inspect`.

use crate::api::envelope::{failure, finding, problem};
use crate::api::target::target;
use crate::api::types::{
    self as wire, CertificateFacts, DocumentFacts, DocumentKind, Failure, InspectAnswer, InspectRequest, Problem, SignatureFacts,
    SignatureStatus,
};
use crate::error::{self, Pointer};
use crate::metadata::entity::{self, Key, KeyUse, Role, RoleKind};
use crate::metadata::inspect::{Described, Facts, Inspection, Inspector, Order, Question, days_left};
use crate::metadata::trust::{Report, Status, Trust};
use crate::metadata::{self, Reader, Refusal};
use crate::time::UnixTime;
use crate::xml::Certificate;

/// What a document says.
pub(crate) fn inspect(request: InspectRequest) -> Result<InspectAnswer, Failure> {
    let path = Pointer::root().key("metadata");
    let asked = asked(request.target, request.now.as_deref(), request.trust, request.entity_id)?;
    let now = asked.question.now;
    let mut reader = Reader::new(Inspector::new(asked, path.clone()), path);
    reader.push(request.metadata.as_bytes()).map_err(refused)?;
    reader.finish().map(|inspection| answer(inspection, now)).map_err(refused)
}

/// What is asked, parsed.
pub(super) fn asked(
    named: Option<wire::Target>,
    now: Option<&str>,
    trusted: Option<wire::Trust>,
    entity_id: Option<String>,
) -> Result<Order, Failure> {
    let mut errors = Vec::new();
    let now = now.and_then(|now| instant(now, &mut errors));
    let trust = trusted.map(|trusted| trust(trusted, &mut errors));
    if errors.is_empty() {
        Ok(Order { question: Question { target: named.map(target), now }, trust, entity_id })
    } else {
        Err(Failure { errors, findings: Vec::new() })
    }
}

/// `now`, or one more error.
pub(super) fn instant(now: &str, errors: &mut Vec<Problem>) -> Option<UnixTime> {
    let parsed = UnixTime::parse(now);
    parsed.map_err(|_| errors.push(problem(Pointer::root().key("now").at(metadata::Error::Now)))).ok()
}

/// The certificates that are trusted, or more errors.
pub(super) fn trust(trusted: wire::Trust, errors: &mut Vec<Problem>) -> Trust {
    let place = Pointer::root().key("trust").key("certificates");
    if trusted.certificates.is_empty() {
        // Trust in nobody would be a document that nobody can have signed.
        errors.push(problem(place.at(metadata::Error::TrustEmpty)));
    }
    if trusted.certificates.len() > crate::limits::SIGNING_KEYS {
        errors.push(problem(place.at(metadata::Error::TrustMany { most: crate::limits::SIGNING_KEYS })));
    }
    let mut certificates = Vec::new();
    for (index, pem) in trusted.certificates.iter().take(crate::limits::SIGNING_KEYS).enumerate() {
        match Certificate::parse(pem) {
            Ok(certificate) => certificates.push(certificate),
            Err(error) => errors.push(problem(place.index(index).at(error))),
        }
    }
    Trust::new(certificates, trusted.sha1 == Some(true))
}

pub(super) fn refused(refusal: error::Located<Refusal>) -> Failure {
    failure([refusal])
}

pub(super) fn answer(inspection: Inspection, now: Option<UnixTime>) -> InspectAnswer {
    InspectAnswer {
        document: document(inspection.facts),
        entities: inspection.entities.into_iter().map(|described| entity(described, now)).collect(),
        signature: signature(inspection.signature),
        findings: inspection.findings.into_iter().map(finding).collect(),
    }
}

fn document(facts: Facts) -> DocumentFacts {
    let around = facts.around;
    DocumentFacts {
        kind: if around.is_aggregate { DocumentKind::Aggregate } else { DocumentKind::Entity },
        name: around.name,
        id: around.id,
        valid_until: around.validity.until.map(|until| until.to_string()),
        cache_duration: around.validity.cache_duration,
        bytes: bounded(around.bytes),
        characters: bounded(around.characters),
        byte_order_mark: around.has_mark,
        encoding: around.encoding,
        entities: bounded(facts.entities),
        identity_providers: bounded(facts.identity_providers),
        service_providers: bounded(facts.service_providers),
    }
}

/// One entity as the wire has it.
pub(super) fn entity(described: Described, now: Option<UnixTime>) -> wire::Entity {
    let Described { entity, signature: report, place, is_alone } = described;
    wire::Entity {
        display_name: entity.display_name().map(str::to_owned),
        entity_id: entity.entity_id,
        valid_until: entity.validity.until.map(|until| until.to_string()),
        cache_duration: entity.validity.cache_duration,
        roles: entity.roles.into_iter().map(|known| role(known, now, is_alone)).collect(),
        organization: entity.organization.map(|organization| wire::Organization {
            names: organization.names.into_iter().map(localized).collect(),
            display_names: organization.display_names.into_iter().map(localized).collect(),
            urls: organization.urls.into_iter().map(localized).collect(),
        }),
        contacts: entity.contacts.into_iter().map(contact).collect(),
        extensions: entity.extensions.into_iter().map(extension).collect(),
        signature: signature(report),
        place: wire::Place { line: bounded(place.line), column: bounded(place.column), entity_id: place.entity },
    }
}

fn role(role: Role, now: Option<UnixTime>, is_alone: bool) -> wire::Role {
    wire::Role {
        kind: match role.kind {
            RoleKind::IdentityProvider => wire::RoleKind::IdentityProvider,
            RoleKind::ServiceProvider => wire::RoleKind::ServiceProvider,
            RoleKind::AuthnAuthority => wire::RoleKind::AuthnAuthority,
            RoleKind::AttributeAuthority => wire::RoleKind::AttributeAuthority,
            RoleKind::PolicyDecisionPoint => wire::RoleKind::PolicyDecisionPoint,
            RoleKind::Affiliation => wire::RoleKind::Affiliation,
            RoleKind::WsFederation => wire::RoleKind::WsFederation,
            RoleKind::Other => wire::RoleKind::Other,
        },
        element: role.element,
        type_: role.declared_type,
        protocols: role.protocols,
        valid_until: role.validity.until.map(|until| until.to_string()),
        error_url: role.error_url,
        wants_requests_signed: role.wants_requests_signed,
        signs_requests: role.signs_requests,
        wants_assertions_signed: role.wants_assertions_signed,
        endpoints: role.endpoints.into_iter().map(endpoint).collect(),
        keys: role.keys.into_iter().map(|known| key(known, now, is_alone)).collect(),
        name_id_formats: role.name_id_formats,
        attributes: role.attributes,
        requested_attributes: role.requested.into_iter().map(super::requested_attribute).collect(),
        display_name: role.display_name,
        scopes: role.scopes,
        extensions: role.extensions.into_iter().map(extension).collect(),
    }
}

fn endpoint(endpoint: entity::Endpoint) -> wire::Endpoint {
    wire::Endpoint {
        service: endpoint.service,
        binding: endpoint.binding,
        location: endpoint.location,
        response_location: endpoint.response_location,
        index: endpoint.index,
        is_default: endpoint.is_default,
    }
}

fn key(key: Key, now: Option<UnixTime>, is_alone: bool) -> wire::Key {
    wire::Key {
        use_: key.usage.map(|usage| match usage {
            KeyUse::Signing => wire::KeyUse::Signing,
            KeyUse::Encryption => wire::KeyUse::Encryption,
        }),
        // One that cannot be read is a finding.
        certificate: key.certificate.and_then(Result::ok).map(|known| certificate(&known, now, is_alone)),
        names: key.names,
        encryption_methods: key.encryption_methods,
    }
}

fn certificate(certificate: &Certificate, now: Option<UnixTime>, is_alone: bool) -> CertificateFacts {
    let instant = |seconds| UnixTime::from_seconds(seconds).to_string();
    CertificateFacts {
        subject: certificate.subject.clone(),
        issuer: certificate.issuer.clone(),
        serial: certificate.serial.clone(),
        fingerprint: certificate.fingerprint(),
        not_before: instant(certificate.not_before),
        not_after: instant(certificate.not_after),
        days_left: now.map(|now| i32::try_from(days_left(certificate, now)).unwrap_or(i32::MAX)),
        key_type: certificate.key_kind.clone(),
        key_bits: certificate.key_bits.map(bounded),
        signature_algorithm: certificate.signature_algorithm.clone(),
        is_self_issued: certificate.is_self_issued,
        pem: is_alone.then(|| certificate.to_pem()),
    }
}

fn signature(report: Report) -> SignatureFacts {
    SignatureFacts {
        status: match report.status {
            Status::Valid => SignatureStatus::Valid,
            Status::Invalid => SignatureStatus::Invalid,
            Status::Unsigned => SignatureStatus::Unsigned,
            Status::Untrusted => SignatureStatus::Untrusted,
        },
        covered_id: report.covered,
        algorithm: report.algorithm.map(str::to_owned),
        digest: report.digest.map(str::to_owned),
        certificate: report.certificate.map(bounded),
        code: report.reason.map(|reason| reason.code().to_owned()),
    }
}

fn localized(text: entity::Localized) -> wire::Localized {
    wire::Localized { language: text.language, value: text.value }
}

fn contact(contact: entity::Contact) -> wire::Contact {
    wire::Contact {
        kind: contact.kind,
        company: contact.company,
        given_name: contact.given_name,
        surname: contact.surname,
        email_addresses: contact.email_addresses,
        telephone_numbers: contact.telephone_numbers,
    }
}

fn extension(extension: entity::ExtensionName) -> wire::ExtensionName {
    wire::ExtensionName { namespace: extension.namespace, name: extension.name }
}

pub(super) fn bounded(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
