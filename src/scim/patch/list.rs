//! Changes to a list of which AWS keeps one element: emails, phone numbers, addresses.
//!
//! AWS is never sent a filter in a path, nor an addition to a list: whether it creates what does not match, and what it does
//! with a second element, is not established. What becomes of the list is worked out here, and the whole list is replaced.

use super::super::error::Refusal;
use super::super::filter::Filter;
use super::super::multi_valued::{choose, is_hollow};
use super::super::user::{Members, is_empty, member};
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
    /// Elements like these (Entra ID, AWS's own member lists).
    RemoveLike(Vec<Members>),
    RemoveMatching(Filter),
    /// These sub-attributes of the elements that match, or of all; an element is made if none does.
    Set {
        filter: Option<Filter>,
        parts: Members,
    },
    /// That sub-attribute of the elements that match, or of all.
    Unset {
        filter: Option<Filter>,
        part: &'static str,
    },
}

impl ListPatch {
    /// Whether the outcome depends on what AWS has.
    pub(in crate::scim) fn needs_reading(&self) -> bool {
        !matches!(self.steps.first(), Some(Step::Replace { .. } | Step::Clear))
    }

    /// The change to ask AWS for, if there is one. `current` is what AWS has, as far as it is known.
    pub(in crate::scim) fn change(&self, current: Option<&[Members]>) -> Result<Option<Change>, Refusal> {
        let path = self.attribute.name.to_owned();
        let change = |verb, value| Change { verb, path, value, index: self.index };
        let element = match self.steps.as_slice() {
            [Step::Replace { kept, .. }] => kept.clone(),
            steps => {
                let mut list = current.map(<[Members]>::to_vec).unwrap_or_default();
                for step in steps {
                    self.apply(step, &mut list)?;
                }
                self.keep(list)
            }
        };
        Ok(match element {
            Some(element) if current.is_some_and(|current| matches!(current, [only] if same(only, &element))) => None,
            Some(element) => Some(change(Verb::Replace, Some(Value::List(vec![Value::Object(element)])))),
            None if current.is_some_and(<[Members]>::is_empty) => None,
            None => Some(change(Verb::Remove, None)),
        })
    }

    fn keep(&self, mut list: Vec<Members>) -> Option<Members> {
        let bare = self.attribute.bare().map(|bare| bare.name);
        list.retain(|element| bare.map_or(!element.is_empty(), |bare| member(element, bare).is_some()));
        let several = list.len() > 1;
        let index = choose(list.iter().map(|element| (is_hollow(element), element)))?;
        let mut element = list.swap_remove(index);
        if self.many.primary_required || several {
            set(&mut element, "primary", Value::Boolean(true));
        }
        Some(element)
    }

    fn apply(&self, step: &Step, list: &mut Vec<Members>) -> Result<(), Refusal> {
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
            Step::RemoveLike(elements) => list.retain(|own| !elements.iter().any(|element| like(own, element))),
            Step::RemoveMatching(filter) => list.retain(|own| !fits(own, Some(filter))),
            Step::Set { filter, parts } => {
                let mut matching: Vec<usize> =
                    (0..list.len()).filter(|index| list.get(*index).is_some_and(|own| fits(own, filter.as_ref()))).collect();
                if matching.is_empty() {
                    let made = self.made(filter.as_ref());
                    list.push(made.ok_or(Refusal::PatchTarget { attribute: self.attribute.name })?);
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
                for own in list.iter_mut().filter(|own| fits(own, filter.as_ref())) {
                    own.retain(|(name, _)| name != part);
                }
            }
        }
        Ok(())
    }

    /// The element that a filter describes: `[type eq "work"]` is Entra ID's way to say which email it means.
    fn made(&self, filter: Option<&Filter>) -> Option<Members> {
        let Some(filter) = filter else { return Some(Members::new()) };
        let mut element = Members::new();
        for comparison in filter.conjunction()? {
            let attribute = self.many.attributes.iter().find(|own| own.name.eq_ignore_ascii_case(&comparison.attribute))?;
            let value = match &comparison.value {
                Value::Text(text) if attribute.name == "primary" => Value::Boolean(text.eq_ignore_ascii_case("true")),
                value @ (Value::Text(_) | Value::Boolean(_)) if !is_empty(value) => value.clone(),
                _ => return None,
            };
            set(&mut element, attribute.name, value);
        }
        Some(element)
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

fn same(own: &Members, other: &Members) -> bool {
    own.len() == other.len() && other.iter().all(|(name, value)| member(own, name) == Some(value))
}

fn is_primary(element: &Members) -> bool {
    member(element, "primary") == Some(&Value::Boolean(true))
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

fn set(element: &mut Members, name: &str, value: Value) {
    match element.iter_mut().find(|(own, _)| own == name) {
        Some((_, own)) => *own = value,
        None => element.push((name.to_owned(), value)),
    }
}
