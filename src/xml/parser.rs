//! The parser: refuses what SAML documents have no use for.
//!
//! Built on quick-xml's events. What quick-xml leaves open is closed here: document type definitions, unknown entities,
//! characters that XML does not have, undeclared prefixes, attributes that are twins by namespace, text outside the
//! root, and every dimension's ceiling. Comments are dropped and never split a text: `admin<!---->.evil` is one value,
//! where parsers that stop at the comment have signed one name and read another.

use std::borrow::Cow;
use std::cell::OnceCell;

use quick_xml::XmlVersion;
use quick_xml::events::Event;
use quick_xml::events::attributes::Attributes;
use quick_xml::reader::Reader;

use super::Error;
use super::names::{first_illegal, is_character, is_name, is_space};
use super::tree::{
    Attribute, Declaration, Document, ElementData, Inherited, Instruction, NO_NAMESPACE, Node, Origin, Surroundings,
    XML_NAMESPACE, line_starts,
};
use crate::limits;

const XML_URI: &str = "http://www.w3.org/XML/1998/namespace";
const XMLNS_URI: &str = "http://www.w3.org/2000/xmlns/";

pub(super) fn parse(text: &str) -> Result<Document<'_>, Error> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(Error::Empty);
    }
    if !text.starts_with("<?xml") && text.trim_start().starts_with("<?xml ") {
        let (line, column) = Origin::START.place(text, &line_starts(text), text.len() - text.trim_start().len());
        return Err(Error::SpaceBeforeDeclaration { line, column });
    }
    finish(Parser::new(text, Origin::START))
}

/// A document of which something was cut off before `text`.
pub(super) fn parse_root(text: &str, origin: Origin) -> Result<Document<'_>, Error> {
    finish(Parser::new(text, origin))
}

/// One element of a larger document, in the namespaces that are in scope there.
pub(super) fn parse_part<'t>(text: &'t str, surroundings: &'t Surroundings, origin: Origin) -> Result<Document<'t>, Error> {
    let mut parser = Parser::new(text, origin);
    let first = parser.document.namespaces.len();
    for Inherited { prefix, uri, same } in &surroundings.declarations {
        parser.put_in_scope(Declaration { prefix, uri: Cow::Borrowed(uri), same: first + same });
    }
    parser.document.surroundings = Some(surroundings);
    finish(parser)
}

fn finish(mut parser: Parser<'_>) -> Result<Document<'_>, Error> {
    if let Some(at) = first_illegal(parser.text) {
        parser.at = at;
        return Err(parser.not_well_formed());
    }
    parser.run()?;
    if parser.document.elements.is_empty() || !parser.open.is_empty() {
        return Err(parser.not_well_formed());
    }
    parser.document.has_unique_ids = parser.has_unique_ids();
    Ok(parser.document)
}

struct Parser<'t> {
    text: &'t str,
    document: Document<'t>,
    /// Open elements, innermost last.
    open: Vec<Open>,
    /// Declarations in scope, innermost last: indices into the document's.
    scope: Vec<usize>,
    /// Attributes named `ID`.
    ids: Vec<usize>,
    /// Where the current event begins.
    at: usize,
}

struct Open {
    element: usize,
    /// How many declarations were in scope before it.
    scope: usize,
}

