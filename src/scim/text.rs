//! Strings and booleans.

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::Profile;
use super::error::{Note, Refusal};
use super::place::Place;
use super::user::Reader;
use crate::aws::scim::{Character, MARKUP, RESERVED_NAMES, Text};
use crate::json::Value;

/// How many characters of a text are invisible, and why AWS would refuse the rest.
pub(super) fn judge(rule: Text, text: &str, attribute: impl Fn() -> String, profile: Profile) -> (usize, Option<Refusal>) {
    let mut length = 0;
    let mut invisible = 0;
    let mut refusal: Option<Refusal> = None;
    for letter in text.chars() {
        let character = rule.character(letter);
        if character == Character::Invisible {
            invisible += 1;
            continue;
        }
        length += 1;
        match character {
            Character::WhiteSpace if rule.maybe_spaces && profile.send_spaces && matches!(letter, ' ' | '\u{a0}') => {}
            Character::WhiteSpace => {
                refusal.get_or_insert_with(|| Refusal::AttributeWhiteSpace { attribute: attribute() });
            }
            Character::Refused => {
                refusal.get_or_insert_with(|| Refusal::AttributeCharacter { attribute: attribute() });
            }
            _ if profile.refuse_markup_characters && !rule.uri && MARKUP.contains(&letter) => {
                refusal.get_or_insert_with(|| Refusal::AttributeMarkup { attribute: attribute() });
            }
            _ => {}
        }
    }
    if length > rule.longest {
        refusal = Some(Refusal::AttributeLength { attribute: attribute(), found: length, longest: rule.longest });
    }
    (invisible, refusal)
}

impl Reader {
    /// A string as AWS accepts it. Invisible characters go; what else AWS refuses is refused here: a shorter or other
    /// value would be somebody else's name.
    pub(super) fn text(&mut self, rule: Text, value: Value, place: &Place<'_>) -> Option<Value> {
        let text = match value {
            Value::Text(text) => text,
            // A whole number has one text: an employee's number, a postal code. Of a fraction or a larger one the sender's
            // digits are no longer known here.
            Value::Number(number) if number.is_i64() || number.is_u64() => {
                self.journal.note(place, Note::ValueReshaped { attribute: place.attribute() });
                number.to_string()
            }
            value => {
                self.wrong_type("a string", &value, place);
                return None;
            }
        };
        let (invisible, mut refusal) = judge(rule, &text, || place.attribute(), self.profile);
        // By these names AWS knows people and groups: without the invisible characters they would be somebody else's.
        if invisible > 0 && rule.identifies {
            refusal.get_or_insert_with(|| Refusal::AttributeCharacter { attribute: place.attribute() });
        }
        if let Some(refusal) = refusal {
            self.journal.refuse(place, refusal);
            return None;
        }
        let text = if invisible == 0 { text } else { self.without_invisible(rule, &text, invisible, place) };
        if text.is_empty() {
            self.empty(place);
            return None;
        }
        Some(Value::Text(if rule.identifies { text } else { self.composed(text, place) }))
    }

    /// The same text in Unicode's form NFC. A user name stays as it is: the SAML NameID has to equal it.
    fn composed(&mut self, text: String, place: &Place<'_>) -> String {
        if text.is_ascii() || is_nfc(&text) {
            return text;
        }
        self.journal.note(place, Note::TextComposed { attribute: place.attribute() });
        text.nfc().collect()
    }

    fn without_invisible(&mut self, rule: Text, text: &str, count: usize, place: &Place<'_>) -> String {
        self.journal.note(place, Note::CharactersRemoved { attribute: place.attribute(), count });
        text.chars().filter(|letter| rule.character(*letter) != Character::Invisible).collect()
    }

    /// Refuses the names that AWS keeps to itself.
    pub(super) fn check_user_name(&mut self, value: &Value, place: &Place<'_>) {
        if matches!(value, Value::Text(name) if RESERVED_NAMES.contains(&name.as_str())) {
            self.journal.refuse(place, Refusal::UserNameReserved);
        }
    }

    /// A boolean. Entra ID sends `"True"` and `"False"`; AWS's guide itself shows `"false"` (DG/patchuser).
    pub(super) fn boolean(&mut self, value: Value, place: &Place<'_>) -> Option<Value> {
        let boolean = match &value {
            Value::Boolean(_) => return Some(value),
            Value::Text(text) if text.trim_ascii().eq_ignore_ascii_case("true") => true,
            Value::Text(text) if text.trim_ascii().eq_ignore_ascii_case("false") => false,
            _ => {
                self.wrong_type("true or false", &value, place);
                return None;
            }
        };
        self.journal.note(place, Note::BooleanText { attribute: place.attribute() });
        Some(Value::Boolean(boolean))
    }
}

#[cfg(test)]
mod tests {
    use crate::scim::Profile;
    use crate::scim::testing::{accepted, refused, user_with};

