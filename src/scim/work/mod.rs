//! Carrying a plan out: which requests come first, and which after an answer.
//!
//! A plan is a walk through the [`Stage`]s. Each one hands out its requests, and is told their answers; nothing is changed
//! in AWS before everything that has to be read was read, and whatever fails ends the plan with an error.

pub(super) mod group;
mod list;
mod user;

use super::error::{Note, Refusal};
use super::goal::Goal;
use super::path::Endpoint;
use super::reply::{Page, Reply};
use super::request::Method;
use super::state::{Stage, State};
use super::user::member;
use crate::error::Severity;
use crate::json::Value;
use crate::limits;

/// A request to AWS, below the prefix of the plan.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) method: Method,
    pub(super) endpoint: Endpoint,
    pub(super) id: Option<String>,
    /// With its question mark, or empty.
    pub(super) query: String,
    pub(super) body: Option<Value>,
}

impl Draft {
    fn read(endpoint: Endpoint, id: Option<&str>, query: String) -> Self {
        Self { method: Method::Get, endpoint, id: id.map(ToOwned::to_owned), query, body: None }
    }
}

/// What comes next.
#[derive(Debug)]
pub(super) enum Turn {
    Send(Vec<Draft>),
    Answer(Reply),
    /// An answer that is not AWS's own.
    Refuse(Reply, Refusal),
}

/// What is worth saying.
pub(super) type Notes = Vec<(Severity, Note)>;

/// The first requests.
pub(super) fn begin(state: &mut State, notes: &mut Notes) -> Turn {
    match &state.goal {
        Goal::Passing | Goal::Configuration => {
            state.progress.stage = if matches!(state.goal, Goal::Configuration) { Stage::Configuration } else { Stage::Pass };
            let path = &state.origin.path;
            Turn::Send(vec![Draft {
                method: state.origin.method,
                endpoint: path.endpoint,
                // AWS documents the list of resource types alone.
                id: path.id.clone().filter(|_| path.endpoint != Endpoint::ResourceTypes),
                query: path.query.clone(),
                body: None,
            }])
        }
        Goal::SaveUser(_) | Goal::PatchUser(_) => user::begin(state),
        Goal::SaveGroup(_) | Goal::PatchGroup(_) => group::begin(state, notes),
        Goal::ReadGroup | Goal::List(_) => list::begin(state, notes),
    }
}

/// The next requests, or the end.
pub(super) fn go_on(state: &mut State, answers: Vec<Reply>, notes: &mut Notes) -> Turn {
    if state.progress.stage == Stage::ChangeGroup {
        return group::changed(state, answers, notes);
    }
    let Some(answer) = answers.into_iter().next() else { return lost(state) };
    match state.progress.stage {
        Stage::Pass => pass(state, answer),
        Stage::Configuration if state.origin.path.endpoint == Endpoint::ResourceTypes => resource_types(state, answer),
        Stage::Configuration => configuration(state, answer),
        Stage::CreateUser
        | Stage::FindUserByUserName
        | Stage::FindUserByExternalId
        | Stage::ReplaceFoundUser
        | Stage::ReadUser => user::go_on(state, answer, notes),
        Stage::CreateGroup
        | Stage::FindGroupByDisplayName
        | Stage::FindGroupByExternalId
        | Stage::ReadGroup
        | Stage::ReadMembers
        | Stage::ConfirmGroup
        | Stage::ChangeGroup => group::go_on(state, answer, notes),
        Stage::ListPage | Stage::ListAsIs | Stage::ReadOneGroup | Stage::FillMembers => list::go_on(state, answer, notes),
    }
}

/// AWS's answer, explained if it refuses a body without saying why.
fn pass(state: &State, answer: Reply) -> Turn {
    // A change of a resource and its removal may be answered with nothing; all else is a resource or a list.
    let resource = !matches!(state.origin.method, Method::Patch | Method::Delete);
    let listed = !matches!(state.goal, Goal::List(_)) || answer.page().is_some();
    if answer.status < 400 && !(answer.is_success() && listed && !(resource && answer.is_empty())) {
        return refuse(state, Refusal::AnswerUnreadable);
    }
    // Of a group's change a 404 may be about the group or about one of the members.
    let group = matches!(state.goal, Goal::SaveGroup(_) | Goal::PatchGroup(_));
    match state.goal.cause() {
        Some(cause) if answer.status == 400 || (group && answer.status == 404) => Turn::Answer(answer.explained(&cause)),
        _ => Turn::Answer(answer.passed()),
    }
}

/// AWS refused a request, or failed. What the identity provider asked for did not happen, or not all of it.
fn failed(state: &State, answer: Reply) -> Turn {
    if answer.is_success() {
        return refuse(state, Refusal::AnswerUnreadable);
    }
    match partial(state) {
        // A redirection leads nowhere from here.
        _ if answer.status < 400 => refuse(state, Refusal::AnswerUnreadable),
        Some(done) => Turn::Answer(answer.explained(&done)),
        None => match (&state.goal, state.progress.stage) {
            (Goal::Passing | Goal::Configuration | Goal::ReadGroup | Goal::List(_), _) => Turn::Answer(answer.passed()),
            (_, Stage::Pass | Stage::CreateUser | Stage::ReplaceFoundUser | Stage::CreateGroup | Stage::ChangeGroup) => {
                pass(state, answer)
            }
            // Something was to be read first.
            _ => Turn::Answer(answer.explained("it was to be read before it is changed; nothing was changed")),
        },
    }
}

