//! What has passed, and what has not begun.

use super::assertion::Assertion;
use super::ledger::Ledger;
use super::{AwsError, Channel, Error, Question};
use crate::saml::target::Reads;
use crate::time::UnixTime;

/// Seconds in which AWS takes a Response (facts A2).
const REDEEM: i64 = 300;

pub(super) fn check(assertion: &Assertion<'_>, response_issued: Option<UnixTime>, question: &Question<'_>, ledger: &mut Ledger) {
    let now = question.now.seconds();
    let past = |instant: UnixTime| now - instant.seconds();
    for (place, end) in [
        ("NotOnOrAfter of the Conditions", assertion.conditions.not_on_or_after),
        ("NotOnOrAfter of the SubjectConfirmationData", assertion.subject.not_on_or_after),
        ("SessionNotOnOrAfter", assertion.session.end),
    ] {
        // "Not on": the instant itself is too late.
        if let Some(seconds) = end.map(past).filter(|seconds| *seconds >= 0) {
            ledger.refuse(Error::Expired { place, seconds }, AwsError::Expired);
        }
    }

    let issued = [("IssueInstant of the Response", response_issued), ("IssueInstant of the assertion", assertion.issued)];
    let late: Vec<_> = issued
        .iter()
        .filter_map(|(place, instant)| Some((*place, instant.map(past).filter(|seconds| *seconds > REDEEM)?)))
        .collect();
    match late.as_slice() {
        [(_, one), (_, other)] => ledger.refuse(Error::Redeem { seconds: *one.min(other) }, AwsError::Redeem),
        [(place, seconds)] => ledger.doubt(Error::RedeemPerhaps { place, seconds: *seconds }),
        _ => {}
    }
    for (place, instant) in issued {
        if let Some(seconds) = instant.map(|instant| -past(instant)).filter(|seconds| *seconds > REDEEM) {
            ledger.doubt(Error::IssuedAhead { place, seconds });
        }
    }

    let is_recorded = question.channel == Channel::Sts && question.target.reads() == Reads::Roles;
    for (place, start) in [
        ("NotBefore of the Conditions", assertion.conditions.not_before),
        ("NotBefore of the SubjectConfirmationData", assertion.subject.not_before),
    ] {
        if let Some(seconds) = start.map(|start| -past(start)).filter(|seconds| *seconds > 0) {
            if is_recorded {
                ledger.warn(Error::NotBeforeAhead { place, seconds });
            } else {
                ledger.doubt(Error::NotBeforeAheadPerhaps { place, seconds });
            }
        }
    }
}