    #[test]
    fn invisible_characters_are_removed() {
        let (body, notes) = accepted(&user_with(r#","nickName":"\ufeffa\u200bb\u0000c\td\r\ne","title":"\u200b""#));
        assert_eq!(body, user_with(r#","nickName":"abc\td\r\ne""#));
        assert_eq!(
            notes,
            ["/body/nickName scim.characters-removed", "/body/title scim.characters-removed", "/body/title scim.empty-dropped"]
        );
        // By these two AWS knows people: they are refused, not shortened to somebody else's.
        let user = r#"{"userName":"u\u200d","externalId":"\u0000e","displayName":"d","name":{"givenName":"g","familyName":"f"}}"#;
        assert_eq!(refused(user, Profile::default()).len(), 2);
    }

    #[test]
    fn lengths_are_counted_in_characters() {
        for (name, longest) in [("userName", 128), ("externalId", 256), ("nickName", 1_024), ("profileUrl", 1_024)] {
            let body = |length| {
                let value = "é".repeat(length);
                let user_name = if name == "userName" { "" } else { r#""userName":"u","# };
                format!(r#"{{{user_name}"displayName":"d","name":{{"givenName":"g","familyName":"f"}},"{name}":"{value}"}}"#)
            };
            assert_eq!(accepted(&body(longest)).1, Vec::<String>::new());
            let refusals = refused(&body(longest + 1), Profile::default());
            assert_eq!(
                refusals,
                [format!("/body/{name} `{name}` has {} characters, at most {longest} are accepted", longest + 1)]
            );
        }
    }

    #[test]
    fn characters_outside_the_patterns_are_refused() {
        for (members, refusal) in [
            (r#","externalId":"a b""#, "/body/externalId `externalId` holds white space that is not accepted there"),
            (r#","title":"a\u2003b""#, "/body/title `title` holds white space that is not accepted there"),
            (r#","title":"a\ue000b""#, "/body/title `title` holds a character that is not accepted"),
            (r#","title":1.5"#, "/body/title `title` must be a string, found a number"),
            (r#","title":99999999999999999999"#, "/body/title `title` must be a string, found a number"),
        ] {
            assert_eq!(refused(&user_with(members), Profile::default()), [refusal]);
        }
        for name in ["Administrator", "AWSAdministrators"] {
            let body = format!(r#"{{"userName":"{name}"}}"#);
            assert_eq!(refused(&body, Profile::default()), ["/body/userName `userName` is a name that AWS reserves"]);
        }
    }

    #[test]
    fn spaces_in_identifiers_are_sent_where_the_profile_says_so() {
        let send = Profile { send_spaces: true, ..Profile::default() };
        let user = |name: &str| {
            format!(
                r#"{{"userName":"{name}","externalId":"CN=Ada L","displayName":"d","name":{{"givenName":"g","familyName":"f"}}}}"#
            )
        };
        let accept = |text: &str| crate::scim::user::accept(crate::json::Value::parse(text.as_bytes()).unwrap(), send);
        assert_eq!(accept(&user("ada\u{a0}l")).unwrap().body.to_string(), user("ada\u{a0}l"));
        assert_eq!(refused(&user("ada l"), Profile::default()).len(), 2);
        for name in ["ada\\tl", "ada\u{2003}l", "ada\u{3000}l"] {
            assert_eq!(accept(&user(name)).unwrap_err().len(), 1, "{name}");
        }
    }

    #[test]
    fn letters_are_composed_but_in_what_identifies() {
        let (body, notes) = accepted(&user_with(r#","nickName":"e\u0301","externalId":"e\u0301""#));
        assert_eq!(body, user_with(&format!(r#","nickName":"é","externalId":"e{}""#, '\u{301}')));
        assert_eq!(notes, ["/body/nickName scim.text-composed"]);
    }

    #[test]
    fn whole_numbers_become_text() {
        let (body, notes) = accepted(&user_with(r#","title":7,"externalId":18446744073709551615,"nickName":-3"#));
        assert_eq!(body, user_with(r#","title":"7","externalId":"18446744073709551615","nickName":"-3""#));
        assert_eq!(notes.len(), 3);
    }

    #[test]
    fn markup_is_refused_where_the_profile_says_so() {
        let strict = Profile { refuse_markup_characters: true, ..Profile::default() };
        for letter in ['<', '>', ';', ':', '%'] {
            let body = user_with(&format!(r#","nickName":"a{letter}b""#));
            assert_eq!(accepted(&body), (body.clone(), Vec::new()));
            assert_eq!(refused(&body, strict), ["/body/nickName `nickName` holds one of the characters < > ; : %"]);
        }
        let uri = crate::json::Value::parse(user_with(r#","profileUrl":"https://x.test/%20""#).as_bytes()).unwrap();
        assert!(crate::scim::user::accept(uri, strict).is_ok());
    }

    #[test]
    fn booleans_in_strings_become_booleans() {
        for (text, boolean) in [("True", true), ("false", false), ("FALSE", false), (" False ", false)] {
            let (body, notes) = accepted(&user_with(&format!(r#","active":"{text}""#)));
            assert_eq!(body, user_with(&format!(r#","active":{boolean}"#)));
            assert_eq!(notes, ["/body/active scim.boolean-text"]);
        }
    }
}
