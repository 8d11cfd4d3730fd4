//! Content keys for a receiver: RSA-OAEP (XML Encryption 1.1 §5.5.2). Nothing here decrypts.

use chacha20::ChaCha20Rng;
use chacha20::rand_core::SeedableRng;
use rsa::{BoxedUint, Oaep};
use sha1::Sha1;
use sha2::Sha256;

use super::signature::PublicKey;

/// The hash of both digest and mask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyTransport {
    RsaOaepSha1,
    RsaOaepSha256,
}

/// The content key, for the owner of an RSA key; nothing for another kind of key. The padding is drawn from `seed`.
pub(crate) fn wrap(receiver: &PublicKey, transport: KeyTransport, key: &[u8], seed: [u8; 32]) -> Option<Vec<u8>> {
    let PublicKey::Rsa { modulus, exponent } = receiver else { return None };
    let precision = u32::try_from(modulus.len().next_multiple_of(8) * 8).ok()?;
    let modulus = BoxedUint::from_be_slice(modulus, precision).ok()?;
    let exponent = BoxedUint::from_be_slice(exponent, 64).ok()?;
    let receiver = rsa::PublicKey::new(modulus, exponent).ok()?;
    let mut random = ChaCha20Rng::from_seed(seed);
    match transport {
        KeyTransport::RsaOaepSha1 => receiver.encrypt(&mut random, Oaep::<Sha1>::new(), key),
        KeyTransport::RsaOaepSha256 => receiver.encrypt(&mut random, Oaep::<Sha256>::new(), key),
    }
    .ok()
}
