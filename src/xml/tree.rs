//! The parser: a document as a tree that refuses what SAML documents have no use for.
//!
//! Built on quick-xml's events. What quick-xml leaves open is closed here: document type definitions, unknown entities,
//! characters that XML does not have, undeclared prefixes, attributes that are twins by namespace, text outside the
//! root, and every dimension's ceiling. Comments are dropped and never split a text: `admin<!---->.evil` is one value,
//! where parsers that stop at the comment have signed one name and read another.

use std::borrow::Cow;

use quick_xml::XmlVersion;
use quick_xml::events::Event;
use quick_xml::events::attributes::Attributes;
use quick_xml::reader::Reader;

use super::Error;
use crate::limits;

const XML_NAMESPACE: &str = "http://www.w3.org/XML/1998/namespace";
const XMLNS_NAMESPACE: &str = "http://www.w3.org/2000/xmlns/";

/// A parsed document. Borrows from the text it was parsed from.
#[derive(Debug)]
pub(crate) struct Document<'t> {
    /// The root is the first; parents come before their children.
    elements: Vec<ElementData<'t>>,
}

#[derive(Debug)]
struct ElementData<'t> {
    name: Name<'t>,
    attributes: Vec<(Name<'t>, Cow<'t, str>)>,
    content: Vec<Node<'t>>,
}

#[derive(Debug)]
enum Node<'t> {
    Element(usize),
    Text(Cow<'t, str>),
}

/// A name with its namespace resolved.
#[derive(Clone, Debug)]
struct Name<'t> {
    namespace: Cow<'t, str>,
    local: &'t str,
}

/// An element of a document.
#[derive(Clone, Copy)]
pub(crate) struct Element<'d, 't> {
    document: &'d Document<'t>,
    data: &'d ElementData<'t>,
}

impl<'t> Document<'t> {
    /// Parses a whole document. A byte order mark is skipped; the declared encoding is not looked at, for the text is
    /// decoded already.
    pub(crate) fn parse(text: &'t str) -> Result<Self, Error> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if text.trim().is_empty() {
            return Err(Error::Empty);
        }
        if !text.starts_with("<?xml") && text.trim_start().starts_with("<?xml ") {
            return Err(Error::SpaceBeforeDeclaration);
        }
        let mut parser = Parser { text, elements: Vec::new(), open: Vec::new(), scope: Vec::new(), at: 0 };
        parser.run()?;
        if parser.elements.is_empty() || !parser.open.is_empty() {
            return Err(parser.not_well_formed());
        }
        Ok(Self { elements: parser.elements })
    }

    /// The root element.
    #[allow(clippy::indexing_slicing, reason = "parse gives no document without a root")]
    pub(crate) fn root(&self) -> Element<'_, 't> {
        Element { document: self, data: &self.elements[0] }
    }
}

impl<'d, 't> Element<'d, 't> {
    /// Whether the element has this name in this namespace.
    pub(crate) fn is(self, namespace: &str, local: &str) -> bool {
        self.data.name.local == local && self.data.name.namespace == namespace
    }

    /// The value of the attribute of this name without a namespace.
    pub(crate) fn attribute(self, local: &str) -> Option<&'d str> {
        self.data
            .attributes
            .iter()
            .find(|(name, _)| name.local == local && name.namespace.is_empty())
            .map(|(_, value)| value.as_ref())
    }

    /// The child elements, in document order.
    pub(crate) fn children(self) -> impl Iterator<Item = Element<'d, 't>> {
        self.data.content.iter().filter_map(move |node| match node {
            Node::Element(index) => self.document.elements.get(*index).map(|data| Self { document: self.document, data }),
            Node::Text(_) => None,
        })
    }

    /// The child elements of this name.
    pub(crate) fn named(self, namespace: &'static str, local: &'static str) -> impl Iterator<Item = Element<'d, 't>> {
        self.children().filter(move |child| child.is(namespace, local))
    }

    /// The element's own text, all of it; the text of child elements is not part of it.
    pub(crate) fn text(self) -> Cow<'d, str> {
        let mut texts = self.data.content.iter().filter_map(|node| match node {
            Node::Text(text) => Some(text.as_ref()),
            Node::Element(_) => None,
        });
        let first = texts.next().unwrap_or_default();
        match texts.next() {
            None => Cow::Borrowed(first),
            Some(second) => Cow::Owned([first, second].into_iter().chain(texts).collect()),
        }
    }
}

