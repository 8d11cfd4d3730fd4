//! What each AWS service asks of an identity provider's metadata.
//!
//! Facts B (IAM), C (Identity Center) and D (the others); what is not established has no rule here.

use std::ops::RangeInclusive;

use crate::aws::Target;

impl Target {
    /// Whether the metadata goes into an IAM SAML provider. Client VPN's does too: its endpoint names the provider.
    pub(crate) const fn keeps_metadata_in_iam(self) -> bool {
        self.signs_in_through_iam() || matches!(self, Self::ClientVpn)
    }

    /// Characters that the document may have: botocore/iam SAMLMetadataDocumentType, IdC/other-idps,
    /// opensearch SAMLMetadata, opensearchserverless samlMetadata, cognito-idp StringType (each value of ProviderDetails).
    /// Of Grafana nothing is established.
    pub(crate) const fn metadata_characters(self) -> RangeInclusive<usize> {
        match self {
            Self::IdentityCenter => 1..=75_000,
            Self::Opensearch => 1..=1_048_576,
            Self::OpensearchServerless => 1..=51_200,
            Self::Cognito => 1..=131_072,
            Self::Grafana => 1..=usize::MAX,
            _ => 1_000..=10_000_000,
        }
    }

    /// Whether keys for encryption may be in the document: Identity Center supports none (IdC/other-idps), Serverless has
    /// no encryption (opensearch-serverless).
    pub(crate) const fn takes_encryption_keys(self) -> bool {
        !matches!(self, Self::IdentityCenter | Self::OpensearchServerless)
    }

    /// Whether the service sends people to the identity provider to sign in. Through IAM they always begin there (facts A2).
    pub(crate) const fn sends_requests(self) -> bool {
        match self {
            Self::IdentityCenter
            | Self::Cognito
            | Self::ClientVpn
            | Self::Opensearch
            | Self::OpensearchServerless
            | Self::Grafana => true,
            Self::Iam | Self::Redshift | Self::Appstream | Self::Workspaces | Self::Connect | Self::Quicksight => false,
        }
    }

    /// Whether the service sends AuthnRequests, and never signs them: Identity Center's own metadata says
    /// `AuthnRequestsSigned="false"`; Client VPN's documentation says so.
    pub(crate) const fn sends_unsigned_requests(self) -> bool {
        matches!(self, Self::IdentityCenter | Self::ClientVpn)
    }

    /// Whether SingleSignOnService must be there with the HTTP-Redirect binding (client-vpn/federated-authentication).
    pub(crate) const fn needs_redirect(self) -> bool {
        matches!(self, Self::ClientVpn)
    }

    /// Whether the service takes metadata only as long as its `validUntil` says. IAM is known not to look at it (facts B);
    /// OpenSearch asks OpenSAML to (opensearch-project/security, HTTPSamlAuthenticator: `setRequireValidMetadata(true)`).
    pub(crate) const fn enforces_validity(self) -> bool {
        matches!(self, Self::Opensearch)
    }

    /// Characters of an entityID: botocore/opensearch SAMLEntityId; SAML Core §8.3.6 elsewhere.
    pub(crate) const fn entity_id_characters(self) -> RangeInclusive<usize> {
        match self {
            Self::Opensearch => 8..=512,
            _ => 1..=1024,
        }
    }
}

/// Keys that IAM keeps for one provider, and identity providers that one document may describe (IAM/reference_iam-quotas, 2023).
pub(crate) const IAM_KEYS: usize = 10;
pub(crate) const IAM_IDENTITY_PROVIDERS: usize = 10;
