//! The `scim` operations.

use super::decode::Error;
use super::envelope::failure;
use super::types::{PlanAnswer, PlanRequest, Failure};
use crate::error::Pointer;

pub(crate) fn plan(_request: PlanRequest) -> Result<PlanAnswer, Failure> {
    Err(failure([Pointer::root().at(Error::NotSupportedYet { what: "this operation" })]))
}
