//! What AWS demands, as typed facts with their source.
//!
//! Sources are named as in AWS's documentation: `IAM/x` is the IAM user guide's page x, `IdC/x` the IAM Identity
//! Center user guide's, `botocore/x` the service model of botocore. A value of one of these types was parsed: nothing
//! later checks a string again.

mod arn;
mod attribute;
mod endpoint;
mod error;
mod partition;
pub(crate) mod scim;
mod service;
mod session;
mod tag;
mod target;

pub(crate) use arn::{AccountId, ArnPattern, ProviderArn, ProviderName, RoleArn, RoleName, RolePair, RolePath};
pub(crate) use attribute::{AttributeName, OWN as ATTRIBUTES, OtherName};
pub(crate) use endpoint::{IdpId, Region, is_sign_in, sign_in, sign_in_audience};
pub(crate) use error::Error;
pub(crate) use partition::Partition;
pub(crate) use service::Service;
pub(crate) use session::{SessionDuration, SessionName};
pub(crate) use tag::{TAGS, TagKey, TagValue};
pub(crate) use target::{Target, name_id};

/// The day on which the facts about AWS were last read.
pub(crate) const FACTS_DATE: &str = "2026-11-01";
