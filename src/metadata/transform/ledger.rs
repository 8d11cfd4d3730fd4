//! What was left out and why, and the IDs that are taken.

use std::collections::{BTreeMap, BTreeSet};

use super::error::Error;
use crate::error::{Diagnostic, Place};
use crate::limits;
use crate::xml::Element;

/// Something that the document had and the result has not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Removal {
    /// The element's name, or a path to an attribute or a text: `KeyDescriptor/@use`, `Extensions/text()`; `others` for
    /// names beyond the ceiling.
    pub(crate) what: String,
    pub(crate) count: usize,
    pub(crate) reason: Error,
    /// Of the first.
    pub(crate) place: Option<Place>,
}

/// What stands for further names.
const OTHERS: &str = "others";

/// The ledger of one entity.
#[derive(Debug)]
pub(super) struct Ledger<'d, 't> {
    /// In the order in which they were found.
    removed: Vec<Entry>,
    ids: BTreeSet<String>,
    /// The EntityDescriptor and its name, for places.
    entity: Element<'d, 't>,
    entity_id: String,
}

#[derive(Debug)]
struct Entry {
    what: String,
    count: usize,
    reason: Error,
    /// Where in the text. Lines and columns are counted for those that are told: counting takes the time of a line.
    at: Option<usize>,
}

impl<'d, 't> Ledger<'d, 't> {
    pub(super) fn new(entity: Element<'d, 't>, entity_id: &str) -> Self {
        Self { removed: Vec::new(), ids: BTreeSet::new(), entity, entity_id: entity_id.to_owned() }
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
        self.removed.push(Entry { what, count, reason, at: element.map(Element::offset) });
    }

    /// Where the entity stands.
    pub(super) fn place(&self) -> Place {
        self.place_at(self.entity.offset())
    }

    fn place_at(&self, offset: usize) -> Place {
        let (line, column) = self.entity.place_at(offset);
        Place { line, column, entity: Some(self.entity_id.clone()) }
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
    pub(super) fn finish(mut self) -> Vec<Removal> {
        let mut known: BTreeMap<(String, &'static str), usize> = BTreeMap::new();
        let mut listed: Vec<Removal> = Vec::new();
        for mut entry in std::mem::take(&mut self.removed) {
            // Names are the document's: as many as somebody likes to invent. Beyond the ceiling their number counts.
            if listed.len() >= limits::METADATA_CHANGES && !known.contains_key(&(entry.what.clone(), entry.reason.code())) {
                entry.what = OTHERS.to_owned();
            }
            let index = *known.entry((entry.what.clone(), entry.reason.code())).or_insert(listed.len());
            match listed.get_mut(index) {
                Some(first) => first.count += entry.count,
                None => listed.push(Removal {
                    what: entry.what,
                    count: entry.count,
                    reason: entry.reason,
                    place: entry.at.map(|at| self.place_at(at)),
                }),
            }
        }
        listed
    }
}
