//! What a document says: each entity as it comes by, the document's signature at the end, and findings.

mod error;
pub(crate) mod rules;

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

pub(crate) use error::Error;
use rules::Said;
pub(crate) use rules::{Question, days_left};

use super::entity::{Entity, RoleKind, Validity};
use super::reader::{Around, Handler};
use super::trust::{Report, Status, Trust};
use super::{METADATA, Refusal};
use crate::error::{Finding, Place, Pointer, Severity};
use crate::limits;
use crate::xml::signature::standing;
use crate::xml::{Document, Element};

/// What is asked about a document.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    pub(crate) question: Question,
    pub(crate) trust: Option<Trust>,
    /// Describe this entity alone.
    pub(crate) entity_id: Option<String>,
}

/// An entity as it is told.
#[derive(Clone, Debug)]
pub(crate) struct Described {
    pub(crate) entity: Entity,
    pub(crate) signature: Report,
    pub(crate) place: Place,
    /// Whether it is the only one, so that its certificates may be told whole.
    pub(crate) is_alone: bool,
}

/// The document, told when all of it has come.
#[derive(Clone, Debug)]
pub(crate) struct Facts {
    pub(crate) around: Around,
    pub(crate) entities: usize,
    pub(crate) identity_providers: usize,
    pub(crate) service_providers: usize,
}

/// What a finished inspection says.
#[derive(Clone, Debug)]
pub(crate) struct Inspection {
    pub(crate) facts: Facts,
    pub(crate) entities: Vec<Described>,
    /// Of the root.
    pub(crate) signature: Report,
    pub(crate) findings: Vec<Finding<Refusal>>,
}

/// Takes entities as they come.
pub(crate) struct Inspector {
    order: Order,
    path: Pointer,
    described: Vec<Described>,
    findings: Vec<Finding<Refusal>>,
    /// Findings beyond the ceiling, since they were taken out last.
    left_out: usize,
    /// Parts of the entities that were described, since they were taken out last.
    details: usize,
    /// Whether an entity was described that has no valid signature of its own.
    has_uncovered: bool,
    /// Hashes of entityIDs: the names themselves would be held for nothing else.
    seen: BTreeSet<[u8; 16]>,
    identity_providers: usize,
    service_providers: usize,
    entities: usize,
}

impl Inspector {
    /// `path` names the document in the request.
    pub(crate) fn new(order: Order, path: Pointer) -> Self {
        Self {
            order,
            path,
            described: Vec::new(),
            findings: Vec::new(),
            left_out: 0,
            details: 0,
            has_uncovered: false,
            seen: BTreeSet::new(),
            identity_providers: 0,
            service_providers: 0,
            entities: 0,
        }
    }

    /// What was described since the last time.
    pub(crate) fn take(&mut self) -> (Vec<Described>, Vec<Finding<Refusal>>) {
        if self.left_out > 0 {
            let error = Error::LeftOut { found: std::mem::take(&mut self.left_out) };
            self.findings.push(Finding::new(Severity::Info, self.path.clone(), error.into()));
        }
        self.details = 0;
        (std::mem::take(&mut self.described), std::mem::take(&mut self.findings))
    }

    /// Whether the wanted entity went out with an earlier chunk.
    fn was_described(&self) -> bool {
        self.order.entity_id.as_ref().is_some_and(|wanted| self.seen.contains(&hash(wanted)))
    }

    fn say(&mut self, document: &Document<'_>, entity: &Entity, (severity, error, at): Said) {
        if self.findings.len() >= limits::METADATA_FINDINGS {
            self.left_out += 1;
            return;
        }
        let finding = Finding::new(severity, self.path.clone(), error.into());
        self.tell(match at {
            Some(at) => finding.placed(place(document, entity, at)),
            None => finding,
        });
    }

    fn tell(&mut self, finding: Finding<Refusal>) {
        if self.findings.len() >= limits::METADATA_FINDINGS {
            self.left_out += 1;
        } else {
            self.findings.push(finding);
        }
    }
}

impl Handler for Inspector {
    type Answer = Inspection;

    fn trust(&self) -> Option<&Trust> {
        self.order.trust.as_ref()
    }

    fn entities(&self) -> usize {
        self.entities
    }

    /// A group that is no longer valid takes its entities along (SAML Metadata §2.3.1). Of one entity alone, that entity says so.
    fn group(&mut self, tag: Element<'_, '_>) {
        if self.order.entity_id.is_some() {
            return;
        }
        let (line, column) = tag.place();
        for (severity, error, _) in self.order.question.group(&Validity::read(tag)) {
            let finding = Finding::new(severity, self.path.clone(), error.into());
            self.tell(finding.placed(Place { line, column, entity: None }));
        }
    }

