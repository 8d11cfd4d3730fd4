//! A document as a tree.
//!
//! Flat: one list of nodes in document order, one of elements, attributes and namespace declarations each, so that a
//! document of 16 MB costs a handful of allocations and canonicalising is one walk. Only the parser makes one.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::fmt;

use super::Error;
use super::parser;

/// A parsed document. Borrows from the text it was parsed from.
#[derive(Debug)]
pub(crate) struct Document<'t> {
    /// In document order: the root is the first, parents come before their children.
    pub(super) elements: Vec<ElementData<'t>>,
    /// In document order. Every start has its end.
    pub(super) nodes: Vec<Node<'t>>,
    pub(super) attributes: Vec<Attribute<'t>>,
    pub(super) namespaces: Vec<Declaration<'t>>,
    pub(super) instructions: Vec<Instruction<'t>>,
    /// The element that holds it, for each comment within the root. Comments themselves are dropped.
    pub(super) comments: Vec<usize>,
    /// Whether a processing instruction stands before or after the root.
    pub(super) has_outer_instruction: bool,
    /// Whether no two attributes named `ID` have one value.
    pub(super) has_unique_ids: bool,
    /// The text it was parsed from, and where that begins in the whole document.
    pub(super) text: &'t str,
    pub(super) origin: Origin,
    /// What is around it, where it is a part of a larger document.
    pub(super) surroundings: Option<&'t Surroundings>,
    /// Byte offsets at which lines of `text` begin; found when the first place is asked for.
    pub(super) lines: OnceCell<Vec<usize>>,
}

/// Where a text begins in a larger one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    /// Lines before it.
    pub(crate) lines: usize,
    /// Characters before it in its line.
    pub(crate) columns: usize,
}

impl Origin {
    pub(crate) const START: Self = Self { lines: 0, columns: 0 };

    /// The origin of a text that begins with some further characters, which the document does not have.
    pub(super) const fn before(self, further: &str) -> Self {
        Self { lines: self.lines, columns: self.columns.wrapping_sub(further.len()) }
    }

    /// Line and column of an offset of the text, both from 1, the column in characters.
    pub(super) fn place(self, text: &str, lines: &[usize], offset: usize) -> (usize, usize) {
        let line = lines.partition_point(|start| *start <= offset);
        let start = line.checked_sub(1).and_then(|line| lines.get(line)).copied().unwrap_or_default();
        let column = text.get(start..offset).unwrap_or_default().chars().count() + 1;
        // Only the first line has something before it that is not in the text.
        (self.lines + line, if line <= 1 { self.columns.wrapping_add(column) } else { column })
    }
}

/// Byte offsets at which lines begin.
pub(super) fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1)).collect()
}

/// What a part of a document inherits from the elements around it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Surroundings {
    /// Declarations in scope, outermost first.
    pub(super) declarations: Vec<Inherited>,
    /// Whether an element around it has an `xml:` attribute.
    pub(super) has_xml_attributes: bool,
}

/// A declaration of an element around a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Inherited {
    pub(super) prefix: String,
    pub(super) uri: String,
    /// The first with the same URI. Told once, and not for each of a hundred thousand parts.
    pub(super) same: usize,
}

impl Surroundings {
    /// What is inside of `element`, which stands in these surroundings itself.
    pub(super) fn within(&self, element: Element<'_, '_>) -> Self {
        let mut inside = self.clone();
        for declaration in element.declarations().1 {
            let known = inside.declarations.iter().position(|known| *known.uri == *declaration.uri);
            let same = known.unwrap_or(inside.declarations.len());
            inside.declarations.push(Inherited { prefix: declaration.prefix.to_owned(), uri: declaration.uri.to_string(), same });
        }
        inside.has_xml_attributes |= element.attributes().iter().any(|attribute| attribute.namespace == XML_NAMESPACE);
        inside
    }
}

#[derive(Debug)]
pub(super) struct ElementData<'t> {
    pub(super) prefix: &'t str,
    pub(super) local: &'t str,
    /// Index into `namespaces`.
    pub(super) namespace: usize,
    /// Index into `elements`; the root's is its own.
    pub(super) parent: usize,
    /// Indices of its start and its end in `nodes`.
    pub(super) start: usize,
    pub(super) end: usize,
    /// Where its attributes and declarations begin and how many there are.
    pub(super) attributes: (usize, usize),
    pub(super) namespaces: (usize, usize),
    /// Where its tag begins in the text.
    pub(super) at: usize,
}

