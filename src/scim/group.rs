//! A group, read into what AWS accepts.

use super::attribute_path::{Schema, find, schema};
use super::error::{Note, Refusal};
use super::members::{Listed, Member};
use super::place::Place;
use super::user::{Members, Reader, is_empty, member};
use super::{Profile, Read};
use crate::aws::scim::{Attribute, GROUP, GROUP_URN, Kind, MEMBERSHIP_CHANGES, RESERVED_NAMES};
use crate::json::Value;

/// What a key at the top of a group means.
#[derive(Clone, Copy, Debug)]
pub(super) enum Key {
    Attribute(&'static Attribute),
    Members,
    Schemas,
    /// The core schema's URN: what it holds belongs to the group itself.
    Core,
}

impl Key {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Attribute(attribute) => attribute.name,
            Self::Members => "members",
            Self::Schemas => "schemas",
            Self::Core => GROUP_URN,
        }
    }
}

/// The meaning of a key at the top of a group, with or without the schema's URN.
pub(super) fn key(text: &str) -> Option<Key> {
    let name = match schema(text) {
        Some((Schema::Core, rest)) => {
            let rest = match rest.split_at_checked("Group".len()) {
                Some((group, rest)) if group.eq_ignore_ascii_case("Group") => rest.strip_prefix([':', '.']).unwrap_or(rest),
                _ => rest,
            };
            if rest.is_empty() {
                return Some(Key::Core);
            }
            rest
        }
        Some((Schema::Enterprise, _)) => return None,
        None => text,
    };
    if name.eq_ignore_ascii_case("members") {
        return Some(Key::Members);
    }
    if name.eq_ignore_ascii_case("schemas") {
        return Some(Key::Schemas);
    }
    find(&GROUP, name).map(Key::Attribute)
}

/// A group that AWS accepts.
#[derive(Clone, Debug)]
pub(super) struct Group {
    /// In the body's own order, with all members.
    attributes: Members,
    /// If the body says something about them.
    pub(super) members: Option<Vec<Member>>,
    /// Cleared in so many words: in a replacement that is a removal.
    pub(super) external_id_cleared: bool,
}

impl Group {
    /// Makes a group acceptable to AWS, or says why that cannot be.
    pub(super) fn accept(body: Value, profile: Profile) -> Read<Self> {
        let mut reader = Reader::new(profile);
        let mut group = Self { attributes: Members::new(), members: None, external_id_cleared: false };
        match body {
            Value::Object(members) => group.read(members, &Place::BODY, &mut reader),
            other => reader.journal.refuse(&Place::BODY, Refusal::BodyNotObject { found: other.kind() }),
        }
        if !reader.journal.has_refusals() && group.text("displayName").is_none() {
            reader.journal.refuse(&Place::BODY, Refusal::AttributeMissing { attribute: "displayName" });
        }
        reader.journal.finish().map(|notes| (group, notes))
    }

    fn read(&mut self, members: Members, here: &Place<'_>, reader: &mut Reader) {
        if reader.too_many(&members, here) {
            return;
        }
        for (name, value) in members {
            let Some(position) = reader.journal.next() else { return };
            let place = here.key(&name, position);
            let Some(key) = key(&name) else {
                reader.drop_unknown(&place);
                continue;
            };
            let place = place.named(key.name());
            // As deep as JSON is read.
            let value = match (key, value) {
                (Key::Core, Value::Object(members)) => {
                    self.read(members, &place, reader);
                    continue;
                }
                (Key::Core, _) => {
                    reader.drop_unknown(&place);
                    continue;
                }
                (_, value) => value,
            };
            if member(&self.attributes, key.name()).is_some() {
                reader.journal.refuse(&place, Refusal::AttributeTwice { attribute: key.name().to_owned() });
                continue;
            }
            if name != key.name() && !is_empty(&value) {
                reader.journal.note(&place, Note::AttributeRenamed { attribute: key.name().to_owned() });
            }
            self.put(key, value, &place, reader);
        }
    }

    fn put(&mut self, key: Key, value: Value, place: &Place<'_>, reader: &mut Reader) {
        match key {
            Key::Attribute(attribute) => {
                if is_empty(&value) {
                    self.external_id_cleared |= attribute.name == "externalId";
                    return reader.empty(place);
                }
                if let Some(value) = read_attribute(attribute, value, place, reader) {
                    self.attributes.push((attribute.name.to_owned(), value));
                }
            }
            Key::Members => {
                self.members = match reader.listed_members(value, place) {
                    Listed::Nothing => return reader.empty(place),
                    Listed::Nobody => Some(Vec::new()),
                    // None of those that were sent: as if nothing had been said.
                    Listed::Somebody(members) if members.is_empty() => return,
                    Listed::Somebody(members) => Some(members),
                };
                self.attributes.push(("members".to_owned(), Value::Null));
            }
            Key::Schemas => {
                let Some(listed) = reader.listed_schemas(value, place) else { return };
                if listed != [GROUP_URN] {
                    reader.journal.note(place, Note::SchemasRecomputed);
                }
                self.attributes.push(("schemas".to_owned(), Value::List(vec![Value::Text(GROUP_URN.to_owned())])));
            }
            Key::Core => {}
        }
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        match member(&self.attributes, name)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The body of its creation: with as many members as AWS takes at once.
    pub(super) fn creation(&self) -> Value {
        let members = self.attributes.iter().map(|(name, value)| match (name.as_str(), &self.members) {
            ("members", Some(members)) => {
                let first = members.iter().take(MEMBERSHIP_CHANGES).map(|member| member.value.clone()).collect();
                (name.clone(), Value::List(first))
            }
            _ => (name.clone(), value.clone()),
        });
        // An empty list is left out: whether AWS takes one is not established but of photos, which it refuses.
        Value::Object(members.filter(|(name, value)| name != "members" || !is_empty(value)).collect())
    }

    /// Every value that it holds but for members, with its attribute.
    pub(super) fn attributes(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.attributes.iter().filter(|(name, _)| name != "members").map(|(name, value)| (name.as_str(), value))
    }

    /// The names of what it holds.
    pub(super) fn names(&self) -> Vec<String> {
        self.attributes.iter().map(|(name, _)| name.clone()).filter(|name| name != "schemas").collect()
    }
}

/// A name or an external id of a group.
pub(super) fn read_attribute(
    attribute: &'static Attribute,
    value: Value,
    place: &Place<'_>,
    reader: &mut Reader,
) -> Option<Value> {
    let Kind::Text(rule) = attribute.kind else { return None };
    let value = reader.text(rule, value, place)?;
    if attribute.name == "displayName" && matches!(&value, Value::Text(name) if RESERVED_NAMES.contains(&name.as_str())) {
        reader.journal.refuse(place, Refusal::GroupNameReserved);
        return None;
    }
    Some(value)
}
