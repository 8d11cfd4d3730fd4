//! DER, as far as a certificate needs it.
//!
//! A walk of this size instead of the x509-cert crate: that one added 180 KB to the artifact (78 KB without names as
//! text), builds every extension, and refuses certificates that identity providers really use.

use crate::time::days;

/// A run of DER values.
#[derive(Clone, Copy)]
pub(super) struct Reader<'b> {
    rest: &'b [u8],
}

pub(super) const INTEGER: u8 = 0x02;
pub(super) const BIT_STRING: u8 = 0x03;
pub(super) const OBJECT_IDENTIFIER: u8 = 0x06;
pub(super) const UTC_TIME: u8 = 0x17;
pub(super) const GENERALIZED_TIME: u8 = 0x18;
pub(super) const SEQUENCE: u8 = 0x30;
pub(super) const SET: u8 = 0x31;

/// A value with its tag.
#[derive(Clone, Copy)]
pub(super) struct Value<'b> {
    pub(super) tag: u8,
    pub(super) content: &'b [u8],
    /// Tag and length included.
    pub(super) whole: &'b [u8],
}

impl<'b> Reader<'b> {
    pub(super) const fn new(rest: &'b [u8]) -> Self {
        Self { rest }
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// The next value. None at the end, and where the bytes are no DER: tags of one byte and definite lengths only.
    pub(super) fn next(&mut self) -> Option<Value<'b>> {
        let (tag, after) = self.rest.split_first()?;
        let (first, after) = after.split_first()?;
        let (length, after) = match *first {
            short @ 0..=0x7f => (usize::from(short), after),
            // Four bytes of length are 4 GB.
            long @ 0x81..=0x84 => {
                let (digits, after) = after.split_at_checked(usize::from(long & 0x7f))?;
                let length =
                    digits.iter().try_fold(0_usize, |length, digit| length.checked_mul(256)?.checked_add(usize::from(*digit)))?;
                (length, after)
            }
            _ => return None,
        };
        if tag & 0x1f == 0x1f {
            return None;
        }
        let (content, after) = after.split_at_checked(length)?;
        let whole = self.rest.get(..self.rest.len() - after.len())?;
        self.rest = after;
        Some(Value { tag: *tag, content, whole })
    }

    /// The content of the next value, if it has this tag. Else nothing is consumed.
    pub(super) fn take(&mut self, tag: u8) -> Option<&'b [u8]> {
        let mut ahead = *self;
        let value = ahead.next().filter(|value| value.tag == tag)?;
        *self = ahead;
        Some(value.content)
    }

    /// What the next value holds, if it has this tag.
    pub(super) fn enter(&mut self, tag: u8) -> Option<Self> {
        self.take(tag).map(Self::new)
    }
}

/// An object identifier in dotted form.
pub(super) fn dotted(identifier: &[u8]) -> Option<String> {
    let mut arcs: Vec<u64> = Vec::new();
    let mut arc: u64 = 0;
    for byte in identifier {
        arc = arc.checked_mul(128)?.checked_add(u64::from(byte & 0x7f))?;
        if byte & 0x80 == 0 {
            if arcs.is_empty() {
                let first = (arc / 40).min(2);
                arcs.push(first);
                arc -= first * 40;
            }
            arcs.push(arc);
            arc = 0;
        }
    }
    (!arcs.is_empty()).then(|| arcs.iter().map(u64::to_string).collect::<Vec<_>>().join("."))
}

/// Seconds since 1970 of a `UTCTime` or `GeneralizedTime` in UTC (RFC 5280 §4.1.2.5). Seconds may be missing, as in
/// certificates before 1999.
pub(super) fn time(value: Value<'_>) -> Option<i64> {
    let text = std::str::from_utf8(value.content).ok()?.strip_suffix('Z')?;
    let (year, rest) = match value.tag {
        UTC_TIME => {
            let (year, rest) = text.split_at_checked(2)?;
            let year = number(year)?;
            (if year < 50 { 2000 + year } else { 1900 + year }, rest)
        }
        GENERALIZED_TIME => {
            let (year, rest) = text.split_at_checked(4)?;
            (number(year)?, rest)
        }
        _ => return None,
    };
    let part = |from: usize| rest.get(from..from + 2).and_then(number);
    let (month, day, hour, minute) = (part(0)?, part(2)?, part(4)?, part(6)?);
    let second = if rest.len() == 8 { 0 } else { part(8).filter(|_| rest.len() == 10)? };
    let in_range = (1..=12).contains(&month) && (1..=31).contains(&day) && hour < 24 && minute < 60 && second < 61;
    in_range.then(|| days(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second)
}

fn number(digits: &str) -> Option<i64> {
    digits.bytes().all(|digit| digit.is_ascii_digit()).then(|| digits.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_that_lie_are_no_values() {
        for bytes in [
            &[][..],
            &[0x30],
            &[0x30, 0x80],
            &[0x30, 1],
            &[0x30, 0x81],
            &[0x30, 0x85, 0, 0, 0, 0, 0],
            &[0x30, 0x84, 255, 255, 255, 255],
            &[0x1f, 1, 0],
        ] {
            assert!(Reader::new(bytes).next().is_none(), "{bytes:?}");
        }
        let mut reader = Reader::new(&[0x30, 0x81, 1, 7, 2, 0]);
        assert_eq!(reader.take(INTEGER), None);
        assert_eq!(reader.take(SEQUENCE), Some(&[7][..]));
        assert_eq!(reader.take(INTEGER), Some(&[][..]));
        assert!(reader.is_empty());
    }

    #[test]
    fn identifiers_and_times() {
        assert_eq!(dotted(&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 11]).as_deref(), Some("1.2.840.113549.1.1.11"));
        assert_eq!(dotted(&[0x88, 0x37, 3]).as_deref(), Some("2.999.3"));
        let at = |tag, text: &str| time(Value { tag, content: text.as_bytes(), whole: &[] });
        assert_eq!(at(UTC_TIME, "700101000000Z"), Some(0));
        assert_eq!(at(UTC_TIME, "000229123456Z"), Some(951_827_696));
        assert_eq!(at(UTC_TIME, "491231235959Z"), Some(2_524_607_999));
        assert_eq!(at(UTC_TIME, "9912312359Z"), Some(946_684_740));
        assert_eq!(at(GENERALIZED_TIME, "99991231235959Z"), Some(253_402_300_799));
        for text in
            ["", "Z", "7001010000", "700101000000+0100", "701301000000Z", "70010100000Z", "7001010000000Z", "+00101000000Z"]
        {
            assert_eq!(at(UTC_TIME, text), None, "{text}");
        }
    }
}
