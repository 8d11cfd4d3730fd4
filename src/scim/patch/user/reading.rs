//! Operations, read one after the other.

use super::{fits, manager};
use crate::aws::scim::{Attribute, ENTERPRISE_URN, Kind, NOT_PATCHABLE, NOT_REMOVABLE};
use crate::json::Value;
use crate::scim::attribute_path::{Key, Schema, Steps, find, schema, top, within};
use crate::scim::error::{Note, Refusal};
use crate::scim::filter::Filter;
use crate::scim::list_keys::list;
use crate::scim::patch::list::ListPatch;
use crate::scim::patch::{Change, Malformed, Operation, Path, Verb, filtered};
use crate::scim::place::Place;
use crate::scim::user::{Members, Reader, is_empty, member};
use crate::scim::{PatchedRoles, Profile};

/// What was read so far.
pub(super) struct Reading {
    pub(super) reader: Reader,
    pub(super) single: Vec<Change>,
    pub(super) lists: Vec<ListPatch>,
    /// A filter that the manager has to fit to be removed, and the operation.
    pub(super) manager: Option<(Filter, usize)>,
}

/// The operation that is being read, without its value.
#[derive(Clone, Copy)]
pub(super) struct Asked {
    pub(super) verb: Verb,
    pub(super) index: usize,
}

impl Reading {
    pub(super) fn new(profile: Profile) -> Self {
        Self { reader: Reader::new(profile), single: Vec::new(), lists: Vec::new(), manager: None }
    }

    pub(super) fn operation(&mut self, mut operation: Operation) {
        let value = operation.value.take().unwrap_or(Value::Null);
        let asked = Asked { verb: operation.verb, index: operation.index };
        let Some(path) = operation.path.as_deref() else {
            operation.with_place("value", |place| self.without_path(value, asked, place));
            return;
        };
        let parsed = match Path::parse(path) {
            Ok(parsed) => parsed,
            Err(Malformed::Path) => return self.refuse(&operation, Refusal::PatchPath),
            Err(Malformed::Filter) => {
                let attribute = filtered(path);
                return self.refuse(&operation, Refusal::PatchFilterMalformed { attribute });
            }
        };
        operation.with_place("value", |at_value| {
            operation.with_place("path", |at_path| self.with_path(parsed, value, asked, at_value, at_path));
        });
    }

    fn refuse(&mut self, operation: &Operation, refusal: Refusal) {
        operation.with_place("path", |place| self.reader.journal.refuse(place, refusal));
    }

    /// A user, or part of one, whose every attribute is an operation of its own.
    fn without_path(&mut self, value: Value, asked: Asked, place: &Place<'_>) {
        let Value::Object(members) = value else {
            return self.reader.wrong_type("an object", &value, &place.named("value"));
        };
        let alone = match members.as_slice() {
            [(key, _)] => self.is_plain(key),
            _ => false,
        };
        if !alone {
            self.reader.journal.note(place, Note::OperationSplit);
        }
        self.attributes(members, asked, place);
    }

    /// Whether AWS takes that attribute alone and without path: one that is not split further.
    fn is_plain(&self, key: &str) -> bool {
        let Some(Key::Attribute([Some(attribute), None, None])) = top(key) else { return false };
        attribute.name == key && matches!(attribute.kind, Kind::Text(_) | Kind::Boolean | Kind::Many(_))
    }

    fn attributes(&mut self, members: Members, asked: Asked, here: &Place<'_>) {
        if self.reader.too_many(&members, here) {
            return;
        }
        for (key, value) in members {
            let Some(position) = self.reader.journal.next() else { return };
            let place = here.key(&key, position);
            match (top(&key), value) {
                // As deep as JSON is read.
                (Some(Key::Core), Value::Object(members)) => self.attributes(members, asked, &place),
                (Some(Key::Attribute([Some(attribute), ..])), _) if matches!(attribute.kind, Kind::Schemas) => {}
                (Some(Key::Attribute(steps)), value) => {
                    if !matches!(steps, [Some(only), None, _] if only.name == key) {
                        self.renamed(&steps, &place);
                    }
                    self.attribute(&steps, value, asked, &place);
                }
                // A path all the same: `emails.value` or `emails[type eq "work"].value` as a key.
                (Some(Key::Core) | None, value) => match Path::parse(&key) {
                    Ok(path) if path.filter.is_some() || list(&path).is_some() => {
                        self.with_path(path, value, asked, &place, &place);
                    }
                    Err(Malformed::Filter) => {
                        self.reader.journal.refuse(&place, Refusal::PatchFilterMalformed { attribute: filtered(&key) });
                    }
                    _ => self.reader.drop_unknown(&place),
                },
            }
        }
    }

