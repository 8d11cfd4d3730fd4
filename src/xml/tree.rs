//! A document as a tree.
//!
//! Flat: one list of nodes in document order, one of elements, attributes and namespace declarations each, so that a
//! document of 16 MB costs a handful of allocations and canonicalising is one walk. Only the parser makes one.

use std::borrow::Cow;
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

    /// The root element.
    #[allow(clippy::indexing_slicing, reason = "parse gives no document without a root")]
    pub(crate) fn root(&self) -> Element<'_, 't> {
        Element { document: self, data: &self.elements[0] }
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
