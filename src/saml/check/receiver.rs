//! Audience, Recipient and Destination: whether the Response is meant for this receiver.

use super::assertion::Assertion;
use super::ledger::Ledger;
use super::{AwsError, Channel, EncryptionMode, Error, Question};
use crate::aws::{self, Partition};
use crate::saml::target::{Reads, Target};

/// `partition` is the one that the roles are of.
pub(super) fn check(
    assertion: &Assertion<'_>,
    destination: Option<&str>,
    partition: Option<Partition>,
    question: &Question<'_>,
    ledger: &mut Ledger,
) {
    let partition = question.partition().or(partition).unwrap_or(Partition::Aws);
    let is_compared = question.channel == Channel::Console || question.target.reads() != Reads::Roles;
    audience(assertion, partition, is_compared, question, ledger);
    recipient(assertion, destination, partition, is_compared, question, ledger);
}

fn audience(assertion: &Assertion<'_>, partition: Partition, is_compared: bool, question: &Question<'_>, ledger: &mut Ledger) {
    let receiver = &question.receiver;
    let account = question.provider.as_ref().map(|provider| provider.account.as_str());
    let own = receiver.audience.as_ref().or(receiver.described.as_ref().map(|described| &described.entity_id));
    let Some(expected) = own.map(|own| own.as_str().to_owned()).or_else(|| question.target.audience(partition, account)) else {
        if question.target == Target::Cognito && !restricted(assertion, |audience| audience.starts_with("urn:amazon:cognito:sp:"))
        {
            // AWS's notice: refused since 2024-01-31.
            ledger.refuse_silently(Error::AudienceMissing);
        } else if is_compared {
            ledger.doubt(Error::AudienceUnknown);
        }
        return;
    };
    if restricted(assertion, |audience| audience == expected) {
        return;
    }
    if !is_compared {
        ledger.warn(Error::AudienceNotCompared);
        return;
    }
    let is_other_name = |audience: &str| {
        aws::is_sign_in(partition, audience)
            || partition == Partition::AwsCn && audience.starts_with("urn:amazon:webservices:cn-")
    };
    if question.target.reads() != Reads::Roles {
        ledger.refuse_silently(Error::AudienceMissing);
    } else if own.is_none() && restricted(assertion, is_other_name) {
        ledger.doubt(Error::AudienceOther);
    } else {
        ledger.refuse(Error::AudienceMissing, AwsError::AudienceMissing);
    }
}

/// Whether there is a restriction, and each one has such an audience.
fn restricted(assertion: &Assertion<'_>, meant: impl Fn(&str) -> bool) -> bool {
    let restrictions = &assertion.conditions.audiences;
    !restrictions.is_empty() && restrictions.iter().all(|audiences| audiences.iter().any(|audience| meant(audience.trim())))
}

fn recipient(
    assertion: &Assertion<'_>,
    destination: Option<&str>,
    partition: Partition,
    is_compared: bool,
    question: &Question<'_>,
    ledger: &mut Ledger,
) {
    // What is missing or empty was said before.
    let recipient = assertion.subject.recipient.filter(|recipient| !recipient.trim().is_empty());
    let places = [("the Recipient", recipient), ("the Destination", destination)];
    let Some(expected) = Expected::of(partition, question) else {
        if is_compared {
            ledger.doubt(Error::RecipientUnknown);
        }
        return;
    };
    if !is_compared {
        if recipient.is_some_and(|recipient| !expected.meets(recipient)) {
            ledger.warn(Error::RecipientNotCompared);
        }
        return;
    }
    for (place, url) in places {
        if url.is_some_and(|url| !expected.meets(url)) {
            ledger.doubt(Error::RecipientOther { place });
        }
    }
    let wants_id = question.target.reads() == Reads::Roles && question.encryption == EncryptionMode::Required;
    if wants_id && recipient.is_some_and(|recipient| expected.meets(recipient) && !recipient.contains("/saml/acs/")) {
        ledger.doubt(Error::RecipientWithoutId);
    }
}

/// Which consumer URLs are the receiver's.
enum Expected {
    OneOf(Vec<String>),
    SignIn(Partition),
}

impl Expected {
    fn of(partition: Partition, question: &Question<'_>) -> Option<Self> {
        let receiver = &question.receiver;
        if let Some(consumer) = &receiver.consumer {
            return Some(Self::OneOf(vec![consumer.as_str().to_owned()]));
        }
        if let Some(described) = &receiver.described {
            return Some(Self::OneOf(described.consumers.iter().map(|consumer| consumer.as_str().to_owned()).collect()));
        }
        let one = || question.target.consumer(partition, receiver.region.as_ref(), receiver.idp_id.as_ref());
        match question.target.reads() {
            Reads::Roles if receiver.region.is_none() && receiver.idp_id.is_none() => {
                aws::sign_in(partition, None, None).map(|_| Self::SignIn(partition))
            }
            Reads::Roles => one().map(|consumer| Self::OneOf(vec![consumer])),
            // The second is the self-service portal (client-vpn-admin/federated-authentication).
            _ => one().map(|consumer| {
                Self::OneOf(vec![
                    consumer,
                    "https://self-service.clientvpn.amazonaws.com/api/auth/sso/saml".to_owned(),
                    "https://gov.self-service.clientvpn.amazonaws.com/api/auth/sso/saml".to_owned(),
                ])
            }),
        }
    }

    fn meets(&self, url: &str) -> bool {
        match self {
            Self::OneOf(urls) => urls.iter().any(|known| known == url),
            Self::SignIn(partition) => aws::is_sign_in(*partition, url),
        }
    }
}
