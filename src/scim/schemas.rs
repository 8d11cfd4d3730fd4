//! The list of schema URNs, which is computed from what the body holds.

use super::attribute_path::{Schema, schema};
use super::error::Note;
use super::place::Place;
use super::user::{Members, Reader, member};
use crate::aws::scim::{CORE_URN, ENTERPRISE_URN};
use crate::json::Value;

impl Reader {
    /// The URNs that a body lists, in its own spelling.
    pub(super) fn listed_schemas(&mut self, value: Value, place: &Place<'_>) -> Option<Vec<String>> {
        let values = match value {
            Value::Null => Vec::new(),
            Value::List(values) => values,
            text @ Value::Text(_) => vec![text],
            other => {
                self.wrong_type("a list of strings", &other, place);
                return None;
            }
        };
        let mut listed = Vec::with_capacity(values.len());
        for value in values {
            match value {
                Value::Text(text) => listed.push(text),
                other => {
                    self.wrong_type("a list of strings", &other, place);
                    return None;
                }
            }
        }
        Some(listed)
    }
}

/// The list for a body that holds these members: the URNs that have data (RFC 7643 §3), those that were listed first and
/// in their order. Foreign URNs, Entra ID's for instance, are gone with their data. The note says if that changed it.
pub(super) fn recomputed(listed: &[String], members: &Members) -> (Value, Option<Note>) {
    let urn = |schema| match schema {
        Schema::Core => CORE_URN,
        Schema::Enterprise => ENTERPRISE_URN,
    };
    let has_data = |schema| schema == Schema::Core || member(members, ENTERPRISE_URN).is_some();
    let known = listed.iter().filter_map(|text| schema(text)).filter(|(_, rest)| rest.is_empty()).map(|(schema, _)| schema);
    let mut schemas: Vec<Schema> = Vec::with_capacity(2);
    for schema in known.chain([Schema::Core, Schema::Enterprise]) {
        if has_data(schema) && !schemas.contains(&schema) {
            schemas.push(schema);
        }
    }
    let same = schemas.iter().map(|schema| urn(*schema)).eq(listed.iter().map(String::as_str));
    let list = schemas.into_iter().map(|schema| Value::Text(urn(schema).to_owned())).collect();
    (Value::List(list), (!same).then_some(Note::SchemasRecomputed))
}

#[cfg(test)]
mod tests {
    use crate::scim::testing::{accepted, user_with};

    const CORE: &str = r#""urn:ietf:params:scim:schemas:core:2.0:User""#;
    const ENTERPRISE: &str = r#""urn:ietf:params:scim:schemas:extension:enterprise:2.0:User""#;

    #[test]
    fn schemas_are_those_that_have_data() {
        let data = format!(r#",{ENTERPRISE}:{{"department":"d"}}"#);
        for (listed, data, expected) in [
            (format!("[{CORE}]"), "", format!("[{CORE}]")),
            (format!("[{CORE},{ENTERPRISE}]"), "", format!("[{CORE}]")),
            (format!("[{CORE}]"), &*data, format!("[{CORE},{ENTERPRISE}]")),
            (format!("[{ENTERPRISE},{CORE}]"), &*data, format!("[{ENTERPRISE},{CORE}]")),
            (format!("[{CORE},{CORE}]"), "", format!("[{CORE}]")),
            ("[]".to_owned(), "", format!("[{CORE}]")),
            ("null".to_owned(), "", format!("[{CORE}]")),
            (r#""urn:scim:schemas:core:1.0""#.to_owned(), "", format!("[{CORE}]")),
            (
                r#"["urn:scim:schemas:core:1.0","urn:scim:schemas:extension:enterprise:1.0","urn:example:x"]"#.to_owned(),
                &*data,
                format!("[{CORE},{ENTERPRISE}]"),
            ),
        ] {
            let (body, notes) = accepted(&user_with(&format!(r#","schemas":{listed}{data}"#)));
            assert_eq!(body, user_with(&format!(r#","schemas":{expected}{data}"#)), "{listed}");
            let expected: &[&str] = if listed == expected { &[] } else { &["/body/schemas scim.schemas-recomputed"] };
            assert_eq!(notes, expected, "{listed}");
        }
        // AWS's own example has none (DG/createuser).
        assert_eq!(accepted(&user_with("")), (user_with(""), Vec::new()));
    }
}
