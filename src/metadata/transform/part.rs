//! The entity on its way: what was read and may stay, in the order of the schema.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::schema::Declared;
use crate::metadata::METADATA;
use crate::xml::Element;
use crate::xml::copy::{AttributeName, Binding};

/// An element of SAML's own namespaces, which is written anew.
#[derive(Clone, Debug)]
pub(super) struct Part<'d, 't> {
    pub(super) declared: &'static Declared,
    pub(super) attributes: Vec<(AttributeName<'d>, Cow<'d, str>)>,
    /// Prefixes that its values mean.
    pub(super) declare: Vec<Binding<'d>>,
    pub(super) children: Vec<Child<'d, 't>>,
    /// Where it was read; none if it comes from another document.
    pub(super) source: Option<Element<'d, 't>>,
}

#[derive(Clone, Debug)]
pub(super) enum Child<'d, 't> {
    Part(Part<'d, 't>),
    Foreign(Foreign<'d, 't>),
    Text(Cow<'d, str>),
    Instruction { target: &'d str, data: &'d str },
}

/// An element that is copied as it is, without these elements in it.
#[derive(Clone, Debug)]
pub(super) struct Foreign<'d, 't> {
    pub(super) element: Element<'d, 't>,
    pub(super) without: BTreeSet<usize>,
}

impl<'d, 't> Part<'d, 't> {
    pub(super) const fn new(declared: &'static Declared, source: Option<Element<'d, 't>>) -> Self {
        Self { declared, attributes: Vec::new(), declare: Vec::new(), children: Vec::new(), source }
    }

    pub(super) fn name(&self) -> &'static str {
        self.declared.name
    }

    /// Whether it is this element of SAML metadata.
    pub(super) fn is_metadata(&self, name: &str) -> bool {
        self.declared.namespace == METADATA && self.declared.name == name
    }

    /// Whether it is this declared element.
    pub(super) fn is(&self, declared: &'static Declared) -> bool {
        std::ptr::eq(self.declared, declared)
    }

    /// The value of an attribute without a namespace.
    pub(super) fn attribute(&self, wanted: &str) -> Option<&str> {
        self.attributes.iter().find(|(name, _)| *name == AttributeName::Plain(wanted)).map(|(_, value)| value.as_ref())
    }

    pub(super) fn parts(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|child| match child {
            Child::Part(part) => Some(part),
            _ => None,
        })
    }

    pub(super) fn parts_mut(&mut self) -> impl Iterator<Item = &mut Self> {
        self.children.iter_mut().filter_map(|child| match child {
            Child::Part(part) => Some(part),
            _ => None,
        })
    }

    /// The child elements of SAML metadata of this name.
    pub(super) fn named<'p>(&'p self, name: &'p str) -> impl Iterator<Item = &'p Self> {
        self.parts().filter(move |part| part.is_metadata(name))
    }

    /// Its text, if it holds nothing else.
    pub(super) fn text(&self) -> Option<&str> {
        match self.children.as_slice() {
            [] => Some(""),
            [Child::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// Leaves out the child elements for which this gives a reason, and whoever is told of it learns the element.
    pub(super) fn retain(&mut self, mut keep: impl FnMut(&Self) -> bool) {
        self.children.retain(|child| match child {
            Child::Part(part) => keep(part),
            _ => true,
        });
    }
}