    fn renamed(&mut self, steps: &Steps, place: &Place<'_>) {
        let attribute = canonical(steps);
        self.reader.journal.note(place, Note::AttributeRenamed { attribute });
    }

    fn with_path(&mut self, path: Path<'_>, value: Value, asked: Asked, at_value: &Place<'_>, at_path: &Place<'_>) {
        let steps = match top(path.attribute) {
            Some(Key::Core) if path.filter.is_none() && asked.verb != Verb::Remove => {
                return self.without_path(value, asked, at_value);
            }
            Some(Key::Core) => return self.reader.journal.refuse(at_path, Refusal::PatchPath),
            Some(Key::Attribute(steps)) => steps,
            None => {
                return match list(&path) {
                    Some((attribute, many, part)) => {
                        self.list_part(attribute, many, &path, part, value, asked, at_value, at_path);
                    }
                    // Whoever wants somebody in a group must not be told that it was done.
                    _ if is_groups(path.attribute) => self.reader.journal.refuse(at_path, Refusal::GroupsReadOnly),
                    _ => {
                        let attribute = speakable(path.attribute);
                        self.reader.journal.note(at_path, Note::AttributeDropped { attribute });
                    }
                };
            }
        };
        if let Some(only) = steps.iter().flatten().last()
            && let Kind::Many(many) = &only.kind
            && (path.filter.is_some() || path.part.is_some())
        {
            let part = match path.part {
                None => None,
                Some(part) => match find(many.attributes, part) {
                    Some(part) => Some(part),
                    None => {
                        let attribute = format!("`{}.{}`", only.name, part);
                        return self.reader.journal.note(at_path, Note::AttributeDropped { attribute });
                    }
                },
            };
            return self.list_part(only, many, &path, part, value, asked, at_value, at_path);
        }
        if let Some(filter) = path.filter {
            let attribute = canonical(&steps);
            // Entra ID removes the manager that it knows (thomaspoignant/scim-patch#453).
            if attribute == manager()
                && asked.verb == Verb::Remove
                && path.part.is_none_or(|part| part.eq_ignore_ascii_case("value"))
            {
                self.reader.journal.note(at_path, Note::OperationRewritten { attribute });
                let earlier = self.single.iter().find(|change| change.path == manager()).map(|change| change.value.clone());
                return match earlier {
                    // What an operation before it made of the manager.
                    Some(value) if value.as_ref().is_some_and(|manager| fits(manager, &filter)) => {
                        self.put(Change { verb: Verb::Remove, path: manager(), value: None, index: asked.index }, at_path);
                    }
                    Some(_) => {}
                    None => self.manager = Some((filter, asked.index)),
                };
            }
            return self.reader.journal.refuse(at_path, Refusal::PatchFilter { attribute });
        }
        if canonical(&steps) != path.attribute {
            self.renamed(&steps, at_path);
        }
        match steps.iter().flatten().last().map(|attribute| &attribute.kind) {
            Some(Kind::Schemas) => {
                self.reader.journal.note(at_path, Note::OperationDropped { attribute: "schemas".to_owned() });
            }
            Some(Kind::Complex(_)) if canonical(&steps) != manager() && !is_empty(&value) && asked.verb != Verb::Remove => {
                self.reader.journal.note(at_path, Note::OperationSplit);
                self.attribute(&steps, value, asked, at_value);
            }
            _ => self.attribute(&steps, value, asked, at_value),
        }
    }

    /// One attribute and its value.
    fn attribute(&mut self, steps: &Steps, value: Value, asked: Asked, place: &Place<'_>) {
        let mut nested = Vec::with_capacity(3);
        self.nested(steps, value, asked, place, &mut nested);
    }

