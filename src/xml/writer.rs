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
}

struct Open {
    prefix: &'static str,
    name: &'static str,
    /// How many namespaces were declared before this element.
    declared: usize,
}

impl Writer {
    pub(crate) const fn new() -> Self {
        Self { out: String::new(), open: Vec::new(), declared: Vec::new() }
    }

    /// Opens an element. Attributes have no namespace; they are written sorted, as the canonical form wants them.
    pub(crate) fn open(&mut self, namespace: &Namespace, name: &'static str, attributes: &[(&'static str, &str)]) {
        self.open.push(Open { prefix: namespace.prefix, name, declared: self.declared.len() });
        self.out.push('<');
        self.name(namespace.prefix, name);
        // Declared where it is first visibly used, which is what exclusive canonicalisation asks for.
        if !self.declared.contains(&namespace.prefix) {
            self.declared.push(namespace.prefix);
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

    /// Writes text into the open element.
    pub(crate) fn text(&mut self, text: &str) {
        escape::escape_text(&writable(text), &mut self.out);
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

    /// The document. Elements that are still open are closed.
    pub(crate) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.out
    }

    fn name(&mut self, prefix: &str, name: &str) {
        self.out.push_str(prefix);
        self.out.push(':');
        self.out.push_str(name);
    }
}

/// XML 1.0 has no way to write these characters, not even as references. The types of our values exclude them;
/// should one come this far, the document stays well-formed and says that something was there.
fn writable(text: &str) -> Cow<'_, str> {
    match first_illegal(text) {
        None => Cow::Borrowed(text),
        Some(_) => Cow::Owned(text.chars().map(|character| if is_character(character) { character } else { '\u{fffd}' }).collect()),
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
