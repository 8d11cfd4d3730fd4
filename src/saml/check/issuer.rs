//! The Issuer.

use super::assertion::Assertion;
use super::ledger::Ledger;
use super::{AwsError, Error, Question};
use crate::saml::statement::ASSERTION;
use crate::xml::Element;

/// The assertion's Issuer is the metadata's entityID. The Response's own may differ (stackd: response_issuer_mismatch).
pub(super) fn check(assertion: &Assertion<'_>, response: Element<'_, '_>, question: &Question<'_>, ledger: &mut Ledger) {
    let issuer = match (&assertion.issuer, &question.entity_id) {
        (None, _) => {
            ledger.refuse_silently(Error::IssuerMissing);
            return;
        }
        (Some(issuer), None) => {
            ledger.doubt(Error::NoEntityId);
            issuer
        }
        (Some(issuer), Some(expected)) => {
            if issuer.trim() != expected.as_str() {
                ledger.refuse(Error::IssuerMismatch, AwsError::IssuerUnknown);
            } else if issuer != expected.as_str() {
                ledger.doubt(Error::IssuerSpace);
            }
            issuer
        }
    };
    let outer = response.named(ASSERTION.uri, "Issuer").next().map(Element::text);
    if outer.is_some_and(|outer| outer != *issuer) {
        ledger.warn(Error::ResponseIssuer);
    }
}