    /// Walks to the attribute that the steps lead to, so that the place knows its name.
    fn nested(
        &mut self,
        steps: &[Option<&'static Attribute>],
        value: Value,
        asked: Asked,
        place: &Place<'_>,
        above: &mut Vec<&'static Attribute>,
    ) {
        let [Some(attribute), rest @ ..] = steps else { return };
        let place = place.named(attribute.name);
        above.push(attribute);
        match rest {
            // What is changed inside the manager changes the manager as a whole: `$ref` is no name that a path could have.
            [Some(part), ..] if attribute.name == "manager" => {
                if asked.verb != Verb::Remove && (!is_empty(&value) || part.name == "value") {
                    self.reader.journal.note(&place, Note::OperationRewritten { attribute: place.attribute() });
                    self.set_manager(vec![(part.name.to_owned(), value)], asked, &place, above);
                } else if part.name == "value" {
                    self.reader.journal.note(&place, Note::OperationRewritten { attribute: place.attribute() });
                    self.clear(above, asked, &place);
                } else {
                    let attribute = place.attribute();
                    self.reader.journal.note(&place, Note::OperationDropped { attribute });
                }
            }
            [Some(_), ..] => self.nested(rest, value, asked, &place.within(), above),
            _ => self.leaf(attribute, value, asked, &place, above),
        }
        above.pop();
    }

    fn leaf(
        &mut self,
        attribute: &'static Attribute,
        value: Value,
        asked: Asked,
        place: &Place<'_>,
        above: &mut Vec<&'static Attribute>,
    ) {
        if self.leaves_out(attribute, place) {
            return;
        }
        match &attribute.kind {
            Kind::Schemas => {}
            Kind::Many(many) => self.list(attribute, many, value, asked, place),
            _ if asked.verb == Verb::Remove => {
                // What it is now, in Entra ID's removals.
                if value != Value::Null {
                    self.rewritten(attribute, place);
                }
                self.clear(above, asked, place);
            }
            // Sub-attributes that are not named stay, and none is named (RFC 7644 §3.5.2.3).
            Kind::Complex(_) if matches!(&value, Value::Object(members) if members.is_empty()) => self.reader.empty(place),
            _ if is_empty(&value) => self.empty(above, asked, place),
            Kind::Text(rule) => {
                if let Some(value) = self.reader.text(*rule, value, place) {
                    if attribute.name == "userName" {
                        self.reader.check_user_name(&value, place);
                    }
                    self.set(above, value, asked, place);
                }
            }
            Kind::Boolean => {
                // AWS's own example has a string in small letters; capitals are Entra ID's.
                if let Some(value) = self.reader.boolean(value, place) {
                    self.set(above, value, asked, place);
                }
            }
            Kind::Complex(table) => match (value, attribute.name) {
                (Value::Object(members), "manager") => self.set_manager(members, asked, place, above),
                (value @ Value::Text(_), "manager") => {
                    self.reader.journal.note(place, Note::ValueReshaped { attribute: place.attribute() });
                    self.set_manager(vec![("value".to_owned(), value)], asked, place, above);
                }
                (Value::Object(members), _) => self.parts(table, members, asked, place, above),
                (other, _) => self.reader.wrong_type("an object", &other, place),
            },
        }
    }

    /// The sub-attributes of `name` or of the extension, each an operation of its own: what AWS does to those that a whole
    /// object does not name is not established, and RFC 7644 §3.5.2.3 leaves them alone.
    fn parts(
        &mut self,
        table: &'static [Attribute],
        members: Members,
        asked: Asked,
        here: &Place<'_>,
        above: &mut Vec<&'static Attribute>,
    ) {
        if self.reader.too_many(&members, here) {
            return;
        }
        for (key, value) in members {
            let Some(position) = self.reader.journal.next() else { return };
            let place = here.key(&key, position);
            match within(table, &key) {
                Some(steps) => {
                    if !matches!(steps, [Some(only), None, _] if only.name == key) {
                        self.reader.journal.note(&place, Note::AttributeRenamed { attribute: canonical(&steps) });
                    }
                    self.nested(&steps, value, asked, &place, above);
                }
                None => self.reader.drop_unknown(&place),
            }
        }
    }

    /// Whether an attribute stays out, because AWS is not known to change it by PATCH.
    pub(super) fn leaves_out(&mut self, attribute: &Attribute, place: &Place<'_>) -> bool {
        let leaves = NOT_PATCHABLE.contains(&attribute.name) && self.reader.profile.patched_roles == PatchedRoles::Drop;
        if leaves {
            self.reader.journal.warn(place, Note::NotPatchable { attribute: attribute.name.to_owned() });
        }
        leaves
    }

    fn set_manager(&mut self, members: Members, asked: Asked, place: &Place<'_>, above: &[&'static Attribute]) {
        let Some(Kind::Complex(table)) = above.last().map(|manager| &manager.kind) else { return };
        // Entra ID clears the manager with an empty id. A manager of whom nothing but a name was sent is none that AWS could keep,
        // and no reason to remove the one that it has.
        let cleared = members.iter().any(|(name, value)| name.eq_ignore_ascii_case("value") && is_empty(value));
        let mut kept = Members::new();
        self.reader.members(members, |key| within(table, key), place, &mut kept, &mut Vec::new());
        if cleared {
            return self.empty(above, asked, place);
        }
        if kept.is_empty() {
            let attribute = place.attribute();
            return self.reader.journal.note(place, Note::OperationDropped { attribute });
        }
        self.set(above, Value::Object(kept), asked, place);
    }

