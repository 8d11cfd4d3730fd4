//! PATCH of a group: its name, its external id, and who comes and who goes.

use std::collections::BTreeMap;

use super::super::error::{Note, Refusal};
use super::super::group::{Key, key, read_attribute};
use super::super::members::{Listed, Member};
use super::super::place::Place;
use super::super::user::{Members, Reader, is_empty};
use super::super::{Profile, Read};
use super::{Change, Malformed, Operation, Path, Verb, filtered, message, operations, says_the_same};
use crate::aws::scim::{Attribute, MEMBERSHIP_CHANGES};
use crate::json::Value;

/// What is asked of a group.
#[derive(Clone, Debug)]
pub(in crate::scim) struct GroupPatch {
    pub(in crate::scim) attributes: Vec<Change>,
    pub(in crate::scim) membership: Membership,
    /// The message as it came, if AWS accepts it as it is.
    pub(in crate::scim) unchanged: Option<Value>,
}

/// What is asked of a group's members.
#[derive(Clone, Debug)]
pub(in crate::scim) enum Membership {
    Untouched,
    Difference {
        add: Vec<Member>,
        remove: Vec<Member>,
    },
    /// Nobody else.
    Exactly(Vec<Member>),
}

impl GroupPatch {
    /// Reads a PatchOp message, or says why it cannot be carried out.
    pub(in crate::scim) fn parse(body: Value, profile: Profile) -> Read<Self> {
        let original = body.clone();
        let mut reading = Reading {
            reader: Reader::new(profile),
            attributes: Vec::new(),
            wishes: BTreeMap::new(),
            exact: false,
            merged: false,
            next: 0,
        };
        for operation in operations(body, &mut reading.reader) {
            reading.operation(operation);
        }
        let membership = reading.membership();
        if reading.merged {
            reading.reader.journal.note(&Place::BODY, Note::OperationMerged { attribute: "members".to_owned() });
        }
        if matches!(membership, Membership::Exactly(_)) {
            reading.reader.journal.note(&Place::BODY, Note::MembersCompared);
        }
        let Reading { reader, attributes, .. } = reading;
        let mut patch = Self { attributes, membership, unchanged: None };
        if patch.changes() > profile.members {
            let refusal = Refusal::MembersTooMany { limit: profile.members };
            return Err(vec![Place::BODY.pointer().at(refusal)]);
        }
        let notes = reader.journal.finish()?;
        if notes.is_empty() && patch.changes() <= MEMBERSHIP_CHANGES && says_the_same(&original, &patch.whole()) {
            patch.unchanged = Some(original);
        }
        Ok((patch, notes))
    }

    /// The message that asks for all of it.
    fn whole(&self) -> Value {
        let mut changes = self.attributes.clone();
        if let Membership::Difference { add, remove } = &self.membership {
            for (verb, members) in [(Verb::Remove, remove), (Verb::Add, add)] {
                if !members.is_empty() {
                    let value = Value::List(members.iter().map(|member| member.value.clone()).collect());
                    changes.push(Change { verb, path: "members".to_owned(), value: Some(value), index: 0 });
                }
            }
        }
        message(changes)
    }

    /// How many members it names.
    fn changes(&self) -> usize {
        match &self.membership {
            Membership::Untouched => 0,
            Membership::Difference { add, remove } => add.len() + remove.len(),
            Membership::Exactly(members) => members.len(),
        }
    }

    /// Whether AWS need not be asked for anything.
    pub(in crate::scim) fn is_empty(&self) -> bool {
        self.attributes.is_empty() && matches!(self.membership, Membership::Untouched)
    }

    /// Every value that it sets but for members, with its attribute.
    pub(in crate::scim) fn values(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.attributes.iter().filter_map(|change| Some((change.path.as_str(), change.value.as_ref()?)))
    }

    /// The attributes that it is about.
    pub(in crate::scim) fn names(&self) -> Vec<String> {
        let members = (!matches!(self.membership, Membership::Untouched)).then(|| "members".to_owned());
        self.attributes.iter().map(|change| change.path.clone()).chain(members).collect()
    }
}

/// What becomes of one member.
struct Wish {
    present: bool,
    order: usize,
    member: Member,
}

struct Reading {
    reader: Reader,
    attributes: Vec<Change>,
    wishes: BTreeMap<String, Wish>,
    /// Everybody without a wish goes.
    exact: bool,
    /// Whether an operation on members undid or repeated part of an earlier one.
    merged: bool,
    next: usize,
}

