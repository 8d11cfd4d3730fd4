//! The canonical form of a document that is never held as a whole.
//!
//! Written part by part: the start of an element that holds other parts, whole elements, the text between them, the end.
//! The parts are parsed in the namespaces that are in scope where they stand, so that what comes out is, byte for byte,
//! the canonical form of the whole.

use super::{Form, Method, Sink, Unsupported, Walk};
use crate::limits;
use crate::xml::tree::{Element, NO_NAMESPACE, Node};

/// The canonical form of an element's own text and processing instructions; the same in every method.
pub(crate) fn canonical_content(holder: Element<'_, '_>) -> String {
    let mut content = String::new();
    let method = Method::EXCLUSIVE;
    let mut walk = Walk::new(&method, &mut content, Vec::new());
    for node in holder.content() {
        match node {
            Node::Text(text) => super::escape_text(text, &mut walk.buffer),
            Node::Instruction(index) => walk.instruction(holder.document.instructions.get(*index)),
            Node::Start(_) | Node::End => {}
        }
    }
    walk.flush();
    content
}

/// A canonical form in the making.
pub(crate) struct Parts<S> {
    form: Form,
    with_comments: bool,
    prefixes: Vec<String>,
    sink: S,
    /// Declarations that open elements have written: prefix and URI. Innermost last.
    rendered: Vec<(String, String)>,
    /// Open elements: what was rendered before each, and its name.
    open: Vec<(usize, String)>,
}

impl<S: Sink> Parts<S> {
    /// Begins with nothing written.
    pub(crate) fn new(method: &Method<'_>, sink: S) -> Result<Self, Unsupported> {
        if method.prefixes.len() > limits::XML_NAMESPACES {
            return Err(Unsupported::Prefixes);
        }
        let prefixes = method.prefixes.iter().map(|prefix| (*prefix).to_owned()).collect();
        let (form, with_comments) = (method.form, method.with_comments);
        Ok(Self { form, with_comments, prefixes, sink, rendered: Vec::new(), open: Vec::new() })
    }

    /// Opens an element: `tag` stands for its start, and what it holds follows. The first is the apex.
    pub(crate) fn open(&mut self, tag: Element<'_, '_>) {
        let is_apex = self.open.is_empty();
        let before = self.rendered.len();
        let fresh = self.walk(tag, |walk| {
            let known = walk.rendered.len();
            walk.start(tag, is_apex);
            let fresh = walk.rendered.iter().skip(known);
            fresh.map(|(prefix, namespace)| ((*prefix).to_owned(), tag.document.uri(*namespace).to_owned())).collect::<Vec<_>>()
        });
        self.rendered.extend(fresh);
        let name = if tag.data.prefix.is_empty() {
            tag.data.local.to_owned()
        } else {
            format!("{}:{}", tag.data.prefix, tag.data.local)
        };
        self.open.push((before, name));
    }

    /// Writes a whole element into the open one.
    pub(crate) fn element(&mut self, element: Element<'_, '_>) -> Result<(), Unsupported> {
        if self.with_comments && element.has_comment() {
            return Err(Unsupported::Comments);
        }
        self.walk(element, |walk| walk.run(element, None, false));
        Ok(())
    }

    /// Writes text and processing instructions, in their [`canonical_content`], into the open element.
    pub(crate) fn content(&mut self, content: &str, has_comment: bool) -> Result<(), Unsupported> {
        if self.with_comments && has_comment {
            return Err(Unsupported::Comments);
        }
        self.sink.write(content);
        Ok(())
    }

    /// Closes the element that was opened last.
    pub(crate) fn close(&mut self) {
        if let Some((before, name)) = self.open.pop() {
            self.rendered.truncate(before);
            for piece in ["</", &name, ">"] {
                self.sink.write(piece);
            }
        }
    }

    /// What took it.
    pub(crate) fn finish(self) -> S {
        self.sink
    }

    /// Walks a part with the declarations of the open elements in force.
    fn walk<'d, 't, T>(&mut self, part: Element<'d, 't>, work: impl FnOnce(&mut Walk<'_, 'd, 't>) -> T) -> T {
        let method = Method {
            form: self.form,
            with_comments: self.with_comments,
            prefixes: self.prefixes.iter().map(String::as_str).collect(),
        };
        // The part's document knows what the surroundings declare: each rendered declaration is among them.
        let outer: Vec<_> = part.document.outer_declarations().collect();
        let rendered = self.rendered.iter().filter_map(|(prefix, uri)| {
            let known = outer.iter().rev().find(|(_, known)| known.prefix == prefix && known.uri == uri.as_str());
            match known {
                Some((index, declaration)) => Some((declaration.prefix, *index)),
                None if prefix.is_empty() && uri.is_empty() => Some(("", NO_NAMESPACE)),
                None => None,
            }
        });
        let rendered = rendered.collect();
        let mut walk = Walk::new(&method, &mut self.sink, rendered);
        let done = work(&mut walk);
        walk.flush();
        done
    }
}
