//! Canonical XML, for reading: the bytes that a signature was made over.
//!
//! Exclusive XML Canonicalization 1.0 is what SAML asks for (SAML Core §5.4.3). Canonical XML 1.0 and 1.1 are read as
//! well, because real identity providers sign with them; they differ from each other only in `xml:` attributes that
//! an element inherits, so an element that inherits any is refused instead.
//!
//! Comments are not kept by the parser. The variants without comments are therefore exact, and the variants with
//! comments are done where no comment stands, for there both give the same bytes.

mod parts;

pub(crate) use parts::{Parts, canonical_content};

use super::escape::{escape_attribute, escape_text};
use super::tree::{Attribute, Element, Instruction, NO_NAMESPACE, Node, XML_NAMESPACE};
use crate::limits;

/// Takes a canonical form piece by piece, so that a digest needs no copy of it.
pub(crate) trait Sink {
    fn write(&mut self, piece: &str);
}

impl Sink for String {
    fn write(&mut self, piece: &str) {
        self.push_str(piece);
    }
}

/// A way to canonicalise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Method<'p> {
    pub(crate) form: Form,
    pub(crate) with_comments: bool,
    /// `PrefixList` of `InclusiveNamespaces`: prefixes that are declared although not visibly used. The default
    /// namespace is the empty prefix here.
    pub(crate) prefixes: Vec<&'p str>,
}

/// Which specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Exclusive XML Canonicalization 1.0.
    Exclusive,
    /// Canonical XML 1.0.
    Inclusive,
    /// Canonical XML 1.1.
    Inclusive11,
}

/// Why there is no canonical form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unsupported {
    /// Comments belong to the canonical form, and there are some.
    Comments,
    /// `xml:` attributes are inherited.
    InheritedAttributes,
    /// More prefixes in the list than namespaces can be in scope.
    Prefixes,
}

impl<'p> Method<'p> {
    /// What SAML asks for.
    pub(crate) const EXCLUSIVE: Method<'static> = Method { form: Form::Exclusive, with_comments: false, prefixes: Vec::new() };

    /// The method that an algorithm identifier stands for.
    pub(crate) fn from_uri(uri: &str) -> Option<Method<'p>> {
        let (form, with_comments) = match uri {
            "http://www.w3.org/2001/10/xml-exc-c14n#" => (Form::Exclusive, false),
            "http://www.w3.org/2001/10/xml-exc-c14n#WithComments" => (Form::Exclusive, true),
            "http://www.w3.org/TR/2001/REC-xml-c14n-20010315" => (Form::Inclusive, false),
            "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments" => (Form::Inclusive, true),
            "http://www.w3.org/2006/12/xml-c14n11" => (Form::Inclusive11, false),
            "http://www.w3.org/2006/12/xml-c14n11#WithComments" => (Form::Inclusive11, true),
            _ => return None,
        };
        Some(Method { form, with_comments, prefixes: Vec::new() })
    }

    /// Writes the canonical form of `apex` and all that it holds, except for the element `without`: what the transform
    /// for enveloped signatures takes out (XML Signature 1.1 §6.6.4).
    pub(crate) fn canonicalize(
        &self,
        apex: Element<'_, '_>,
        without: Option<Element<'_, '_>>,
        sink: &mut dyn Sink,
    ) -> Result<(), Unsupported> {
        if self.with_comments && apex.has_comment() {
            return Err(Unsupported::Comments);
        }
        if self.prefixes.len() > limits::XML_NAMESPACES {
            return Err(Unsupported::Prefixes);
        }
        let mut ancestors = std::iter::successors(apex.parent(), |element| element.parent());
        let inherits = ancestors.any(|element| element.attributes().iter().any(|known| known.namespace == XML_NAMESPACE))
            || apex.document.surroundings.is_some_and(|around| around.has_xml_attributes);
        if self.form != Form::Exclusive && inherits {
            return Err(Unsupported::InheritedAttributes);
        }
        let mut walk = Walk::new(self, sink, Vec::new());
        walk.run(apex, without, true);
        walk.flush();
        Ok(())
    }
}

/// Bytes that are gathered before they go to the sink: a digest is fed in blocks, not in names and quotes.
const BUFFER: usize = 4096;

