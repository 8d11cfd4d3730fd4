//! PATCH: what a PatchOp message asks for (RFC 7644 §3.5.2), read into the least that AWS has to be asked for.

pub(super) mod group;
pub(super) mod list;
mod path;
pub(super) mod user;

pub(super) use path::{Malformed, Path};

use super::error::{Note, Refusal};
use super::place::Place;
use super::user::{Members, Reader, member};
use crate::json::Value;
use crate::limits;

/// The URN of the message (RFC 7644 §3.5.2).
pub(super) const PATCH_URN: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verb {
    Add,
    Replace,
    Remove,
}

impl Verb {
    const ALL: [Self; 3] = [Self::Add, Self::Replace, Self::Remove];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Replace => "replace",
            Self::Remove => "remove",
        }
    }
}

/// One operation as sent.
#[derive(Debug)]
pub(super) struct Operation {
    pub(super) verb: Verb,
    pub(super) path: Option<String>,
    /// Absent only in removals.
    pub(super) value: Option<Value>,
    /// In the list.
    pub(super) index: usize,
    /// In reading order.
    pub(super) position: usize,
}

impl Operation {
    /// Where its value stands, or the operation itself.
    pub(super) fn with_place<T>(&self, key: &str, say: impl FnOnce(&Place<'_>) -> T) -> T {
        let list = Place::BODY.key("Operations", self.position);
        let operation = list.index(self.index, self.position);
        match key {
            "" => say(&operation),
            key => say(&operation.key(key, self.position)),
        }
    }
}

/// The operations of a message; what is wrong with it is in the reader's journal.
pub(super) fn operations(body: Value, reader: &mut Reader) -> Vec<Operation> {
    let members = match body {
        Value::Object(members) => members,
        other => {
            reader.journal.refuse(&Place::BODY, Refusal::BodyNotObject { found: other.kind() });
            return Vec::new();
        }
    };
    let mut listed = None;
    let mut schemas = None;
    for (key, value) in members {
        let Some(position) = reader.journal.next() else { return Vec::new() };
        let place = Place::BODY.key(&key, position);
        if key.eq_ignore_ascii_case("Operations") {
            if listed.is_some() {
                reader.journal.refuse(&place, Refusal::AttributeTwice { attribute: "Operations".to_owned() });
                return Vec::new();
            }
            if key != "Operations" {
                reader.journal.note(&place, Note::AttributeRenamed { attribute: "Operations".to_owned() });
            }
            listed = Some(value);
        } else if key.eq_ignore_ascii_case("schemas") {
            if schemas.is_some() {
                reader.journal.refuse(&place, Refusal::AttributeTwice { attribute: "schemas".to_owned() });
                return Vec::new();
            }
            if key != "schemas" {
                reader.journal.note(&place, Note::AttributeRenamed { attribute: "schemas".to_owned() });
            }
            schemas = Some(value);
        } else {
            reader.journal.note(&place, Note::AttributeDropped { attribute: place.unknown() });
        }
    }
    if schemas != Some(Value::List(vec![Value::Text(PATCH_URN.to_owned())])) {
        reader.journal.note(&Place::BODY, Note::SchemasRecomputed);
    }
    let values = match listed {
        Some(Value::List(values)) if !values.is_empty() => values,
        // One operation without its list.
        Some(value @ Value::Object(_)) => {
            reader.journal.note(&Place::BODY.key("Operations", 1), Note::ValueReshaped { attribute: "Operations".to_owned() });
            vec![value]
        }
        _ => {
            reader.journal.refuse(&Place::BODY, Refusal::OperationsMissing);
            return Vec::new();
        }
    };
    if values.len() > limits::SCIM_OPERATIONS {
        reader.journal.refuse(&Place::BODY, Refusal::BodyTooMany { what: "operations", limit: limits::SCIM_OPERATIONS });
        return Vec::new();
    }
    let mut operations = Vec::with_capacity(values.len());
    for (index, value) in values.into_iter().enumerate() {
        let Some(position) = reader.journal.next() else { break };
        let list = Place::BODY.key("Operations", position);
        operations.extend(operation(value, &list.index(index, position), index, position, reader));
    }
    operations
}

fn operation(value: Value, place: &Place<'_>, index: usize, position: usize, reader: &mut Reader) -> Option<Operation> {
    let members = match value {
        Value::Object(members) => members,
        other => {
            reader.journal.refuse(place, Refusal::OperationMalformed { found: other.kind() });
            return None;
        }
    };
    let (mut verb, mut path, mut value, mut extra) = (None, None, None, false);
    for (key, found) in members {
        let (slot, name) = match key.to_ascii_lowercase().as_str() {
            "op" => (&mut verb, "op"),
            "path" => (&mut path, "path"),
            "value" => (&mut value, "value"),
            _ => {
                extra = true;
                continue;
            }
        };
        if slot.is_some() {
            reader.journal.refuse(place, Refusal::AttributeTwice { attribute: name.to_owned() });
            return None;
        }
        extra |= key != name;
        *slot = Some(found);
    }
    let Some(verb) = read_verb(verb.as_ref(), &mut extra) else {
        reader.journal.refuse(&place.key("op", position), Refusal::OperationUnknown);
        return None;
    };
    let path = match path {
        // Some send an empty path for none.
        None => None,
        Some(Value::Null) => {
            extra = true;
            None
        }
        Some(Value::Text(path)) if path.trim_ascii().is_empty() => {
            extra = true;
            None
        }
        Some(Value::Text(path)) => Some(path),
        Some(_) => {
            reader.journal.refuse(&place.key("path", position), Refusal::PatchPath);
            return None;
        }
    };
    match (verb, &path, &value) {
        (Verb::Remove, None, _) => {
            reader.journal.refuse(place, Refusal::OperationPathMissing);
            return None;
        }
        (Verb::Add | Verb::Replace, _, None) => {
            reader.journal.refuse(place, Refusal::OperationValueMissing);
            return None;
        }
        _ => {}
    }
    if verb == Verb::Remove && value == Some(Value::Null) {
        extra = true;
        value = None;
    }
    if extra {
        reader.journal.note(place, Note::OperationSpelt);
    }
    Some(Operation { verb, path, value, index, position })
}

fn read_verb(value: Option<&Value>, changed: &mut bool) -> Option<Verb> {
    let Some(Value::Text(text)) = value else { return None };
    let verb = Verb::ALL.into_iter().find(|verb| verb.name().eq_ignore_ascii_case(text))?;
    *changed |= verb.name() != text;
    Some(verb)
}

/// An operation on one attribute, as AWS is sent it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) verb: Verb,
    /// Canonical.
    pub(super) path: String,
    pub(super) value: Option<Value>,
    /// Which operation decided it.
    pub(super) index: usize,
}

