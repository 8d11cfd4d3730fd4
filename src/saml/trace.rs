//! Which rule and group gave or lost each value.

use super::{Error, Refusal};
use crate::aws::AttributeName;
use crate::error::Pointer;

/// What became of one candidate value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) attribute: AttributeName,
    pub(crate) outcome: Outcome,
    pub(crate) rule: Pointer,
    pub(crate) source: Pointer,
    pub(crate) group: Option<String>,
    pub(crate) value: Option<String>,
    /// Why it was dropped, or changed on its way.
    pub(crate) reason: Option<Refusal>,
}

/// Whether AWS gets the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Given,
    Dropped,
}

impl Step {
    pub(crate) fn given(attribute: AttributeName, rule: Pointer, source: Pointer, value: &str) -> Self {
        Self { attribute, outcome: Outcome::Given, rule, source, group: None, value: Some(value.to_owned()), reason: None }
    }

    pub(crate) fn dropped(attribute: AttributeName, rule: Pointer, source: Pointer, reason: impl Into<Refusal>) -> Self {
        Self { attribute, outcome: Outcome::Dropped, rule, source, group: None, value: None, reason: Some(reason.into()) }
    }

    #[must_use]
    pub(crate) fn with_value(mut self, value: &str) -> Self {
        // A candidate of 16,384 characters helps nobody to find it; its place is in `source`.
        self.value = Some(value.chars().take(256).collect());
        self
    }

    #[must_use]
    pub(crate) fn because(mut self, reason: Error) -> Self {
        self.reason = Some(reason.into());
        self
    }
}
