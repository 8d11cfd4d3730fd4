//! `describe`.

use super::operations::Operation;
use super::types::{Description, Failure, LimitDescription, OperationDescription};
use crate::{aws, limits};

/// Version, operations, limits and the date of the facts. Never fails.
#[allow(clippy::unnecessary_wraps, reason = "every operation has the same signature")]
pub(crate) fn describe() -> Result<Description, Failure> {
    Ok(Description {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        facts_date: aws::FACTS_DATE.to_owned(),
        operations: Operation::ALL
            .iter()
            .map(|operation| OperationDescription {
                name: operation.name().to_owned(),
                summary: operation.summary().to_owned(),
                request_limit: bounded(operation.request_limit()),
            })
            .collect(),
        limits: limits::ALL
            .iter()
            .map(|limit| LimitDescription {
                name: limit.name.to_owned(),
                value: bounded(limit.value),
                reason: limit.reason.to_owned(),
            })
            .collect(),
    })
}

fn bounded(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
