//! The names that AWS requires of a user, and the rules that fill them.

use unicode_normalization::UnicodeNormalization;

use super::error::{Note, Refusal};
use super::place::{Journal, Place};
use super::user::{Members, member, object};
use crate::json::Value;

/// Characters of a name; the join of two names can be longer (IDS).
const LONGEST: usize = 1_024;

/// Fills what is missing of the names that AWS requires (DG/createuser), each with a note; refuses what nothing fills.
///
/// `userName` is never invented: it is who logs in.
pub(super) fn complete(user: &mut Members, refuse: bool, journal: &mut Journal) {
    if text(user, "userName").is_none() {
        missing("userName", journal);
    }
    if text(user, "displayName").is_none() {
        match display_name(user).filter(|_| !refuse) {
            Some((name, rule)) => fill(user, "displayName", name, "displayName", rule, journal),
            None => missing("displayName", journal),
        }
    }
    let split = whole_name(user).filter(|_| !refuse);
    let parts = [
        ("givenName", "name.givenName", split.as_ref().map(|split| (&split.given, split.given_rule))),
        ("familyName", "name.familyName", split.as_ref().map(|split| (&split.family, split.family_rule))),
    ];
    for (name, attribute, part) in parts {
        if part_of_name(user, name).is_some() {
            continue;
        }
        match part {
            Some((text, rule)) => {
                if let Some(into) = object(user, "name") {
                    fill(into, name, text.clone(), attribute, rule, journal);
                }
            }
            None => missing(attribute, journal),
        }
    }
}

fn fill(members: &mut Members, name: &str, text: String, attribute: &'static str, rule: &'static str, journal: &mut Journal) {
    // A user name stays as it was sent; a name that is made of it is as composed as every other.
    members.push((name.to_owned(), Value::Text(text.nfc().collect())));
    journal.note(&Place::BODY, Note::NameFilled { attribute, rule });
}

fn missing(attribute: &'static str, journal: &mut Journal) {
    journal.refuse(&Place::BODY, Refusal::AttributeMissing { attribute });
}

fn text<'a>(members: &'a Members, name: &str) -> Option<&'a str> {
    match member(members, name)? {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

fn part_of_name<'a>(user: &'a Members, part: &str) -> Option<&'a str> {
    match member(user, "name")? {
        Value::Object(name) => text(name, part),
        _ => None,
    }
}

/// A name that is only white space names nobody, though AWS takes a single space (authentik sends one).
fn speaking(text: &str) -> Option<&str> {
    let text = text.trim();
    (!text.is_empty()).then_some(text)
}

fn display_name(user: &Members) -> Option<(String, &'static str)> {
    let part = |part| part_of_name(user, part).and_then(speaking);
    if let Some(formatted) = part("formatted") {
        return Some((formatted.to_owned(), "`name.formatted`"));
    }
    let joined = match (part("givenName"), part("familyName")) {
        (Some(given), Some(family)) => Some((format!("{given} {family}"), "`name.givenName` and `name.familyName`")),
        (Some(given), None) => Some((given.to_owned(), "`name.givenName`")),
        (None, Some(family)) => Some((family.to_owned(), "`name.familyName`")),
        (None, None) => None,
    };
    joined
        .filter(|(name, _)| name.chars().count() <= LONGEST)
        .or_else(|| Some((text(user, "userName")?.to_owned(), "`userName`")))
}

struct Split {
    given: String,
    given_rule: &'static str,
    family: String,
    family_rule: &'static str,
}

/// The whole name, split at its last space; a single word is both.
fn whole_name(user: &Members) -> Option<Split> {
    let formatted = part_of_name(user, "formatted").and_then(speaking);
    let whole = formatted.or_else(|| text(user, "displayName").and_then(speaking))?;
    let rules = |formatted_rule, display_rule| if formatted.is_some() { formatted_rule } else { display_rule };
    let split = match whole.rsplit_once(char::is_whitespace) {
        Some((given, family)) => Split {
            given: given.trim_end().to_owned(),
            given_rule: rules("`name.formatted` before its last space", "`displayName` before its last space"),
            family: family.to_owned(),
            family_rule: rules("`name.formatted` after its last space", "`displayName` after its last space"),
        },
        None => {
            let rule = rules("`name.formatted`, a single word", "`displayName`, a single word");
            Split { given: whole.to_owned(), given_rule: rule, family: whole.to_owned(), family_rule: rule }
        }
    };
    Some(split)
}

