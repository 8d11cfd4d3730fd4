//! `saml_check`.

use super::super::envelope::{finding, problem};
use super::super::target::target_or_iam;
use super::super::types::{self as wire, Attribute, CheckAnswer, CheckRequest, Failure, ResponseFacts};
use super::issue::{Errors, Parsed, receiver};
use crate::aws::{self, ProviderArn, RoleArn};
use crate::error::{Diagnostic, Pointer};
use crate::limits;
use crate::metadata::{self, IdentityProvider};
use crate::saml::check::{Channel, EncryptionMode, Error, Facts, Keys, Question, Verdict, check as judge};
use crate::time::UnixTime;
use crate::uri::EntityId;
use crate::xml::{Certificate, Document};

/// Whether AWS would accept a captured Response.
pub(crate) fn check(request: CheckRequest) -> Result<CheckAnswer, Failure> {
    let root = Pointer::root();
    let mut errors = Errors::default();
    let issuer = errors.all(known_provider(request.identity_provider));
    let provider = request.provider.as_deref().map(|text| errors.all(arn(text, "provider", ProviderArn::parse)));
    let role = request.role.as_deref().map(|text| errors.all(arn(text, "role", RoleArn::parse)));
    let now = errors.all(UnixTime::parse(&request.now).or_else(|_| refused(root.key("now"), Error::Now)));
    let receiver = errors.all(receiver(request.service_provider));
    let (Some((entity_id, keys)), Some(now), Some((receiver, _))) = (issuer, now, receiver) else {
        return Err(Failure { errors: errors.0, findings: Vec::new() });
    };
    if !errors.0.is_empty() {
        return Err(Failure { errors: errors.0, findings: Vec::new() });
    }
    let question = Question {
        response: &request.response,
        decrypted: request.decrypted_assertion.as_deref(),
        target: target_or_iam(request.target),
        channel: match request.channel.unwrap_or(wire::Channel::Sts) {
            wire::Channel::Sts => Channel::Sts,
            wire::Channel::Console => Channel::Console,
        },
        entity_id,
        keys,
        provider: provider.flatten(),
        role: role.flatten(),
        duration: request.duration_seconds,
        role_maximum: request.max_session_duration,
        encryption: match request.encryption.unwrap_or(wire::EncryptionMode::Allowed) {
            wire::EncryptionMode::Allowed => EncryptionMode::Allowed,
            wire::EncryptionMode::Required => EncryptionMode::Required,
        },
        now,
        receiver,
        sha1: request.sha1.unwrap_or_default(),
    };
    let answer = judge(&question).map_err(|error| Failure { errors: vec![problem(error)], findings: Vec::new() })?;
    Ok(CheckAnswer {
        verdict: match answer.verdict {
            Verdict::Accept => wire::Verdict::Accept,
            Verdict::Reject => wire::Verdict::Reject,
            Verdict::Unknown => wire::Verdict::Unknown,
        },
        aws_error: answer.aws_error.map(|error| {
            let (code, message) = error.text();
            wire::AwsError { code: code.map(str::to_owned), message: message.to_owned() }
        }),
        session_duration: answer.session_duration,
        facts: facts(answer.facts),
        findings: answer.findings.into_iter().map(finding).collect(),
    })
}

fn refused<T, E: Diagnostic>(path: Pointer, error: E) -> Parsed<T> {
    Err(vec![problem(path.at(error))])
}

fn arn<T>(text: &str, field: &str, parse: fn(&str) -> Result<T, aws::Error>) -> Parsed<T> {
    parse(text).or_else(|error| refused(Pointer::root().key(field), error))
}

/// Who may sign: the metadata's keys, or certificates. Never the Response's own.
fn known_provider(known: Option<wire::KnownProvider>) -> Parsed<(Option<EntityId>, Keys)> {
    let Some(known) = known else { return Ok((None, Keys::default())) };
    let place = Pointer::root().key("identityProvider");
    let entity_id = match &known.entity_id {
        Some(text) => match EntityId::parse(text) {
            Ok(entity_id) => Some(entity_id),
            Err(_) => return refused(place.key("entityId"), metadata::Error::EntityId),
        },
        None => None,
    };
    let Some(text) = known.metadata else {
        let mut errors = Errors::default();
        few(known.certificates.as_ref().map_or(0, Vec::len), &place.key("certificates"))?;
        let mut keys = Keys { are_given: known.certificates.is_some(), ..Keys::default() };
        for (index, text) in known.certificates.unwrap_or_default().iter().enumerate() {
            let place = place.key("certificates").index(index);
            let certificate = Certificate::parse(text).or_else(|error| refused(place.clone(), error));
            let key =
                certificate.and_then(|certificate| certificate.key.map_or_else(|| refused(place, Error::KeyUnsupported), Ok));
            keys.usable.extend(errors.all(key));
        }
        return if errors.0.is_empty() { Ok((entity_id, keys)) } else { Err(errors.0) };
    };
    if known.certificates.is_some() {
        return refused(place.key("certificates"), Error::MetadataOrCertificates);
    }
    let place = place.key("metadata");
    let document = Document::parse(&text).or_else(|error| refused(place.clone(), error))?;
    let provider = IdentityProvider::read(&document, entity_id.as_ref()).or_else(|error| refused(place.clone(), error))?;
    let all = provider.signing.len() + provider.unreadable;
    few(all, &place)?;
    let usable: Vec<_> = provider.signing.into_iter().filter_map(|certificate| certificate.key).collect();
    let keys = Keys { unusable: all - usable.len(), usable, are_given: true };
    Ok((Some(provider.entity_id), keys))
}

fn few(found: usize, place: &Pointer) -> Parsed<()> {
    let limit = limits::SIGNING_KEYS;
    if found > limit { refused(place.clone(), Error::TooManyKeys { found, limit }) } else { Ok(()) }
}

fn facts(facts: Facts) -> ResponseFacts {
    let owned = |text: Option<&'static str>| text.map(str::to_owned);
    ResponseFacts {
        assertion_signature: owned(facts.assertion_signature),
        response_signature: owned(facts.response_signature),
        signature_algorithm: owned(facts.signature_algorithm),
        is_encrypted: facts.is_encrypted,
        issuer: facts.issuer,
        name_id: facts.name_id,
        name_id_format: facts.name_id_format,
        audiences: facts.audiences,
        recipient: facts.recipient,
        in_response_to: facts.in_response_to,
        issue_instant: facts.issue_instant,
        not_on_or_after: facts.not_on_or_after,
        session_not_on_or_after: facts.session_not_on_or_after,
        roles: facts
            .roles
            .into_iter()
            .map(|pair| wire::RolePair { role: pair.role().to_string(), provider: pair.provider().to_string() })
            .collect(),
        session_name: facts.session_name,
        attributes: facts.attributes.into_iter().map(|(name, values)| Attribute { name, values }).collect(),
    }
}
