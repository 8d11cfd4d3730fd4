//! Operations on lists and their elements.

use super::reading::{Asked, Reading};
use crate::aws::scim::{Attribute, Kind, Many, NOT_PATCHABLE};
use crate::json::Value;
use crate::limits;
use crate::scim::PatchedRoles;
use crate::scim::attribute_path::find;
use crate::scim::error::{Note, Refusal};
use crate::scim::filter::Filter;
use crate::scim::patch::list::{ListPatch, Step};
use crate::scim::patch::{Path, Verb};
use crate::scim::place::Place;
use crate::scim::user::{Members, Reader, is_empty};

impl Reading {
    /// A whole list.
    pub(super) fn list(
        &mut self,
        attribute: &'static Attribute,
        many: &'static Many,
        value: Value,
        asked: Asked,
        place: &Place<'_>,
    ) {
        let step = match asked.verb {
            // Entra ID sends what it had, and an empty text is nothing that it had.
            Verb::Remove if matches!(&value, Value::Null) || value == Value::Text(String::new()) => Step::Clear,
            Verb::Remove => {
                let Some(patterns) = self.patterns(attribute, many, value, place) else { return };
                self.rewritten(attribute, place);
                Step::RemoveLike(patterns)
            }
            _ if is_empty(&value) => {
                if asked.verb == Verb::Add {
                    return self.reader.empty(place);
                }
                self.reader.journal.note(place, Note::OperationRemoves { attribute: place.attribute() });
                Step::Clear
            }
            Verb::Add => {
                self.rewritten(attribute, place);
                Step::Add(self.reader.all_of(attribute, many, value, place))
            }
            Verb::Replace => {
                let mut silent = Reader::new(self.reader.profile);
                let elements = silent.all_of(attribute, many, value.clone(), place);
                let kept = self.reader.one_of(attribute, many, value, place);
                Step::Replace { elements, kept: kept.and_then(only_element) }
            }
        };
        self.step(attribute, many, step, asked, place);
    }

    /// What a removal names: elements or parts of them, which need not be what AWS could keep.
    fn patterns(
        &mut self,
        attribute: &'static Attribute,
        many: &'static Many,
        value: Value,
        place: &Place<'_>,
    ) -> Option<Vec<Members>> {
        let values = match value {
            Value::List(values) => values,
            value => vec![value],
        };
        if values.len() > limits::SCIM_ELEMENTS {
            let refusal = Refusal::BodyTooMany { what: "elements in one list", limit: limits::SCIM_ELEMENTS };
            self.reader.journal.refuse(place, refusal);
            return None;
        }
        let mut patterns = Vec::with_capacity(values.len());
        for value in values {
            let pattern = match (value, attribute.bare()) {
                (Value::Object(members), _) => members
                    .into_iter()
                    .filter_map(|(key, value)| Some((find(many.attributes, &key)?.name.to_owned(), value)))
                    .filter(|(_, value)| !is_empty(value))
                    .collect(),
                (value @ Value::Text(_), Some(bare)) if !is_empty(&value) => vec![(bare.name.to_owned(), value)],
                _ => Members::new(),
            };
            patterns.push(pattern);
        }
        // One that names nothing that AWS has would fit every element, or none.
        if patterns.is_empty() || patterns.iter().any(Vec::is_empty) {
            self.reader.journal.refuse(place, Refusal::RemovalNamesNothing { attribute: attribute.name.to_owned() });
            return None;
        }
        Some(patterns)
    }

    pub(super) fn rewritten(&mut self, attribute: &'static Attribute, place: &Place<'_>) {
        self.reader.journal.note(place, Note::OperationRewritten { attribute: attribute.name.to_owned() });
    }

    /// Part of a list: elements that fit a filter, or one sub-attribute of them.
    #[allow(clippy::too_many_arguments, reason = "a list, what of it, the value, and the places of both")]
    pub(super) fn list_part(
        &mut self,
        attribute: &'static Attribute,
        many: &'static Many,
        path: &Path<'_>,
        part: Option<&'static Attribute>,
        value: Value,
        asked: Asked,
        at_value: &Place<'_>,
        at_path: &Place<'_>,
    ) {
        if self.leaves_out(attribute, at_path) {
            return;
        }
        let known = |filter: &Filter| {
            filter.comparisons().all(|comparison| {
                find(many.attributes, &comparison.attribute).is_some() || comparison.attribute.eq_ignore_ascii_case("display")
            })
        };
        if path.filter.as_ref().is_some_and(|filter| !known(filter)) {
            return self.reader.journal.refuse(at_path, Refusal::PatchFilter { attribute: attribute.name.to_owned() });
        }
        self.rewritten(attribute, at_path);
        let filter = path.filter.clone();
        let place = at_value.named(attribute.name);
        let removes = asked.verb == Verb::Remove || (is_empty(&value) && asked.verb == Verb::Replace);
        let step = match (part, filter) {
            (_, _) if is_empty(&value) && asked.verb == Verb::Add => return self.reader.empty(&place),
            (None, Some(filter)) if removes => Step::RemoveMatching(filter),
            // Without its value an email is none.
            (Some(part), Some(filter)) if removes && attribute.bare().is_some_and(|bare| std::ptr::eq(bare, part)) => {
                Step::RemoveMatching(filter)
            }
            (Some(part), filter) if removes => Step::Unset { filter, part: part.name },
            (Some(part), filter) => {
                let inner = place.within();
                let inner = inner.named(part.name);
                let value = match &part.kind {
                    Kind::Text(rule) => self.reader.text(*rule, value, &inner),
                    Kind::Boolean => self.reader.boolean(value, &inner),
                    _ => None,
                };
                let Some(value) = value else { return };
                Step::Set { verb: asked.verb, filter, parts: vec![(part.name.to_owned(), value)] }
            }
            (None, filter) => match self.reader.all_of(attribute, many, value, &place).into_iter().next() {
                Some(parts) => Step::Set { verb: asked.verb, filter, parts },
                None => return,
            },
        };
        self.step(attribute, many, step, asked, &place);
    }

    fn step(&mut self, attribute: &'static Attribute, many: &'static Many, step: Step, asked: Asked, place: &Place<'_>) {
        if let Some(list) = self.lists.iter_mut().find(|list| std::ptr::eq(list.attribute, attribute)) {
            // What came before a whole list no longer counts.
            if matches!(step, Step::Replace { .. } | Step::Clear) {
                list.steps.clear();
            }
            if list.steps.len() >= limits::SCIM_LIST_OPERATIONS {
                let refusal = Refusal::BodyTooMany { what: "operations on one list", limit: limits::SCIM_LIST_OPERATIONS };
                return self.reader.journal.refuse(place, refusal);
            }
            list.steps.push(step);
            list.index = asked.index;
            self.reader.journal.note(place, Note::OperationMerged { attribute: attribute.name.to_owned() });
        } else {
            let frozen = NOT_PATCHABLE.contains(&attribute.name) && self.reader.profile.patched_roles == PatchedRoles::Refuse;
            self.lists.push(ListPatch { attribute, many, steps: vec![step], index: asked.index, frozen });
        }
    }
}

fn only_element(list: Value) -> Option<Members> {
    let Value::List(elements) = list else { return None };
    match elements.into_iter().next() {
        Some(Value::Object(members)) => Some(members),
        _ => None,
    }
}
