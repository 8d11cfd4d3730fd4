//! What targets ask for beyond IAM's rules (facts D). None of it was recorded, so none of them is ever sure to accept.

use super::assertion::Assertion;
use super::ledger::Ledger;
use super::{AwsError, Error, Question};
use crate::saml::target::{Reads, Target, name_id};
use crate::xml::Element;

pub(super) fn check(assertion: &Assertion<'_>, response: Element<'_, '_>, question: &Question<'_>, ledger: &mut Ledger) {
    let target = question.target;
    if let Some(attribute) = target.required_attribute() {
        let is_there = assertion.attributes.0.iter().any(|(name, values)| *name == attribute && !values.is_empty());
        if !is_there {
            ledger.refuse_silently(Error::TargetAttribute { attribute });
        }
    }
    if matches!(target, Target::IdentityCenter | Target::ClientVpn)
        && assertion.subject.name_id_format.is_some_and(|format| format != name_id::EMAIL)
    {
        match target {
            Target::IdentityCenter => ledger.refuse(Error::TargetNameIdFormat, AwsError::NameIdFormat),
            _ => ledger.doubt(Error::TargetNameIdFormat),
        }
    }
    let answers = response.attribute("InResponseTo").is_some() && assertion.subject.in_response_to.is_some();
    if !answers && target.needs_in_response_to() {
        ledger.refuse_silently(Error::TargetInResponseToRequired);
    } else if !answers && target.wants_in_response_to() {
        ledger.doubt(Error::TargetInResponseTo);
    }
    if target == Target::ClientVpn && assertion.conditions.has_others {
        ledger.refuse_silently(Error::TargetConditions);
    }
    if target == Target::IdentityCenter {
        identity_center(assertion, ledger);
    }
    if target.reads() != Reads::Roles {
        ledger.doubt(Error::TargetUnrecorded);
    }
}

fn identity_center(assertion: &Assertion<'_>, ledger: &mut Ledger) {
    let attributes = &assertion.attributes.0;
    let mut names: Vec<_> = attributes.iter().map(|(name, _)| *name).collect();
    names.sort_unstable();
    let twins = names.windows(2).filter(|pair| pair.first() == pair.last()).count();
    let found = twins + attributes.iter().filter(|(_, values)| values.len() > 1).count();
    if found > 0 {
        ledger.doubt(Error::TargetMultiValued { found });
    }
    if attributes.len() > crate::aws::TAGS {
        ledger.doubt(Error::TargetAttributes { found: attributes.len() });
    }
}
