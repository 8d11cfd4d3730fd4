//! The AWS services that read Responses, each with what it asks for.

use super::issue::SignedParts;
use crate::aws::{self, IdpId, Partition, Region};
pub(crate) use crate::aws::{Target, name_id};

/// Which of AWS's own attributes a target reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reads {
    /// Role, RoleSessionName and what goes with them: the target signs people in through IAM.
    Roles,
    /// Attributes for access control.
    AccessControl,
    /// None: only attributes that the operator names.
    Extra,
}

impl Target {
    pub(crate) const fn reads(self) -> Reads {
        match self {
            Self::IdentityCenter => Reads::AccessControl,
            _ if self.signs_in_through_iam() => Reads::Roles,
            _ => Reads::Extra,
        }
    }

    /// The consumer URL, where it does not depend on the customer.
    pub(crate) fn consumer(self, partition: Partition, region: Option<&Region>, idp_id: Option<&IdpId>) -> Option<String> {
        match (self.reads(), self) {
            (Reads::Roles, _) => aws::sign_in(partition, region, idp_id),
            // client-vpn-user/saml: the client listens on this port; hence plain http.
            (_, Self::ClientVpn) => Some("http://127.0.0.1:35001".to_owned()),
            _ => None,
        }
    }

    /// The audience, where it does not depend on the customer.
    pub(crate) fn audience(self, partition: Partition, account: Option<&str>) -> Option<String> {
        match (self.reads(), self) {
            (Reads::Roles, _) => aws::sign_in_audience(partition).map(str::to_owned),
            (_, Self::ClientVpn) => Some("urn:amazon:webservices:clientvpn".to_owned()),
            (_, Self::OpensearchServerless) => account.map(|account| format!("aws:opensearch:{account}")),
            _ => None,
        }
    }

    /// What must be signed. AWS requires the assertion's signature; Client VPN also the Response's.
    pub(crate) const fn requires(self) -> SignedParts {
        if self.wants_signed_response() { SignedParts::Both } else { SignedParts::Assertion }
    }

    /// Cognito refuses a Response without `InResponseTo` unless the pool takes logins that the identity provider starts.
    pub(crate) const fn wants_in_response_to(self) -> bool {
        matches!(self, Self::Cognito)
    }

    /// OpenSearch Serverless takes no login that the identity provider starts.
    pub(crate) const fn needs_in_response_to(self) -> bool {
        matches!(self, Self::OpensearchServerless)
    }

    /// The attribute without which the target lets nobody in.
    pub(crate) const fn required_attribute(self) -> Option<&'static str> {
        match self {
            Self::ClientVpn => Some("memberOf"),
            Self::Workspaces => Some("https://aws.amazon.com/SAML/Attributes/PrincipalTag:Email"),
            _ => None,
        }
    }

    /// Characters of base64 that the target takes: STS 100,000; Client VPN 128 KB.
    pub(crate) const fn largest(self) -> usize {
        match self {
            Self::ClientVpn => 131_072,
            _ => crate::limits::SAML_ASSERTION_BASE64,
        }
    }
}
