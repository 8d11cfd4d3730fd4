//! XML: one parser, one writer.
//!
//! Only [`parser`] reads markup and only [`writer`] writes it, so that no value anywhere can become an element.

mod base64;
mod canonical;
pub(crate) mod certificate;
#[cfg(test)]
mod corpus;
mod error;
mod escape;
mod der;
mod names;
mod parser;
pub(crate) mod signature;
mod tree;
mod writer;

pub(crate) use error::Error;
pub(crate) use tree::{Document, Element};
pub(crate) use writer::{Fragment, Namespace, Writer};