#[derive(Debug)]
pub(super) enum Node<'t> {
    /// Index into `elements`.
    Start(usize),
    End,
    Text(Cow<'t, str>),
    /// Index into `instructions`.
    Instruction(usize),
}

#[derive(Debug)]
pub(super) struct Attribute<'t> {
    pub(super) prefix: &'t str,
    pub(super) local: &'t str,
    /// Index into `namespaces`.
    pub(super) namespace: usize,
    pub(super) value: Cow<'t, str>,
}

/// What `xmlns` says. The first two of a document are always `xmlns=""` and `xmlns:xml`.
#[derive(Debug)]
pub(super) struct Declaration<'t> {
    pub(super) prefix: &'t str,
    pub(super) uri: Cow<'t, str>,
    /// The first declaration in scope with the same URI: equal numbers are equal namespaces within one element.
    pub(super) same: usize,
}

pub(super) const NO_NAMESPACE: usize = 0;
pub(super) const XML_NAMESPACE: usize = 1;

#[derive(Debug)]
pub(super) struct Instruction<'t> {
    pub(super) target: &'t str,
    pub(super) data: Cow<'t, str>,
}

/// An element of a document.
#[derive(Clone, Copy)]
pub(crate) struct Element<'d, 't> {
    pub(super) document: &'d Document<'t>,
    pub(super) data: &'d ElementData<'t>,
}

impl<'t> Document<'t> {
    /// Parses a whole document. A byte order mark is skipped; the declared encoding is not looked at, for the text is
    /// decoded already.
    pub(crate) fn parse(text: &'t str) -> Result<Self, Error> {
        parser::parse(text)
    }

    /// Parses a document that begins somewhere else than at line 1, column 1.
    pub(super) fn parse_root(text: &'t str, origin: Origin) -> Result<Self, Error> {
        parser::parse_root(text, origin)
    }

    /// Parses one element that was cut out of a larger document.
    pub(crate) fn parse_part(text: &'t str, surroundings: &'t Surroundings, origin: Origin) -> Result<Self, Error> {
        parser::parse_part(text, surroundings, origin)
    }

    /// The root element.
    #[allow(clippy::indexing_slicing, reason = "parse gives no document without a root")]
    pub(crate) fn root(&self) -> Element<'_, 't> {
        Element { document: self, data: &self.elements[0] }
    }

    /// Line and column, in the whole document, of an element that begins at this offset.
    pub(crate) fn place(&self, offset: usize) -> (usize, usize) {
        let lines = self.lines.get_or_init(|| line_starts(self.text));
        self.origin.place(self.text, lines, offset)
    }

    /// Whether an element has this `ID`.
    pub(super) fn has_id(&self, id: &str) -> bool {
        self.attributes.iter().any(|known| known.local == "ID" && known.namespace == NO_NAMESPACE && known.value == id)
    }

    /// What the surroundings declare, outermost first, each with its index.
    pub(super) fn outer_declarations(&self) -> impl DoubleEndedIterator<Item = (usize, &Declaration<'t>)> {
        let count = self.surroundings.map_or(0, |around| around.declarations.len());
        // The first two are there in every document.
        (2..2 + count).filter_map(|index| Some((index, self.namespaces.get(index)?)))
    }

    /// The first declaration in scope with the same URI.
    pub(super) fn same(&self, namespace: usize) -> usize {
        self.namespaces.get(namespace).map_or(namespace, |declaration| declaration.same)
    }

    pub(super) fn uri(&self, namespace: usize) -> &str {
        self.namespaces.get(namespace).map_or("", |declaration| &declaration.uri)
    }
}

