//! Groups: created in parts, replaced and changed by differences.

use std::collections::BTreeSet;

use super::{Draft, Notes, Turn, failed, lost, members_of, pass, refuse, turn_page};
use crate::aws::scim::MEMBERSHIP_CHANGES;
use crate::error::Severity;
use crate::json::Value;
use crate::limits;
use crate::scim::error::{Note, Refusal};
use crate::scim::goal::Goal;
use crate::scim::group::Group;
use crate::scim::members::Member;
use crate::scim::patch::group::Membership;
use crate::scim::patch::{Change, Verb, message};
use crate::scim::path::{Endpoint, decoded, is_segment};
use crate::scim::query::{equality, upstream};
use crate::scim::reply::{Reply, id_of};
use crate::scim::request::Method;
use crate::scim::state::{Stage, State};
use crate::scim::user::{Members, member};

pub(super) fn begin(state: &mut State, notes: &mut Notes) -> Turn {
    match (&state.goal, state.origin.method) {
        (Goal::SaveGroup(group), Method::Post) => {
            state.progress.stage = Stage::CreateGroup;
            if group.members.as_ref().is_some_and(Vec::is_empty) {
                notes.push((Severity::Info, Note::EmptyDropped { attribute: "members".to_owned() }));
            }
            let rest = group.members.as_ref().map_or(0, Vec::len).saturating_sub(MEMBERSHIP_CHANGES);
            if rest > 0 {
                notes.push((Severity::Info, Note::MembersSplit { requests: 1 + rest.div_ceil(MEMBERSHIP_CHANGES) }));
            }
            let (body, query) = (Some(group.creation()), state.origin.path.query.clone());
            Turn::Send(vec![Draft { method: Method::Post, endpoint: Endpoint::Groups, id: None, query, body }])
        }
        (Goal::SaveGroup(_), _) => {
            notes.push((Severity::Info, Note::GroupReplaced));
            state.progress.stage = Stage::ReadGroup;
            Turn::Send(vec![Draft::read(Endpoint::Groups, state.origin.path.id.as_deref(), String::new())])
        }
        (Goal::PatchGroup(patch), _) if patch.is_empty() => confirm(state),
        (Goal::PatchGroup(patch), _) if matches!(patch.membership, Membership::Exactly(_)) => read_members(state),
        _ => {
            let turn = change(state);
            let requests = Work::of(state).requests();
            if requests > 1 {
                notes.push((Severity::Info, Note::MembersSplit { requests }));
            }
            turn
        }
    }
}

/// Whether a plan is one request whose answer needs nothing besides, whatever AWS says: a change of members may be worked out
/// anew ([`change_failed`]).
#[cfg(feature = "envoy")]
pub(in crate::scim) fn is_plain(state: &State) -> bool {
    match &state.goal {
        Goal::SaveGroup(group) => {
            state.progress.stage == Stage::CreateGroup
                && !state.origin.profile.adopt
                && group.members.as_ref().is_none_or(Vec::is_empty)
        }
        Goal::PatchGroup(patch) => {
            matches!(patch.membership, Membership::Untouched)
                && state.progress.stage == Stage::ChangeGroup
                && state.progress.done == 0
                && Work::of(state).requests() == 1
        }
        _ => false,
    }
}

/// How many requests that change the group are still to be carried out.
pub(super) fn left(state: &State) -> usize {
    if state.progress.stage == Stage::ChangeGroup { Work::of(state).requests().saturating_sub(state.progress.sent) } else { 0 }
}

pub(super) fn go_on(state: &mut State, answer: Reply, notes: &mut Notes) -> Turn {
    match state.progress.stage {
        Stage::CreateGroup => created(state, answer),
        Stage::FindGroupByDisplayName | Stage::FindGroupByExternalId => found(state, answer, notes),
        Stage::ReadGroup => {
            let Some(group) = answer.object().filter(|_| answer.status == 200) else { return failed(state, answer) };
            state.progress.resource = Some(Value::Object(group));
            read_members_or_change(state)
        }
        Stage::ReadMembers => members(state, &answer, notes).unwrap_or_else(|| failed(state, answer)),
        Stage::ConfirmGroup if answer.status == 200 => Turn::Answer(Reply::no_content()),
        _ => pass(state, answer),
    }
}

