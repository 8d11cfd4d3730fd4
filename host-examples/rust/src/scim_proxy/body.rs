//! The body of an identity provider's request: within a length, also once it is unpacked, and text.

use std::io::Read;
use std::time::Duration;

use flate2::read::MultiGzDecoder;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::{Body, Bytes, Incoming};

use super::plan::{Answer, scim_error};

/// Of the plugin too.
pub const LONGEST_BODY: usize = 4 << 20;
/// From its first byte to its last.
const BODY_SECONDS: u64 = 60;
/// For a sender that goes on sending what nobody reads: it has to see its answer first.
const DRAIN_SECONDS: u64 = 2;

pub struct Text {
    /// `None` for no body, and for one in a coding that is left to the plan, which refuses it by name.
    pub text: Option<String>,
    /// Whether it was gzip.
    pub unpacked: bool,
}

/// Reads it, or says how it is refused.
pub async fn read(body: &mut Incoming, coding: &str, longest: usize) -> Result<Text, Answer> {
    let too_long = || scim_error(413, &format!("a body has {longest} bytes at the most"));
    if usize::try_from(body.size_hint().lower()).is_ok_and(|length| length > longest) {
        return Err(too_long());
    }
    let whole = tokio::time::timeout(Duration::from_secs(BODY_SECONDS), Limited::new(body, longest).collect());
    let bytes = match whole.await {
        Ok(Ok(collected)) => collected.to_bytes(),
        Ok(Err(error)) if error.is::<LengthLimitError>() => return Err(too_long()),
        Ok(Err(_)) => return Err(scim_error(400, "the body ended in its middle")),
        Err(_) => return Err(scim_error(408, &format!("the body was not there within {BODY_SECONDS} seconds"))),
    };
    let unpacked = match coding.trim().to_ascii_lowercase().as_str() {
        "" | "identity" => false,
        "gzip" | "x-gzip" => true,
        _ => return Ok(Text { text: None, unpacked: false }),
    };
    let bytes = if unpacked && !bytes.is_empty() {
        let bytes = unpack(&bytes, longest).map_err(|_| scim_error(400, "the body is not gzip"))?;
        if bytes.len() > longest { Err(too_long()) } else { Ok(bytes) }?
    } else {
        bytes.into()
    };
    let text = String::from_utf8(bytes).map_err(|_| scim_error(400, "the body is not UTF-8"))?;
    Ok(Text { text: Some(text).filter(|text| !text.is_empty()), unpacked })
}

/// No more than one byte above what is allowed, however much more there is.
fn unpack(bytes: &Bytes, longest: usize) -> std::io::Result<Vec<u8>> {
    let mut unpacked = Vec::new();
    let most = u64::try_from(longest).unwrap_or(u64::MAX).saturating_add(1);
    MultiGzDecoder::new(bytes.as_ref()).take(most).read_to_end(&mut unpacked)?;
    Ok(unpacked)
}

/// Reads on for a moment and forgets what comes: a connection that is closed over unread bytes takes the answer with it.
pub fn drain(mut body: Incoming) {
    if !body.is_end_stream() {
        let rest = async move { while let Some(Ok(_)) = body.frame().await {} };
        tokio::spawn(tokio::time::timeout(Duration::from_secs(DRAIN_SECONDS), rest));
    }
}