struct Parser<'t> {
    text: &'t str,
    elements: Vec<ElementData<'t>>,
    /// Indices of open elements, each with the number of declarations in scope before it.
    open: Vec<(usize, usize)>,
    /// Prefix and URI, innermost last.
    scope: Vec<(&'t str, Cow<'t, str>)>,
    /// Where the current event begins.
    at: usize,
}

impl<'t> Parser<'t> {
    fn run(&mut self) -> Result<(), Error> {
        let mut reader = Reader::from_str(self.text);
        reader.config_mut().check_comments = true;
        loop {
            self.at = position(reader.buffer_position());
            let event = reader.read_event().map_err(|_| {
                self.at = position(reader.error_position());
                self.not_well_formed()
            })?;
            let end = position(reader.buffer_position());
            match event {
                Event::Start(start) => self.start(start.name().as_ref().len(), end, 1)?,
                Event::Empty(start) => {
                    self.start(start.name().as_ref().len(), end, 2)?;
                    self.end();
                }
                Event::End(_) => self.end(),
                Event::Text(text) => {
                    let content = match text.xml10_content() {
                        Cow::Borrowed(_) => self.slice(self.at, end)?,
                        Cow::Owned(owned) => Cow::Owned(owned),
                    };
                    if content.contains("]]>") {
                        return Err(self.not_well_formed());
                    }
                    self.push_text(content)?;
                }
                Event::CData(data) => self.push_text(Cow::Owned(data.xml10_content().into_owned()))?,
                Event::GeneralRef(reference) => {
                    let resolved = if reference.is_char_ref() {
                        reference.resolve_char_ref().ok().flatten()
                    } else {
                        match &*reference {
                            "amp" => Some('&'),
                            "lt" => Some('<'),
                            "gt" => Some('>'),
                            "quot" => Some('"'),
                            "apos" => Some('\''),
                            _ => None,
                        }
                    };
                    let character = resolved.ok_or_else(|| self.error(|line, column| Error::EntityUnknown { line, column }))?;
                    self.push_text(Cow::Owned(character.to_string()))?;
                }
                // Only at the very start: `parse` has refused what stands before it.
                Event::Decl(_) if self.at == 0 => {}
                Event::Decl(_) => return Err(self.not_well_formed()),
                Event::DocType(_) => return Err(self.error(|line, column| Error::DocumentType { line, column })),
                Event::Comment(_) | Event::PI(_) => {}
                Event::Eof => return Ok(()),
            }
        }
    }

    /// Opens an element whose tag ends at `end`; `trailer` is the length of `>` or `/>`.
    fn start(&mut self, name_length: usize, end: usize, trailer: usize) -> Result<(), Error> {
        if self.open.is_empty() && !self.elements.is_empty() {
            return Err(self.not_well_formed());
        }
        if self.open.len() >= limits::XML_DEPTH {
            return Err(Error::TooMuch { what: "levels of elements", limit: limits::XML_DEPTH });
        }
        if self.elements.len() >= limits::XML_ELEMENTS {
            return Err(Error::TooMuch { what: "elements", limit: limits::XML_ELEMENTS });
        }
        let tag = self.text.get(self.at + 1..end - trailer).ok_or_else(|| self.not_well_formed())?;
        let (name, raw) = tag.split_at_checked(name_length).ok_or_else(|| self.not_well_formed())?;
        let declared = self.scope.len();
        let mut attributes: Vec<(&'t str, Cow<'t, str>)> = Vec::new();
        let mut count = 0;
        let mut after = 0;
        // Twins are looked for below, by namespace.
        let mut iterator = Attributes::new(raw, 0);
        for attribute in iterator.with_checks(false) {
            let attribute = attribute.map_err(|_| self.not_well_formed())?;
            count += 1;
            if count > limits::XML_ATTRIBUTES {
                return Err(Error::TooMuch { what: "attributes of one element", limit: limits::XML_ATTRIBUTES });
            }
            let key: &'t str = attribute.key.0;
            let offset = (key.as_ptr() as usize).wrapping_sub(raw.as_ptr() as usize);
            if raw.get(after..offset).is_none_or(|gap| !gap.starts_with([' ', '\t', '\r', '\n'])) {
                return Err(self.not_well_formed());
            }
            let quoted: &str = &attribute.value;
            after = (quoted.as_ptr() as usize).wrapping_sub(raw.as_ptr() as usize) + quoted.len() + 1;
            if quoted.contains('<') {
                return Err(self.not_well_formed());
            }
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(|_| self.error(|line, column| Error::EntityUnknown { line, column }))?;
            self.check_characters(&value)?;
            if key == "xmlns" || key.starts_with("xmlns:") {
                self.declare(key.strip_prefix("xmlns:").unwrap_or_default(), value, declared)?;
            } else {
                attributes.push((key, value));
            }
        }
        if self.scope.len() > limits::XML_NAMESPACES {
            return Err(Error::TooMuch { what: "namespaces in scope", limit: limits::XML_NAMESPACES });
        }

        let name = self.resolve(name, true)?;
        let mut resolved: Vec<(Name<'t>, Cow<'t, str>)> = Vec::with_capacity(attributes.len());
        for (key, value) in attributes {
            let name = self.resolve(key, false)?;
            if resolved.iter().any(|(known, _)| known.local == name.local && known.namespace == name.namespace) {
                return Err(self.error(|line, column| Error::AttributeTwice { line, column }));
            }
            resolved.push((name, value));
        }
        let index = self.elements.len();
        if let Some(parent) = self.open.last().and_then(|(parent, _)| self.elements.get_mut(*parent)) {
            parent.content.push(Node::Element(index));
        }
        self.elements.push(ElementData { name, attributes: resolved, content: Vec::new() });
        self.open.push((index, declared));
        Ok(())
    }

