//! Writes a document anew: elements under prefixes of our own, and what stands between them copied as it was.
//!
//! What is copied keeps its names, prefixes, attributes, white space, sections' text and processing instructions. Names are
//! more than they look like, though: a prefix may stand for something else at the new place, or for nothing, and values
//! use prefixes as well (`xsi:type="xs:string"`). So a copy declares at its top what its names and values took from
//! the elements around it, as far as it is not in force. Comments are gone already: the parser keeps none.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::escape::{escape_attribute, escape_text};
use super::names::is_name;
use super::tree::{Element, Node};
use super::writer::Namespace;

pub(crate) const XML_URI: &str = "http://www.w3.org/XML/1998/namespace";
pub(crate) const XSI_URI: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// An attribute as it stands in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Named<'d> {
    /// Empty if it has none.
    pub(crate) prefix: &'d str,
    /// Empty if it has none.
    pub(crate) namespace: &'d str,
    pub(crate) local: &'d str,
    pub(crate) value: &'d str,
}

/// What an element holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Content<'d, 't> {
    Element(Element<'d, 't>),
    Text(&'d str),
    /// A processing instruction.
    Instruction {
        target: &'d str,
        data: &'d str,
    },
}

/// A prefix and what it stands for; both empty where the default namespace is none.
pub(crate) type Binding<'d> = (&'d str, &'d str);

impl<'d, 't> Element<'d, 't> {
    /// All attributes, as they stand there. Declarations are none.
    pub(crate) fn named_attributes(self) -> impl Iterator<Item = Named<'d>> {
        self.attributes().iter().map(move |attribute| Named {
            prefix: attribute.prefix,
            namespace: self.document.uri(attribute.namespace),
            local: attribute.local,
            value: &attribute.value,
        })
    }

    /// What it holds, in document order.
    pub(crate) fn contents(self) -> impl Iterator<Item = Content<'d, 't>> {
        self.content().filter_map(move |node| match node {
            Node::Start(index) => {
                self.document.elements.get(*index).map(|data| Content::Element(Element { document: self.document, data }))
            }
            Node::Text(text) => Some(Content::Text(text)),
            Node::Instruction(index) => self
                .document
                .instructions
                .get(*index)
                .map(|instruction| Content::Instruction { target: instruction.target, data: &instruction.data }),
            Node::End => None,
        })
    }

    /// The elements around it, innermost first.
    pub(crate) fn ancestors(self) -> impl Iterator<Item = Element<'d, 't>> {
        std::iter::successors(self.parent(), |element| element.parent())
    }

    /// Line and column, in the whole document, of what begins at this offset of its text.
    pub(crate) fn place_at(self, offset: usize) -> (usize, usize) {
        self.document.place(offset)
    }

    /// Its place in the order of the document: no two elements of a document have the same.
    pub(crate) fn order(self) -> usize {
        self.data.start
    }

    /// The prefixes that a value of this element may mean as such: those in force that stand before a colon in it.
    pub(crate) fn prefixes_in(self, value: &str) -> Vec<Binding<'d>> {
        if !value.contains(':') {
            return Vec::new();
        }
        let candidates: BTreeSet<&str> = before_colons(value).collect();
        // Few are looked up one by one, and most values have one.
        if candidates.len() <= 8 {
            return candidates.into_iter().filter_map(|prefix| self.binding(prefix)).collect();
        }
        let scope = in_force(self, true);
        candidates.into_iter().filter_map(|prefix| scope.get_key_value(prefix)).map(|(prefix, uri)| (*prefix, *uri)).collect()
    }

    /// What a prefix stands for at this element; the empty one for the default namespace. None if it stands for nothing.
    pub(crate) fn namespace_of(self, prefix: &str) -> Option<&'d str> {
        self.binding(prefix).map(|(_, uri)| uri).filter(|uri| !uri.is_empty())
    }

    /// The declaration that is in force for a prefix.
    fn binding(self, prefix: &str) -> Option<Binding<'d>> {
        let own = std::iter::once(self).chain(self.ancestors()).flat_map(|element| element.declarations().1);
        let around = self.document.outer_declarations().rev().map(|(_, declaration)| declaration);
        own.chain(around).find(|known| known.prefix == prefix).map(|known| (known.prefix, known.uri.as_ref()))
    }
}

