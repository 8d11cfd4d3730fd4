//! XML: one parser, one writer.
//!
//! Only [`tree`] reads markup and only [`writer`] writes it, so that no value anywhere can become an element.

mod error;
mod tree;
mod writer;

pub(crate) use error::Error;
pub(crate) use tree::{Document, Element};
pub(crate) use writer::{Namespace, Writer};
