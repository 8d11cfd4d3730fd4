//! The `scim` operations.

mod state;

use super::envelope::{failure, finding};
use super::types::{
    ConflictHandling, Failure, Header, IdentifierSpaces, ListedMembers, MissingNames, PatchedRoles, PlanAnswer, PlanRequest,
    ReplyRequest, ScimAnswer, ScimProfile, ScimStep,
};
use crate::error::{Finding, Pointer, Severity};
use crate::{limits, scim};

/// Turns one request of the identity provider into the requests that AWS accepts, or into a reply.
///
/// A body that AWS could not accept is a success with a `reply`, for that is what the identity provider needs; only a
/// request that is none is a failure.
pub(crate) fn plan(request: PlanRequest) -> Result<PlanAnswer, Failure> {
    begin(request).map(answer)
}

/// The same for a host that can change a request on its way and no more: a plan that takes more is refused.
#[cfg(feature = "envoy")]
pub(crate) fn plan_in_passing(request: PlanRequest) -> Result<PlanAnswer, Failure> {
    match begin(request)? {
        scim::Outcome::Send { steps, state, notes } if state.relays() => Ok(PlanAnswer {
            steps: Some(steps.into_iter().map(step).collect()),
            state: None,
            reply: None,
            findings: notes.into_iter().map(finding).collect(),
        }),
        scim::Outcome::Send { .. } => {
            let what = "a plan of several requests in Envoy";
            Err(failure([Pointer::root().at(super::decode::Error::NotSupportedYet { what })]))
        }
        outcome => Ok(answer(outcome)),
    }
}

/// The next requests, or the answer for the identity provider.
pub(crate) fn reply(request: ReplyRequest) -> Result<PlanAnswer, Failure> {
    let state = state::read(&request.state).map_err(|error| failure([Pointer::root().key("state").at(error)]))?;
    go_on(state, request.answers, request.headers).map(answer)
}

/// The same, for a host that keeps the state as it is.
pub(crate) fn begin(request: PlanRequest) -> Result<scim::Outcome, Failure> {
    let profile = request.profile.as_ref().map(profile).unwrap_or_default();
    let headers = headers(request.headers);
    let request = scim::Request::parse(&request.method, &request.path, headers, request.body).map_err(failure)?;
    Ok(scim::plan(request, profile))
}

/// The same, for a host that keeps the state as it is.
pub(crate) fn go_on(
    state: scim::State,
    answers: Vec<ScimAnswer>,
    headers_of_request: Option<Vec<Header>>,
) -> Result<scim::Outcome, Failure> {
    let answers = answers
        .into_iter()
        .map(|answer| scim::Reply { status: answer.status, headers: headers(Some(answer.headers)), body: answer.body })
        .collect();
    scim::reply(state, answers, headers(headers_of_request)).map_err(failure)
}

/// An outcome in the contract's words.
pub(crate) fn answer(outcome: scim::Outcome) -> PlanAnswer {
    match outcome {
        scim::Outcome::Send { steps, state, notes } => PlanAnswer {
            steps: Some(steps.into_iter().map(step).collect()),
            state: Some(state::write(&state)),
            reply: None,
            findings: notes.into_iter().map(finding).collect(),
        },
        scim::Outcome::Answer { reply, refusals, notes } => {
            let refusals = refusals.into_iter().map(|refusal| Finding::new(Severity::Error, refusal.path, refusal.error));
            PlanAnswer {
                steps: None,
                state: None,
                reply: Some(ScimAnswer {
                    status: reply.status,
                    headers: reply.headers.into_iter().map(to_wire).collect(),
                    body: reply.body,
                }),
                findings: refusals.map(finding).chain(notes.into_iter().map(finding)).collect(),
            }
        }
    }
}

fn profile(profile: &ScimProfile) -> scim::Profile {
    let members = profile.members.and_then(|members| usize::try_from(members).ok()).unwrap_or(limits::SCIM_MEMBERS);
    scim::Profile {
        refuse_missing_names: profile.missing_names == Some(MissingNames::Refuse),
        refuse_markup_characters: profile.refuse_markup_characters == Some(true),
        adopt: profile.conflicts == Some(ConflictHandling::Adopt),
        read_listed_members: profile.listed_members == Some(ListedMembers::Read),
        members: members.min(limits::SCIM_MEMBERS_HIGHEST),
        patched_roles: match profile.patched_roles {
            None | Some(PatchedRoles::Refuse) => scim::PatchedRoles::Refuse,
            Some(PatchedRoles::Drop) => scim::PatchedRoles::Drop,
            Some(PatchedRoles::Send) => scim::PatchedRoles::Send,
        },
        send_spaces: profile.identifier_spaces == Some(IdentifierSpaces::Send),
    }
}

fn headers(headers: Option<Vec<Header>>) -> Vec<scim::Header> {
    headers.unwrap_or_default().into_iter().map(|header| scim::Header { name: header.name, value: header.value }).collect()
}

fn to_wire(header: scim::Header) -> Header {
    Header { name: header.name, value: header.value }
}

fn step(step: scim::Step) -> ScimStep {
    ScimStep {
        method: step.method.to_owned(),
        path: step.path,
        headers: step.headers.into_iter().map(to_wire).collect(),
        body: step.body,
    }
}
