//! PATCH of a user: one change for each attribute, the last one that was asked for.

mod lists;
mod reading;

use super::list::ListPatch;
use super::{Change, Verb, message, operations, says_the_same};
use crate::aws::scim::ENTERPRISE_URN;
use crate::json::Value;
use crate::scim::attribute_path::find;
use crate::scim::error::{Note, Refusal};
use crate::scim::filter::Filter;
use crate::scim::place::Place;
use crate::scim::user::{Members, is_empty, member};
use crate::scim::{Profile, Read};
use reading::Reading;

/// What is asked of a user.
#[derive(Clone, Debug)]
pub(in crate::scim) struct UserPatch {
    /// One change for each attribute of one value.
    single: Vec<Change>,
    lists: Vec<ListPatch>,
    /// Removes the manager, if it is the one that the filter names, by the operation of that number.
    manager: Option<(Filter, usize)>,
    /// The message as it came, if AWS accepts it as it is.
    unchanged: Option<Value>,
}

/// What to send.
#[derive(Debug)]
pub(in crate::scim) struct Planned {
    /// If there is anything to ask for.
    pub(in crate::scim) message: Option<Value>,
    /// Lists of which the request was about an element that AWS does not keep.
    pub(in crate::scim) dropped: Vec<&'static str>,
}

impl UserPatch {
    /// Reads a PatchOp message, or says why it cannot be carried out.
    pub(in crate::scim) fn parse(body: Value, profile: Profile) -> Read<Self> {
        let original = body.clone();
        let mut reading = Reading::new(profile);
        for operation in operations(body, &mut reading.reader) {
            reading.operation(operation);
        }
        let Reading { mut reader, single, lists, manager } = reading;
        let mut patch = Self { single, lists, manager, unchanged: None };
        if patch.needs_reading() {
            reader.journal.note(&Place::BODY, Note::UserRead);
        } else if let Err(refusal) = patch.message(None) {
            reader.journal.refuse(&Place::BODY, refusal);
        }
        let notes = reader.journal.finish()?;
        // Not by the silence of the notes alone: what is sent as it came has been compared with what it was read as.
        if notes.is_empty()
            && let Ok(Planned { message: Some(planned), .. }) = patch.message(None)
            && says_the_same(&original, &planned)
        {
            patch.unchanged = Some(original);
        }
        Ok((patch, notes))
    }

    /// Whether the outcome depends on what AWS has.
    pub(in crate::scim) fn needs_reading(&self) -> bool {
        self.manager.is_some() || self.lists.iter().any(ListPatch::needs_reading)
    }

    /// The message to send, if there is anything to ask for. `user` is what AWS has, if that was read.
    pub(in crate::scim) fn message(&self, user: Option<&Members>) -> Result<Planned, Refusal> {
        if let Some(unchanged) = &self.unchanged {
            return Ok(Planned { message: Some(unchanged.clone()), dropped: Vec::new() });
        }
        let (mut changes, mut dropped) = (self.single.clone(), Vec::new());
        for list in &self.lists {
            let current = user.map(|user| current(list, user));
            // A list whose every step is known needs no comparison, and is sent whatever AWS has.
            let outcome = list.outcome(current.as_deref().filter(|_| list.needs_reading()))?;
            dropped.extend(outcome.dropped.then_some(list.attribute.name));
            changes.extend(outcome.change);
        }
        if let Some((filter, index)) = &self.manager
            && user.is_some_and(|user| has_manager(user, filter))
        {
            changes.push(Change { verb: Verb::Remove, path: manager(), value: None, index: *index });
        }
        changes.sort_by_key(|change| change.index);
        Ok(Planned { message: (!changes.is_empty()).then(|| message(changes)), dropped })
    }

    /// The message, if it does not depend on what AWS has.
    pub(in crate::scim) fn sent_at_once(&self) -> Option<Value> {
        self.message(None).ok().filter(|_| !self.needs_reading())?.message
    }

    /// Every value that it sets, with its attribute.
    pub(in crate::scim) fn values(&self) -> Vec<(&str, &Value)> {
        let single = self.single.iter().filter_map(|change| Some((change.path.as_str(), change.value.as_ref()?)));
        let listed = self.lists.iter().flat_map(|list| list.values().map(|value| (list.attribute.name, value)));
        single.chain(listed).collect()
    }

    /// The element that a list is replaced by.
    pub(in crate::scim) fn whole(&self, name: &str) -> Option<&Members> {
        self.lists.iter().find(|list| list.attribute.name == name)?.whole()
    }

    /// The attributes that it is about.
    pub(in crate::scim) fn attributes(&self) -> Vec<String> {
        let single = self.single.iter().map(|change| change.path.clone());
        let lists = self.lists.iter().map(|list| list.attribute.name.to_owned());
        single.chain(lists).chain(self.manager.is_some().then(manager)).collect()
    }
}

/// Whether AWS has a manager that the filter names.
fn has_manager(user: &Members, filter: &Filter) -> bool {
    let Some(Value::Object(extension)) = member(user, ENTERPRISE_URN) else { return false };
    member(extension, "manager").is_some_and(|manager| fits(manager, filter))
}

fn fits(manager: &Value, filter: &Filter) -> bool {
    let Value::Object(manager) = manager else { return false };
    filter.matches(|name| manager.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value))
}

fn manager() -> String {
    format!("{ENTERPRISE_URN}:manager")
}

/// The elements that AWS has, as they are: what is wrong with a value that is there already is no reason to lose it. Only what
/// AWS never takes back is left out.
fn current(list: &ListPatch, user: &Members) -> Vec<Members> {
    let Some(Value::List(elements)) = member(user, list.attribute.name) else { return Vec::new() };
    let known = |element: &Value| match element {
        Value::Object(members) => {
            let known = members
                .iter()
                .filter_map(|(name, value)| Some((find(list.many.attributes, name)?.name.to_owned(), value.clone())));
            Some(known.filter(|(_, value)| !is_empty(value)).collect::<Members>())
        }
        _ => None,
    };
    elements.iter().filter_map(known).filter(|element| !element.is_empty()).collect()
}
