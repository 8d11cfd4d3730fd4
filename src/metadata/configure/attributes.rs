//! The attributes that a service reads, and what an identity provider fills them from.

use crate::aws::{Service, Target};

/// An attribute of the assertion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Attribute {
    pub(super) name: &'static str,
    /// What files call it, where a name has no colon or slash.
    pub(super) key: &'static str,
    pub(super) from: Source,
}

/// Where the values come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// Pairs of a role and a provider, which the operator grants.
    Roles,
    Username,
    Email,
    /// The names of the person's groups.
    Groups,
    Fixed(&'static str),
}

impl Attribute {
    /// AWS's own names are URIs; Client VPN's and OpenSearch's are not.
    pub(super) fn is_uri(&self) -> bool {
        self.name.contains(':')
    }
}

/// Seconds of a console session: what AWS gives without the attribute (IAM/id_roles_providers_create_saml_assertions).
const SESSION: &str = "3600";

const CONSOLE: &[Attribute] = &[
    Attribute { name: "https://aws.amazon.com/SAML/Attributes/Role", key: "awsRole", from: Source::Roles },
    Attribute {
        name: "https://aws.amazon.com/SAML/Attributes/RoleSessionName",
        key: "awsRoleSessionName",
        from: Source::Username,
    },
    Attribute {
        name: "https://aws.amazon.com/SAML/Attributes/SessionDuration",
        key: "awsSessionDuration",
        from: Source::Fixed(SESSION),
    },
];

/// AWS's documents map this claim to the pool's `email` (cognito/cognito-user-pools-saml-idp).
const COGNITO: &[Attribute] = &[Attribute {
    name: "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
    key: "awsEmail",
    from: Source::Email,
}];

/// Listed as required, and case-sensitive (client-vpn).
const CLIENT_VPN: &[Attribute] = &[Attribute { name: "memberOf", key: "awsMemberOf", from: Source::Groups }];

/// `roles` is the domain's default roles key (opensearch-service/saml); a collection takes the name that it is told.
const OPENSEARCH: &[Attribute] = &[Attribute { name: "roles", key: "awsRoles", from: Source::Groups }];

/// What a service reads. Identity Center reads the NameID alone; of a service that is not known nothing is known.
pub(super) const fn of(service: Option<Service<'_>>) -> &'static [Attribute] {
    let Some(service) = service else { return &[] };
    match service.target() {
        Target::Iam => CONSOLE,
        Target::Cognito => COGNITO,
        Target::ClientVpn => CLIENT_VPN,
        Target::Opensearch | Target::OpensearchServerless => OPENSEARCH,
        _ => &[],
    }
}
