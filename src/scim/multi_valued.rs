//! Lists of which AWS keeps one element: emails, phone numbers, addresses, roles.

use super::attribute_path::{find, within};
use super::error::{Note, Refusal};
use super::filter::Filter;
use super::place::{Place, Refusals};
use super::user::{Members, Reader, is_empty, member};
use crate::aws::scim::{Attribute, Many};
use crate::json::Value;
use crate::limits;

/// An element that could be kept.
struct Element {
    /// In the list, if there is one.
    index: Option<usize>,
    position: usize,
    members: Members,
    /// What is wrong with it.
    refusals: Refusals,
}

impl Element {
    fn place<'a>(&self, list: &'a Place<'a>) -> Place<'a> {
        self.index.map_or_else(|| list.within(), |index| list.index(index, self.position))
    }
}

impl Reader {
    /// The list with the one element that AWS keeps, or nothing.
    pub(super) fn one_of(
        &mut self,
        attribute: &'static Attribute,
        many: &Many,
        value: Value,
        place: &Place<'_>,
    ) -> Option<Value> {
        let elements = self.elements(attribute, many, value, place)?;
        self.keep(many, elements, place)
    }

    /// The elements of a list, each as AWS could keep it.
    pub(super) fn all_of(&mut self, attribute: &'static Attribute, many: &Many, value: Value, place: &Place<'_>) -> Vec<Members> {
        let elements = self.elements(attribute, many, value, place).unwrap_or_default();
        elements
            .into_iter()
            .map(|element| {
                self.journal.restore(element.refusals);
                element.members
            })
            .collect()
    }

    fn elements(&mut self, attribute: &'static Attribute, many: &Many, value: Value, place: &Place<'_>) -> Option<Vec<Element>> {
        let values = match (value, attribute.bare()) {
            (Value::List(values), _) => values,
            // OneLogin's sample has an object where a list belongs, others a string.
            (value @ Value::Object(_), _) | (value @ Value::Text(_), Some(_)) => {
                return self.single(attribute, many, value, place);
            }
            (other, _) => {
                self.wrong_type("a list of objects", &other, place);
                return None;
            }
        };
        if values.len() > limits::SCIM_ELEMENTS {
            self.journal.refuse(place, Refusal::BodyTooMany { what: "elements in one list", limit: limits::SCIM_ELEMENTS });
            return None;
        }
        let mut elements = Vec::with_capacity(values.len());
        for (index, value) in values.into_iter().enumerate() {
            let position = self.journal.next()?;
            elements.extend(self.element(attribute, many, value, &place.index(index, position), Some(index), position));
        }
        Some(elements)
    }

    fn single(&mut self, attribute: &'static Attribute, many: &Many, value: Value, place: &Place<'_>) -> Option<Vec<Element>> {
        if matches!(value, Value::Object(_)) {
            self.journal.note(place, Note::ValueReshaped { attribute: place.attribute() });
        }
        let position = self.journal.next()?;
        Some(self.element(attribute, many, value, &place.within(), None, position).into_iter().collect())
    }

    fn element(
        &mut self,
        attribute: &'static Attribute,
        many: &Many,
        value: Value,
        place: &Place<'_>,
        index: Option<usize>,
        position: usize,
    ) -> Option<Element> {
        if is_empty(&value) {
            self.empty(place);
            return None;
        }
        let members = match (value, attribute.bare()) {
            (Value::Object(members), _) => members,
            (value @ Value::Text(_), Some(bare)) => {
                self.journal.note(place, Note::ValueReshaped { attribute: place.attribute() });
                vec![(bare.name.to_owned(), value)]
            }
            (other, _) => {
                self.wrong_type("an object", &other, place);
                return None;
            }
        };
        let (emptied, refused) = (self.journal.emptied(), self.journal.refusals());
        let mut kept = Members::new();
        self.members(members, |key| within(many.attributes, key), place, &mut kept, &mut Vec::new());
        let refusals = self.journal.take_refusals(refused);
        let hollow = refusals.is_empty() && is_hollow(&kept);
        // An email without a value is none. An address of a type alone is what AWS's own ssosync sends, unless its
        // other parts were there and empty.
        if hollow && (attribute.bare().is_some() || kept.is_empty() || self.journal.emptied() > emptied) {
            self.empty(place);
            return None;
        }
        Some(Element { index, position, members: kept, refusals })
    }

    /// The list with the chosen one.
    fn keep(&mut self, many: &Many, mut elements: Vec<Element>, place: &Place<'_>) -> Option<Value> {
        let alone = elements.len() == 1;
        // A value that is refused is one all the same: the one to keep is not exchanged for a better one.
        let hollow = |element: &Element| element.refusals.is_empty() && is_hollow(&element.members);
        let index = choose(elements.iter().map(|element| (hollow(element), &element.members)))?;
        let mut element = elements.swap_remove(index);
        // What is wrong with an element that AWS never sees is no reason to refuse the user.
        self.journal.restore(std::mem::take(&mut element.refusals));
        for twin in elements {
            let attribute = place.attribute();
            self.journal.note(&twin.place(place), Note::ElementDropped { attribute });
        }
        // Documented for emails; of the others AWS's own example has one without. Where we chose, we say so.
        if (many.primary_required || !alone) && !is_primary(&element.members) {
            self.journal.note(&element.place(place), Note::PrimarySet { attribute: place.attribute() });
            set(&mut element.members, "primary", Value::Boolean(true));
        }
        Some(Value::List(vec![Value::Object(element.members)]))
    }
}

