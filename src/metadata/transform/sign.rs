//! The signature of what was made.

use sha2::{Digest, Sha256};

use super::error::Error;
use crate::entropy::Entropy;
use crate::xml::signature::{DigestAlgorithm, PublicKey, SignatureAlgorithm, SignedInfo};
use crate::xml::{Certificate, Element, SigningKey};

/// With which certificate, and how.
pub(crate) struct Signing {
    pub(crate) certificate: Certificate,
    pub(crate) signer: Signer,
}

pub(crate) enum Signer {
    /// Here, with the key of the request.
    Key(Box<SigningKey>, Entropy),
    /// The host, which has signed, or has not yet.
    Host(Option<Vec<u8>>),
}

/// What came of it.
pub(super) enum Outcome {
    /// The ds:Signature element.
    Signature(String),
    /// The bytes that the host has to sign.
    Pending(String),
}

impl Signing {
    /// Characters of the ds:Signature element.
    pub(super) fn characters(&self, id: &str) -> usize {
        let modulus = self.certificate.key.as_ref().map_or(0, PublicKey::bits).div_ceil(8);
        info(id, &[0; 32]).signature(&vec![0; modulus], Some(&self.certificate.der)).as_str().chars().count()
    }

    /// Signs `root`, which has this `id` and no signature yet.
    pub(super) fn sign(&self, root: Element<'_, '_>, id: &str) -> Result<Outcome, Error> {
        let digest = SignedInfo::digest_of(root, DigestAlgorithm::Sha256).ok_or(Error::SigningFailed)?;
        let info = info(id, &digest);
        let bytes = info.to_sign();
        let value = match &self.signer {
            Signer::Key(key, entropy) => key.sign_rsa_sha256(bytes.as_bytes(), entropy).ok_or(Error::SigningFailed)?,
            Signer::Host(None) => return Ok(Outcome::Pending(bytes)),
            Signer::Host(Some(value)) => {
                let key = self.certificate.key.as_ref();
                let is_valid = key.is_some_and(|key| key.made(SignatureAlgorithm::RsaSha256, &bytes, value));
                if !is_valid {
                    return Err(Error::SigningInvalid);
                }
                value.clone()
            }
        };
        Ok(Outcome::Signature(info.signature(&value, Some(&self.certificate.der)).into_string()))
    }
}

fn info<'i>(id: &'i str, digest: &[u8]) -> SignedInfo<'i> {
    SignedInfo { id, digest: DigestAlgorithm::Sha256, digest_value: digest.to_vec(), algorithm: SignatureAlgorithm::RsaSha256 }
}

/// An ID for a document that has none: the same for the same document, in every face. (A `usize` has 4 bytes in wasm.)
pub(super) fn derived_id(text: &str, attempt: u64) -> String {
    let digest =
        Sha256::new_with_prefix(b"aws-federation metadata ID").chain_update(attempt.to_be_bytes()).chain_update(text).finalize();
    let digits: String = digest.iter().take(20).map(|byte| format!("{byte:02x}")).collect();
    format!("_{digits}")
}
