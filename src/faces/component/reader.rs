//! The component's resource: a document that comes in chunks.

use std::cell::RefCell;

use super::bindings::exports::federation::aws::metadata::{GuestReader, Reader as Handle};
use super::bindings::exports::federation::aws::types as wit;
use crate::api;

/// What stands behind a handle.
pub struct Reader(RefCell<api::metadata::Reader>);

impl GuestReader for Reader {
    fn open(request: wit::ReadRequest) -> Result<Handle, wit::Failure> {
        let reader = api::metadata::Reader::open(request.into())?;
        Ok(Handle::new(Self(RefCell::new(reader))))
    }

    fn push(&self, chunk: Vec<u8>) -> Result<wit::ReadProgress, wit::Failure> {
        Ok(self.0.borrow_mut().push(&chunk)?.into())
    }

    fn finish(&self) -> Result<wit::ReadAnswer, wit::Failure> {
        Ok(self.0.borrow_mut().finish()?.into())
    }
}
