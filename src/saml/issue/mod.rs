//! Issuing: a Response for AWS, from an [`Order`] in which nothing can be wrong.
//!
//! Documents are written in exclusive canonical form, so what is digested is what is sent. An element that will be
//! signed is held in two halves, before and after the place of its signature: the digest runs over both, and the
//! signature goes in between.

mod assertion;
mod draft;
mod encryption;
mod form;
pub(crate) mod receiver;
mod response;
mod signature;
pub(crate) mod subject;

pub(crate) use draft::{Draft, Finished, Next, Stage};
pub(crate) use encryption::{ContentEncryption, Encryption};
pub(crate) use form::POLICY;

use super::attributes::Attribute;
use crate::entropy::Entropy;
use crate::time::UnixTime;
use crate::uri::{EntityId, Location};

/// Which parts carry a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SignedParts {
    Assertion,
    Response,
    Both,
}

impl SignedParts {
    pub(crate) const fn assertion(self) -> bool {
        matches!(self, Self::Assertion | Self::Both)
    }

    pub(crate) const fn response(self) -> bool {
        matches!(self, Self::Response | Self::Both)
    }
}

/// The Subject's NameID.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NameId {
    pub(crate) format: String,
    pub(crate) value: String,
    pub(crate) name_qualifier: Option<String>,
    pub(crate) sp_name_qualifier: Option<String>,
}

/// An `xs:NCName`, as the ID of a request is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RequestId(String);

impl RequestId {
    /// A letter or underscore, then letters, digits, `_-.`; at most 256 of them. (SAML allows more letters than ASCII's;
    /// no service provider of AWS sends any.)
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let begins = text.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_');
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte);
        (begins && text.len() <= 256 && text.bytes().all(allowed)).then(|| Self(text.to_owned()))
    }

    fn as_str(&self) -> &str {
        &self.0
    }
}

/// Everything that a Response says.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    pub(crate) issuer: EntityId,
    pub(crate) audience: EntityId,
    pub(crate) consumer: Location,
    pub(crate) name_id: NameId,
    pub(crate) in_response_to: Option<RequestId>,
    pub(crate) now: UnixTime,
    /// Seconds that the assertion can be redeemed.
    pub(crate) lifetime: u32,
    pub(crate) session_end: Option<UnixTime>,
    pub(crate) authn_instant: UnixTime,
    pub(crate) authn_context: String,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) sign: SignedParts,
    pub(crate) encrypt: Option<Encryption>,
    pub(crate) relay_state: Option<String>,
    /// Characters of base64 that the target takes.
    pub(crate) largest: usize,
}

/// Writes the documents and stops before the first signature.
///
/// `certificate` is the DER of the signing certificate in base64, for KeyInfo.
pub(crate) fn draft(order: &Order, certificate: &str, entropy: &Entropy) -> Draft {
    let mut draft = Draft {
        stage: if order.sign.assertion() { Stage::Assertion } else { Stage::Response },
        sign: order.sign,
        assertion: Halves::default(),
        response: Halves::default(),
        finished_assertion: String::new(),
        certificate: certificate.to_owned(),
        encrypt: order.encrypt.clone(),
        seed: entropy.seed(),
        consumer: order.consumer.as_str().to_owned(),
        relay_state: order.relay_state.clone(),
        largest: order.largest,
    };
    // In this order: the Response's ID is bound to what stands outside the documents, the assertion's also to the Response.
    draft.response = response::write(order, draft.response_id());
    draft.assertion = assertion::write(order, entropy, draft.assertion_id());
    draft
}

/// An element in two halves, the place of its signature between them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Halves {
    pub(crate) id: String,
    pub(crate) head: String,
    pub(crate) tail: String,
}
