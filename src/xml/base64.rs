//! Base64 as XML has it: white space anywhere, everything else exact.

use ::base64::Engine;
use ::base64::engine::general_purpose::STANDARD;

use super::names::is_space;

/// Decodes. White space is skipped (XML Schema part 2 §3.2.16); no other character, missing padding or stray bit is.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    if !text.contains(is_space) {
        return STANDARD.decode(text).ok();
    }
    let dense: String = text.split(is_space).collect();
    STANDARD.decode(dense).ok()
}

/// Encodes, in one line.
pub(crate) fn encode(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_skipped_and_nothing_else() {
        assert_eq!(decode(" Zm9v\r\n\tYg = = "), Some(b"foob".to_vec()));
        assert_eq!(decode(""), Some(Vec::new()));
        for text in ["Zm9vYg", "Zm9vYg=", "Zm9vYh==", "Zm9v!", "Zm9v\u{a0}", "Zm9v-_==", "Zm9v====", "Zm=9v"] {
            assert_eq!(decode(text), None, "{text}");
        }
        assert_eq!(encode(b"foob"), "Zm9vYg==");
    }
}
