//! Whose signature it is, and what AWS makes of it.

use super::ledger::Ledger;
use super::{AwsError, Error, Keys, Question};
use crate::xml::signature::{self, DigestAlgorithm, Options, Reference, SignatureAlgorithm, Verified, intact, verify};
use crate::xml::{Document, Element};

/// How it stands with one element's signature.
pub(super) enum Standing<'d, 't> {
    /// A trusted key made it: what it covers may be read.
    Valid(Verified<'d, 't>),
    Invalid,
    Unsigned,
    /// Whole, and no key was given.
    Untrusted,
    /// Of a kind that is not verified here.
    Unsupported,
}

impl<'d, 't> Standing<'d, 't> {
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Valid(_) => "valid",
            Self::Invalid => "invalid",
            Self::Unsigned => "unsigned",
            Self::Untrusted => "untrusted",
            Self::Unsupported => "unsupported",
        }
    }

    pub(super) const fn verified(&self) -> Option<Verified<'d, 't>> {
        match self {
            Self::Valid(verified) => Some(*verified),
            _ => None,
        }
    }
}

/// Judges the signature of one element. That there is none is for the caller to judge.
pub(super) fn judge<'d, 't>(
    document: &'d Document<'t>,
    element: Element<'d, 't>,
    question: &Question<'_>,
    ledger: &mut Ledger,
) -> Standing<'d, 't> {
    match attempt(document, element, &question.keys, Options::default()) {
        Ok(standing) => settle(standing, ledger),
        Err(signature::Error::AlgorithmWeak { .. }) => {
            // Whether it is valid otherwise: a signature that is not is refused whatever AWS thinks of SHA-1.
            match attempt(document, element, &question.keys, Options { sha1: true }) {
                Ok(standing) => {
                    ledger.doubt(Error::Sha1);
                    match standing {
                        Standing::Valid(_) if !question.sha1 => Standing::Unsupported,
                        standing => standing,
                    }
                }
                Err(error) => refuse(error, &question.keys, ledger),
            }
        }
        Err(error) => refuse(error, &question.keys, ledger),
    }
}

fn attempt<'d, 't>(
    document: &'d Document<'t>,
    element: Element<'d, 't>,
    keys: &Keys,
    options: Options,
) -> Result<Standing<'d, 't>, signature::Error> {
    if keys.usable.is_empty() {
        return intact(document, element, options).map(|_| Standing::Untrusted);
    }
    verify(document, element, &keys.usable, options).map(Standing::Valid)
}

fn settle<'d, 't>(standing: Standing<'d, 't>, ledger: &mut Ledger) -> Standing<'d, 't> {
    if let Standing::Valid(verified) = &standing {
        // stackd's probes: RSA-2048, rsa-sha256, sha256.
        if verified.algorithm != SignatureAlgorithm::RsaSha256 {
            ledger.doubt(Error::AlgorithmUnrecorded { algorithm: verified.algorithm.name() });
        } else if verified.digest != DigestAlgorithm::Sha256 {
            ledger.doubt(Error::AlgorithmUnrecorded { algorithm: verified.digest.name() });
        }
        if verified.reference == Reference::Document {
            ledger.doubt(Error::ReferenceUnrecorded);
        }
    }
    standing
}

fn refuse<'d, 't>(error: signature::Error, keys: &Keys, ledger: &mut Ledger) -> Standing<'d, 't> {
    match error {
        signature::Error::Missing => Standing::Unsigned,
        // Perhaps one of the keys that cannot be used made it.
        signature::Error::Invalid { .. } | signature::Error::KeyKind { .. } if keys.unusable > 0 => {
            ledger.doubt(error);
            Standing::Unsupported
        }
        signature::Error::Invalid { .. } | signature::Error::KeyKind { .. } | signature::Error::DigestMismatch => {
            ledger.refuse(error, AwsError::SignatureInvalid);
            Standing::Invalid
        }
        // SAML forbids these shapes, and attacks live on them. What AWS says to them was not recorded.
        signature::Error::Profile { .. } | signature::Error::IdTwice => {
            ledger.refuse_silently(error);
            Standing::Invalid
        }
        signature::Error::AlgorithmWeak { .. }
        | signature::Error::AlgorithmUnsupported { .. }
        | signature::Error::CanonicalForm { .. }
        | signature::Error::KeyUnusable { .. } => {
            ledger.doubt(error);
            Standing::Unsupported
        }
    }
}
