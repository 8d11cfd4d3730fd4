//! A document that comes in chunks.

use crate::api::decode::{Error as ApiError, decode_as};
use crate::api::envelope::{envelope, failure};
use crate::api::shape;
use crate::api::types::{Failure, ReadAnswer, ReadProgress, ReadRequest};
use crate::error::Pointer;

/// A reader as the typed faces have it.
pub(crate) struct Reader {
    /// Why nothing more is read.
    refused: Option<Failure>,
}

impl Reader {
    /// Begins a document.
    pub(crate) fn open(_request: ReadRequest) -> Result<Self, Failure> {
        Err(failure([Pointer::root().at(ApiError::NotSupportedYet { what: "metadata_reader" })]))
    }

    /// Reads on. A failure is final: every further call repeats it.
    pub(crate) fn push(&mut self, _chunk: &[u8]) -> Result<ReadProgress, Failure> {
        Err(self.refused.clone().unwrap_or_else(closed))
    }

    /// Ends the document. Answers once.
    pub(crate) fn finish(&mut self) -> Result<ReadAnswer, Failure> {
        Err(self.refused.clone().unwrap_or_else(closed))
    }
}

fn closed() -> Failure {
    failure([Pointer::root().at(ApiError::ReaderClosed)])
}

/// `metadata_inspect` or `metadata_transform` of a document of any size: opened with a request without the document, fed
/// in chunks of bytes, wherever they are cut, and finished. Answers are JSON, as of [`call`](crate::call).
///
/// Holds what it keeps and the entity that is being read, and nothing else.
pub struct MetadataReader(Reader);

impl MetadataReader {
    /// Begins a document. The request is described in `docs/reference.md`, `ReadRequest`; a refusal is the JSON of a failure.
    pub fn open(request: &[u8]) -> Result<Self, Vec<u8>> {
        let opened = decode_as(&shape::READ_REQUEST, request).and_then(Reader::open);
        opened.map(Self).map_err(|failure| envelope::<ReadProgress>(Err(failure)))
    }

    /// The same; a refused request is repeated by every later call.
    #[must_use]
    pub fn open_or_refuse(request: &[u8]) -> Self {
        let opened = decode_as(&shape::READ_REQUEST, request).and_then(Reader::open);
        Self(opened.unwrap_or_else(|failure| Reader { refused: Some(failure) }))
    }

    /// One that was never opened: every call is refused.
    #[must_use]
    pub fn closed() -> Self {
        Self(Reader { refused: Some(closed()) })
    }

    /// Reads on. A failure is final: every further call repeats it.
    pub fn push(&mut self, chunk: &[u8]) -> Vec<u8> {
        envelope(self.0.push(chunk))
    }

    /// Ends the document. Answers once.
    pub fn finish(&mut self) -> Vec<u8> {
        envelope(self.0.finish())
    }
}
