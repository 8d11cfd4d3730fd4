//! XML Signature in SAML's restricted profile (SAML Core §5.4), and nothing beyond it.
//!
//! [`verify`] answers with what was signed, not with a yes: claims are read from [`Signed`], so that an element beside
//! the signed one, or one that the signature only seems to cover, never is one. [`SignedInfo`] is the other direction.

mod algorithm;
mod digest;
mod error;
mod key;
mod profile;
mod running;
mod signed;
mod standing;
mod writing;

pub(crate) use algorithm::{DigestAlgorithm, SignatureAlgorithm};
pub(crate) use digest::Hasher;
pub(crate) use error::Error;
pub(crate) use key::{PublicKey, RSA_BITS_GOOD, RSA_BITS_LEAST};
pub(crate) use profile::Reference;
pub(crate) use running::Running;
pub(crate) use signed::Signed;
pub(crate) use standing::{Standing, Whole, standing};
pub(crate) use writing::SignedInfo;

use key::Judgement;
use profile::Profile;

use super::canonical::Unsupported;
use super::{Document, Element};

/// What a caller allows beyond the default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Options {
    /// Accept `rsa-sha1` and SHA-1 digests. To say what an old document says, not to let anybody in.
    pub(crate) sha1: bool,
}

/// What was signed, and how.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Verified<'d, 't> {
    /// The signed element. Read claims from here and nowhere else.
    pub(crate) signed: Signed<'d, 't>,
    pub(crate) algorithm: SignatureAlgorithm,
    pub(crate) digest: DigestAlgorithm,
    pub(crate) reference: Reference,
    /// Which of the keys made the signature.
    pub(crate) key: usize,
}

/// A signature that covers its element, made by nobody knows whom yet.
pub(crate) struct Intact<'d, 't> {
    profile: Profile<'d, 't>,
    element: Element<'d, 't>,
}

/// Verifies the enveloped signature of `element`, which must be one of `document`, and returns what was signed.
///
/// Read claims only from the returned [`Verified`], never from `element`'s document: a valid signature elsewhere in it
/// says nothing about it. Checks no certificate chain and no validity window: `keys` is your trust, and the document's
/// `KeyInfo` is never read.
///
/// Follows XML Signature 1.1 §3.2 and SAML Core §5.4 (one same-document reference to the element that holds the
/// signature). `ID` without a namespace is the only attribute that identifies.
pub(crate) fn verify<'d, 't>(
    document: &'d Document<'t>,
    element: Element<'d, 't>,
    keys: &[PublicKey],
    options: Options,
) -> Result<Verified<'d, 't>, Error> {
    intact(document, element, options)?.verify(keys)
}

/// The first half of [`verify`]: takes the signature apart and compares the digest. No key is involved, so that a host
/// can do the second half.
pub(crate) fn intact<'d, 't>(
    document: &'d Document<'t>,
    element: Element<'d, 't>,
    options: Options,
) -> Result<Intact<'d, 't>, Error> {
    if !std::ptr::eq(document, element.document) {
        return Err(Error::Missing);
    }
    let profile = Profile::parse(element, options)?;
    if !document.has_unique_ids {
        return Err(Error::IdTwice);
    }
    let mut hasher = Hasher::new(profile.digest);
    profile.transform.canonicalize(element, Some(profile.signature), &mut hasher).map_err(unsupported)?;
    if hasher.finish() != profile.digest_value {
        return Err(Error::DigestMismatch);
    }
    Ok(Intact { profile, element })
}

impl<'d, 't> Intact<'d, 't> {
    /// Looks for the key that made the signature.
    pub(crate) fn verify(&self, keys: &[PublicKey]) -> Result<Verified<'d, 't>, Error> {
        let Profile { algorithm, digest, reference, signature, signed_info, .. } = self.profile;
        let mut hasher = Hasher::new(algorithm.digest());
        self.profile.canonicalization.canonicalize(signed_info, None, &mut hasher).map_err(unsupported)?;
        let key = find_key(keys, algorithm, &hasher.finish(), &self.profile.value)?;
        Ok(Verified { signed: Signed::new(self.element, signature), algorithm, digest, reference, key })
    }
}

/// Which of the keys made the signature over what has this hash; the best reason that any of them gives if none did.
fn find_key(keys: &[PublicKey], algorithm: SignatureAlgorithm, hash: &[u8], value: &[u8]) -> Result<usize, Error> {
    let mut refusal = Error::KeyKind { algorithm: algorithm.name() };
    for (index, key) in keys.iter().enumerate() {
        match key.judge(algorithm, hash, value) {
            Judgement::Valid => return Ok(index),
            Judgement::Invalid => refusal = Error::Invalid { keys: keys.len() },
            Judgement::Unusable if !matches!(refusal, Error::Invalid { .. }) => {
                refusal = Error::KeyUnusable { least: RSA_BITS_LEAST }
            }
            Judgement::Unusable | Judgement::OtherKind => {}
        }
    }
    Err(refusal)
}

const fn unsupported(reason: Unsupported) -> Error {
    match reason {
        Unsupported::Comments => Error::CanonicalForm { reason: "comments are signed as well, and there are some" },
        Unsupported::InheritedAttributes => Error::CanonicalForm { reason: "the inclusive form inherits xml: attributes" },
        Unsupported::Prefixes => Error::CanonicalForm { reason: "the list of prefixes is too long" },
    }
}

#[cfg(test)]
mod tests;