/// The name of an attribute that is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum AttributeName<'a> {
    /// Without a namespace.
    Plain(&'a str),
    /// With one, and the prefix that it should have, if that is free.
    Qualified { prefix: &'a str, namespace: &'a str, local: &'a str },
}

/// An open document.
pub(crate) struct Rewriter {
    out: String,
    /// Prefixes in force and what they stand for, innermost last.
    scope: Vec<(String, String)>,
    open: Vec<Open>,
    /// Whether the start tag of the innermost element still lacks its `>`.
    in_tag: bool,
}

struct Open {
    name: String,
    scope: usize,
}

impl Rewriter {
    pub(crate) const fn new() -> Self {
        Self { out: String::new(), scope: Vec::new(), open: Vec::new(), in_tag: false }
    }

    /// Opens an element under the prefix of `namespace`.
    ///
    /// `declare` are prefixes that it declares if they are not in force: for what it holds, or because its values mean
    /// them. INVARIANT: none of them is the element's own prefix with another meaning.
    pub(crate) fn open(
        &mut self,
        namespace: &Namespace,
        local: &str,
        declare: &[Binding<'_>],
        attributes: &[(AttributeName<'_>, Cow<'_, str>)],
    ) {
        self.end_tag();
        let scope = self.scope.len();
        self.require(namespace.prefix, namespace.uri);
        for (prefix, uri) in declare {
            debug_assert!(*prefix != namespace.prefix || *uri == namespace.uri, "a prefix has two meanings");
            self.require(prefix, uri);
        }
        let names: Vec<String> = attributes.iter().map(|(name, _)| self.attribute_name(name, namespace.prefix, scope)).collect();
        let name = format!("{}:{local}", namespace.prefix);
        self.out.push('<');
        self.out.push_str(&name);
        for (prefix, uri) in self.scope.iter().skip(scope) {
            declaration(prefix, uri, &mut self.out);
        }
        for (name, (_, value)) in names.iter().zip(attributes) {
            attribute("", name, value, &mut self.out);
        }
        self.open.push(Open { name, scope });
        self.in_tag = true;
    }

    /// Writes text into the open element.
    pub(crate) fn text(&mut self, text: &str) {
        if !text.is_empty() {
            self.end_tag();
            escape_text(text, &mut self.out);
        }
    }

    /// Begins a line, as deep as elements are open.
    pub(crate) fn line(&mut self) {
        self.end_tag();
        self.out.push('\n');
        for _ in &self.open {
            self.out.push_str("  ");
        }
    }

    /// Begins the line of the end tag.
    pub(crate) fn line_out(&mut self) {
        self.end_tag();
        self.out.push('\n');
        for _ in self.open.iter().skip(1) {
            self.out.push_str("  ");
        }
    }

    /// Writes a processing instruction that was read.
    pub(crate) fn instruction(&mut self, target: &str, data: &str) {
        self.end_tag();
        instruction(target, data, &mut self.out);
    }

    /// Copies an element that was read, without the elements in it that have these places in the order of its document.
    ///
    /// Hints to schema processors (`xsi:schemaLocation`) are not copied: they name files of another place.
    pub(crate) fn copy(&mut self, element: Element<'_, '_>, without: &BTreeSet<usize>) {
        self.end_tag();
        let mut inherited = inherited(element, without);
        // What is in force here need not be declared. No default namespace is the default.
        inherited.retain(|prefix, uri| self.meaning(prefix).unwrap_or_default() != *uri);

        let document = element.document;
        // Names of the elements that are open, and what the default namespace is in each.
        let mut open: Vec<(&str, &str, &str)> = Vec::new();
        let outer = inherited.get("").copied().or_else(|| self.meaning("")).unwrap_or_default().to_owned();
        let mut in_tag = false;
        let mut at = element.data.start;
        while let Some(node) = document.nodes.get(at) {
            at += 1;
            let started = match node {
                Node::Start(index) => document.elements.get(*index),
                _ => None,
            };
            if let Some(left_out) = started.filter(|data| without.contains(&data.start)) {
                at = left_out.end + 1;
                continue;
            }
            if std::mem::take(&mut in_tag) {
                self.out.push_str(if matches!(node, Node::End) { "/>" } else { ">" });
            } else if matches!(node, Node::End)
                && let Some((prefix, local, _)) = open.last()
            {
                self.out.push_str("</");
                qualified(prefix, local, &mut self.out);
                self.out.push('>');
            }
            match node {
                Node::Start(_) => {
                    let Some(data) = started else { return };
                    let current = Element { document, data };
                    self.out.push('<');
                    qualified(data.prefix, data.local, &mut self.out);
                    let mut default = open.last().map_or(outer.as_str(), |(.., default)| default);
                    for own in current.declarations().1 {
                        if own.prefix.is_empty() {
                            // It says nothing, and xml-security-c finds a good signature broken by it.
                            if own.uri == default && default.is_empty() {
                                continue;
                            }
                            default = &own.uri;
                        }
                        declaration(own.prefix, &own.uri, &mut self.out);
                    }
                    if open.is_empty() {
                        inherited.iter().for_each(|(prefix, uri)| declaration(prefix, uri, &mut self.out));
                    }
                    for own in current.named_attributes().filter(|own| !is_hint(own)) {
                        attribute(own.prefix, own.local, own.value, &mut self.out);
                    }
                    open.push((data.prefix, data.local, default));
                    in_tag = true;
                }
                Node::End => {
                    open.pop();
                    if open.is_empty() {
                        return;
                    }
                }
                Node::Text(text) => escape_text(text, &mut self.out),
                Node::Instruction(index) => {
                    if let Some(known) = document.instructions.get(*index) {
                        instruction(known.target, &known.data, &mut self.out);
                    }
                }
            }
        }
    }

    /// Closes the element that was opened last.
    pub(crate) fn close(&mut self) {
        if let Some(Open { name, scope }) = self.open.pop() {
            self.scope.truncate(scope);
            if self.in_tag {
                self.out.push_str("/>");
                self.in_tag = false;
            } else {
                self.out.push_str("</");
                self.out.push_str(&name);
                self.out.push('>');
            }
        }
    }

    /// Where the next character goes. An open start tag is ended before.
    pub(crate) fn position(&mut self) -> usize {
        self.end_tag();
        self.out.len()
    }

    /// The document. Elements that are still open are closed.
    pub(crate) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.out
    }

    fn end_tag(&mut self) {
        if self.in_tag {
            self.out.push('>');
            self.in_tag = false;
        }
    }

    /// What the prefix stands for here.
    fn meaning(&self, prefix: &str) -> Option<&str> {
        self.scope.iter().rev().find(|(known, _)| known == prefix).map(|(_, uri)| uri.as_str())
    }

    fn require(&mut self, prefix: &str, uri: &str) {
        if self.meaning(prefix).unwrap_or_default() != uri {
            self.scope.push((prefix.to_owned(), uri.to_owned()));
        }
    }

    /// The name of an attribute, its namespace declared. `own` is the prefix of the element, whose declarations begin at
    /// `fresh`: those cannot be changed any more.
    fn attribute_name(&mut self, name: &AttributeName<'_>, own: &str, fresh: usize) -> String {
        let (prefix, namespace, local) = match name {
            AttributeName::Plain(local) => return (*local).to_owned(),
            AttributeName::Qualified { local, namespace: XML_URI, .. } => return format!("xml:{local}"),
            AttributeName::Qualified { prefix, namespace, local } => (*prefix, *namespace, *local),
        };
        let is_fresh = |prefix: &str| self.scope.iter().skip(fresh).any(|(known, _)| known == prefix);
        let is_free = |prefix: &str| !prefix.is_empty() && prefix != own && !is_fresh(prefix);
        if self.meaning(prefix) == Some(namespace) && !prefix.is_empty() {
            return format!("{prefix}:{local}");
        }
        let prefix = if is_free(prefix) {
            prefix.to_owned()
        } else if let Some((known, _)) =
            self.scope.iter().find(|(known, uri)| uri == namespace && !known.is_empty() && self.meaning(known) == Some(namespace))
        {
            return format!("{known}:{local}");
        } else {
            let mut number = 1;
            while self.meaning(&format!("ns{number}")).is_some() {
                number += 1;
            }
            format!("ns{number}")
        };
        self.scope.push((prefix.clone(), namespace.to_owned()));
        format!("{prefix}:{local}")
    }
}

/// Whether an attribute only tells schema processors where a schema may be found (XML Schema part 1 §4.3.2).
pub(crate) fn is_hint(attribute: &Named<'_>) -> bool {
    attribute.namespace == XSI_URI && matches!(attribute.local, "schemaLocation" | "noNamespaceSchemaLocation")
}

/// What the names and values of an element, and of all that it holds, take from the elements around it.
fn inherited<'d>(top: Element<'d, '_>, without: &BTreeSet<usize>) -> BTreeMap<&'d str, &'d str> {
    let outer = in_force(top, false);
    let mut needs: BTreeMap<&str, &str> = BTreeMap::new();
    // Prefixes that open elements of the copy declare, and how many there were before each element.
    let mut local: Vec<&str> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let document = top.document;
    let mut at = top.data.start;
    while let Some(node) = document.nodes.get(at) {
        at += 1;
        let mut need = |prefix: &str, local: &[&str]| {
            if local.contains(&prefix) || prefix == "xml" {
                return;
            }
            match outer.get_key_value(prefix) {
                Some((prefix, uri)) => needs.insert(prefix, uri),
                // Without a declaration, no prefix is no namespace, and anything else is no prefix.
                None if prefix.is_empty() => needs.insert("", ""),
                None => None,
            };
        };
        match node {
            Node::Start(index) => {
                let Some(data) = document.elements.get(*index) else { break };
                if without.contains(&data.start) {
                    at = data.end + 1;
                    continue;
                }
                let element = Element { document, data };
                open.push(local.len());
                local.extend(element.declarations().1.iter().map(|declaration| declaration.prefix));
                need(data.prefix, &local);
                for attribute in element.named_attributes().filter(|attribute| !is_hint(attribute)) {
                    if !attribute.prefix.is_empty() {
                        need(attribute.prefix, &local);
                    }
                    if attribute.namespace == XSI_URI && attribute.local == "type" && !attribute.value.contains(':') {
                        need("", &local);
                    }
                    before_colons(attribute.value).for_each(|prefix| need(prefix, &local));
                }
            }
            Node::End => {
                local.truncate(open.pop().unwrap_or_default());
                if open.is_empty() {
                    break;
                }
            }
            Node::Text(text) => before_colons(text).for_each(|prefix| need(prefix, &local)),
            Node::Instruction(_) => {}
        }
    }
    needs
}

