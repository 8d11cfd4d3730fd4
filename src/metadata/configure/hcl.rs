//! Strings of Terraform's language. A value from somebody's document stays a value, whatever it holds.

use std::fmt::Write;

/// A quoted template without a template, in ASCII (HCL native syntax specification, Template Expressions).
///
/// `$${` would be the language's own way to write `${`, but what `$${` means after another `$` depends on the reader: a
/// dollar or percent sign before a brace is written as `\u0024` or `\u0025`, which no reader takes for the beginning of a
/// template.
pub(super) fn string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '$' if characters.peek() == Some(&'{') => out.push_str("\\u0024"),
            '%' if characters.peek() == Some(&'{') => out.push_str("\\u0025"),
            ' '..='~' => out.push(character),
            other => {
                // Writing to a String cannot fail.
                let _ = match u32::from(other) {
                    code @ 0..=0xffff => write!(out, "\\u{code:04X}"),
                    code => write!(out, "\\U{code:08X}"),
                };
            }
        }
    }
    out.push('"');
    out
}

/// A list of strings, one a line.
pub(super) fn strings<'a>(texts: impl IntoIterator<Item = &'a str>, indent: &str) -> String {
    let mut out = String::from("[\n");
    for text in texts {
        // Writing to a String cannot fail.
        let _ = writeln!(out, "{indent}  {},", string(text));
    }
    out + indent + "]"
}

#[cfg(test)]
mod tests {
    use super::string;

    #[test]
    fn a_string_holds_anything() {
        assert_eq!(
            string("a\"b\\c ${d} %{e} $${f} %%{g} #{h} \n é\u{1f600} */ EOT"),
            r#""a\"b\\c \u0024{d} \u0025{e} $\u0024{f} %\u0025{g} #{h} \n \u00E9\U0001F600 */ EOT""#
        );
        assert_eq!(string("%20$"), "\"%20$\"");
    }
}
