//! From a request of the identity provider to what AWS is sent, and from AWS's answers to what comes next.

use super::Profile;
use super::error::{Invalid, Note, Refusal};
use super::headers::{self, Header};
use super::path::Endpoint;
use super::reply::Reply;
use super::request::Request;
#[cfg(feature = "envoy")]
use super::state::Stage;
use super::state::State;
use super::work::{self, Draft, Turn};
use crate::error::{Finding, Located, Pointer};
use crate::json::Value;
use crate::limits;

/// What becomes of a request.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// To send to AWS, in this order, each after the one before it succeeded. The state goes into [`reply`].
    Send { steps: Vec<Step>, state: Box<State>, notes: Vec<Finding<Note>> },
    /// The answer for the identity provider, and why, if it is not AWS's.
    Answer { reply: Reply, refusals: Vec<Located<Refusal>>, notes: Vec<Finding<Note>> },
}

/// One request to AWS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) method: &'static str,
    pub(crate) path: String,
    pub(crate) headers: Vec<Header>,
    pub(crate) body: Option<String>,
}

#[cfg(feature = "envoy")]
impl State {
    /// Whether there is one request and its answer leads to no further one: a host may change the request on its way, and still
    /// has to ask [`reply`], which leaves AWS's answer as it is where it is what AWS documents.
    pub(crate) fn relays(&self) -> bool {
        let passes = self.progress.stage == Stage::Pass && self.passes_its_own_method();
        let whole = self.origin.path.selection.parameters().next().is_none();
        self.progress.flight == 1 && whole && (passes || work::group::is_plain(self))
    }
}

/// Plans one request.
pub(crate) fn plan(mut request: Request, profile: Profile) -> Outcome {
    let headers = std::mem::take(&mut request.headers);
    if let Some(refusal) = headers::refuse_encoded(&headers).filter(|_| request.method.has_body()) {
        return refuse(vec![refusal]);
    }
    match State::begin(request, profile) {
        Ok((mut state, mut notes)) => {
            let mut more = Vec::new();
            let turn = work::begin(&mut state, &mut more);
            notes.extend(more.into_iter().map(|(severity, note)| Finding::new(severity, Pointer::root(), note)));
            outcome(state, turn, &headers, notes)
        }
        Err(refusals) => refuse(refusals),
    }
}

/// Carries a plan on, once AWS has answered. `headers` are those of the identity provider's request: a state keeps none.
pub(crate) fn reply(mut state: State, answers: Vec<Reply>, headers: Vec<Header>) -> Result<Outcome, Vec<Located<Invalid>>> {
    let mut errors = Vec::new();
    let place = Pointer::root().key("answers");
    headers::check(&headers, &mut errors);
    if answers.len() > state.progress.flight {
        errors.push(place.at(Invalid::AnswersTooMany { found: answers.len(), sent: state.progress.flight }));
    }
    for (index, answer) in answers.iter().enumerate() {
        if !(200..600).contains(&answer.status) {
            errors.push(place.index(index).key("status").at(Invalid::AnswerStatus));
        }
        let mut wrong = Vec::new();
        headers::check(&answer.headers, &mut wrong);
        errors.extend(wrong.into_iter().map(|error| place.index(index).key("headers").at(error.error)));
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let mut notes = Vec::new();
    let turn = work::go_on(&mut state, answers, &mut notes);
    let root = Pointer::root();
    let notes = notes.into_iter().map(|(severity, note)| Finding::new(severity, root.clone(), note)).collect();
    Ok(outcome(state, turn, &headers, notes))
}

fn outcome(mut state: State, turn: Turn, headers: &[Header], notes: Vec<Finding<Note>>) -> Outcome {
    match turn {
        Turn::Send(drafts) => {
            state.progress.flight = drafts.len().min(limits::SCIM_STEPS);
            let steps = drafts.into_iter().take(limits::SCIM_STEPS).map(|draft| step(&state, draft, headers)).collect();
            Outcome::Send { steps, state: Box::new(state), notes }
        }
        Turn::Answer(reply) => Outcome::Answer { reply: select(&state, reply), refusals: Vec::new(), notes },
        Turn::Refuse(reply, refusal) => Outcome::Answer { reply, refusals: vec![Pointer::root().at(refusal)], notes },
    }
}

fn refuse(refusals: Vec<Located<Refusal>>) -> Outcome {
    Outcome::Answer { reply: Reply::refusing(&refusals), refusals, notes: Vec::new() }
}

/// An answer about users or groups with the attributes that were asked for.
fn select(state: &State, reply: Reply) -> Reply {
    let path = &state.origin.path;
    let about = matches!(path.endpoint, Endpoint::Users | Endpoint::Groups) && reply.is_success();
    if !about || path.selection.parameters().next().is_none() {
        return reply;
    }
    match reply.object() {
        Some(mut body) => {
            path.selection.apply(&mut body);
            reply.with_body(&Value::Object(body))
        }
        None => reply,
    }
}

/// The only place where a request to AWS is built: below the prefix of the request that was planned.
fn step(state: &State, draft: Draft, headers: &[Header]) -> Step {
    let Draft { method, endpoint, id, query, body } = draft;
    let path = state.origin.path.below(endpoint, id.as_deref()) + &query;
    let headers = headers::upstream(headers.to_vec(), body.is_some());
    Step { method: method.name(), path, headers, body: body.map(|body| body.to_string()) }
}
