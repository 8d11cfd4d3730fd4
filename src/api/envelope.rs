//! The envelope of every answer, and how diagnostics become records of the wire.

use serde::Serialize;

use super::types::{Failure, Finding, Place, Problem, Severity};
use crate::error::{self, Diagnostic, Located};

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
enum Envelope<T> {
    Success(T),
    Failure(Failure),
}

pub(super) fn envelope<T: Serialize>(answer: Result<T, Failure>) -> Vec<u8> {
    let envelope = match answer {
        Ok(answer) => Envelope::Success(answer),
        Err(failure) => Envelope::Failure(failure),
    };
    // Maps with string keys and no failing Serialize: this cannot fail, and still no panic stands here.
    serde_json::to_vec(&envelope).unwrap_or_else(|_| {
        br#"{"type":"failure","errors":[{"code":"api.answer-unwritable","message":"the answer cannot be written","path":"","help":"report this"}],"findings":[]}"#.to_vec()
    })
}

/// A refusal of the whole request.
pub(super) fn failure<E: Diagnostic>(errors: impl IntoIterator<Item = Located<E>>) -> Failure {
    Failure { errors: errors.into_iter().map(problem).collect(), findings: Vec::new() }
}

pub(super) fn problem<E: Diagnostic>(located: Located<E>) -> Problem {
    Problem {
        code: located.error.code().to_owned(),
        message: located.error.to_string(),
        path: located.path.as_str().to_owned(),
        help: located.error.help().to_owned(),
        place: located.place.map(place),
    }
}

pub(super) fn place(place: error::Place) -> Place {
    let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Place { line: number(place.line), column: number(place.column), entity_id: place.entity }
}

pub(super) const fn severity(severity: error::Severity) -> Severity {
    match severity {
        error::Severity::Error => Severity::Error,
        error::Severity::Warning => Severity::Warning,
        error::Severity::Info => Severity::Info,
    }
}

pub(super) fn finding<E: Diagnostic>(finding: error::Finding<E>) -> Finding {
    let source = finding.error.source();
    Finding {
        severity: severity(finding.severity),
        code: finding.error.code().to_owned(),
        message: finding.error.to_string(),
        path: finding.path.as_str().to_owned(),
        help: finding.error.help().to_owned(),
        source: (!source.is_empty()).then(|| source.to_owned()),
        place: finding.place.map(place),
    }
}
