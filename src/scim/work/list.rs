//! Lists and single groups: AWS's cursors for those who count, and members for groups.

use super::{Draft, Notes, Turn, failed, members_of, refuse, turn_page};
use crate::aws::scim::PAGE;
use crate::error::Severity;
use crate::json::Value;
use crate::limits;
use crate::scim::error::{Note, Refusal};
use crate::scim::goal::Goal;
use crate::scim::path::Endpoint;
use crate::scim::query::Query;
use crate::scim::reply::{Page, Reply, id_of};
use crate::scim::state::{Stage, State};
use crate::scim::user::{Members, is_empty, member};

pub(super) fn begin(state: &mut State, notes: &mut Notes) -> Turn {
    let groups = state.origin.path.endpoint == Endpoint::Groups;
    let Goal::List(query) = &state.goal else {
        state.progress.stage = Stage::ReadOneGroup;
        return Turn::Send(vec![Draft::read(Endpoint::Groups, state.origin.path.id.as_deref(), String::new())]);
    };
    let as_is = query.cursor.is_some() || (query.unique && query.start == 1 && query.count > 0);
    let (stage, upstream) = match (as_is, groups) {
        (true, false) => (Stage::Pass, query.upstream(query.cursor.as_deref())),
        (true, true) => (Stage::ListAsIs, query.upstream(query.cursor.as_deref())),
        (false, _) => {
            notes.push((Severity::Info, Note::PagesMapped));
            (Stage::ListPage, query.page(""))
        }
    };
    state.progress.stage = stage;
    Turn::Send(vec![Draft::read(state.origin.path.endpoint, None, upstream)])
}

pub(super) fn go_on(state: &mut State, answer: Reply, notes: &mut Notes) -> Turn {
    if answer.status != 200 {
        return failed(state, answer);
    }
    let turn = match state.progress.stage {
        Stage::ReadOneGroup => answer.object().map(|group| {
            state.progress.kept = vec![Value::Object(group)];
            fill(state, notes)
        }),
        Stage::ListAsIs => answer.page().map(|page| {
            let Page { mut envelope, resources, next } = page;
            if resources.len() > PAGE {
                return refuse(state, Refusal::AnswerUnreadable);
            }
            envelope.retain(|(name, _)| name != "nextCursor");
            envelope.extend(next.map(|next| ("nextCursor".to_owned(), Value::Text(next))));
            state.progress.resource = Some(Value::Object(envelope));
            state.progress.kept = resources;
            fill(state, notes)
        }),
        Stage::ListPage => answer.page().map(|page| page_read(state, page, notes)),
        _ => answer.page().and_then(|page| members_read(state, &page)),
    };
    turn.unwrap_or_else(|| failed(state, answer))
}

/// A page of the whole list. It is read to its end, for `totalResults` to be true: a client that computes the number of its
/// pages from the first answer would otherwise stop early, and take the rest for deleted.
fn page_read(state: &mut State, page: Page, notes: &mut Notes) -> Turn {
    let Goal::List(query) = &state.goal else { return refuse(state, Refusal::AnswerUnreadable) };
    let query = query.clone();
    if page.resources.len() > PAGE {
        return refuse(state, Refusal::AnswerUnreadable);
    }
    let progress = &mut state.progress;
    for resource in &page.resources {
        progress.total += 1;
        if progress.total >= query.start && progress.kept.len() < query.count {
            progress.kept.push(resource.clone());
        }
    }
    let known = progress.total;
    if page.next.is_some() && progress.pages + 1 >= limits::SCIM_PAGES {
        if query.start > known {
            return refuse(state, Refusal::PagingTooFar { limit: known });
        }
        notes.push((Severity::Warning, Note::TotalUnknown { known }));
        progress.total += 1;
        return fill(state, notes);
    }
    match turn_page(state, &page) {
        Ok(true) => Turn::Send(vec![Draft::read(state.origin.path.endpoint, None, query.page(&state.progress.cursor))]),
        Ok(false) => fill(state, notes),
        Err(refusal) => refuse(state, refusal),
    }
}

