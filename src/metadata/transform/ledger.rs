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
    /// Where in `removed` a name with a reason stands.
    known: BTreeMap<(String, &'static str), usize>,
    ids: BTreeSet<String>,
    /// Of the entity, for places.
    entity: Option<String>,
}

impl Ledger {
    pub(super) fn new(entity_id: &str) -> Self {
        Self { entity: Some(entity_id.to_owned()), ..Self::default() }
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
        match self.known.get(&(what.clone(), reason.code())).and_then(|index| self.removed.get_mut(*index)) {
            Some(removal) => removal.count += count,
            None => {
                self.known.insert((what.clone(), reason.code()), self.removed.len());
                let place = element.map(|element| place(element, self.entity.clone()));
                self.removed.push(Removal { what, count, reason, place });
            }
        }
    }

    /// Takes an ID. False if it was taken.
    pub(super) fn take_id(&mut self, id: &str) -> bool {
        self.ids.insert(id.to_owned())
    }

    pub(super) fn has_id(&self, id: &str) -> bool {
        self.ids.contains(id)
    }

    pub(super) fn finish(self) -> Vec<Removal> {
        self.removed
    }
}

fn place(element: Element<'_, '_>, entity: Option<String>) -> Place {
    let (line, column) = element.place();
    Place { line, column, entity }
}
