//! The Conditions (SAML Core §2.5).

use std::borrow::Cow;

use super::instant::instant;
use super::ledger::Ledger;
use super::{AwsError, Error};
use crate::saml::statement::ASSERTION;
use crate::time::UnixTime;
use crate::xml::Element;

/// What later rules need of them.
#[derive(Default)]
pub(super) struct Conditions<'d> {
    pub(super) not_before: Option<UnixTime>,
    pub(super) not_on_or_after: Option<UnixTime>,
    /// The audiences of each restriction: one of each must be meant (SAML Core §2.5.1.4).
    pub(super) audiences: Vec<Vec<Cow<'d, str>>>,
    /// Whether there is any condition beside the audience. AWS takes OneTimeUse and ProxyRestriction and enforces
    /// neither (stackd: one_time_use, proxy_restriction).
    pub(super) has_others: bool,
}

pub(super) fn read<'d>(assertion: Element<'d, '_>, ledger: &mut Ledger) -> Conditions<'d> {
    let mut all = assertion.named(ASSERTION.uri, "Conditions");
    let Some(element) = all.next() else {
        ledger.refuse(Error::ConditionsMissing, AwsError::InvalidBase64);
        return Conditions::default();
    };
    if all.next().is_some() {
        ledger.doubt(Error::ElementTwice { element: "Conditions" });
    }
    let audiences = element
        .named(ASSERTION.uri, "AudienceRestriction")
        .map(|restriction| restriction.named(ASSERTION.uri, "Audience").map(Element::text).collect())
        .collect();
    Conditions {
        not_before: instant(element, "NotBefore", "NotBefore of the Conditions", ledger),
        not_on_or_after: instant(element, "NotOnOrAfter", "NotOnOrAfter of the Conditions", ledger),
        audiences,
        has_others: element.children().any(|condition| !condition.is(ASSERTION.uri, "AudienceRestriction")),
    }
}
