//! Changes to a list of which AWS keeps one element: emails, phone numbers, addresses.
//!
//! AWS is never sent a filter in a path, nor an addition to a list: whether it creates what does not match, and what it does
//! with a second element, is not established. What becomes of the list is worked out here, and the whole list is replaced.

use super::super::error::Refusal;
use super::super::filter::Filter;
use super::super::multi_valued::{choose, described, is_hollow, is_primary, set};
use super::super::user::{Members, member};
use super::{Change, Verb};
use crate::aws::scim::{Attribute, Many};
use crate::json::Value;
use crate::limits;

/// What happens to one list, in order.
#[derive(Clone, Debug)]
pub(in crate::scim) struct ListPatch {
    pub(in crate::scim) attribute: &'static Attribute,
    pub(in crate::scim) many: &'static Many,
    pub(in crate::scim) steps: Vec<Step>,
    /// The last operation on it.
    pub(in crate::scim) index: usize,
    /// Whether AWS may not be asked for a change: nothing may come of it but what AWS has already.
    pub(in crate::scim) frozen: bool,
}

#[derive(Clone, Debug)]
pub(in crate::scim) enum Step {
    /// The whole list; `kept` is the one that AWS would keep of it.
    Replace {
        elements: Vec<Members>,
        kept: Option<Members>,
    },
    Add(Vec<Members>),
    Clear,
    /// Elements that have what these name (Entra ID, AWS's own member lists).
    RemoveLike(Vec<Members>),
    RemoveMatching(Filter),
    /// These sub-attributes of the elements that match, or of all; an element is made if none does.
    Set {
        verb: Verb,
        filter: Option<Filter>,
        parts: Members,
    },
    /// That sub-attribute of the elements that match, or of all.
    Unset {
        filter: Option<Filter>,
        part: &'static str,
    },
}

/// What comes of a list.
#[derive(Debug)]
pub(in crate::scim) struct Outcome {
    /// To ask AWS for.
    pub(in crate::scim) change: Option<Change>,
    /// Whether what was asked for is an element beside the one that AWS keeps.
    pub(in crate::scim) dropped: bool,
}

impl ListPatch {
    /// Whether the outcome depends on what AWS has.
    pub(in crate::scim) fn needs_reading(&self) -> bool {
        self.frozen || !matches!(self.steps.first(), Some(Step::Replace { .. } | Step::Clear))
    }

    /// Every value that it sets.
    pub(in crate::scim) fn values(&self) -> impl Iterator<Item = &Value> {
        self.steps.iter().flat_map(|step| {
            let elements: &[Members] = match step {
                Step::Replace { kept, .. } => kept.as_slice(),
                Step::Add(elements) => elements,
                Step::Set { parts, .. } => std::slice::from_ref(parts),
                Step::Clear | Step::RemoveLike(_) | Step::RemoveMatching(_) | Step::Unset { .. } => &[],
            };
            elements.iter().flatten().map(|(_, value)| value)
        })
    }

    /// The element that replaces it, if nothing else is done to it.
    pub(in crate::scim) fn whole(&self) -> Option<&Members> {
        match self.steps.as_slice() {
            [Step::Replace { kept, .. }] => kept.as_ref(),
            _ => None,
        }
    }

    /// What comes of it. `current` is what AWS has, as far as it is known.
    pub(in crate::scim) fn outcome(&self, current: Option<&[Members]>) -> Result<Outcome, Refusal> {
        let path = self.attribute.name.to_owned();
        let change = |verb, value| Change { verb, path, value, index: self.index };
        let (element, several) = match self.steps.as_slice() {
            // Marked as primary when it was read.
            [Step::Replace { kept, .. }] => (kept.clone(), false),
            steps => {
                let mut list = current.map(<[Members]>::to_vec).unwrap_or_default();
                for step in steps {
                    self.apply(step, &mut list, current.unwrap_or_default())?;
                }
                self.keep(list)
            }
        };
        let unchanged = match (&element, current) {
            (Some(element), Some([only])) => same(only, element),
            (None, Some(current)) => current.is_empty(),
            _ => false,
        };
        if unchanged {
            return Ok(Outcome { change: None, dropped: several });
        }
        if self.frozen {
            return Err(Refusal::RolesNotPatchable);
        }
        let change = match element {
            Some(mut element) => {
                if several || (self.many.primary_required && !matches!(self.steps.as_slice(), [Step::Replace { .. }])) {
                    set(&mut element, "primary", Value::Boolean(true));
                }
                change(Verb::Replace, Some(Value::List(vec![Value::Object(element)])))
            }
            None => change(Verb::Remove, None),
        };
        Ok(Outcome { change: Some(change), dropped: false })
    }

