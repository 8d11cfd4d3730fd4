//! The `metadata` operations.

use super::decode::Error;
use super::envelope::failure;
use super::types::{ConfigureAnswer, ConfigureRequest, Failure};
use crate::error::Pointer;

pub(crate) fn configure(_request: ConfigureRequest) -> Result<ConfigureAnswer, Failure> {
    Err(failure([Pointer::root().at(Error::NotSupportedYet { what: "this operation" })]))
}
