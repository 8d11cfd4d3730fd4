//! `saml_issue` and `saml_complete`.

use super::super::envelope::{finding, problem};
use super::super::target::target_or_iam;
use super::super::types::{
    self as wire, CompleteRequest, Failure, IssueAnswer, IssueRequest, Pending, Problem, Response, SignatureCheck,
};
use super::{mapping, principal, state, trace_step};
use crate::aws::{IdpId, Region, is_sign_in};
use crate::entropy::Entropy;
use crate::error::{Finding, Located, Pointer, Severity};
use crate::metadata::ServiceProvider;
use crate::saml::attributes::{attributes, is_writable};
use crate::saml::issue::receiver::{Described, Receiver, address};
use crate::saml::issue::subject::{NameIdChoice, name_id};
use crate::saml::issue::{ContentEncryption, Draft, Encryption, Next, Order, POLICY, RequestId, SignedParts, draft};
use crate::saml::target::{Reads, Target};
use crate::saml::{Error, Refusal};
use crate::time::UnixTime;
use crate::uri::{EntityId, Location};
use crate::xml::signature::{PublicKey, RSA_BITS_GOOD, SignatureAlgorithm};
use crate::xml::{Certificate, Document, KeyTransport, SigningKey, decode_base64, encode_base64};

/// A whole Response for AWS, signed; or the bytes for the host to sign.
pub(crate) fn issue(request: IssueRequest) -> Result<IssueAnswer, Failure> {
    let target = target_or_iam(request.target);
    let mut errors = Errors::default();
    let principal = errors.all(principal::parse(request.principal));
    let mapping = errors.all(mapping::parse(request.mapping));
    let context = errors.all(context(&request.context));
    let issuer = errors.all(issuer(&request.identity_provider));
    let service = errors.all(receiver(request.service_provider));
    let choice = errors.all(name_choice(request.name_id));
    let details = errors.all(Details::parse(
        request.in_response_to.as_deref(),
        request.lifetime,
        request.session_lifetime,
        request.authn_instant.as_deref(),
        request.authn_context_class,
        request.relay_state,
    ));
    let (
        Some(principal),
        Some(mapping),
        Some((now, entropy)),
        Some(issuer),
        Some((receiver, metadata_key)),
        Some(choice),
        Some(details),
    ) = (principal, mapping, context, issuer, service, choice, details)
    else {
        return Err(Failure { errors: errors.0, findings: Vec::new() });
    };

    let one = |error: Located<Refusal>| Failure { errors: vec![problem(error)], findings: Vec::new() };
    let given = attributes(&mapping, &principal, target).map_err(one)?;
    let (audience, consumer) = address(&receiver, target, &mapping).map_err(one)?;
    let name_id = name_id(&choice, target, &principal, &entropy).map_err(one)?;
    let root = Pointer::root();
    let mut findings = given.findings;
    // saml_attributes says so and leaves the decision to the identity provider; a Response without a role is of no use to anybody.
    if let Some(none) = findings.iter().find(|finding| matches!(finding.error, Error::NoRole { .. })) {
        return Err(one(none.path.at(none.error.clone().into())));
    }
    let sign = signed_parts(request.sign, target, &mut findings).map_err(one)?;
    let encrypt = request.encrypt.map(|encrypt| encryption(encrypt, metadata_key, target)).transpose().map_err(one)?;
    if target.reads() == Reads::Roles && !is_sign_in(mapping.partition, consumer.as_str()) {
        findings.push(Finding::new(Severity::Warning, root.key("serviceProvider").key("acs"), Error::ConsumerForeign));
    }
    if entropy.is_uniform() {
        let place = root.key("context").key("entropy");
        if encrypt.is_some() {
            return Err(one(place.at(Error::EntropyUniform.into())));
        }
        findings.push(Finding::new(Severity::Warning, place, Error::EntropyPredictable));
    }
    if details.in_response_to.is_none() && target.needs_in_response_to() {
        return Err(one(root.key("inResponseTo").at(Error::InResponseToMissing.into())));
    }
    if details.in_response_to.is_none() && target.wants_in_response_to() {
        findings.push(Finding::new(Severity::Warning, root.key("inResponseTo"), Error::InResponseToWanted));
    }
    if details.session_lifetime.is_some() && target.reads() == Reads::Roles {
        findings.push(Finding::new(Severity::Warning, root.key("sessionLifetime"), Error::SessionCut));
    }
    if !(issuer.certificate.not_before..=issuer.certificate.not_after).contains(&now.seconds()) {
        let place = root.key("identityProvider").key("certificate");
        findings.push(Finding::new(Severity::Warning, place, Error::CertificateExpired));
    }

    let order = Order {
        issuer: issuer.entity_id,
        audience,
        consumer,
        name_id,
        in_response_to: details.in_response_to,
        now,
        lifetime: details.lifetime,
        session_end: details.session_lifetime.map(|seconds| now.plus(seconds.into())),
        authn_instant: details.authn_instant.unwrap_or(now),
        authn_context: details.authn_context,
        attributes: given.attributes,
        sign,
        encrypt,
        relay_state: details.relay_state,
        largest: target.largest(),
    };
    let draft = draft(&order, &issuer.certificate.to_base64(), &entropy);
    let answer = match issuer.key {
        Some(key) => sign_all(draft, &key, &entropy).map_err(one)?,
        None => pending(draft).map_err(one)?,
    };
    Ok(IssueAnswer {
        trace: given.trace.into_iter().map(trace_step).collect(),
        findings: findings.into_iter().map(finding).collect(),
        ..answer
    })
}

