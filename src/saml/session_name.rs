//! Session names and source identities from whatever the identity provider calls its people.

use sha2::{Digest, Sha256};

use super::principal::{Entry, Principal, Source};
use crate::aws::SessionName;
use crate::error::{Located, Pointer};
use crate::saml::Error;

/// A name that AWS takes.
pub(super) struct Named {
    pub(super) name: SessionName,
    pub(super) source: Pointer,
    /// The value did not fit, so the name is a readable prefix and a hash.
    pub(super) adapted: bool,
}

/// The name from the first source that has a value.
///
/// CloudTrail knows a person by this name alone, so two people must never share one. A value that fits is sent as it
/// is. Any other becomes its readable characters, `=` and 12 hex digits of its SHA-256; and so does a value that fits
/// but looks like such a name, or its owner could pose as somebody else.
pub(super) fn name(sources: &[Source], principal: &Principal) -> Result<Option<Named>, Located<Error>> {
    let Some((path, value)) = single(sources, principal)? else { return Ok(None) };
    Ok(match SessionName::parse(&value) {
        Ok(name) if !looks_adapted(&value) => Some(Named { name, source: path, adapted: false }),
        _ => adapted(&value).map(|name| Named { name, source: path, adapted: true }),
    })
}

/// The one value of the first source that has any. Several values are refused: whoever can add or reorder one would
/// decide who somebody is.
pub(super) fn single(sources: &[Source], principal: &Principal) -> Result<Option<(Pointer, String)>, Located<Error>> {
    for source in sources {
        let entries = source.values(principal);
        if entries.is_empty() {
            continue;
        }
        let found = entries.len();
        let Some((path, value)): Option<Entry<'_>> = entries.into_iter().next() else { continue };
        if found > 1 {
            return Err(path.at(Error::NameMultiValued { found }));
        }
        return match value {
            Ok(value) => Ok(Some((path, value.into_owned()))),
            Err(error) => Err(path.at(error)),
        };
    }
    Ok(None)
}

/// Hex digits of the hash. 48 bits: two of a million people collide with a chance of 1 in 500.
const DIGITS: usize = 12;
const MARK: char = '=';

fn adapted(value: &str) -> Option<SessionName> {
    let mut prefix = String::new();
    for character in value.chars() {
        if prefix.len() == SessionName::LONGEST - DIGITS - 1 {
            break;
        }
        if SessionName::allows(character) {
            prefix.push(character);
        } else if !prefix.ends_with('-') {
            prefix.push('-');
        }
    }
    if !prefix.contains(|character: char| character.is_ascii_alphanumeric()) {
        // A name in another script leaves nothing readable.
        prefix = "user".to_owned();
    }
    let hash: String = Sha256::digest(value.as_bytes()).iter().take(DIGITS / 2).map(|byte| format!("{byte:02x}")).collect();
    SessionName::parse(&format!("{prefix}{MARK}{hash}")).ok()
}

fn looks_adapted(value: &str) -> bool {
    value.rsplit_once(MARK).is_some_and(|(_, hash)| {
        hash.len() == DIGITS && hash.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(username: &str) -> Option<(String, bool)> {
        let principal = Principal {
            username: Some(username.to_owned()),
            email: None,
            display_name: None,
            attributes: Default::default(),
            groups: Vec::new(),
            entitlements: Vec::new(),
        };
        name(&[Source::Username], &principal).unwrap().map(|named| (named.name.as_str().to_owned(), named.adapted))
    }

    #[test]
    fn what_fits_is_sent_as_it_is() {
        for fits in ["ada", "a_b", "ada@example.com", "a+b=c,d.e", &"x".repeat(64)] {
            assert_eq!(of(fits), Some((fits.to_owned(), false)));
        }
        assert_eq!(of(""), None);
    }

    #[test]
    fn nobody_gets_the_name_of_somebody_else() {
        let near = ["a b", "a-b", "a\tb", "a  b", "a:b", "ä", "ö", "a", "b", &"x".repeat(65), &"x".repeat(66), "\u{1F600}"];
        let names: std::collections::BTreeSet<_> = near.iter().map(|value| of(value).unwrap().0).collect();
        assert_eq!(names.len(), near.len());
        let (victim, _) = of("a b").unwrap();
        assert!(victim.starts_with("a-b="), "{victim}");
        let (impostor, adapted) = of(&victim).unwrap();
        assert!(adapted && impostor != victim);
        assert!(names.iter().all(|name| SessionName::parse(name).is_ok()));
    }
}
