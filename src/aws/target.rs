//! The AWS services that take SAML: what each asks for stands where it is used.

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
