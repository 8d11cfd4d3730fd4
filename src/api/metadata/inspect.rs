//! `metadata_inspect`.

use crate::api::decode::Error as ApiError;
use crate::api::envelope::failure;
use crate::api::types::{Failure, InspectAnswer, InspectRequest};
use crate::error::Pointer;

/// Not built yet.
pub(crate) fn inspect(_request: InspectRequest) -> Result<InspectAnswer, Failure> {
    Err(failure([Pointer::root().at(ApiError::NotSupportedYet { what: "metadata_inspect" })]))
}
