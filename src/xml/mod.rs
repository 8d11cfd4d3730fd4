//! XML: one parser, one writer.
//!
//! Only [`parser`] reads markup and only [`writer`] writes it, so that no value anywhere can become an element.

mod canonical;
#[cfg(test)]
mod corpus;
mod error;
mod escape;
mod names;
mod parser;
mod tree;
mod writer;

pub(crate) use error::Error;
pub(crate) use tree::{Document, Element};
pub(crate) use writer::{Namespace, Writer};
