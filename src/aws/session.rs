//! Names and durations of sessions.

use super::Error;

/// A session name or source identity: `[\w+=,.@-]{2,64}` (IAM/troubleshoot_saml, botocore/sts).
///
/// The alphabet has no colon, so a source identity cannot begin with the reserved `aws:`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SessionName(String);

impl SessionName {
    /// Characters at most.
    pub(crate) const LONGEST: usize = 64;

    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        if !text.chars().all(Self::allows) {
            return Err(Error::SessionNameCharacters);
        }
        if !(2..=Self::LONGEST).contains(&text.len()) {
            return Err(Error::SessionNameLength { found: text.len() });
        }
        Ok(Self(text.to_owned()))
    }

    /// Whether the alphabet has this character.
    pub(crate) const fn allows(character: char) -> bool {
        character.is_ascii_alphanumeric() || matches!(character, '_' | '+' | '=' | ',' | '.' | '@' | '-')
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Seconds of a console session: 900 to 43200 (IAM/id_roles_providers_create_saml_assertions).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SessionDuration(u32);

impl SessionDuration {
    pub(crate) const fn new(seconds: u32) -> Result<Self, Error> {
        if seconds < 900 || seconds > 43_200 { Err(Error::SessionDuration { found: seconds }) } else { Ok(Self(seconds)) }
    }

    pub(crate) const fn seconds(self) -> u32 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_and_one_beyond() {
        assert!(SessionDuration::new(900).is_ok() && SessionDuration::new(43_200).is_ok());
        assert_eq!(SessionDuration::new(899), Err(Error::SessionDuration { found: 899 }));
        assert_eq!(SessionDuration::new(43_201), Err(Error::SessionDuration { found: 43_201 }));
        assert!(SessionName::parse("ab").is_ok() && SessionName::parse(&"a".repeat(64)).is_ok());
        assert_eq!(SessionName::parse("a"), Err(Error::SessionNameLength { found: 1 }));
        assert_eq!(SessionName::parse(&"a".repeat(65)), Err(Error::SessionNameLength { found: 65 }));
        assert_eq!(SessionName::parse("a b"), Err(Error::SessionNameCharacters));
        assert_eq!(SessionName::parse("josé"), Err(Error::SessionNameCharacters));
    }
}