impl<'t> Parser<'t> {
    fn new(text: &'t str, origin: Origin) -> Self {
        let document = Document {
            elements: Vec::new(),
            nodes: Vec::new(),
            attributes: Vec::new(),
            namespaces: vec![
                Declaration { prefix: "", uri: Cow::Borrowed(""), same: NO_NAMESPACE },
                Declaration { prefix: "xml", uri: Cow::Borrowed(XML_URI), same: XML_NAMESPACE },
            ],
            instructions: Vec::new(),
            comments: Vec::new(),
            has_outer_instruction: false,
            has_unique_ids: true,
            text,
            origin,
            surroundings: None,
            lines: OnceCell::new(),
        };
        Self { text, document, open: Vec::new(), scope: Vec::new(), ids: Vec::new(), at: 0 }
    }

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
                        Cow::Borrowed(_) => self.slice(self.at, end).map(Cow::Borrowed)?,
                        Cow::Owned(owned) => Cow::Owned(owned),
                    };
                    if content.contains(']') && content.contains("]]>") {
                        return Err(self.not_well_formed());
                    }
                    self.text(content)?;
                }
                // A section's white space is no white space outside the root: there, only `S` may stand.
                Event::CData(_) if self.open.is_empty() => return Err(self.not_well_formed()),
                Event::CData(data) => self.text(Cow::Owned(data.xml10_content().into_owned()))?,
                Event::GeneralRef(_) if self.open.is_empty() => return Err(self.not_well_formed()),
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
                    if !is_character(character) {
                        return Err(self.not_well_formed());
                    }
                    self.text(Cow::Owned(character.to_string()))?;
                }
                // Only at the very start: `parse` has refused what stands before it.
                Event::Decl(_) if self.at == 0 && is_declaration(self.slice(self.at, end)?) => {}
                Event::Decl(_) => return Err(self.not_well_formed()),
                Event::DocType(_) => {
                    return Err(self.error(|line, column| Error::DocumentType { line, column }));
                }
                Event::Comment(_) => {
                    if let Some(open) = self.open.last() {
                        self.document.comments.push(open.element);
                    }
                }
                Event::PI(_) => self.instruction(end)?,
                Event::Eof => return Ok(()),
            }
        }
    }

    /// Opens an element whose tag ends at `end`; `trailer` is the length of `>` or `/>`.
    fn start(&mut self, name_length: usize, end: usize, trailer: usize) -> Result<(), Error> {
        let element = self.document.elements.len();
        if self.open.is_empty() && element > 0 {
            return Err(self.not_well_formed());
        }
        if self.open.len() >= limits::XML_DEPTH {
            return Err(Error::TooMuch { what: "levels of elements", limit: limits::XML_DEPTH });
        }
        if element >= limits::XML_ELEMENTS {
            return Err(Error::TooMuch { what: "elements", limit: limits::XML_ELEMENTS });
        }
        let tag = self.slice(self.at + 1, end - trailer)?;
        let (name, raw) = tag.split_at_checked(name_length).ok_or_else(|| self.not_well_formed())?;
        let scope = self.scope.len();
        let namespaces = self.document.namespaces.len();
        let attributes = self.document.attributes.len();
        if !raw.is_empty() {
            self.attributes(raw, scope)?;
        }
        if self.scope.len() > limits::XML_NAMESPACES {
            return Err(Error::TooMuch { what: "namespaces in scope", limit: limits::XML_NAMESPACES });
        }

        let (prefix, local) = self.split(name)?;
        let namespace = self.resolve(prefix)?;
        for index in attributes..self.document.attributes.len() {
            self.resolve_attribute(index, attributes)?;
        }
        let data = ElementData {
            prefix,
            local,
            namespace,
            parent: self.open.last().map_or(element, |open| open.element),
            start: self.document.nodes.len(),
            end: 0,
            attributes: (attributes, self.document.attributes.len() - attributes),
            namespaces: (namespaces, self.document.namespaces.len() - namespaces),
            at: self.at,
        };
        self.document.elements.push(data);
        self.document.nodes.push(Node::Start(element));
        self.open.push(Open { element, scope });
        Ok(())
    }

    fn end(&mut self) {
        if let Some(open) = self.open.pop() {
            self.scope.truncate(open.scope);
            if let Some(data) = self.document.elements.get_mut(open.element) {
                data.end = self.document.nodes.len();
            }
            self.document.nodes.push(Node::End);
        }
    }

    /// Reads attributes and declarations; names of attributes are resolved when all declarations are known.
    fn attributes(&mut self, raw: &'t str, scope: usize) -> Result<(), Error> {
        let mut count = 0;
        let mut after = 0;
        // Twins are looked for later, by namespace.
        let mut iterator = Attributes::new(raw, 0);
        for attribute in iterator.with_checks(false) {
            let attribute = attribute.map_err(|_| self.not_well_formed())?;
            count += 1;
            if count > limits::XML_ATTRIBUTES {
                return Err(Error::TooMuch { what: "attributes of one element", limit: limits::XML_ATTRIBUTES });
            }
            let key: &'t str = attribute.key.0;
            let offset = (key.as_ptr() as usize).wrapping_sub(raw.as_ptr() as usize);
            if raw.get(after..offset).is_none_or(|gap| !gap.starts_with(is_space)) {
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
            // The text itself is checked already; what is not borrowed may come from a reference.
            if matches!(value, Cow::Owned(_)) && first_illegal(&value).is_some() {
                return Err(self.not_well_formed());
            }
            match key.strip_prefix("xmlns") {
                Some("") => self.declare("", value, scope)?,
                // `xmlns:` names no prefix, and is not the default namespace either.
                Some(":") => return Err(self.not_well_formed()),
                Some(colon) if colon.starts_with(':') => {
                    self.declare(colon.strip_prefix(':').unwrap_or_default(), value, scope)?
                }
                _ => {
                    let (prefix, local) = self.split(key)?;
                    self.document.attributes.push(Attribute { prefix, local, namespace: NO_NAMESPACE, value });
                }
            }
        }
        Ok(())
    }

    /// Namespaces in XML 1.0 §3 and §5: reserved prefixes stay what they are, and a prefix is never undeclared.
    fn declare(&mut self, prefix: &'t str, uri: Cow<'t, str>, scope: usize) -> Result<(), Error> {
        let reserved = prefix == "xmlns"
            || uri == XMLNS_URI
            || (prefix == "xml") != (uri == XML_URI)
            || (uri.is_empty() && !prefix.is_empty())
            || !(prefix.is_empty() || is_name(prefix));
        if reserved {
            return Err(self.not_well_formed());
        }
        // Names are compared by their namespaces again and again: a long URI would make each comparison long.
        if uri.len() > limits::XML_NAMESPACE_URI {
            return Err(Error::TooMuch { what: "characters of a namespace URI", limit: limits::XML_NAMESPACE_URI });
        }
        if self.scope.iter().skip(scope).any(|known| self.prefix(*known) == prefix) {
            return Err(self.error(|line, column| Error::AttributeTwice { line, column }));
        }
        let known = self.scope.iter().find(|known| self.document.uri(**known) == uri);
        let same = known.map_or(self.document.namespaces.len(), |known| self.document.same(*known));
        self.put_in_scope(Declaration { prefix, uri, same });
        Ok(())
    }

    fn put_in_scope(&mut self, declaration: Declaration<'t>) {
        self.scope.push(self.document.namespaces.len());
        self.document.namespaces.push(declaration);
    }

    /// Finds the namespace of an attribute and its twin, if it has one among those since `first`.
    fn resolve_attribute(&mut self, index: usize, first: usize) -> Result<(), Error> {
        let Some(attribute) = self.document.attributes.get(index) else {
            return Ok(());
        };
        // The default namespace is for elements only (Namespaces in XML 1.0 §6.2).
        let namespace = if attribute.prefix.is_empty() { NO_NAMESPACE } else { self.resolve(attribute.prefix)? };
        let is_twin = |other: &Attribute<'_>| {
            other.local == attribute.local && self.document.same(other.namespace) == self.document.same(namespace)
        };
        if self.document.attributes.get(first..index).unwrap_or_default().iter().any(is_twin) {
            return Err(self.error(|line, column| Error::AttributeTwice { line, column }));
        }
        if namespace == NO_NAMESPACE && attribute.local == "ID" {
            self.ids.push(index);
        }
        if let Some(attribute) = self.document.attributes.get_mut(index) {
            attribute.namespace = namespace;
        }
        Ok(())
    }

    fn split(&self, name: &'t str) -> Result<(&'t str, &'t str), Error> {
        let (prefix, local) = match name.split_once(':') {
            Some((prefix, local)) if is_name(prefix) => (prefix, local),
            Some(_) => return Err(self.not_well_formed()),
            None => ("", name),
        };
        if is_name(local) { Ok((prefix, local)) } else { Err(self.not_well_formed()) }
    }

    /// The declaration that a prefix stands for here.
    fn resolve(&self, prefix: &str) -> Result<usize, Error> {
        match self.scope.iter().rev().find(|known| self.prefix(**known) == prefix) {
            Some(known) => Ok(*known),
            None if prefix.is_empty() => Ok(NO_NAMESPACE),
            None if prefix == "xml" => Ok(XML_NAMESPACE),
            None => Err(self.error(|line, column| Error::PrefixUndeclared { line, column })),
        }
    }

    fn prefix(&self, namespace: usize) -> &'t str {
        self.document.namespaces.get(namespace).map_or("", |declaration| declaration.prefix)
    }

    fn text(&mut self, text: Cow<'t, str>) -> Result<(), Error> {
        if self.open.is_empty() {
            // Outside the root only white space may stand.
            return if text.chars().all(is_space) { Ok(()) } else { Err(self.not_well_formed()) };
        }
        match self.document.nodes.last_mut() {
            // An empty section adds nothing; a comment before it must not make two texts of one.
            Some(Node::Text(before)) => before.to_mut().push_str(&text),
            _ => self.document.nodes.push(Node::Text(text)),
        }
        Ok(())
    }

    fn instruction(&mut self, end: usize) -> Result<(), Error> {
        let content = self.slice(self.at + 2, end - 2)?;
        let (target, data) = content.split_once(is_space).unwrap_or((content, ""));
        if !is_name(target) || target.eq_ignore_ascii_case("xml") {
            return Err(self.not_well_formed());
        }
        if self.open.is_empty() {
            self.document.has_outer_instruction = true;
            return Ok(());
        }
        let data = data.trim_start_matches(is_space);
        // XML 1.0 §2.11.
        let data =
            if data.contains('\r') { Cow::Owned(data.replace("\r\n", "\n").replace('\r', "\n")) } else { Cow::Borrowed(data) };
        self.document.nodes.push(Node::Instruction(self.document.instructions.len()));
        self.document.instructions.push(Instruction { target, data });
        Ok(())
    }

    fn has_unique_ids(&mut self) -> bool {
        let value = |index: usize| self.document.attributes.get(index).map(|attribute| attribute.value.as_ref());
        self.ids.sort_unstable_by_key(|index| value(*index));
        self.ids.is_sorted_by(|one, other| value(*one) < value(*other))
    }

    fn slice(&self, from: usize, to: usize) -> Result<&'t str, Error> {
        self.text.get(from..to).ok_or_else(|| self.not_well_formed())
    }

    fn not_well_formed(&self) -> Error {
        self.error(|line, column| Error::NotWellFormed { line, column })
    }

    fn error(&self, error: impl Fn(usize, usize) -> Error) -> Error {
        let lines = line_starts(self.text);
        let (line, column) = self.document.origin.place(self.text, &lines, self.at.min(self.text.len()));
        error(line, column)
    }
}

