//! The `scim` operations.

mod state;

use super::envelope::{failure, finding};
use super::types::{
    ConflictHandling, Failure, Header, IdentifierSpaces, ListedMembers, MissingNames, PatchedRoles, PlanAnswer, PlanRequest,
    ReplyRequest, ScimAnswer, ScimProfile, ScimStep,
};
use crate::error::{Finding, Pointer, Severity};
use crate::{limits, scim};

#[cfg(feature = "envoy")]
pub(crate) use crate::scim::{MEDIA_TYPE, State};

/// Turns one request of the identity provider into the requests that AWS accepts, or into a reply.
///
/// A body that AWS could not accept is a success with a `reply`, for that is what the identity provider needs; only a
/// request that is none is a failure.
pub(crate) fn plan(request: PlanRequest) -> Result<PlanAnswer, Failure> {
    begin(request).map(answer)
}

/// What a host does next that carries the plan out itself and keeps its state in memory.
#[cfg(feature = "envoy")]
pub(crate) enum Next {
    /// Let this request pass. Its answer goes with the state into [`carry_on`], and leads to no further request.
    Pass { step: ScimStep, state: Box<scim::State> },
    /// Send these, one after the other; the state goes into [`carry_on`].
    Send { steps: Vec<ScimStep>, state: Box<scim::State> },
    /// Answer the identity provider.
    Answer(ScimAnswer),
}

/// Plans a request for such a host.
#[cfg(feature = "envoy")]
pub(crate) fn carry_out(request: PlanRequest) -> Result<(Next, Vec<super::types::Finding>), Failure> {
    begin(request).map(|outcome| next(outcome, true))
}

/// What comes next, once AWS has answered.
#[cfg(feature = "envoy")]
pub(crate) fn carry_on(
    state: scim::State,
    answers: Vec<ScimAnswer>,
    headers_of_request: Vec<Header>,
) -> Result<(Next, Vec<super::types::Finding>), Failure> {
    go_on(state, answers, Some(headers_of_request)).map(|outcome| next(outcome, false))
}

#[cfg(feature = "envoy")]
fn next(outcome: scim::Outcome, first: bool) -> (Next, Vec<super::types::Finding>) {
    match outcome {
        scim::Outcome::Send { mut steps, state, notes } => {
            let findings = notes.into_iter().map(finding).collect();
            let passing = if first && state.relays() && steps.len() == 1 { steps.pop() } else { None };
            let next = match passing {
                Some(passing) => Next::Pass { step: step(passing), state },
                None => Next::Send { steps: steps.into_iter().map(step).collect(), state },
            };
            (next, findings)
        }
        outcome @ scim::Outcome::Answer { .. } => {
            let PlanAnswer { reply, findings, .. } = answer(outcome);
            // An answer has a reply; were there none, nothing would be sent and nobody told of a success.
            let broken = || ScimAnswer { status: 500, headers: Vec::new(), body: None };
            (Next::Answer(reply.unwrap_or_else(broken)), findings)
        }
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
