//! The simple types that SAML's schemas use (XML Schema part 2).
//!
//! Never wider than the specification, and no wider than libxml2 and Xerces are: what is accepted here is valid to all of
//! them. Years beyond 9999, negative years and numbers of ten digits are the price, and nobody's metadata has any.

use std::borrow::Cow;

use crate::xml::decode_base64;

/// A simple type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::metadata::transform) enum Simple {
    Text,
    /// `xs:anyURI`, and no more characters than this.
    Uri(usize),
    UriList,
    Boolean,
    Instant,
    Duration,
    /// `xs:ID`: an NCName that the document has once.
    Id,
    Base64,
    /// Base64 of a certificate.
    Certificate,
    /// `xs:integer`, no less than this.
    Integer(i64),
    /// `xs:integer` of any length: certificates' serial numbers have twenty bytes.
    SerialNumber,
    /// `xs:unsignedByte` and the like: 0 to this.
    Unsigned(u32),
    Language,
    OneOf(&'static [&'static str]),
    /// `saml1md:SourceID`: 40 lower-case hexadecimal digits.
    SourceId,
}

/// `xs:anyURI` without a limit on its length.
pub(in crate::metadata::transform) const URI: Simple = Simple::Uri(usize::MAX);

impl Simple {
    /// The value as XML Schema reads it: white space collapsed, but for strings (§4.3.6). None if the type has no such value.
    pub(in crate::metadata::transform) fn read(self, text: &str) -> Option<Cow<'_, str>> {
        // An enumeration of strings is one of strings: `use=" signing"` is none of its values.
        if matches!(self, Self::Text | Self::SourceId | Self::OneOf(_)) {
            return self.has(text).then_some(Cow::Borrowed(text));
        }
        let value = collapse(text);
        self.has(&value).then_some(value)
    }

    fn has(self, value: &str) -> bool {
        match self {
            Self::Text => true,
            Self::Uri(most) => value.chars().count() <= most && is_uri(value),
            Self::UriList => value.split(' ').all(is_uri),
            Self::Boolean => matches!(value, "true" | "false" | "1" | "0"),
            Self::Instant => is_instant(value),
            Self::Duration => is_duration(value),
            Self::Id => is_id(value),
            Self::Base64 | Self::Certificate => decode_base64(value).is_some(),
            Self::Integer(least) => is_integer(value) && value.parse::<i64>().is_ok_and(|number| number >= least),
            Self::SerialNumber => is_digits(value.strip_prefix(['+', '-']).unwrap_or(value)),
            Self::Unsigned(most) => is_number(value) && value.parse::<u32>().is_ok_and(|number| number <= most),
            Self::Language => value.is_empty() || is_language(value),
            Self::OneOf(values) => values.contains(&value),
            Self::SourceId => value.len() == 40 && value.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')),
        }
    }
}

/// White space at the ends removed, and one space for any amount of it elsewhere.
pub(in crate::metadata::transform) fn collapse(text: &str) -> Cow<'_, str> {
    let is_space = |character: char| matches!(character, ' ' | '\t' | '\n' | '\r');
    let trimmed = text.trim_matches(is_space);
    let is_collapsed = !trimmed.contains(['\t', '\n', '\r']) && !trimmed.contains("  ");
    if is_collapsed {
        return Cow::Borrowed(trimmed);
    }
    Cow::Owned(trimmed.split(is_space).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "))
}

/// A URI reference of RFC 3986, once the characters that XML Schema has escaped are (part 2 §3.2.17, XLink §5.4).
fn is_uri(text: &str) -> bool {
    // One character for each that would be escaped: where percent signs could stand, this could.
    let escaped: String = text
        .chars()
        .map(|character| if character.is_ascii_graphic() && !"<>\"{}|\\^`".contains(character) { character } else { '_' })
        .collect();
    let (rest, fragment) = escaped.split_once('#').unwrap_or((&escaped, ""));
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    let hierarchy = match rest.split_once(':') {
        // A colon in the first segment ends a scheme (§4.2).
        Some((before, after)) if !before.contains('/') => {
            let is_scheme = before.starts_with(|first: char| first.is_ascii_alphabetic())
                && before.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
            if !is_scheme {
                return false;
            }
            after
        }
        _ => rest,
    };
    let path = match hierarchy.strip_prefix("//") {
        Some(after) => {
            let (authority, path) = after.split_at(after.find('/').unwrap_or(after.len()));
            if !is_authority(authority) {
                return false;
            }
            path
        }
        None => hierarchy,
    };
    is_made_of(path, b":@/") && is_made_of(query, b":@/?") && is_made_of(fragment, b":@/?")
}