impl Change {
    fn into_value(self) -> Value {
        let mut members: Members =
            vec![("op".to_owned(), Value::Text(self.verb.name().to_owned())), ("path".to_owned(), Value::Text(self.path))];
        members.extend(self.value.map(|value| ("value".to_owned(), value)));
        Value::Object(members)
    }
}

/// The message that asks for these changes.
pub(super) fn message(changes: Vec<Change>) -> Value {
    Value::Object(vec![
        ("schemas".to_owned(), Value::List(vec![Value::Text(PATCH_URN.to_owned())])),
        ("Operations".to_owned(), Value::List(changes.into_iter().map(Change::into_value).collect())),
    ])
}

/// Whether a message says, operation by operation, what was planned; one attribute without path, with or without an id beside it, is
/// the same as one with.
pub(super) fn says_the_same(original: &Value, planned: &Value) -> bool {
    let operations = |message: &Value| -> Option<Vec<(Value, Value, Value)>> {
        let Value::Object(message) = message else { return None };
        let Some(Value::List(operations)) = member(message, "Operations") else { return None };
        operations.iter().map(plain).collect()
    };
    let (Some(original), Some(planned)) = (operations(original), operations(planned)) else { return false };
    // The order of what is about different attributes means nothing.
    original.len() == planned.len() && original.iter().all(|own| planned.contains(own))
}

fn plain(operation: &Value) -> Option<(Value, Value, Value)> {
    let Value::Object(members) = operation else { return None };
    let (verb, value) = (member(members, "op")?.clone(), member(members, "value").cloned().unwrap_or(Value::Null));
    match (member(members, "path"), value) {
        (Some(path), value) => Some((verb, path.clone(), value)),
        (None, Value::Object(attributes)) => {
            let mut attributes = attributes.into_iter().filter(|(name, _)| name != "id");
            match (attributes.next(), attributes.next()) {
                (Some((name, value)), None) => Some((verb, Value::Text(name), value)),
                _ => None,
            }
        }
        _ => None,
    }
}

/// The attribute before the bracket, for a message about what is in it.
pub(super) fn filtered(path: &str) -> String {
    let attribute = path.split('[').next().unwrap_or_default().trim();
    if attribute.len() <= 128 { attribute.to_owned() } else { "an attribute".to_owned() }
}
