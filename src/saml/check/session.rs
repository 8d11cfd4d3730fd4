//! The AuthnStatement, what AWS calls the session, and how long it lasts.

use super::assertion::Assertion;
use super::instant::instant;
use super::ledger::Ledger;
use super::{AwsError, Channel, Error, Question};
use crate::aws::{SessionDuration, SessionName};
use crate::error::Pointer;
use crate::saml::statement::ASSERTION;
use crate::time::UnixTime;
use crate::xml::Element;

/// What AWS gives without being asked for more (IAM/id_roles_providers_create_saml_assertions).
const DEFAULT: u32 = 3600;

/// What the AuthnStatement says.
pub(super) struct Session {
    /// SessionNotOnOrAfter.
    pub(super) end: Option<UnixTime>,
}

pub(super) fn read(assertion: Element<'_, '_>, ledger: &mut Ledger) -> Session {
    let mut statements = assertion.named(ASSERTION.uri, "AuthnStatement");
    let Some(statement) = statements.next() else {
        ledger.refuse(Error::AuthnStatementMissing, AwsError::InvalidBase64);
        return Session { end: None };
    };
    if statements.next().is_some() {
        ledger.doubt(Error::ElementTwice { element: "AuthnStatement" });
    }
    Session { end: instant(statement, "SessionNotOnOrAfter", "SessionNotOnOrAfter", ledger) }
}

/// RoleSessionName and SourceIdentity.
pub(super) fn check_names(assertion: &Assertion<'_>, ledger: &mut Ledger) {
    let name = "RoleSessionName";
    match assertion.attributes.single(name, ledger) {
        None | Some("") => ledger.refuse(Error::SessionNameRequired, AwsError::SessionNameRequired),
        Some(value) if SessionName::parse(value).is_ok() => {}
        Some(value) if SessionName::parse(value.trim()).is_ok() => ledger.doubt(Error::ValueSpace { name }),
        Some(_) => ledger.refuse(Error::SessionNameInvalid, AwsError::SessionNameInvalid),
    }
    let name = "SourceIdentity";
    match assertion.attributes.single(name, ledger) {
        None => {}
        Some(value) if SessionName::parse(value).is_ok() => ledger.note(Error::TrustForSourceIdentity),
        Some(value) if SessionName::parse(value.trim()).is_ok() => ledger.doubt(Error::ValueSpace { name }),
        Some(_) => ledger.refuse(Error::SourceIdentityInvalid, AwsError::SourceIdentityInvalid),
    }
}

/// Seconds that the session lasts; none where that is not known.
pub(super) fn duration(assertion: &Assertion<'_>, question: &Question<'_>, ledger: &mut Ledger) -> Option<u32> {
    let attribute = attribute(assertion, ledger);
    let asked = match (question.channel, attribute) {
        (_, Err(())) => None,
        (Channel::Sts, Ok(attribute)) => of_call(attribute, question, ledger),
        (Channel::Console, Ok(attribute)) => of_console(attribute, question, ledger),
    }?;
    let Some(end) = assertion.session.end else { return Some(asked) };
    let left = u32::try_from(end.seconds() - question.now.seconds()).ok()?;
    if left < asked {
        ledger.warn(Error::SessionCut { seconds: left });
    }
    Some(asked.min(left))
}

/// The SessionDuration attribute: absent, in range, or neither.
fn attribute(assertion: &Assertion<'_>, ledger: &mut Ledger) -> Result<Option<u32>, ()> {
    let Some(value) = assertion.attributes.single("SessionDuration", ledger) else { return Ok(None) };
    let digits = value.bytes().all(|byte| byte.is_ascii_digit());
    match value.parse::<u32>().ok().filter(|_| digits).and_then(|seconds| SessionDuration::new(seconds).ok()) {
        Some(duration) => Ok(Some(duration.seconds())),
        None => {
            ledger.doubt(Error::SessionDurationInvalid);
            Err(())
        }
    }
}

/// AssumeRoleWithSAML: the attribute shortens and never lengthens (stackd: session_duration_900, session_duration_7200,
/// api_duration_7200).
fn of_call(attribute: Option<u32>, question: &Question<'_>, ledger: &mut Ledger) -> Option<u32> {
    if let Some(asked) = question.duration {
        let place = Pointer::root().key("durationSeconds");
        if SessionDuration::new(asked).is_err() {
            ledger.refuse_at(place, Error::DurationRange, None);
            return None;
        }
        match question.role_maximum {
            None if asked > DEFAULT => ledger.doubt_at(Pointer::root().key("maxSessionDuration"), Error::RoleMaximumUnknown),
            Some(maximum) if asked > maximum => {
                ledger.refuse_at(place, Error::RoleMaximumExceeded, Some(AwsError::DurationExceeds));
            }
            _ => {}
        }
    }
    match (question.duration, attribute) {
        (None, None) => Some(DEFAULT),
        (None, Some(attribute)) => {
            if attribute > DEFAULT {
                ledger.note(Error::SessionDurationNotExtending);
            }
            Some(attribute.min(DEFAULT))
        }
        (Some(asked), Some(attribute)) if attribute < asked => {
            ledger.note(Error::SessionDurationBoth);
            None
        }
        (Some(asked), _) => Some(asked),
    }
}

/// The console asks for what the attribute says.
fn of_console(attribute: Option<u32>, question: &Question<'_>, ledger: &mut Ledger) -> Option<u32> {
    if question.duration.is_some() {
        ledger.note(Error::DurationIgnored);
    }
    let asked = attribute.unwrap_or(DEFAULT);
    match question.role_maximum {
        _ if asked <= DEFAULT => Some(asked),
        None => {
            ledger.doubt_at(Pointer::root().key("maxSessionDuration"), Error::RoleMaximumUnknown);
            None
        }
        Some(maximum) if asked > maximum => {
            ledger.doubt(Error::RoleMaximumExceededConsole);
            None
        }
        Some(_) => Some(asked),
    }
}
