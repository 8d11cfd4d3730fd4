//! Writes XML that is its own exclusive canonical form (Exclusive XML Canonicalization 1.0, without comments).
//!
//! A signature over what was written can digest the bytes as they are: there is no second pass that could see
//! something else. No value reaches the output unescaped.

use std::borrow::Cow;

use super::escape;
use super::names::{first_illegal, is_character};

/// A namespace with the prefix that it is written with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Namespace {
    pub(crate) prefix: &'static str,
    pub(crate) uri: &'static str,
}

/// An open document.
pub(crate) struct Writer {
    out: String,
    open: Vec<Open>,
    /// Namespaces that an open element has declared. One prefix stands for one URI, so a name is enough.
    declared: Vec<&'static str>,
    /// Namespaces that any element has declared, open or closed.
    ever: Vec<&'static str>,
    /// Where a signature is to be inserted.
    place: Option<usize>,
}

/// An element in canonical form, written on its own, that may have a place for its signature.
///
/// An element to be signed is one fragment: its text before the place and after it *is* what a verifier digests, once
/// the enveloped signature is taken out. So it is written once, digested as it is, and the signature goes in between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fragment {
    text: String,
    place: usize,
    declared: Vec<&'static str>,
}

#[allow(dead_code, reason = "tests sign with it; operations write in halves, or copy")]
impl Fragment {
    /// The text before the place and after it.
    pub(crate) fn parts(&self) -> (&str, &str) {
        self.text.split_at_checked(self.place).unwrap_or((&self.text, ""))
    }

    /// The element with another one inserted at the place.
    #[must_use]
    pub(crate) fn fill(&self, fragment: &Self) -> Self {
        let (before, after) = self.parts();
        let mut text = String::with_capacity(self.text.len() + fragment.text.len());
        text.push_str(before);
        text.push_str(&fragment.text);
        text.push_str(after);
        let mut declared = self.declared.clone();
        declared.extend(&fragment.declared);
        Self { text, place: 0, declared }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn into_string(self) -> String {
        self.text
    }
}

struct Open {
    prefix: &'static str,
    name: &'static str,
    /// How many namespaces were declared before this element.
    declared: usize,
}

impl Writer {
    pub(crate) const fn new() -> Self {
        Self { out: String::new(), open: Vec::new(), declared: Vec::new(), ever: Vec::new(), place: None }
    }