impl Reading {
    fn operation(&mut self, mut operation: Operation) {
        let value = operation.value.take().unwrap_or(Value::Null);
        let Some(path) = operation.path.clone() else {
            return operation.with_place("value", |place| self.without_path(value, &operation, place));
        };
        let parsed = match Path::parse(&path) {
            Ok(parsed) => parsed,
            Err(malformed) => {
                let refusal = match malformed {
                    Malformed::Path => Refusal::PatchPath,
                    Malformed::Filter => Refusal::PatchFilterMalformed { attribute: filtered(&path) },
                };
                return operation.with_place("path", |place| self.reader.journal.refuse(place, refusal));
            }
        };
        operation.with_place("path", |at_path| {
            operation.with_place("value", |at_value| self.with_path(&parsed, value, &operation, at_path, at_value));
        });
    }

    fn with_path(&mut self, path: &Path<'_>, value: Value, operation: &Operation, at_path: &Place<'_>, at_value: &Place<'_>) {
        let Some(key) = key(path.attribute) else {
            // `members.value`, or what AWS does not have.
            if path.attribute.len() > "members.".len() && path.attribute.to_ascii_lowercase().starts_with("members.") {
                return self.reader.journal.refuse(at_path, Refusal::PatchPath);
            }
            let attribute = if path.attribute.len() <= 128 { format!("`{}`", path.attribute) } else { "an attribute".to_owned() };
            return self.reader.journal.note(at_path, Note::AttributeDropped { attribute });
        };
        if !matches!(key, Key::Core) && key.name() != path.attribute {
            self.reader.journal.note(at_path, Note::AttributeRenamed { attribute: key.name().to_owned() });
        }
        match (key, &path.filter) {
            (Key::Core, None) if operation.verb != Verb::Remove => self.without_path(value, operation, at_value),
            (Key::Core, _) => self.reader.journal.refuse(at_path, Refusal::PatchPath),
            (Key::Members, Some(filter)) => {
                if operation.verb != Verb::Remove || path.part.is_some() {
                    return self.reader.journal.refuse(at_path, Refusal::PatchFilter { attribute: "members".to_owned() });
                }
                let named = filter.disjunction().and_then(|comparisons| {
                    comparisons
                        .into_iter()
                        .map(|comparison| match &comparison.value {
                            Value::Text(id) if comparison.attribute.eq_ignore_ascii_case("value") => {
                                Some(Value::Text(id.clone()))
                            }
                            _ => None,
                        })
                        .collect::<Option<Vec<_>>>()
                });
                let Some(named) = named else {
                    return self.reader.journal.refuse(at_path, Refusal::PatchFilter { attribute: "members".to_owned() });
                };
                self.reader.journal.note(at_path, Note::OperationRewritten { attribute: "members".to_owned() });
                let elements = named.into_iter().map(|id| Value::Object(vec![("value".to_owned(), id)])).collect();
                let place = at_path.named("members");
                if let Listed::Somebody(members) = self.reader.listed_members(Value::List(elements), &place) {
                    self.wish(members, false);
                }
            }
            (_, Some(_)) => self.reader.journal.refuse(at_path, Refusal::PatchFilter { attribute: key.name().to_owned() }),
            (key, None) => self.attribute(key, value, operation, &at_value.named(key.name())),
        }
    }

    /// A group, or part of one. AWS takes one attribute without path; an id beside it does not count (DG/patchgroup).
    fn without_path(&mut self, value: Value, operation: &Operation, place: &Place<'_>) {
        let Value::Object(members) = value else {
            return self.reader.wrong_type("an object", &value, &place.named("value"));
        };
        let id = |name: &str| name == "id";
        let known = members.iter().filter(|(name, _)| !id(name)).count() == 1
            && members
                .iter()
                .all(|(name, _)| id(name) || matches!(key(name), Some(own @ Key::Attribute(_)) if own.name() == name));
        if !known {
            self.reader.journal.note(place, Note::OperationSplit);
        }
        self.members(members, known, operation, place);
    }

