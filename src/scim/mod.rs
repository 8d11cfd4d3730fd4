//! SCIM 2.0 as identity providers speak it, turned into SCIM as AWS accepts it.
//!
//! A [`Request`] is planned: it becomes the requests to send to AWS, or a reply that AWS need not be asked for. What is
//! changed on the way is a note each; `docs/scim.md` lists the rules. Nothing is remembered between requests.

mod attribute_path;
mod error;
mod filter;
mod goal;
mod group;
mod headers;
mod list_keys;
mod members;
mod multi_valued;
mod names;
mod patch;
mod path;
mod place;
mod plan;
mod query;
mod reply;
mod request;
mod schemas;
mod selection;
mod state;
#[cfg(test)]
mod testing;
mod text;
mod user;
mod work;

use crate::error::{Finding, Located};

pub(crate) use error::Invalid;
pub(crate) use headers::Header;
#[cfg(feature = "envoy")]
pub(crate) use headers::MEDIA_TYPE;
pub(crate) use plan::{Outcome, Step, plan, reply};
pub(crate) use reply::Reply;
pub(crate) use request::Request;
pub(crate) use state::{Progress, Stage, State};

/// Something read from a request, with what is worth saying about it; or why it cannot be.
type Read<T> = Result<(T, Vec<Finding<error::Note>>), Vec<Located<error::Refusal>>>;

/// Every code of this domain.
#[cfg(test)]
pub(crate) const TABLES: &[&[[&str; 4]]] = &[error::Invalid::TABLE, error::Refusal::TABLE, error::Note::TABLE];

/// What an operator decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Profile {
    /// Refuse a resource that lacks a name which AWS requires, instead of filling it from the other names.
    pub(crate) refuse_missing_names: bool,
    /// Refuse `<>;:%` in values.
    pub(crate) refuse_markup_characters: bool,
    /// Bring what exists to what was sent, instead of passing a 409 on.
    pub(crate) adopt: bool,
    /// Read the members of each group in a list.
    pub(crate) read_listed_members: bool,
    /// Members that one plan reads, adds or removes at the most.
    pub(crate) members: usize,
    /// What becomes of `roles` in a PATCH.
    pub(crate) patched_roles: PatchedRoles,
    /// Send spaces in `userName` and `externalId`.
    pub(crate) send_spaces: bool,
}

/// What becomes of `roles` in a PATCH: AWS does not document that it changes them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum PatchedRoles {
    /// The identity provider is told.
    #[default]
    Refuse,
    /// They are left out, and the rest is done.
    Drop,
    /// AWS is asked.
    Send,
}

impl Default for Profile {
    fn default() -> Self {
        Self {
            refuse_missing_names: false,
            refuse_markup_characters: false,
            adopt: false,
            read_listed_members: false,
            members: crate::limits::SCIM_MEMBERS,
            patched_roles: PatchedRoles::Refuse,
            send_spaces: false,
        }
    }
}
