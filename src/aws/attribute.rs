//! The names of AWS's SAML attributes. They are case-sensitive and exact (IAM/id_roles_providers_create_saml_assertions):
//! a wrong case ends in "Your request included an invalid SAML response".

use super::TagKey;

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
        };
        format!("https://aws.amazon.com/SAML/Attributes/{name}{key}")
    }
}
