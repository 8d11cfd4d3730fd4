//! Keys of a user that are paths into a list, such as `emails[type eq "work"].value`: whoever writes a PATCH so writes a whole user
//! so too.

use super::attribute_path::{Key, find, top};
use super::error::Refusal;
use super::multi_valued::described;
use super::patch::{Malformed, Path, filtered};
use super::place::Place;
use super::user::{Claims, Members, Reader};
use crate::aws::scim::{Attribute, Kind, Many};
use crate::json::Value;

/// A list that is written in parts.
#[derive(Debug)]
pub(super) struct SpeltList {
    attribute: &'static Attribute,
    /// Its first key, and where that stands.
    key: (String, usize),
    /// What each filter says of its element, and the element.
    elements: Vec<(Members, Members)>,
}

impl Reader {
    /// Takes a key that is a path into a list; false if it is none.
    pub(super) fn list_key(&mut self, key: &str, value: &Value, place: &Place<'_>) -> bool {
        let path = match Path::parse(key) {
            Ok(path) => path,
            Err(Malformed::Filter) => {
                self.journal.refuse(place, Refusal::PatchFilterMalformed { attribute: filtered(key) });
                return true;
            }
            Err(Malformed::Path) => return false,
        };
        let Some((attribute, many, part)) = list(&path) else { return false };
        let base = match &path.filter {
            None => Some(Members::new()),
            Some(filter) => described(many, filter),
        };
        let Some(base) = base else {
            self.journal.refuse(place, Refusal::PatchFilter { attribute: attribute.name.to_owned() });
            return true;
        };
        let parts = match (part, value) {
            (Some(part), value) => vec![(part.name.to_owned(), value.clone())],
            (None, Value::Object(members)) => members.clone(),
            (None, other) => {
                self.wrong_type("an object", other, &place.named(attribute.name));
                return true;
            }
        };
        let spelt = match self.spelt.iter_mut().position(|own| std::ptr::eq(own.attribute, attribute)) {
            Some(index) => self.spelt.get_mut(index),
            None => {
                self.spelt.push(SpeltList { attribute, key: (key.to_owned(), place.position()), elements: Vec::new() });
                self.spelt.last_mut()
            }
        };
        let Some(spelt) = spelt else { return true };
        match spelt.elements.iter_mut().find(|(own, _)| *own == base) {
            Some((_, element)) => element.extend(parts),
            None => {
                let element = base.iter().cloned().chain(parts).collect();
                spelt.elements.push((base, element));
            }
        }
        true
    }

    /// Puts the lists that were written in parts where they belong.
    pub(super) fn finish_lists(&mut self, user: &mut Members, claims: &mut Claims) {
        for SpeltList { attribute, key, elements } in std::mem::take(&mut self.spelt) {
            let value = Value::List(elements.into_iter().map(|(_, element)| Value::Object(element)).collect());
            let place = Place::BODY.key(&key.0, key.1);
            self.attribute(&key.0, &[Some(attribute), None, None], value, &place, user, claims);
        }
    }
}

/// The list that a path leads into, and the sub-attribute; without a filter there is one.
pub(super) fn list(path: &Path<'_>) -> Option<(&'static Attribute, &'static Many, Option<&'static Attribute>)> {
    let (name, part) = match (&path.filter, path.part) {
        (Some(_), part) => (path.attribute, part),
        // `emails.value`
        (None, _) => path.attribute.rsplit_once('.').map(|(name, part)| (name, Some(part)))?,
    };
    let Some(Key::Attribute([Some(attribute), None, None])) = top(name) else { return None };
    let Kind::Many(many) = &attribute.kind else { return None };
    match part {
        None => Some((attribute, many, None)),
        Some(part) => Some((attribute, many, Some(find(many.attributes, part)?))),
    }
}

#[cfg(test)]
mod tests {
    use crate::scim::Profile;
    use crate::scim::testing::{accepted, refused, user_with};

    #[test]
    fn keys_that_are_paths_build_the_list() {
        for (keys, list) in [
            (r#""emails[type eq \"work\"].value":"a@x""#, r#""emails":[{"type":"work","value":"a@x","primary":true}]"#),
            (r#""emails.value":"a@x""#, r#""emails":[{"value":"a@x","primary":true}]"#),
            (
                r#""addresses[type eq \"work\"].locality":"l","addresses[type eq \"work\"].country":"c""#,
                r#""addresses":[{"type":"work","locality":"l","country":"c"}]"#,
            ),
            (
                r#""emails[type eq \"home\"].value":"h","emails[type eq \"work\"]":{"value":"w"}"#,
                r#""emails":[{"type":"work","value":"w","primary":true}]"#,
            ),
            (r#""phoneNumbers[primary eq \"True\"].value":"1""#, r#""phoneNumbers":[{"primary":true,"value":"1"}]"#),
        ] {
            let (body, notes) = accepted(&user_with(&format!(",{keys}")));
            assert_eq!(body, user_with(&format!(",{list}")), "{keys}");
            assert!(!notes.is_empty(), "{keys}");
        }
    }

    #[test]
    fn keys_that_could_mean_anything_are_refused() {
        for (keys, refusal) in [
            (r#""emails[type ne \"work\"].value":"a""#, "/body the filter in the path to `emails` cannot be applied there"),
            (
                r#""emails":[{"value":"b"}],"emails.value":"a""#,
                "/body/emails.value `emails` is given twice, in different spellings",
            ),
            (
                r#""emails[type eq].value":"a""#,
                "/body the filter in the path to `emails` is not of the form ATTRIBUTE eq \"VALUE\"",
            ),
        ] {
            assert_eq!(refused(&user_with(&format!(",{keys}")), Profile::default()), [refusal], "{keys}");
        }
    }
}
