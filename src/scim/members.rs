//! Lists of members: who is in a group, or is to be.

use std::collections::BTreeMap;

use super::Profile;
use super::error::{Note, Refusal};
use super::path::{decoded, is_segment};
use super::place::Place;
use super::text::judge;
use super::user::{Members, Reader, is_empty, member};
use crate::aws::scim::{Kind, MEMBER, MEMBER_ID, Text};
use crate::json::Value;

/// A member as AWS accepts it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Member {
    pub(super) id: String,
    /// With `type` and `$ref`, where they were sent.
    pub(super) value: Value,
}

impl Member {
    pub(super) fn of(id: &str) -> Self {
        Self { id: id.to_owned(), value: Value::Object(vec![("value".to_owned(), Value::Text(id.to_owned()))]) }
    }
}

/// What a list of members says.
#[derive(Debug)]
pub(super) enum Listed {
    /// `null`, or nothing.
    Nothing,
    /// `[]`: nobody.
    Nobody,
    /// Members, or none of those that were sent: that is not the same as nobody, and must never become it
    /// (lichti/aws-iam-scim-problem: `[{"value":""}]` emptied a group).
    Somebody(Vec<Member>),
}

impl Reader {
    /// Reads a list of members: each once, without what AWS does not accept. A note about many members is one note.
    pub(super) fn listed_members(&mut self, value: Value, place: &Place<'_>) -> Listed {
        let values = match value {
            Value::Null => return Listed::Nothing,
            Value::List(values) if values.is_empty() => return Listed::Nobody,
            Value::List(values) => values,
            value @ (Value::Object(_) | Value::Text(_)) => {
                self.journal.note(place, Note::ValueReshaped { attribute: place.attribute() });
                vec![value]
            }
            other => {
                self.wrong_type("a list of objects", &other, place);
                return Listed::Somebody(Vec::new());
            }
        };
        if values.len() > self.profile.members {
            self.journal.refuse(place, Refusal::MembersTooMany { limit: self.profile.members });
            return Listed::Somebody(Vec::new());
        }
        let mut reading = Reading::default();
        for value in values {
            reading.element(value, self.profile);
        }
        reading.report(self, place)
    }
}

#[derive(Default)]
struct Reading {
    members: Vec<Member>,
    /// Where each stands.
    known: BTreeMap<String, ()>,
    twins: usize,
    reshaped: bool,
    renamed: bool,
    /// Names of what was left out.
    dropped: BTreeMap<String, ()>,
    empty: bool,
    /// What is wrong with the first that is wrong.
    refusal: Option<Refusal>,
}

/// Names of dropped sub-attributes that are reported; more are somebody's joke.
const NAMED: usize = 5;

impl Reading {
    fn element(&mut self, value: Value, profile: Profile) {
        let members = match value {
            Value::Object(members) => members,
            Value::Text(id) => {
                self.reshaped = true;
                vec![("value".to_owned(), Value::Text(id))]
            }
            value if is_empty(&value) => {
                self.empty = true;
                return;
            }
            other => {
                return self.refuse(Refusal::AttributeType {
                    attribute: "members".to_owned(),
                    expected: "a list of objects",
                    found: other.kind(),
                });
            }
        };
        let mut kept = Members::with_capacity(members.len());
        for (key, value) in members {
            let Some(attribute) = MEMBER.iter().find(|attribute| attribute.name.eq_ignore_ascii_case(&key)) else {
                let plain = key.len() <= 32 && !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric());
                let name = if plain { format!("`members.{key}`") } else { "an attribute of a member".to_owned() };
                if self.dropped.len() < NAMED {
                    self.dropped.insert(name, ());
                }
                continue;
            };
            if member(&kept, attribute.name).is_some() {
                return self.refuse(Refusal::AttributeTwice { attribute: format!("members.{}", attribute.name) });
            }
            if is_empty(&value) {
                self.empty = true;
                continue;
            }
            self.renamed |= attribute.name != key;
            let Kind::Text(rule) = &attribute.kind else { continue };
            if let Err(refusal) = check(*rule, &value, attribute.name, profile) {
                return self.refuse(refusal);
            }
            kept.push((attribute.name.to_owned(), value));
        }
        let id = match (member(&kept, "value"), member(&kept, "$ref")) {
            (Some(Value::Text(id)), _) => id.clone(),
            // A reference says who it is, and nobody may be lost in silence.
            (_, Some(Value::Text(reference))) => match referred(reference) {
                Some(id) => {
                    self.reshaped = true;
                    kept.insert(0, ("value".to_owned(), Value::Text(id.clone())));
                    if let Err(refusal) = kept.first().map_or(Ok(()), |(name, value)| check(MEMBER_ID, value, name, profile)) {
                        return self.refuse(refusal);
                    }
                    id
                }
                None => return self.refuse(Refusal::AttributeMissing { attribute: "members.value" }),
            },
            _ => {
                self.empty = true;
                return;
            }
        };
        if self.known.insert(id.clone(), ()).is_some() {
            self.twins += 1;
            return;
        }
        self.members.push(Member { id, value: Value::Object(kept) });
    }

    fn refuse(&mut self, refusal: Refusal) {
        self.refusal.get_or_insert(refusal);
    }

    fn report(self, reader: &mut Reader, place: &Place<'_>) -> Listed {
        let journal = &mut reader.journal;
        let attribute = || "members".to_owned();
        for (name, ()) in self.dropped {
            journal.note(place, Note::AttributeDropped { attribute: name });
        }
        if self.reshaped {
            journal.note(place, Note::ValueReshaped { attribute: attribute() });
        }
        if self.renamed {
            journal.note(place, Note::AttributeRenamed { attribute: attribute() });
        }
        if self.empty {
            journal.note(place, Note::EmptyDropped { attribute: attribute() });
        }
        if self.twins > 0 {
            journal.note(place, Note::MembersFolded { count: self.twins });
        }
        if let Some(refusal) = self.refusal {
            journal.refuse(place, refusal);
        }
        Listed::Somebody(self.members)
    }
}

/// The id in `../Users/ID` or `https://host/scim/v2/Users/ID` (RFC 7643 §2.3.7). A group is no member of a group at AWS.
fn referred(reference: &str) -> Option<String> {
    let (before, id) = reference.rsplit_once('/')?;
    let endpoint = before.rsplit('/').next()?;
    (endpoint.eq_ignore_ascii_case("Users") && is_segment(id)).then(|| decoded(id))?
}

/// Refuses a value that AWS's patterns do not have: a cleaned id would be somebody else's.
fn check(rule: Text, value: &Value, name: &str, profile: Profile) -> Result<(), Refusal> {
    let attribute = || format!("members.{name}");
    let Value::Text(text) = value else {
        return Err(Refusal::AttributeType { attribute: attribute(), expected: "a string", found: value.kind() });
    };
    match judge(rule, text, attribute, profile) {
        (_, Some(refusal)) => Err(refusal),
        (0, None) => Ok(()),
        (_, None) => Err(Refusal::AttributeCharacter { attribute: attribute() }),
    }
}