    fn end(&mut self) {
        if let Some((_, declared)) = self.open.pop() {
            self.scope.truncate(declared);
        }
    }

    /// Namespaces in XML 1.0 §3 and §5: reserved prefixes stay what they are, and a prefix is never undeclared.
    fn declare(&mut self, prefix: &'t str, uri: Cow<'t, str>, declared: usize) -> Result<(), Error> {
        let reserved = prefix == "xmlns"
            || uri == XMLNS_NAMESPACE
            || (prefix == "xml") != (uri == XML_NAMESPACE)
            || (uri.is_empty() && !prefix.is_empty());
        if reserved {
            return Err(self.not_well_formed());
        }
        if self.scope.iter().skip(declared).any(|(known, _)| *known == prefix) {
            return Err(self.error(|line, column| Error::AttributeTwice { line, column }));
        }
        self.scope.push((prefix, uri));
        Ok(())
    }

    fn resolve(&self, name: &'t str, is_element: bool) -> Result<Name<'t>, Error> {
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        let named = |part: &str| part.chars().next().is_some_and(is_name_start) && part.chars().all(is_name);
        if !named(local) || (name.contains(':') && !named(prefix)) {
            return Err(self.not_well_formed());
        }
        let known = self.scope.iter().rev().find(|(known, _)| *known == prefix).map(|(_, uri)| uri.clone());
        let namespace = match (prefix, known) {
            // The default namespace is for elements only (Namespaces in XML 1.0 §6.2).
            ("", _) if !is_element => Cow::Borrowed(""),
            ("", known) => known.unwrap_or_default(),
            ("xml", _) => Cow::Borrowed(XML_NAMESPACE),
            (_, Some(uri)) => uri,
            (_, None) => return Err(self.error(|line, column| Error::PrefixUndeclared { line, column })),
        };
        Ok(Name { namespace, local })
    }

    fn push_text(&mut self, text: Cow<'t, str>) -> Result<(), Error> {
        self.check_characters(&text)?;
        let Some(element) = self.open.last().and_then(|(index, _)| self.elements.get_mut(*index)) else {
            // Outside the root only white space may stand.
            return if text.chars().all(is_space) { Ok(()) } else { Err(self.not_well_formed()) };
        };
        match element.content.last_mut() {
            Some(Node::Text(before)) => before.to_mut().push_str(&text),
            _ => element.content.push(Node::Text(text)),
        }
        Ok(())
    }

    fn check_characters(&self, text: &str) -> Result<(), Error> {
        if text.chars().all(is_character) { Ok(()) } else { Err(self.not_well_formed()) }
    }

    fn slice(&self, from: usize, to: usize) -> Result<Cow<'t, str>, Error> {
        self.text.get(from..to).map(Cow::Borrowed).ok_or_else(|| self.not_well_formed())
    }

    fn not_well_formed(&self) -> Error {
        self.error(|line, column| Error::NotWellFormed { line, column })
    }

