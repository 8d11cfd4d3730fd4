//! What a signature covers.

use std::borrow::Cow;

use crate::xml::Element;

/// An element that a signature covers, or a part of one. Made by verifying only, so that what is read through it was
/// signed: its own signature is left out, and no way leads up or aside.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Signed<'d, 't> {
    element: Element<'d, 't>,
    signature: Element<'d, 't>,
}

impl<'d, 't> Signed<'d, 't> {
    /// INVARIANT: called where a signature was verified, with the element that it covers.
    pub(super) const fn new(element: Element<'d, 't>, signature: Element<'d, 't>) -> Self {
        Self { element, signature }
    }

    /// The name without its prefix.
    #[cfg(test)]
    pub(crate) fn local_name(self) -> &'d str {
        self.element.local_name()
    }

    /// Whether the element has this name in this namespace.
    pub(crate) fn is(self, namespace: &str, local: &str) -> bool {
        self.element.is(namespace, local)
    }

    /// The value of the attribute of this name without a namespace.
    pub(crate) fn attribute(self, local: &str) -> Option<&'d str> {
        self.element.attribute(local)
    }

    /// The child elements, in document order.
    pub(crate) fn children(self) -> impl Iterator<Item = Self> {
        self.element.children().filter(move |child| *child != self.signature).map(move |element| Self { element, ..self })
    }

    /// The child elements of this name.
    pub(crate) fn named(self, namespace: &'static str, local: &'static str) -> impl Iterator<Item = Self> {
        self.children().filter(move |child| child.is(namespace, local))
    }

    /// The element's own text, all of it; the text of child elements is not part of it.
    pub(crate) fn text(self) -> Cow<'d, str> {
        self.element.text()
    }

    /// Whether this is that element of the document.
    #[cfg(test)]
    pub(crate) fn is_element(self, element: Element<'_, '_>) -> bool {
        self.element == element
    }
}
