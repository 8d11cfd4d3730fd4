//! SAML for AWS: who gets which role, under which name, for how long, with which tags.
//!
//! [`mapping`] is what the operator decided, [`principal`] is who logs in, [`attributes`] brings both together.
//! What is wrong with the *mapping* refuses the request. What is wrong with a *person's data* costs that person the
//! value: it is dropped, and the trace and a finding say so. A hostile group name is a person's data.

pub(crate) mod attributes;
pub(crate) mod check;
mod error;
pub(crate) mod issue;
pub(crate) mod mapping;
mod pattern;
pub(crate) mod principal;
mod roles;
mod session_name;
mod statement;
mod tags;
pub(crate) mod target;
mod template;
pub(crate) mod trace;

pub(crate) use error::{Error, Refusal};
pub(crate) use pattern::Pattern;
pub(crate) use template::Template;
