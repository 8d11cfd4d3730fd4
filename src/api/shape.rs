//! What each request looks like, for the search for everything that is wrong with one that did not decode.
// Generated from wit/ by `cargo xtask contract`. Do not edit.

use super::decode::{Field, Shape};

pub(super) static TARGET: Shape = Shape::Enumeration(&[
    "iam",
    "identity-center",
    "cognito",
    "redshift",
    "appstream",
    "workspaces",
    "client-vpn",
    "opensearch",
    "opensearch-serverless",
    "connect",
    "grafana",
    "quicksight",
]);

pub(super) static PARTITION: Shape =
    Shape::Enumeration(&["aws", "aws-cn", "aws-us-gov", "aws-eusc", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f"]);

pub(super) static GROUP: Shape = Shape::Record(&[
    Field { name: "name", shape: &Shape::Text, required: true },
    Field { name: "attributes", shape: &Shape::Json, required: false },
]);

pub(super) static PRINCIPAL: Shape = Shape::Record(&[
    Field { name: "username", shape: &Shape::Text, required: false },
    Field { name: "email", shape: &Shape::Text, required: false },
    Field { name: "displayName", shape: &Shape::Text, required: false },
    Field { name: "attributes", shape: &Shape::Json, required: false },
    Field { name: "groups", shape: &Shape::List(&GROUP), required: false },
    Field { name: "entitlements", shape: &Shape::List(&Shape::Text), required: false },
]);

pub(super) static MERGE: Shape = Shape::Enumeration(&["last-wins", "all"]);

pub(super) static ROLE_FORM: Shape = Shape::Enumeration(&["name", "path", "arn", "pair"]);

pub(super) static STATIC_ROLE: Shape = Shape::Record(&[
    Field { name: "role", shape: &Shape::Text, required: true },
    Field { name: "provider", shape: &Shape::Text, required: true },
    Field { name: "sessionDuration", shape: &Shape::Unsigned(u32::MAX as u64), required: false },
]);

pub(super) static GROUP_ATTRIBUTE_ROLE: Shape = Shape::Record(&[
    Field { name: "attribute", shape: &Shape::Text, required: true },
    Field { name: "merge", shape: &MERGE, required: false },
    Field { name: "form", shape: &ROLE_FORM, required: false },
    Field { name: "account", shape: &Shape::Text, required: false },
    Field { name: "provider", shape: &Shape::Text, required: false },
    Field { name: "partition", shape: &PARTITION, required: false },
    Field { name: "path", shape: &Shape::Text, required: false },
    Field { name: "sessionDuration", shape: &Shape::Unsigned(u32::MAX as u64), required: false },
]);

pub(super) static USER_ATTRIBUTE_ROLE: Shape = Shape::Record(&[
    Field { name: "attribute", shape: &Shape::Text, required: true },
    Field { name: "form", shape: &ROLE_FORM, required: false },
    Field { name: "account", shape: &Shape::Text, required: false },
    Field { name: "provider", shape: &Shape::Text, required: false },
    Field { name: "partition", shape: &PARTITION, required: false },
    Field { name: "path", shape: &Shape::Text, required: false },
    Field { name: "sessionDuration", shape: &Shape::Unsigned(u32::MAX as u64), required: false },
]);

pub(super) static ENTITLEMENT_ROLE: Shape = Shape::Record(&[
    Field { name: "form", shape: &ROLE_FORM, required: false },
    Field { name: "account", shape: &Shape::Text, required: false },
    Field { name: "provider", shape: &Shape::Text, required: false },
    Field { name: "partition", shape: &PARTITION, required: false },
    Field { name: "path", shape: &Shape::Text, required: false },
    Field { name: "sessionDuration", shape: &Shape::Unsigned(u32::MAX as u64), required: false },
]);

pub(super) static GROUP_PATTERN_ROLE: Shape = Shape::Record(&[
    Field { name: "pattern", shape: &Shape::Text, required: true },
    Field { name: "role", shape: &Shape::Text, required: false },
    Field { name: "account", shape: &Shape::Text, required: false },
    Field { name: "provider", shape: &Shape::Text, required: false },
    Field { name: "partition", shape: &Shape::Text, required: false },
    Field { name: "path", shape: &Shape::Text, required: false },
    Field { name: "sessionDuration", shape: &Shape::Unsigned(u32::MAX as u64), required: false },
]);

pub(super) static TEMPLATE_ROLE: Shape = Shape::Record(&[
    Field { name: "role", shape: &Shape::Text, required: true },
    Field { name: "account", shape: &Shape::Text, required: false },
    Field { name: "provider", shape: &Shape::Text, required: false },
    Field { name: "partition", shape: &Shape::Text, required: false },
    Field { name: "path", shape: &Shape::Text, required: false },
    Field { name: "sessionDuration", shape: &Shape::Unsigned(u32::MAX as u64), required: false },
]);

pub(super) static ROLE_SOURCE: Shape = Shape::Variant(&[
    ("static", &STATIC_ROLE),
    ("group-attribute", &GROUP_ATTRIBUTE_ROLE),
    ("user-attribute", &USER_ATTRIBUTE_ROLE),
    ("entitlement", &ENTITLEMENT_ROLE),
    ("group-pattern", &GROUP_PATTERN_ROLE),
    ("template", &TEMPLATE_ROLE),
]);

pub(super) static NAME_SOURCE: Shape =
    Shape::Record(&[Field { name: "from", shape: &Shape::List(&Shape::Text), required: true }]);

pub(super) static TAG: Shape = Shape::Record(&[
    Field { name: "key", shape: &Shape::Text, required: true },
    Field { name: "from", shape: &Shape::Text, required: false },
    Field { name: "value", shape: &Shape::Text, required: false },
    Field { name: "join", shape: &Shape::Text, required: false },
    Field { name: "required", shape: &Shape::Boolean, required: false },
]);

pub(super) static EXTRA_ATTRIBUTE: Shape = Shape::Record(&[
    Field { name: "name", shape: &Shape::Text, required: true },
    Field { name: "from", shape: &Shape::Text, required: false },
    Field { name: "values", shape: &Shape::List(&Shape::Text), required: false },
    Field { name: "required", shape: &Shape::Boolean, required: false },
]);

pub(super) static MAPPING: Shape = Shape::Record(&[
    Field { name: "partition", shape: &PARTITION, required: false },
    Field { name: "account", shape: &Shape::Text, required: false },
    Field { name: "provider", shape: &Shape::Text, required: false },
    Field { name: "path", shape: &Shape::Text, required: false },
    Field { name: "roles", shape: &Shape::List(&ROLE_SOURCE), required: false },
    Field { name: "allow", shape: &Shape::List(&Shape::Text), required: false },
    Field { name: "sessionName", shape: &NAME_SOURCE, required: false },
    Field { name: "sessionDuration", shape: &Shape::Unsigned(u32::MAX as u64), required: false },
    Field { name: "sourceIdentity", shape: &NAME_SOURCE, required: false },
    Field { name: "tags", shape: &Shape::List(&TAG), required: false },
    Field { name: "transitiveTags", shape: &Shape::List(&Shape::Text), required: false },
    Field { name: "attributes", shape: &Shape::List(&EXTRA_ATTRIBUTE), required: false },
]);

pub(super) static ATTRIBUTES_REQUEST: Shape = Shape::Record(&[
    Field { name: "principal", shape: &PRINCIPAL, required: true },
    Field { name: "mapping", shape: &MAPPING, required: true },
    Field { name: "target", shape: &TARGET, required: false },
]);

pub(super) static ISSUE_CONTEXT: Shape = Shape::Record(&[
    Field { name: "now", shape: &Shape::Text, required: true },
    Field { name: "entropy", shape: &Shape::Text, required: true },
]);

pub(super) static SIGNING_KEY: Shape = Shape::Variant(&[("pem", &Shape::Text)]);

pub(super) static ISSUING_PROVIDER: Shape = Shape::Record(&[
    Field { name: "entityId", shape: &Shape::Text, required: true },
    Field { name: "certificate", shape: &Shape::Text, required: true },
    Field { name: "key", shape: &SIGNING_KEY, required: false },
]);

pub(super) static RECEIVING_PROVIDER: Shape = Shape::Record(&[
    Field { name: "metadata", shape: &Shape::Text, required: false },
    Field { name: "audience", shape: &Shape::Text, required: false },
    Field { name: "acs", shape: &Shape::Text, required: false },
    Field { name: "region", shape: &Shape::Text, required: false },
    Field { name: "idpId", shape: &Shape::Text, required: false },
]);

pub(super) static NAME_ID_CHOICE: Shape = Shape::Record(&[
    Field { name: "format", shape: &Shape::Text, required: false },
    Field { name: "from", shape: &Shape::List(&Shape::Text), required: false },
    Field { name: "nameQualifier", shape: &Shape::Text, required: false },
    Field { name: "spNameQualifier", shape: &Shape::Text, required: false },
]);

pub(super) static SIGNED_PARTS: Shape = Shape::Enumeration(&["assertion", "response", "both"]);

pub(super) static CONTENT_ENCRYPTION: Shape = Shape::Enumeration(&["aes128-gcm", "aes256-gcm"]);

pub(super) static KEY_TRANSPORT: Shape = Shape::Enumeration(&["rsa-oaep-sha1", "rsa-oaep-sha256"]);

pub(super) static ENCRYPTION: Shape = Shape::Record(&[
    Field { name: "certificate", shape: &Shape::Text, required: false },
    Field { name: "algorithm", shape: &CONTENT_ENCRYPTION, required: false },
    Field { name: "keyTransport", shape: &KEY_TRANSPORT, required: false },
]);

pub(super) static ISSUE_REQUEST: Shape = Shape::Record(&[
    Field { name: "principal", shape: &PRINCIPAL, required: true },
    Field { name: "mapping", shape: &MAPPING, required: true },
    Field { name: "target", shape: &TARGET, required: false },
    Field { name: "context", shape: &ISSUE_CONTEXT, required: true },
    Field { name: "identityProvider", shape: &ISSUING_PROVIDER, required: true },
    Field { name: "serviceProvider", shape: &RECEIVING_PROVIDER, required: false },
    Field { name: "nameId", shape: &NAME_ID_CHOICE, required: false },
    Field { name: "inResponseTo", shape: &Shape::Text, required: false },
    Field { name: "sign", shape: &SIGNED_PARTS, required: false },
    Field { name: "encrypt", shape: &ENCRYPTION, required: false },
    Field { name: "lifetime", shape: &Shape::Unsigned(u32::MAX as u64), required: false },
    Field { name: "sessionLifetime", shape: &Shape::Unsigned(u32::MAX as u64), required: false },
    Field { name: "authnInstant", shape: &Shape::Text, required: false },
    Field { name: "authnContextClass", shape: &Shape::Text, required: false },
    Field { name: "relayState", shape: &Shape::Text, required: false },
]);

pub(super) static SIGNATURE_CHECK: Shape = Shape::Enumeration(&["plugin", "host"]);

pub(super) static COMPLETE_REQUEST: Shape = Shape::Record(&[
    Field { name: "state", shape: &Shape::Text, required: true },
    Field { name: "signature", shape: &Shape::Text, required: true },
    Field { name: "certificate", shape: &Shape::Text, required: false },
    Field { name: "signatureCheck", shape: &SIGNATURE_CHECK, required: false },
]);

pub(super) static CHANNEL: Shape = Shape::Enumeration(&["sts", "console"]);

pub(super) static ENCRYPTION_MODE: Shape = Shape::Enumeration(&["allowed", "required"]);

pub(super) static KNOWN_PROVIDER: Shape = Shape::Record(&[
    Field { name: "metadata", shape: &Shape::Text, required: false },
    Field { name: "entityId", shape: &Shape::Text, required: false },
    Field { name: "certificates", shape: &Shape::List(&Shape::Text), required: false },
]);

pub(super) static CHECK_REQUEST: Shape = Shape::Record(&[
    Field { name: "response", shape: &Shape::Text, required: true },
    Field { name: "target", shape: &TARGET, required: false },
    Field { name: "identityProvider", shape: &KNOWN_PROVIDER, required: false },
    Field { name: "provider", shape: &Shape::Text, required: false },
    Field { name: "role", shape: &Shape::Text, required: false },
    Field { name: "durationSeconds", shape: &Shape::Unsigned(u32::MAX as u64), required: false },
    Field { name: "maxSessionDuration", shape: &Shape::Unsigned(u32::MAX as u64), required: false },
    Field { name: "decryptedAssertion", shape: &Shape::Text, required: false },
    Field { name: "encryption", shape: &ENCRYPTION_MODE, required: false },
    Field { name: "now", shape: &Shape::Text, required: true },
    Field { name: "channel", shape: &CHANNEL, required: false },
    Field { name: "serviceProvider", shape: &RECEIVING_PROVIDER, required: false },
    Field { name: "sha1", shape: &Shape::Boolean, required: false },
]);

pub(super) static CONFIGURATION_FORMAT: Shape =
    Shape::Enumeration(&["generic", "authentik", "keycloak", "simplesamlphp", "shibboleth", "terraform"]);

pub(super) static PROVIDER_IDENTITY: Shape = Shape::Record(&[
    Field { name: "name", shape: &Shape::Text, required: true },
    Field { name: "entityId", shape: &Shape::Text, required: true },
    Field { name: "signingCertificate", shape: &Shape::Text, required: false },
]);

pub(super) static CONFIGURE_REQUEST: Shape = Shape::Record(&[
    Field { name: "metadata", shape: &Shape::Text, required: true },
    Field { name: "format", shape: &CONFIGURATION_FORMAT, required: true },
    Field { name: "identityProvider", shape: &PROVIDER_IDENTITY, required: true },
]);

pub(super) static TRUST: Shape = Shape::Record(&[
    Field { name: "certificates", shape: &Shape::List(&Shape::Text), required: true },
    Field { name: "sha1", shape: &Shape::Boolean, required: false },
]);

pub(super) static INSPECT_REQUEST: Shape = Shape::Record(&[
    Field { name: "metadata", shape: &Shape::Text, required: true },
    Field { name: "target", shape: &TARGET, required: false },
    Field { name: "now", shape: &Shape::Text, required: false },
    Field { name: "trust", shape: &TRUST, required: false },
    Field { name: "entityId", shape: &Shape::Text, required: false },
]);

pub(super) static METADATA_SIGNING: Shape = Shape::Record(&[
    Field { name: "certificate", shape: &Shape::Text, required: true },
    Field { name: "key", shape: &SIGNING_KEY, required: false },
    Field { name: "entropy", shape: &Shape::Text, required: false },
    Field { name: "signature", shape: &Shape::Text, required: false },
]);

pub(super) static TRANSFORM_REQUEST: Shape = Shape::Record(&[
    Field { name: "metadata", shape: &Shape::Text, required: true },
    Field { name: "target", shape: &TARGET, required: true },
    Field { name: "entityId", shape: &Shape::Text, required: false },
    Field { name: "merge", shape: &Shape::List(&Shape::Text), required: false },
    Field { name: "sign", shape: &METADATA_SIGNING, required: false },
    Field { name: "trust", shape: &TRUST, required: false },
    Field { name: "now", shape: &Shape::Text, required: true },
]);

pub(super) static COMPARE_REQUEST: Shape = Shape::Record(&[
    Field { name: "old", shape: &Shape::Text, required: true },
    Field { name: "new", shape: &Shape::Text, required: true },
    Field { name: "target", shape: &TARGET, required: false },
    Field { name: "entityId", shape: &Shape::Text, required: false },
    Field { name: "now", shape: &Shape::Text, required: false },
]);

pub(super) static READ_TASK: Shape = Shape::Enumeration(&["inspect", "transform"]);

pub(super) static READ_REQUEST: Shape = Shape::Record(&[
    Field { name: "task", shape: &READ_TASK, required: true },
    Field { name: "target", shape: &TARGET, required: false },
    Field { name: "entityId", shape: &Shape::Text, required: false },
    Field { name: "trust", shape: &TRUST, required: false },
    Field { name: "now", shape: &Shape::Text, required: false },
    Field { name: "merge", shape: &Shape::List(&Shape::Text), required: false },
    Field { name: "sign", shape: &METADATA_SIGNING, required: false },
]);

pub(super) static HEADER: Shape = Shape::Record(&[
    Field { name: "name", shape: &Shape::Text, required: true },
    Field { name: "value", shape: &Shape::Text, required: true },
]);

pub(super) static MISSING_NAMES: Shape = Shape::Enumeration(&["fill", "refuse"]);

pub(super) static CONFLICT_HANDLING: Shape = Shape::Enumeration(&["report", "adopt"]);

pub(super) static LISTED_MEMBERS: Shape = Shape::Enumeration(&["omit", "read"]);

pub(super) static PATCHED_ROLES: Shape = Shape::Enumeration(&["refuse", "drop", "send"]);

pub(super) static IDENTIFIER_SPACES: Shape = Shape::Enumeration(&["refuse", "send"]);

pub(super) static SCIM_PROFILE: Shape = Shape::Record(&[
    Field { name: "missingNames", shape: &MISSING_NAMES, required: false },
    Field { name: "refuseMarkupCharacters", shape: &Shape::Boolean, required: false },
    Field { name: "conflicts", shape: &CONFLICT_HANDLING, required: false },
    Field { name: "listedMembers", shape: &LISTED_MEMBERS, required: false },
    Field { name: "members", shape: &Shape::Unsigned(u32::MAX as u64), required: false },
    Field { name: "patchedRoles", shape: &PATCHED_ROLES, required: false },
    Field { name: "identifierSpaces", shape: &IDENTIFIER_SPACES, required: false },
]);

pub(super) static PLAN_REQUEST: Shape = Shape::Record(&[
    Field { name: "method", shape: &Shape::Text, required: true },
    Field { name: "path", shape: &Shape::Text, required: true },
    Field { name: "headers", shape: &Shape::List(&HEADER), required: false },
    Field { name: "body", shape: &Shape::Text, required: false },
    Field { name: "profile", shape: &SCIM_PROFILE, required: false },
]);

pub(super) static SCIM_ANSWER: Shape = Shape::Record(&[
    Field { name: "status", shape: &Shape::Unsigned(u16::MAX as u64), required: true },
    Field { name: "headers", shape: &Shape::List(&HEADER), required: true },
    Field { name: "body", shape: &Shape::Text, required: false },
]);

pub(super) static REPLY_REQUEST: Shape = Shape::Record(&[
    Field { name: "state", shape: &Shape::Text, required: true },
    Field { name: "headers", shape: &Shape::List(&HEADER), required: false },
    Field { name: "answers", shape: &Shape::List(&SCIM_ANSWER), required: true },
]);