/// AWS did not answer.
fn lost(state: &State) -> Turn {
    refuse(state, Refusal::AnswerMissing)
}

/// An error of ours, in mid-plan.
fn refuse(state: &State, refusal: Refusal) -> Turn {
    let (status, scim_type) = refusal.status();
    let detail = match partial(state) {
        Some(done) => format!("{refusal}; {done}"),
        None => refusal.to_string(),
    };
    Turn::Refuse(Reply::error(status, scim_type, detail), refusal)
}

/// What was done before something failed: counts, never names.
fn partial(state: &State) -> Option<String> {
    let progress = &state.progress;
    if progress.done == 0 {
        return None;
    }
    let created = if progress.created { ", the group's creation among them" } else { "" };
    Some(format!(
        "not finished: {} of {} requests that change the group were carried out{created}; send the same request again to finish",
        progress.done,
        progress.done + group::left(state)
    ))
}

/// The next page to read, or that there is none; `Err` if AWS's pages do not end.
fn turn_page(state: &mut State, page: &Page) -> Result<bool, Refusal> {
    let progress = &mut state.progress;
    if progress.pages == 0 {
        progress.marker.clear();
    }
    progress.pages += 1;
    match &page.next {
        None => Ok(false),
        Some(next) if *next == progress.cursor || *next == progress.marker => Err(Refusal::PagesEndless),
        Some(next) if !super::query::is_cursor(next) || progress.pages >= limits::SCIM_PAGES => Err(Refusal::PagesEndless),
        Some(next) => {
            if progress.pages.is_power_of_two() {
                progress.marker.clone_from(next);
            }
            progress.cursor.clone_from(next);
            Ok(true)
        }
    }
}

/// A page of the members of a group: AWS lists none with the group itself, but finds users by group.
fn members_of(id: &str, cursor: &str) -> Draft {
    let filter = super::query::equality("groups.value", id);
    let query = super::query::upstream(Some(&filter), Some(crate::aws::scim::PAGE), Some(cursor));
    Draft::read(Endpoint::Users, None, query)
}

/// What AWS says of itself is right as far as it goes; the rest is what this plugin makes of it.
fn configuration(state: &State, answer: Reply) -> Turn {
    let Some(mut members) = answer.object().filter(|_| answer.status == 200) else { return failed(state, answer) };
    for (name, text) in CONFIGURATION {
        let Ok(value) = Value::parse(text.as_bytes()) else { continue };
        match members.iter_mut().find(|(own, _)| own == name) {
            Some((_, own)) => *own = value,
            None => members.push(((*name).to_owned(), value)),
        }
    }
    Turn::Answer(answer.with_body(&Value::Object(members)))
}

/// AWS says that its users must have the enterprise extension, and takes users without it (DG/listresourcetypes,
/// DG/createuser). Clients that believe it refuse to create any.
///
/// AWS documents the list alone; a single resource type is answered from it (RFC 7644 §4).
fn resource_types(state: &State, answer: Reply) -> Turn {
    let Some(mut body) = answer.object().filter(|_| answer.status == 200) else { return failed(state, answer) };
    let Some((_, Value::List(types))) = body.iter_mut().find(|(name, _)| name.eq_ignore_ascii_case("Resources")) else {
        return refuse(state, Refusal::AnswerUnreadable);
    };
    types.iter_mut().for_each(without_requirement);
    let Some(wanted) = &state.origin.path.id else { return Turn::Answer(answer.with_body(&Value::Object(body))) };
    let is_wanted = |resource_type: &Value| {
        let Value::Object(members) = resource_type else { return false };
        ["id", "name"].into_iter().any(|name| member(members, name) == Some(&Value::Text(wanted.clone())))
    };
    match types.iter().find(|own| is_wanted(own)) {
        Some(found) => Turn::Answer(answer.with_body(found)),
        None => Turn::Answer(Reply::error(404, None, "there is no such resource type".to_owned())),
    }
}

fn without_requirement(resource_type: &mut Value) {
    let Value::Object(members) = resource_type else { return };
    let Some((_, Value::List(extensions))) = members.iter_mut().find(|(name, _)| name == "schemaExtensions") else { return };
    for extension in extensions {
        if let Value::Object(extension) = extension
            && let Some((_, required)) = extension.iter_mut().find(|(name, _)| name == "required")
        {
            *required = Value::Boolean(false);
        }
    }
}

/// What holds for AWS through this plugin (RFC 7643 §5; `pagination` is RFC 9865's). Lists have 100 resources a page.
const CONFIGURATION: &[(&str, &str)] = &[
    ("patch", r#"{"supported":true}"#),
    ("bulk", r#"{"supported":false,"maxOperations":0,"maxPayloadSize":0}"#),
    ("filter", r#"{"supported":true,"maxResults":100}"#),
    ("changePassword", r#"{"supported":false}"#),
    ("sort", r#"{"supported":false}"#),
    ("etag", r#"{"supported":false}"#),
    ("pagination", r#"{"cursor":true,"index":true,"defaultPaginationMethod":"index","defaultPageSize":100,"maxPageSize":100}"#),
];