    fn members(&mut self, members: Members, known: bool, operation: &Operation, here: &Place<'_>) {
        if self.reader.too_many(&members, here) {
            return;
        }
        for (name, value) in members {
            let Some(position) = self.reader.journal.next() else { return };
            let place = here.key(&name, position);
            match (key(&name), value) {
                (Some(Key::Core), Value::Object(members)) => self.members(members, known, operation, &place),
                (Some(Key::Schemas), _) => {}
                (Some(key @ (Key::Attribute(_) | Key::Members)), value) => {
                    if key.name() != name {
                        self.reader.journal.note(&place, Note::AttributeRenamed { attribute: key.name().to_owned() });
                    }
                    self.attribute(key, value, operation, &place.named(key.name()));
                }
                (None, _) if known && name == "id" => {}
                (Some(Key::Core) | None, _) => self.reader.drop_unknown(&place),
            }
        }
    }

    fn attribute(&mut self, key: Key, value: Value, operation: &Operation, place: &Place<'_>) {
        match key {
            Key::Attribute(attribute) => self.text(attribute, value, operation, place),
            Key::Members => self.list(value, operation.verb, place),
            Key::Schemas | Key::Core => {
                self.reader.journal.note(place, Note::OperationDropped { attribute: "schemas".to_owned() });
            }
        }
    }

    fn text(&mut self, attribute: &'static Attribute, value: Value, operation: &Operation, place: &Place<'_>) {
        let verb = match operation.verb {
            Verb::Add | Verb::Replace if is_empty(&value) => {
                self.reader.journal.note(place, Note::OperationRemoves { attribute: attribute.name.to_owned() });
                Verb::Remove
            }
            verb => verb,
        };
        let value = if verb == Verb::Remove {
            // Without its name a group is none.
            if attribute.name == "displayName" {
                return self.reader.journal.refuse(place, Refusal::RemovalRefused { attribute: attribute.name.to_owned() });
            }
            if value != Value::Null && operation.verb == Verb::Remove {
                self.reader.journal.note(place, Note::OperationRewritten { attribute: attribute.name.to_owned() });
            }
            None
        } else {
            let Some(value) = read_attribute(attribute, value, place, &mut self.reader) else { return };
            Some(value)
        };
        if let Some(earlier) = self.attributes.iter().position(|own| own.path == attribute.name) {
            self.attributes.remove(earlier);
            self.reader.journal.note(place, Note::OperationMerged { attribute: attribute.name.to_owned() });
        }
        self.attributes.push(Change { verb, path: attribute.name.to_owned(), value, index: operation.index });
    }

    fn list(&mut self, value: Value, verb: Verb, place: &Place<'_>) {
        let listed = self.reader.listed_members(value, place);
        match (verb, listed) {
            (Verb::Add, Listed::Nothing | Listed::Nobody) => self.reader.empty(place),
            // Said in so many words: nobody, or everybody goes. (Keycloak's way to empty a group is null.)
            (Verb::Remove, Listed::Nothing) | (Verb::Replace, Listed::Nothing | Listed::Nobody) => {
                self.replace(Vec::new());
            }
            // Entra ID and AWS name the members to remove in the value: none.
            (Verb::Remove, Listed::Nobody) => self.dropped(place),
            (_, Listed::Somebody(members)) if members.is_empty() => self.dropped(place),
            (Verb::Replace, Listed::Somebody(members)) => {
                self.replace(members);
            }
            (verb, Listed::Somebody(members)) => {
                self.wish(members, verb == Verb::Add);
            }
        }
    }

    fn dropped(&mut self, place: &Place<'_>) {
        self.reader.journal.warn(place, Note::OperationDropped { attribute: "members".to_owned() });
    }

    fn replace(&mut self, members: Vec<Member>) {
        self.merged |= self.exact || !self.wishes.is_empty();
        self.exact = true;
        self.wishes.clear();
        self.wish(members, true);
    }

    fn wish(&mut self, members: Vec<Member>, present: bool) {
        for member in members {
            self.next += 1;
            let earlier = self.wishes.insert(member.id.clone(), Wish { present, order: self.next, member });
            self.merged |= earlier.is_some();
        }
    }

    fn membership(&mut self) -> Membership {
        if !self.exact && self.wishes.is_empty() {
            return Membership::Untouched;
        }
        let mut wishes: Vec<Wish> = std::mem::take(&mut self.wishes).into_values().collect();
        wishes.sort_by_key(|wish| wish.order);
        let (add, remove): (Vec<Wish>, Vec<Wish>) = wishes.into_iter().partition(|wish| wish.present);
        let members = |wishes: Vec<Wish>| wishes.into_iter().map(|wish| wish.member).collect();
        if self.exact {
            Membership::Exactly(members(add))
        } else {
            Membership::Difference { add: members(add), remove: members(remove) }
        }
    }
}