fn confirm(state: &mut State) -> Turn {
    state.progress.stage = Stage::ConfirmGroup;
    Turn::Send(vec![Draft::read(Endpoint::Groups, state.origin.path.id.as_deref(), String::new())])
}

fn created(state: &mut State, answer: Reply) -> Turn {
    let Goal::SaveGroup(group) = &state.goal else { return pass(state, answer) };
    let many = group.members.as_ref().is_some_and(|members| members.len() > MEMBERSHIP_CHANGES);
    if answer.status == 409 && (state.origin.profile.adopt || many) {
        return look_up(state, Stage::FindGroupByDisplayName);
    }
    if !answer.is_success() {
        return failed(state, answer);
    }
    state.progress.done = 1;
    state.progress.created = true;
    let Some(resource) = answer.object().map(Value::Object) else { return refuse(state, Refusal::AnswerUnreadable) };
    let id = id_of(&resource).filter(|id| is_segment(id)).map(ToOwned::to_owned);
    state.progress.resource = Some(resource);
    if id.is_none() && many {
        state.progress.stage = Stage::ChangeGroup;
        return refuse(state, Refusal::AnswerUnreadable);
    }
    state.progress.id = id;
    if many {
        return change(state);
    }
    Turn::Answer(answer.with_body(&with_members(state)))
}

/// Looks the existing group up by what AWS can find groups by.
fn look_up(state: &mut State, stage: Stage) -> Turn {
    let name = unique_name(stage);
    let value = match &state.goal {
        Goal::SaveGroup(group) => group.text(name),
        _ => None,
    };
    let Some(value) = value else { return unresolved() };
    let query = upstream(Some(&equality(name, value)), Some(2), None);
    state.progress.stage = stage;
    Turn::Send(vec![Draft::read(Endpoint::Groups, None, query)])
}

const fn unique_name(stage: Stage) -> &'static str {
    if matches!(stage, Stage::FindGroupByDisplayName) { "displayName" } else { "externalId" }
}

fn found(state: &mut State, answer: Reply, notes: &mut Notes) -> Turn {
    let stage = state.progress.stage;
    let name = unique_name(stage);
    let Some(page) = answer.page().filter(|_| answer.is_success()) else { return failed(state, answer) };
    let Goal::SaveGroup(group) = &state.goal else { return pass(state, answer) };
    let adopt = state.origin.profile.adopt;
    // The filter is not trusted: a server that ignored it would have another group changed.
    // Names are the same whatever their case (RFC 7643 §8.7.1), but a creation of ours is found as it was sent.
    let matches = |resource: &&Value| {
        let (Some(own), Some(wanted)) = (text(resource, name), group.text(name)) else { return false };
        own == wanted || (adopt && name == "displayName" && own.to_lowercase() == wanted.to_lowercase())
    };
    let mut groups = page.resources.iter().filter(matches);
    let only = match (groups.next(), groups.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    };
    let Some((resource, id)) = only.and_then(|only| Some((only.clone(), id_of(only).filter(|id| is_segment(id))?.to_owned())))
    else {
        let another = stage == Stage::FindGroupByDisplayName && adopt && group.text("externalId").is_some();
        if another {
            return look_up(state, Stage::FindGroupByExternalId);
        }
        notes.push((Severity::Warning, Note::ConflictUnresolved));
        return unresolved();
    };
    // The rest of a creation of ours is added to the very group that it began.
    if !adopt && text(&resource, "externalId") != group.text("externalId") {
        notes.push((Severity::Warning, Note::ConflictUnresolved));
        return unresolved();
    }
    if group.members.is_none() {
        notes.push((Severity::Warning, Note::ConflictAdopted));
    }
    state.progress.id = Some(id);
    state.progress.resource = Some(resource);
    read_members_or_change(state)
}

