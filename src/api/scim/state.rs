//! The state of a plan as text, so that no host has to keep anything else.
//!
//! It holds the request without its headers, which have the caller's token, and how far the plan has come. Whoever alters it
//! gets another plan of the same kind, below the same prefix: see docs/threats/altered-scim-state.md.

use serde::{Deserialize, Serialize};

use crate::json::Value;
use crate::limits;
use crate::scim::{Invalid, PatchedRoles, Profile, Progress, Stage, State};

/// What begins every state; another number is another form.
const VERSION: &str = "aws-federation-scim-1";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    version: String,
    method: String,
    path: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    body: Option<String>,
    /// Names refused, markup refused, adopt, members of lists, members, roles (0 refused, 1 dropped, 2 sent), spaces sent.
    profile: (bool, bool, bool, bool, usize, u8, bool),
    stage: String,
    flight: usize,
    #[serde(default, skip_serializing_if = "is_default")]
    done: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    resource: Option<Value>,
    #[serde(default, skip_serializing_if = "is_default")]
    created: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    cursor: String,
    #[serde(default, skip_serializing_if = "is_default")]
    marker: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pages: usize,
    #[serde(default, skip_serializing_if = "is_default")]
    seen: Vec<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    members_known: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    sent: usize,
    #[serde(default, skip_serializing_if = "is_default")]
    kept: Vec<Value>,
    #[serde(default, skip_serializing_if = "is_default")]
    total: usize,
    #[serde(default, skip_serializing_if = "is_default")]
    filling: usize,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

pub(super) fn write(state: &State) -> String {
    let (origin, progress) = (&state.origin, state.progress.clone());
    let profile = origin.profile;
    let wire = Wire {
        version: VERSION.to_owned(),
        method: origin.method.name().to_owned(),
        path: origin.path.original(),
        body: origin.body.clone(),
        profile: (
            profile.refuse_missing_names,
            profile.refuse_markup_characters,
            profile.adopt,
            profile.read_listed_members,
            profile.members,
            match profile.patched_roles {
                PatchedRoles::Refuse => 0,
                PatchedRoles::Drop => 1,
                PatchedRoles::Send => 2,
            },
            profile.send_spaces,
        ),
        stage: progress.stage.name().to_owned(),
        flight: progress.flight,
        done: progress.done,
        id: progress.id,
        resource: progress.resource,
        created: progress.created,
        cursor: progress.cursor,
        marker: progress.marker,
        pages: progress.pages,
        seen: progress.seen,
        members_known: progress.members_known,
        sent: progress.sent,
        kept: progress.kept,
        total: progress.total,
        filling: progress.filling,
    };
    // Strings, numbers and JSON values: this cannot fail, and an empty state is refused.
    serde_json::to_string(&wire).unwrap_or_default()
}

pub(super) fn read(text: &str) -> Result<State, Invalid> {
    let wire: Wire = serde_json::from_str(text).map_err(|_| Invalid::StateUnreadable)?;
    if wire.version != VERSION {
        return Err(Invalid::StateUnreadable);
    }
    let (refuse_missing_names, refuse_markup_characters, adopt, read_listed_members, members, roles, send_spaces) = wire.profile;
    let profile = Profile {
        refuse_missing_names,
        refuse_markup_characters,
        adopt,
        read_listed_members,
        members: members.min(limits::SCIM_MEMBERS_HIGHEST),
        patched_roles: match roles {
            0 => PatchedRoles::Refuse,
            1 => PatchedRoles::Drop,
            2 => PatchedRoles::Send,
            _ => return Err(Invalid::StateUnreadable),
        },
        send_spaces,
    };
    let progress = Progress {
        stage: Stage::named(&wire.stage).ok_or(Invalid::StateUnreadable)?,
        flight: wire.flight,
        done: wire.done,
        id: wire.id,
        resource: wire.resource,
        created: wire.created,
        cursor: wire.cursor,
        marker: wire.marker,
        pages: wire.pages,
        seen: wire.seen,
        members_known: wire.members_known,
        sent: wire.sent,
        kept: wire.kept,
        total: wire.total,
        filling: wire.filling,
    };
    State::resume(&wire.method, &wire.path, wire.body, profile, progress)
}
