//! Whether AWS accepts a Response, with AWS's own error and its cause.
//!
//! Each file holds the rules of one subject. They are asked in one order, from structure to meaning: what AWS's parser
//! refuses, signatures, issuer, times, audience, roles, names, duration. Recordings show one error at a time, so where
//! several rules fail this order is an assumption, and the answer says so.
//!
//! Three things can come of a rule: a refusal, with AWS's text where it is known; a doubt, where AWS's behaviour is not
//! established; a remark. A refusal makes the verdict `reject`, else a doubt makes it `unknown`.

mod assertion;
mod attributes;
mod aws_errors;
mod capture;
mod conditions;
mod encryption;
mod error;
mod facts;
mod instant;
mod issuer;
mod ledger;
mod receiver;
mod roles;
mod session;
mod signature;
mod structure;
mod subject;
mod tags;
mod targets;
mod times;

pub(crate) use aws_errors::AwsError;
pub(crate) use error::Error;
pub(crate) use facts::Facts;
pub(crate) use ledger::Reason;

use crate::aws::{Partition, ProviderArn, RoleArn};
use crate::error::{Finding, Located, Pointer};
use crate::limits;
use crate::saml::issue::receiver::Receiver;
use crate::saml::statement::ASSERTION;
use crate::saml::target::{Reads, Target};
use crate::time::UnixTime;
use crate::uri::EntityId;
use crate::xml::signature::PublicKey;
use crate::xml::{self, Document, Element};
use assertion::Assertion;
use capture::{Captured, capture};
use ledger::{Ledger, response};
use signature::Standing;
use structure::Place;

/// Codes of this module, for `docs/errors.md`.
#[cfg(test)]
pub(crate) const TABLES: &[&[[&str; 4]]] = &[Error::TABLE, AwsError::TABLE];

/// Where the Response is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Channel {
    Sts,
    Console,
}

/// The provider's `AssertionEncryptionMode` in IAM.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EncryptionMode {
    Allowed,
    Required,
}

/// What AWS answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Accept,
    Reject,
    Unknown,
}

/// Whose signatures are believed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Keys {
    pub(crate) usable: Vec<PublicKey>,
    /// Certificates that cannot be read, or whose keys are of another kind.
    pub(crate) unusable: usize,
    /// Whether metadata or certificates were given at all.
    pub(crate) are_given: bool,
}

/// What is asked.
#[derive(Debug)]
pub(crate) struct Question<'q> {
    /// As captured.
    pub(crate) response: &'q str,
    /// What an encrypted assertion holds.
    pub(crate) decrypted: Option<&'q str>,
    pub(crate) target: Target,
    pub(crate) channel: Channel,
    pub(crate) entity_id: Option<EntityId>,
    pub(crate) keys: Keys,
    pub(crate) provider: Option<ProviderArn>,
    pub(crate) role: Option<RoleArn>,
    /// `DurationSeconds`.
    pub(crate) duration: Option<u32>,
    /// `MaxSessionDuration`.
    pub(crate) role_maximum: Option<u32>,
    pub(crate) encryption: EncryptionMode,
    pub(crate) now: UnixTime,
    pub(crate) receiver: Receiver,
    /// Read what is signed with SHA-1.
    pub(crate) sha1: bool,
}

impl Question<'_> {
    fn partition(&self) -> Option<Partition> {
        self.provider.as_ref().map(|provider| provider.partition).or(self.role.as_ref().map(|role| role.partition))
    }
}

/// What is answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) verdict: Verdict,
    pub(crate) aws_error: Option<AwsError>,
    pub(crate) session_duration: Option<u32>,
    pub(crate) facts: Facts,
    pub(crate) findings: Vec<Finding<Reason>>,
}

