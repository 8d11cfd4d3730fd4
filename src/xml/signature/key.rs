//! Public keys, and whether one of them made a signature.

use crypto_bigint::modular::{BoxedMontyForm, BoxedMontyParams};
use crypto_bigint::{BoxedUint, Odd};
use p256::ecdsa::signature::hazmat::PrehashVerifier;

use super::{DigestAlgorithm, Hasher, SignatureAlgorithm};
use crate::xml::canonical::Sink;

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

    /// Whether this key made the signature of these bytes.
    pub(crate) fn made(&self, algorithm: SignatureAlgorithm, message: &str, signature: &[u8]) -> bool {
        let mut hasher = Hasher::new(algorithm.digest());
        hasher.write(message);
        self.judge(algorithm, &hasher.finish(), signature) == Judgement::Valid
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

    /// RFC 8017 §8.2.2: encodes what the signature must have signed and compares, so that no padding is ever parsed.
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
        let message = raise(signature, exponent, modulus)?;
        let padding = modulus.len().checked_sub(algorithm.prefix().len() + digest.len() + 3).filter(|padding| *padding >= 8)?;
        let expected = [&[0, 1], vec![0xff; padding].as_slice(), &[0], algorithm.prefix(), digest].concat();
        Some(message == expected)
    }
}

/// The public operation of RSA (RFC 8017 §5.2.2). None for a key that cannot be one; nothing, which equals no message,
/// for a signature that is none of this modulus.
///
/// Not the rsa crate's: everything here is public, so that the time may vary with it. With 17 multiplications for the
/// usual exponent instead of some 40, and no constant-time division, that is 2.2 times faster in wasm.
fn raise(signature: &[u8], exponent: &[u8], modulus: &[u8]) -> Option<Vec<u8>> {
    // Exponents beyond 33 bits are unheard of, and each bit costs two multiplications.
    let exponent =
        exponent.iter().try_fold(0_u64, |number, byte| (number >> 25 == 0).then_some(number << 8 | u64::from(*byte)))?;
    if exponent < 3 || exponent % 2 == 0 {
        return None;
    }
    let precision = u32::try_from(modulus.len().next_multiple_of(8) * 8).ok()?;
    let number = |bytes: &[u8]| BoxedUint::from_be_slice(bytes, precision).ok();
    let parameters = BoxedMontyParams::new_vartime(Odd::new(number(modulus)?).into_option()?);
    if signature.len() != modulus.len() || signature >= modulus {
        return Some(Vec::new());
    }
    let base = BoxedMontyForm::new(number(signature)?, &parameters);
    let mut power = base.clone();
    for bit in (0..exponent.ilog2()).rev() {
        power = power.square();
        if exponent >> bit & 1 == 1 {
            power *= &base;
        }
    }
    let bytes = power.retrieve().to_be_bytes();
    bytes.get(bytes.len() - modulus.len()..).map(<[u8]>::to_vec)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raising_is_what_arithmetic_says() {
        // 65 bits, so that a modulus that fills no limb is tried: 2^64 + 13.
        let modulus = [1, 0, 0, 0, 0, 0, 0, 0, 13];
        assert_eq!(raise(&[0, 0, 0, 0, 0, 0, 0, 0, 5], &[3], &modulus), Some(vec![0, 0, 0, 0, 0, 0, 0, 0, 125]));
        // 2^65 = 2 * (2^64 + 13) - 26, so 2^65 = -26.
        assert_eq!(raise(&[0, 0, 0, 0, 0, 0, 0, 0, 2], &[65], &modulus), Some(vec![0, 255, 255, 255, 255, 255, 255, 255, 243]));
        assert_eq!(raise(&modulus, &[3], &modulus), Some(Vec::new()));
        assert_eq!(raise(&[5], &[3], &modulus), Some(Vec::new()));
        for exponent in [&[][..], &[0], &[1], &[4], &[255; 9]] {
            assert_eq!(raise(&[0, 0, 0, 0, 0, 0, 0, 0, 5], exponent, &modulus), None);
        }
        assert_eq!(raise(&[0, 5], &[3], &[1, 2]), None);
    }

    #[test]
    fn bits_are_those_of_the_modulus() {
        for (modulus, bits) in [(vec![], 0), (vec![1], 1), (vec![0x80, 0], 16), (vec![0x7f, 0xff], 15)] {
            assert_eq!(PublicKey::Rsa { modulus, exponent: vec![3] }.bits(), bits);
        }
    }
}
