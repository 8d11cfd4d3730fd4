//! The names of AWS's SAML attributes. They are case-sensitive and exact (IAM/id_roles_providers_create_saml_assertions):
//! a wrong case ends in "Your request included an invalid SAML response".

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

use super::{Error, TagKey};

/// The name of a SAML attribute that AWS reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum AttributeName {
    Role,
    RoleSessionName,
    SessionDuration,
    SourceIdentity,
    /// One session tag.
    PrincipalTag(TagKey),
    TransitiveTagKeys,
    /// IAM Identity Center's attribute for access control (IdC/attributesforaccesscontrol).
    AccessControl(TagKey),
    /// Not one of the above.
    Other(OtherName),
}

/// The name of an attribute that is none of AWS's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OtherName(String);

/// What the names of AWS's own attributes begin with.
pub(crate) const OWN: &str = "https://aws.amazon.com/SAML/Attributes/";

impl OtherName {
    /// 1 to 512 printable characters, and not AWS's own: `Role` under another rule's name would pass by every check.
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        let printable = text.chars().all(|character| {
            !character.is_control()
                && !matches!(character, '\u{fffe}' | '\u{ffff}')
                && character.general_category() != GeneralCategory::Format
        });
        if text.trim().is_empty() || text.chars().count() > 512 || !printable {
            return Err(Error::AttributeName);
        }
        if text.trim().get(..OWN.len()).is_some_and(|start| start.eq_ignore_ascii_case(OWN)) {
            return Err(Error::AttributeReserved);
        }
        Ok(Self(text.to_owned()))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl AttributeName {
    /// The URI.
    pub(crate) fn uri(&self) -> String {
        let (name, key) = match self {
            Self::Role => ("Role", ""),
            Self::RoleSessionName => ("RoleSessionName", ""),
            Self::SessionDuration => ("SessionDuration", ""),
            Self::SourceIdentity => ("SourceIdentity", ""),
            Self::PrincipalTag(key) => ("PrincipalTag:", key.as_str()),
            Self::TransitiveTagKeys => ("TransitiveTagKeys", ""),
            Self::AccessControl(key) => ("AccessControl:", key.as_str()),
            Self::Other(name) => return name.0.clone(),
        };
        format!("{OWN}{name}{key}")
    }

    /// Whether the name is a URI, as all of AWS's own are.
    pub(crate) fn is_uri(&self) -> bool {
        match self {
            Self::Other(name) => name.0.contains(':'),
            _ => true,
        }
    }
}
