//! The AWS services, from the wire.

use super::types as wire;
use crate::aws::Target;

/// The service that a request names, or IAM.
pub(super) fn target_or_iam(named: Option<wire::Target>) -> Target {
    named.map_or(Target::Iam, target)
}

/// The service that a request names.
pub(super) const fn target(target: wire::Target) -> Target {
    match target {
        wire::Target::Iam => Target::Iam,
        wire::Target::IdentityCenter => Target::IdentityCenter,
        wire::Target::Cognito => Target::Cognito,
        wire::Target::Redshift => Target::Redshift,
        wire::Target::Appstream => Target::Appstream,
        wire::Target::Workspaces => Target::Workspaces,
        wire::Target::ClientVpn => Target::ClientVpn,
        wire::Target::Opensearch => Target::Opensearch,
        wire::Target::OpensearchServerless => Target::OpensearchServerless,
        wire::Target::Connect => Target::Connect,
        wire::Target::Grafana => Target::Grafana,
        wire::Target::Quicksight => Target::Quicksight,
    }
}
