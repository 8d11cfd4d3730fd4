//! Public keys, and whether one of them made a signature.

use p256::ecdsa::signature::hazmat::PrehashVerifier;
use rsa::{BoxedUint, Pkcs1v15Sign};

use super::{DigestAlgorithm, SignatureAlgorithm};

/// A key that a caller trusts. Usually a certificate's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PublicKey {
    /// Big-endian, without leading zeros.
    Rsa { modulus: Vec<u8>, exponent: Vec<u8> },
    /// A point as SEC 1 §2.3.3 writes it.
    P256(Vec<u8>),
    /// A point as SEC 1 §2.3.3 writes it.
    P384(Vec<u8>),
}

/// RSA keys below verify nothing: 829 bits were factored in 2020, and AWS refuses less than 1024 (facts B).
pub(crate) const RSA_BITS_LEAST: usize = 1024;
/// RSA keys below are worth a warning (NIST SP 800-57 part 1, table 2: 112 bits of security).
pub(crate) const RSA_BITS_GOOD: usize = 2048;
/// The largest RSA key that is used: the time of a verification grows with the square.
const RSA_BITS_MOST: usize = 8192;

/// What a key says to a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Judgement {
    Valid,
    Invalid,
    /// The algorithm needs a key of the other kind.
    OtherKind,
    /// Too short or too long to be used, or no key at all.
    Unusable,
}

impl PublicKey {
    /// Bits of the modulus or of the curve.
    pub(crate) fn bits(&self) -> usize {
        match self {
            Self::Rsa { modulus, .. } => {
                let zeros = modulus.first().map_or(0, |first| first.leading_zeros());
                modulus.len() * 8 - usize::try_from(zeros).unwrap_or_default()
            }
            Self::P256(_) => 256,
            Self::P384(_) => 384,
        }
    }

    /// `rsa` or the curve's name.
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Self::Rsa { .. } => "rsa",
            Self::P256(_) => "p-256",
            Self::P384(_) => "p-384",
        }
    }

    pub(super) fn judge(&self, algorithm: SignatureAlgorithm, digest: &[u8], signature: &[u8]) -> Judgement {
        let valid = match (self, algorithm) {
            (
                Self::Rsa { modulus, exponent },
                SignatureAlgorithm::RsaSha1
                | SignatureAlgorithm::RsaSha256
                | SignatureAlgorithm::RsaSha384
                | SignatureAlgorithm::RsaSha512,
            ) => self.judge_rsa(modulus, exponent, algorithm.digest(), digest, signature),
            (Self::P256(point), SignatureAlgorithm::EcdsaSha256 | SignatureAlgorithm::EcdsaSha384) => {
                p256::ecdsa::VerifyingKey::from_sec1_bytes(point).ok().map(|key| {
                    // RFC 9231 §2.3.6: r and s side by side, no DER.
                    p256::ecdsa::Signature::from_slice(signature)
                        .is_ok_and(|signature| key.verify_prehash(digest, &signature).is_ok())
                })
            }
            (Self::P384(point), SignatureAlgorithm::EcdsaSha256 | SignatureAlgorithm::EcdsaSha384) => {
                p384::ecdsa::VerifyingKey::from_sec1_bytes(point).ok().map(|key| {
                    p384::ecdsa::Signature::from_slice(signature)
                        .is_ok_and(|signature| key.verify_prehash(digest, &signature).is_ok())
                })
            }
            _ => return Judgement::OtherKind,
        };
        match valid {
            Some(true) => Judgement::Valid,
            Some(false) => Judgement::Invalid,
            None => Judgement::Unusable,
        }
    }

    fn judge_rsa(
        &self,
        modulus: &[u8],
        exponent: &[u8],
        algorithm: DigestAlgorithm,
        digest: &[u8],
        signature: &[u8],
    ) -> Option<bool> {
        if !(RSA_BITS_LEAST..=RSA_BITS_MOST).contains(&self.bits()) {
            return None;
        }
        // An even number of limbs for any modulus; the exponent in one limb, for it decides the number of squarings.
        let precision = u32::try_from(modulus.len().next_multiple_of(8) * 8).ok()?;
        let modulus = BoxedUint::from_be_slice(modulus, precision).ok()?;
        let exponent = BoxedUint::from_be_slice(exponent, 64).ok()?;
        let key = rsa::PublicKey::new(modulus, exponent).ok()?;
        let scheme = Pkcs1v15Sign { hash_len: Some(digest.len()), prefix: algorithm.prefix().into() };
        Some(key.verify(scheme, digest, signature).is_ok())
    }
}
