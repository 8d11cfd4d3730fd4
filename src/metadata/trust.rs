//! Whose signature on metadata counts, and what is said of one.

use super::Error;
use crate::error::{Diagnostic, Finding, Pointer, Severity};
use crate::xml::Certificate;
use crate::xml::signature::{self, PublicKey, Standing, Whole};

/// The certificates that a caller trusts. Their validity and their chain are not looked at.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trust {
    certificates: Vec<Certificate>,
    keys: Vec<PublicKey>,
    /// Which certificate each key is of.
    owners: Vec<usize>,
    takes_sha1: bool,
}

/// How it stands with a signature, in the four words of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    Valid,
    Invalid,
    Unsigned,
    Untrusted,
}

/// What is said of one element's signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Report {
    pub(crate) status: Status,
    /// The ID of the element, where the signature covers it.
    pub(crate) covered: Option<String>,
    pub(crate) algorithm: Option<&'static str>,
    pub(crate) digest: Option<&'static str>,
    /// Which of the trusted certificates.
    pub(crate) certificate: Option<usize>,
    /// Why it is not valid.
    pub(crate) reason: Option<Reason>,
}

/// Why a signature is not valid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    Signature(signature::Error),
    Metadata(Error),
}

impl Trust {
    /// Certificates without a key that can be used are kept: a signature of theirs is not anybody else's.
    pub(crate) fn new(certificates: Vec<Certificate>, takes_sha1: bool) -> Self {
        let mut trust = Self { takes_sha1, ..Self::default() };
        for (index, certificate) in certificates.iter().enumerate() {
            if let Some(key) = &certificate.key {
                trust.keys.push(key.clone());
                trust.owners.push(index);
            }
        }
        trust.certificates = certificates;
        trust
    }

    pub(crate) fn keys(&self) -> &[PublicKey] {
        &self.keys
    }

    /// What is said of a signature. `id`: the ID of the element that holds it.
    pub(crate) fn judge(&self, standing: Standing, id: Option<&str>) -> Report {
        let whole = match standing {
            Standing::Unsigned => return Report::without(Status::Unsigned, None),
            Standing::Broken(error) => {
                // What is of a kind that is not verified here may be good; nobody can tell.
                let status = match error {
                    signature::Error::AlgorithmUnsupported { .. } | signature::Error::CanonicalForm { .. } => Status::Untrusted,
                    _ => Status::Invalid,
                };
                return Report::without(status, Some(Reason::Signature(error)));
            }
            Standing::Whole(whole) => whole,
        };
        let (status, reason) = self.weigh(&whole);
        let key = whole.key.as_ref().and_then(|key| key.as_ref().ok());
        Report {
            status,
            covered: id.filter(|_| status != Status::Invalid).map(str::to_owned),
            algorithm: Some(whole.algorithm.name()),
            digest: Some(whole.digest.name()),
            certificate: key.filter(|_| status == Status::Valid).and_then(|key| self.owners.get(*key)).copied(),
            reason,
        }
    }

    fn weigh(&self, whole: &Whole) -> (Status, Option<Reason>) {
        match &whole.key {
            None if self.certificates.is_empty() => (Status::Untrusted, Some(Reason::Metadata(Error::NoTrust))),
            // Of the trusted certificates none has a key that verifies anything.
            None => {
                let error = signature::Error::KeyKind { algorithm: whole.algorithm.name() };
                (Status::Untrusted, Some(Reason::Signature(error)))
            }
            Some(Ok(_)) if whole.is_weak() && !self.takes_sha1 => {
                let algorithm = if whole.algorithm.digest().is_weak() { whole.algorithm.name() } else { whole.digest.name() };
                (Status::Untrusted, Some(Reason::Signature(signature::Error::AlgorithmWeak { algorithm })))
            }
            Some(Ok(_)) => (Status::Valid, None),
            Some(Err(signature::Error::Invalid { .. })) if self.is_of_others(whole) => {
                (Status::Untrusted, Some(Reason::Metadata(Error::SignedByOther)))
            }
            Some(Err(error @ signature::Error::Invalid { .. })) => (Status::Invalid, Some(Reason::Signature(error.clone()))),
            Some(Err(error)) => (Status::Untrusted, Some(Reason::Signature(error.clone()))),
        }
    }

    /// Whether the signature itself names certificates, and none that is trusted. Only chooses between two words that both
    /// mean no: anybody can write a name.
    fn is_of_others(&self, whole: &Whole) -> bool {
        let is_trusted = |named: &Certificate| self.certificates.iter().any(|trusted| trusted.der == named.der);
        !whole.named.is_empty() && !whole.named.iter().any(is_trusted)
    }
}

impl Report {
    pub(crate) const UNSIGNED: Self = Self::without(Status::Unsigned, None);

    const fn without(status: Status, reason: Option<Reason>) -> Self {
        Self { status, covered: None, algorithm: None, digest: None, certificate: None, reason }
    }

    /// What an operator should know of it.
    pub(crate) fn finding(&self, path: Pointer, is_trust_given: bool) -> Option<Finding<Reason>> {
        let severity = match self.status {
            Status::Valid => return None,
            Status::Invalid => Severity::Error,
            Status::Untrusted if is_trust_given => Severity::Error,
            Status::Untrusted => Severity::Info,
            Status::Unsigned if is_trust_given => {
                return Some(Finding::new(Severity::Error, path, Reason::Metadata(Error::NotSigned)));
            }
            Status::Unsigned => return None,
        };
        self.reason.clone().map(|reason| Finding::new(severity, path, reason))
    }
}

impl Reason {
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Signature(error) => error.code(),
            Self::Metadata(error) => error.code(),
        }
    }
}
