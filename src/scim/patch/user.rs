//! PATCH of a user: one change for each attribute, the last one that was asked for.

use super::super::attribute_path::{Key, Steps, find, top, within};
use super::super::error::{Note, Refusal};
use super::super::place::Place;
use super::super::user::{Members, Reader, is_empty, member};
use super::super::{Profile, Read};
use super::list::{ListPatch, Step};
use super::{Change, Malformed, Operation, Path, Verb, message, operations};
use crate::aws::scim::{Attribute, ENTERPRISE_URN, Kind, Many, NOT_PATCHABLE, NOT_REMOVABLE};
use crate::json::Value;
use crate::scim::filter::Filter;

/// What is asked of a user.
#[derive(Clone, Debug)]
pub(in crate::scim) struct UserPatch {
    /// One change for each attribute of one value.
    single: Vec<Change>,
    lists: Vec<ListPatch>,
    /// The message as it came, if AWS accepts it as it is.
    unchanged: Option<Value>,
}

impl UserPatch {
    /// Reads a PatchOp message, or says why it cannot be carried out.
    pub(in crate::scim) fn parse(body: Value, profile: Profile) -> Read<Self> {
        let original = body.clone();
        let mut reading = Reading { reader: Reader::new(profile), single: Vec::new(), lists: Vec::new() };
        for operation in operations(body, &mut reading.reader) {
            reading.operation(operation);
        }
        let Reading { mut reader, single, lists } = reading;
        let mut patch = Self { single, lists, unchanged: None };
        if patch.needs_reading() {
            reader.journal.note(&Place::BODY, Note::UserRead);
        } else if let Err(refusal) = patch.message(None, profile) {
            reader.journal.refuse(&Place::BODY, refusal);
        }
        let notes = reader.journal.finish()?;
        if notes.is_empty() {
            patch.unchanged = Some(original);
        }
        Ok((patch, notes))
    }

    /// Whether the outcome depends on what AWS has.
    pub(in crate::scim) fn needs_reading(&self) -> bool {
        self.lists.iter().any(ListPatch::needs_reading)
    }

    /// The message to send, if there is anything to ask for. `user` is what AWS has, if that was read.
    pub(in crate::scim) fn message(&self, user: Option<&Members>, profile: Profile) -> Result<Option<Value>, Refusal> {
        if let Some(unchanged) = &self.unchanged {
            return Ok(Some(unchanged.clone()));
        }
        let mut changes = self.single.clone();
        for list in &self.lists {
            let current = user.map(|user| current(list, user, profile));
            // A list whose every step is known needs no comparison, and is sent whatever AWS has.
            changes.extend(list.change(current.as_deref().filter(|_| list.needs_reading()))?);
        }
        changes.sort_by_key(|change| change.index);
        Ok((!changes.is_empty()).then(|| message(changes)))
    }

    /// The attributes that it is about.
    pub(in crate::scim) fn attributes(&self) -> Vec<String> {
        let single = self.single.iter().map(|change| change.path.clone());
        single.chain(self.lists.iter().map(|list| list.attribute.name.to_owned())).collect()
    }
}

/// The elements that AWS has, without what it never accepts.
fn current(list: &ListPatch, user: &Members, profile: Profile) -> Vec<Members> {
    let value = member(user, list.attribute.name).filter(|value| !is_empty(value)).cloned();
    let mut reader = Reader::new(profile);
    value.map(|value| reader.all_of(list.attribute, list.many, value, &Place::BODY)).unwrap_or_default()
}

struct Reading {
    reader: Reader,
    single: Vec<Change>,
    lists: Vec<ListPatch>,
}

/// The operation that is being read, without its value.
#[derive(Clone, Copy)]
struct Asked {
    verb: Verb,
    index: usize,
}

