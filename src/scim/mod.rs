//! SCIM 2.0 as identity providers speak it, turned into SCIM as AWS accepts it.
//!
//! A [`Request`] is planned: it becomes the requests to send to AWS, or a reply that AWS need not be asked for. What is
//! changed on the way is a note each; `docs/scim.md` lists the rules. Nothing is remembered between requests.

mod attribute_path;
mod error;
mod headers;
mod multi_valued;
mod names;
mod path;
mod place;
mod plan;
mod reply;
mod request;
mod schemas;
#[cfg(test)]
mod testing;
mod text;
mod user;

pub(crate) use headers::Header;
pub(crate) use plan::{Outcome, Step, plan};
pub(crate) use reply::Reply;
pub(crate) use request::Request;

/// Every code of this domain.
#[cfg(test)]
pub(crate) const TABLES: &[&[[&str; 4]]] = &[error::Invalid::TABLE, error::Refusal::TABLE, error::Note::TABLE];

/// What an operator decides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Profile {
    /// Refuse a resource that lacks a name which AWS requires, instead of filling it from the other names.
    pub(crate) refuse_missing_names: bool,
    /// Refuse `<>;:%` in values.
    pub(crate) refuse_markup_characters: bool,
}
