//! The `saml` operations.

mod check;
mod issue;
mod mapping;
mod principal;
mod state;

pub(crate) use check::check;
pub(crate) use issue::{complete, issue};

use super::envelope::{finding, problem};
use super::target::target_or_iam;
use super::types::{self as wire, Attribute, AttributesAnswer, AttributesRequest, Failure, TraceStep};
use crate::error::Diagnostic;
use crate::saml;
use crate::saml::trace::{Outcome, Step};

/// The AWS attributes of a person.
pub(crate) fn attributes(request: AttributesRequest) -> Result<AttributesAnswer, Failure> {
    let target = target_or_iam(request.target);
    let principal = principal::parse(request.principal);
    let mapping = mapping::parse(request.mapping);
    let (principal, mapping) = match (principal, mapping) {
        (Ok(principal), Ok(mapping)) => (principal, mapping),
        (principal, mapping) => {
            let errors = principal.err().into_iter().chain(mapping.err()).flatten().collect();
            return Err(Failure { errors, findings: Vec::new() });
        }
    };
    let answer = saml::attributes::attributes(&mapping, &principal, target)
        .map_err(|error| Failure { errors: vec![problem(error)], findings: Vec::new() })?;
    Ok(AttributesAnswer {
        attributes: answer
            .attributes
            .into_iter()
            .map(|attribute| Attribute { name: attribute.name.uri(), values: attribute.values })
            .collect(),
        statement: answer.statement,
        trace: answer.trace.into_iter().map(trace_step).collect(),
        findings: answer.findings.into_iter().map(finding).collect(),
    })
}

fn trace_step(step: Step) -> TraceStep {
    TraceStep {
        attribute: step.attribute.uri(),
        outcome: match step.outcome {
            Outcome::Given => wire::Outcome::Given,
            Outcome::Dropped => wire::Outcome::Dropped,
        },
        rule: step.rule.as_str().to_owned(),
        source: step.source.as_str().to_owned(),
        group: step.group,
        value: step.value,
        code: step.reason.as_ref().map(|reason| reason.code().to_owned()),
        reason: step.reason.map(|reason| reason.to_string()),
    }
}
