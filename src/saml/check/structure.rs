//! The Response around the assertion: what is where, and nothing twice.
//!
//! Signature wrapping moves the signed assertion to where nobody reads and puts another one where everybody does. So
//! there is one assertion in the whole document, in the one place where it belongs, or none is read.

use super::ledger::Ledger;
use super::{AwsError, EncryptionMode, Error, Question};
use crate::saml::statement::ASSERTION;
use crate::xml::{Document, Element};

pub(super) const PROTOCOL: &str = "urn:oasis:names:tc:SAML:2.0:protocol";
const SAML_1: &str = "urn:oasis:names:tc:SAML:1.0:assertion";
const SUCCESS: &str = "urn:oasis:names:tc:SAML:2.0:status:Success";

/// Where the assertion is.
pub(super) enum Place<'d, 't> {
    Plain(Element<'d, 't>),
    Encrypted(Element<'d, 't>),
}

/// The one assertion of a Response; none if it must not be read.
pub(super) fn assertion<'d, 't>(
    document: &'d Document<'t>,
    question: &Question<'_>,
    ledger: &mut Ledger,
) -> Option<Place<'d, 't>> {
    let root = document.root();
    if !root.is(PROTOCOL, "Response") {
        ledger.refuse_silently(Error::NotResponse);
        return None;
    }
    if root.attribute("Version") != Some("2.0") {
        ledger.doubt(Error::Version);
    }
    let found = count(root);
    let has_succeeded = has_succeeded(root);
    if found == 0 {
        if !has_succeeded {
            ledger.note(Error::StatusFailed);
        }
        ledger.refuse(Error::AssertionMissing, AwsError::AssertionUnsigned);
        return None;
    }
    if !has_succeeded {
        ledger.doubt(Error::StatusOdd);
    }
    if found > 1 {
        ledger.refuse_silently(Error::SeveralAssertions { found });
        return None;
    }
    let plain = root.named(ASSERTION.uri, "Assertion").next().map(Place::Plain);
    let place = plain.or_else(|| root.named(ASSERTION.uri, "EncryptedAssertion").next().map(Place::Encrypted));
    match &place {
        None => ledger.refuse_silently(Error::AssertionMisplaced),
        Some(Place::Plain(_)) if question.encryption == EncryptionMode::Required => {
            ledger.refuse(Error::PlaintextRefused, AwsError::InvalidBase64);
        }
        Some(_) => {}
    }
    place
}

/// Assertions of any kind, anywhere from here on.
pub(super) fn count(element: Element<'_, '_>) -> usize {
    let is_one = element.is(ASSERTION.uri, "Assertion")
        || element.is(ASSERTION.uri, "EncryptedAssertion")
        || element.is(SAML_1, "Assertion");
    // As deep as limits::XML_DEPTH at most.
    usize::from(is_one) + element.children().map(count).sum::<usize>()
}

fn has_succeeded(response: Element<'_, '_>) -> bool {
    let status = response.named(PROTOCOL, "Status").next();
    let code = status.and_then(|status| status.named(PROTOCOL, "StatusCode").next());
    code.and_then(|code| code.attribute("Value")) == Some(SUCCESS)
}
