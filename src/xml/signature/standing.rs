//! How it stands with a signature: what is said of a document to people, where nothing is let in by it.

use super::profile::NAMESPACE;
use super::{DigestAlgorithm, Error, Options, PublicKey, Reference, SignatureAlgorithm, intact};
use crate::xml::{Certificate, Document, Element};

/// How it stands with the signature of one element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    Unsigned,
    /// It covers its element.
    Whole(Whole),
    /// It covers nothing that could be told, or something else than it should.
    Broken(Error),
}

/// A signature that covers its element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Whole {
    pub(crate) algorithm: SignatureAlgorithm,
    pub(crate) digest: DigestAlgorithm,
    pub(crate) reference: Reference,
    /// Which of the keys made it, or why none of them did; none where there are no keys.
    pub(crate) key: Option<Result<usize, Error>>,
    /// Certificates that the signature itself names. A hint for people: anybody can write one.
    pub(crate) named: Vec<Certificate>,
}

impl Whole {
    /// Whether it was made with an algorithm that can be forged.
    pub(crate) const fn is_weak(&self) -> bool {
        self.digest.is_weak() || self.algorithm.digest().is_weak()
    }
}

/// The standing of an element that is held. SHA-1 is looked at too: see [`Whole::is_weak`].
pub(crate) fn standing(document: &Document<'_>, element: Element<'_, '_>, keys: &[PublicKey]) -> Standing {
    let intact = match intact(document, element, Options { sha1: true }) {
        Ok(intact) => intact,
        Err(Error::Missing) => return Standing::Unsigned,
        Err(error) => return Standing::Broken(error),
    };
    let key = (!keys.is_empty()).then(|| intact.verify(keys).map(|verified| verified.key));
    let profile = &intact.profile;
    Standing::Whole(Whole {
        algorithm: profile.algorithm,
        digest: profile.digest,
        reference: profile.reference,
        key,
        named: named(profile.signature),
    })
}

/// The certificates of a signature's KeyInfo.
pub(super) fn named(signature: Element<'_, '_>) -> Vec<Certificate> {
    let certificates = signature
        .named(NAMESPACE, "KeyInfo")
        .flat_map(|info| info.named(NAMESPACE, "X509Data"))
        .flat_map(|data| data.named(NAMESPACE, "X509Certificate"));
    certificates.filter_map(|certificate| Certificate::parse(&certificate.text()).ok()).collect()
}
