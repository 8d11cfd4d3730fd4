//! Session tags.

use super::Error;
use super::assertion::Assertion;
use super::ledger::Ledger;
use crate::aws::{TAGS, TagKey, TagValue};

pub(super) fn check(assertion: &Assertion<'_>, ledger: &mut Ledger) {
    let tags: Vec<_> = assertion.attributes.keyed("PrincipalTag:").collect();
    if tags.len() > TAGS {
        ledger.refuse_silently(Error::TooManyTags { found: tags.len() });
    }
    let found = tags.iter().filter(|(_, values)| values.len() != 1).count();
    if found > 0 {
        ledger.doubt(Error::TagMultiValued { found });
    }
    let is_invalid = |key: &str, values: &[_]| {
        TagKey::parse(key).is_err() || values.iter().any(|value: &std::borrow::Cow<'_, str>| TagValue::parse(value).is_err())
    };
    let found = tags.iter().filter(|(key, values)| is_invalid(key, values)).count();
    if found > 0 {
        ledger.doubt(Error::TagInvalid { found });
    }
    let mut keys: Vec<&str> = tags.iter().map(|(key, _)| *key).collect();
    keys.sort_unstable();
    let unknown = |key: &&std::borrow::Cow<'_, str>| keys.binary_search(&key.as_ref()).is_err();
    let found = assertion.attributes.own("TransitiveTagKeys").filter(unknown).count();
    if found > 0 {
        ledger.doubt(Error::TransitiveUnknown { found });
    }
    if !tags.is_empty() {
        ledger.note(Error::TrustForTags);
    }
}
