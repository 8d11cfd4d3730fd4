//! The assertion (SAML Core §2.3.3), with every element that AWS requires (facts A2: one bearer confirmation with
//! NotOnOrAfter and Recipient, a NameID with Format, Conditions, an AuthnStatement).

use super::{Halves, Order};
use crate::entropy::{Draw, Entropy};
use crate::saml::statement::{self, ASSERTION};
use crate::xml::Writer;

/// Seconds by which the receiver's clock may be behind. AWS does not enforce NotBefore; others do.
const SKEW: i64 = 60;

pub(super) fn write(order: &Order, entropy: &Entropy, id: String) -> Halves {
    let now = order.now.to_string();
    let end = order.now.plus(order.lifetime.into()).to_string();
    let mut writer = Writer::new();
    writer.open(&ASSERTION, "Assertion", &[("ID", &id), ("IssueInstant", &now), ("Version", "2.0")]);
    writer.element(&ASSERTION, "Issuer", &[], order.issuer.as_str());
    let split = writer.position();

    writer.open(&ASSERTION, "Subject", &[]);
    let name = &order.name_id;
    let mut qualifiers = vec![("Format", name.format.as_str())];
    qualifiers.extend(name.name_qualifier.as_deref().map(|value| ("NameQualifier", value)));
    qualifiers.extend(name.sp_name_qualifier.as_deref().map(|value| ("SPNameQualifier", value)));
    writer.element(&ASSERTION, "NameID", &qualifiers, &name.value);
    writer.open(&ASSERTION, "SubjectConfirmation", &[("Method", "urn:oasis:names:tc:SAML:2.0:cm:bearer")]);
    let mut data = vec![("NotOnOrAfter", end.as_str()), ("Recipient", order.consumer.as_str())];
    data.extend(order.in_response_to.as_ref().map(|request| ("InResponseTo", request.as_str())));
    writer.element(&ASSERTION, "SubjectConfirmationData", &data, "");
    writer.close();
    writer.close();

    let start = order.now.plus(-SKEW).to_string();
    writer.open(&ASSERTION, "Conditions", &[("NotBefore", &start), ("NotOnOrAfter", &end)]);
    writer.open(&ASSERTION, "AudienceRestriction", &[]);
    writer.element(&ASSERTION, "Audience", &[], order.audience.as_str());
    writer.close();
    writer.close();

    let instant = order.authn_instant.to_string();
    let index = entropy.id(Draw::SessionIndex, b"");
    let session_end = order.session_end.map(|end| end.to_string());
    let mut session = vec![("AuthnInstant", instant.as_str()), ("SessionIndex", &index)];
    session.extend(session_end.as_deref().map(|end| ("SessionNotOnOrAfter", end)));
    writer.open(&ASSERTION, "AuthnStatement", &session);
    writer.open(&ASSERTION, "AuthnContext", &[]);
    writer.element(&ASSERTION, "AuthnContextClassRef", &[], &order.authn_context);
    writer.close();
    writer.close();

    statement::write(&mut writer, &order.attributes);
    let mut head = writer.finish();
    let tail = head.split_off(split);
    Halves { id, head, tail }
}