/// RFC 3986 §3.2, without names of future address families.
fn is_authority(authority: &str) -> bool {
    let (user, place) = authority.rsplit_once('@').unwrap_or(("", authority));
    let (host, port) = match place.strip_prefix('[') {
        Some(literal) => {
            let Some((address, after)) = literal.split_once(']') else { return false };
            let is_address = !address.is_empty() && address.bytes().all(|byte| byte.is_ascii_hexdigit() || b":.".contains(&byte));
            if !is_address || !(after.is_empty() || after.starts_with(':')) {
                return false;
            }
            ("", after.strip_prefix(':'))
        }
        None => place.split_once(':').map_or((place, None), |(host, port)| (host, Some(port))),
    };
    // RFC 3986 allows a colon without a port; libxml2 does not.
    let is_port = |port: &str| (1..=5).contains(&port.len()) && is_digits(port);
    is_made_of(user, b":") && is_made_of(host, b"") && port.is_none_or(is_port)
}

/// Whether there is nothing but unreserved characters, percent-encoded ones, sub-delimiters (RFC 3986 §2) and these.
fn is_made_of(text: &str, more: &[u8]) -> bool {
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let is_allowed = match byte {
            b'%' => [bytes.next(), bytes.next()].iter().all(|digit| digit.is_some_and(|digit| digit.is_ascii_hexdigit())),
            byte => byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=".contains(&byte) || more.contains(&byte),
        };
        if !is_allowed {
            return false;
        }
    }
    true
}

/// `xs:dateTime` of the years 1 to 9999, with a zone or without (§3.2.7).
fn is_instant(text: &str) -> bool {
    let number = |from: usize, to: usize| text.get(from..to).filter(|part| is_digits(part))?.parse::<u32>().ok();
    let separators = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
    if separators.iter().any(|(at, byte)| text.as_bytes().get(*at) != Some(byte)) {
        return false;
    }
    let (Some(year), Some(month), Some(day)) = (number(0, 4), number(5, 7), number(8, 10)) else { return false };
    let (Some(hour), Some(minute), Some(second)) = (number(11, 13), number(14, 16), number(17, 19)) else { return false };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let in_range = year >= 1 && (1..=12).contains(&month) && (1..=days).contains(&day) && hour < 24 && minute < 60 && second < 60;
    let mut rest = text.get(19..).unwrap_or_default();
    if let Some(fraction) = rest.strip_prefix('.') {
        let digits = fraction.bytes().take_while(u8::is_ascii_digit).count();
        if !(1..=9).contains(&digits) {
            return false;
        }
        rest = fraction.get(digits..).unwrap_or_default();
    }
    in_range && (rest.is_empty() || rest == "Z" || is_offset(rest))
}

/// `+hh:mm` or `-hh:mm`, of fourteen hours at most.
fn is_offset(text: &str) -> bool {
    let Some(offset) = text.strip_prefix(['+', '-']) else { return false };
    let Some((hours, minutes)) = offset.split_once(':') else { return false };
    let is_pair = |pair: &str| pair.len() == 2 && is_digits(pair);
    is_pair(hours) && is_pair(minutes) && ((hours < "14" && minutes < "60") || (hours == "14" && minutes == "00"))
}

/// `xs:duration` (§3.2.6).
fn is_duration(text: &str) -> bool {
    let Some(text) = text.strip_prefix('-').unwrap_or(text).strip_prefix('P') else { return false };
    let (days, time) = match text.split_once('T') {
        Some((days, time)) => (days, Some(time)),
        None => (text, None),
    };
    let is_time = time.is_none_or(|time| !time.is_empty() && are_fields(time, "HMS"));
    (!days.is_empty() || time.is_some()) && are_fields(days, "YMD") && is_time
}

/// Numbers with their units, in the order of the units. Seconds may have a fraction.
fn are_fields(text: &str, units: &str) -> bool {
    let mut rest = text;
    let mut units = units.chars();
    while !rest.is_empty() {
        let Some(at) = rest.find(|character: char| !character.is_ascii_digit() && character != '.') else { return false };
        let (number, after) = rest.split_at(at);
        let Some(unit) = after.chars().next() else { return false };
        let is_number = match number.split_once('.') {
            Some((whole, fraction)) => unit == 'S' && is_number(whole) && is_number(fraction),
            None => is_number(number),
        };
        if !is_number || !units.any(|known| known == unit) {
            return false;
        }
        rest = after.get(1..).unwrap_or_default();
    }
    true
}

