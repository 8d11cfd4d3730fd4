//! The entropy that a host lends, and the only ways to spend it.

use sha2::{Digest, Sha256};

/// At least 32 bytes that nobody else knows and that are used for one call only.
///
/// Not `Clone`, and each value is drawn under a label of its own: one draw cannot make two IDs. Hosts that repeat their
/// entropy repeat their IDs; the core cannot tell.
pub(crate) struct Entropy {
    seed: [u8; 32],
    uniform: bool,
}

/// What a value is drawn for. No label is drawn twice in one call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Draw {
    ResponseId,
    AssertionId,
    SessionIndex,
    EncryptedDataId,
    ContentKey,
    ContentNonce,
    OaepSeed,
    Blinding,
    TransientName,
}

impl Entropy {
    /// Bytes that a host must lend at least.
    pub(crate) const LEAST: usize = 32;

    /// Nothing, if there are too few bytes.
    pub(crate) fn new(bytes: &[u8]) -> Option<Self> {
        let first = bytes.first()?;
        if bytes.len() < Self::LEAST {
            return None;
        }
        let uniform = bytes.iter().all(|byte| byte == first);
        Some(Self { uniform, seed: Sha256::new_with_prefix(b"aws-federation entropy 1").chain_update(bytes).finalize().into() })
    }

    /// From a seed that an earlier call of the same Response kept.
    pub(crate) const fn resume(seed: [u8; 32]) -> Self {
        Self { seed, uniform: false }
    }

    /// Whether all bytes were equal: a buffer that was never filled, or a test's. IDs are predictable then, and a content
    /// key would be no secret.
    pub(crate) const fn is_uniform(&self) -> bool {
        self.uniform
    }

    /// The seed, to be kept with the pending Response. As secret as that.
    pub(crate) const fn seed(&self) -> [u8; 32] {
        self.seed
    }

    /// 32 bytes that depend on the seed, the label, and on what they are for.
    pub(crate) fn bytes(&self, draw: Draw, about: &[u8]) -> [u8; 32] {
        let label = draw as u8;
        Sha256::new_with_prefix(self.seed).chain_update([label]).chain_update(about).finalize().into()
    }

    /// An XML ID of 160 random bits: an `xs:ID` begins with a letter or underscore (SAML Core §1.3.4 asks for 128 to 160).
    ///
    /// It depends on `about` too: who knows the seed can tell whether an ID was drawn for exactly this.
    pub(crate) fn id(&self, draw: Draw, about: &[u8]) -> String {
        let mut id = String::with_capacity(41);
        id.push('_');
        for byte in self.bytes(draw, about).iter().take(20) {
            id.push_str(&format!("{byte:02x}"));
        }
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_differ_by_label_and_seed() {
        let bytes: Vec<u8> = (0..32).collect();
        let entropy = Entropy::new(&bytes).unwrap();
        assert_ne!(entropy.id(Draw::ResponseId, b""), entropy.id(Draw::AssertionId, b""));
        assert_eq!(entropy.id(Draw::ResponseId, b"").len(), 41);
        let other = Entropy::new(&[&bytes[..], b"x"].concat()).unwrap();
        assert_ne!(entropy.id(Draw::ResponseId, b""), other.id(Draw::ResponseId, b""));
        assert!(Entropy::new(&bytes[..31]).is_none());
        assert!(Entropy::new(&[7; 64]).unwrap().is_uniform() && !entropy.is_uniform());
    }
}
