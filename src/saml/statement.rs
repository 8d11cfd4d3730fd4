//! The `saml:AttributeStatement` (SAML Core §2.7.3).

use super::attributes::Attribute;
use crate::xml::{Namespace, Writer};

/// The SAML assertion namespace.
pub(crate) const ASSERTION: Namespace = Namespace { prefix: "saml", uri: "urn:oasis:names:tc:SAML:2.0:assertion" };

/// Identity Center asks for a name format that SAML specifies (IdC-now/troubleshooting); AWS's names are URIs.
const URI_NAME: &str = "urn:oasis:names:tc:SAML:2.0:attrname-format:uri";

/// Writes the statement; an empty text if there is no attribute, for a statement needs one (SAML Core §2.7.3).
///
/// Values carry no `xsi:type`: it would hold a prefix that exclusive canonicalisation does not see.
pub(super) fn statement(attributes: &[Attribute]) -> String {
    if attributes.is_empty() {
        return String::new();
    }
    let mut writer = Writer::new();
    writer.open(&ASSERTION, "AttributeStatement", &[]);
    for attribute in attributes {
        writer.open(&ASSERTION, "Attribute", &[("Name", &attribute.name.uri()), ("NameFormat", URI_NAME)]);
        for value in &attribute.values {
            writer.open(&ASSERTION, "AttributeValue", &[]);
            writer.text(value);
            writer.close();
        }
        writer.close();
    }
    writer.close();
    writer.finish()
}
