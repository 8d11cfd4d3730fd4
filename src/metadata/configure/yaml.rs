//! YAML scalars. A value from somebody's document stays a value, whatever it holds.

use std::fmt::Write;

/// A double-quoted scalar in ASCII (YAML 1.1 and 1.2 §7.3.1).
///
/// Everything that is not printable ASCII is escaped, so that no reader's idea of line breaks, anchors, tags or
/// interpolation matters.
pub(super) fn scalar(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            ' '..='~' => out.push(character),
            other => {
                // Writing to a String cannot fail.
                let _ = match u32::from(other) {
                    code @ 0..=0xff => write!(out, "\\x{code:02X}"),
                    code @ 0x100..=0xffff => write!(out, "\\u{code:04X}"),
                    code => write!(out, "\\U{code:08X}"),
                };
            }
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::scalar;

    #[test]
    fn a_scalar_holds_anything() {
        assert_eq!(scalar("a\"b\\c: !x #\n\u{85}é\u{2028}\u{1f600}"), r#""a\"b\\c: !x #\x0A\x85\xE9\u2028\U0001F600""#);
    }
}
