//! Teaches an existing identity platform to speak AWS.
//!
//! The core is pure: it has no clock, no randomness and no I/O, and answers the same request with the same bytes
//! wherever it runs. Hosts reach it through [`call`], or through one of the faces that the features add.
//!
//! ```
//! use aws_federation::{Operation, call};
//!
//! let answer = call(Operation::SamlAttributes, br#"{
//!   "principal": {"username": "ada", "groups": [{"name": "admins", "attributes": {"aws_role": ["admin"]}}]},
//!   "mapping": {"account": "123412341234", "provider": "authentik",
//!     "roles": [{"tag": "group-attribute", "val": {"attribute": "aws_role"}}]}
//! }"#);
//! let answer = String::from_utf8(answer).unwrap();
//! assert!(answer.starts_with(r#"{"type":"success","attributes":[{"name":"https://aws.amazon.com/SAML/Attributes/Role","#));
//! ```

// In dependency order: each module uses only those above it.
mod entropy;
mod error;
mod json;
pub mod limits;
mod time;
mod uri;

mod aws;
mod xml;

mod metadata;
mod saml;
mod scim;

mod api;
mod faces;

#[cfg(test)]
mod codes;

pub use api::{MetadataReader, Operation, call};
