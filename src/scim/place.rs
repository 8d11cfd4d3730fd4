//! Where in the body something stands, and what was said about it.

use super::error::{Note, Refusal};
use crate::aws::scim::ENTERPRISE_URN;
use crate::error::{Finding, Located, Pointer, Severity};
use crate::limits;

/// One place in the body. Pointers and names are made only where something is said: most places have nothing to say.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    parent: Option<&'a Place<'a>>,
    step: Step<'a>,
    /// The attribute's canonical name.
    name: Option<&'static str>,
    /// Which value of the body this is, in reading order.
    position: usize,
}

#[derive(Clone, Copy, Debug)]
enum Step<'a> {
    /// The parent's own place: a dotted key names two attributes at once.
    Same,
    Key(&'a str),
    Index(usize),
}

/// A longer key is not repeated in a pointer: it is no misspelt attribute. The longest that means one has 76 characters.
const KEY: usize = 128;

impl<'a> Place<'a> {
    /// The body as a whole.
    pub(super) const BODY: Place<'static> = Place { parent: None, step: Step::Same, name: None, position: 0 };

    const fn child(&'a self, step: Step<'a>, position: usize) -> Self {
        Self { parent: Some(self), step, name: None, position }
    }

    pub(super) const fn key(&'a self, key: &'a str, position: usize) -> Self {
        self.child(Step::Key(key), position)
    }

    pub(super) const fn index(&'a self, index: usize, position: usize) -> Self {
        self.child(Step::Index(index), position)
    }

    /// The same place, as that of a sub-attribute.
    pub(super) const fn within(&'a self) -> Self {
        self.child(Step::Same, self.position)
    }

    /// The same place, known to be that attribute's.
    pub(super) const fn named(self, name: &'static str) -> Self {
        Self { name: Some(name), ..self }
    }

    pub(super) const fn position(&self) -> usize {
        self.position
    }

    /// The pointer into the request: `/body`, whose value is JSON text, and the pointer inside that text.
    pub(super) fn pointer(&self) -> Pointer {
        let Some(parent) = self.parent else { return Pointer::root().key("body") };
        let pointer = parent.pointer();
        match self.step {
            // A filter in a key, or an address for one, is a value.
            Step::Key(key) if key.chars().count() <= KEY && !key.contains(['[', '"', '@']) => pointer.key(key),
            Step::Same | Step::Key(_) => pointer,
            Step::Index(index) => pointer.index(index),
        }
    }

    /// The attribute's full name, such as `name.givenName` or `URN:manager.value`; empty for the body.
    pub(super) fn attribute(&self) -> String {
        let mut name = self.parent.map(Place::attribute).unwrap_or_default();
        if let Some(own) = self.name {
            join(&mut name, own);
        }
        name
    }

    /// Whether the key itself has the form of a path, such as `active.value`, and is not a schema's URN.
    pub(super) fn is_spelling_of_a_part(&self) -> bool {
        matches!(self.step, Step::Key(key) if key.contains(['.', '[']) && !key.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("urn:")))
    }

    /// How to call a key that is no attribute: by its name if it looks like one.
    pub(super) fn unknown(&self) -> String {
        match self.step {
            Step::Key(key)
                if key.len() <= KEY
                    && !key.is_empty()
                    && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"$-_.:/".contains(&byte)) =>
            {
                let mut name = self.parent.map(Place::attribute).unwrap_or_default();
                join(&mut name, key);
                format!("`{name}`")
            }
            _ => "an attribute".to_owned(),
        }
    }
}

/// RFC 7644 §3.10: a colon after a schema's URN, a dot before a sub-attribute.
fn join(name: &mut String, own: &str) {
    if !name.is_empty() {
        name.push(if name == ENTERPRISE_URN { ':' } else { '.' });
    }
    name.push_str(own);
}

/// What is said about a body while it is read.
#[derive(Debug, Default)]
pub(super) struct Journal {
    notes: Vec<(usize, Finding<Note>)>,
    refusals: Vec<(usize, Located<Refusal>)>,
    position: usize,
    emptied: usize,
}

/// More refusals than this help nobody.
const REFUSALS: usize = 50;

impl Journal {
    /// The position of the next value, as long as there are not too many; beyond, [`Journal::finish`] refuses.
    pub(super) fn next(&mut self) -> Option<usize> {
        self.position += 1;
        (self.position <= limits::SCIM_VALUES).then_some(self.position)
    }

    pub(super) fn note(&mut self, place: &Place<'_>, note: Note) {
        self.say(Severity::Info, place, note);
    }

    /// What the operator will regret.
    pub(super) fn warn(&mut self, place: &Place<'_>, note: Note) {
        self.say(Severity::Warning, place, note);
    }

    fn say(&mut self, severity: Severity, place: &Place<'_>, note: Note) {
        self.emptied += usize::from(matches!(note, Note::EmptyDropped { .. }));
        self.notes.push((place.position, Finding::new(severity, place.pointer(), note)));
    }

    pub(super) fn refuse(&mut self, place: &Place<'_>, refusal: Refusal) {
        if self.refusals.len() < REFUSALS {
            self.refusals.push((place.position, place.pointer().at(refusal)));
        }
    }

    /// How many values were left out because they were empty.
    pub(super) const fn emptied(&self) -> usize {
        self.emptied
    }

    pub(super) const fn has_refusals(&self) -> bool {
        !self.refusals.is_empty()
    }

    /// How many refusals there are.
    pub(super) const fn refusals(&self) -> usize {
        self.refusals.len()
    }

    /// Takes back the refusals from the one of that number on.
    pub(super) fn take_refusals(&mut self, from: usize) -> Refusals {
        Refusals(self.refusals.split_off(from.min(self.refusals.len())))
    }

    /// Refuses after all.
    pub(super) fn restore(&mut self, refusals: Refusals) {
        self.refusals.extend(refusals.0);
    }

    /// Everything that was said, in the body's order.
    pub(super) fn finish(mut self) -> Result<Vec<Finding<Note>>, Vec<Located<Refusal>>> {
        if self.position > limits::SCIM_VALUES {
            // The rest was not read: what was said about the beginning is not the whole.
            let refusal = Refusal::BodyTooMany { what: "attributes and elements", limit: limits::SCIM_VALUES };
            return Err(vec![Place::BODY.pointer().at(refusal)]);
        }
        if self.has_refusals() {
            self.refusals.sort_by_key(|(position, _)| *position);
            return Err(self.refusals.into_iter().map(|(_, refusal)| refusal).collect());
        }
        self.notes.sort_by_key(|(position, _)| *position);
        Ok(self.notes.into_iter().map(|(_, note)| note).collect())
    }
}

/// Refusals that count only if the element that they are about is kept.
#[derive(Debug, Default)]
pub(super) struct Refusals(Vec<(usize, Located<Refusal>)>);

impl Refusals {
    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
