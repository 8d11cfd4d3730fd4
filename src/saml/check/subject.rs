//! The Subject (SAML Core §2.4): who it is about, and who may bring it where.

use super::instant::instant;
use super::ledger::Ledger;
use super::{AwsError, Error};
use crate::saml::statement::ASSERTION;
use crate::time::UnixTime;
use crate::xml::Element;

const BEARER: &str = "urn:oasis:names:tc:SAML:2.0:cm:bearer";

/// What later rules need of it.
#[derive(Default)]
pub(super) struct Subject<'d> {
    /// Whether there is a NameID, in clear or encrypted.
    pub(super) has_name_id: bool,
    pub(super) name_id_format: Option<&'d str>,
    pub(super) recipient: Option<&'d str>,
    pub(super) in_response_to: Option<&'d str>,
    pub(super) not_before: Option<UnixTime>,
    pub(super) not_on_or_after: Option<UnixTime>,
}

pub(super) fn read<'d>(assertion: Element<'d, '_>, ledger: &mut Ledger) -> Subject<'d> {
    let mut subjects = assertion.named(ASSERTION.uri, "Subject");
    let element = subjects.next();
    if subjects.next().is_some() {
        ledger.doubt(Error::ElementTwice { element: "Subject" });
    }
    let mut subject = Subject::default();
    let Some(element) = element else {
        // The missing NameID is reported with the roles.
        ledger.refuse(Error::ConfirmationCount { found: 0 }, AwsError::InvalidBase64);
        return subject;
    };
    name_id(element, &mut subject, ledger);

    let confirmations: Vec<_> = element.named(ASSERTION.uri, "SubjectConfirmation").collect();
    let [confirmation] = confirmations.as_slice() else {
        ledger.refuse(Error::ConfirmationCount { found: confirmations.len() }, AwsError::InvalidBase64);
        return subject;
    };
    if confirmation.attribute("Method") != Some(BEARER) {
        ledger.doubt(Error::ConfirmationMethod);
    }
    let data: Vec<_> = confirmation.named(ASSERTION.uri, "SubjectConfirmationData").collect();
    let [data] = data.as_slice() else {
        ledger.refuse(Error::ConfirmationData { found: data.len() }, AwsError::InvalidBase64);
        return subject;
    };
    subject.in_response_to = data.attribute("InResponseTo");
    subject.recipient = data.attribute("Recipient");
    subject.not_before = instant(*data, "NotBefore", "NotBefore of the SubjectConfirmationData", ledger);
    subject.not_on_or_after = instant(*data, "NotOnOrAfter", "NotOnOrAfter of the SubjectConfirmationData", ledger);
    if data.attribute("NotOnOrAfter").is_none() {
        ledger.refuse(Error::ConfirmationEndMissing, AwsError::InvalidBase64);
    }
    match subject.recipient {
        None => ledger.refuse(Error::RecipientMissing, AwsError::InvalidBase64),
        Some(recipient) if recipient.trim().is_empty() => ledger.doubt(Error::RecipientEmpty),
        Some(_) => {}
    }
    subject
}

fn name_id<'d>(element: Element<'d, '_>, subject: &mut Subject<'d>, ledger: &mut Ledger) {
    let encrypted = element.named(ASSERTION.uri, "EncryptedID").count();
    let names: Vec<_> = element.named(ASSERTION.uri, "NameID").collect();
    subject.has_name_id = encrypted + names.len() > 0;
    let Some(name) = names.first() else {
        if encrypted > 0 {
            ledger.doubt(Error::NameIdOdd);
        }
        return;
    };
    subject.name_id_format = name.attribute("Format");
    if subject.name_id_format.is_none() {
        ledger.refuse(Error::NameIdFormatMissing, AwsError::InvalidBase64);
    }
    if encrypted + names.len() > 1 || name.text().trim().is_empty() {
        ledger.doubt(Error::NameIdOdd);
    }
}
