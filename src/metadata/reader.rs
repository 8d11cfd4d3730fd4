//! Reads a document that comes in chunks, and hands its entities on.
//!
//! A whole document is read the same way, in one chunk: there is one reading of an aggregate, not two.

use super::entity::Validity;
use super::inspect::{Described, Facts, Inspector, is_entity};
use super::trust::{Report, Trust};
use super::{Error, METADATA, Refusal};
use crate::error::{Finding, Located, Pointer};
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
pub(crate) enum Task {
    Inspect(Box<Inspector>),
}

/// A document that comes in chunks.
pub(crate) struct Reader {
    parts: Parts,
    state: State,
    path: Pointer,
}

/// What a finished inspection says.
#[derive(Clone, Debug)]
pub(crate) struct Inspection {
    pub(crate) facts: Facts,
    pub(crate) entities: Vec<Described>,
    pub(crate) signature: Report,
    pub(crate) findings: Vec<Finding<Refusal>>,
}

impl Reader {
    /// Begins a document, which `path` names in the request.
    pub(crate) fn new(task: Task, path: Pointer) -> Self {
        let state = State { task, around: Around::default(), levels: Vec::new(), running: None, standing: None };
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

    pub(crate) const fn task_mut(&mut self) -> &mut Task {
        &mut self.state.task
    }

    /// Ends the document.
    pub(crate) fn finish(mut self) -> Result<Inspection, Located<Refusal>> {
        self.end().map_err(|refusal| located(refusal, &self.path))
    }

    fn end(&mut self) -> Result<Inspection, Refusal> {
        self.parts.finish(&mut self.state)?;
        let State { task, around, running, standing, .. } = &mut self.state;
        let around = Around {
            bytes: self.parts.bytes(),
            characters: self.parts.characters(),
            has_mark: self.parts.has_mark(),
            encoding: self.parts.encoding().map(str::to_owned),
            ..std::mem::take(around)
        };
        let Task::Inspect(inspector) = task;
        let trust = inspector.trust().cloned().unwrap_or_default();
        let standing = match (running.take(), standing.take()) {
            (Some(running), _) => running.finish(trust.keys(), self.parts.has_outer_instruction()),
            (None, Some(standing)) => standing,
            (None, None) => Standing::Unsigned,
        };
        let signature = trust.judge(standing, around.id.as_deref());
        let facts = inspector.finish(around, &signature)?;
        let (entities, findings) = inspector.take();
        Ok(Inspection { facts, entities, signature, findings })
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
        Refusal::Metadata(Error::NoSuchEntity) => Pointer::root().key("entityId").at(refusal),
        other => path.at(other),
    }
}

struct State {
    task: Task,
    around: Around,
    /// Open containers: whether each is one of metadata.
    levels: Vec<bool>,
    running: Option<Running>,
    /// Of a document that is no aggregate.
    standing: Option<Standing>,
}

impl State {
    /// Whether what comes now stands in containers of metadata alone.
    fn is_inside(&self) -> bool {
        self.levels.iter().all(|is_metadata| *is_metadata)
    }

    fn trust(&self) -> Trust {
        let Task::Inspect(inspector) = &self.task;
        inspector.trust().cloned().unwrap_or_default()
    }
}

impl Visitor for State {
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
            self.running = Some(Running::new(tag));
        } else if let Some(running) = &mut self.running {
            running.open(tag);
        }
        self.levels.push(is_metadata);
        Ok(())
    }

    fn element(&mut self, document: &Document<'_>) -> Result<(), Refusal> {
        if let Some(running) = &mut self.running {
            running.element(document);
        }
        let element = document.root();
        if self.is_inside() && is_entity(element) {
            let Task::Inspect(inspector) = &mut self.task;
            inspector.entity(document, element, false)?;
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
        self.standing = Some(standing(document, root, self.trust().keys()));
        let Task::Inspect(inspector) = &mut self.task;
        inspector.entity(document, root, true)
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
