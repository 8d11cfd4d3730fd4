//! Finds tokens in what has come so far: where markup begins and ends, and nothing of what it says.

use std::rc::Rc;

use memchr::{memchr, memchr3, memmem};

use crate::xml::Error;
use crate::xml::tree::{Origin, Surroundings};

/// Where in the document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Phase {
    /// Before the root.
    #[default]
    Before,
    /// In a root that is no container.
    Whole,
    /// In a container.
    Inside,
    /// After the root.
    After,
}

pub(super) struct Level {
    /// As written, with its prefix.
    pub(super) name: String,
    pub(super) inside: Rc<Surroundings>,
}

/// Finds tokens. All offsets are into what has come and is not given away yet.
#[derive(Default)]
pub(super) struct Cutter {
    pub(super) phase: Phase,
    pub(super) levels: Vec<Level>,
    /// Where the current part begins.
    pub(super) part: usize,
    /// Open elements of the current part.
    pub(super) depth: usize,
    pub(super) is_wanted: bool,
    /// The token that is not complete yet, and how far it was searched for its end.
    open: Option<(Token, usize)>,
    /// Where the next token is searched.
    next: usize,
    /// Line and column of an offset, from which on they are counted.
    counted: usize,
    lines: usize,
    columns: usize,
}

/// A piece of markup.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) start: usize,
    /// Behind its `>`.
    pub(super) end: usize,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// A start tag; the quote that the search is inside of.
    Start {
        quote: Option<u8>,
    },
    End,
    Comment,
    Section,
    Instruction,
}

impl Token {
    /// Whether it is an empty element's tag.
    pub(super) fn is_empty(&self, data: &[u8]) -> bool {
        self.end.checked_sub(2).and_then(|at| data.get(at)) == Some(&b'/')
    }
}

impl Cutter {
    /// Begins behind a byte order mark.
    pub(super) const fn start(&mut self, offset: usize) {
        self.part = offset;
        self.next = offset;
        self.counted = offset;
    }

    /// The next whole token.
    pub(super) fn token(&mut self, data: &[u8]) -> Result<Option<Token>, Error> {
        let (mut token, searched) = match self.open.take() {
            Some(open) => open,
            None => {
                let Some(start) = find(data, self.next, |rest| memchr(b'<', rest)) else {
                    self.next = data.len();
                    return Ok(None);
                };
                match self.begin(data, start)? {
                    Some(begun) => begun,
                    None => {
                        self.next = start;
                        return Ok(None);
                    }
                }
            }
        };
        let found = match &mut token.kind {
            Kind::Start { quote } => end_of_tag(data, searched, quote),
            Kind::End => find(data, searched, |rest| memchr(b'>', rest)).map(|at| at + 1),
            Kind::Comment => find(data, searched, |rest| memmem::find(rest, b"-->")).map(|at| at + 3),
            Kind::Section => find(data, searched, |rest| memmem::find(rest, b"]]>")).map(|at| at + 3),
            Kind::Instruction => find(data, searched, |rest| memmem::find(rest, b"?>")).map(|at| at + 2),
        };
        match found {
            Some(end) => {
                token.end = end;
                self.next = end;
                Ok(Some(token))
            }
            None => {
                // An end of three bytes may have begun. The tag's search is exact.
                let back = if matches!(token.kind, Kind::Start { .. } | Kind::End) { 0 } else { 2 };
                self.open = Some((token, searched.max(data.len().saturating_sub(back))));
                Ok(None)
            }
        }
    }