/// The Response, once the host has signed; or the next bytes to sign.
pub(crate) fn complete(request: CompleteRequest) -> Result<IssueAnswer, Failure> {
    let refuse =
        |path: &str, error: Error| Failure { errors: vec![problem(Pointer::root().key(path).at(error))], findings: Vec::new() };
    let draft = state::read(&request.state).ok_or_else(|| refuse("state", Error::State))?;
    let signature = decode_base64(&request.signature)
        .filter(|signature| !signature.is_empty() && signature.len() <= 1024)
        .ok_or_else(|| refuse("signature", Error::SignatureEncoding))?;
    let certificate = Certificate::parse(&draft.certificate).map_err(|_| refuse("state", Error::State))?;
    if let Some(given) = &request.certificate {
        let same = Certificate::parse(given).is_ok_and(|given| given.to_base64() == certificate.to_base64());
        if !same {
            return Err(refuse("certificate", Error::CertificateChanged));
        }
    }
    if request.signature_check.unwrap_or(SignatureCheck::Plugin) == SignatureCheck::Plugin {
        let bytes = draft.to_sign().map_err(|error| refuse("state", error))?;
        let valid = certificate.key.as_ref().is_some_and(|key| key.made(SignatureAlgorithm::RsaSha256, &bytes, &signature));
        if !valid {
            return Err(refuse("signature", Error::SignatureInvalid));
        }
    }
    match draft.signed(&signature).map_err(|error| refuse("state", error))? {
        Next::Sign(draft) => pending(*draft).map_err(|error| Failure { errors: vec![problem(error)], findings: Vec::new() }),
        Next::Done(finished) => Ok(done(finished)),
    }
}

fn sign_all(mut draft: Draft, key: &SigningKey, entropy: &Entropy) -> Result<IssueAnswer, Located<Refusal>> {
    let place = Pointer::root();
    loop {
        let bytes = draft.to_sign().map_err(|error| place.at(error.into()))?;
        let signature = key.sign_rsa_sha256(bytes.as_bytes(), entropy).ok_or_else(|| place.at(Error::SigningFailed.into()))?;
        match draft.signed(&signature).map_err(|error| place.at(error.into()))? {
            Next::Sign(next) => draft = *next,
            Next::Done(finished) => return Ok(done(finished)),
        }
    }
}

