//! The AWS services that read Responses, each with what it asks for.

use super::issue::SignedParts;
pub(crate) use crate::aws::Target;
use crate::aws::{self, IdpId, Partition, Region};

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

/// NameID formats (SAML Core §8.3).
pub(crate) mod name_id {
    pub(crate) const PERSISTENT: &str = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent";
    pub(crate) const TRANSIENT: &str = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient";
    pub(crate) const EMAIL: &str = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress";
}

impl Target {
    pub(crate) const fn reads(self) -> Reads {
        match self {
            Self::Iam | Self::Redshift | Self::Appstream | Self::Workspaces | Self::Connect | Self::Quicksight => Reads::Roles,
            Self::IdentityCenter => Reads::AccessControl,
            Self::Cognito | Self::ClientVpn | Self::Opensearch | Self::OpensearchServerless | Self::Grafana => Reads::Extra,
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

    /// Identity Center and Client VPN know people by e-mail (IdC/other-idps, client-vpn); the others get a persistent
    /// name, which AWS advises (botocore/sts).
    pub(crate) const fn name_id_format(self) -> &'static str {
        match self {
            Self::IdentityCenter | Self::ClientVpn => name_id::EMAIL,
            _ => name_id::PERSISTENT,
        }
    }

    /// What must be signed. AWS requires the assertion's signature; Client VPN also the Response's.
    pub(crate) const fn requires(self) -> SignedParts {
        match self {
            Self::ClientVpn => SignedParts::Both,
            _ => SignedParts::Assertion,
        }
    }

    /// Whether the target decrypts assertions: IAM since 2025, Cognito (`EncryptedResponses`). Identity Center and
    /// OpenSearch Serverless do not; of the others nothing is established.
    pub(crate) const fn decrypts(self) -> bool {
        matches!(self.reads(), Reads::Roles) || matches!(self, Self::Cognito)
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
