//! From any identity provider's metadata to the document that an AWS service takes.
//!
//! The entity is written anew: what the schema has, in its order, under prefixes that every reader knows, and of that
//! what AWS reads. Extensions are copied as they are. Whatever is left out is listed with its reason, and every result is
//! valid to the schema, whatever was sent. A second transform changes nothing.

mod error;
mod foreign;
mod keys;
mod ledger;
mod part;
mod rebuild;
mod schema;
mod sign;
mod size;
mod write;

pub(crate) use error::Error;
pub(crate) use ledger::Removal;
pub(crate) use sign::{Signer, Signing};

use ledger::Ledger;
use part::Part;
use schema::{Content, ENTITY, IDP, URI};
use sign::Outcome;
use write::{Written, write};

use super::Refusal;
use super::choose::{Chooser, Chosen};
use super::entity::{Entity, KeyUse, RoleKind, Validity};
use super::inspect::rules::{HTTP_REDIRECT, SINGLE_SIGN_ON};
use super::inspect::{self, Question};
use super::reader::Reader;
use super::trust::Trust;
use crate::aws::Target;
use crate::error::{Finding, Located, Place, Pointer, Severity};
use crate::time::UnixTime;
use crate::uri::EntityId;
use crate::xml::copy::AttributeName;
use crate::xml::{Document, Element, encode_base64};

/// What is asked for.
pub(crate) struct Order {
    pub(crate) target: Target,
    pub(crate) now: UnixTime,
    /// Whose signature must cover every document.
    pub(crate) trust: Option<Trust>,
    /// Further documents of the same entity.
    pub(crate) merge: Vec<String>,
    pub(crate) signing: Option<Signing>,
    /// The document's place in the request.
    pub(crate) path: Pointer,
}

/// What came of it.
#[derive(Debug)]
pub(crate) struct Transformed {
    pub(crate) made: Made,
    pub(crate) removed: Vec<Removal>,
    pub(crate) findings: Vec<Finding<Refusal>>,
}

#[derive(Debug)]
pub(crate) enum Made {
    Document(String),
    /// The bytes that the host has to sign.
    Pending(String),
}

/// Why nothing came of it, and what was left out up to then, which often is why.
#[derive(Debug)]
pub(crate) struct Refused {
    pub(crate) refusal: Located<Refusal>,
    pub(crate) removed: Vec<Removal>,
}

impl From<Located<Refusal>> for Refused {
    fn from(refusal: Located<Refusal>) -> Self {
        Self { refusal, removed: Vec::new() }
    }
}

/// Chooses an identity provider of a document, and transforms it.
pub(crate) fn transformer(order: Order, entity_id: Option<String>) -> Chooser<Result<Transformed, Refused>> {
    let trust = order.trust.clone();
    Chooser::new(entity_id, trust, Box::new(move |element, around| transform(element, around, &order)))
}

/// What came of the entity that was chosen, with the others noted.
pub(crate) fn finish(chosen: Chosen<Result<Transformed, Refused>>) -> Result<Transformed, Refused> {
    let mut transformed = chosen.value?;
    if chosen.others > 0 {
        let removal = Removal { what: ENTITY.name.to_owned(), count: chosen.others, reason: Error::OtherEntity, place: None };
        transformed.removed.insert(0, removal);
    }
    Ok(transformed)
}

/// Transforms an EntityDescriptor. `around` is the validity of the aggregate that it stands in.
///
/// Looks at no signature: whoever needs to trust the entity has verified it, and the documents to merge are verified
/// here, by the same keys.
pub(crate) fn transform(element: Element<'_, '_>, around: &Validity, order: &Order) -> Result<Transformed, Refused> {
    let entity_id = entity_id(element, order)?;
    let mut ledger = Ledger::new(element, entity_id.as_str());
    match make(element, &entity_id, around, order, &mut ledger) {
        Ok((made, findings)) => Ok(Transformed { made, removed: ledger.finish(), findings }),
        Err(refusal) => Err(Refused { refusal, removed: ledger.finish() }),
    }
}

