//! A document that comes in chunks.

use super::inspect::{answer, asked, bounded, entity, refused};
use super::transform;
use crate::api::decode::{Error as ApiError, decode_opening};
use crate::api::envelope::{envelope, failure, finding};
use crate::api::types::{Failure, ReadAnswer, ReadProgress, ReadRequest, ReadTask};
use crate::error::{Finding, Pointer};
use crate::metadata::inspect::Inspector;
use crate::metadata::transform::{Refused, Transformed, transformer};
use crate::metadata::{Chooser, Handler, Reader as DocumentReader, Refusal};
use crate::time::UnixTime;

/// A reader as the typed faces have it.
pub(crate) struct Reader {
    state: State,
    now: Option<UnixTime>,
}

type Transformer = Chooser<Result<Transformed, Refused>>;

enum State {
    Inspecting(Box<DocumentReader<Inspector>>),
    /// And what there is to say about the request.
    Transforming(Box<DocumentReader<Transformer>>, Vec<Finding<Refusal>>),
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
                let inspector = Inspector::new(asked, path.clone());
                Ok(Self { state: State::Inspecting(Box::new(DocumentReader::new(inspector, path))), now })
            }
            ReadTask::Transform => {
                let absent = [("target", request.target.is_none()), ("now", request.now.is_none())];
                let (Some(target), Some(now)) = (request.target, request.now) else {
                    let missing = absent.into_iter().filter(|(_, is_absent)| *is_absent);
                    return Err(failure(missing.map(|(name, _)| path.at(ApiError::MissingField { name }))));
                };
                let (order, findings) = transform::order(target, &now, request.trust, request.merge, request.sign, path.clone())?;
                let transformer = transformer(order, request.entity_id);
                let reader = DocumentReader::new(transformer, path);
                Ok(Self { state: State::Transforming(Box::new(reader), findings), now: None })
            }
        }
    }

    /// Reads on. A failure is final: every further call repeats it.
    pub(crate) fn push(&mut self, chunk: &[u8]) -> Result<ReadProgress, Failure> {
        let pushed = match &mut self.state {
            State::Inspecting(reader) => reader.push(chunk),
            State::Transforming(reader, _) => reader.push(chunk),
            State::Refused(failure) => return Err(failure.clone()),
        };
        if let Err(refusal) = pushed {
            let failure = refused(refusal);
            self.state = State::Refused(failure.clone());
            return Err(failure);
        }
        let (bytes, entities, described, findings) = match &mut self.state {
            State::Inspecting(reader) => {
                let inspector = reader.handler_mut();
                let (described, findings) = inspector.take();
                let entities = inspector.entities();
                (reader.bytes(), entities, described, findings)
            }
            State::Transforming(reader, _) => {
                let entities = reader.handler_mut().entities();
                (reader.bytes(), entities, Vec::new(), Vec::new())
            }
            State::Refused(failure) => return Err(failure.clone()),
        };
        Ok(ReadProgress {
            bytes: bounded(bytes),
            entity_count: bounded(entities),
            entities: described.into_iter().map(|described| entity(described, self.now)).collect(),
            findings: findings.into_iter().map(finding).collect(),
        })
    }

    /// Ends the document. Answers once.
    pub(crate) fn finish(&mut self) -> Result<ReadAnswer, Failure> {
        match std::mem::replace(&mut self.state, State::Refused(closed())) {
            State::Inspecting(reader) => {
                let inspection = reader.finish().map_err(refused)?;
                Ok(ReadAnswer { inspect: Some(answer(inspection, self.now)), transform: None })
            }
            State::Transforming(reader, findings) => {
                let chosen = reader.finish().map_err(refused)?;
                Ok(ReadAnswer { inspect: None, transform: Some(transform::finish(chosen, findings)?) })
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
        let opened = decode_opening(request).and_then(Reader::open);
        opened.map(Self).map_err(|failure| envelope::<ReadProgress>(Err(failure)))
    }

    /// The same; a refused request is repeated by every later call.
    #[must_use]
    pub fn open_or_refuse(request: &[u8]) -> Self {
        let opened = decode_opening(request).and_then(Reader::open);
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