    fn entity(
        &mut self,
        document: &Document<'_>,
        element: Element<'_, '_>,
        around: &Validity,
        is_alone: bool,
    ) -> Result<(), Refusal> {
        let entity = Entity::read(element);
        self.entities += 1;
        self.identity_providers += usize::from(entity.of_kind(RoleKind::IdentityProvider).next().is_some());
        self.service_providers += usize::from(entity.of_kind(RoleKind::ServiceProvider).next().is_some());
        let is_twice = !self.seen.insert(hash(&entity.entity_id));
        let is_meant = self.order.entity_id.as_ref().is_none_or(|wanted| *wanted == entity.entity_id);
        if !is_meant {
            return Ok(());
        }
        if self.described.len() >= limits::METADATA_ENTITIES {
            return Err(super::Error::TooManyEntities { most: limits::METADATA_ENTITIES }.into());
        }
        self.details += entity.details();
        if self.details > limits::METADATA_DETAILS {
            return Err(super::Error::TooManyDetails { most: limits::METADATA_DETAILS }.into());
        }
        if is_twice {
            self.say(document, &entity, (Severity::Error, Error::EntityTwice, Some(entity.at)));
        }
        // Without a prefix, nothing stands before the local name.
        let has_prefix = element.prefix().is_some();
        if self.order.entity_id.is_some() {
            for (severity, error, _) in self.order.question.group(around) {
                self.say(document, &entity, (severity, error, Some(entity.at)));
            }
        }
        for said in self.order.question.entity(&entity, is_alone, has_prefix) {
            self.say(document, &entity, said);
        }
        let nobody = Trust::default();
        let trust = self.order.trust.as_ref().unwrap_or(&nobody);
        let signature = trust.judge(standing(document, element, trust.keys()), element.attribute("ID"));
        let place = place(document, &entity, entity.at);
        if !is_alone && let Some(finding) = signature.finding(self.path.clone(), false) {
            self.tell(Finding::new(finding.severity, finding.path, finding.error.into()).placed(place.clone()));
        }
        self.has_uncovered |= signature.status != Status::Valid;
        let is_alone = is_alone || self.order.entity_id.is_some();
        self.described.push(Described { entity, signature, place, is_alone });
        Ok(())
    }

    /// What there is to say about the document as a whole.
    fn finish(&mut self, around: Around, signature: &Report) -> Result<Inspection, Refusal> {
        if self.order.entity_id.is_some() && self.described.is_empty() && !self.was_described() {
            return Err(super::Error::NoSuchEntity.into());
        }
        let facts = Facts {
            around,
            entities: self.entities,
            identity_providers: self.identity_providers,
            service_providers: self.service_providers,
        };
        let said = self.order.question.document(&facts);
        // Where each entity is signed by itself, as servers of single entities do it, nothing is missing.
        let is_covered = signature.status == Status::Unsigned && self.entities > 0 && !self.has_uncovered;
        let mut findings: Vec<_> = signature
            .finding(self.path.clone(), self.order.trust.is_some() && !is_covered)
            .into_iter()
            .map(|finding| Finding::new(finding.severity, finding.path, finding.error.into()))
            .collect();
        findings.extend(said.into_iter().map(|(severity, error, _)| Finding::new(severity, self.path.clone(), error.into())));
        // What concerns all of it comes first.
        findings.append(&mut self.findings);
        self.findings = findings;
        let (entities, findings) = self.take();
        Ok(Inspection { facts, entities, signature: signature.clone(), findings })
    }
}

fn place(document: &Document<'_>, entity: &Entity, at: usize) -> Place {
    let (line, column) = document.place(at);
    let entity = (!entity.entity_id.is_empty()).then(|| entity.entity_id.clone());
    Place { line, column, entity }
}

/// Half of SHA-256: nobody makes two names meet.
fn hash(entity_id: &str) -> [u8; 16] {
    let digest: [u8; 32] = Sha256::digest(entity_id.as_bytes()).into();
    digest.first_chunk().copied().unwrap_or_default()
}

/// Whether an element is an EntityDescriptor of SAML 2.0.
pub(crate) fn is_entity(element: Element<'_, '_>) -> bool {
    element.is(METADATA, "EntityDescriptor")
}
