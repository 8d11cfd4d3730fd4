//! Metadata of any size, read in chunks: a federation's aggregate of 60 MB in a few MB of the plugin's memory.

use std::io::Read;

use crate::{Failed, Host, is_success};

/// Bytes of a chunk, where the document's source has no better size. Each chunk costs a call and a copy.
pub const CHUNK: usize = 64 << 10;

/// Carries out `metadata_inspect` or `metadata_transform` on a document that is read as it comes; the request is a
/// `ReadRequest`. Says whether it succeeded.
///
/// `each` gets every answer: one for each chunk, with the entities and findings that it brought, and at last that of the task.
/// A failure is the last one, too. Trust nothing of a signed document before the last: until then its signature is not checked.
pub fn metadata(
    host: &mut dyn Host,
    request: &[u8],
    mut document: impl Read,
    chunk: usize,
    mut each: impl FnMut(&[u8]) -> Result<(), Failed>,
) -> Result<bool, Failed> {
    let opened = host.open(request)?;
    if !is_success(&opened) {
        each(&opened)?;
        return Ok(false);
    }
    let mut bytes = Vec::new();
    while document.by_ref().take(u64::try_from(chunk)?).read_to_end(&mut bytes)? > 0 {
        let progress = host.push(&bytes)?;
        each(&progress)?;
        if !is_success(&progress) {
            return Ok(false);
        }
        bytes.clear();
    }
    let answer = host.finish()?;
    each(&answer)?;
    Ok(is_success(&answer))
}
