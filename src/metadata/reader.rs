//! Reads a document that comes in chunks, and hands its entities on.
//!
//! A whole document is read the same way, in one chunk: there is one reading of an aggregate, not two.

use super::entity::Validity;
use super::inspect::is_entity;
use super::trust::{Report, Trust};
use super::{Error, METADATA, Refusal};
use crate::error::{Located, Pointer};
use crate::time::UnixTime;
use crate::xml::signature::{Running, Standing, standing};
use crate::xml::{Document, Element, Parts, Visitor};

/// What the document says about itself, beside its entities.
#[derive(Clone, Debug, Default)]
pub(crate) struct Around {
    pub(crate) is_aggregate: bool,
    pub(crate) name: Option<String>,
    pub(crate) id: Option<String>,
    pub(crate) validity: Validity,
    pub(crate) bytes: usize,
    pub(crate) characters: usize,
    pub(crate) has_mark: bool,
    pub(crate) encoding: Option<String>,
}

/// What is done with the entities.
pub(crate) trait Handler {
    /// What comes of all of them.
    type Answer;

    /// Whose signature counts.
    fn trust(&self) -> Option<&Trust>;

    /// Whether the document's signature is looked at: that costs as much as all the rest.
    fn reads_signatures(&self) -> bool {
        true
    }

    /// Entities that were seen.
    fn entities(&self) -> usize;

    /// Whether the element that begins with this tag is read at all.
    fn wants(&mut self, _tag: &str) -> bool {
        true
    }

    /// A group within the aggregate begins.
    fn group(&mut self, _tag: Element<'_, '_>) {}

    /// Takes an EntityDescriptor, and what is said about the validity of the aggregate around it. `is_alone`: it is the
    /// document.
    fn entity(
        &mut self,
        document: &Document<'_>,
        element: Element<'_, '_>,
        around: &Validity,
        is_alone: bool,
    ) -> Result<(), Refusal>;

    /// Ends the document. `signature`: of the root.
    fn finish(&mut self, around: Around, signature: &Report) -> Result<Self::Answer, Refusal>;
}

/// A document that comes in chunks.
pub(crate) struct Reader<H> {
    parts: Parts,
    state: State<H>,
    path: Pointer,
}

impl<H: Handler> Reader<H> {
    /// Begins a document, which `path` names in the request.
    pub(crate) fn new(handler: H, path: Pointer) -> Self {
        let state = State { handler, around: Around::default(), levels: Vec::new(), running: None, standing: None };
        Self { parts: Parts::new("EntitiesDescriptor"), state, path }
    }

    /// Reads on.
    pub(crate) fn push(&mut self, chunk: &[u8]) -> Result<(), Located<Refusal>> {
        self.parts.push(chunk, &mut self.state).map_err(|refusal| located(refusal, &self.path))
    }

    /// Bytes that have come.
    pub(crate) const fn bytes(&self) -> usize {
        self.parts.bytes()
    }

    pub(crate) const fn handler_mut(&mut self) -> &mut H {
        &mut self.state.handler
    }

    /// Ends the document.
    pub(crate) fn finish(mut self) -> Result<H::Answer, Located<Refusal>> {
        self.end().map_err(|refusal| located(refusal, &self.path))
    }

    fn end(&mut self) -> Result<H::Answer, Refusal> {
        self.parts.finish(&mut self.state)?;
        let State { handler, around, running, standing, .. } = &mut self.state;
        let around = Around {
            bytes: self.parts.bytes(),
            characters: self.parts.characters(),
            has_mark: self.parts.has_mark(),
            encoding: self.parts.encoding().map(str::to_owned),
            ..std::mem::take(around)
        };
        let trust = handler.trust().cloned().unwrap_or_default();
        let standing = match (running.take(), standing.take()) {
            (Some(running), _) => running.finish(trust.keys(), self.parts.has_outer_instruction()),
            (None, Some(standing)) => standing,
            (None, None) => Standing::Unsigned,
        };
        let signature = trust.judge(standing, around.id.as_deref());
        handler.finish(around, &signature)
    }
}

