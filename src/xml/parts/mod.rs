//! Cuts a document that comes in chunks into parts, and lets the parser read one after the other.
//!
//! A document of containers (`EntitiesDescriptor`) is read as: the start of a container, what stands between elements,
//! whole elements, the end of a container. Anything else is read when it is complete.
//!
//! What is cut out is found by tokens alone; what it says only the parser reads. So a cut at the wrong place can do no
//! harm: a part that is not one well-formed element is refused, and well-formed parts in this order are the document.

mod cutter;

use std::rc::Rc;

use cutter::{Cutter, Kind, Level, Phase, Token, characters};

use super::names::is_space;
use super::tree::{Document, Element};
use super::{Error, parser};
use crate::limits;

/// What is told about the parts, in document order.
pub(crate) trait Visitor {
    /// Why the visitor reads no further.
    type Error: From<Error>;

    /// A container begins: an element that has the attributes of the start tag and holds nothing.
    fn open(&mut self, tag: Element<'_, '_>) -> Result<(), Self::Error>;

    /// Whether the element that begins with this tag is of interest. One that is not is passed over by its tokens and
    /// not read: nothing is known of it but where it ends.
    fn wants(&mut self, _tag: &str) -> bool {
        true
    }

    /// An element in the innermost open container.
    fn element(&mut self, document: &Document<'_>) -> Result<(), Self::Error>;

    /// White space in the innermost open container.
    fn space(&mut self, _space: &str) -> Result<(), Self::Error> {
        Ok(())
    }

    /// Text, comments and processing instructions in the innermost open container: what the root of this document holds.
    fn between(&mut self, _holder: &Document<'_>) -> Result<(), Self::Error> {
        Ok(())
    }

    /// The innermost open container ends.
    fn close(&mut self) -> Result<(), Self::Error>;

    /// The document was no container: all of it.
    fn whole(&mut self, document: &Document<'_>) -> Result<(), Self::Error>;
}

/// A document that comes in chunks.
pub(crate) struct Parts {
    /// The local name of containers.
    container: &'static str,
    /// What has come and is not read yet.
    buffer: Vec<u8>,
    cutter: Cutter,
    /// Bytes that have come, and characters among them.
    bytes: usize,
    characters: usize,
    has_begun: bool,
    has_mark: bool,
    encoding: Option<String>,
    has_outer_instruction: bool,
}

impl Parts {
    pub(crate) fn new(container: &'static str) -> Self {
        Self {
            container,
            buffer: Vec::new(),
            cutter: Cutter::default(),
            bytes: 0,
            characters: 0,
            has_begun: false,
            has_mark: false,
            encoding: None,
            has_outer_instruction: false,
        }
    }

    /// Bytes that have come.
    pub(crate) const fn bytes(&self) -> usize {
        self.bytes
    }

    /// Characters that have come, a byte order mark not among them.
    pub(crate) const fn characters(&self) -> usize {
        self.characters - if self.has_mark { 1 } else { 0 }
    }

    /// Whether the document begins with a byte order mark.
    pub(crate) const fn has_mark(&self) -> bool {
        self.has_mark
    }

    /// The encoding that the XML declaration names.
    pub(crate) fn encoding(&self) -> Option<&str> {
        self.encoding.as_deref()
    }

    /// Whether a processing instruction stands outside the root.
    pub(crate) const fn has_outer_instruction(&self) -> bool {
        self.has_outer_instruction
    }

    /// Reads on.
    pub(crate) fn push<V: Visitor>(&mut self, chunk: &[u8], visitor: &mut V) -> Result<(), V::Error> {
        self.bytes += chunk.len();
        self.characters += characters(chunk);
        if self.buffer.is_empty() {
            // What is read at once is never copied.
            let read = self.read(chunk, visitor)?;
            self.buffer.extend_from_slice(chunk.get(read..).unwrap_or_default());
        } else {
            let mut buffer = std::mem::take(&mut self.buffer);
            buffer.extend_from_slice(chunk);
            let read = self.read(&buffer, visitor)?;
            buffer.drain(..read);
            self.buffer = buffer;
        }
        if self.buffer.len() > limits::XML_PART {
            return Err(Error::TooMuch { what: "bytes in one part", limit: limits::XML_PART }.into());
        }
        Ok(())
    }

    /// Ends the document.
    pub(crate) fn finish<V: Visitor>(&mut self, visitor: &mut V) -> Result<(), V::Error> {
        let buffer = std::mem::take(&mut self.buffer);
        match self.cutter.phase {
            Phase::Before | Phase::Whole => {
                let text = self.cutter.decode(&buffer, 0, buffer.len())?;
                self.has_mark = text.starts_with(MARK);
                self.encoding = parser::declared_encoding(text).map(str::to_owned);
                visitor.whole(&Document::parse(text)?)
            }
            Phase::Inside => {
                let text = self.cutter.decode(&buffer, self.cutter.part, buffer.len())?;
                let text = text.trim_start_matches(is_space);
                let from = buffer.len() - text.len();
                // The parser knows better what is missing, and where.
                if text.starts_with('<') && !text.starts_with("</") {
                    let around = self.cutter.surroundings();
                    Document::parse_part(text, &around, self.cutter.origin(&buffer, from))?;
                }
                Err(self.cutter.not_well_formed(&buffer, buffer.len()).into())
            }
            Phase::After => {
                let end = buffer.len();
                self.outside(&buffer, 0, end)?;
                Ok(())
            }
        }
    }

    /// Reads as many whole parts as there are, and says how many bytes they take.
    fn read<V: Visitor>(&mut self, data: &[u8], visitor: &mut V) -> Result<usize, V::Error> {
        if !self.has_begun {
            // A byte order mark has three bytes.
            if data.len() < MARK.len() {
                return Ok(0);
            }
            self.has_begun = true;
            self.has_mark = data.starts_with(MARK.as_bytes());
            if self.has_mark {
                self.cutter.start(MARK.len());
            }
        }
        if self.cutter.phase == Phase::Whole {
            return Ok(0);
        }
        while let Some(token) = self.cutter.token(data)? {
            let is_outside = self.cutter.depth == 0;
            match token.kind {
                Kind::Start { .. } if is_outside => {
                    let tag = self.cutter.decode(data, token.start, token.end)?;
                    let name = tag.get(1..).unwrap_or_default();
                    let name =
                        name.split(|character| is_space(character) || matches!(character, '/' | '>')).next().unwrap_or_default();
                    let local = name.split_once(':').map_or(name, |(_, local)| local);
                    let is_container = local == self.container;
                    match self.cutter.phase {
                        Phase::Before if !is_container => {
                            self.cutter.phase = Phase::Whole;
                            return Ok(0);
                        }
                        Phase::After => return Err(self.cutter.not_well_formed(data, token.start).into()),
                        Phase::Before => self.outside(data, self.cutter.part, token.start)?,
                        _ => self.between(data, token.start, visitor)?,
                    }
                    if is_container {
                        self.open(data, &token, name, visitor)?;
                    } else {
                        self.cutter.part = token.start;
                        self.cutter.is_wanted = visitor.wants(tag);
                        if token.is_empty(data) {
                            self.element(data, token.end, visitor)?;
                        } else {
                            self.cutter.depth = 1;
                        }
                    }
                }
                Kind::Start { .. } => {
                    if !token.is_empty(data) {
                        self.cutter.depth += 1;
                    }
                }
                Kind::End if is_outside => {
                    let tag = self.cutter.decode(data, token.start, token.end)?;
                    let name = tag.get(2..tag.len() - 1).unwrap_or_default().trim_end_matches(is_space);
                    if self.cutter.levels.last().is_none_or(|level| level.name != name) {
                        return Err(self.cutter.not_well_formed(data, token.start).into());
                    }
                    self.between(data, token.start, visitor)?;
                    self.cutter.levels.pop();
                    self.cutter.part = token.end;
                    visitor.close()?;
                    if self.cutter.levels.is_empty() {
                        self.cutter.phase = Phase::After;
                    }
                }
                Kind::End => {
                    self.cutter.depth -= 1;
                    if self.cutter.depth == 0 {
                        self.element(data, token.end, visitor)?;
                    }
                }
                Kind::Comment | Kind::Section | Kind::Instruction => {}
            }
        }
        let read = self.cutter.part.min(data.len());
        // Before the root nothing is given away: what is no container is parsed as it came.
        let read = if self.cutter.phase == Phase::Before { 0 } else { read };
        self.cutter.forget(data, read);
        Ok(read)
    }

    fn open<V: Visitor>(&mut self, data: &[u8], token: &Token, name: &str, visitor: &mut V) -> Result<(), V::Error> {
        if self.cutter.levels.len() >= limits::XML_DEPTH {
            return Err(Error::TooMuch { what: "levels of elements", limit: limits::XML_DEPTH }.into());
        }
        let tag = self.cutter.decode(data, token.start, token.end)?;
        let is_empty = token.is_empty(data);
        let tag = if is_empty { tag.to_owned() } else { format!("{}/>", tag.get(..tag.len() - 1).unwrap_or_default()) };
        let origin = self.cutter.origin(data, token.start);
        let around = self.cutter.surroundings();
        let document = if self.cutter.levels.is_empty() {
            Document::parse_root(&tag, origin)?
        } else {
            Document::parse_part(&tag, &around, origin)?
        };
        let inside = Rc::new(around.within(document.root()));
        self.cutter.phase = Phase::Inside;
        self.cutter.part = token.end;
        visitor.open(document.root())?;
        self.cutter.levels.push(Level { name: name.to_owned(), inside });
        if is_empty {
            self.cutter.levels.pop();
            visitor.close()?;
            if self.cutter.levels.is_empty() {
                self.cutter.phase = Phase::After;
            }
        }
        Ok(())
    }

    /// The element from the part's beginning to `end`.
    fn element<V: Visitor>(&mut self, data: &[u8], end: usize, visitor: &mut V) -> Result<(), V::Error> {
        let from = self.cutter.part;
        let text = self.cutter.decode(data, from, end)?;
        if self.cutter.is_wanted {
            let origin = self.cutter.origin(data, from);
            let around = self.cutter.surroundings();
            visitor.element(&Document::parse_part(text, &around, origin)?)?;
        }
        self.cutter.part = end;
        Ok(())
    }

    /// What stands between the last element and `end`.
    fn between<V: Visitor>(&mut self, data: &[u8], end: usize, visitor: &mut V) -> Result<(), V::Error> {
        let from = self.cutter.part;
        let text = self.cutter.decode(data, from, end)?;
        if text.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\n')) {
            return if text.is_empty() { Ok(()) } else { visitor.space(text) };
        }
        let origin = self.cutter.origin(data, from);
        let around = self.cutter.surroundings();
        let holder = format!("{HOLDER}{text}</r>");
        let document = Document::parse_part(&holder, &around, origin.before(HOLDER))?;
        // Whatever ended the holder early would end the container early.
        if document.root().children().next().is_some() {
            return Err(self.cutter.not_well_formed(data, from).into());
        }
        visitor.between(&document)
    }

    /// What stands before or after the root.
    fn outside(&mut self, data: &[u8], from: usize, end: usize) -> Result<(), Error> {
        let text = self.cutter.decode(data, from, end)?;
        let origin = self.cutter.origin(data, from);
        if self.cutter.phase == Phase::Before {
            self.encoding = parser::declared_encoding(text).map(str::to_owned);
            let whole = format!("{text}{ROOT}");
            self.has_outer_instruction |= Document::parse(&whole)?.has_outer_instruction;
        } else if !text.chars().all(is_space) {
            let whole = format!("{ROOT}{text}");
            self.has_outer_instruction |= Document::parse_root(&whole, origin.before(ROOT))?.has_outer_instruction;
        }
        Ok(())
    }
}

const MARK: &str = "\u{feff}";
/// Stands around what stands between elements, so that the parser reads it.
const HOLDER: &str = "<r>";
/// Stands for the root where only what is outside of it is read.
const ROOT: &str = "<r/>";

#[cfg(test)]
mod tests;