    /// What begins here, and where its end is searched; none if too little has come to tell.
    fn begin(&self, data: &[u8], start: usize) -> Result<Option<(Token, usize)>, Error> {
        let rest = data.get(start..).unwrap_or_default();
        let (kind, length) = match rest {
            [b'<', b'/', ..] => (Kind::End, 2),
            [b'<', b'?', ..] => (Kind::Instruction, 2),
            [b'<', b'!', b'-', b'-', ..] => (Kind::Comment, 4),
            _ if rest.starts_with(b"<![CDATA[") => (Kind::Section, 9),
            [b'<', b'!', ..] => {
                if b"<!--".starts_with(rest) || b"<![CDATA[".starts_with(rest) || b"<!DOCTYPE".starts_with(rest) && rest.len() < 9
                {
                    return Ok(None);
                }
                let (line, column) = self.place(data, start);
                return Err(if rest.starts_with(b"<!DOCTYPE") {
                    Error::DocumentType { line, column }
                } else {
                    Error::NotWellFormed { line, column }
                });
            }
            [b'<', _, ..] => (Kind::Start { quote: None }, 1),
            _ => return Ok(None),
        };
        Ok(Some((Token { kind, start, end: start }, start + length)))
    }

    /// Text between two offsets.
    pub(super) fn decode<'d>(&self, data: &'d [u8], from: usize, to: usize) -> Result<&'d str, Error> {
        let bytes = data.get(from..to).unwrap_or_default();
        str::from_utf8(bytes).map_err(|error| {
            let (line, column) = self.place(data, from + error.valid_up_to());
            Error::NotUtf8 { line, column }
        })
    }

    /// Shared, for every part asks for them.
    pub(super) fn surroundings(&self) -> Rc<Surroundings> {
        self.levels.last().map(|level| Rc::clone(&level.inside)).unwrap_or_default()
    }

    /// Counts lines up to an offset, from where the last part began.
    pub(super) fn origin(&mut self, data: &[u8], offset: usize) -> Origin {
        let counted = data.get(self.counted..offset).unwrap_or_default();
        (self.lines, self.columns) = advance(self.lines, self.columns, counted);
        self.counted = self.counted.max(offset);
        Origin { lines: self.lines, columns: self.columns }
    }

    /// Line and column of an offset, both from 1.
    fn place(&self, data: &[u8], offset: usize) -> (usize, usize) {
        let counted = data.get(self.counted..offset).unwrap_or_default();
        let (lines, columns) = advance(self.lines, self.columns, counted);
        (lines + 1, columns + 1)
    }

    pub(super) fn not_well_formed(&self, data: &[u8], offset: usize) -> Error {
        let (line, column) = self.place(data, offset);
        Error::NotWellFormed { line, column }
    }

    /// Forgets the first bytes.
    pub(super) fn forget(&mut self, data: &[u8], bytes: usize) {
        if bytes == 0 {
            return;
        }
        self.origin(data, bytes);
        self.counted = self.counted.saturating_sub(bytes);
        self.part = self.part.saturating_sub(bytes);
        self.next = self.next.saturating_sub(bytes);
        if let Some((token, searched)) = &mut self.open {
            token.start = token.start.saturating_sub(bytes);
            *searched = searched.saturating_sub(bytes);
        }
    }
}

fn find(data: &[u8], from: usize, search: impl FnOnce(&[u8]) -> Option<usize>) -> Option<usize> {
    search(data.get(from..)?).map(|at| from + at)
}

/// The end of a start tag: `>` outside of quotes.
fn end_of_tag(data: &[u8], from: usize, quote: &mut Option<u8>) -> Option<usize> {
    let mut at = from;
    loop {
        let rest = data.get(at..)?;
        match *quote {
            Some(open) => {
                at += memchr(open, rest)? + 1;
                *quote = None;
            }
            None => {
                let found = memchr3(b'>', b'"', b'\'', rest)?;
                at += found + 1;
                match rest.get(found) {
                    Some(b'>') => return Some(at),
                    other => *quote = other.copied(),
                }
            }
        }
    }
}

/// Lines and characters of the last line after some more text.
fn advance(lines: usize, columns: usize, text: &[u8]) -> (usize, usize) {
    match memchr::memrchr(b'\n', text) {
        Some(last) => (lines + memchr::memchr_iter(b'\n', text).count(), characters(text.get(last + 1..).unwrap_or_default())),
        None => (lines, columns + characters(text)),
    }
}

/// Characters of UTF-8: bytes that do not continue one.
pub(super) fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}