struct Walk<'s, 'd, 't> {
    method: &'s Method<'s>,
    sink: &'s mut dyn Sink,
    buffer: String,
    /// Declarations that open elements of the output have written: prefix and index. Innermost last.
    rendered: Vec<(&'d str, usize)>,
    /// Declarations that the current element writes.
    fresh: Vec<(&'d str, usize)>,
    /// Attributes of the current element.
    sorted: Vec<&'d Attribute<'t>>,
}

impl<'s, 'd, 't> Walk<'s, 'd, 't> {
    fn new(method: &'s Method<'s>, sink: &'s mut dyn Sink, rendered: Vec<(&'d str, usize)>) -> Self {
        Self { method, sink, buffer: String::with_capacity(2 * BUFFER), rendered, fresh: Vec::new(), sorted: Vec::new() }
    }

    fn flush(&mut self) {
        self.sink.write(&self.buffer);
        self.buffer.clear();
    }

    /// Writes an element. `is_apex` says whether the output begins with it.
    fn run(&mut self, apex: Element<'d, 't>, without: Option<Element<'_, '_>>, is_apex: bool) {
        let document = apex.document;
        // The elements that are open, each with what was rendered before it.
        let mut open: Vec<(Element<'d, 't>, usize)> = Vec::new();
        let mut at = apex.data.start;
        while let Some(node) = document.nodes.get(at) {
            at += 1;
            match node {
                Node::Start(index) => {
                    let Some(data) = document.elements.get(*index) else {
                        return;
                    };
                    let element = Element { document, data };
                    if without == Some(element) {
                        at = data.end + 1;
                        continue;
                    }
                    let rendered = self.rendered.len();
                    self.start(element, is_apex && open.is_empty());
                    open.push((element, rendered));
                }
                Node::End => {
                    if let Some((element, rendered)) = open.pop() {
                        self.rendered.truncate(rendered);
                        self.end(element);
                    }
                    if open.is_empty() {
                        break;
                    }
                }
                Node::Text(text) => escape_text(text, &mut self.buffer),
                Node::Instruction(index) => self.instruction(document.instructions.get(*index)),
            }
            if self.buffer.len() >= BUFFER {
                self.flush();
            }
        }
    }

    fn end(&mut self, element: Element<'_, '_>) {
        self.buffer.push_str("</");
        self.name(element.data.prefix, element.data.local);
        self.buffer.push('>');
    }

    fn instruction(&mut self, instruction: Option<&Instruction<'_>>) {
        if let Some(instruction) = instruction {
            self.buffer.push_str("<?");
            self.buffer.push_str(instruction.target);
            if !instruction.data.is_empty() {
                self.buffer.push(' ');
                self.buffer.push_str(&instruction.data);
            }
            self.buffer.push_str("?>");
        }
    }

    fn start(&mut self, element: Element<'d, 't>, is_apex: bool) {
        self.buffer.push('<');
        self.name(element.data.prefix, element.data.local);

        self.fresh.clear();
        if self.method.form == Form::Exclusive {
            // Exclusive C14N §3: what is visibly utilised, where the output does not have it in force yet.
            self.render(element, element.data.prefix, element.data.namespace);
            for attribute in element.attributes() {
                if !attribute.prefix.is_empty() {
                    self.render(element, attribute.prefix, attribute.namespace);
                }
            }
        }
        if self.method.form != Form::Exclusive || !self.method.prefixes.is_empty() {
            self.render_declared(element);
            if is_apex {
                // What is in scope at the apex. Innermost first: a further declaration of the prefix is out of scope.
                let mut seen: Vec<&str> = element.declarations().1.iter().map(|declaration| declaration.prefix).collect();
                for ancestor in std::iter::successors(element.parent(), |element| element.parent()) {
                    let (first, declarations) = ancestor.declarations();
                    for (offset, declaration) in declarations.iter().enumerate() {
                        if !seen.contains(&declaration.prefix) {
                            seen.push(declaration.prefix);
                            if self.is_listed(declaration.prefix) {
                                self.render(element, declaration.prefix, first + offset);
                            }
                        }
                    }
                }
                for (index, declaration) in element.document.outer_declarations().rev() {
                    if !seen.contains(&declaration.prefix) {
                        seen.push(declaration.prefix);
                        if self.is_listed(declaration.prefix) {
                            self.render(element, declaration.prefix, index);
                        }
                    }
                }
            }
        }
        self.fresh.sort_unstable_by_key(|(prefix, _)| *prefix);
        for (prefix, namespace) in &self.fresh {
            self.buffer.push_str(if prefix.is_empty() { " xmlns" } else { " xmlns:" });
            self.buffer.push_str(prefix);
            self.buffer.push_str("=\"");
            escape_attribute(element.document.uri(*namespace), &mut self.buffer);
            self.buffer.push('"');
        }

        self.sorted.clear();
        self.sorted.extend(element.attributes());
        if self.sorted.len() > 1 {
            self.sorted.sort_unstable_by_key(|known| (element.document.uri(known.namespace), known.local));
        }
        for position in 0..self.sorted.len() {
            let Some(attribute) = self.sorted.get(position).copied() else {
                break;
            };
            self.buffer.push(' ');
            self.name(attribute.prefix, attribute.local);
            self.buffer.push_str("=\"");
            escape_attribute(&attribute.value, &mut self.buffer);
            self.buffer.push('"');
        }
        self.buffer.push('>');
    }

    /// Renders the element's own declarations, used or not, as far as they are listed.
    fn render_declared(&mut self, element: Element<'d, 't>) {
        let (first, declarations) = element.declarations();
        for (offset, declaration) in declarations.iter().enumerate() {
            if self.is_listed(declaration.prefix) {
                self.render(element, declaration.prefix, first + offset);
            }
        }
    }

    fn is_listed(&self, prefix: &str) -> bool {
        self.method.form != Form::Exclusive || self.method.prefixes.contains(&prefix)
    }

    /// Notes a declaration to be written, unless the output has it in force. `xml` never is.
    fn render(&mut self, element: Element<'d, 't>, prefix: &'d str, namespace: usize) {
        if prefix == "xml" {
            return;
        }
        let uri = |namespace| element.document.uri(namespace);
        // With nothing rendered, the default namespace is none; other prefixes are never bound to none.
        let known = self.rendered.iter().rev().find(|(known, _)| *known == prefix).map_or(NO_NAMESPACE, |(_, known)| *known);
        if known != namespace && uri(known) != uri(namespace) {
            self.rendered.push((prefix, namespace));
            self.fresh.push((prefix, namespace));
        }
    }

    fn name(&mut self, prefix: &str, local: &str) {
        if !prefix.is_empty() {
            self.buffer.push_str(prefix);
            self.buffer.push(':');
        }
        self.buffer.push_str(local);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xml::Document;

    fn canonical(text: &str, path: &[usize], method: &Method<'_>, without: Option<usize>) -> Result<String, Unsupported> {
        let document = Document::parse(text).unwrap();
        let apex = path.iter().fold(document.root(), |element, index| element.children().nth(*index).unwrap());
        let mut out = String::new();
        method.canonicalize(apex, without.map(|index| apex.children().nth(index).unwrap()), &mut out).map(|()| out)
    }

    fn exclusive(prefixes: &[&'static str]) -> Method<'static> {
        Method { prefixes: prefixes.to_vec(), ..Method::EXCLUSIVE }
    }

    const INCLUSIVE: Method<'static> = Method { form: Form::Inclusive, with_comments: false, prefixes: Vec::new() };

    #[test]
    fn the_forms_differ_in_what_they_declare() {
        let text = "<a:r xmlns:a='urn:a' xmlns:b='urn:b' xmlns='urn:d'><b:x b:z='2' y='1' a:z='0'><y xmlns=''/><a:z xmlns:b='urn:b'/></b:x></a:r>";
        for (method, expected) in [
            (exclusive(&[]), "<b:x xmlns:a=\"urn:a\" xmlns:b=\"urn:b\" y=\"1\" a:z=\"0\" b:z=\"2\"><y></y><a:z></a:z></b:x>"),
            (
                exclusive(&[""]),
                "<b:x xmlns=\"urn:d\" xmlns:a=\"urn:a\" xmlns:b=\"urn:b\" y=\"1\" a:z=\"0\" b:z=\"2\"><y xmlns=\"\"></y><a:z></a:z></b:x>",
            ),
            (
                INCLUSIVE,
                "<b:x xmlns=\"urn:d\" xmlns:a=\"urn:a\" xmlns:b=\"urn:b\" y=\"1\" a:z=\"0\" b:z=\"2\"><y xmlns=\"\"></y><a:z></a:z></b:x>",
            ),
        ] {
            assert_eq!(canonical(text, &[0], &method, None).unwrap(), expected);
        }
    }

    #[test]
    fn a_prefix_that_values_use_is_declared_when_listed() {
        let text = "<r xmlns:xs='urn:xs' xmlns:no='urn:no'><v xmlns:t='urn:t' t:type='xs:string'/></r>";
        assert_eq!(
            canonical(text, &[0], &exclusive(&["xs", "absent"]), None).unwrap(),
            "<v xmlns:t=\"urn:t\" xmlns:xs=\"urn:xs\" t:type=\"xs:string\"></v>"
        );
        assert_eq!(
            canonical(text, &[], &exclusive(&["xs"]), None).unwrap(),
            "<r xmlns:xs=\"urn:xs\"><v xmlns:t=\"urn:t\" t:type=\"xs:string\"></v></r>"
        );
    }

    #[test]
    fn a_prefix_that_changes_its_meaning_is_declared_again() {
        let text = "<p:a xmlns:p='urn:1'><p:b xmlns:p='urn:2'><p:c xmlns:p='urn:1'/></p:b><p:d/></p:a>";
        assert_eq!(
            canonical(text, &[], &Method::EXCLUSIVE, None).unwrap(),
            text.replace('\'', "\"")
                .replace("<p:c xmlns:p=\"urn:1\"/>", "<p:c xmlns:p=\"urn:1\"></p:c>")
                .replace("<p:d/>", "<p:d></p:d>")
        );
        let text = "<a xmlns='urn:1'><b xmlns=''><c/></b></a>";
        assert_eq!(canonical(text, &[], &Method::EXCLUSIVE, None).unwrap(), "<a xmlns=\"urn:1\"><b xmlns=\"\"><c></c></b></a>");
        assert_eq!(canonical(text, &[0], &INCLUSIVE, None).unwrap(), "<b><c></c></b>");
    }

    #[test]
    fn characters_sections_and_instructions() {
        let text = "<a y='&lt;&gt;&amp;&quot;&#9;&#10;&#13; \t' x=\"'\"><?p  d\r\n?>1&lt;&gt;&amp;\"&#13;\r\n<![CDATA[<&>]]><!-- c --><?q?></a>";
        assert_eq!(
            canonical(text, &[], &Method::EXCLUSIVE, None).unwrap(),
            "<a x=\"'\" y=\"&lt;>&amp;&quot;&#x9;&#xA;&#xD;  \"><?p d\n?>1&lt;&gt;&amp;\"&#xD;\n&lt;&amp;&gt;<?q?></a>"
        );
    }

    #[test]
    fn the_signature_is_taken_out_with_all_it_declares() {
        let text = "<a> <s xmlns:x='urn:x'><x:t/></s> <b/></a>";
        assert_eq!(canonical(text, &[], &Method::EXCLUSIVE, Some(0)).unwrap(), "<a>  <b></b></a>");
    }

    #[test]
    fn what_cannot_be_exact_is_refused() {
        let with_comments = Method { with_comments: true, ..Method::EXCLUSIVE };
        let text = "<a xml:lang='en'><b><c/></b><d><!-- c --></d></a>";
        assert_eq!(canonical(text, &[0], &with_comments, None).unwrap(), "<b><c></c></b>");
        assert_eq!(canonical(text, &[1], &with_comments, None), Err(Unsupported::Comments));
        assert_eq!(canonical(text, &[], &with_comments, None), Err(Unsupported::Comments));
        assert_eq!(canonical(text, &[0], &INCLUSIVE, None), Err(Unsupported::InheritedAttributes));
        assert_eq!(canonical(text, &[], &INCLUSIVE, Some(1)).unwrap(), "<a xml:lang=\"en\"><b><c></c></b></a>");
        let many = Method { prefixes: vec!["p"; limits::XML_NAMESPACES + 1], ..Method::EXCLUSIVE };
        assert_eq!(canonical(text, &[], &many, None), Err(Unsupported::Prefixes));
    }

    #[test]
    fn a_canonical_form_is_its_own_canonical_form() {
        let text = "<a:r xmlns:a='urn:a' xmlns='urn:d' a:x='&#10;' y='\u{fc}'>\r\n<b><a:c/><d xmlns=''>&amp;</d></b>]]&gt;</a:r>";
        for method in [Method::EXCLUSIVE, INCLUSIVE, exclusive(&["", "a"])] {
            let once = canonical(text, &[], &method, None).unwrap();
            assert_eq!(canonical(&once, &[], &method, None).unwrap(), once);
        }
    }
}
