//! The `saml` operations.

mod mapping;
mod principal;

use super::decode::Error;
use super::envelope::{failure, finding, problem};
use super::types::{self as wire, Attribute, AttributesAnswer, AttributesRequest, Failure, TraceStep};
use crate::error::{Diagnostic, Pointer};
use crate::saml;
use crate::saml::attributes::Target;
use crate::saml::trace::{Outcome, Step};

/// The AWS attributes of a person.
pub(crate) fn attributes(request: AttributesRequest) -> Result<AttributesAnswer, Failure> {
    let target = target(request.target)?;
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

fn target(target: Option<wire::Target>) -> Result<Target, Failure> {
    match target.unwrap_or(wire::Target::Iam) {
        wire::Target::Iam => Ok(Target::Iam),
        wire::Target::IdentityCenter => Ok(Target::IdentityCenter),
        wire::Target::Cognito
        | wire::Target::Redshift
        | wire::Target::Appstream
        | wire::Target::Workspaces
        | wire::Target::ClientVpn
        | wire::Target::Opensearch
        | wire::Target::OpensearchServerless
        | wire::Target::Connect
        | wire::Target::Grafana
        | wire::Target::Quicksight => {
            Err(failure([Pointer::root().key("target").at(Error::NotSupportedYet { what: "this target" })]))
        }
    }
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