/// The encoding that the XML declaration at the beginning of a text names.
pub(super) fn declared_encoding(text: &str) -> Option<&str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let declaration = text.get(..text.find("?>")? + 2)?;
    let after = declaration.strip_prefix("<?xml").filter(|_| is_declaration(declaration))?.split_once("encoding")?.1;
    let value = after.trim_start_matches(|character| is_space(character) || character == '=');
    let quote = value.chars().next()?;
    value.get(1..)?.split_once(quote).map(|(name, _)| name)
}

/// XML 1.0 §2.8, `XMLDecl`.
fn is_declaration(text: &str) -> bool {
    let Some(mut rest) = text.strip_prefix("<?xml").and_then(|text| text.strip_suffix("?>")) else {
        return false;
    };
    let mut value = |name: &str| {
        let after = rest.trim_start_matches(is_space);
        let after = after.strip_prefix(name).filter(|_| rest.starts_with(is_space))?;
        let after = after.trim_start_matches(is_space).strip_prefix('=')?.trim_start_matches(is_space);
        let quote = after.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        let (value, after) = after.get(1..)?.split_once(quote)?;
        rest = after;
        Some(value)
    };
    let version = value("version").and_then(|version| version.strip_prefix("1."));
    let is_version = version.is_some_and(|minor| !minor.is_empty() && minor.bytes().all(|byte| byte.is_ascii_digit()));
    let is_encoding = value("encoding").is_none_or(|name| {
        name.starts_with(|first: char| first.is_ascii_alphabetic())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
    });
    let is_standalone = value("standalone").is_none_or(|value| matches!(value, "yes" | "no"));
    is_version && is_encoding && is_standalone && rest.chars().all(is_space)
}

/// Positions fit: the text is in memory.
fn position(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}
#[cfg(test)]
mod tests {
    use super::*;
    use crate::xml::Document;

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
            "<a xmlns:='urn:x'/>",
            "<1a/>",
            "<a:b:c xmlns:a='urn:a'/>",
            "<a><?xml version='1.0'?></a>",
            "<a>&</a>",
            "<a",
            "<a x='",
            "<![CDATA[x]]>",
            "<a xmlns='x' xmlns='y'/>",
            "<?xml version='1.0' standalone='maybe'?><a/>",
            "<?xml encoding='utf-8' version='1.0'?><a/>",
            "<?xml version='2.0'?><a/>",
            "<a><?XML x?></a>",
            "<a><?x:y z?></a>",
            "<a/><![CDATA[ ]]>",
            "<a/>&#32;",
            "<a>\u{fffe}</a>",
            "<a><!-- \u{1} --></a>",
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
