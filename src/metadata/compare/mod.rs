//! Two documents of an identity provider: what changed in meaning, and what to do in AWS, in which order.
//!
//! Order, prefixes, white space and comments are no differences. A difference is an error where logins break as soon as
//! the new document is in force and AWS still has the old one, a warning where something has to be done in AWS.

mod differences;
mod error;
mod plan;

pub(crate) use differences::{Change, ChangeKind};
pub(crate) use error::Error;
pub(crate) use plan::{Action, Step};

use differences::differences;
use plan::plan;

use super::choose::{Chooser, Meant, Work};
use super::entity::{Entity, Role, RoleKind};
use super::inspect::Question;
use super::reader::Reader;
use super::target::IAM_KEYS;
use super::{Error as MetadataError, Refusal};
use crate::aws::Target;
use crate::error::{Finding, Located, Place, Pointer, Severity};
use crate::limits;
use crate::time::UnixTime;
use crate::xml::Element;

/// What is to be compared.
pub(crate) struct Order<'r> {
    pub(crate) old: &'r str,
    pub(crate) new: &'r str,
    pub(crate) target: Target,
    pub(crate) entity_id: Option<String>,
    pub(crate) now: Option<UnixTime>,
}

/// What came of it.
pub(crate) struct Comparison {
    pub(crate) changes: Vec<Change>,
    pub(crate) plan: Vec<Step>,
    pub(crate) findings: Vec<Finding<Refusal>>,
}

impl Comparison {
    pub(crate) fn is_breaking(&self) -> bool {
        self.changes.iter().any(|change| change.severity == Severity::Error)
    }
}

/// Compares two documents. Looks at no signature: say in metadata_inspect whose they must be.
pub(crate) fn compare(order: &Order<'_>) -> Result<Comparison, Located<Refusal>> {
    let (old, _) = read(order, order.old, "old", order.entity_id.clone(), Meant::IdentityProvider)?;
    let (new, mut findings) = match renewed(order, &old.entity_id)? {
        Some((new, findings)) => (Some(new), findings),
        None => (None, Vec::new()),
    };
    let mut changes = differences(&old, new.as_ref(), order.target);
    findings.extend(about(&old, new.as_ref(), &changes, order.target));
    let plan = plan(&changes, order.target);
    if changes.len() > limits::METADATA_CHANGES {
        let error = Error::LeftOut { found: changes.len() - limits::METADATA_CHANGES };
        findings.push(Finding::new(Severity::Info, Pointer::root().key("new"), error.into()));
        changes.truncate(limits::METADATA_CHANGES);
    }
    Ok(Comparison { changes, plan, findings })
}

type Read = (Entity, Vec<Finding<Refusal>>);

/// The entity in the new document: of the same name, or the only identity provider there is; none if it is gone.
fn renewed(order: &Order<'_>, entity_id: &str) -> Result<Option<Read>, Located<Refusal>> {
    // The role may be gone while the entity is there.
    let mut ways = vec![(Some(entity_id.to_owned()), Meant::IdentityProvider), (Some(entity_id.to_owned()), Meant::Any)];
    if order.entity_id.is_none() {
        ways.extend([(None, Meant::IdentityProvider), (None, Meant::Any)]);
    }
    for (entity_id, meant) in ways {
        match read(order, order.new, "new", entity_id, meant) {
            Ok(read) => return Ok(Some(read)),
            Err(refusal) if is_absence(&refusal.error) => {}
            Err(refusal) => return Err(refusal),
        }
    }
    Ok(None)
}

/// Whether a document was refused because it does not have what was looked for, and not because it cannot be read.
const fn is_absence(refusal: &Refusal) -> bool {
    matches!(
        refusal,
        Refusal::Metadata(
            MetadataError::NoIdentityProvider
                | MetadataError::NoSuchIdentityProvider
                | MetadataError::NoSuchEntity
                | MetadataError::SeveralIdentityProviders
        )
    )
}

/// An entity, and what there is to say about it for the target.
fn read(
    order: &Order<'_>,
    text: &str,
    field: &'static str,
    entity_id: Option<String>,
    meant: Meant,
) -> Result<Read, Located<Refusal>> {
    let path = Pointer::root().key(field);
    let question = Question { target: Some(order.target), now: order.now };
    let place = path.clone();
    let work: Work<Read> = Box::new(move |element: Element<'_, '_>, _| {
        let entity = Entity::read(element);
        let said = question.entity(&entity, true, element.prefix().is_some());
        let findings = said.into_iter().map(|(severity, error, at)| {
            let finding = Finding::new(severity, place.clone(), error.into());
            match at {
                Some(at) => {
                    let (line, column) = element.place_at(at);
                    finding.placed(Place { line, column, entity: Some(entity.entity_id.clone()) })
                }
                None => finding,
            }
        });
        let findings = findings.collect();
        (entity, findings)
    });
    let mut reader = Reader::new(Chooser::new(entity_id, None, work).of(meant), path);
    reader.push(text.as_bytes())?;
    Ok(reader.finish()?.value)
}

/// The roles that AWS reads.
fn roles(entity: &Entity) -> impl Iterator<Item = &Role> {
    entity.of_kind(RoleKind::IdentityProvider)
}

fn about(old: &Entity, new: Option<&Entity>, changes: &[Change], target: Target) -> Vec<Finding<Refusal>> {
    let mut findings = Vec::new();
    let Some(new) = new else { return findings };
    let path = Pointer::root().key("new");
    let is_rollover = changes.iter().any(|change| matches!(change.error, Error::SigningAdded | Error::SigningReplaced));
    if !is_rollover {
        return findings;
    }
    let mut together: Vec<&[u8]> =
        roles(old).chain(roles(new)).flat_map(Role::signing_certificates).map(|certificate| certificate.der.as_slice()).collect();
    together.sort_unstable();
    together.dedup();
    if target.keeps_metadata_in_iam() {
        if together.len() > IAM_KEYS {
            let error = Error::TooManyKeys { found: together.len(), limit: IAM_KEYS };
            findings.push(Finding::new(Severity::Error, path, error.into()));
        }
    } else if target != Target::IdentityCenter {
        findings.push(Finding::new(Severity::Info, path, Error::TwoKeysUnproven.into()));
    }
    findings
}
