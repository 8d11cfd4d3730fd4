//! `metadata_compare`.

use crate::api::decode::Error as ApiError;
use crate::api::envelope::failure;
use crate::api::types::{CompareAnswer, CompareRequest, Failure};
use crate::error::Pointer;

/// Not built yet.
pub(crate) fn compare(_request: CompareRequest) -> Result<CompareAnswer, Failure> {
    Err(failure([Pointer::root().at(ApiError::NotSupportedYet { what: "metadata_compare" })]))
}