/// The prefixes that are in force at an element, with what it declares itself or without.
fn in_force<'d>(element: Element<'d, '_>, with_own: bool) -> BTreeMap<&'d str, &'d str> {
    let mut scope = BTreeMap::new();
    let mut declare = |prefix: &'d str, uri: &'d str| {
        scope.entry(prefix).or_insert(uri);
    };
    for element in std::iter::once(element).filter(|_| with_own).chain(element.ancestors()) {
        for declaration in element.declarations().1 {
            declare(declaration.prefix, &declaration.uri);
        }
    }
    // What is around a part of a document, innermost first.
    for (_, declaration) in element.document.outer_declarations().rev() {
        declare(declaration.prefix, &declaration.uri);
    }
    scope
}

/// The names that stand right before a colon.
fn before_colons(value: &str) -> impl Iterator<Item = &str> {
    let mut parts = value.split(':');
    // What follows the last colon precedes none.
    parts.next_back();
    parts.filter_map(|part| {
        let is_part = |character: char| character.is_alphanumeric() || "_-.".contains(character) || !character.is_ascii();
        let name = part.get(part.trim_end_matches(is_part).len()..)?;
        let name = name.trim_start_matches(|character: char| character.is_ascii_digit() || "-.".contains(character));
        is_name(name).then_some(name)
    })
}

