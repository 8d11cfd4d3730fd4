//! `saml_check`.

use super::super::decode::Error;
use super::super::envelope::failure;
use super::super::types::{CheckAnswer, CheckRequest, Failure};
use crate::error::Pointer;

/// Whether AWS would accept a captured Response.
pub(crate) fn check(_request: CheckRequest) -> Result<CheckAnswer, Failure> {
    Err(failure([Pointer::root().at(Error::NotSupportedYet { what: "this operation" })]))
}
