//! Why a metadata operation refuses, or what it finds: the areas' own diagnostics in one.

use std::fmt;

use super::trust::Reason;
use super::{Error, compare, inspect, transform};
use crate::error::Diagnostic;
use crate::xml::{self, CertificateError, signature};

/// Any diagnostic of a metadata operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    Metadata(Error),
    Inspect(inspect::Error),
    Transform(transform::Error),
    Compare(compare::Error),
    Xml(xml::Error),
    Signature(signature::Error),
    Certificate(CertificateError),
}

impl Refusal {
    fn diagnostic(&self) -> &dyn Diagnostic {
        match self {
            Self::Metadata(error) => error,
            Self::Inspect(error) => error,
            Self::Transform(error) => error,
            Self::Compare(error) => error,
            Self::Xml(error) => error,
            Self::Signature(error) => error,
            Self::Certificate(error) => error,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.diagnostic().fmt(formatter)
    }
}

impl Diagnostic for Refusal {
    fn code(&self) -> &'static str {
        self.diagnostic().code()
    }

    fn help(&self) -> &'static str {
        self.diagnostic().help()
    }

    fn source(&self) -> &'static str {
        self.diagnostic().source()
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Metadata(error)
    }
}

impl From<inspect::Error> for Refusal {
    fn from(error: inspect::Error) -> Self {
        Self::Inspect(error)
    }
}

impl From<transform::Error> for Refusal {
    fn from(error: transform::Error) -> Self {
        Self::Transform(error)
    }
}

impl From<compare::Error> for Refusal {
    fn from(error: compare::Error) -> Self {
        Self::Compare(error)
    }
}

impl From<xml::Error> for Refusal {
    fn from(error: xml::Error) -> Self {
        Self::Xml(error)
    }
}

impl From<CertificateError> for Refusal {
    fn from(error: CertificateError) -> Self {
        Self::Certificate(error)
    }
}

impl From<Reason> for Refusal {
    fn from(reason: Reason) -> Self {
        match reason {
            Reason::Signature(error) => Self::Signature(error),
            Reason::Metadata(error) => Self::Metadata(error),
        }
    }
}
