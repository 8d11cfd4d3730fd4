//! The AWS services that take SAML, with the rules that issuing and configuring share.

/// Who reads what the identity provider sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Iam,
    IdentityCenter,
    Cognito,
    Redshift,
    Appstream,
    Workspaces,
    ClientVpn,
    Opensearch,
    OpensearchServerless,
    Connect,
    Grafana,
    Quicksight,
}

/// NameID formats (SAML Core §8.3).
pub(crate) mod name_id {
    pub(crate) const PERSISTENT: &str = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent";
    pub(crate) const TRANSIENT: &str = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient";
    pub(crate) const EMAIL: &str = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress";
    pub(crate) const UNSPECIFIED: &str = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified";
}

impl Target {
    /// Whether people get an IAM role from the assertion itself, through AssumeRoleWithSAML or the console's sign-in.
    pub(crate) const fn signs_in_through_iam(self) -> bool {
        match self {
            Self::Iam | Self::Redshift | Self::Appstream | Self::Workspaces | Self::Connect | Self::Quicksight => true,
            Self::IdentityCenter
            | Self::Cognito
            | Self::ClientVpn
            | Self::Opensearch
            | Self::OpensearchServerless
            | Self::Grafana => false,
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

    /// Whether the Response must be signed as well as the assertion (client-vpn).
    pub(crate) const fn wants_signed_response(self) -> bool {
        matches!(self, Self::ClientVpn)
    }

    /// Whether the target decrypts assertions: IAM since 2025, Cognito (`EncryptedResponses`). Identity Center and
    /// OpenSearch Serverless do not; of the others nothing is established.
    pub(crate) const fn decrypts(self) -> bool {
        self.signs_in_through_iam() || matches!(self, Self::Cognito)
    }
}