    fn error(&self, error: impl Fn(usize, usize) -> Error) -> Error {
        let before = self.text.get(..self.at).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        error(line, column)
    }
}

/// Positions fit: the text is in memory.
fn position(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

/// XML 1.0 §2.2, `Char`.
const fn is_character(character: char) -> bool {
    !matches!(character, '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

const fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\r' | '\n')
}

/// XML 1.0 §2.3, `NameStartChar` without the colon.
const fn is_name_start(character: char) -> bool {
    matches!(character,
        'A'..='Z' | '_' | 'a'..='z' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}' | '\u{370}'..='\u{37d}'
        | '\u{37f}'..='\u{1fff}' | '\u{200c}' | '\u{200d}' | '\u{2070}'..='\u{218f}' | '\u{2c00}'..='\u{2fef}'
        | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}' | '\u{10000}'..='\u{effff}')
}

/// XML 1.0 §2.3, `NameChar` without the colon.
const fn is_name(character: char) -> bool {
    is_name_start(character)
        || matches!(character, '-' | '.' | '0'..='9' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}'..='\u{2040}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_values_and_texts() {
        let text = "\u{feff}<?xml version=\"1.0\"?>\n<!-- c --><p:a xmlns:p='urn:p' xmlns=\"urn:d\" x=\"1&#38;&lt;\n2\" p:x='3'>\
                    te<!-- x -->xt&amp;&#x41;<![CDATA[<]]>\r\n<b/><?pi?>more</p:a> ";
        let document = Document::parse(text).unwrap();
        let root = document.root();
        assert!(root.is("urn:p", "a"));
        assert_eq!(root.attribute("x"), Some("1&< 2"));
        assert_eq!(root.text(), "text&A<\nmore");
        assert!(root.children().next().unwrap().is("urn:d", "b"));
    }

    #[test]
    fn what_is_refused() {
        for text in [
            "",
            "  ",
            "a",
            "<a>",
            "<a></b>",
            "<a/><b/>",
            "<a/>x",
            "x<a/>",
            "<a>&nbsp;</a>",
            "<a x='&foo;'/>",
            "<a x='1' x='2'/>",
            "<a x='1'y='2'/>",
            "<a x=1/>",
            "<a x/>",
            "<a x='<'/>",
            "<p:a/>",
            "<a p:x='1'/>",
            "<a xmlns:p=''/>",
            "<a xmlns:p='urn:x' xmlns:q='urn:x' p:x='1' q:x='2'/>",
            "<a>&#0;</a>",
            "<a>&#x1;</a>",
            "<a>\u{1}</a>",
            "<a>]]></a>",
            "<a><!-- -- --></a>",
            "<!DOCTYPE a><a/>",
            "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
            " <?xml version='1.0'?><a/>",
            "<a xmlns:xml='urn:x'/>",
            "<a xmlns:xmlns='urn:x'/>",
            "<1a/>",
            "<a:b:c xmlns:a='urn:a'/>",
            "<a><?xml version='1.0'?></a>",
            "<a>&</a>",
            "<a",
            "<a x='",
            "<![CDATA[x]]>",
            "<a xmlns='x' xmlns='y'/>",
        ] {
            assert!(Document::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn an_error_says_where() {
        assert_eq!(Document::parse("<a>\n  <b>ü&x;</b></a>").unwrap_err(), Error::EntityUnknown { line: 2, column: 7 });
        assert_eq!(Document::parse("<a>\n<!DOCTYPE b></a>").unwrap_err(), Error::DocumentType { line: 2, column: 1 });
    }

    #[test]
    fn every_dimension_has_a_ceiling() {
        let deep = "<a>".repeat(limits::XML_DEPTH + 1);
        let wide = format!("<a>{}</a>", "<b/>".repeat(limits::XML_ELEMENTS));
        let attributes: String = (0..=limits::XML_ATTRIBUTES).map(|n| format!(" a{n}=''")).collect();
        let namespaces: String = (0..60).map(|n| format!(" xmlns:p{n}='urn:{n}'")).collect();
        let scopes = format!("<a{namespaces}><b{}/></a>", namespaces.replace("xmlns:p", "xmlns:q"));
        for text in [deep, wide, format!("<a{attributes}/>"), scopes] {
            assert!(matches!(Document::parse(&text), Err(Error::TooMuch { .. })));
        }
    }
}
