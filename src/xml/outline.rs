//! Writes XML for people: configuration files, indented and commented.
//!
//! Nothing that is signed is written here; [`super::Writer`] does that. No value reaches the output unescaped, and
//! comments are `'static`: no value can stand in one, so none can end it.

use super::escape;
use super::writer::writable;

/// An open document.
pub(crate) struct Outline {
    out: String,
    open: Vec<&'static str>,
}

impl Outline {
    /// Begins a document with its declaration.
    pub(crate) fn new() -> Self {
        Self { out: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned(), open: Vec::new() }
    }

    /// Writes a comment on a line of its own.
    pub(crate) fn comment(&mut self, text: &'static str) -> &mut Self {
        // XML 1.0 §2.5.
        debug_assert!(!text.contains("--") && !text.ends_with('-'), "no comment can hold two hyphens");
        self.indent();
        self.out.push_str("<!-- ");
        self.out.push_str(text);
        self.out.push_str(" -->\n");
        self
    }

    /// Opens an element: its name as it is written, and its attributes in this order, declarations of namespaces included.
    pub(crate) fn open(&mut self, name: &'static str, attributes: &[(&'static str, &str)]) -> &mut Self {
        self.start(name, attributes);
        self.out.push_str(">\n");
        self.open.push(name);
        self
    }

    /// Writes an element without content.
    pub(crate) fn empty(&mut self, name: &'static str, attributes: &[(&'static str, &str)]) -> &mut Self {
        self.start(name, attributes);
        self.out.push_str("/>\n");
        self
    }

    /// Writes an element that holds only text, which stays as it is: no white space is added to it.
    pub(crate) fn text(&mut self, name: &'static str, attributes: &[(&'static str, &str)], text: &str) -> &mut Self {
        self.start(name, attributes);
        self.out.push('>');
        escape::escape_text(&writable(text), &mut self.out);
        self.end(name);
        self
    }

    /// Closes the element that was opened last.
    pub(crate) fn close(&mut self) -> &mut Self {
        if let Some(name) = self.open.pop() {
            self.indent();
            self.end(name);
        }
        self
    }

    /// The document. Elements that are still open are closed.
    pub(crate) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.out
    }

    fn start(&mut self, name: &'static str, attributes: &[(&'static str, &str)]) {
        self.indent();
        self.out.push('<');
        self.out.push_str(name);
        let long: usize = attributes.iter().map(|(name, value)| name.len() + value.len() + 4).sum();
        for (number, (attribute, value)) in attributes.iter().enumerate() {
            // Long tags get a line for each attribute.
            if long > 100 && number > 0 {
                self.out.push('\n');
                self.indent();
                self.out.push_str(&" ".repeat(name.len() + 2));
            } else {
                self.out.push(' ');
            }
            self.out.push_str(attribute);
            self.out.push_str("=\"");
            escape::escape_attribute(&writable(value), &mut self.out);
            self.out.push('"');
        }
    }

    fn end(&mut self, name: &'static str) {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push_str(">\n");
    }

    fn indent(&mut self) {
        for _ in &self.open {
            self.out.push_str("  ");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xml::Document;

    #[test]
    fn what_is_written_is_what_is_read() {
        let hostile = "\"'<>&]]>--><!-- ${a} \u{1} é\u{1f600}\t\n";
        let mut outline = Outline::new();
        outline.comment("Where it goes").open("a", &[("xmlns", "urn:a"), ("b", hostile)]);
        outline.text("c", &[], hostile).empty("d", &[("e", "1")]);
        let text = outline.finish();
        let document = Document::parse(&text).unwrap();
        let read = hostile.replace('\u{1}', "\u{fffd}");
        assert_eq!(document.root().attribute("b"), Some(read.as_str()));
        assert_eq!(document.root().named("urn:a", "c").next().unwrap().text(), read);
        assert_eq!(document.root().children().count(), 2);
    }

    #[test]
    fn long_tags_have_a_line_for_each_attribute() {
        let mut outline = Outline::new();
        outline.open("a", &[]).empty("b", &[("c", &"x".repeat(80)), ("d", &"y".repeat(20))]);
        let lines: Vec<_> = outline.finish().lines().map(str::len).collect();
        assert_eq!(lines, [38, 3, 89, 31, 4]);
    }
}
