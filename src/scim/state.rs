//! A plan that is being carried out: what it is after, and how far it has come.

use super::error::Invalid;
use super::goal::Goal;
use super::path::{Path, is_segment};
use super::query::is_cursor;
use super::reply::id_of;
use super::request::{Method, Request};
use super::{Profile, Read};
use crate::json::Value;
use crate::limits;

/// A plan between two calls.
///
/// What it is after is read from the request again, whoever kept it meanwhile: a state can ask for nothing that a request
/// could not have asked for.
#[derive(Clone, Debug)]
pub(crate) struct State {
    pub(crate) origin: Origin,
    pub(super) goal: Goal,
    pub(crate) progress: Progress,
}

/// The request of the identity provider, without its headers: they hold its token.
#[derive(Clone, Debug)]
pub(crate) struct Origin {
    pub(crate) method: Method,
    pub(crate) path: Path,
    pub(crate) body: Option<String>,
    pub(crate) profile: Profile,
}

/// How far a plan has come.
#[derive(Clone, Debug)]
pub(crate) struct Progress {
    pub(crate) stage: Stage,
    /// Requests that were handed out and not answered yet.
    pub(crate) flight: usize,
    /// Requests that changed something and succeeded.
    pub(crate) done: usize,
    /// The resource that was created or found, by AWS's id.
    pub(crate) id: Option<String>,
    /// What AWS said of it; of a list, all but its resources.
    pub(crate) resource: Option<Value>,
    /// Whether this plan created it.
    pub(crate) created: bool,
    /// Where reading has come to; empty is the first page.
    pub(crate) cursor: String,
    /// An earlier cursor, renewed at powers of two, so that pages in a circle are noticed (Brent's algorithm).
    pub(crate) marker: String,
    pub(crate) pages: usize,
    /// The members that were read.
    pub(crate) seen: Vec<String>,
    /// Whether all of them were.
    pub(crate) members_known: bool,
    /// Requests to change the group that succeeded since its members were read.
    pub(crate) sent: usize,
    /// Resources that the answer will list.
    pub(crate) kept: Vec<Value>,
    /// Resources that were counted.
    pub(crate) total: usize,
    /// Which of the kept ones is being given its members.
    pub(crate) filling: usize,
}

/// What the requests that were handed out are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// AWS's answer is the answer.
    Pass,
    CreateUser,
    FindUserByUserName,
    FindUserByExternalId,
    ReplaceFoundUser,
    ReadUser,
    CreateGroup,
    FindGroupByDisplayName,
    FindGroupByExternalId,
    ReadGroup,
    ReadMembers,
    ChangeGroup,
    /// Nothing is to be changed, in a group that should exist.
    ConfirmGroup,
    ListPage,
    /// A page whose paging is AWS's own.
    ListAsIs,
    ReadOneGroup,
    FillMembers,
    Configuration,
}

impl Stage {
    const ALL: [Self; 18] = [
        Self::Pass,
        Self::CreateUser,
        Self::FindUserByUserName,
        Self::FindUserByExternalId,
        Self::ReplaceFoundUser,
        Self::ReadUser,
        Self::CreateGroup,
        Self::FindGroupByDisplayName,
        Self::FindGroupByExternalId,
        Self::ReadGroup,
        Self::ReadMembers,
        Self::ChangeGroup,
        Self::ConfirmGroup,
        Self::ListPage,
        Self::ListAsIs,
        Self::ReadOneGroup,
        Self::FillMembers,
        Self::Configuration,
    ];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::CreateUser => "create-user",
            Self::FindUserByUserName => "find-user-by-user-name",
            Self::FindUserByExternalId => "find-user-by-external-id",
            Self::ReplaceFoundUser => "replace-found-user",
            Self::ReadUser => "read-user",
            Self::CreateGroup => "create-group",
            Self::FindGroupByDisplayName => "find-group-by-display-name",
            Self::FindGroupByExternalId => "find-group-by-external-id",
            Self::ReadGroup => "read-group",
            Self::ReadMembers => "read-members",
            Self::ChangeGroup => "change-group",
            Self::ConfirmGroup => "confirm-group",
            Self::ListPage => "list-page",
            Self::ListAsIs => "list-as-is",
            Self::ReadOneGroup => "read-one-group",
            Self::FillMembers => "fill-members",
            Self::Configuration => "configuration",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name() == name)
    }

    /// Whether a plan with that goal ever comes here.
    fn serves(self, goal: &Goal, method: Method) -> bool {
        match goal {
            Goal::Passing => self == Self::Pass,
            Goal::Configuration => self == Self::Configuration,
            Goal::SaveUser(_) => match self {
                Self::Pass => true,
                Self::CreateUser | Self::FindUserByUserName | Self::FindUserByExternalId | Self::ReplaceFoundUser => {
                    method == Method::Post
                }
                _ => false,
            },
            Goal::PatchUser(_) => matches!(self, Self::Pass | Self::ReadUser),
            Goal::SaveGroup(_) => match self {
                Self::CreateGroup | Self::FindGroupByDisplayName | Self::FindGroupByExternalId => method == Method::Post,
                Self::ReadGroup => method == Method::Put,
                Self::ReadMembers | Self::ChangeGroup => true,
                _ => false,
            },
            Goal::PatchGroup(_) => matches!(self, Self::ReadMembers | Self::ChangeGroup | Self::ConfirmGroup),
            Goal::ReadGroup => matches!(self, Self::ReadOneGroup | Self::FillMembers),
            Goal::List(_) => matches!(self, Self::Pass | Self::ListPage | Self::ListAsIs | Self::FillMembers),
        }
    }
}

