//! Patterns over the names of groups.

use regex_lite::{Captures, Regex};

use super::Error;
use crate::limits;

/// A regular expression that must match a whole name.
///
/// The whole name, because a pattern that only has to occur somewhere lets everybody who may create a group called
/// `my-AWS-123412341234-admin` into the account. regex-lite matches in linear time, so no name can stall a login.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    regex: Regex,
}

impl Pattern {
    /// Parses a pattern. Okta's `(?{{role}}` and `(?{{accountid}}` (facts of Okta's `groupFilter`) become named captures.
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        let length = text.chars().count();
        if length > limits::PATTERN {
            return Err(Error::TooLong { found: length, limit: limits::PATTERN });
        }
        let text = text.replace("(?{{accountid}}", "(?<account>").replace("(?{{role}}", "(?<role>");
        // On its own first: `a)|(?:b` is no pattern, but would become one inside the group that anchors it.
        Regex::new(&text).map_err(|_| Error::PatternInvalid)?;
        let regex = Regex::new(&format!("^(?:{text})$")).map_err(|_| Error::PatternInvalid)?;
        Ok(Self { regex })
    }

    /// Whether the pattern has a capture of this name or number.
    pub(crate) fn captures_name(&self, name: &str) -> bool {
        match name.parse::<usize>() {
            Ok(number) => number < self.regex.captures_len(),
            Err(_) => self.regex.capture_names().flatten().any(|known| known == name),
        }
    }

    /// The captures of a name that matches.
    pub(crate) fn captures<'n>(&self, name: &'n str) -> Option<Captures<'n>> {
        self.regex.captures(name)
    }
}

/// What a capture holds: nothing if it took no part in the match.
pub(crate) fn captured<'n>(captures: &Captures<'n>, name: &str) -> Option<&'n str> {
    match name.parse::<usize>() {
        Ok(number) => captures.get(number),
        Err(_) => captures.name(name),
    }
    .map(|capture| capture.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shapes_of_okta_adfs_and_shibboleth() {
        for (pattern, name, role, account) in [
            (
                r"^aws\#\S+\#(?{{role}}[\w\-]+)\#(?{{accountid}}\d+)$",
                "aws#prod#admin#123412341234",
                Some("admin"),
                Some("123412341234"),
            ),
            (
                r"aws_(?{{accountid}}\d+)_(?{{role}}[a-zA-Z0-9+=,.@\-_]+)",
                "aws_123412341234_a_b",
                Some("a_b"),
                Some("123412341234"),
            ),
            (r"AWS-(?<role>.+)", "AWS-dev", Some("dev"), None),
            (r"CN=AWS-(?<account>\d{12})-(?<role>\w*),.*", "CN=AWS-123412341234-ops,OU=x", Some("ops"), Some("123412341234")),
        ] {
            let pattern = Pattern::parse(pattern).unwrap();
            let captures = pattern.captures(name).unwrap();
            assert_eq!((captured(&captures, "role"), captured(&captures, "account")), (role, account));
        }
    }

    #[test]
    fn the_whole_name_matches_or_nothing() {
        let pattern = Pattern::parse("AWS-(?<role>.+)|x").unwrap();
        for name in ["my-AWS-admin", "AWS-", "AWS-a\nb", "xx", "AWS-admin\n"] {
            assert!(pattern.captures(name).is_none(), "{name:?}");
        }
        assert!(Pattern::parse("a)|(?:b").is_err());
        assert!(Pattern::parse("(?=a)").is_err());
    }
}
