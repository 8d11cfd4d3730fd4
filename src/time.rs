//! Instants: RFC 3339 and xs:dateTime in, whole seconds of Unix time inside, UTC out.

/// Seconds since 1970-01-01T00:00:00Z, of the years 1970 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct UnixTime(i64);

/// The text is no instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NoInstant;

impl UnixTime {
    /// Parses `2026-11-23T16:00:00Z`, with a fraction (which is cut off) or an offset if need be.
    ///
    /// An instant needs its zone: a local time is nobody's instant (RFC 3339 §4.4, SAML Core §1.3.3).
    pub(crate) fn parse(text: &str) -> Result<Self, NoInstant> {
        let bytes = text.as_bytes();
        let fixed = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
        if fixed.iter().any(|(at, byte)| bytes.get(*at) != Some(byte)) {
            return Err(NoInstant);
        }
        let number = |from: usize, to: usize| digits(text.get(from..to).ok_or(NoInstant)?);
        let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
        let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
        let valid =
            (1..=12).contains(&month) && day >= 1 && day <= days_in(year, month) && hour < 24 && minute < 60 && second < 60;
        if !valid {
            return Err(NoInstant);
        }
        let mut rest = text.get(19..).ok_or(NoInstant)?;
        if let Some(fraction) = rest.strip_prefix('.') {
            let end = fraction.find(|character: char| !character.is_ascii_digit()).unwrap_or(fraction.len());
            if end == 0 || end > 12 {
                return Err(NoInstant);
            }
            rest = fraction.get(end..).ok_or(NoInstant)?;
        }
        let seconds = days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - offset(rest)?;
        if (0..=LAST).contains(&seconds) { Ok(Self(seconds)) } else { Err(NoInstant) }
    }

    /// The instant so many seconds after 1970 began; before it, and after the year 9999, the nearest that there is.
    pub(crate) fn from_seconds(seconds: i64) -> Self {
        Self(seconds.clamp(0, LAST))
    }

    /// The instant so many seconds later, at most the last one of the year 9999.
    #[must_use]
    pub(crate) fn plus(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds).clamp(0, LAST))
    }

    pub(crate) const fn seconds(self) -> i64 {
        self.0
    }
}

impl std::fmt::Display for UnixTime {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (days, seconds) = (self.0.div_euclid(86_400), self.0.rem_euclid(86_400));
        let (year, month, day) = civil(days);
        let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        write!(formatter, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }
}

/// 9999-12-31T23:59:59Z.
const LAST: i64 = 253_402_300_799;

fn digits(text: &str) -> Result<i64, NoInstant> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().map_err(|_| NoInstant) } else { Err(NoInstant) }
}

/// `Z` or `+hh:mm` or `-hh:mm`, in seconds.
fn offset(text: &str) -> Result<i64, NoInstant> {
    if text == "Z" {
        return Ok(0);
    }
    let sign = match text.as_bytes().first() {
        Some(b'+') => 1,
        Some(b'-') => -1,
        _ => return Err(NoInstant),
    };
    if text.len() != 6 || text.get(3..4) != Some(":") {
        return Err(NoInstant);
    }
    let hours = digits(text.get(1..3).ok_or(NoInstant)?)?;
    let minutes = digits(text.get(4..6).ok_or(NoInstant)?)?;
    if hours > 14 || minutes > 59 { Err(NoInstant) } else { Ok(sign * (hours * 3600 + minutes * 60)) }
}

const fn days_in(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days since 1970-01-01, in the proleptic Gregorian calendar. Years begin in March, so that leap days end them.
pub(crate) const fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The inverse of [`days`].
const fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + if month <= 2 { 1 } else { 0 };
    (year, month, day_of_year - (153 * shifted + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_read_and_written() {
        for (text, seconds) in [
            ("1970-01-01T00:00:00Z", 0),
            ("2026-11-23T16:00:00Z", 1_795_449_600),
            ("2000-02-29T23:59:59Z", 951_868_799),
            ("9999-12-31T23:59:59Z", LAST),
        ] {
            assert_eq!(UnixTime::parse(text), Ok(UnixTime(seconds)), "{text}");
            assert_eq!(UnixTime(seconds).to_string(), text);
        }
        assert_eq!(UnixTime::parse("2026-11-23T17:30:00.123+01:30"), UnixTime::parse("2026-11-23T16:00:00Z"));
        for n in (0..LAST).step_by(86_399 * 37) {
            assert_eq!(UnixTime::parse(&UnixTime(n).to_string()), Ok(UnixTime(n)));
        }
    }

    #[test]
    fn what_is_no_instant() {
        for text in [
            "",
            "now",
            "2026-11-23",
            "2026-11-23T16:00:00",
            "2026-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-11-23T24:00:00Z",
            "2026-11-23T16:00:60Z",
            "2026-11-23 16:00:00Z",
            "2026-11-23T16:00:00.Z",
            "2026-11-23T16:00:00+1:00",
            "1969-12-31T23:59:59Z",
            "2026-11-23T16:00:00Zx",
            "+026-11-23T16:00:00Z",
            "2026-11-23T16:00:00é",
        ] {
            assert_eq!(UnixTime::parse(text), Err(NoInstant), "{text}");
        }
    }
}
