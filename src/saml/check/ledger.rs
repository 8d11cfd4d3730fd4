//! What the rules found: refusals, doubts, and what is merely worth saying.

use std::fmt;

use super::{AwsError, Error, Verdict};
use crate::error::{Diagnostic, Finding, Pointer, Severity};
use crate::saml::target::{Reads, Target};
use crate::xml::{self, signature};

/// Why a rule says what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    Check(Error),
    /// AWS's own error, decoded.
    Aws(AwsError),
    Xml(xml::Error),
    Signature(signature::Error),
}

/// Collects in the order in which the rules are asked, which is the order in which AWS is taken to ask them.
#[derive(Debug)]
pub(super) struct Ledger {
    /// Whether the recordings are of this target: they are of AssumeRoleWithSAML, which no target but IAM's asks.
    is_recorded: bool,
    findings: Vec<Finding<Reason>>,
    /// What AWS says to each refusal, as far as it is known.
    refusals: Vec<Option<AwsError>>,
    doubts: usize,
    /// Doubts before the first refusal.
    doubts_before: usize,
}

impl Ledger {
    pub(super) const fn new(target: Target) -> Self {
        let is_recorded = matches!(target.reads(), Reads::Roles);
        Self { is_recorded, findings: Vec::new(), refusals: Vec::new(), doubts: 0, doubts_before: 0 }
    }

    /// The Response is refused: by IAM with this text, by others because SAML says so.
    pub(super) fn refuse(&mut self, reason: impl Into<Reason>, text: AwsError) {
        let text = self.is_recorded.then_some(text);
        self.refuse_at(response(), reason, text);
    }

    /// IAM refuses the Response with this text; what other targets do is not established.
    pub(super) fn refuse_as_recorded(&mut self, reason: impl Into<Reason>, text: AwsError) {
        if self.is_recorded {
            self.refuse(reason, text);
        } else {
            self.doubt(reason);
        }
    }

    /// The Response is refused, and what AWS says is not known.
    pub(super) fn refuse_silently(&mut self, reason: impl Into<Reason>) {
        self.refuse_at(response(), reason, None);
    }

    pub(super) fn refuse_at(&mut self, place: Pointer, reason: impl Into<Reason>, text: Option<AwsError>) {
        if self.refusals.is_empty() {
            self.doubts_before = self.doubts;
        }
        self.refusals.push(text);
        self.findings.push(Finding::new(Severity::Error, place, reason.into()));
    }

    /// What AWS does is not established.
    pub(super) fn doubt(&mut self, reason: impl Into<Reason>) {
        self.doubt_at(response(), reason);
    }

    pub(super) fn doubt_at(&mut self, place: Pointer, reason: impl Into<Reason>) {
        self.doubts += 1;
        self.findings.push(Finding::new(Severity::Warning, place, reason.into()));
    }

    /// AWS takes it, and somebody will regret it.
    pub(super) fn warn(&mut self, reason: impl Into<Reason>) {
        self.findings.push(Finding::new(Severity::Warning, response(), reason.into()));
    }

    /// Worth knowing.
    pub(super) fn note(&mut self, reason: impl Into<Reason>) {
        self.findings.push(Finding::new(Severity::Info, response(), reason.into()));
    }

    pub(super) fn verdict(&self) -> Verdict {
        match (self.refusals.is_empty(), self.doubts) {
            (false, _) => Verdict::Reject,
            (true, 0) => Verdict::Accept,
            (true, _) => Verdict::Unknown,
        }
    }

    /// The first refusal's text; absent where the first refusal has none, for then it is not known what AWS says.
    pub(super) fn aws_error(&self) -> Option<AwsError> {
        self.refusals.first().cloned().flatten()
    }

    /// Whether refusals have different texts, so that their order decides which one AWS shows.
    pub(super) fn is_ambiguous(&self) -> bool {
        let mut refusals = self.refusals.iter();
        let first = refusals.next();
        refusals.any(|other| Some(other) != first)
    }

    /// Whether AWS may have refused the Response before, for a reason that is only a doubt here.
    pub(super) fn is_preceded(&self) -> bool {
        self.doubts_before > 0 && self.aws_error().is_some()
    }

    pub(super) fn into_findings(self) -> Vec<Finding<Reason>> {
        self.findings
    }
}

/// `/response`.
pub(super) fn response() -> Pointer {
    Pointer::root().key("response")
}

impl From<Error> for Reason {
    fn from(error: Error) -> Self {
        Self::Check(error)
    }
}

impl From<AwsError> for Reason {
    fn from(error: AwsError) -> Self {
        Self::Aws(error)
    }
}

impl From<xml::Error> for Reason {
    fn from(error: xml::Error) -> Self {
        Self::Xml(error)
    }
}

impl From<signature::Error> for Reason {
    fn from(error: signature::Error) -> Self {
        Self::Signature(error)
    }
}

impl Reason {
    fn inner(&self) -> &dyn Diagnostic {
        match self {
            Self::Check(error) => error,
            Self::Aws(error) => error,
            Self::Xml(error) => error,
            Self::Signature(error) => error,
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner().fmt(formatter)
    }
}

impl Diagnostic for Reason {
    fn code(&self) -> &'static str {
        self.inner().code()
    }

    fn help(&self) -> &'static str {
        self.inner().help()
    }

    fn source(&self) -> &'static str {
        self.inner().source()
    }
}
