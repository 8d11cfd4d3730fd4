//! A document that comes in chunks.

use super::inspect::{answer, asked, bounded, entity, refused};
use crate::api::decode::{Error as ApiError, decode_as};
use crate::api::envelope::{envelope, failure, finding};
use crate::api::shape;
use crate::api::types::{Failure, ReadAnswer, ReadProgress, ReadRequest, ReadTask};
use crate::error::Pointer;
use crate::metadata::inspect::Inspector;
use crate::metadata::{self, Task};
use crate::time::UnixTime;

/// A reader as the typed faces have it.
pub(crate) struct Reader {
    state: State,
    now: Option<UnixTime>,
}

enum State {
    Reading(Box<metadata::Reader>),
    /// Why nothing more is read.
    Refused(Failure),
}

impl Reader {
    /// Begins a document.
    pub(crate) fn open(request: ReadRequest) -> Result<Self, Failure> {
        // The document is no field of the request, so that its places have no pointer.
        let path = Pointer::root();
        match request.task {
            ReadTask::Inspect => {
                let asked = asked(request.target, request.now.as_deref(), request.trust, request.entity_id)?;
                let now = asked.question.now;
                let task = Task::Inspect(Box::new(Inspector::new(asked, path.clone())));
                Ok(Self { state: State::Reading(Box::new(metadata::Reader::new(task, path))), now })
            }
            ReadTask::Transform => {
                Err(failure([path.key("task").at(ApiError::NotSupportedYet { what: "transforming in chunks" })]))
            }
        }
    }

    /// Reads on. A failure is final: every further call repeats it.
    pub(crate) fn push(&mut self, chunk: &[u8]) -> Result<ReadProgress, Failure> {
        let reader = match &mut self.state {
            State::Reading(reader) => reader,
            State::Refused(failure) => return Err(failure.clone()),
        };
        if let Err(refusal) = reader.push(chunk) {
            let failure = refused(refusal);
            self.state = State::Refused(failure.clone());
            return Err(failure);
        }
        let bytes = bounded(reader.bytes());
        let Task::Inspect(inspector) = reader.task_mut();
        let (entities, findings) = inspector.take();
        Ok(ReadProgress {
            bytes,
            entity_count: bounded(inspector.entities()),
            entities: entities.into_iter().map(|described| entity(described, self.now)).collect(),
            findings: findings.into_iter().map(finding).collect(),
        })
    }

    /// Ends the document. Answers once.
    pub(crate) fn finish(&mut self) -> Result<ReadAnswer, Failure> {
        match std::mem::replace(&mut self.state, State::Refused(closed())) {
            State::Reading(reader) => {
                let inspection = reader.finish().map_err(refused)?;
                Ok(ReadAnswer { inspect: Some(answer(inspection, self.now)), transform: None })
            }
            State::Refused(failure) => Err(failure),
        }
    }

    fn refused(failure: Failure) -> Self {
        Self { state: State::Refused(failure), now: None }
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
        Self(opened.unwrap_or_else(Reader::refused))
    }

    /// One that was never opened: every call is refused.
    #[must_use]
    pub fn closed() -> Self {
        Self(Reader::refused(closed()))
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
