//! The `scim` operations.

use super::decode::Error;
use super::envelope::{failure, finding};
use super::types::{Failure, Header, MissingNames, PlanAnswer, PlanRequest, ReplyRequest, ScimAnswer, ScimProfile, ScimStep};
use crate::error::{Finding, Severity};
use crate::scim;

/// Turns one request of the identity provider into the requests that AWS accepts, or into a reply.
///
/// A body that AWS could not accept is a success with a `reply`, for that is what the identity provider needs; only a
/// request that is none is a failure.
pub(crate) fn plan(request: PlanRequest) -> Result<PlanAnswer, Failure> {
    let profile = request.profile.as_ref().map(profile).unwrap_or_default();
    let headers = request.headers.unwrap_or_default().into_iter().map(from_wire).collect();
    let request = scim::Request::parse(&request.method, &request.path, headers, request.body).map_err(failure)?;
    let outcome = scim::plan(request, profile)
        .map_err(|refused| failure([refused.path.at(Error::NotSupportedYet { what: refused.what })]))?;
    Ok(match outcome {
        scim::Outcome::Send { steps, state, notes } => PlanAnswer {
            steps: Some(steps.into_iter().map(step).collect()),
            state: Some(state),
            reply: None,
            findings: notes.into_iter().map(finding).collect(),
        },
        scim::Outcome::Answer { reply, refusals } => PlanAnswer {
            steps: None,
            state: None,
            reply: Some(answer(reply)),
            findings: refusals
                .into_iter()
                .map(|refusal| finding(Finding::new(Severity::Error, refusal.path, refusal.error)))
                .collect(),
        },
    })
}

/// The next requests, or the answer for the identity provider.
pub(crate) fn reply(_request: ReplyRequest) -> Result<PlanAnswer, Failure> {
    Err(failure([crate::error::Pointer::root().at(Error::NotSupportedYet { what: "scim_reply" })]))
}

fn profile(profile: &ScimProfile) -> scim::Profile {
    scim::Profile {
        refuse_missing_names: profile.missing_names == Some(MissingNames::Refuse),
        refuse_markup_characters: profile.refuse_markup_characters == Some(true),
    }
}

fn from_wire(header: Header) -> scim::Header {
    scim::Header { name: header.name, value: header.value }
}

fn to_wire(header: scim::Header) -> Header {
    Header { name: header.name, value: header.value }
}

fn step(step: scim::Step) -> ScimStep {
    ScimStep {
        method: step.method.to_owned(),
        path: step.path,
        headers: step.headers.into_iter().map(to_wire).collect(),
        body: Some(step.body),
    }
}

fn answer(reply: scim::Reply) -> ScimAnswer {
    ScimAnswer { status: reply.status, headers: reply.headers.into_iter().map(to_wire).collect(), body: Some(reply.body) }
}
