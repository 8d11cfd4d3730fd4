//! The URIs of metadata.

use super::Error;

/// An entityID: a URI of at most 1024 characters (SAML Core §8.3.6). Compared character by character, never normalised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EntityId(String);

impl EntityId {
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        let length = text.chars().count();
        let clean = text.chars().all(|character| !character.is_control() && !character.is_whitespace());
        if (1..=1024).contains(&length) && clean { Ok(Self(text.to_owned())) } else { Err(Error::EntityId) }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Where an endpoint is: an absolute http or https URL.
///
/// http too, for AWS Client VPN's endpoint is `http://127.0.0.1:35001`. Checks the form only: scheme, host, and
/// characters that RFC 3986 has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Location(String);

impl Location {
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        let lower = text.get(..8).unwrap_or(text).to_ascii_lowercase();
        let after = if lower.starts_with("https://") {
            text.get(8..)
        } else if lower.starts_with("http://") {
            text.get(7..)
        } else {
            None
        };
        let host = after.and_then(|after| after.split(['/', '?', '#']).next()).unwrap_or_default();
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte);
        // User information in a URL makes the host look like another one.
        if host.is_empty() || host.starts_with(':') || host.contains('@') || text.len() > 2048 || !text.bytes().all(allowed) {
            return Err(Error::ConsumerLocation);
        }
        Ok(Self(text.to_owned()))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locations_are_absolute() {
        for good in ["https://signin.aws.amazon.com/saml", "http://127.0.0.1:35001", "HTTPS://a?b=c"] {
            assert!(Location::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "/saml",
            "signin.aws.amazon.com",
            "https://",
            "https:///x",
            "javascript:alert(1)",
            "https://a b",
            "https://aws@evil",
            "https://é",
        ] {
            assert!(Location::parse(bad).is_err(), "{bad}");
        }
        assert!(EntityId::parse("urn:amazon:webservices").is_ok());
        for bad in ["", "a b", "a\n", &"x".repeat(1025)] {
            assert!(EntityId::parse(bad).is_err());
        }
    }
}