fn make(
    element: Element<'_, '_>,
    entity_id: &EntityId,
    around: &Validity,
    order: &Order,
    ledger: &mut Ledger<'_, '_>,
) -> Result<(Made, Vec<Finding<Refusal>>), Located<Refusal>> {
    let place = ledger.place();
    let refuse = |refusal: Refusal| Located { place: Some(place.clone()), ..order.path.at(refusal) };
    let mut entity = rebuild(element, ledger).map_err(|error| refuse(error.into()))?;
    if let Some(until) = around.until {
        end_by(&mut entity, until);
    }

    let merged = merged(entity_id, order)?;
    let certificates: Vec<_> = merged.iter().map(|merged| merged.certificates.clone()).collect();
    let new = keys::settle(&mut entity, order.target, &certificates, ledger).map_err(refuse)?;
    if order.target == Target::Opensearch {
        leave_adfs_logout_out(&mut entity, ledger);
    }
    if order.target.needs_redirect() && !has_redirect(&entity) {
        return Err(refuse(inspect::Error::NoRedirect.into()));
    }
    let id = order.signing.is_some().then(|| identify(&mut entity, ledger));

    let mut findings = about_merged(&merged, &new);
    let limits = order.target.metadata_characters();
    let signature = order.signing.as_ref().zip(id.as_ref()).map_or(0, |(signing, id)| signing.characters(id));
    let mut written = write(&entity);
    let mut steps = size::STEPS.iter();
    loop {
        let found = written.text.chars().count() + signature;
        if found <= *limits.end() {
            break;
        }
        let Some(step) = steps.next() else {
            return Err(refuse(Error::TooLarge { found, limit: *limits.end() }.into()));
        };
        if step(&mut entity, *limits.end(), ledger) {
            written = write(&entity);
        }
    }

    let made = seal(written, order, id.as_deref()).map_err(|error| Pointer::root().key("sign").at(error.into()))?;
    let (made, text) = match made {
        Sealed::Pending { to_sign, text } => (Made::Pending(to_sign), text),
        Sealed::Document(mut text) => {
            let found = text.chars().count();
            if found < *limits.start() {
                text.push_str(&size::filler(*limits.start() - found, *limits.start()));
                let padded = Error::Padded { least: *limits.start() };
                findings.push(Finding::new(Severity::Info, order.path.clone(), padded.into()));
            }
            (Made::Document(text.clone()), text)
        }
    };
    findings.extend(about(&text, order));
    Ok((made, findings))
}

/// The entityID, which nothing in AWS works without.
fn entity_id(element: Element<'_, '_>, order: &Order) -> Result<EntityId, Located<Refusal>> {
    let (line, column) = element.place();
    let refuse =
        |error: inspect::Error| Located { place: Some(Place { line, column, entity: None }), ..order.path.at(error.into()) };
    let written = element.attribute("entityID").filter(|id| !id.is_empty());
    let written = written.ok_or_else(|| refuse(inspect::Error::EntityIdMissing))?;
    let entity_id = EntityId::parse(written).ok().filter(|_| URI.read(written).is_some());
    let entity_id = entity_id.ok_or_else(|| refuse(inspect::Error::EntityIdMalformed))?;
    let found = written.chars().count();
    if !order.target.entity_id_characters().contains(&found) {
        return Err(refuse(inspect::Error::EntityIdLength { found }));
    }
    Ok(entity_id)
}

/// The entity as far as the schema has it.
fn rebuild<'d, 't>(element: Element<'d, 't>, ledger: &mut Ledger<'_, '_>) -> Result<Part<'d, 't>, Error> {
    let mut entity = Part::new(&ENTITY, Some(element));
    rebuild::attributes(element, ENTITY.kind, &mut entity, ledger)?;
    if let Content::Sequence(particles) = &ENTITY.kind.content {
        let found = rebuild::children(element, particles, ledger);
        entity.children = found.into_iter().flat_map(|found| found.kept).map(|(_, child)| child).collect();
    }
    // A role stays unless it has no service to sign in with.
    if entity.parts().any(|part| part.is(&IDP)) { Ok(entity) } else { Err(Error::NoSignOn) }
}

/// A part is valid no longer than the whole (SAML Metadata §2.3.1).
fn end_by(entity: &mut Part<'_, '_>, until: UnixTime) {
    let own = entity.attribute("validUntil").map(|text| UnixTime::parse(text).or_else(|_| UnixTime::parse(&format!("{text}Z"))));
    if matches!(own, Some(Ok(own)) if own <= until) {
        return;
    }
    let name = AttributeName::Plain("validUntil");
    entity.attributes.retain(|(known, _)| *known != name);
    let at = entity.attributes.iter().take_while(|(known, _)| *known == AttributeName::Plain("entityID")).count();
    entity.attributes.insert(at, (name, until.to_string().into()));
}

/// A document that was merged.
struct Merged {
    certificates: Vec<String>,
    /// How many more AWS could not read.
    unusable: usize,
    path: Pointer,
}

/// The signing certificates of further documents of the entity.
fn merged(entity_id: &EntityId, order: &Order) -> Result<Vec<Merged>, Located<Refusal>> {
    let paths = (0..).map(|index| Pointer::root().key("merge").index(index));
    order.merge.iter().zip(paths).map(|(text, path)| merge(text, entity_id, order, path)).collect()
}

