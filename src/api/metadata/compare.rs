//! `metadata_compare`.

use super::inspect::{instant, refused};
use crate::api::envelope::{finding, severity};
use crate::api::target::target_or_iam;
use crate::api::types::{self as wire, CompareAnswer, CompareRequest, Failure, RolloverAction, RolloverStep};
use crate::error::Diagnostic;
use crate::metadata::compare::{self, Action, Change, ChangeKind, Order, Step};

/// What changed between two documents, and what to do about it.
pub(crate) fn compare(request: CompareRequest) -> Result<CompareAnswer, Failure> {
    let mut errors = Vec::new();
    let now = request.now.as_deref().and_then(|now| instant(now, &mut errors));
    if !errors.is_empty() {
        return Err(Failure { errors, findings: Vec::new() });
    }
    let order =
        Order { old: &request.old, new: &request.new, target: target_or_iam(request.target), entity_id: request.entity_id, now };
    let comparison = compare::compare(&order).map_err(refused)?;
    Ok(CompareAnswer {
        is_breaking: comparison.is_breaking(),
        changes: comparison.changes.into_iter().map(change).collect(),
        plan: comparison.plan.into_iter().map(step).collect(),
        findings: comparison.findings.into_iter().map(finding).collect(),
    })
}

fn change(change: Change) -> wire::Change {
    wire::Change {
        kind: match change.kind {
            ChangeKind::Added => wire::ChangeKind::Added,
            ChangeKind::Removed => wire::ChangeKind::Removed,
            ChangeKind::Changed => wire::ChangeKind::Changed,
        },
        severity: severity(change.severity),
        code: change.error.code().to_owned(),
        subject: change.subject.to_owned(),
        message: change.error.to_string(),
        old: change.old,
        new: change.new,
        help: change.error.help().to_owned(),
    }
}

fn step(step: Step) -> RolloverStep {
    RolloverStep {
        action: match step.action {
            Action::Publish => RolloverAction::Publish,
            Action::UpdateAws => RolloverAction::UpdateAws,
            Action::ImportCertificate => RolloverAction::ImportCertificate,
            Action::SwitchKey => RolloverAction::SwitchKey,
            Action::Wait => RolloverAction::Wait,
            Action::RemoveCertificate => RolloverAction::RemoveCertificate,
            Action::ReplaceProvider => RolloverAction::ReplaceProvider,
            Action::Verify => RolloverAction::Verify,
        },
        text: step.text,
        reason: step.reason.to_owned(),
    }
}
