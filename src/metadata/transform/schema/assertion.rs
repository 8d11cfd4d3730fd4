//! saml-schema-assertion-2.0.xsd: attributes, and no more of it.

use super::simple::URI;
use super::{Content, Declared, Kind, Simple, any_number, may, must};

pub(in crate::metadata::transform) const ASSERTION: &str = "urn:oasis:names:tc:SAML:2.0:assertion";

pub(super) const GLOBAL: &[&Declared] = &[&ATTRIBUTE, &ATTRIBUTE_VALUE];

pub(super) static ATTRIBUTE: Declared = Declared {
    namespace: ASSERTION,
    name: "Attribute",
    kind: &Kind {
        attributes: &[must("Name", Simple::Text), may("NameFormat", URI), may("FriendlyName", Simple::Text)],
        open: Some(ASSERTION),
        content: Content::Sequence(&[any_number(&ATTRIBUTE_VALUE)]),
    },
};
/// The one element that says of itself of which type it is, or that it is nil.
pub(super) static ATTRIBUTE_VALUE: Declared = Declared {
    namespace: ASSERTION,
    name: "AttributeValue",
    kind: &Kind { attributes: &[], open: Some(""), content: Content::Anything },
};