fn pending(draft: Draft) -> Result<IssueAnswer, Located<Refusal>> {
    let bytes = draft.to_sign().map_err(|error| Pointer::root().at(error.into()))?;
    let pending =
        Pending { to_sign: encode_base64(bytes.as_bytes()), algorithm: "rsa-sha256".to_owned(), state: state::write(&draft) };
    Ok(IssueAnswer { response: None, pending: Some(pending), trace: Vec::new(), findings: Vec::new() })
}

fn done(finished: crate::saml::issue::Finished) -> IssueAnswer {
    let response =
        Response { xml: finished.xml, base64: finished.form.base64, form: finished.form.html, form_policy: POLICY.to_owned() };
    IssueAnswer { response: Some(response), pending: None, trace: Vec::new(), findings: Vec::new() }
}

pub(super) type Parsed<T> = Result<T, Vec<Problem>>;

/// Collects what is wrong with each part, so that all of it is told at once.
#[derive(Default)]
pub(super) struct Errors(pub(super) Vec<Problem>);

impl Errors {
    pub(super) fn all<T>(&mut self, parsed: Parsed<T>) -> Option<T> {
        parsed.map_err(|errors| self.0.extend(errors)).ok()
    }
}

fn refused<T>(path: Pointer, error: impl Into<Refusal>) -> Parsed<T> {
    Err(vec![problem(path.at(error.into()))])
}

fn context(context: &wire::IssueContext) -> Parsed<(UnixTime, Entropy)> {
    let place = Pointer::root().key("context");
    let now = UnixTime::parse(&context.now).or_else(|_| refused(place.key("now"), Error::Instant));
    let entropy = decode_base64(&context.entropy)
        .filter(|bytes| bytes.len() <= 4096)
        .and_then(|bytes| Entropy::new(&bytes))
        .map_or_else(|| refused(place.key("entropy"), Error::Entropy), Ok);
    both(now, entropy)
}

struct Issuer {
    entity_id: EntityId,
    certificate: Certificate,
    key: Option<SigningKey>,
}

fn issuer(issuer: &wire::IssuingProvider) -> Parsed<Issuer> {
    let place = Pointer::root().key("identityProvider");
    let entity_id = EntityId::parse(&issuer.entity_id).or_else(|_| refused(place.key("entityId"), Error::IssuerEntityId));
    let certificate = Certificate::parse(&issuer.certificate)
        .ok()
        .filter(is_strong_rsa)
        .map_or_else(|| refused(place.key("certificate"), Error::SigningCertificate), Ok);
    let key_place = place.key("key");
    let key = match &issuer.key {
        None => Ok(None),
        Some(wire::SigningKey::Pem(pem)) => {
            SigningKey::from_pem(pem).map(Some).map_or_else(|| refused(key_place.clone(), Error::SigningKey), Ok)
        }
    };
    let ((entity_id, certificate), key) = both(both(entity_id, certificate), key)?;
    if key.as_ref().is_some_and(|key| !key.belongs_to(&certificate)) {
        return refused(key_place, Error::KeyMismatch);
    }
    Ok(Issuer { entity_id, certificate, key })
}