fn merge(text: &str, entity_id: &EntityId, order: &Order, path: Pointer) -> Result<Merged, Located<Refusal>> {
    let chooser = Chooser::new(
        Some(entity_id.as_str().to_owned()),
        order.trust.clone(),
        Box::new(|element: Element<'_, '_>, _: &Validity| Entity::read(element)),
    );
    let mut reader = Reader::new(chooser, path.clone());
    let entity = reader.push(text.as_bytes()).and_then(|()| reader.finish());
    let entity = entity.map_err(|refusal| match refusal.error {
        Refusal::Metadata(super::Error::NoSuchIdentityProvider) => path.at(Error::MergeOtherEntity.into()),
        _ => refusal,
    })?;
    let mut merged = Merged { certificates: Vec::new(), unusable: 0, path };
    for key in entity.value.of_kind(RoleKind::IdentityProvider).flat_map(|role| &role.keys) {
        if key.usage == Some(KeyUse::Encryption) {
            continue;
        }
        match &key.certificate {
            Some(Ok(certificate)) if rebuild::usable(certificate).is_ok() => {
                merged.certificates.push(encode_base64(&certificate.der));
            }
            Some(_) => merged.unusable += 1,
            None => {}
        }
    }
    Ok(merged)
}

fn about_merged(merged: &[Merged], new: &[usize]) -> Vec<Finding<Refusal>> {
    let mut findings = Vec::new();
    for (merged, new) in merged.iter().zip(new) {
        if *new == 0 {
            findings.push(Finding::new(Severity::Warning, merged.path.clone(), Error::MergeNothing.into()));
        }
        if merged.unusable > 0 {
            let error = Error::MergeUnusable { found: merged.unusable };
            findings.push(Finding::new(Severity::Warning, merged.path.clone(), error.into()));
        }
    }
    findings
}

/// OpenSearch's documentation has AD FS's logout removed. AD FS has `/adfs/` in its URLs, whatever its name is.
fn leave_adfs_logout_out(entity: &mut Part<'_, '_>, ledger: &mut Ledger<'_, '_>) {
    for role in entity.parts_mut().filter(|part| part.is(&IDP)) {
        role.retain(|service| {
            let location = service.attribute("Location").unwrap_or_default().to_ascii_lowercase();
            let is_adfs = service.is_metadata("SingleLogoutService") && location.contains("/adfs/");
            keys::note(is_adfs.then_some(Error::AdfsLogout), service, ledger)
        });
    }
}

fn has_redirect(entity: &Part<'_, '_>) -> bool {
    entity
        .parts()
        .filter(|part| part.is(&IDP))
        .flat_map(|role| role.named(SINGLE_SIGN_ON))
        .any(|service| service.attribute("Binding") == Some(HTTP_REDIRECT))
}

/// The ID of the root, which a signature needs: its own, or one that follows from what it holds.
fn identify(entity: &mut Part<'_, '_>, ledger: &mut Ledger<'_, '_>) -> String {
    if let Some(id) = entity.attribute("ID") {
        return id.to_owned();
    }
    let text = write(entity).text;
    let mut attempt = 0;
    let mut id = sign::derived_id(&text, attempt);
    while ledger.has_id(&id) {
        attempt += 1;
        id = sign::derived_id(&text, attempt);
    }
    let is_after = |name: &AttributeName<'_>| matches!(name, AttributeName::Plain(_));
    let at = entity.attributes.iter().take_while(|(name, _)| is_after(name)).count();
    entity.attributes.insert(at, (AttributeName::Plain("ID"), id.clone().into()));
    id
}

enum Sealed {
    Document(String),
    Pending { to_sign: String, text: String },
}

/// Signs the document, if that is asked for.
fn seal(written: Written, order: &Order, id: Option<&str>) -> Result<Sealed, Error> {
    let (Some(signing), Some(id)) = (&order.signing, id) else { return Ok(Sealed::Document(written.text)) };
    // The signature gets a line of its own, and the line's beginning is signed.
    let (head, tail) = written.text.split_at_checked(written.place).ok_or(Error::SigningFailed)?;
    let head = format!("{head}\n  ");
    let text = format!("{head}{tail}");
    let outcome = {
        let document = Document::parse(&text).map_err(|_| Error::SigningFailed)?;
        signing.sign(document.root(), id)?
    };
    Ok(match outcome {
        Outcome::Signature(signature) => Sealed::Document(format!("{head}{signature}{tail}")),
        Outcome::Pending(to_sign) => Sealed::Pending { to_sign, text },
    })
}

/// What there is to say about what was made: the same as metadata_inspect says of it.
fn about(text: &str, order: &Order) -> Vec<Finding<Refusal>> {
    let Ok(document) = Document::parse(text) else { return Vec::new() };
    let entity = Entity::read(document.root());
    let question = Question { target: Some(order.target), now: Some(order.now) };
    let said = question.entity(&entity, true, true);
    // Places are the result's, and the request does not have it.
    let mut findings: Vec<_> =
        said.into_iter().map(|(severity, error, _)| Finding::new(severity, order.path.clone(), error.into())).collect();
    if let (true, Some(until)) = (order.target.enforces_validity(), entity.validity.until) {
        let (severity, error) = if until < order.now {
            (Severity::Error, Error::ValidUntilEnforced)
        } else {
            let days = (until.seconds() - order.now.seconds()).div_euclid(86_400);
            (Severity::Warning, Error::ValidUntilEnds { days })
        };
        findings.push(Finding::new(severity, order.path.clone(), error.into()));
    }
    findings
}

#[cfg(test)]
mod tests;