#[cfg(test)]
mod tests {
    use crate::json::Value;
    use crate::scim::Profile;
    use crate::scim::user::accept;

    fn accepted(body: &str) -> String {
        accept(Value::parse(body.as_bytes()).unwrap(), Profile::default()).unwrap().body.to_string()
    }

    #[test]
    fn names_are_filled_by_rule() {
        for (body, filled) in [
            (
                r#"{"userName":"u","name":{"formatted":"Ada King Lovelace"}}"#,
                r#"{"userName":"u","name":{"formatted":"Ada King Lovelace","givenName":"Ada King","familyName":"Lovelace"},"displayName":"Ada King Lovelace"}"#,
            ),
            (
                r#"{"userName":"u","name":{"givenName":"Ada","familyName":"Lovelace"}}"#,
                r#"{"userName":"u","name":{"givenName":"Ada","familyName":"Lovelace"},"displayName":"Ada Lovelace"}"#,
            ),
            (
                r#"{"userName":"u","displayName":"  Ada\u00a0Lovelace "}"#,
                "{\"userName\":\"u\",\"displayName\":\"  Ada\u{a0}Lovelace \",\"name\":{\"givenName\":\"Ada\",\"familyName\":\"Lovelace\"}}",
            ),
            (r#"{"userName":"u"}"#, r#"{"userName":"u","displayName":"u","name":{"givenName":"u","familyName":"u"}}"#),
            (
                r#"{"userName":"e\u0301"}"#,
                "{\"userName\":\"e\u{301}\",\"displayName\":\"é\",\"name\":{\"givenName\":\"é\",\"familyName\":\"é\"}}",
            ),
            (
                // authentik's default mapping for a name of one word.
                r#"{"userName":"u","displayName":"uid","name":{"formatted":"uid ","givenName":"","familyName":" "}}"#,
                r#"{"userName":"u","displayName":"uid","name":{"formatted":"uid ","familyName":" ","givenName":"uid"}}"#,
            ),
            (
                r#"{"userName":"u","name":{"givenName":"Ada"}}"#,
                r#"{"userName":"u","name":{"givenName":"Ada","familyName":"Ada"},"displayName":"Ada"}"#,
            ),
        ] {
            assert_eq!(accepted(body), filled, "{body}");
            assert_eq!(accepted(filled), filled);
        }
    }

    #[test]
    fn a_display_name_that_would_be_too_long_is_taken_from_elsewhere() {
        let long = "x".repeat(1_000);
        let body = format!(r#"{{"userName":"u","name":{{"givenName":"{long}","familyName":"{long}"}}}}"#);
        assert!(accepted(&body).ends_with(r#""displayName":"u"}"#));
    }

    #[test]
    fn what_nothing_fills_is_refused() {
        let refused = |body: &str, profile| {
            let refusals = accept(Value::parse(body.as_bytes()).unwrap(), profile).unwrap_err();
            refusals.iter().map(|refusal| refusal.error.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(refused(r#"{"displayName":"Ada L"}"#, Profile::default()), ["`userName` is required"]);
        assert_eq!(refused("{}", Profile::default()).len(), 4);
        // A single space is a name to AWS, but fills no other.
        assert_eq!(refused(r#"{"userName":"u","displayName":" "}"#, Profile::default()).len(), 2);
        let strict = Profile { refuse_missing_names: true, ..Profile::default() };
        assert_eq!(
            refused(r#"{"userName":"u","name":{"formatted":"Ada L"}}"#, strict),
            ["`displayName` is required", "`name.givenName` is required", "`name.familyName` is required"]
        );
    }
}
