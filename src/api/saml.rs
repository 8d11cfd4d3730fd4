//! The `saml` operations.

use super::decode::Error;
use super::envelope::failure;
use super::types::{AttributesAnswer, AttributesRequest, Failure};
use crate::error::Pointer;

pub(crate) fn attributes(_request: AttributesRequest) -> Result<AttributesAnswer, Failure> {
    Err(failure([Pointer::root().at(Error::NotSupportedYet { what: "this operation" })]))
}