/// Gives the groups their members, or takes the empty lists away; then answers.
fn fill(state: &mut State, notes: &mut Notes) -> Turn {
    if state.origin.path.endpoint == Endpoint::Groups {
        let one = matches!(state.goal, Goal::ReadGroup);
        let read = state.origin.path.selection.has_members() && (one || state.origin.profile.read_listed_members);
        if read {
            state.progress.filling = 0;
            if !state.progress.kept.is_empty() {
                notes.push((Severity::Info, Note::MembersRead));
            }
            return next_group(state);
        }
        if omit(&mut state.progress.kept, !state.origin.path.selection.has_members()) && state.origin.path.selection.has_members()
        {
            notes.push((Severity::Info, Note::MembersOmitted));
        }
    }
    answer(state)
}

/// Takes lists of members away that are empty with AWS, whoever is in the group; whether there were any.
fn omit(groups: &mut [Value], all: bool) -> bool {
    let mut omitted = false;
    for group in groups {
        if let Value::Object(members) = group {
            members.retain(|(name, value)| {
                let goes = name.eq_ignore_ascii_case("members") && (all || is_empty(value));
                omitted |= goes;
                !goes
            });
        }
    }
    omitted
}

fn next_group(state: &mut State) -> Turn {
    state.progress.stage = Stage::FillMembers;
    state.progress.cursor.clear();
    state.progress.pages = 0;
    state.progress.seen.clear();
    match state.progress.kept.get(state.progress.filling) {
        Some(group) => match id_of(group) {
            Some(id) => Turn::Send(vec![members_of(id, "")]),
            None => refuse(state, Refusal::AnswerUnreadable),
        },
        None => answer(state),
    }
}

/// A page of one group's members.
fn members_read(state: &mut State, page: &Page) -> Option<Turn> {
    for user in &page.resources {
        state.progress.seen.push(id_of(user)?.to_owned());
    }
    // Of all groups of the page together: they go into one answer.
    let limit = state.origin.profile.members;
    let filled: usize = state.progress.kept.iter().take(state.progress.filling).map(count_members).sum();
    if filled + state.progress.seen.len() > limit {
        return Some(refuse(state, Refusal::MembersTooManyToRead { limit }));
    }
    match turn_page(state, page) {
        Ok(true) => {
            let id = id_of(state.progress.kept.get(state.progress.filling)?)?;
            return Some(Turn::Send(vec![members_of(id, &state.progress.cursor)]));
        }
        Ok(false) => {}
        Err(refusal) => return Some(refuse(state, refusal)),
    }
    let mut known = std::collections::BTreeSet::new();
    let seen = std::mem::take(&mut state.progress.seen);
    let members = seen.iter().filter(|id| known.insert(id.as_str())).map(|id| super::group::listed(id)).collect();
    if let Some(Value::Object(group)) = state.progress.kept.get_mut(state.progress.filling) {
        group.retain(|(name, _)| !name.eq_ignore_ascii_case("members"));
        group.push(("members".to_owned(), Value::List(members)));
    }
    state.progress.filling += 1;
    Some(next_group(state))
}

fn count_members(group: &Value) -> usize {
    let Value::Object(attributes) = group else { return 0 };
    match member(attributes, "members") {
        Some(Value::List(members)) => members.len(),
        _ => 0,
    }
}

fn answer(state: &mut State) -> Turn {
    let mut kept = std::mem::take(&mut state.progress.kept);
    let (Goal::List(query), envelope) = (&state.goal, state.progress.resource.take()) else {
        return match kept.pop() {
            Some(group) => Turn::Answer(Reply::of(200, &group)),
            None => refuse(state, Refusal::AnswerUnreadable),
        };
    };
    let mut list = match envelope {
        Some(Value::Object(envelope)) => envelope,
        _ => counted(query, kept.len(), state.progress.total),
    };
    list.push(("Resources".to_owned(), Value::List(kept)));
    Turn::Answer(Reply::of(200, &Value::Object(list)))
}

/// RFC 7644 §3.4.2.
fn counted(query: &Query, kept: usize, total: usize) -> Members {
    let number = |number: usize| Value::Number(number.into());
    vec![
        ("schemas".to_owned(), Value::List(vec![Value::Text("urn:ietf:params:scim:api:messages:2.0:ListResponse".to_owned())])),
        ("totalResults".to_owned(), number(total)),
        ("startIndex".to_owned(), number(query.start)),
        ("itemsPerPage".to_owned(), number(kept)),
    ]
}