/// Which one AWS keeps: the primary one, else the one for work, else the first; one that says something before one that
/// does not, which the flags tell.
pub(super) fn choose<'a>(elements: impl Iterator<Item = (bool, &'a Members)>) -> Option<usize> {
    let is_work =
        |element: &Members| matches!(member(element, "type"), Some(Value::Text(kind)) if kind.eq_ignore_ascii_case("work"));
    let rank = |(_, (hollow, element)): &(usize, (bool, &Members))| (*hollow, !is_primary(element), !is_work(element));
    elements.enumerate().min_by_key(rank).map(|(index, _)| index)
}

/// The element that a filter describes: `[type eq "work"]` is Entra ID's way to say which email it means. None if it could be
/// more than one.
pub(super) fn described(many: &Many, filter: &Filter) -> Option<Members> {
    let mut element = Members::new();
    for comparison in filter.conjunction()? {
        let attribute = find(many.attributes, &comparison.attribute)?;
        let value = match &comparison.value {
            Value::Text(text) if attribute.name == "primary" => Value::Boolean(text.eq_ignore_ascii_case("true")),
            value @ (Value::Text(_) | Value::Boolean(_)) if !is_empty(value) => value.clone(),
            _ => return None,
        };
        set(&mut element, attribute.name, value);
    }
    Some(element)
}

/// Gives an element a sub-attribute, or another value of it.
pub(super) fn set(element: &mut Members, name: &str, value: Value) {
    match element.iter_mut().find(|(own, _)| own == name) {
        Some((_, own)) => *own = value,
        None => element.push((name.to_owned(), value)),
    }
}

pub(super) fn is_primary(element: &Members) -> bool {
    member(element, "primary") == Some(&Value::Boolean(true))
}

/// Nothing but `type` and `primary`.
pub(super) fn is_hollow(element: &Members) -> bool {
    !element.iter().any(|(name, _)| name != "type" && name != "primary")
}

#[cfg(test)]
mod tests {
    use crate::scim::Profile;
    use crate::scim::testing::{accepted, refused, user_with};

    #[test]
    fn one_element_is_kept() {
        for (name, list, kept) in [
            ("emails", r#"[{"value":"a"},{"value":"b","primary":true}]"#, r#"{"value":"b","primary":true}"#),
            ("emails", r#"[{"value":"a"},{"value":"b","type":"Work"}]"#, r#"{"value":"b","type":"Work","primary":true}"#),
            ("emails", r#"[{"value":"a"},{"value":"b"}]"#, r#"{"value":"a","primary":true}"#),
            ("emails", r#"[{"value":"a","primary":true},{"value":"b","primary":true}]"#, r#"{"value":"a","primary":true}"#),
            ("emails", r#"[{"value":"","primary":true},{"value":"b","primary":true}]"#, r#"{"value":"b","primary":true}"#),
            ("emails", r#"[{"value":"a","primary":false}]"#, r#"{"value":"a","primary":true}"#),
            ("emails", r#"[{"value":"a","primary":"True","display":"x"}]"#, r#"{"value":"a","primary":true}"#),
            (
                "phoneNumbers",
                r#"[{"value":"1","type":"fax"},{"value":"2","type":"work"}]"#,
                r#"{"value":"2","type":"work","primary":true}"#,
            ),
            ("roles", r#"["a","b"]"#, r#"{"value":"a","primary":true}"#),
            (
                "addresses",
                r#"[{"type":"work"},{"locality":"x","type":"home"}]"#,
                r#"{"locality":"x","type":"home","primary":true}"#,
            ),
        ] {
            let (body, notes) = accepted(&user_with(&format!(r#","{name}":{list}"#)));
            assert_eq!(body, user_with(&format!(r#","{name}":[{kept}]"#)), "{list}");
            assert!(!notes.is_empty(), "{list}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_twin_refuses_nobody() {
        let (bad, good) = (r#"{"value":"a\ue000"}"#, r#"{"value":"b","primary":true}"#);
        let (body, _) = accepted(&user_with(&format!(r#","emails":[{bad},{good}]"#)));
        assert_eq!(body, user_with(&format!(r#","emails":[{good}]"#)));
        // But the one to keep is not exchanged for a better one.
        let bad = r#"{"value":"a\ue000","primary":true}"#;
        let refusals = refused(&user_with(&format!(r#","emails":[{{"value":"b"}},{bad}]"#)), Profile::default());
        assert_eq!(refusals, ["/body/emails/1/value `emails.value` holds a character that is not accepted"]);
    }

    #[test]
    fn twins_are_named() {
        let (_, notes) =
            accepted(&user_with(r#","emails":[{"value":"a"},{"value":"b","type":"work"},{"value":"c","display":"x"}]"#));
        assert_eq!(
            notes,
            [
                "/body/emails/0 scim.element-dropped",
                "/body/emails/1 scim.primary-set",
                "/body/emails/2 scim.element-dropped",
                "/body/emails/2/display scim.attribute-dropped",
            ]
        );
    }

    #[test]
    fn a_lone_value_becomes_a_list() {
        for (value, note) in [
            (r#"{"value":"a","primary":true}"#, vec!["/body/emails scim.value-reshaped"]),
            (r#"{"value":"a"}"#, vec!["/body/emails scim.value-reshaped", "/body/emails scim.primary-set"]),
            (r#""a""#, vec!["/body/emails scim.value-reshaped", "/body/emails scim.primary-set"]),
        ] {
            let (body, notes) = accepted(&user_with(&format!(r#","emails":{value}"#)));
            assert_eq!(body, user_with(r#","emails":[{"value":"a","primary":true}]"#));
            assert_eq!(notes, note);
        }
    }
}
