//! The assertion taken apart for the rules.
//!
//! Rules judge what stands there, signed or not, so that a document without a known key still gets its structure and
//! times checked. They answer with verdicts and never with values: values come from [`super::facts`] alone.

use std::borrow::Cow;

use super::Error;
use super::attributes::{self, Attributes};
use super::conditions::{self, Conditions};
use super::instant::instant;
use super::ledger::Ledger;
use super::session::{self, Session};
use super::subject::{self, Subject};
use crate::saml::statement::ASSERTION;
use crate::time::UnixTime;
use crate::xml::Element;

pub(super) struct Assertion<'d> {
    pub(super) issuer: Option<Cow<'d, str>>,
    pub(super) issued: Option<UnixTime>,
    pub(super) subject: Subject<'d>,
    pub(super) conditions: Conditions<'d>,
    pub(super) session: Session,
    pub(super) attributes: Attributes<'d>,
}

pub(super) fn read<'d>(element: Element<'d, '_>, ledger: &mut Ledger) -> Assertion<'d> {
    if element.attribute("Version") != Some("2.0") {
        ledger.doubt(Error::Version);
    }
    if element.attribute("IssueInstant").is_none() {
        ledger.doubt(Error::InstantMissing { place: "IssueInstant of the assertion" });
    }
    Assertion {
        issued: instant(element, "IssueInstant", "IssueInstant of the assertion", ledger),
        issuer: element.named(ASSERTION.uri, "Issuer").next().map(Element::text),
        subject: subject::read(element, ledger),
        conditions: conditions::read(element, ledger),
        session: session::read(element, ledger),
        attributes: attributes::read(element),
    }
}
