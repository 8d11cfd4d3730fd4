//! The signature of one element of a draft.

use sha2::{Digest, Sha256};

use super::Halves;
use crate::xml::signature::{DigestAlgorithm, SignatureAlgorithm, SignedInfo};

/// What is signed for an element: the digest of its two halves, and of what follows them in the Response (the assertion
/// and the end tag). RSA-SHA256, the one algorithm that AWS's recordings show (facts A2).
pub(super) fn signed_info<'h>(halves: &'h Halves, inside: &str, end: &str) -> SignedInfo<'h> {
    let digest_value = Sha256::new()
        .chain_update(&halves.head)
        .chain_update(&halves.tail)
        .chain_update(inside)
        .chain_update(end)
        .finalize()
        .to_vec();
    SignedInfo { id: &halves.id, digest: DigestAlgorithm::Sha256, digest_value, algorithm: SignatureAlgorithm::RsaSha256 }
}
