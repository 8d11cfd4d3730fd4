//! Characters and names of XML 1.0 and Namespaces in XML 1.0.

/// Where in the text the first character stands that XML 1.0 §2.2 has no place for, as `Char` or in any other way.
pub(super) fn first_illegal(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    // Eight bytes at a time: this runs over every byte of 16 MB, and wasm without SIMD has nothing wider.
    bytes.chunks(8).enumerate().find_map(|(number, word)| {
        let is_plain = <[u8; 8]>::try_from(word).is_ok_and(|word| is_plain(u64::from_le_bytes(word)));
        if is_plain {
            None
        } else {
            (number * 8..number * 8 + word.len()).find(|at| is_illegal(bytes.get(*at..).unwrap_or_default()))
        }
    })
}

/// Whether no byte is below U+0020 and none is EF, with which U+FFFE and U+FFFF begin.
const fn is_plain(word: u64) -> bool {
    const ONES: u64 = u64::MAX / 255;
    const HIGH: u64 = ONES * 0x80;
    let ef = word ^ (ONES * 0xef);
    (word.wrapping_sub(ONES * 0x20) & !word | ef.wrapping_sub(ONES) & !ef) & HIGH == 0
}

/// Whether an illegal character begins here.
const fn is_illegal(bytes: &[u8]) -> bool {
    matches!(bytes, [0..=8 | 0xb | 0xc | 0xe..=0x1f, ..] | [0xef, 0xbf, 0xbe | 0xbf, ..])
}

/// XML 1.0 §2.2, `Char`.
pub(super) const fn is_character(character: char) -> bool {
    !matches!(character, '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// XML 1.0 §2.3, `S`.
pub(super) const fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\r' | '\n')
}

/// Namespaces in XML 1.0 §3, `NCName`.
pub(super) fn is_name(text: &str) -> bool {
    let mut bytes = text.bytes();
    let plain_start = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_';
    if bytes.next().is_some_and(plain_start)
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
    {
        return true;
    }
    text.chars().next().is_some_and(is_name_start) && text.chars().all(is_name_character)
}

/// XML 1.0 §2.3, `NameStartChar` without the colon.
const fn is_name_start(character: char) -> bool {
    matches!(character,
        'A'..='Z' | '_' | 'a'..='z' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}' | '\u{370}'..='\u{37d}'
        | '\u{37f}'..='\u{1fff}' | '\u{200c}' | '\u{200d}' | '\u{2070}'..='\u{218f}' | '\u{2c00}'..='\u{2fef}'
        | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}' | '\u{10000}'..='\u{effff}')
}

/// XML 1.0 §2.3, `NameChar` without the colon.
const fn is_name_character(character: char) -> bool {
    is_name_start(character)
        || matches!(character, '-' | '.' | '0'..='9' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}'..='\u{2040}')
}

#[cfg(test)]
mod tests {
    use super::first_illegal;

    #[test]
    fn the_first_illegal_character_is_found_wherever_chunks_end() {
        for before in [0, 1, 4093, 4094, 4095, 4096, 4097, 9000] {
            for illegal in ["\u{0}", "\u{b}", "\u{1f}", "\u{fffe}", "\u{ffff}"] {
                let text = format!("{}{illegal}\u{fffd}\u{1}", "ü".repeat(before / 2) + &"x".repeat(before % 2));
                assert_eq!(first_illegal(&text), Some(before), "{before} {illegal:?}");
            }
            assert_eq!(first_illegal(&format!("{}\u{fffd}\u{feff}\t\r\n\u{7f}", "ü".repeat(before))), None);
        }
    }
}
