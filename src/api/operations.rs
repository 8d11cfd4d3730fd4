//! The operation table: every face reaches every operation through it.
// Generated from wit/ by `cargo xtask contract`. Do not edit.

use super::decode::{Shape, decode, nothing};
use super::envelope::envelope;
use super::shape;

/// An operation of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Operation {
    /// The AWS attributes of a person, the AttributeStatement, and a trace of where each value came from.
    SamlAttributes,
    /// Turns AWS's service-provider metadata into an identity provider's configuration.
    MetadataConfigure,
    /// Turns one SCIM request of any identity provider into the requests that AWS accepts, or into a local reply.
    ScimPlan,
    /// Version, operations, limits and the date of the facts.
    Describe,
}

impl Operation {
    /// Every operation, in the order of the contract.
    pub const ALL: &[Self] = &[Self::SamlAttributes, Self::MetadataConfigure, Self::ScimPlan, Self::Describe];

    /// The name in Extism and JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SamlAttributes => "saml_attributes",
            Self::MetadataConfigure => "metadata_configure",
            Self::ScimPlan => "scim_plan",
            Self::Describe => "describe",
        }
    }

    /// One sentence.
    pub const fn summary(self) -> &'static str {
        match self {
            Self::SamlAttributes => {
                "The AWS attributes of a person, the AttributeStatement, and a trace of where each value came from."
            }
            Self::MetadataConfigure => "Turns AWS's service-provider metadata into an identity provider's configuration.",
            Self::ScimPlan => {
                "Turns one SCIM request of any identity provider into the requests that AWS accepts, or into a local reply."
            }
            Self::Describe => "Version, operations, limits and the date of the facts.",
        }
    }

    pub(super) const fn request_shape(self) -> Option<&'static Shape> {
        match self {
            Self::SamlAttributes => Some(&shape::ATTRIBUTES_REQUEST),
            Self::MetadataConfigure => Some(&shape::CONFIGURE_REQUEST),
            Self::ScimPlan => Some(&shape::PLAN_REQUEST),
            Self::Describe => None,
        }
    }

    pub(super) fn answer(self, request: &[u8]) -> Vec<u8> {
        match self {
            Self::SamlAttributes => envelope(decode(self, request).and_then(super::saml::attributes)),
            Self::MetadataConfigure => envelope(decode(self, request).and_then(super::metadata::configure)),
            Self::ScimPlan => envelope(decode(self, request).and_then(super::scim::plan)),
            Self::Describe => envelope(nothing(self, request).and_then(|()| super::about::describe())),
        }
    }
}

/// Calls `$each!(name, Variant, "javaScriptName")` for every operation: a face's exports are this list.
#[cfg(any(feature = "extism", feature = "browser"))]
macro_rules! for_each_operation {
    ($each:ident) => {
        $each!(saml_attributes, SamlAttributes, "samlAttributes");
        $each!(metadata_configure, MetadataConfigure, "metadataConfigure");
        $each!(scim_plan, ScimPlan, "scimPlan");
        $each!(describe, Describe, "describe");
    };
}
#[cfg(any(feature = "extism", feature = "browser"))]
pub(crate) use for_each_operation;
