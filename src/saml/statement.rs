//! The `saml:AttributeStatement` (SAML Core §2.7.3).

use super::attributes::Attribute;
use crate::xml::{Namespace, Writer};

/// The SAML assertion namespace.
pub(crate) const ASSERTION: Namespace = Namespace { prefix: "saml", uri: "urn:oasis:names:tc:SAML:2.0:assertion" };

/// Identity Center asks for a name format that SAML specifies (IdC-now/troubleshooting); AWS's names are URIs.
const URI_NAME: &str = "urn:oasis:names:tc:SAML:2.0:attrname-format:uri";

const BASIC_NAME: &str = "urn:oasis:names:tc:SAML:2.0:attrname-format:basic";

/// Writes the statement; an empty text if there is no attribute, for a statement needs one (SAML Core §2.7.3).
///
/// Values carry no `xsi:type`: it would hold a prefix that exclusive canonicalisation does not see.
pub(super) fn statement(attributes: &[Attribute]) -> String {
    let mut writer = Writer::new();
    write(&mut writer, attributes);
    writer.finish()
}

/// Writes the statement into a document.
pub(super) fn write(writer: &mut Writer, attributes: &[Attribute]) {
    if attributes.is_empty() {
        return;
    }
    writer.open(&ASSERTION, "AttributeStatement", &[]);
    for attribute in attributes {
        let format = if attribute.name.is_uri() { URI_NAME } else { BASIC_NAME };
        writer.open(&ASSERTION, "Attribute", &[("Name", &attribute.name.uri()), ("NameFormat", format)]);
        for value in &attribute.values {
            writer.open(&ASSERTION, "AttributeValue", &[]);
            writer.text(value);
            writer.close();
        }
        writer.close();
    }
    writer.close();
}