fn unresolved() -> Turn {
    let detail = "AWS has a group that conflicts, and it is not one that this request may change";
    Turn::Answer(Reply::error(409, Some("uniqueness"), detail.to_owned()))
}

fn read_members_or_change(state: &mut State) -> Turn {
    match &state.goal {
        Goal::SaveGroup(Group { members: Some(_), .. }) => read_members(state),
        _ => change(state),
    }
}

fn read_members(state: &mut State) -> Turn {
    state.progress.stage = Stage::ReadMembers;
    state.progress.cursor.clear();
    state.progress.pages = 0;
    state.progress.seen.clear();
    page(state)
}

fn page(state: &State) -> Turn {
    let id = state.progress.id.clone().or_else(|| state.origin.path.id.as_deref().and_then(decoded));
    match id {
        Some(id) => Turn::Send(vec![members_of(&id, &state.progress.cursor)]),
        None => refuse(state, Refusal::AnswerUnreadable),
    }
}

/// A page of members was read; nothing if it was none.
fn members(state: &mut State, answer: &Reply, notes: &mut Notes) -> Option<Turn> {
    let page_read = answer.page().filter(|_| answer.status == 200)?;
    for user in &page_read.resources {
        state.progress.seen.push(id_of(user)?.to_owned());
    }
    let limit = state.origin.profile.members;
    if state.progress.seen.len() > limit {
        return Some(refuse(state, Refusal::MembersTooMany { limit }));
    }
    match turn_page(state, &page_read) {
        Ok(true) => return Some(page(state)),
        Ok(false) => {}
        Err(refusal) => return Some(refuse(state, refusal)),
    }
    // The same user on two pages, when somebody joined or left meanwhile.
    let mut known = BTreeSet::new();
    state.progress.seen.retain(|id| known.insert(id.clone()));
    state.progress.members_known = true;
    if let Goal::SaveGroup(group) = &state.goal
        && state.origin.method == Method::Post
    {
        let ours = is_begun(group, &state.progress.seen);
        if !state.origin.profile.adopt && !ours {
            notes.push((Severity::Warning, Note::ConflictUnresolved));
            return Some(unresolved());
        }
        notes.push((Severity::Warning, if state.origin.profile.adopt { Note::ConflictAdopted } else { Note::CreationResumed }));
    }
    Some(change(state))
}

/// Whether these are members that only an interrupted creation could have left: as many as one request takes or more, and no
/// foreign ones.
fn is_begun(group: &Group, seen: &[String]) -> bool {
    let wanted: BTreeSet<&str> = group.members.iter().flatten().map(|member| member.id.as_str()).collect();
    seen.len() >= MEMBERSHIP_CHANGES && seen.iter().all(|id| wanted.contains(id.as_str()))
}

/// Hands out the changes that are still to be made, or ends.
fn change(state: &mut State) -> Turn {
    state.progress.stage = Stage::ChangeGroup;
    let work = Work::of(state);
    let total = work.requests();
    if state.progress.sent >= total {
        return end(state, total);
    }
    let id = state.progress.id.clone().or_else(|| state.origin.path.id.clone());
    let last = total.min(state.progress.sent + limits::SCIM_STEPS);
    let drafts = (state.progress.sent..last).map(|index| Draft {
        method: Method::Patch,
        endpoint: Endpoint::Groups,
        id: id.clone(),
        query: String::new(),
        body: Some(work.request(index)),
    });
    Turn::Send(drafts.collect())
}

/// Answers to changes.
pub(super) fn changed(state: &mut State, answers: Vec<Reply>, notes: &mut Notes) -> Turn {
    let requests = Work::of(state).requests();
    let handed_out = state.progress.flight;
    let answered = answers.len();
    let mut last = None;
    for answer in answers {
        if !answer.is_success() {
            return change_failed(state, answer, notes);
        }
        state.progress.sent += 1;
        state.progress.done += 1;
        last = Some(answer);
    }
    if answered < handed_out {
        return lost(state);
    }
    match (last, &state.goal) {
        // One request, one answer: AWS's own.
        (Some(answer), Goal::PatchGroup(_)) if state.progress.done == 1 && requests == 1 => Turn::Answer(answer.passed()),
        _ => change(state),
    }
}