    /// An empty value is no value (RFC 7643 §2.5), and adding to an attribute of one value replaces it (RFC 7644 §3.5.2.1).
    fn empty(&mut self, above: &[&'static Attribute], asked: Asked, place: &Place<'_>) {
        self.reader.journal.note(place, Note::OperationRemoves { attribute: place.attribute() });
        self.clear(above, asked, place);
    }

    fn clear(&mut self, above: &[&'static Attribute], asked: Asked, place: &Place<'_>) {
        let Some(last) = above.last() else { return };
        let (path, parts) = (
            path(above),
            match &last.kind {
                Kind::Complex(table) if last.name != "manager" => Some(*table),
                _ => None,
            },
        );
        let Some(parts) = parts else {
            if NOT_REMOVABLE.contains(&path.as_str()) {
                self.reader.journal.refuse(place, Refusal::RemovalRefused { attribute: path });
                return;
            }
            return self.put(Change { verb: Verb::Remove, path, value: None, index: asked.index }, place);
        };
        if NOT_REMOVABLE.iter().any(|name| name.strip_prefix(&*path).is_some_and(|rest| rest.starts_with('.'))) {
            self.reader.journal.refuse(place, Refusal::RemovalRefused { attribute: path });
            return;
        }
        self.reader.journal.note(place, Note::OperationSplit);
        let mut above = above.to_vec();
        for part in parts {
            above.push(part);
            self.clear(&above, asked, place);
            above.pop();
        }
    }

    fn set(&mut self, above: &[&'static Attribute], value: Value, asked: Asked, place: &Place<'_>) {
        let verb = if asked.verb == Verb::Remove { Verb::Replace } else { asked.verb };
        self.put(Change { verb, path: path(above), value: Some(value), index: asked.index }, place);
    }

    /// The last change of an attribute is the one that counts.
    fn put(&mut self, mut change: Change, place: &Place<'_>) {
        if change.path == manager() {
            self.manager = None;
        }
        if let Some(earlier) = self.single.iter().position(|own| own.path == change.path) {
            let earlier = self.single.remove(earlier);
            self.reader.journal.note(place, Note::OperationMerged { attribute: change.path.clone() });
            // A manager's parts are set one by one, and the reference to one is not the reference to another.
            if let (Some(Value::Object(old)), Some(Value::Object(new))) = (earlier.value, &mut change.value) {
                let same = member(new, "value").is_none()
                    || member(new, "value") == old.iter().find(|(name, _)| name == "value").map(|(_, id)| id);
                for (name, value) in old {
                    if same && member(new, &name).is_none() {
                        new.push((name, value));
                    }
                }
            }
        }
        self.single.push(change);
    }
}

/// `name.givenName`, `URN:department` (RFC 7644 §3.10).
fn path(above: &[&'static Attribute]) -> String {
    let mut path = String::new();
    for attribute in above {
        if !path.is_empty() {
            path.push(if path == ENTERPRISE_URN { ':' } else { '.' });
        }
        path.push_str(attribute.name);
    }
    path
}

fn canonical(steps: &Steps) -> String {
    path(&steps.iter().flatten().copied().collect::<Vec<_>>())
}

/// `groups`, which the service alone writes (RFC 7643 §4.1.2), or part of it.
fn is_groups(attribute: &str) -> bool {
    let name = match schema(attribute) {
        Some((Schema::Core, rest)) => rest,
        Some((Schema::Enterprise, _)) => return false,
        None => attribute,
    };
    name.split('.').next().is_some_and(|name| name.eq_ignore_ascii_case("groups"))
}

/// A path of somebody else's schema, for a note.
fn speakable(attribute: &str) -> String {
    if attribute.len() <= 128 { format!("`{attribute}`") } else { "an attribute".to_owned() }
}
