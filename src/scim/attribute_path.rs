//! From the keys of a body to the attributes that they mean.

use crate::aws::scim::{Attribute, ENTERPRISE, ENTERPRISE_ATTRIBUTES, Kind, USER};

/// An attribute and the ones that it stands in, outermost first.
pub(super) type Steps = [Option<&'static Attribute>; 3];

/// What a key at the top of a user means.
#[derive(Clone, Copy, Debug)]
pub(super) enum Key {
    /// The core schema's URN: what it holds belongs to the user itself.
    Core,
    Attribute(Steps),
}

/// The schemas of a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Schema {
    Core,
    Enterprise,
}

/// The meaning of a key at the top of a user: an attribute, `name.givenName` (Entra ID), an extension's URN, or
/// `URN:attribute` (RFC 7644 §3.10).
pub(super) fn top(key: &str) -> Option<Key> {
    let Some((schema, rest)) = schema(key) else {
        return within(&USER, key).map(Key::Attribute);
    };
    match (schema, rest) {
        (Schema::Core, "") => Some(Key::Core),
        (Schema::Core, rest) => within(&USER, rest).map(Key::Attribute),
        (Schema::Enterprise, "") => Some(Key::Attribute([Some(&ENTERPRISE), None, None])),
        (Schema::Enterprise, rest) => {
            let [first, second, _] = within(&ENTERPRISE_ATTRIBUTES, rest)?;
            Some(Key::Attribute([Some(&ENTERPRISE), first, second]))
        }
    }
}

/// The meaning of a key among these attributes. Names are the same whatever their case (RFC 7643 §2.1).
pub(super) fn within(table: &'static [Attribute], key: &str) -> Option<Steps> {
    if let Some(attribute) = find(table, key) {
        return Some([Some(attribute), None, None]);
    }
    let (first, second) = key.split_once('.')?;
    let outer = find(table, first)?;
    let Kind::Complex(inner) = outer.kind else { return None };
    Some([Some(outer), Some(find(inner, second)?), None])
}

/// The attribute of that name in this table.
pub(super) fn find(table: &'static [Attribute], name: &str) -> Option<&'static Attribute> {
    // What SCIM 1.1 calls the id of a manager (SCIM 1.1 core schema, section 7), which nothing else has a reference beside.
    let is_manager = table.iter().any(|attribute| attribute.name == "$ref");
    let name = if is_manager && name.eq_ignore_ascii_case("managerId") { "value" } else { name };
    table.iter().find(|attribute| attribute.name.eq_ignore_ascii_case(name))
}

/// The schema whose URN a text begins with, and what follows.
///
/// Lenient: RFC 7643's URNs in any case, and the spellings of SCIM 1.1 and its drafts that OneLogin's template sends.
pub(super) fn schema(text: &str) -> Option<(Schema, &str)> {
    let text = strip(text, "urn:")?;
    let text = strip(text, "ietf:params:").unwrap_or(text);
    let text = strip(text, "scim:schemas:")?;
    let (schema, text) = match (strip(text, "core:"), strip(text, "extension:enterprise:")) {
        (Some(text), _) => (Schema::Core, text),
        (_, Some(text)) => (Schema::Enterprise, text),
        _ => return None,
    };
    let text = strip(text, "2.0").or_else(|| strip(text, "1.0"))?;
    let ends = |text: &str| text.is_empty() || text.starts_with([':', '.']);
    let text = strip(text, ":User").filter(|text| ends(text)).unwrap_or(text);
    ends(text).then(|| (schema, text.get(1..).unwrap_or_default()))
}

fn strip<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::{Key, Schema, schema, top};

    #[test]
    fn urns_are_recognised_in_every_spelling() {
        for (text, expected) in [
            ("urn:ietf:params:scim:schemas:core:2.0:User", Some((Schema::Core, ""))),
            ("URN:IETF:Params:SCIM:Schemas:Core:2.0:user", Some((Schema::Core, ""))),
            ("urn:scim:schemas:core:1.0", Some((Schema::Core, ""))),
            ("urn:scim:schemas:core:2.0", Some((Schema::Core, ""))),
            ("urn:scim:schemas:core:2.0:User", Some((Schema::Core, ""))),
            ("urn:scim:schemas:extension:enterprise:1.0", Some((Schema::Enterprise, ""))),
            ("urn:scim:schemas:extension:enterprise:1.0:User", Some((Schema::Enterprise, ""))),
            ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", Some((Schema::Enterprise, "department"))),
            ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User.department", Some((Schema::Enterprise, "department"))),
            ("urn:ietf:params:scim:schemas:core:2.0:Group", Some((Schema::Core, "Group"))),
            ("urn:ietf:params:scim:schemas:core:2.0:Username", Some((Schema::Core, "Username"))),
            ("urn:ietf:params:scim:schemas:core:3.0:User", None),
            ("urn:ietf:params:scim:schemas:core:2.0x", None),
            ("urn:ietf:params:scim:schemas:extension:custom:2.0:User", None),
            ("http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group", None),
            ("urn:ü", None),
            ("", None),
        ] {
            assert_eq!(schema(text), expected, "{text}");
        }
    }

    #[test]
    fn keys_find_their_attributes() {
        let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
        for (key, expected) in [
            ("userName", Some("userName")),
            ("USERNAME", Some("userName")),
            ("name.GivenName", Some("name/givenName")),
            ("urn:ietf:params:scim:schemas:core:2.0:User:name.givenName", Some("name/givenName")),
            (enterprise, Some(enterprise)),
            (&format!("{enterprise}:manager"), Some(&*format!("{enterprise}/manager"))),
            (&format!("{enterprise}:manager.value"), Some(&*format!("{enterprise}/manager/value"))),
            (&format!("{enterprise}:manager.managerId"), Some(&*format!("{enterprise}/manager/value"))),
            (&format!("{enterprise}:managerId"), None),
            (&format!("{enterprise}:manager.displayName"), None),
            ("urn:ietf:params:scim:schemas:core:2.0:User", Some("core")),
            ("name.nickName", None),
            ("userName.value", None),
            ("emails.value", None),
            ("photos", None),
            ("id", None),
            ("", None),
            (".", None),
        ] {
            let found = top(key).map(|found| match found {
                Key::Core => "core".to_owned(),
                Key::Attribute(steps) => steps.into_iter().flatten().map(|step| step.name).collect::<Vec<_>>().join("/"),
            });
            assert_eq!(found.as_deref(), expected, "{key}");
        }
    }
}