impl<'d, 't> Element<'d, 't> {
    /// The name without its prefix.
    pub(crate) fn local_name(self) -> &'d str {
        self.data.local
    }

    /// Whether the element has this name in this namespace.
    pub(crate) fn is(self, namespace: &str, local: &str) -> bool {
        self.data.local == local && self.document.uri(self.data.namespace) == namespace
    }

    /// The value of the attribute of this name without a namespace.
    pub(crate) fn attribute(self, local: &str) -> Option<&'d str> {
        self.attributes()
            .iter()
            .find(|known| known.namespace == NO_NAMESPACE && known.local == local)
            .map(|known| known.value.as_ref())
    }

    /// The child elements, in document order.
    pub(crate) fn children(self) -> impl Iterator<Item = Element<'d, 't>> {
        self.content().filter_map(move |node| match node {
            Node::Start(index) => self.document.elements.get(*index).map(|data| Self { document: self.document, data }),
            _ => None,
        })
    }

    /// The child elements of this name.
    pub(crate) fn named(self, namespace: &'static str, local: &'static str) -> impl Iterator<Item = Element<'d, 't>> {
        self.children().filter(move |child| child.is(namespace, local))
    }

    /// The element's own text, all of it; the text of child elements is not part of it.
    pub(crate) fn text(self) -> Cow<'d, str> {
        let mut texts = self.content().filter_map(|node| match node {
            Node::Text(text) => Some(text.as_ref()),
            _ => None,
        });
        let first = texts.next().unwrap_or_default();
        match texts.next() {
            None => Cow::Borrowed(first),
            Some(second) => Cow::Owned([first, second].into_iter().chain(texts).collect()),
        }
    }

    /// The prefix that its name is written with.
    pub(crate) fn prefix(self) -> Option<&'d str> {
        (!self.data.prefix.is_empty()).then_some(self.data.prefix)
    }

    /// The namespace; empty where there is none.
    pub(crate) fn namespace(self) -> &'d str {
        self.document.uri(self.data.namespace)
    }

    /// The value of an attribute that has a namespace.
    pub(crate) fn attribute_of(self, namespace: &str, local: &str) -> Option<&'d str> {
        self.attributes()
            .iter()
            .find(|known| {
                known.local == local && known.namespace != NO_NAMESPACE && self.document.uri(known.namespace) == namespace
            })
            .map(|known| known.value.as_ref())
    }

    /// Where its tag begins in the text that was parsed.
    pub(crate) fn offset(self) -> usize {
        self.data.at
    }

    /// Where its tag begins in the whole document: line and column, both from 1, the column in characters.
    pub(crate) fn place(self) -> (usize, usize) {
        self.document.place(self.data.at)
    }

    /// Whether it is all that its document holds, comments aside: the root, with nothing around it and nothing beside it.
    pub(super) fn is_document(self) -> bool {
        self.parent().is_none() && self.document.surroundings.is_none() && !self.document.has_outer_instruction
    }

    /// The parent; none for the root.
    pub(super) fn parent(self) -> Option<Self> {
        if self.data.start == 0 {
            return None;
        }
        self.document.elements.get(self.data.parent).map(|data| Self { document: self.document, data })
    }

    /// Whether a comment stands anywhere within it.
    pub(super) fn has_comment(self) -> bool {
        self.document.comments.iter().any(|holder| {
            self.document
                .elements
                .get(*holder)
                .is_some_and(|holder| self.data.start <= holder.start && holder.end <= self.data.end)
        })
    }

    pub(super) fn attributes(self) -> &'d [Attribute<'t>] {
        let (from, count) = self.data.attributes;
        self.document.attributes.get(from..from + count).unwrap_or_default()
    }

    /// The namespaces that it declares itself.
    pub(super) fn declarations(self) -> (usize, &'d [Declaration<'t>]) {
        let (from, count) = self.data.namespaces;
        (from, self.document.namespaces.get(from..from + count).unwrap_or_default())
    }

    /// Its nodes, of child elements only the starts.
    pub(super) fn content(self) -> impl Iterator<Item = &'d Node<'t>> {
        let mut at = self.data.start + 1;
        std::iter::from_fn(move || {
            if at >= self.data.end {
                return None;
            }
            let node = self.document.nodes.get(at)?;
            at = match node {
                Node::Start(index) => self.document.elements.get(*index)?.end + 1,
                _ => at + 1,
            };
            Some(node)
        })
    }
}

impl PartialEq for Element<'_, '_> {
    /// Whether it is the same element of the same document.
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.data, other.data)
    }
}

impl fmt::Debug for Element<'_, '_> {
    /// The name alone: what is inside belongs to people.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "<{}>", self.data.local)
    }
}