impl Progress {
    pub(crate) const fn at(stage: Stage) -> Self {
        Self {
            stage,
            flight: 0,
            done: 0,
            id: None,
            resource: None,
            created: false,
            cursor: String::new(),
            marker: String::new(),
            pages: 0,
            seen: Vec::new(),
            members_known: false,
            sent: 0,
            kept: Vec::new(),
            total: 0,
            filling: 0,
        }
    }

    fn is_plausible(&self, profile: Profile) -> bool {
        let id = self.id.as_deref().is_none_or(is_segment);
        // Below this id further requests are sent.
        let found = self.id.is_some() || !matches!(self.stage, Stage::ReplaceFoundUser);
        let counts = self.flight >= 1
            && self.flight <= limits::SCIM_STEPS
            && self.pages <= limits::SCIM_PAGES
            && self.sent <= limits::SCIM_MEMBERS_HIGHEST
            && self.done <= limits::SCIM_MEMBERS_HIGHEST
            && self.total <= limits::SCIM_PAGES * 100
            && self.filling <= self.kept.len();
        let kept = self.kept.len() <= 100 && self.kept.iter().all(|resource| id_of(resource).is_none_or(is_segment));
        id && found && counts && kept && is_cursor(&self.cursor) && self.seen.len() <= profile.members
    }
}

impl State {
    /// Reads what a request is after.
    pub(super) fn begin(request: Request, profile: Profile) -> Read<Self> {
        let (goal, notes) = Goal::of(&request, profile)?;
        let Request { method, path, body, .. } = request;
        let body = match &goal {
            // What was left out, a password for instance, is not kept either.
            Goal::SaveUser(user) => Some(user.to_string()),
            Goal::PatchUser(patch) => match patch.sent_at_once() {
                Some(message) => Some(message.to_string()),
                None => body.as_deref().map(without_passwords),
            },
            Goal::SaveGroup(_) | Goal::PatchGroup(_) => body,
            Goal::Passing | Goal::Configuration | Goal::ReadGroup | Goal::List(_) => None,
        };
        Ok((Self { origin: Origin { method, path, body, profile }, goal, progress: Progress::at(Stage::Pass) }, notes))
    }

    /// Whether the request that passes is the one that came, and not the reading that is left of it.
    #[cfg(feature = "envoy")]
    pub(super) fn passes_its_own_method(&self) -> bool {
        match &self.goal {
            Goal::PatchUser(patch) => patch.sent_at_once().is_some(),
            _ => true,
        }
    }

    /// A state that was kept outside. It is refused unless a plan could have come there.
    pub(crate) fn resume(
        method: &str,
        path: &str,
        body: Option<String>,
        profile: Profile,
        progress: Progress,
    ) -> Result<Self, Invalid> {
        let request = Request::parse(method, path, Vec::new(), body).map_err(|_| Invalid::StateUnreadable)?;
        let (mut state, _) = Self::begin(request, profile).map_err(|_| Invalid::StateUnreadable)?;
        let own = &state.origin;
        let needs_id =
            !matches!(progress.stage, Stage::CreateGroup | Stage::FindGroupByDisplayName | Stage::FindGroupByExternalId);
        let has_id = own.path.id.is_some() || progress.id.is_some() || !matches!(state.goal, Goal::SaveGroup(_)) || !needs_id;
        if !progress.stage.serves(&state.goal, own.method) || !progress.is_plausible(profile) || !has_id {
            return Err(Invalid::StateUnreadable);
        }
        state.progress = progress;
        Ok(state)
    }
}

/// A PatchOp message without its operations on passwords, which AWS never gets.
fn without_passwords(body: &str) -> String {
    let is_password = |name: &str| {
        let name = name.rsplit(':').next().unwrap_or_default();
        name.trim().eq_ignore_ascii_case("password")
    };
    let Ok(Value::Object(mut message)) = Value::parse(body.trim_start_matches('\u{feff}').as_bytes()) else {
        return String::new();
    };
    for (_, operations) in &mut message {
        let Value::List(operations) = operations else { continue };
        for operation in operations {
            let Value::Object(members) = operation else { continue };
            let named = members.iter().any(|(name, value)| {
                name.eq_ignore_ascii_case("path") && matches!(value, Value::Text(path) if is_password(path))
            });
            for (name, value) in members {
                match value {
                    value if named && name.eq_ignore_ascii_case("value") => *value = Value::Text("*".to_owned()),
                    Value::Object(attributes) => attributes.retain(|(name, _)| !is_password(name)),
                    _ => {}
                }
            }
        }
    }
    Value::Object(message).to_string()
}