/// Checks a captured Response, or explains an error of AWS.
///
/// Fails where there is nothing to give a verdict on: no Response and no error, or more than is read.
/// Never asks the role's trust policy, which AWS does last.
pub(crate) fn check(question: &Question<'_>) -> Result<Answer, Located<Reason>> {
    if question.response.len() > limits::CAPTURE {
        return Err(response().at(Error::TooLong { limit: limits::CAPTURE }.into()));
    }
    let (xml, encoded) = match capture(question.response).map_err(|error| response().at(error.into()))? {
        Captured::Document { xml, encoded } => (xml, encoded),
        Captured::Text => return explain(question.response),
        Captured::Unreadable(error) => {
            let mut ledger = Ledger::new(question.target);
            ledger.refuse(error, AwsError::InvalidBase64);
            return Ok(answer(ledger, Facts::default(), None));
        }
    };
    let mut ledger = Ledger::new(question.target);
    let document = match Document::parse(&xml) {
        Ok(document) => document,
        // Our ceiling is not AWS's.
        Err(error @ xml::Error::TooMuch { .. }) => return Err(response().at(error.into())),
        Err(error @ xml::Error::DocumentType { .. }) => {
            ledger.refuse_silently(error);
            return Ok(answer(ledger, Facts::default(), None));
        }
        Err(error) => {
            ledger.refuse(error, AwsError::InvalidBase64);
            return Ok(answer(ledger, Facts::default(), None));
        }
    };
    if !document.root().is(structure::PROTOCOL, "Response")
        && let Some(known) = AwsError::in_text(&xml)
    {
        return Ok(explained(known));
    }
    size(encoded, question, &mut ledger);
    judge(&document, question, ledger)
}

/// A text of AWS.
fn explain(text: &str) -> Result<Answer, Located<Reason>> {
    if let Some(known) = AwsError::in_text(text) {
        return Ok(explained(known));
    }
    if !aws_errors::looks_like_error(text) {
        return Err(response().at(Error::NotRecognised.into()));
    }
    let mut ledger = Ledger::new(Target::Iam);
    ledger.doubt(Error::AwsErrorUnknown);
    Ok(answer(ledger, Facts::default(), None))
}

fn explained(known: AwsError) -> Answer {
    let mut ledger = Ledger::new(Target::Iam);
    ledger.refuse(known.clone(), known);
    answer(ledger, Facts::default(), None)
}

fn size(encoded: usize, question: &Question<'_>, ledger: &mut Ledger) {
    let limit = question.target.largest();
    if encoded <= limit {
        return;
    }
    if question.target.reads() == Reads::Roles || question.target == Target::ClientVpn {
        ledger.refuse_silently(Error::TooLarge { found: encoded, limit });
    } else {
        ledger.doubt(Error::TooLargePerhaps { found: encoded });
    }
}

fn judge(document: &Document<'_>, question: &Question<'_>, mut ledger: Ledger) -> Result<Answer, Located<Reason>> {
    let root = document.root();
    let mut facts = Facts::default();
    let Some(place) = structure::assertion(document, question, &mut ledger) else {
        return Ok(answer(ledger, facts, None));
    };
    match place {
        Place::Plain(element) => {
            if question.decrypted.is_some() {
                ledger.note(Error::DecryptedUnused);
            }
            let (assertion, standing) = read(document, element, root, question, &mut ledger);
            let outer = outer(document, question, &mut ledger);
            fill(&mut facts, &standing, &outer, &mut ledger);
            Ok(conclude(&assertion, &standing, root, question, ledger, facts))
        }
        Place::Encrypted(element) => {
            facts.is_encrypted = true;
            if !question.target.decrypts() {
                ledger.refuse_silently(Error::EncryptionUnsupported);
            }
            encryption::check(element, &mut ledger);
            let Some(text) = question.decrypted else {
                let outer = outer(document, question, &mut ledger);
                facts.response_signature = Some(outer.name());
                facts.signature_algorithm = outer.verified().map(|verified| verified.algorithm.name());
                issued(root, &mut ledger);
                ledger.doubt(Error::Encrypted);
                return Ok(answer(ledger, facts, None));
            };
            let path = Pointer::root().key("decryptedAssertion");
            let inner = Document::parse(text).map_err(|error| path.at(error.into()))?;
            let element = inner.root();
            if !element.is(ASSERTION.uri, "Assertion") || structure::count(element) != 1 {
                return Err(path.at(Error::DecryptedNotAssertion.into()));
            }
            let (assertion, standing) = read(&inner, element, root, question, &mut ledger);
            let outer = outer(document, question, &mut ledger);
            fill(&mut facts, &standing, &outer, &mut ledger);
            Ok(conclude(&assertion, &standing, root, question, ledger, facts))
        }
    }
}