fn is_number(text: &str) -> bool {
    text.len() <= 9 && is_digits(text)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `xs:integer` of nine digits at most.
fn is_integer(text: &str) -> bool {
    is_number(text.strip_prefix(['+', '-']).unwrap_or(text))
}

/// An NCName of ASCII and Latin-1: the editions of XML 1.0 disagree about letters beyond, and validators with them.
fn is_id(text: &str) -> bool {
    let is_letter = |character: char| matches!(character, 'A'..='Z' | 'a'..='z' | '_' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{ff}');
    text.starts_with(is_letter)
        && text.chars().all(|character| is_letter(character) || character.is_ascii_digit() || matches!(character, '-' | '.'))
}

/// A language tag (BCP 47 §2.1), without extensions: `xs:language` allows more, libxml2 does not.
fn is_language(text: &str) -> bool {
    let mut parts = text.split('-').peekable();
    let first = parts.next().unwrap_or_default();
    let is = |part: &str, lengths: std::ops::RangeInclusive<usize>, kind: fn(&u8) -> bool| {
        lengths.contains(&part.len()) && part.bytes().all(|byte| kind(&byte))
    };
    if !is(first, 2..=3, u8::is_ascii_alphabetic) {
        return is(first, 4..=8, u8::is_ascii_alphabetic) && parts.peek().is_none();
    }
    let _ = parts.next_if(|part| is(part, 3..=3, u8::is_ascii_alphabetic));
    let _ = parts.next_if(|part| is(part, 4..=4, u8::is_ascii_alphabetic));
    let _ = parts.next_if(|part| is(part, 2..=2, u8::is_ascii_alphabetic) || is(part, 3..=3, u8::is_ascii_digit));
    let _ = parts.next_if(|part| is(part, 5..=8, u8::is_ascii_alphanumeric));
    parts.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(simple: Simple, good: &[&str], bad: &[&str]) {
        for text in good {
            assert!(simple.read(text).is_some(), "{text:?}");
        }
        for text in bad {
            assert!(simple.read(text).is_none(), "{text:?}");
        }
    }

    #[test]
    fn uris() {
        let good = [
            "",
            "a",
            "/a",
            "//",
            "http:",
            "http://",
            "https://h:443/p?q#f",
            " https://h ",
            "urn:a:b",
            "mailto:a@b",
            "data:image/png;base64,A+/=",
            "http://[::1]:80/",
            "http://u:p@h/",
            "#x",
            "?q",
            "./a:b",
            "a b",
            "https://h/{tenant}/\u{e9}",
            "http://\u{fc}/",
            "%20",
            "a?b?c",
            "a#b?c",
        ];
        let bad = [
            ":x",
            "1a:b",
            "\u{e9}:x",
            "a_b:c",
            "%zz",
            "%2",
            "http://h:p/",
            "http://h:/",
            "http://h:999999/",
            "http://[x",
            "http://[]/",
            "http://a@b@c/",
            "a#b#c",
            "a[1]",
            "https://h/[1]",
            "a b:c",
        ];
        check(URI, &good, &bad);
        check(Simple::Uri(3), &["abc", "\u{e9}\u{e9}\u{e9}"], &["abcd"]);
        check(Simple::UriList, &["a  b\n c", ""], &["a :b"]);
    }

    #[test]
    fn instants_and_durations() {
        let good =
            ["2026-11-24T00:00:00Z", "2024-02-29T23:59:59.123+14:00", "0001-01-01T00:00:00", " 2026-11-24T00:00:00-00:00\n"];
        let bad = [
            "",
            "now",
            "2026-11-24",
            "2026-11-24T00:00",
            "2026-02-29T00:00:00Z",
            "2026-11-24T24:00:00Z",
            "2026-11-24T00:00:60Z",
            "2026-11-24T00:00:00.Z",
            "2026-11-24T00:00:00+14:01",
            "2026-11-24T00:00:00+1:00",
            "0000-01-01T00:00:00Z",
            "2026-11-24t00:00:00z",
            "2026-11-24T00:00:00ZZ",
            "2026-11-24T00:00:00\u{e9}",
            "2026-00-24T00:00:00Z",
            "2026-11-00T00:00:00Z",
        ];
        check(Simple::Instant, &good, &bad);
        let good = ["P1Y", "-P1M", "PT1S", "P1DT12H", "P1Y2M3DT4H5M6.789S", "PT0S", "P0D"];
        let bad = [
            "",
            "P",
            "PT",
            "P1DT",
            "1D",
            "P1S",
            "PT1D",
            "P1H",
            "P1M1Y",
            "P1D1D",
            "P1.5D",
            "PT1.S",
            "PT.5S",
            "P-1D",
            "PT1234567890S",
            "P1\u{e9}",
            "PD",
        ];
        check(Simple::Duration, &good, &bad);
    }

    #[test]
    fn the_rest() {
        check(Simple::Boolean, &["true", " 0 "], &["", "TRUE", "yes"]);
        check(Simple::Id, &["_a", "\u{e9}.-1"], &["", "1", "a:b", "a b"]);
        check(
            Simple::Language,
            &["", "en", "de-CH", "zh-Hans-CN", "sl-rozaj", "es-419", "und"],
            &["en_US", "e", "en-", "x-y", "englishlang", "-", "en US"],
        );
        check(Simple::Integer(1), &["1", "+7"], &["0", "-1", "1.0", "", "a", "1234567890"]);
        check(Simple::Unsigned(65_535), &["0", "65535"], &["65536", "-1", "+1", ""]);
        check(Simple::OneOf(&["signing"]), &["signing"], &["Signing", " signing", ""]);
        check(Simple::Base64, &["", "Zm9v", " Zm 9v\n"], &["Zm9", "-----"]);
        check(Simple::SourceId, &["0123456789abcdef0123456789abcdef01234567"], &["", "0123456789ABCDEF0123456789ABCDEF01234567"]);
        assert_eq!(collapse(" a \t\n b "), "a b");
    }
}
