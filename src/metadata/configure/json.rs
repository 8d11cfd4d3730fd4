//! JSON that stays data in the programs that read it with something in front of the parser.

use crate::json::Value;

/// Indented, for people.
///
/// Keycloak's import of realms replaces `${…}` by environment variables, keycloak-config-cli `$(…)`, and templates of others do
/// the like, in a file's text: an entityID could fetch a secret. A dollar sign before a bracket is written as an escape, which
/// only JSON's reader undoes.
pub(super) fn pretty(value: &Value) -> String {
    // Values with string keys: writing them cannot fail. A dollar sign stands in strings only, and in no escape.
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.replace("${", "\\u0024{").replace("$(", "\\u0024(") + "\n"
}

pub(super) fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

pub(super) fn object<K: Into<String>>(members: impl IntoIterator<Item = (K, Value)>) -> Value {
    Value::Object(members.into_iter().map(|(name, value)| (name.into(), value)).collect())
}

pub(super) fn texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> Value {
    Value::List(texts.into_iter().map(text).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_holds_anything_and_no_placeholder() {
        let hostile = "\"\\${env.X}\\\\${y}$(z)$${a}\n\u{2028}é</script>*/%{b}";
        let written = pretty(&object([("a", text(hostile))]));
        assert!(!written.contains("${") && !written.contains("$("), "{written}");
        assert_eq!(Value::parse(written.as_bytes()).unwrap(), object([("a", text(hostile))]));
    }
}