/// The receiver, and the certificate that its metadata gives for encryption.
pub(super) fn receiver(given: Option<wire::ReceivingProvider>) -> Parsed<(Receiver, Option<String>)> {
    let Some(given) = given else { return Ok((Receiver::default(), None)) };
    let place = Pointer::root().key("serviceProvider");
    let mut errors = Errors::default();
    let audience = given
        .audience
        .as_deref()
        .map(|text| errors.all(EntityId::parse(text).or_else(|_| refused(place.key("audience"), Error::Audience))));
    let consumer = given
        .acs
        .as_deref()
        .map(|text| errors.all(Location::parse(text).or_else(|_| refused(place.key("acs"), Error::Consumer))));
    let region =
        given.region.as_deref().map(|text| errors.all(Region::parse(text).or_else(|error| refused(place.key("region"), error))));
    let idp_id =
        given.idp_id.as_deref().map(|text| errors.all(IdpId::parse(text).or_else(|error| refused(place.key("idpId"), error))));
    let described = given.metadata.as_deref().map(|text| errors.all(described(text, &place.key("metadata"))));
    if !errors.0.is_empty() {
        return Err(errors.0);
    }
    let (described, key) = described.flatten().map_or((None, None), |(described, key)| (Some(described), key));
    let receiver = Receiver {
        audience: audience.flatten(),
        consumer: consumer.flatten(),
        region: region.flatten(),
        idp_id: idp_id.flatten(),
        described,
    };
    Ok((receiver, key))
}

fn described(text: &str, place: &Pointer) -> Parsed<(Described, Option<String>)> {
    let document = Document::parse(text).map_err(|error| vec![problem(error.at(place))])?;
    let service = ServiceProvider::read(&document).map_err(|error| vec![problem(place.at(error))])?;
    let default = service.default_consumer().map(|consumer| consumer.location.clone());
    let Some(default_consumer) = default else {
        return Err(vec![problem(place.at(crate::metadata::Error::ConsumerMissing))]);
    };
    let consumers = service.consumers.iter().map(|consumer| consumer.location.clone()).collect();
    Ok((Described { entity_id: service.entity_id, default_consumer, consumers }, service.encryption_certificate))
}

fn name_choice(choice: Option<wire::NameIdChoice>) -> Parsed<NameIdChoice> {
    let place = Pointer::root().key("nameId");
    let Some(choice) = choice else { return Ok(NameIdChoice::default()) };
    let mut errors = Errors::default();
    let uri = |text: &String| EntityId::parse(text).is_ok();
    if choice.format.as_ref().is_some_and(|format| !uri(format)) {
        errors.all::<()>(refused(place.key("format"), Error::NameIdFormat));
    }
    for (name, qualifier) in [("nameQualifier", &choice.name_qualifier), ("spNameQualifier", &choice.sp_name_qualifier)] {
        if qualifier.as_ref().is_some_and(|qualifier| !uri(qualifier)) {
            errors.all::<()>(refused(place.key(name), Error::NameIdFormat));
        }
    }
    let from = choice.from.map(|from| errors.all(mapping::parse_sources(&from, &place)));
    if errors.0.is_empty() {
        Ok(NameIdChoice {
            format: choice.format,
            from: from.flatten(),
            name_qualifier: choice.name_qualifier,
            sp_name_qualifier: choice.sp_name_qualifier,
        })
    } else {
        Err(errors.0)
    }
}

struct Details {
    in_response_to: Option<RequestId>,
    lifetime: u32,
    session_lifetime: Option<u32>,
    authn_instant: Option<UnixTime>,
    authn_context: String,
    relay_state: Option<String>,
}

const PASSWORD_PROTECTED: &str = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport";

