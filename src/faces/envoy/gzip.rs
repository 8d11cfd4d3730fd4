//! Unpacks what an identity provider packed.

use std::io::Read;

use flate2::read::MultiGzDecoder;

pub(super) enum Unreadable {
    NotGzip,
    /// A small body that would fill the memory.
    TooLarge,
}

/// At most `limit` bytes are ever written, whatever the body claims.
pub(super) fn unpack(packed: &[u8], limit: usize) -> Result<Vec<u8>, Unreadable> {
    let mut unpacked = Vec::new();
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    MultiGzDecoder::new(packed).take(most).read_to_end(&mut unpacked).map_err(|_| Unreadable::NotGzip)?;
    if unpacked.len() > limit { Err(Unreadable::TooLarge) } else { Ok(unpacked) }
}
