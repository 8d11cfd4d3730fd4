//! Escaping, as Canonical XML 1.0 §2.3 wants it: one way for the writer and for canonical forms of what was read.

/// Text nodes.
pub(super) fn escape_text(text: &str, out: &mut String) {
    escape(text, out, |byte| matches!(byte, b'&' | b'<' | b'>' | b'\r'));
}

/// Attribute nodes.
pub(super) fn escape_attribute(text: &str, out: &mut String) {
    escape(text, out, |byte| matches!(byte, b'&' | b'<' | b'"' | b'\t' | b'\n' | b'\r'));
}

fn escape(text: &str, out: &mut String, special: impl Fn(u8) -> bool) {
    let mut rest = text;
    while let Some((before, byte, after)) =
        rest.bytes().position(&special).and_then(|at| Some((rest.get(..at)?, *rest.as_bytes().get(at)?, rest.get(at + 1..)?)))
    {
        out.push_str(before);
        out.push_str(match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\t' => "&#x9;",
            b'\n' => "&#xA;",
            _ => "&#xD;",
        });
        rest = after;
    }
    out.push_str(rest);
}
