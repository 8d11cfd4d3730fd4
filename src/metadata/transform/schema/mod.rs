//! SAML's schemas as tables: what may stand where, how often, and what its values may be.
//!
//! One table serves two readers. [`super::rebuild`] writes the entity anew and puts what it finds in the schema's order;
//! [`super::foreign`] only asks whether an extension may stay as it is. Tables hold what an identity provider's entity can
//! have, and the extensions that are published with a schema; schemas validate their elements wherever they stand, even
//! deep in somebody's own extension.
//!
//! Sources: saml-schema-metadata-2.0.xsd, saml-schema-assertion-2.0.xsd, xmldsig-core-schema.xsd, xenc-schema.xsd,
//! and the schemas of the extensions.

mod assertion;
mod encryption;
mod extensions;
mod metadata;
mod signature;
mod simple;

pub(super) use assertion::ASSERTION;
pub(super) use extensions::USER_INTERFACE;
pub(super) use metadata::{ENTITY, IDP, KEY_DESCRIPTOR};
pub(super) use signature::{KEY_INFO, X509_CERTIFICATE, X509_DATA};
pub(super) use simple::{Simple, URI, collapse};

/// An element that a schema declares.
#[derive(Debug)]
pub(super) struct Declared {
    pub(super) namespace: &'static str,
    pub(super) name: &'static str,
    pub(super) kind: &'static Kind,
}

/// A complex type, or a simple one without attributes.
#[derive(Debug)]
pub(super) struct Kind {
    pub(super) attributes: &'static [Attribute],
    /// Whether attributes of other namespaces than this may stand as well (`##other`).
    pub(super) open: Option<&'static str>,
    pub(super) content: Content,
}

/// An attribute without a namespace, or `xml:lang`.
#[derive(Debug)]
pub(super) struct Attribute {
    pub(super) name: &'static str,
    pub(super) simple: Simple,
    pub(super) required: bool,
}

#[derive(Debug)]
pub(super) enum Content {
    /// Text alone.
    Value(Simple),
    /// Elements in this order.
    Sequence(&'static [Particle]),
    /// Elements in any order, so many of them. Text may stand between them, and means nothing, where it is `mixed`.
    Choice { of: &'static [Particle], least: usize, most: usize, mixed: bool },
    /// Anything at all.
    Anything,
}

/// An element that may stand somewhere, and how often.
#[derive(Debug)]
pub(super) struct Particle {
    pub(super) what: What,
    pub(super) least: usize,
    pub(super) most: usize,
}

#[derive(Debug)]
pub(super) enum What {
    This(&'static Declared),
    /// Any element of another namespace than this one, with one. What no schema declares is not looked into
    /// (`##other`, lax).
    Other(&'static str),
    /// The same, and a schema must declare it (strict).
    Strict(&'static str),
}

const MANY: usize = usize::MAX;

const fn optional(declared: &'static Declared) -> Particle {
    Particle { what: What::This(declared), least: 0, most: 1 }
}

const fn required(declared: &'static Declared) -> Particle {
    Particle { what: What::This(declared), least: 1, most: 1 }
}

const fn any_number(declared: &'static Declared) -> Particle {
    Particle { what: What::This(declared), least: 0, most: MANY }
}

const fn at_least_one(declared: &'static Declared) -> Particle {
    Particle { what: What::This(declared), least: 1, most: MANY }
}

const fn others(than: &'static str) -> Particle {
    Particle { what: What::Other(than), least: 0, most: MANY }
}

const fn may(name: &'static str, simple: Simple) -> Attribute {
    Attribute { name, simple, required: false }
}

const fn must(name: &'static str, simple: Simple) -> Attribute {
    Attribute { name, simple, required: true }
}

/// `xml:lang`, written as it is named in [`Attribute::name`].
pub(super) const LANGUAGE: &str = "xml:lang";

/// A type that is a simple one.
const fn value(simple: Simple) -> Kind {
    Kind { attributes: &[], open: None, content: Content::Value(simple) }
}

static TEXT: Kind = value(Simple::Text);
static URI_VALUE: Kind = value(simple::URI);
static BASE64_VALUE: Kind = value(Simple::Base64);
static INTEGER_VALUE: Kind = value(Simple::Integer(i64::MIN));
static SERIAL_NUMBER: Kind = value(Simple::SerialNumber);

/// How a schema validator takes an element where any may stand.
pub(super) enum Standing {
    /// By this declaration.
    Declared(&'static Declared),
    /// Not at all: it looks at what the element holds.
    Unknown,
    /// By a declaration that is not in these tables.
    Unchecked,
}

/// The declaration of an element in the schemas that SAML's own are made of: those that each validator has.
pub(super) fn of_core(namespace: &str, name: &str) -> Option<&'static Declared> {
    find(&[assertion::GLOBAL, signature::GLOBAL, encryption::GLOBAL], namespace, name)
}

fn find(tables: &[&[&'static Declared]], namespace: &str, name: &str) -> Option<&'static Declared> {
    tables.iter().copied().flatten().copied().find(|declared| declared.namespace == namespace && declared.name == name)
}

/// What a validator does with this element where any may stand (XML Schema part 1 §3.10.4).
pub(super) fn standing(namespace: &str, name: &str) -> Standing {
    match find(&[extensions::GLOBAL], namespace, name).or_else(|| of_core(namespace, name)) {
        Some(declared) => Standing::Declared(declared),
        None if UNLISTED.contains(&namespace) => Standing::Unchecked,
        None => Standing::Unknown,
    }
}

/// Namespaces whose elements are not all in the tables.
const UNLISTED: &[&str] = &[
    crate::metadata::METADATA,
    crate::metadata::SIGNATURE,
    crate::metadata::PROTOCOL,
    assertion::ASSERTION,
    encryption::ENCRYPTION,
    encryption::ENCRYPTION_11,
];
