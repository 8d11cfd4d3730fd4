//! What was left out and why, and the IDs that are taken.

use std::collections::{BTreeMap, BTreeSet};

use super::error::Error;
use crate::error::{Diagnostic, Place};
use crate::xml::Element;

/// Something that the document had and the result has not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Removal {
    /// The element's name, or a path to an attribute or a text: `KeyDescriptor/@use`, `Extensions/text()`.
    pub(crate) what: String,
    pub(crate) count: usize,
    pub(crate) reason: Error,
    /// Of the first.
    pub(crate) place: Option<Place>,
}

#[derive(Debug, Default)]
pub(super) struct Ledger {
    /// In the order in which they were found.
    removed: Vec<Removal>,
    ids: BTreeSet<String>,
    /// Of the entity, for places.
    entity: String,
}

impl Ledger {
    pub(super) fn new(entity_id: &str) -> Self {
        Self { entity: entity_id.to_owned(), ..Self::default() }
    }

    /// Notes an element that is left out.
    pub(super) fn element(&mut self, element: Element<'_, '_>, reason: Error) {
        self.note(element.local_name().to_owned(), 1, reason, Some(element));
    }

    /// Notes an attribute of an element.
    pub(super) fn attribute(&mut self, element: Element<'_, '_>, prefix: &str, local: &str, reason: Error) {
        let colon = if prefix.is_empty() { "" } else { ":" };
        self.note(format!("{}/@{prefix}{colon}{local}", element.local_name()), 1, reason, Some(element));
    }

    /// Notes text or a processing instruction in an element.
    pub(super) fn content(&mut self, element: Element<'_, '_>, what: &str, reason: Error) {
        self.note(format!("{}/{what}", element.local_name()), 1, reason, Some(element));
    }

    pub(super) fn note(&mut self, what: String, count: usize, reason: Error, element: Option<Element<'_, '_>>) {
        let place = element.map(|element| self.place(element));
        self.removed.push(Removal { what, count, reason, place });
    }

    /// Where an element of the entity stands.
    pub(super) fn place(&self, element: Element<'_, '_>) -> Place {
        let (line, column) = element.place();
        Place { line, column, entity: Some(self.entity.clone()) }
    }

    /// How much is noted.
    pub(super) fn mark(&self) -> usize {
        self.removed.len()
    }

    /// Takes back what was noted since: it stands in something that is left out as a whole.
    pub(super) fn take_back(&mut self, mark: usize) {
        self.removed.truncate(mark);
    }

    /// Takes an ID. False if it was taken.
    pub(super) fn take_id(&mut self, id: &str) -> bool {
        self.ids.insert(id.to_owned())
    }

    pub(super) fn has_id(&self, id: &str) -> bool {
        self.ids.contains(id)
    }

    /// Everything, with one entry for each name and reason.
    pub(super) fn finish(self) -> Vec<Removal> {
        let mut known: BTreeMap<(String, &'static str), usize> = BTreeMap::new();
        let mut listed: Vec<Removal> = Vec::new();
        for removal in self.removed {
            let index = *known.entry((removal.what.clone(), removal.reason.code())).or_insert(listed.len());
            match listed.get_mut(index) {
                Some(first) => first.count += removal.count,
                None => listed.push(removal),
            }
        }
        listed
    }
}