impl Details {
    fn parse(
        in_response_to: Option<&str>,
        lifetime: Option<u32>,
        session_lifetime: Option<u32>,
        authn_instant: Option<&str>,
        authn_context: Option<String>,
        relay_state: Option<String>,
    ) -> Parsed<Self> {
        let root = Pointer::root();
        let mut errors = Errors::default();
        let request = in_response_to.map(|text| {
            errors.all(RequestId::parse(text).map_or_else(|| refused(root.key("inResponseTo"), Error::InResponseTo), Ok))
        });
        let lifetime = lifetime.unwrap_or(300);
        if !(60..=300).contains(&lifetime) {
            errors.all::<()>(refused(root.key("lifetime"), Error::Lifetime { found: lifetime }));
        }
        // 30 days: longer than any session that somebody means to have.
        if let Some(found) = session_lifetime.filter(|seconds| !(60..=2_592_000).contains(seconds)) {
            errors.all::<()>(refused(root.key("sessionLifetime"), Error::SessionLifetime { found }));
        }
        let instant = authn_instant
            .map(|text| errors.all(UnixTime::parse(text).or_else(|_| refused(root.key("authnInstant"), Error::Instant))));
        let authn_context = authn_context.unwrap_or_else(|| PASSWORD_PROTECTED.to_owned());
        if EntityId::parse(&authn_context).is_err() {
            errors.all::<()>(refused(root.key("authnContextClass"), Error::NameIdFormat));
        }
        if relay_state.as_ref().is_some_and(|state| !is_writable(state) || state.len() > 4096) {
            errors.all::<()>(refused(root.key("relayState"), Error::ControlCharacters));
        }
        if !errors.0.is_empty() {
            return Err(errors.0);
        }
        Ok(Self {
            in_response_to: request.flatten(),
            lifetime,
            session_lifetime,
            authn_instant: instant.flatten(),
            authn_context,
            relay_state,
        })
    }
}

fn signed_parts(
    sign: Option<wire::SignedParts>,
    target: Target,
    findings: &mut Vec<Finding<Error>>,
) -> Result<SignedParts, Located<Refusal>> {
    let place = Pointer::root().key("sign");
    let sign = match sign {
        None => target.requires(),
        Some(wire::SignedParts::Assertion) => SignedParts::Assertion,
        Some(wire::SignedParts::Response) => SignedParts::Response,
        Some(wire::SignedParts::Both) => SignedParts::Both,
    };
    if target.requires() == SignedParts::Both && sign != SignedParts::Both {
        return Err(place.at(Error::SignMore.into()));
    }
    if !sign.assertion() {
        findings.push(Finding::new(Severity::Error, place, Error::AssertionUnsigned));
    }
    Ok(sign)
}

fn encryption(given: wire::Encryption, metadata_key: Option<String>, target: Target) -> Result<Encryption, Located<Refusal>> {
    let place = Pointer::root().key("encrypt");
    if !target.decrypts() {
        return Err(place.at(Error::EncryptionUnsupported.into()));
    }
    let certificate = match (given.certificate, metadata_key) {
        (Some(pem), _) => Certificate::parse(&pem).ok(),
        (None, Some(base64)) => Certificate::parse(&base64).ok(),
        (None, None) => return Err(place.at(Error::EncryptionCertificateMissing.into())),
    };
    let certificate =
        certificate.filter(is_strong_rsa).ok_or_else(|| place.key("certificate").at(Error::EncryptionCertificate.into()))?;
    Ok(Encryption {
        certificate: certificate.to_base64(),
        content: match given.algorithm.unwrap_or(wire::ContentEncryption::Aes256Gcm) {
            wire::ContentEncryption::Aes128Gcm => ContentEncryption::Aes128Gcm,
            wire::ContentEncryption::Aes256Gcm => ContentEncryption::Aes256Gcm,
        },
        transport: match given.key_transport.unwrap_or(wire::KeyTransport::RsaOaepSha256) {
            wire::KeyTransport::RsaOaepSha1 => KeyTransport::RsaOaepSha1,
            wire::KeyTransport::RsaOaepSha256 => KeyTransport::RsaOaepSha256,
        },
    })
}

fn both<A, B>(one: Parsed<A>, other: Parsed<B>) -> Parsed<(A, B)> {
    match (one, other) {
        (Ok(one), Ok(other)) => Ok((one, other)),
        (one, other) => Err(one.err().into_iter().chain(other.err()).flatten().collect()),
    }
}

/// AWS's recordings know RSA only, and 2048 bits are what everybody asks for today.
fn is_strong_rsa(certificate: &Certificate) -> bool {
    certificate
        .key
        .as_ref()
        .is_some_and(|key| matches!(key, PublicKey::Rsa { .. }) && (RSA_BITS_GOOD..=8192).contains(&key.bits()))
}
