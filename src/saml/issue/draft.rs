//! A Response on its way: what is written, what is signed, what is next.

use sha2::{Digest, Sha256};

use super::encryption::{Encryption, encrypt};
use super::form::Form;
use super::response::END;
use super::{Halves, SignedParts, signature};
use crate::entropy::{Draw, Entropy};
use crate::saml::Error;
use crate::xml::decode_base64;

/// Which signature is next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    Assertion,
    Response,
}

/// A Response that lacks a signature. It holds texts and no digest: digests are made from the texts each time, so a
/// draft that was altered asks for another signature than the one that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Draft {
    pub(crate) stage: Stage,
    pub(crate) sign: SignedParts,
    pub(crate) assertion: Halves,
    pub(crate) response: Halves,
    /// The assertion with its signature, encrypted if it was asked for; empty before that.
    pub(crate) finished_assertion: String,
    /// Base64 of the certificate's DER.
    pub(crate) certificate: String,
    pub(crate) encrypt: Option<Encryption>,
    pub(crate) seed: [u8; 32],
    pub(crate) consumer: String,
    pub(crate) relay_state: Option<String>,
    pub(crate) largest: usize,
}

/// What a signature led to.
pub(crate) enum Next {
    Sign(Box<Draft>),
    Done(Finished),
}

/// A finished Response.
pub(crate) struct Finished {
    pub(crate) xml: String,
    pub(crate) form: Form,
}

impl Draft {
    /// The exact bytes to sign.
    pub(crate) fn to_sign(&self) -> Result<String, Error> {
        Ok(match self.stage {
            Stage::Assertion => signature::signed_info(&self.assertion, "", "").to_sign(),
            Stage::Response => signature::signed_info(&self.response, &self.inner()?, END).to_sign(),
        })
    }

    /// Whether nothing of the draft was altered, as far as the signature itself would not tell.
    ///
    /// A signature covers the assertion, or the Response. What it does not cover (the Response around a signed assertion,
    /// the address, the relay state) is bound to it by the IDs: they are drawn for exactly these values, and they stand in
    /// what is signed. Whoever alters a value has another ID, and whoever alters the ID has another digest.
    pub(crate) fn is_whole(&self) -> bool {
        self.response.id == self.response_id()
            && (self.stage == Stage::Response || self.assertion.id == self.assertion_id())
            && names_its_id(&self.response, self.stage == Stage::Response)
            && names_its_id(&self.assertion, self.stage == Stage::Assertion)
    }

    /// The ID that is drawn for all that stands outside the documents.
    pub(super) fn response_id(&self) -> String {
        Entropy::resume(self.seed).id(Draw::ResponseId, &self.outside(&[]))
    }

    /// The ID that is drawn for the Response around the assertion.
    pub(super) fn assertion_id(&self) -> String {
        Entropy::resume(self.seed).id(Draw::AssertionId, &self.outside(&[&self.response.head, &self.response.tail]))
    }

    fn outside(&self, more: &[&str]) -> Vec<u8> {
        let sign = match self.sign {
            SignedParts::Assertion => "assertion",
            SignedParts::Response => "response",
            SignedParts::Both => "both",
        };
        let largest = self.largest.to_string();
        let encryption = self.encrypt.as_ref().map_or(String::new(), |encryption| {
            format!("{:?} {:?} {}", encryption.content, encryption.transport, encryption.certificate)
        });
        let relay = self.relay_state.as_deref();
        let mut digest = Sha256::new();
        for part in [
            sign,
            &largest,
            &self.certificate,
            &self.consumer,
            &encryption,
            relay.map_or("0", |_| "1"),
            relay.unwrap_or_default(),
        ]
        .into_iter()
        .chain(more.iter().copied())
        {
            // Lengths first, so that no two lists of parts look alike.
            digest.update((part.len() as u64).to_be_bytes());
            digest.update(part);
        }
        digest.finalize().to_vec()
    }

    /// Puts the signature in its place.
    ///
    /// Does not check it: the caller does, against the certificate, before this.
    pub(crate) fn signed(mut self, value: &[u8]) -> Result<Next, Error> {
        let certificate = decode_base64(&self.certificate);
        match self.stage {
            Stage::Assertion => {
                let element =
                    signature::signed_info(&self.assertion, "", "").signature(value, certificate.as_deref()).into_string();
                let text = format!("{}{element}{}", self.assertion.head, self.assertion.tail);
                self.finished_assertion = self.sealed(text)?;
                if self.sign.response() {
                    self.stage = Stage::Response;
                    return Ok(Next::Sign(Box::new(self)));
                }
                self.finish("")
            }
            Stage::Response => {
                self.finished_assertion = self.inner()?;
                let info = signature::signed_info(&self.response, &self.finished_assertion, END);
                let element = info.signature(value, certificate.as_deref()).into_string();
                self.finish(&element)
            }
        }
    }

    /// The assertion as it stands in the Response.
    fn inner(&self) -> Result<String, Error> {
        if self.finished_assertion.is_empty() {
            self.sealed(format!("{}{}", self.assertion.head, self.assertion.tail))
        } else {
            Ok(self.finished_assertion.clone())
        }
    }

    fn sealed(&self, assertion: String) -> Result<String, Error> {
        match &self.encrypt {
            None => Ok(assertion),
            Some(encryption) => encrypt(&assertion, encryption, &Entropy::resume(self.seed)),
        }
    }

    /// The document.
    fn finish(self, signature: &str) -> Result<Next, Error> {
        let xml = format!("{}{signature}{}{}{END}", self.response.head, self.response.tail, self.finished_assertion);
        let encoded = xml.len().div_ceil(3) * 4;
        if encoded > self.largest {
            return Err(Error::ResponseTooLarge { found: encoded, limit: self.largest });
        }
        let form = Form::new(&self.consumer, &xml, self.relay_state.as_deref());
        Ok(Next::Done(Finished { xml, form }))
    }
}

/// Whether the element that is signed next carries the ID that the reference will name.
fn names_its_id(halves: &Halves, is_next: bool) -> bool {
    !is_next || halves.head.contains(&format!(" ID=\"{}\" ", halves.id))
}
