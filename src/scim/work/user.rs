//! Users: created, taken over, replaced, changed.

use super::{Draft, Notes, Turn, failed, pass, refuse};
use crate::error::Severity;
use crate::json::Value;
use crate::scim::error::Note;
use crate::scim::goal::Goal;
use crate::scim::patch::user::Planned;
use crate::scim::path::{Endpoint, is_segment};
use crate::scim::query::{equality, upstream};
use crate::scim::reply::{Reply, id_of};
use crate::scim::request::Method;
use crate::scim::state::{Stage, State};
use crate::scim::user::member;

pub(super) fn begin(state: &mut State) -> Turn {
    let id = state.origin.path.id.clone();
    let (stage, method, body) = match &state.goal {
        Goal::SaveUser(user) => {
            let adopt = state.origin.profile.adopt && state.origin.method == Method::Post;
            (if adopt { Stage::CreateUser } else { Stage::Pass }, state.origin.method, Some(user.clone()))
        }
        Goal::PatchUser(patch) if patch.needs_reading() => (Stage::ReadUser, Method::Get, None),
        Goal::PatchUser(patch) => match patch.message(None) {
            Ok(Planned { message: Some(message), .. }) => (Stage::Pass, Method::Patch, Some(message)),
            // Nothing is left to change: the user as it is, or that there is none. (What cannot be done was refused before.)
            Ok(Planned { message: None, .. }) | Err(_) => (Stage::Pass, Method::Get, None),
        },
        _ => (Stage::Pass, Method::Get, None),
    };
    state.progress.stage = stage;
    let query = if body.is_some() { state.origin.path.query.clone() } else { String::new() };
    Turn::Send(vec![Draft { method, endpoint: Endpoint::Users, id, query, body }])
}

pub(super) fn go_on(state: &mut State, answer: Reply, notes: &mut Notes) -> Turn {
    match state.progress.stage {
        Stage::CreateUser if answer.status == 409 => look_up(state, Stage::FindUserByUserName),
        Stage::FindUserByUserName | Stage::FindUserByExternalId => found(state, answer, notes),
        Stage::ReplaceFoundUser if answer.is_success() && !answer.is_empty() => {
            notes.push((Severity::Warning, Note::ConflictAdopted));
            // The identity provider asked for a creation, and knows the resource from now on.
            Turn::Answer(Reply { status: 201, ..answer.passed() })
        }
        Stage::ReadUser => read(state, answer, notes),
        _ => pass(state, answer),
    }
}

/// Looks the existing user up by what AWS can find users by. An email is not among it.
fn look_up(state: &mut State, stage: Stage) -> Turn {
    state.progress.stage = stage;
    let name = unique_name(stage);
    match wanted(state, name) {
        Some(value) => {
            let filter = equality(name, value);
            Turn::Send(vec![Draft::read(Endpoint::Users, None, upstream(Some(&filter), Some(2), None))])
        }
        None => unresolved(),
    }
}

const fn unique_name(stage: Stage) -> &'static str {
    if matches!(stage, Stage::FindUserByUserName) { "userName" } else { "externalId" }
}

fn wanted<'a>(state: &'a State, name: &str) -> Option<&'a str> {
    let Goal::SaveUser(Value::Object(user)) = &state.goal else { return None };
    match member(user, name)? {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

fn found(state: &mut State, answer: Reply, notes: &mut Notes) -> Turn {
    let stage = state.progress.stage;
    let name = unique_name(stage);
    let Some(page) = answer.page().filter(|_| answer.is_success()) else { return failed(state, answer) };
    // The filter is not trusted: a server that ignored it would have somebody else replaced.
    let matches = |user: &&Value| {
        let Value::Object(members) = user else { return false };
        let Some(Value::Text(own)) = member(members, name) else { return false };
        wanted(state, name)
            .is_some_and(|wanted| if name == "userName" { own.to_lowercase() == wanted.to_lowercase() } else { own == wanted })
    };
    let mut users = page.resources.iter().filter(matches);
    match (users.next().and_then(id_of).filter(|id| is_segment(id)), users.next()) {
        (Some(id), None) => {
            let id = id.to_owned();
            state.progress.stage = Stage::ReplaceFoundUser;
            state.progress.id = Some(id.clone());
            let body = match &state.goal {
                Goal::SaveUser(user) => Some(user.clone()),
                _ => None,
            };
            Turn::Send(vec![Draft { method: Method::Put, endpoint: Endpoint::Users, id: Some(id), query: String::new(), body }])
        }
        (None, None) if stage == Stage::FindUserByUserName => match look_up(state, Stage::FindUserByExternalId) {
            Turn::Send(drafts) => Turn::Send(drafts),
            _ => {
                notes.push((Severity::Warning, Note::ConflictUnresolved));
                unresolved()
            }
        },
        _ => {
            notes.push((Severity::Warning, Note::ConflictUnresolved));
            unresolved()
        }
    }
}

fn unresolved() -> Turn {
    let detail = "AWS has a resource that conflicts, and it was found by none of the attributes that AWS finds users by: \
                  userName, externalId. Another user may have the same email";
    Turn::Answer(Reply::error(409, Some("uniqueness"), detail.to_owned()))
}

/// What becomes of a list depends on what AWS has.
fn read(state: &mut State, answer: Reply, notes: &mut Notes) -> Turn {
    if answer.status != 200 {
        return failed(state, answer);
    }
    let Some(user) = answer.object() else { return failed(state, answer) };
    let Goal::PatchUser(patch) = &state.goal else { return pass(state, answer) };
    let planned = match patch.message(Some(&user)) {
        Ok(planned) => planned,
        Err(refusal) => return refuse(state, refusal),
    };
    let dropped = planned.dropped.into_iter().map(|attribute| Note::ElementDropped { attribute: attribute.to_owned() });
    notes.extend(dropped.map(|note| (Severity::Warning, note)));
    match planned.message {
        Some(message) => {
            state.progress.stage = Stage::Pass;
            let id = state.origin.path.id.clone();
            Turn::Send(vec![Draft {
                method: Method::Patch,
                endpoint: Endpoint::Users,
                id,
                query: String::new(),
                body: Some(message),
            }])
        }
        // AWS has it already, or does not keep it.
        None => Turn::Answer(answer.passed()),
    }
}
