//! Instants of a Response.

use super::ledger::Ledger;
use super::{AwsError, Error};
use crate::time::UnixTime;
use crate::xml::Element;

/// The instant of an attribute, if it has one. `place` is its name in messages.
pub(super) fn instant(element: Element<'_, '_>, attribute: &str, place: &'static str, ledger: &mut Ledger) -> Option<UnixTime> {
    let text = element.attribute(attribute)?.trim();
    if let Ok(instant) = UnixTime::parse(text) {
        return Some(instant);
    }
    if let Ok(instant) = UnixTime::parse(&format!("{text}Z")) {
        ledger.doubt(Error::InstantWithoutZone { place });
        return Some(instant);
    }
    ledger.refuse(Error::InstantMalformed { place }, AwsError::InvalidBase64);
    None
}
