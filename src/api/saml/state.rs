//! The state of a pending Response: self-contained, so that no host has to keep anything else.

use serde::{Deserialize, Serialize};

use crate::limits;
use crate::saml::issue::{ContentEncryption, Draft, Encryption, Halves, SignedParts, Stage};
use crate::xml::{KeyTransport, decode_base64, encode_base64};

/// What begins every state; another number is another form.
const VERSION: &str = "aws-federation-1";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct State {
    version: String,
    stage: u8,
    sign: u8,
    assertion: [String; 3],
    response: [String; 3],
    finished: String,
    certificate: String,
    encrypt: Option<(String, u8, u8)>,
    seed: String,
    consumer: String,
    relay: Option<String>,
    largest: usize,
}

/// Base64 of the draft.
pub(super) fn write(draft: &Draft) -> String {
    let halves = |halves: &Halves| [halves.id.clone(), halves.head.clone(), halves.tail.clone()];
    let state = State {
        version: VERSION.to_owned(),
        stage: match draft.stage {
            Stage::Assertion => 0,
            Stage::Response => 1,
        },
        sign: match draft.sign {
            SignedParts::Assertion => 0,
            SignedParts::Response => 1,
            SignedParts::Both => 2,
        },
        assertion: halves(&draft.assertion),
        response: halves(&draft.response),
        finished: draft.finished_assertion.clone(),
        certificate: draft.certificate.clone(),
        encrypt: draft.encrypt.as_ref().map(|encryption| {
            let content = match encryption.content {
                ContentEncryption::Aes128Gcm => 0,
                ContentEncryption::Aes256Gcm => 1,
            };
            let transport = match encryption.transport {
                KeyTransport::RsaOaepSha1 => 0,
                KeyTransport::RsaOaepSha256 => 1,
            };
            (encryption.certificate.clone(), content, transport)
        }),
        seed: encode_base64(&draft.seed),
        consumer: draft.consumer.clone(),
        relay: draft.relay_state.clone(),
        largest: draft.largest,
    };
    // Strings and numbers: writing them cannot fail.
    encode_base64(&serde_json::to_vec(&state).unwrap_or_default())
}

/// The draft of a state that [`write`] gave; nothing for anything else.
pub(super) fn read(text: &str) -> Option<Draft> {
    if text.len() > limits::COMPLETE_REQUEST {
        return None;
    }
    let state: State = serde_json::from_slice(&decode_base64(text)?).ok()?;
    let stage = match state.stage {
        0 => Stage::Assertion,
        1 => Stage::Response,
        _ => return None,
    };
    let sign = match state.sign {
        0 => SignedParts::Assertion,
        1 => SignedParts::Response,
        2 => SignedParts::Both,
        _ => return None,
    };
    let signs = match stage {
        Stage::Assertion => sign.assertion(),
        Stage::Response => sign.response(),
    };
    if state.version != VERSION || !signs || state.largest > 1 << 20 {
        return None;
    }
    let encrypt = match state.encrypt {
        None => None,
        Some((certificate, content, transport)) => Some(Encryption {
            certificate,
            content: match content {
                0 => ContentEncryption::Aes128Gcm,
                1 => ContentEncryption::Aes256Gcm,
                _ => return None,
            },
            transport: match transport {
                0 => KeyTransport::RsaOaepSha1,
                1 => KeyTransport::RsaOaepSha256,
                _ => return None,
            },
        }),
    };
    let halves = |[id, head, tail]: [String; 3]| Halves { id, head, tail };
    let draft = Draft {
        stage,
        sign,
        assertion: halves(state.assertion),
        response: halves(state.response),
        finished_assertion: state.finished,
        certificate: state.certificate,
        encrypt,
        seed: decode_base64(&state.seed)?.try_into().ok()?,
        consumer: state.consumer,
        relay_state: state.relay,
        largest: state.largest,
    };
    draft.is_whole().then_some(draft)
}
