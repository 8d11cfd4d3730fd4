//! The Role attribute, and whether the call names one of its pairs.

use super::assertion::Assertion;
use super::ledger::Ledger;
use super::{AwsError, Channel, Error, Question};
use crate::aws::{Partition, RolePair};

/// The pairs as they stand there.
pub(super) struct Roles {
    pub(super) pairs: Vec<RolePair>,
    /// Values that are pairs but for white space.
    spaced: usize,
    malformed: usize,
}

pub(super) fn read(assertion: &Assertion<'_>) -> Roles {
    let mut roles = Roles { pairs: Vec::new(), spaced: 0, malformed: 0 };
    for value in assertion.attributes.own("Role") {
        match RolePair::parse(value) {
            Ok(pair) => roles.pairs.push(pair),
            Err(_) if without_space(value).is_some_and(|value| RolePair::parse(&value).is_ok()) => roles.spaced += 1,
            Err(_) => roles.malformed += 1,
        }
    }
    roles
}

/// A value without the white space around its ARNs. No ARN has white space, so all of it is around.
fn without_space(value: &str) -> Option<String> {
    let dense: String = value.split_whitespace().collect();
    (dense.len() < value.len()).then_some(dense)
}

impl Roles {
    /// The partition that all pairs are of.
    pub(super) fn partition(&self) -> Option<Partition> {
        let first = self.pairs.first()?.role().partition;
        self.pairs.iter().all(|pair| pair.role().partition == first).then_some(first)
    }

    pub(super) fn check(&self, question: &Question<'_>, ledger: &mut Ledger) {
        let text = match question.channel {
            Channel::Sts => AwsError::RoleMissing,
            Channel::Console => AwsError::NoRole,
        };
        if self.pairs.is_empty() && self.spaced + self.malformed == 0 {
            ledger.refuse(Error::RoleAttributeMissing, text);
            return;
        }
        if self.malformed > 0 {
            ledger.warn(Error::RoleMalformed { found: self.malformed });
        }
        if self.spaced > 0 {
            let is_needed = !self.pairs.iter().any(|pair| is_asked_for(pair, question));
            if is_needed {
                ledger.doubt(Error::RoleSpace { found: self.spaced });
            } else {
                ledger.warn(Error::RoleSpace { found: self.spaced });
            }
        }
        if self.pairs.is_empty() && self.spaced == 0 {
            match question.channel {
                Channel::Sts => ledger.refuse(Error::RoleNotInAssertion, AwsError::RoleMissing),
                Channel::Console => ledger.doubt(Error::RoleMalformedAll),
            }
            return;
        }
        if question.role.is_none() && question.provider.is_none() {
            if question.channel == Channel::Sts {
                ledger.note(Error::RoleNotNamed);
            }
        } else if self.spaced == 0 && !self.pairs.iter().any(|pair| is_asked_for(pair, question)) {
            match question.channel {
                Channel::Sts => ledger.refuse(Error::RoleNotInAssertion, AwsError::RoleMissing),
                // The console offers the pairs that there are.
                Channel::Console => ledger.refuse_silently(Error::RoleNotInAssertion),
            }
        }
    }
}

fn is_asked_for(pair: &RolePair, question: &Question<'_>) -> bool {
    question.role.as_ref().is_none_or(|role| role == pair.role())
        && question.provider.as_ref().is_none_or(|provider| provider == pair.provider())
}