    /// The element that AWS keeps, and whether there are others.
    fn keep(&self, mut list: Vec<Members>) -> (Option<Members>, bool) {
        let bare = self.attribute.bare().map(|bare| bare.name);
        list.retain(|element| bare.map_or(!element.is_empty(), |bare| member(element, bare).is_some()));
        let several = list.len() > 1;
        let chosen = choose(list.iter().map(|element| (is_hollow(element), element)));
        (chosen.map(|index| list.swap_remove(index)), several)
    }

    fn apply(&self, step: &Step, list: &mut Vec<Members>, current: &[Members]) -> Result<(), Refusal> {
        match step {
            Step::Replace { elements, .. } => list.clone_from(elements),
            Step::Clear => list.clear(),
            Step::Add(elements) => {
                for element in elements {
                    // What is there already is not added again (RFC 7644 §3.5.2.1), but can become the primary one.
                    let place = match list.iter().position(|own| like(own, element) && like(element, own)) {
                        Some(place) => place,
                        None if list.len() >= limits::SCIM_ELEMENTS => {
                            return Err(Refusal::BodyTooMany { what: "elements in one list", limit: limits::SCIM_ELEMENTS });
                        }
                        None => {
                            list.push(element.clone());
                            list.len() - 1
                        }
                    };
                    if is_primary(element) {
                        if let Some(own) = list.get_mut(place) {
                            set(own, "primary", Value::Boolean(true));
                        }
                        single_primary(list, place);
                    }
                }
            }
            Step::RemoveLike(patterns) => list.retain(|own| !patterns.iter().any(|pattern| resembles(own, pattern))),
            Step::RemoveMatching(filter) => list.retain(|own| !fits(own, Some(filter))),
            Step::Set { verb, filter, parts } => {
                let mut matching: Vec<usize> =
                    (0..list.len()).filter(|index| list.get(*index).is_some_and(|own| fits(own, filter.as_ref()))).collect();
                if matching.is_empty() {
                    let made = match filter {
                        Some(filter) => described(self.many, filter),
                        None => Some(Members::new()),
                    };
                    let made = made.ok_or(Refusal::PatchTarget { attribute: self.attribute.name })?;
                    match list.as_mut_slice() {
                        // The only one is the primary one.
                        [only] if made == [("primary".to_owned(), Value::Boolean(true))] && member(only, "primary").is_none() => {
                            only.extend(made);
                        }
                        // The one that AWS has, and it says nothing of what the filter asks for: whoever replaces an email that is
                        // named by its type means that one, and could else never change it.
                        [only]
                            if *verb == Verb::Replace
                                && current.first() == Some(only)
                                && made.iter().all(|(name, _)| member(only, name).is_none()) =>
                        {
                            only.extend(made);
                        }
                        _ => list.push(made),
                    }
                    matching.push(list.len() - 1);
                }
                for index in matching {
                    if let Some(own) = list.get_mut(index) {
                        for (name, value) in parts {
                            set(own, name, value.clone());
                        }
                        single_primary(list, index);
                    }
                }
            }
            Step::Unset { filter, part } => {
                list.retain_mut(|own| {
                    if !fits(own, filter.as_ref()) {
                        return true;
                    }
                    let was_hollow = is_hollow(own);
                    own.retain(|(name, _)| name != part);
                    // An address whose last part went is none.
                    was_hollow || !is_hollow(own)
                });
            }
        }
        Ok(())
    }
}

fn fits(element: &Members, filter: Option<&Filter>) -> bool {
    let value = |name: &str| element.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value);
    filter.is_none_or(|filter| filter.matches(value))
}

/// Whether an element has everything that another names.
fn like(own: &Members, wanted: &Members) -> bool {
    wanted.iter().filter(|(name, _)| name != "primary").all(|(name, value)| member(own, name) == Some(value))
}

/// Whether an element is one of those that a removal names, as a filter would find it: texts are compared without case
/// (RFC 7643 §8.7.1, `caseExact`), and `primary` counts only where nothing else is named.
fn resembles(own: &Members, pattern: &Members) -> bool {
    let alone = pattern.iter().all(|(name, _)| name == "primary");
    pattern.iter().filter(|(name, _)| alone || name != "primary").all(|(name, wanted)| {
        member(own, name).is_some_and(|own| match (own, wanted) {
            (Value::Text(own), Value::Text(wanted)) => own.to_lowercase() == wanted.to_lowercase(),
            (Value::Boolean(own), Value::Text(wanted)) => own.to_string() == wanted.to_lowercase(),
            (own, wanted) => own == wanted,
        })
    })
}

fn same(own: &Members, other: &Members) -> bool {
    own.len() == other.len() && other.iter().all(|(name, value)| member(own, name) == Some(value))
}

/// RFC 7643 §2.4: `true` appears no more than once.
fn single_primary(list: &mut [Members], chosen: usize) {
    if list.get(chosen).is_some_and(is_primary) {
        for (index, own) in list.iter_mut().enumerate() {
            if index != chosen && is_primary(own) {
                set(own, "primary", Value::Boolean(false));
            }
        }
    }
}