    /// Opens an element. Attributes have no namespace; they are written sorted, as the canonical form wants them.
    pub(crate) fn open(&mut self, namespace: &Namespace, name: &'static str, attributes: &[(&'static str, &str)]) {
        self.open.push(Open { prefix: namespace.prefix, name, declared: self.declared.len() });
        self.out.push('<');
        self.name(namespace.prefix, name);
        // Declared where it is first visibly used, which is what exclusive canonicalisation asks for.
        if !self.declared.contains(&namespace.prefix) {
            self.declared.push(namespace.prefix);
            self.ever.push(namespace.prefix);
            self.out.push_str(" xmlns:");
            self.out.push_str(namespace.prefix);
            self.out.push_str("=\"");
            escape::escape_attribute(namespace.uri, &mut self.out);
            self.out.push('"');
        }
        let mut sorted: Vec<_> = attributes.to_vec();
        sorted.sort_unstable_by_key(|(name, _)| *name);
        for (name, value) in sorted {
            self.out.push(' ');
            self.out.push_str(name);
            self.out.push_str("=\"");
            escape::escape_attribute(&writable(value), &mut self.out);
            self.out.push('"');
        }
        self.out.push('>');
    }

    /// Writes an element that holds only text.
    pub(crate) fn element(&mut self, namespace: &Namespace, name: &'static str, attributes: &[(&'static str, &str)], text: &str) {
        self.open(namespace, name, attributes);
        self.text(text);
        self.close();
    }

    /// Writes text into the open element.
    pub(crate) fn text(&mut self, text: &str) {
        escape::escape_text(&writable(text), &mut self.out);
    }

    /// Writes an element that was written on its own.
    ///
    /// INVARIANT: no open element declares a namespace that the fragment declares: a second declaration would not be
    /// canonical. Holds for an assertion in a response, whose elements up to it are all of the protocol's namespace.
    #[allow(dead_code, reason = "tests sign with it; operations write in halves, or copy")]
    pub(crate) fn embed(&mut self, fragment: &Fragment) {
        debug_assert!(
            !fragment.declared.iter().any(|prefix| self.declared.contains(prefix)),
            "a fragment declares what is declared"
        );
        self.out.push_str(&fragment.text);
        self.ever.extend(&fragment.declared);
    }

    /// Keeps a place for the signature of the root: SAML wants it after the Issuer (Core §5.4, the schemas' order).
    #[allow(dead_code, reason = "tests sign with it; operations write in halves, or copy")]
    pub(crate) const fn keep_place(&mut self) {
        self.place = Some(self.out.len());
    }

    /// Closes the element that was opened last.
    pub(crate) fn close(&mut self) {
        if let Some(Open { prefix, name, declared }) = self.open.pop() {
            self.declared.truncate(declared);
            self.out.push_str("</");
            self.name(prefix, name);
            self.out.push('>');
        }
    }

    /// Where the next character goes: what is inserted here later does not change the rest.
    pub(crate) fn position(&self) -> usize {
        self.out.len()
    }

    /// The document. Elements that are still open are closed.
    pub(crate) fn finish(self) -> String {
        self.finish_fragment().text
    }

    /// The root element, to be signed or embedded. Elements that are still open are closed.
    pub(crate) fn finish_fragment(mut self) -> Fragment {
        while !self.open.is_empty() {
            self.close();
        }
        Fragment { text: self.out, place: self.place.unwrap_or_default(), declared: self.ever }
    }

    fn name(&mut self, prefix: &str, name: &str) {
        self.out.push_str(prefix);
        self.out.push(':');
        self.out.push_str(name);
    }
}

/// XML 1.0 has no way to write these characters, not even as references. The types of our values exclude them;
/// should one come this far, the document stays well-formed and says that something was there.
pub(super) fn writable(text: &str) -> Cow<'_, str> {
    match first_illegal(text) {
        None => Cow::Borrowed(text),
        Some(_) => {
            Cow::Owned(text.chars().map(|character| if is_character(character) { character } else { '\u{fffd}' }).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xml::Document;

    const A: Namespace = Namespace { prefix: "a", uri: "urn:a?x=1&y=2" };
    const B: Namespace = Namespace { prefix: "b", uri: "urn:b" };

    #[test]
    fn what_is_written_is_canonical() {
        let mut writer = Writer::new();
        writer.open(&A, "Root", &[("Z", "1"), ("B", "\"<\t\n\r>&'")]);
        writer.open(&B, "Child", &[]);
        writer.text("<&>\r\n\"'");
        writer.close();
        writer.open(&B, "Child", &[]);
        writer.open(&A, "Grand", &[]);
        let text = writer.finish();
        assert_eq!(
            text,
            "<a:Root xmlns:a=\"urn:a?x=1&amp;y=2\" B=\"&quot;&lt;&#x9;&#xA;&#xD;>&amp;'\" Z=\"1\">\
             <b:Child xmlns:b=\"urn:b\">&lt;&amp;&gt;&#xD;\n\"'</b:Child>\
             <b:Child xmlns:b=\"urn:b\"><a:Grand></a:Grand></b:Child></a:Root>"
        );
        let document = Document::parse(&text).unwrap();
        assert_eq!(document.root().attribute("B"), Some("\"<\t\n\r>&'"));
        assert_eq!(document.root().children().next().unwrap().text(), "<&>\r\n\"'");
    }
}