impl Reading {
    fn operation(&mut self, mut operation: Operation) {
        let value = operation.value.take().unwrap_or(Value::Null);
        let asked = Asked { verb: operation.verb, index: operation.index };
        let Some(path) = operation.path.as_deref() else {
            operation.with_place("value", |place| self.without_path(value, asked, place));
            return;
        };
        let parsed = match Path::parse(path) {
            Ok(parsed) => parsed,
            Err(Malformed::Path) => return self.refuse(&operation, Refusal::PatchPath),
            Err(Malformed::Filter) => return self.refuse(&operation, Refusal::FilterMalformed),
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
            return self.reader.wrong_type("an object", &value, place);
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
                (Some(Key::Core) | None, value) => match list_part(&key) {
                    Some((attribute, many, part)) => {
                        let path = Path { attribute: &key, filter: None, part: None };
                        self.list_part(attribute, many, &path, Some(part), value, asked, &place, &place);
                    }
                    None => self.reader.drop_unknown(&place),
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
                return match list_part(path.attribute) {
                    Some((attribute, many, part)) if path.filter.is_none() => {
                        self.list_part(attribute, many, &path, Some(part), value, asked, at_value, at_path);
                    }
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
        if path.filter.is_some() {
            let attribute = canonical(&steps);
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
                if asked.verb != Verb::Remove && !is_empty(&value) {
                    self.set_manager(vec![(part.name.to_owned(), value)], asked, &place, above);
                } else if part.name == "value" {
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
        if NOT_PATCHABLE.contains(&attribute.name) {
            let note = Note::NotPatchable { attribute: place.attribute() };
            return self.reader.journal.warn(place, note);
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

    fn set_manager(&mut self, members: Members, asked: Asked, place: &Place<'_>, above: &[&'static Attribute]) {
        let Some(Kind::Complex(table)) = above.last().map(|manager| &manager.kind) else { return };
        let mut kept = Members::new();
        self.reader.members(members, |key| within(table, key), place, &mut kept, &mut Vec::new());
        if kept.is_empty() {
            // Entra ID clears the manager with an empty id.
            return if asked.verb == Verb::Add {
                self.empty(above, asked, place)
            } else {
                self.clear(above, Asked { verb: Verb::Remove, ..asked }, place)
            };
        }
        self.set(above, Value::Object(kept), asked, place);
    }

    /// An empty value: nothing to add, and in a replacement a removal (RFC 7643 §2.5).
    fn empty(&mut self, above: &[&'static Attribute], asked: Asked, place: &Place<'_>) {
        if asked.verb == Verb::Add {
            self.reader.empty(place);
            return;
        }
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
        if let Some(earlier) = self.single.iter().position(|own| own.path == change.path) {
            let earlier = self.single.remove(earlier);
            self.reader.journal.note(place, Note::OperationMerged { attribute: change.path.clone() });
            // A manager's parts are set one by one.
            if let (Some(Value::Object(old)), Some(Value::Object(new))) = (earlier.value, &mut change.value) {
                for (name, value) in old {
                    if member(new, &name).is_none() {
                        new.push((name, value));
                    }
                }
            }
        }
        self.single.push(change);
    }

    /// A whole list.
    fn list(&mut self, attribute: &'static Attribute, many: &'static Many, value: Value, asked: Asked, place: &Place<'_>) {
        let step = match asked.verb {
            Verb::Remove if value == Value::Null => Step::Clear,
            Verb::Remove => {
                self.rewritten(attribute, place);
                Step::RemoveLike(self.reader.all_of(attribute, many, value, place))
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

    fn rewritten(&mut self, attribute: &'static Attribute, place: &Place<'_>) {
        self.reader.journal.note(place, Note::OperationRewritten { attribute: attribute.name.to_owned() });
    }

    /// Part of a list: elements that fit a filter, or one sub-attribute of them.
    #[allow(clippy::too_many_arguments, reason = "a list, what of it, the value, and the places of both")]
    fn list_part(
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
        if NOT_PATCHABLE.contains(&attribute.name) {
            let note = Note::NotPatchable { attribute: attribute.name.to_owned() };
            return self.reader.journal.warn(at_path, note);
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
                Step::Set { filter, parts: vec![(part.name.to_owned(), value)] }
            }
            (None, filter) => match self.reader.all_of(attribute, many, value, &place).into_iter().next() {
                Some(parts) => Step::Set { filter, parts },
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
            list.steps.push(step);
            list.index = asked.index;
            self.reader.journal.note(place, Note::OperationMerged { attribute: attribute.name.to_owned() });
        } else {
            self.lists.push(ListPatch { attribute, many, steps: vec![step], index: asked.index });
        }
    }
}

/// `emails.value`: a sub-attribute of every element.
fn list_part(key: &str) -> Option<(&'static Attribute, &'static Many, &'static Attribute)> {
    let (outer, part) = key.rsplit_once('.')?;
    let Some(Key::Attribute([Some(attribute), None, None])) = top(outer) else { return None };
    let Kind::Many(many) = &attribute.kind else { return None };
    Some((attribute, many, find(many.attributes, part)?))
}

fn only_element(list: Value) -> Option<Members> {
    let Value::List(elements) = list else { return None };
    match elements.into_iter().next() {
        Some(Value::Object(members)) => Some(members),
        _ => None,
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

fn manager() -> String {
    format!("{ENTERPRISE_URN}:manager")
}

/// A path of somebody else's schema, for a note.
fn speakable(attribute: &str) -> String {
    if attribute.len() <= 128 { format!("`{attribute}`") } else { "an attribute".to_owned() }
}
