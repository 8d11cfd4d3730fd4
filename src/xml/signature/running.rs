//! A signature over a document that comes in parts.
//!
//! The same rules as for a document that is held, and one more: the signature is the first child of the root, as the
//! schemas of SAML have it. Only then is it known from the beginning how to digest what follows.

use super::profile::{NAMESPACE, ONE_SIGNATURE, Parent, Profile};
use super::standing::named;
use super::{Error, Hasher, Options, PublicKey, Reference, Standing, Whole, find_key, unsupported};
use crate::limits;
use crate::xml::canonical::{Parts as Canonical, canonical_content};
use crate::xml::tree::{Document, Element, Origin};

/// Digests a root as its parts come by.
pub(crate) struct Running {
    state: State,
    id: Option<String>,
    /// Containers that are open.
    level: usize,
    /// Whether another element has the root's ID.
    is_id_twice: bool,
}

enum State {
    /// No element has come that stands in the root: its tag, and what stood between.
    Waiting {
        tag: String,
        before: String,
        has_comment: bool,
    },
    Digesting(Box<Digesting>),
    Unsigned,
    Broken(Error),
}

struct Digesting {
    canonical: Canonical<Hasher>,
    value: Vec<u8>,
    digest_value: Vec<u8>,
    /// The digest of SignedInfo.
    hash: Vec<u8>,
    whole: Whole,
}

impl Running {
    /// Begins with the start tag of the root, as an element that holds nothing.
    pub(crate) fn new(root: Element<'_, '_>) -> Self {
        let tag = root.document.text.to_owned();
        let id = root.attribute("ID").map(str::to_owned);
        let state = State::Waiting { tag, before: String::new(), has_comment: false };
        Self { state, id, level: 1, is_id_twice: false }
    }

    /// A container in the root begins.
    pub(crate) fn open(&mut self, tag: Element<'_, '_>) {
        self.level += 1;
        self.look_for_id(tag.document);
        self.no_signature_yet();
        if let State::Digesting(digesting) = &mut self.state {
            digesting.canonical.open(tag);
        }
    }

    /// An element of the innermost container.
    pub(crate) fn element(&mut self, document: &Document<'_>) {
        let element = document.root();
        self.look_for_id(document);
        if self.level == 1 && element.is(NAMESPACE, "Signature") {
            return self.signature(element);
        }
        self.no_signature_yet();
        if let State::Digesting(digesting) = &mut self.state
            && let Err(reason) = digesting.canonical.element(element)
        {
            self.state = State::Broken(unsupported(reason));
        }
    }

    /// White space of the innermost container.
    pub(crate) fn space(&mut self, space: &str) {
        self.content(space, false);
    }

    /// Text, comments and processing instructions of the innermost container: what `holder` holds.
    pub(crate) fn between(&mut self, holder: &Document<'_>) {
        self.content(&canonical_content(holder.root()), holder.root().has_comment());
    }

    /// The innermost container ends.
    pub(crate) fn close(&mut self) {
        self.no_signature_yet();
        if let State::Digesting(digesting) = &mut self.state {
            digesting.canonical.close();
        }
        self.level = self.level.saturating_sub(1);
    }

    /// What came out. `has_outer_instruction`: a processing instruction stands outside the root.
    pub(crate) fn finish(self, keys: &[PublicKey], has_outer_instruction: bool) -> Standing {
        let digesting = match self.state {
            State::Digesting(digesting) => digesting,
            State::Broken(error) => return Standing::Broken(error),
            State::Waiting { .. } | State::Unsigned => return Standing::Unsigned,
        };
        let Digesting { canonical, value, digest_value, hash, mut whole } = *digesting;
        if self.is_id_twice {
            return Standing::Broken(Error::IdTwice);
        }
        if whole.reference == Reference::Document && has_outer_instruction {
            return Standing::Broken(Error::Profile {
                rule: "the reference names the ID of the element that holds the signature",
            });
        }
        if canonical.finish().finish() != digest_value {
            return Standing::Broken(Error::DigestMismatch);
        }
        whole.key = (!keys.is_empty()).then(|| find_key(keys, whole.algorithm, &hash, &value));
        Standing::Whole(whole)
    }

    fn content(&mut self, content: &str, has_more_comments: bool) {
        match &mut self.state {
            State::Waiting { before, has_comment, .. } => {
                *has_comment |= has_more_comments;
                before.push_str(content);
                // Nobody writes so much before a signature.
                if before.len() > limits::XML_PART {
                    self.state = State::Unsigned;
                }
            }
            State::Digesting(digesting) => {
                if let Err(reason) = digesting.canonical.content(content, has_more_comments) {
                    self.state = State::Broken(unsupported(reason));
                }
            }
            State::Unsigned | State::Broken(_) => {}
        }
    }

    /// Something else than the signature came first.
    fn no_signature_yet(&mut self) {
        if matches!(self.state, State::Waiting { .. }) {
            self.state = State::Unsigned;
        }
    }

    fn signature(&mut self, signature: Element<'_, '_>) {
        let state = match &self.state {
            State::Waiting { tag, before, has_comment } => self.begin(tag, before, *has_comment, signature),
            State::Digesting(_) => Err(Error::Profile { rule: ONE_SIGNATURE }),
            State::Unsigned => Err(Error::Profile { rule: "a signature stands before everything else in the root" }),
            State::Broken(_) => return,
        };
        self.state = state.unwrap_or_else(State::Broken);
    }

    fn begin(&self, tag: &str, before: &str, has_comment: bool, signature: Element<'_, '_>) -> Result<State, Error> {
        // That nothing stands beside the root is known at the end.
        let parent = Parent { id: self.id.as_deref(), is_document: true };
        let profile = Profile::of(signature, parent, Options { sha1: true })?;
        let mut hasher = Hasher::new(profile.algorithm.digest());
        profile.canonicalization.canonicalize(profile.signed_info, None, &mut hasher).map_err(unsupported)?;
        let mut canonical = Canonical::new(&profile.transform, Hasher::new(profile.digest)).map_err(unsupported)?;
        let root = Document::parse_root(tag, Origin::START).map_err(|_| Error::DigestMismatch)?;
        canonical.open(root.root());
        canonical.content(before, has_comment).map_err(unsupported)?;
        Ok(State::Digesting(Box::new(Digesting {
            canonical,
            hash: hasher.finish(),
            whole: Whole {
                algorithm: profile.algorithm,
                digest: profile.digest,
                reference: profile.reference,
                key: None,
                named: named(signature),
            },
            value: profile.value,
            digest_value: profile.digest_value,
        })))
    }

    /// An ID that another element has as well could mean either.
    fn look_for_id(&mut self, document: &Document<'_>) {
        if let Some(id) = &self.id {
            self.is_id_twice |= document.has_id(id);
        }
    }
}
