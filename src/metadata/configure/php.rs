//! PHP strings. A value from somebody's document stays a value, whatever it holds.

/// A single-quoted string: nothing is interpolated in it, and only the backslash and the quote are special (PHP manual,
/// Strings). `?>` ends PHP in code and in comments of one line, not in a string.
pub(super) fn string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('\'');
    for character in text.chars() {
        if matches!(character, '\\' | '\'') {
            out.push('\\');
        }
        out.push(character);
    }
    out.push('\'');
    out
}

#[cfg(test)]
mod tests {
    use super::string;

    #[test]
    fn a_string_holds_anything() {
        assert_eq!(string(r"a'b\c\' ${d} {$e} <?php ?> */ //"), r"'a\'b\\c\\\' ${d} {$e} <?php ?> */ //'");
        assert_eq!(string("\\"), r"'\\'");
    }
}
