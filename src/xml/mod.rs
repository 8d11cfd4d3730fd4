//! XML: one parser, one writer.
//!
//! Only [`parser`] reads markup, and only [`writer`], [`copy`] and, for configuration files, [`outline`] write it, so that no
//! value anywhere can become an element.
//! [`signature`] says what of a document was signed, [`certificate`] whose key that was.

mod base64;
mod canonical;
pub(crate) mod certificate;
pub(crate) mod copy;
#[cfg(test)]
mod corpus;
mod der;
mod error;
mod escape;
mod key_transport;
mod names;
mod outline;
mod parser;
mod parts;
pub(crate) mod signature;
mod signing_key;
mod tree;
mod writer;

pub(crate) use base64::{decode as decode_base64, encode as encode_base64};
pub(crate) use certificate::{Certificate, Error as CertificateError, armour};
pub(crate) use error::Error;
pub(crate) use key_transport::{KeyTransport, wrap};
pub(crate) use outline::Outline;
pub(crate) use parts::{Parts, Visitor};
pub(crate) use signing_key::SigningKey;
pub(crate) use tree::{Document, Element};
pub(crate) use writer::{Namespace, Writer};

/// Codes of this module, for `docs/errors.md`.
#[cfg(test)]
pub(crate) const TABLES: &[&[[&str; 4]]] = &[Error::TABLE, signature::Error::TABLE, certificate::Error::TABLE];
