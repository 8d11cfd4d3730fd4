//! PATCH of a user: one change for each attribute, the last one that was asked for.

mod lists;
mod reading;

use super::list::ListPatch;
use super::{Change, message, operations, says_the_same};
use crate::json::Value;
use crate::scim::error::{Note, Refusal};
use crate::scim::place::Place;
use crate::scim::user::{Members, Reader, is_empty, member};
use crate::scim::{Profile, Read};
use reading::Reading;

/// What is asked of a user.
#[derive(Clone, Debug)]
pub(in crate::scim) struct UserPatch {
    /// One change for each attribute of one value.
    single: Vec<Change>,
    lists: Vec<ListPatch>,
    /// The message as it came, if AWS accepts it as it is.
    unchanged: Option<Value>,
}

impl UserPatch {
    /// Reads a PatchOp message, or says why it cannot be carried out.
    pub(in crate::scim) fn parse(body: Value, profile: Profile) -> Read<Self> {
        let original = body.clone();
        let mut reading = Reading::new(profile);
        for operation in operations(body, &mut reading.reader) {
            reading.operation(operation);
        }
        let Reading { mut reader, single, lists } = reading;
        let mut patch = Self { single, lists, unchanged: None };
        if patch.needs_reading() {
            reader.journal.note(&Place::BODY, Note::UserRead);
        } else if let Err(refusal) = patch.message(None, profile) {
            reader.journal.refuse(&Place::BODY, refusal);
        }
        let notes = reader.journal.finish()?;
        // Not by the silence of the notes alone: what is sent as it came has been compared with what it was read as.
        if notes.is_empty()
            && let Ok(Some(planned)) = patch.message(None, profile)
            && says_the_same(&original, &planned)
        {
            patch.unchanged = Some(original);
        }
        Ok((patch, notes))
    }

    /// Whether the outcome depends on what AWS has.
    pub(in crate::scim) fn needs_reading(&self) -> bool {
        self.lists.iter().any(ListPatch::needs_reading)
    }

    /// The message to send, if there is anything to ask for. `user` is what AWS has, if that was read.
    pub(in crate::scim) fn message(&self, user: Option<&Members>, profile: Profile) -> Result<Option<Value>, Refusal> {
        if let Some(unchanged) = &self.unchanged {
            return Ok(Some(unchanged.clone()));
        }
        let mut changes = self.single.clone();
        for list in &self.lists {
            let current = user.map(|user| current(list, user, profile));
            // A list whose every step is known needs no comparison, and is sent whatever AWS has.
            changes.extend(list.change(current.as_deref().filter(|_| list.needs_reading()))?);
        }
        changes.sort_by_key(|change| change.index);
        Ok((!changes.is_empty()).then(|| message(changes)))
    }

    /// The attributes that it is about.
    pub(in crate::scim) fn attributes(&self) -> Vec<String> {
        let single = self.single.iter().map(|change| change.path.clone());
        single.chain(self.lists.iter().map(|list| list.attribute.name.to_owned())).collect()
    }
}

/// The elements that AWS has, without what it never accepts.
fn current(list: &ListPatch, user: &Members, profile: Profile) -> Vec<Members> {
    let value = member(user, list.attribute.name).filter(|value| !is_empty(value)).cloned();
    let mut reader = Reader::new(profile);
    value.map(|value| reader.all_of(list.attribute, list.many, value, &Place::BODY)).unwrap_or_default()
}
