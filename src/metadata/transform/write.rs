//! The document: readable, under prefixes that every reader knows.
//!
//! Cognito once refused metadata in the default namespace (ory/mocksaml#103), so everything of SAML has its prefix.

use super::part::{Child, Part};
use super::schema::{ASSERTION, Content};
use crate::metadata::{METADATA, SIGNATURE};
use crate::xml::Namespace;
use crate::xml::copy::{Binding, Rewriter};

/// The namespaces of what is written anew.
const NAMESPACES: &[Namespace] = &[
    Namespace { prefix: "md", uri: METADATA },
    Namespace { prefix: "ds", uri: SIGNATURE },
    Namespace { prefix: "saml", uri: ASSERTION },
    Namespace { prefix: "xenc", uri: "http://www.w3.org/2001/04/xmlenc#" },
    Namespace { prefix: "xenc11", uri: "http://www.w3.org/2009/xmlenc11#" },
];

/// What one of our prefixes stands for.
pub(super) fn own_namespace(prefix: &str) -> Option<&'static str> {
    NAMESPACES.iter().find(|known| known.prefix == prefix).map(|known| known.uri)
}

/// Whether elements of this namespace are written anew.
pub(super) fn is_own(namespace: &str) -> bool {
    NAMESPACES.iter().any(|known| known.uri == namespace)
}

/// A document, and where a signature of its root goes.
pub(super) struct Written {
    pub(super) text: String,
    /// Right after the start tag of the root.
    pub(super) place: usize,
}

pub(super) fn write(entity: &Part<'_, '_>) -> Written {
    let mut writer = Rewriter::new();
    let has_attributes = entity.parts().flat_map(Part::parts).any(|part| part.declared.namespace == ASSERTION);
    let mut declare: Vec<Binding<'_>> = vec![("ds", SIGNATURE)];
    if has_attributes {
        declare.push(("saml", ASSERTION));
    }
    declare.extend(&entity.declare);
    open(entity, &declare, &mut writer);
    let place = writer.position();
    children(entity, &mut writer);
    writer.line_out();
    let mut text = writer.finish();
    text.push('\n');
    Written { text, place }
}

fn open(part: &Part<'_, '_>, declare: &[Binding<'_>], writer: &mut Rewriter) {
    let declared = part.declared;
    if let Some(namespace) = NAMESPACES.iter().find(|known| known.uri == declared.namespace) {
        writer.open(namespace, declared.name, declare, &part.attributes);
    }
}

fn children(part: &Part<'_, '_>, writer: &mut Rewriter) {
    for child in &part.children {
        match child {
            Child::Part(inner) => {
                writer.line();
                element(inner, writer);
            }
            Child::Foreign(foreign) => {
                writer.line();
                writer.copy(foreign.element, &foreign.without);
            }
            Child::Text(text) => writer.text(text),
            Child::Instruction { target, data } => writer.instruction(target, data),
        }
    }
}

fn element(part: &Part<'_, '_>, writer: &mut Rewriter) {
    open(part, &part.declare, writer);
    if matches!(part.declared.kind.content, Content::Anything) {
        // White space is part of a value.
        for child in &part.children {
            match child {
                Child::Part(_) => {}
                Child::Foreign(foreign) => writer.copy(foreign.element, &foreign.without),
                Child::Text(text) => writer.text(text),
                Child::Instruction { target, data } => writer.instruction(target, data),
            }
        }
    } else {
        children(part, writer);
        if part.children.iter().any(|child| matches!(child, Child::Part(_) | Child::Foreign(_))) {
            writer.line_out();
        }
    }
    writer.close();
}
