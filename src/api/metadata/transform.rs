//! `metadata_transform`.

use crate::api::decode::Error as ApiError;
use crate::api::envelope::failure;
use crate::api::types::{Failure, TransformAnswer, TransformRequest};
use crate::error::Pointer;

/// Not built yet.
pub(crate) fn transform(_request: TransformRequest) -> Result<TransformAnswer, Failure> {
    Err(failure([Pointer::root().at(ApiError::NotSupportedYet { what: "metadata_transform" })]))
}
