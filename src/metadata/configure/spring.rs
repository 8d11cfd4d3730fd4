//! Values of Spring's XML, in which Shibboleth is configured. A value from somebody's document stays a value.
//!
//! XML's escapes are not enough: Spring evaluates `#{…}` in a value as code (`#{T(java.lang.Runtime)…}`), and replaces
//! `${…}`, in Shibboleth `%{…}`, by properties, in which passwords stand.

/// One value. Written as it is where nothing in it is special.
///
/// Otherwise as a string of Spring's expression language in which no `#`, `$` or `%` stands before a brace: placeholders are
/// replaced first, in the text, and find none; then the expression is evaluated, once, to the value.
pub(super) fn value(text: &str) -> String {
    if ["#{", "${", "%{"].iter().any(|begin| text.contains(begin)) { format!("#{{{}}}", literal(text)) } else { text.to_owned() }
}

/// A list of one value: a plain one would be split at its commas.
pub(super) fn list(text: &str) -> String {
    format!("#{{{{{}}}}}", literal(text))
}

fn literal(text: &str) -> String {
    // Spring Framework, Spring Expression Language, Literal expressions: a quote is written twice.
    let text = text.replace('\'', "''");
    let text = text.replace("#{", "#' + '{").replace("${", "$' + '{").replace("%{", "%' + '{");
    format!("'{text}'")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_to_evaluate() {
        assert_eq!(value("urn:amazon:webservices"), "urn:amazon:webservices");
        assert_eq!(value("a'#{b}${c}%{d}$${e}"), "#{'a''#' + '{b}$' + '{c}%' + '{d}$$' + '{e}'}");
        assert_eq!(list("urn:a,b'c"), "#{{'urn:a,b''c'}}");
        assert_eq!(list("#{x}"), "#{{'#' + '{x}'}}");
    }
}
