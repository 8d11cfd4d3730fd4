//! Session tags.

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

use super::Error;

/// Session tags at most (IAM/id_session-tags); Identity Center's ceiling on attributes is the same (IdC-now/troubleshooting).
pub(crate) const TAGS: usize = 50;

/// 1 to 128 characters of `[\p{L}\p{Z}\p{N}_.:/=+\-@]`, not AWS's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TagKey(String);

impl TagKey {
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        let length = text.chars().count();
        if !(1..=128).contains(&length) {
            return Err(Error::TagKeyLength { found: length });
        }
        if !text.chars().all(allows) {
            return Err(Error::TagKeyCharacters);
        }
        // Reserved whatever its case: keys that differ only in case are one key to AWS.
        if text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("aws:")) {
            return Err(Error::TagKeyReserved);
        }
        Ok(Self(text.to_owned()))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether AWS takes both for one key: "keys differing only in case override each other" (IAM/id_session-tags).
    pub(crate) fn is_twin_of(&self, other: &Self) -> bool {
        // Upper, then lower: `ſ` and `s`, `ς` and `σ` are twins only this way.
        let folded = |text: &str| text.to_uppercase().to_lowercase();
        folded(&self.0) == folded(&other.0)
    }
}

/// At most 256 characters of `[\p{L}\p{Z}\p{N}_.:/=+\-@]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TagValue(String);

impl TagValue {
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        let length = text.chars().count();
        if length > 256 {
            return Err(Error::TagValueLength { found: length });
        }
        if !text.chars().all(allows) {
            return Err(Error::TagValueCharacters);
        }
        Ok(Self(text.to_owned()))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// `[\p{L}\p{Z}\p{N}_.:/=+\-@]` (botocore/iam tagKeyType and tagValueType).
fn allows(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphanumeric() || " _.:/=+-@".contains(character);
    }
    matches!(
        character.general_category_group(),
        GeneralCategoryGroup::Letter | GeneralCategoryGroup::Separator | GeneralCategoryGroup::Number
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_values_at_their_limits() {
        assert!(TagKey::parse(&"k".repeat(128)).is_ok() && TagValue::parse(&"ü".repeat(256)).is_ok());
        assert!(TagValue::parse("").is_ok());
        assert_eq!(TagKey::parse(""), Err(Error::TagKeyLength { found: 0 }));
        assert_eq!(TagKey::parse(&"k".repeat(129)), Err(Error::TagKeyLength { found: 129 }));
        assert_eq!(TagValue::parse(&"v".repeat(257)), Err(Error::TagValueLength { found: 257 }));
        assert_eq!(TagValue::parse("R&D"), Err(Error::TagValueCharacters));
        assert_eq!(TagValue::parse("a\u{200b}"), Err(Error::TagValueCharacters));
        assert_eq!(TagKey::parse("AWS:team"), Err(Error::TagKeyReserved));
        assert!(TagKey::parse("Team").unwrap().is_twin_of(&TagKey::parse("tEAM").unwrap()));
    }
}
