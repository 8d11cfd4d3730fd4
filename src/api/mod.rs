//! The JSON boundary: bytes in, bytes out, and the only place where serde derives anything.
//!
//! A request is decoded into the wire types of [`types`], turned into the domain's own types (which cannot hold an
//! ARN, a name or a URI that was not parsed), carried out, and its answer written as wire types again.

mod decode;
mod envelope;
mod operations;
mod shape;

pub(crate) mod about;
#[cfg(feature = "envoy")]
pub(crate) mod envoy;
pub(crate) mod metadata;
pub(crate) mod saml;
pub(crate) mod scim;
mod target;
#[allow(unreachable_pub, reason = "generated; public for the component face's conversions")]
pub(crate) mod types;

#[cfg(test)]
pub(crate) use decode::TABLE;
pub use metadata::MetadataReader;
pub use operations::Operation;
#[cfg(any(feature = "extism", feature = "browser"))]
pub(crate) use operations::for_each_operation;

/// Carries out one operation: a JSON request in, a JSON answer out.
///
/// The answer is `{"type":"success", ...}` or `{"type":"failure","errors":[...]}`; it is never an error of another
/// kind, and nothing is remembered between calls. The request's form is described in `docs/reference.md`.
#[must_use]
pub fn call(operation: Operation, request: &[u8]) -> Vec<u8> {
    operation.answer(request)
}

impl Operation {
    /// The operation of that name in Extism and JSON.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|operation| operation.name() == name)
    }

    /// Bytes that a request may have.
    #[must_use]
    pub const fn request_limit(self) -> usize {
        match self {
            Self::SamlAttributes => crate::limits::ATTRIBUTES_REQUEST,
            Self::SamlIssue => crate::limits::ISSUE_REQUEST,
            Self::SamlComplete => crate::limits::COMPLETE_REQUEST,
            Self::SamlCheck => crate::limits::CHECK_REQUEST,
            Self::MetadataInspect => crate::limits::INSPECT_REQUEST,
            Self::MetadataTransform => crate::limits::TRANSFORM_REQUEST,
            Self::MetadataConfigure => crate::limits::CONFIGURE_REQUEST,
            Self::MetadataCompare => crate::limits::COMPARE_REQUEST,
            Self::ScimPlan => crate::limits::PLAN_REQUEST,
            Self::ScimReply => crate::limits::REPLY_REQUEST,
            Self::Describe => crate::limits::DESCRIBE_REQUEST,
        }
    }
}

/// Whether these bytes are a request of the operation of that name, or of the function that opens a reader.
#[cfg(feature = "component")]
pub(crate) fn check(operation: &str, request: &[u8]) -> Result<(), types::Failure> {
    if operation == "metadata_reader_open" {
        return decode::check_opening(request);
    }
    let Some(operation) = Operation::named(operation) else {
        return Err(envelope::failure([crate::error::Pointer::root().at(decode::Error::UnknownOperation)]));
    };
    decode::check(operation, request)
}

/// The value of a JSON text inside a typed request.
#[cfg(feature = "component")]
pub(crate) fn json_value(text: &str) -> Result<crate::json::Value, types::Failure> {
    decode::value(text)
}