fn change_failed(state: &mut State, answer: Reply, notes: &mut Notes) -> Turn {
    let relative = matches!(&state.goal, Goal::PatchGroup(patch) if matches!(patch.membership, Membership::Difference { .. }));
    // Whether AWS takes a member that is one already, and the removal of one that is none, is not established. Where it does
    // not, a request that is repeated could never be finished: what is left is worked out from what AWS has, once. Anything
    // else that is wrong will be wrong again.
    if matches!(answer.status, 400 | 404 | 409) && relative && !state.progress.members_known {
        notes.push((Severity::Info, Note::MembershipsReadAgain));
        state.progress.sent = 0;
        return read_members(state);
    }
    failed(state, answer)
}

fn end(state: &mut State, total: usize) -> Turn {
    match &state.goal {
        Goal::SaveGroup(_) => {
            let status = if state.origin.method == Method::Post { 201 } else { 200 };
            Turn::Answer(Reply::of(status, &with_members(state)))
        }
        // Nothing was sent, so nobody has said that there is such a group.
        _ if total == 0 && state.progress.done == 0 => confirm(state),
        _ => Turn::Answer(Reply::no_content()),
    }
}

/// The group as it is now: what AWS said, with what was changed since, and its members.
fn with_members(state: &State) -> Value {
    let Some(Value::Object(resource)) = &state.progress.resource else { return Value::Null };
    let Goal::SaveGroup(group) = &state.goal else { return Value::Object(resource.clone()) };
    let changed = !state.progress.created && state.progress.done > 0;
    let mut resource: Members = resource.iter().filter(|(name, _)| !name.eq_ignore_ascii_case("members")).cloned().collect();
    if changed {
        for name in ["displayName", "externalId"] {
            let value = group.text(name).map(|text| Value::Text(text.to_owned()));
            match (resource.iter().position(|(own, _)| own == name), value) {
                (Some(index), Some(value)) => {
                    if let Some((_, own)) = resource.get_mut(index) {
                        *own = value;
                    }
                }
                (Some(index), None) if name == "externalId" && group.external_id_cleared => {
                    resource.remove(index);
                }
                (None, Some(value)) => resource.push((name.to_owned(), value)),
                _ => {}
            }
        }
        // When that was, only AWS knows.
        if let Some((_, Value::Object(meta))) = resource.iter_mut().find(|(name, _)| name == "meta") {
            meta.retain(|(name, _)| name != "lastModified");
        }
    }
    match &group.members {
        Some(members) => {
            resource.push(("members".to_owned(), Value::List(members.iter().map(|member| listed(&member.id)).collect())))
        }
        // A new group has nobody; of another one nothing was asked.
        None if state.progress.created => resource.push(("members".to_owned(), Value::List(Vec::new()))),
        None => {}
    }
    Value::Object(resource)
}

/// A member as AWS's guide shows it (DG/listgroups).
pub(super) fn listed(id: &str) -> Value {
    Value::Object(vec![
        ("value".to_owned(), Value::Text(id.to_owned())),
        ("$ref".to_owned(), Value::Text(format!("../Users/{id}"))),
        ("type".to_owned(), Value::Text("User".to_owned())),
    ])
}

