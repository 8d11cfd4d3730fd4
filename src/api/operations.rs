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
    /// A whole Response for AWS, signed; or the bytes for the host to sign.
    SamlIssue,
    /// The Response, once the host has signed; or the next bytes to sign (the assertion first, then the Response).
    SamlComplete,
    /// Whether AWS would accept a captured Response, with AWS's own error and its cause.
    SamlCheck,
    /// What metadata says, whether its signature holds, and what an AWS service would say to it.
    MetadataInspect,
    /// Turns an identity provider's metadata into the document that the AWS service takes.
    MetadataTransform,
    /// Turns AWS's service-provider metadata into an identity provider's configuration.
    MetadataConfigure,
    /// What changed between two documents of an identity provider, and what to do in AWS, in which order.
    MetadataCompare,
    /// Turns one SCIM request of any identity provider into the requests that AWS accepts, or into a local reply.
    ScimPlan,
    /// The next requests of a plan, once AWS has answered, or the answer that the identity provider expects.
    ScimReply,
    /// Version, operations, limits and the date of the facts.
    Describe,
}

impl Operation {
    /// Every operation, in the order of the contract.
    pub const ALL: &[Self] = &[
        Self::SamlAttributes,
        Self::SamlIssue,
        Self::SamlComplete,
        Self::SamlCheck,
        Self::MetadataInspect,
        Self::MetadataTransform,
        Self::MetadataConfigure,
        Self::MetadataCompare,
        Self::ScimPlan,
        Self::ScimReply,
        Self::Describe,
    ];

    /// The name in Extism and JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SamlAttributes => "saml_attributes",
            Self::SamlIssue => "saml_issue",
            Self::SamlComplete => "saml_complete",
            Self::SamlCheck => "saml_check",
            Self::MetadataInspect => "metadata_inspect",
            Self::MetadataTransform => "metadata_transform",
            Self::MetadataConfigure => "metadata_configure",
            Self::MetadataCompare => "metadata_compare",
            Self::ScimPlan => "scim_plan",
            Self::ScimReply => "scim_reply",
            Self::Describe => "describe",
        }
    }

    /// One sentence.
    pub const fn summary(self) -> &'static str {
        match self {
            Self::SamlAttributes => {
                "The AWS attributes of a person, the AttributeStatement, and a trace of where each value came from."
            }
            Self::SamlIssue => "A whole Response for AWS, signed; or the bytes for the host to sign.",
            Self::SamlComplete => {
                "The Response, once the host has signed; or the next bytes to sign (the assertion first, then the Response)."
            }
            Self::SamlCheck => "Whether AWS would accept a captured Response, with AWS's own error and its cause.",
            Self::MetadataInspect => "What metadata says, whether its signature holds, and what an AWS service would say to it.",
            Self::MetadataTransform => "Turns an identity provider's metadata into the document that the AWS service takes.",
            Self::MetadataConfigure => "Turns AWS's service-provider metadata into an identity provider's configuration.",
            Self::MetadataCompare => {
                "What changed between two documents of an identity provider, and what to do in AWS, in which order."
            }
            Self::ScimPlan => {
                "Turns one SCIM request of any identity provider into the requests that AWS accepts, or into a local reply."
            }
            Self::ScimReply => {
                "The next requests of a plan, once AWS has answered, or the answer that the identity provider expects."
            }
            Self::Describe => "Version, operations, limits and the date of the facts.",
        }
    }

    pub(super) const fn request_shape(self) -> Option<&'static Shape> {
        match self {
            Self::SamlAttributes => Some(&shape::ATTRIBUTES_REQUEST),
            Self::SamlIssue => Some(&shape::ISSUE_REQUEST),
            Self::SamlComplete => Some(&shape::COMPLETE_REQUEST),
            Self::SamlCheck => Some(&shape::CHECK_REQUEST),
            Self::MetadataInspect => Some(&shape::INSPECT_REQUEST),
            Self::MetadataTransform => Some(&shape::TRANSFORM_REQUEST),
            Self::MetadataConfigure => Some(&shape::CONFIGURE_REQUEST),
            Self::MetadataCompare => Some(&shape::COMPARE_REQUEST),
            Self::ScimPlan => Some(&shape::PLAN_REQUEST),
            Self::ScimReply => Some(&shape::REPLY_REQUEST),
            Self::Describe => None,
        }
    }

    pub(super) fn answer(self, request: &[u8]) -> Vec<u8> {
        match self {
            Self::SamlAttributes => envelope(decode(self, request).and_then(super::saml::attributes)),
            Self::SamlIssue => envelope(decode(self, request).and_then(super::saml::issue)),
            Self::SamlComplete => envelope(decode(self, request).and_then(super::saml::complete)),
            Self::SamlCheck => envelope(decode(self, request).and_then(super::saml::check)),
            Self::MetadataInspect => envelope(decode(self, request).and_then(super::metadata::inspect)),
            Self::MetadataTransform => envelope(decode(self, request).and_then(super::metadata::transform)),
            Self::MetadataConfigure => envelope(decode(self, request).and_then(super::metadata::configure)),
            Self::MetadataCompare => envelope(decode(self, request).and_then(super::metadata::compare)),
            Self::ScimPlan => envelope(decode(self, request).and_then(super::scim::plan)),
            Self::ScimReply => envelope(decode(self, request).and_then(super::scim::reply)),
            Self::Describe => envelope(nothing(self, request).and_then(|()| super::about::describe())),
        }
    }
}

/// Calls `$each!(name, Variant, "javaScriptName")` for every operation: a face's exports are this list.
#[cfg(any(feature = "extism", feature = "browser"))]
macro_rules! for_each_operation {
    ($each:ident) => {
        $each!(saml_attributes, SamlAttributes, "samlAttributes");
        $each!(saml_issue, SamlIssue, "samlIssue");
        $each!(saml_complete, SamlComplete, "samlComplete");
        $each!(saml_check, SamlCheck, "samlCheck");
        $each!(metadata_inspect, MetadataInspect, "metadataInspect");
        $each!(metadata_transform, MetadataTransform, "metadataTransform");
        $each!(metadata_configure, MetadataConfigure, "metadataConfigure");
        $each!(metadata_compare, MetadataCompare, "metadataCompare");
        $each!(scim_plan, ScimPlan, "scimPlan");
        $each!(scim_reply, ScimReply, "scimReply");
        $each!(describe, Describe, "describe");
    };
}
#[cfg(any(feature = "extism", feature = "browser"))]
pub(crate) use for_each_operation;
