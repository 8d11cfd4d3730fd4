//! A private key that stands in the request: RSA, blinded.

use chacha20::ChaCha20Rng;
use rsa::pkcs1::DecodeRsaPrivateKey;
use rsa::pkcs1v15::Pkcs1v15Sign;
use rsa::pkcs8::DecodePrivateKey;
use rsa::traits::PublicKeyParts;
use sha2::{Digest, Sha256};

use super::certificate::Certificate;
use super::signature::PublicKey;
use crate::entropy::{Draw, Entropy};
use chacha20::rand_core::SeedableRng;

/// An RSA private key of 2048 to 4096 bits.
pub(crate) struct SigningKey {
    key: rsa::PrivateKey,
}

impl SigningKey {
    /// Reads PEM: PKCS#8 or PKCS#1, not encrypted. Nothing for anything else, and for a key that is too short to trust
    /// or too long to compute with.
    pub(crate) fn from_pem(pem: &str) -> Option<Self> {
        let pem = pem.trim();
        // Longer than any key of 4096 bits, and not worth parsing.
        if pem.len() > 8192 {
            return None;
        }
        let key = rsa::PrivateKey::from_pkcs8_pem(pem).ok().or_else(|| rsa::PrivateKey::from_pkcs1_pem(pem).ok())?;
        (2048..=4096).contains(&key.n().bit_width()).then_some(Self { key })
    }

    /// Whether the certificate is this key's.
    pub(crate) fn belongs_to(&self, certificate: &Certificate) -> bool {
        let Some(PublicKey::Rsa { modulus, exponent }) = &certificate.key else { return false };
        without_zeros(&self.key.n().to_be_bytes()) == without_zeros(modulus)
            && without_zeros(&self.key.e().to_be_bytes()) == without_zeros(exponent)
    }

    /// RSASSA-PKCS1-v1_5 with SHA-256.
    ///
    /// Blinded, because the time of an unblinded exponentiation tells the key (RUSTSEC-2023-0071). The blinding is drawn
    /// from the message and the host's entropy, so equal requests give equal bytes in every face; the signature itself
    /// does not depend on it.
    pub(crate) fn sign_rsa_sha256(&self, message: &[u8], entropy: &Entropy) -> Option<Vec<u8>> {
        let mut random = ChaCha20Rng::from_seed(entropy.bytes(Draw::Blinding, message));
        self.key.sign_with_rng(&mut random, Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(message)).ok()
    }
}

fn without_zeros(bytes: &[u8]) -> &[u8] {
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    bytes.get(zeros..).unwrap_or_default()
}