fn qualified(prefix: &str, local: &str, out: &mut String) {
    if !prefix.is_empty() {
        out.push_str(prefix);
        out.push(':');
    }
    out.push_str(local);
}

fn declaration(prefix: &str, uri: &str, out: &mut String) {
    out.push_str(if prefix.is_empty() { " xmlns" } else { " xmlns:" });
    out.push_str(prefix);
    out.push_str("=\"");
    escape_attribute(uri, out);
    out.push('"');
}

fn attribute(prefix: &str, local: &str, value: &str, out: &mut String) {
    out.push(' ');
    qualified(prefix, local, out);
    out.push_str("=\"");
    escape_attribute(value, out);
    out.push('"');
}

/// A comment. Two hyphens cannot stand in one (XML 1.0 §2.5).
pub(crate) fn comment(text: &str) -> String {
    format!("<!--{}-->", text.replace('-', "\u{2010}"))
}

fn instruction(target: &str, data: &str, out: &mut String) {
    out.push_str("<?");
    out.push_str(target);
    if !data.is_empty() {
        out.push(' ');
        out.push_str(data);
    }
    out.push_str("?>");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xml::Document;

    const MD: Namespace = Namespace { prefix: "md", uri: "urn:md" };

    /// Puts a copy of the first grandchild into `<md:Root>`.
    fn copied(text: &str) -> String {
        copied_without(text, &BTreeSet::new())
    }

    fn copied_without(text: &str, without: &BTreeSet<usize>) -> String {
        let document = Document::parse(text).unwrap();
        let element = document.root().children().next().unwrap().children().next().unwrap();
        let mut writer = Rewriter::new();
        writer.open(&MD, "Root", &[], &[]);
        writer.copy(element, without);
        let written = writer.finish();
        let inner = written.strip_prefix("<md:Root xmlns:md=\"urn:md\">").unwrap().strip_suffix("</md:Root>").unwrap().to_owned();
        // A copy of a copy is the copy.
        if without.is_empty() {
            let wrapped = format!("<md:Root xmlns:md=\"urn:md\"><md:x>{inner}</md:x></md:Root>");
            let document = Document::parse(&wrapped).unwrap();
            let mut again = Rewriter::new();
            again.open(&MD, "Root", &[], &[]);
            again.copy(document.root().children().next().unwrap().children().next().unwrap(), without);
            assert_eq!(again.finish(), written);
        }
        inner
    }

    #[test]
    fn content_stays_what_it_was() {
        let inner = "<x:a xmlns:x=\"urn:x\" b=\"1&#xA;&lt;&quot;\" x:c=\"'\" xml:lang=\"de\" xml:base=\"b/\" xml:space=\"preserve\">\n t&amp;&lt;]]&gt;&#xD; <x:b/><c/><?p d?>\u{fc}</x:a>";
        assert_eq!(copied(&format!("<r><s>{inner}</s></r>")), inner);
        let section = "<r><s><a><![CDATA[<b>&amp;]]></a></s></r>";
        assert_eq!(copied(section), "<a>&lt;b&gt;&amp;amp;</a>");
        assert_eq!(copied("<r><s><a><!-- c --></a></s></r>"), "<a/>");
    }

    #[test]
    fn what_the_surroundings_declare_is_declared_again() {
        for (text, expected) in [
            ("<r xmlns:x='urn:x' xmlns:unused='urn:u'><s><x:a><x:b/></x:a></s></r>", "<x:a xmlns:x=\"urn:x\"><x:b/></x:a>"),
            ("<r xmlns='urn:d'><s><a><b xmlns=''><c/></b></a></s></r>", "<a xmlns=\"urn:d\"><b xmlns=\"\"><c/></b></a>"),
            (
                "<r xmlns=''><s><a xmlns=''><b xmlns='urn:b'><c xmlns=''><d xmlns=''/></c></b></a></s></r>",
                "<a><b xmlns=\"urn:b\"><c xmlns=\"\"><d/></c></b></a>",
            ),
            ("<r xmlns:x='urn:x'><s><a x:b='1'/></s></r>", "<a xmlns:x=\"urn:x\" x:b=\"1\"/>"),
            ("<r xmlns:x='urn:1'><s xmlns:x='urn:2'><x:a/></s></r>", "<x:a xmlns:x=\"urn:2\"/>"),
            (
                "<r xmlns:x='urn:1'><s><x:a><x:b xmlns:x='urn:2'><x:c/></x:b></x:a></s></r>",
                "<x:a xmlns:x=\"urn:1\"><x:b xmlns:x=\"urn:2\"><x:c/></x:b></x:a>",
            ),
            ("<r xmlns:x='urn:x'><s><a xmlns:x='urn:y'><x:b/></a></s></r>", "<a xmlns:x=\"urn:y\"><x:b/></a>"),
        ] {
            assert_eq!(copied(text), expected, "{text}");
        }
    }

    #[test]
    fn a_prefix_of_ours_may_mean_something_else_in_what_is_copied() {
        assert_eq!(copied("<r xmlns:md='urn:other'><s><md:a/></s></r>"), "<md:a xmlns:md=\"urn:other\"/>");
        assert_eq!(copied("<r xmlns:md='urn:md'><s><md:a md:b='1'/></s></r>"), "<md:a md:b=\"1\"/>");
        assert_eq!(copied("<r xmlns:q='urn:md'><s><q:a/></s></r>"), "<q:a xmlns:q=\"urn:md\"/>");
    }

    #[test]
    fn prefixes_in_values_stay_declared() {
        for (text, expected) in [
            (
                "<r xmlns:xs='urn:xs' xmlns:i='http://www.w3.org/2001/XMLSchema-instance'><s><a i:type='xs:string'/></s></r>",
                "<a xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\" xmlns:xs=\"urn:xs\" i:type=\"xs:string\"/>",
            ),
            (
                "<r xmlns='urn:xs' xmlns:i='http://www.w3.org/2001/XMLSchema-instance' xmlns:p='urn:p'><s><p:a i:type='string'/></s></r>",
                "<p:a xmlns=\"urn:xs\" xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\" xmlns:p=\"urn:p\" i:type=\"string\"/>",
            ),
            ("<r xmlns:q='urn:q'><s><a>//q:b/(q:c)</a></s></r>", "<a xmlns:q=\"urn:q\">//q:b/(q:c)</a>"),
            ("<r xmlns:q='urn:q'><s><a b='-q:x'/></s></r>", "<a xmlns:q=\"urn:q\" b=\"-q:x\"/>"),
            ("<r xmlns:q='urn:q'><s><a>https://h:80/ :q no q :</a></s></r>", "<a>https://h:80/ :q no q :</a>"),
        ] {
            assert_eq!(copied(text), expected, "{text}");
        }
    }

    #[test]
    fn hints_to_schema_processors_are_left_out() {
        let text = "<r xmlns:i='http://www.w3.org/2001/XMLSchema-instance'><s><a i:schemaLocation='urn:x x.xsd' \
                    i:noNamespaceSchemaLocation='x' b='1'/></s></r>";
        assert_eq!(copied(text), "<a b=\"1\"/>");
    }

    #[test]
    fn elements_can_be_left_out() {
        let text = "<r xmlns:u='urn:u'><s><a><u:b>x<c/></u:b> <d/></a></s></r>";
        let document = Document::parse(text).unwrap();
        let element = document.root().children().next().unwrap().children().next().unwrap();
        let order = |index: usize| element.children().nth(index).unwrap().order();
        assert_eq!(copied_without(text, &[order(0)].into()), "<a> <d/></a>");
        assert_eq!(copied_without(text, &[order(0), order(1)].into()), "<a> </a>");
        assert_eq!(copied_without("<r><s><a><b/></a></s></r>", &[3].into()), "<a/>");
    }

    #[test]
    fn elements_are_written_under_our_prefixes() {
        let text = "<r xmlns:md='urn:1' xmlns:y='urn:y'/>";
        let document = Document::parse(text).unwrap();
        let mut writer = Rewriter::new();
        let qualified = |prefix, namespace, local| AttributeName::Qualified { prefix, namespace, local };
        writer.open(
            &MD,
            "A",
            &document.root().prefixes_in("y:b"),
            &[
                (AttributeName::Plain("z"), "<".into()),
                (qualified("xml", XML_URI, "lang"), "en".into()),
                (qualified("md", "urn:1", "b"), "1".into()),
                (qualified("y", "urn:y", "c"), "y:b".into()),
                (qualified("y", "urn:other", "d"), "2".into()),
                (qualified("", "urn:1", "e"), "3".into()),
            ],
        );
        writer.line();
        writer.open(&MD, "B", &[], &[(qualified("md", "urn:1", "b"), "1".into()), (qualified("w", "urn:w", "b"), "1".into())]);
        writer.text("<&");
        writer.close();
        let at = writer.position();
        writer.line();
        writer.open(&MD, "C", &[], &[]);
        writer.close();
        writer.instruction("p", "d");
        let text = writer.finish();
        assert_eq!(
            text,
            "<md:A xmlns:md=\"urn:md\" xmlns:y=\"urn:y\" xmlns:ns1=\"urn:1\" xmlns:ns2=\"urn:other\" z=\"&lt;\" xml:lang=\"en\" \
             ns1:b=\"1\" y:c=\"y:b\" ns2:d=\"2\" ns1:e=\"3\">\n  <md:B xmlns:w=\"urn:w\" ns1:b=\"1\" w:b=\"1\">&lt;&amp;</md:B>\n  <md:C/><?p d?></md:A>"
        );
        assert!(text[..at].ends_with("</md:B>"));
        Document::parse(&text).unwrap();
        assert_eq!(comment(" a--b->"), "<!-- a\u{2010}\u{2010}b\u{2010}>-->");
    }
}