fn text<'a>(resource: &'a Value, name: &str) -> Option<&'a str> {
    let Value::Object(members) = resource else { return None };
    match member(members, name)? {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

/// What has to be changed, as far as it is known: the same whenever it is worked out.
struct Work {
    attributes: Vec<Change>,
    remove: Vec<Member>,
    add: Vec<Member>,
    /// The message as it came.
    unchanged: Option<Value>,
}

impl Work {
    fn of(state: &State) -> Self {
        let known = state.progress.members_known;
        let seen: BTreeSet<&str> = state.progress.seen.iter().map(String::as_str).collect();
        match &state.goal {
            Goal::SaveGroup(group) => {
                let members = group.members.as_deref().unwrap_or_default();
                if state.progress.created {
                    let add = members.iter().skip(MEMBERSHIP_CHANGES).cloned().collect();
                    return Self { attributes: Vec::new(), remove: Vec::new(), add, unchanged: None };
                }
                let attributes = differences(group, state.progress.resource.as_ref());
                let (remove, add) =
                    if group.members.is_some() && known { difference(members, &state.progress.seen) } else { Default::default() };
                Self { attributes, remove, add, unchanged: None }
            }
            Goal::PatchGroup(patch) => {
                let attributes = patch.attributes.clone();
                let (remove, add) = match &patch.membership {
                    Membership::Untouched => Default::default(),
                    Membership::Exactly(members) => difference(members, &state.progress.seen),
                    Membership::Difference { add, remove } => (
                        remove.iter().filter(|member| !known || seen.contains(member.id.as_str())).cloned().collect(),
                        add.iter().filter(|member| !known || !seen.contains(member.id.as_str())).cloned().collect(),
                    ),
                };
                Self { attributes, remove, add, unchanged: patch.unchanged.clone().filter(|_| !known) }
            }
            _ => Self { attributes: Vec::new(), remove: Vec::new(), add: Vec::new(), unchanged: None },
        }
    }

    fn requests(&self) -> usize {
        let memberships = (self.remove.len() + self.add.len()).div_ceil(MEMBERSHIP_CHANGES);
        memberships.max(usize::from(!self.attributes.is_empty()))
    }

    /// The message of that number: attributes first, then who goes, then who comes. Whoever should no longer be in the group is
    /// out of it even if the rest fails.
    fn request(&self, index: usize) -> Value {
        if let Some(unchanged) = &self.unchanged {
            return unchanged.clone();
        }
        let mut changes = if index == 0 { self.attributes.clone() } else { Vec::new() };
        let from = index * MEMBERSHIP_CHANGES;
        let part = |members: &[Member], before: usize| -> Vec<Value> {
            let (start, end) = (from.saturating_sub(before), (from + MEMBERSHIP_CHANGES).saturating_sub(before));
            members.iter().take(end).skip(start).map(|member| member.value.clone()).collect()
        };
        for (verb, members) in [(Verb::Remove, part(&self.remove, 0)), (Verb::Add, part(&self.add, self.remove.len()))] {
            if !members.is_empty() {
                changes.push(Change { verb, path: "members".to_owned(), value: Some(Value::List(members)), index });
            }
        }
        message(changes)
    }
}

/// The attributes in which a group differs from what AWS has. What a body does not mention stays: RFC 7644 §3.5.1 leaves it to
/// the server, and more than one identity provider sends groups without their external id.
fn differences(group: &Group, resource: Option<&Value>) -> Vec<Change> {
    let own = |name: &str| resource.and_then(|resource| text(resource, name));
    let mut changes = Vec::new();
    for name in ["displayName", "externalId"] {
        let change = match group.text(name) {
            Some(wanted) if own(name) != Some(wanted) => {
                Change { verb: Verb::Replace, path: name.to_owned(), value: Some(Value::Text(wanted.to_owned())), index: 0 }
            }
            None if name == "externalId" && group.external_id_cleared && own(name).is_some() => {
                Change { verb: Verb::Remove, path: name.to_owned(), value: None, index: 0 }
            }
            _ => continue,
        };
        changes.push(change);
    }
    changes
}

/// Who goes and who comes.
fn difference(wanted: &[Member], seen: &[String]) -> (Vec<Member>, Vec<Member>) {
    let wanted_ids: BTreeSet<&str> = wanted.iter().map(|member| member.id.as_str()).collect();
    let seen_ids: BTreeSet<&str> = seen.iter().map(String::as_str).collect();
    let remove = seen_ids.iter().filter(|id| !wanted_ids.contains(*id)).map(|id| Member::of(id)).collect();
    let add =
        wanted.iter().filter(|member| !seen_ids.contains(member.id.as_str())).map(|member| Member::of(&member.id)).collect();
    (remove, add)
}