/// Takes the assertion apart and judges its signature.
fn read<'d, 't>(
    document: &'d Document<'t>,
    element: Element<'d, 't>,
    root: Element<'_, '_>,
    question: &Question<'_>,
    ledger: &mut Ledger,
) -> (Assertion<'d>, Standing<'d, 't>) {
    let assertion = assertion::read(element, ledger);
    if root.attribute("IssueInstant").is_none() {
        ledger.doubt(Error::InstantMissing { place: "IssueInstant of the Response" });
    }
    let standing = signature::judge(document, element, question, ledger);
    match standing {
        // Other targets may be content with the Response's signature; without that, nothing is signed.
        Standing::Unsigned => ledger.refuse_as_recorded(Error::AssertionUnsigned, AwsError::AssertionUnsigned),
        Standing::Untrusted if question.keys.unusable > 0 => {
            ledger.doubt(Error::KeysUnusable { found: question.keys.unusable });
        }
        Standing::Untrusted if question.keys.are_given => ledger.refuse_silently(Error::NoSigningKeys),
        Standing::Untrusted => ledger.doubt(Error::NoKeys),
        _ => {}
    }
    (assertion, standing)
}

/// The Response's own signature, which may be missing and must be valid (stackd: invalid_response_signature).
fn outer<'d, 't>(document: &'d Document<'t>, question: &Question<'_>, ledger: &mut Ledger) -> Standing<'d, 't> {
    let standing = signature::judge(document, document.root(), question, ledger);
    if matches!(standing, Standing::Unsigned) && question.target.requires().response() {
        ledger.refuse_silently(Error::ResponseUnsigned);
    }
    standing
}

/// The instant of the Response.
fn issued(root: Element<'_, '_>, ledger: &mut Ledger) -> Option<UnixTime> {
    instant::instant(root, "IssueInstant", "IssueInstant of the Response", ledger)
}

/// Facts from the assertion's own signature; else from the Response's, which covers the assertion as well.
fn fill(facts: &mut Facts, inner: &Standing<'_, '_>, outer: &Standing<'_, '_>, ledger: &mut Ledger) {
    facts.assertion_signature = Some(inner.name());
    facts.response_signature = Some(outer.name());
    if matches!((inner, outer), (Standing::Unsigned, Standing::Unsigned)) && ledger.verdict() != Verdict::Reject {
        ledger.refuse_silently(Error::NothingSigned);
    }
    if let Some(verified) = inner.verified() {
        facts.signature_algorithm = Some(verified.algorithm.name());
        facts.read(verified.signed);
    } else if let Some(verified) = outer.verified() {
        facts.signature_algorithm = Some(verified.algorithm.name());
        // A signature of its own that is not valid speaks against the assertion, whoever signed around it.
        if matches!(inner, Standing::Unsigned)
            && let Some(assertion) = verified.signed.named(ASSERTION.uri, "Assertion").next()
        {
            ledger.note(Error::SignatureDespite);
            facts.read(assertion);
        }
    }
}

/// The rules of meaning.
fn conclude(
    assertion: &Assertion<'_>,
    standing: &Standing<'_, '_>,
    root: Element<'_, '_>,
    question: &Question<'_>,
    mut ledger: Ledger,
    facts: Facts,
) -> Answer {
    let response_issued = issued(root, &mut ledger);
    issuer::check(assertion, root, question, &mut ledger);
    times::check(assertion, response_issued, question, &mut ledger);
    let roles = roles::read(assertion);
    receiver::check(assertion, root.attribute("Destination"), roles.partition(), question, &mut ledger);
    let mut duration = None;
    if question.target.reads() == Reads::Roles {
        assertion.attributes.check_names(&mut ledger);
        roles.check(question, &mut ledger);
        session::check_names(assertion, &mut ledger);
        tags::check(assertion, &mut ledger);
        duration = session::duration(assertion, question, &mut ledger);
    }
    if !assertion.subject.has_name_id {
        ledger.refuse_as_recorded(Error::NameIdMissing, AwsError::NotAuthorized);
    }
    targets::check(assertion, root, question, &mut ledger);
    if ledger.verdict() != Verdict::Reject && question.target.reads() == Reads::Roles {
        ledger.note(Error::TrustPolicy);
    }
    answer(ledger, facts, duration.filter(|_| standing.verified().is_some()))
}

fn answer(mut ledger: Ledger, facts: Facts, duration: Option<u32>) -> Answer {
    if ledger.is_ambiguous() {
        ledger.note(Error::SeveralErrors);
    } else if ledger.is_preceded() {
        ledger.note(Error::TextDepends);
    }
    let verdict = ledger.verdict();
    Answer {
        verdict,
        aws_error: ledger.aws_error(),
        session_duration: duration.filter(|_| verdict != Verdict::Reject),
        facts,
        findings: ledger.into_findings(),
    }
}