/// A refusal at its place in the document.
fn located(refusal: Refusal, path: &Pointer) -> Located<Refusal> {
    match refusal {
        Refusal::Xml(error) => {
            let Located { path, error, place } = error.at(path);
            Located { path, error: error.into(), place }
        }
        // The reader is asked for an entity by the request, not by the document.
        Refusal::Metadata(Error::NoSuchEntity | Error::NoSuchIdentityProvider) => Pointer::root().key("entityId").at(refusal),
        other => path.at(other),
    }
}

struct State<H> {
    handler: H,
    around: Around,
    /// Open containers.
    levels: Vec<Level>,
    running: Option<Running>,
    /// Of a document that is no aggregate.
    standing: Option<Standing>,
}

/// An open container.
struct Level {
    is_metadata: bool,
    /// When it and all around it end to be valid.
    until: Option<UnixTime>,
}

impl<H: Handler> State<H> {
    /// Whether what comes now stands in containers of metadata alone.
    fn is_inside(&self) -> bool {
        self.levels.iter().all(|level| level.is_metadata)
    }
}

impl<H: Handler> Visitor for State<H> {
    type Error = Refusal;

    fn open(&mut self, tag: Element<'_, '_>) -> Result<(), Refusal> {
        let is_metadata = tag.namespace() == METADATA;
        if self.levels.is_empty() {
            if !is_metadata {
                return Err(refuse(tag).into());
            }
            self.around.is_aggregate = true;
            self.around.name = tag.attribute("Name").map(str::to_owned);
            self.around.id = tag.attribute("ID").map(str::to_owned);
            self.around.validity = Validity::read(tag);
            self.running = self.handler.reads_signatures().then(|| Running::new(tag));
        } else {
            if let Some(running) = &mut self.running {
                running.open(tag);
            }
            if is_metadata && self.is_inside() {
                self.handler.group(tag);
            }
        }
        let outer = self.levels.last().and_then(|level| level.until);
        let until = outer.into_iter().chain(Validity::read(tag).until).min();
        self.levels.push(Level { is_metadata, until });
        Ok(())
    }

    fn wants(&mut self, tag: &str) -> bool {
        self.handler.wants(tag)
    }

    fn element(&mut self, document: &Document<'_>) -> Result<(), Refusal> {
        if let Some(running) = &mut self.running {
            running.element(document);
        }
        let element = document.root();
        if self.is_inside() && is_entity(element) {
            let until = self.levels.last().and_then(|level| level.until);
            self.handler.entity(document, element, &Validity { until, ..Validity::default() }, false)?;
        }
        Ok(())
    }

    fn space(&mut self, space: &str) -> Result<(), Refusal> {
        if let Some(running) = &mut self.running {
            running.space(space);
        }
        Ok(())
    }

    fn between(&mut self, holder: &Document<'_>) -> Result<(), Refusal> {
        if let Some(running) = &mut self.running {
            running.between(holder);
        }
        Ok(())
    }

    fn close(&mut self) -> Result<(), Refusal> {
        self.levels.pop();
        if let Some(running) = &mut self.running {
            running.close();
        }
        Ok(())
    }

    fn whole(&mut self, document: &Document<'_>) -> Result<(), Refusal> {
        let root = document.root();
        if !is_entity(root) {
            return Err(refuse(root).into());
        }
        self.around.id = root.attribute("ID").map(str::to_owned);
        self.around.validity = Validity::read(root);
        if self.handler.reads_signatures() {
            let keys = self.handler.trust().map_or(&[][..], Trust::keys);
            self.standing = Some(standing(document, root, keys));
        }
        self.handler.entity(document, root, &Validity::default(), true)
    }
}

/// What a root is, if it is no metadata of SAML 2.0.
fn refuse(root: Element<'_, '_>) -> Error {
    match root.namespace() {
        "urn:liberty:metadata:2003-08" | "urn:liberty:metadata:2004-12" => Error::Liberty,
        "urn:oasis:names:tc:SAML:2.0:protocol" | "urn:oasis:names:tc:SAML:2.0:assertion" => Error::Message,
        _ => Error::NotMetadata,
    }
}
