//! The records of the contract, as JSON reads and writes them.
// Generated from wit/ by `cargo xtask contract`. Do not edit.

use serde::{Deserialize, Serialize};

use crate::json;

/// How much a finding matters.
#[derive(Clone, PartialEq, Eq, Copy, Debug, Serialize)]
pub enum Severity {
    /// AWS refuses what was asked for, or the answer lacks what AWS requires.
    #[serde(rename = "error")]
    Error,
    /// AWS accepts it and the operator will regret it.
    #[serde(rename = "warning")]
    Warning,
    /// Worth knowing.
    #[serde(rename = "info")]
    Info,
}

/// A place in an XML document of the request: where the tag of the element begins.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Place {
    /// From 1.
    pub line: u32,
    /// From 1, in characters.
    pub column: u32,
    /// The entity that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity_id: Option<String>,
}

/// Something worth saying about a request that was carried out.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// `severity`.
    pub severity: Severity,
    /// Stable, dotted and kebab-case; listed in docs/errors.md.
    pub code: String,
    /// What was found. Names fields, never values.
    pub message: String,
    /// JSON Pointer (RFC 6901) into the request; empty for the request as a whole.
    pub path: String,
    /// What to do about it.
    pub help: String,
    /// Where the rule comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Where it stands, if `path` names an XML document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

/// Why a request was refused.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// Stable, dotted and kebab-case; listed in docs/errors.md.
    pub code: String,
    /// What is wrong. Names fields, never values.
    pub message: String,
    /// JSON Pointer (RFC 6901) into the request; empty for the request as a whole.
    pub path: String,
    /// What to do about it.
    pub help: String,
    /// Where it stands, if `path` names an XML document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

/// A request that was refused whole: nothing of it was carried out.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Failure {
    /// `errors`.
    pub errors: Vec<Problem>,
    /// `findings`.
    pub findings: Vec<Finding>,
}

/// The AWS service that reads what the identity provider sends.
#[derive(Clone, PartialEq, Eq, Copy, Debug, Deserialize)]
pub enum Target {
    /// IAM federation: AssumeRoleWithSAML and the console.
    #[serde(rename = "iam")]
    Iam,
    /// IAM Identity Center with an external identity provider.
    #[serde(rename = "identity-center")]
    IdentityCenter,
    /// `cognito`.
    #[serde(rename = "cognito")]
    Cognito,
    /// `redshift`.
    #[serde(rename = "redshift")]
    Redshift,
    /// `appstream`.
    #[serde(rename = "appstream")]
    Appstream,
    /// `workspaces`.
    #[serde(rename = "workspaces")]
    Workspaces,
    /// `client-vpn`.
    #[serde(rename = "client-vpn")]
    ClientVpn,
    /// `opensearch`.
    #[serde(rename = "opensearch")]
    Opensearch,
    /// `opensearch-serverless`.
    #[serde(rename = "opensearch-serverless")]
    OpensearchServerless,
    /// `connect`.
    #[serde(rename = "connect")]
    Connect,
    /// `grafana`.
    #[serde(rename = "grafana")]
    Grafana,
    /// `quicksight`.
    #[serde(rename = "quicksight")]
    Quicksight,
}

/// The AWS partitions that botocore knows.
#[derive(Clone, PartialEq, Eq, Copy, Debug, Deserialize)]
pub enum Partition {
    /// Commercial regions.
    #[serde(rename = "aws")]
    Aws,
    /// China.
    #[serde(rename = "aws-cn")]
    AwsCn,
    /// GovCloud (US).
    #[serde(rename = "aws-us-gov")]
    AwsUsGov,
    /// European Sovereign Cloud.
    #[serde(rename = "aws-eusc")]
    AwsEusc,
    /// `aws-iso`.
    #[serde(rename = "aws-iso")]
    AwsIso,
    /// `aws-iso-b`.
    #[serde(rename = "aws-iso-b")]
    AwsIsoB,
    /// `aws-iso-e`.
    #[serde(rename = "aws-iso-e")]
    AwsIsoE,
    /// `aws-iso-f`.
    #[serde(rename = "aws-iso-f")]
    AwsIsoF,
}

/// A group of the person who logs in.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Group {
    /// `name`.
    pub name: String,
    /// A JSON object of the group's attributes: each value a string, number or boolean, or a list of these.
    #[serde(default)]
    pub attributes: Option<json::Value>,
}

/// The person who logs in, as the identity provider knows them.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Principal {
    /// `username`.
    #[serde(default)]
    pub username: Option<String>,
    /// `email`.
    #[serde(default)]
    pub email: Option<String>,
    /// `display-name`.
    #[serde(default)]
    pub display_name: Option<String>,
    /// A JSON object of the user's own attributes, of the same form as a group's.
    #[serde(default)]
    pub attributes: Option<json::Value>,
    /// In any order: what depends on order sorts by name.
    #[serde(default)]
    pub groups: Option<Vec<Group>>,
    /// Names of the application entitlements that the user holds.
    #[serde(default)]
    pub entitlements: Option<Vec<String>>,
}

/// Which group's attribute counts when several groups have it.
#[derive(Clone, PartialEq, Eq, Copy, Debug, Deserialize)]
pub enum Merge {
    /// Groups sorted by name (by code point), later groups overwrite earlier ones: what authentik's
    /// `group_attributes` does. An empty value overwrites too.
    #[serde(rename = "last-wins")]
    LastWins,
    /// Every group's values.
    #[serde(rename = "all")]
    All,
}

/// What a value that names a role looks like.
#[derive(Clone, PartialEq, Eq, Copy, Debug, Deserialize)]
pub enum RoleForm {
    /// A role name: `admin`. A slash is refused: it would choose a path.
    #[serde(rename = "name")]
    Name,
    /// A path and a name: `team/admin`.
    #[serde(rename = "path")]
    Path,
    /// A role ARN; the provider is the source's or the mapping's, in the ARN's own account.
    #[serde(rename = "arn")]
    Arn,
    /// `roleARN,providerARN`, in either order.
    #[serde(rename = "pair")]
    Pair,
}

/// One role for everybody.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StaticRole {
    /// The role's ARN.
    pub role: String,
    /// The SAML provider's ARN.
    pub provider: String,
    /// Seconds; counts when this source gave a role.
    #[serde(default)]
    pub session_duration: Option<u32>,
}

/// Roles from an attribute of the user's groups.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GroupAttributeRole {
    /// The attribute's name, for example `aws_role`.
    pub attribute: String,
    /// `last-wins` if absent.
    #[serde(default)]
    pub merge: Option<Merge>,
    /// `name` if absent.
    #[serde(default)]
    pub form: Option<RoleForm>,
    /// 12 digits; the mapping's if absent.
    #[serde(default)]
    pub account: Option<String>,
    /// The SAML provider's name; the mapping's if absent.
    #[serde(default)]
    pub provider: Option<String>,
    /// `partition`.
    #[serde(default)]
    pub partition: Option<Partition>,
    /// `/` or `/.../`; the mapping's if absent.
    #[serde(default)]
    pub path: Option<String>,
    /// `session-duration`.
    #[serde(default)]
    pub session_duration: Option<u32>,
}

/// Roles from an attribute of the user. Listing this source is asking for it: whoever can edit the
/// attribute can choose the role, so each answer that uses it carries a warning.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UserAttributeRole {
    /// `attribute`.
    pub attribute: String,
    /// `form`.
    #[serde(default)]
    pub form: Option<RoleForm>,
    /// `account`.
    #[serde(default)]
    pub account: Option<String>,
    /// `provider`.
    #[serde(default)]
    pub provider: Option<String>,
    /// `partition`.
    #[serde(default)]
    pub partition: Option<Partition>,
    /// `path`.
    #[serde(default)]
    pub path: Option<String>,
    /// `session-duration`.
    #[serde(default)]
    pub session_duration: Option<u32>,
}

/// Roles named by the user's application entitlements.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EntitlementRole {
    /// `form`.
    #[serde(default)]
    pub form: Option<RoleForm>,
    /// `account`.
    #[serde(default)]
    pub account: Option<String>,
    /// `provider`.
    #[serde(default)]
    pub provider: Option<String>,
    /// `partition`.
    #[serde(default)]
    pub partition: Option<Partition>,
    /// `path`.
    #[serde(default)]
    pub path: Option<String>,
    /// `session-duration`.
    #[serde(default)]
    pub session_duration: Option<u32>,
}

/// Roles from the names of groups. The pattern must match the whole name.
///
/// Named captures `role`, `account`, `provider`, `partition` and `path` fill the fields of the same name;
/// the fields below may also be templates over every capture: `${role}`, `${1}`.
/// Okta's `(?{{role}}...)` and `(?{{accountid}}...)` are read as named captures.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GroupPatternRole {
    /// A regular expression without look-around or back-references (it runs in linear time).
    pub pattern: String,
    /// A role name or a template; `${role}` if absent.
    #[serde(default)]
    pub role: Option<String>,
    /// 12 digits or a template; `${account}` if the pattern captures one, else the mapping's.
    #[serde(default)]
    pub account: Option<String>,
    /// A provider name or a template; `${provider}` if the pattern captures one, else the mapping's.
    #[serde(default)]
    pub provider: Option<String>,
    /// A partition's name or a template; `${partition}` if the pattern captures one, else the mapping's.
    #[serde(default)]
    pub partition: Option<String>,
    /// A path or a template; `${path}` if the pattern captures one, else the mapping's.
    #[serde(default)]
    pub path: Option<String>,
    /// `session-duration`.
    #[serde(default)]
    pub session_duration: Option<u32>,
}

/// Roles named by a template over the user's own values: `${username}`, `${email}`, `${displayName}`,
/// `${attributes.NAME}`, `${entitlements}`. A value with several elements gives several roles.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TemplateRole {
    /// A role name with placeholders, for example `team-${attributes.department}`.
    pub role: String,
    /// `account`.
    #[serde(default)]
    pub account: Option<String>,
    /// `provider`.
    #[serde(default)]
    pub provider: Option<String>,
    /// `partition`.
    #[serde(default)]
    pub partition: Option<String>,
    /// `path`.
    #[serde(default)]
    pub path: Option<String>,
    /// `session-duration`.
    #[serde(default)]
    pub session_duration: Option<u32>,
}

/// Where roles come from. Sources are asked in the order given.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "tag", content = "val")]
pub enum RoleSource {
    /// `static`.
    #[serde(rename = "static")]
    Static(StaticRole),
    /// `group-attribute`.
    #[serde(rename = "group-attribute")]
    GroupAttribute(GroupAttributeRole),
    /// `user-attribute`.
    #[serde(rename = "user-attribute")]
    UserAttribute(UserAttributeRole),
    /// `entitlement`.
    #[serde(rename = "entitlement")]
    Entitlement(EntitlementRole),
    /// `group-pattern`.
    #[serde(rename = "group-pattern")]
    GroupPattern(GroupPatternRole),
    /// `template`.
    #[serde(rename = "template")]
    Template(TemplateRole),
}

/// Where a single value comes from: the first of the named values that is present and not empty.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NameSource {
    /// Each one of `username`, `email`, `displayName`, `attributes.NAME`.
    pub from: Vec<String>,
}

/// One session tag (IAM), or one attribute for access control (Identity Center).
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Tag {
    /// `key`.
    pub key: String,
    /// `username`, `email`, `displayName`, `attributes.NAME`, `groups` or `entitlements`.
    #[serde(default)]
    pub from: Option<String>,
    /// A fixed value, instead of `from`.
    #[serde(default)]
    pub value: Option<String>,
    /// What joins several values into one, for example `:`; without it several values are refused,
    /// for AWS has no multi-valued session tags.
    #[serde(default)]
    pub join: Option<String>,
    /// Refuse the login when the value is absent; otherwise an absent value means no tag.
    #[serde(default)]
    pub required: Option<bool>,
}

/// An attribute beside AWS's own: for Cognito, Client VPN, OpenSearch, Grafana, Redshift, or IAM's condition keys.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExtraAttribute {
    /// The attribute's exact name, for example `memberOf` or `https://redshift.amazon.com/SAML/Attributes/DbUser`.
    pub name: String,
    /// `username`, `email`, `displayName`, `attributes.NAME`, `groups` or `entitlements`: every value is sent.
    #[serde(default)]
    pub from: Option<String>,
    /// Fixed values, instead of `from`.
    #[serde(default)]
    pub values: Option<Vec<String>>,
    /// Refuse the login when there is no value; otherwise an absent value means no attribute.
    #[serde(default)]
    pub required: Option<bool>,
}

/// How the identity provider's knowledge becomes AWS attributes.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Mapping {
    /// `aws` if absent.
    #[serde(default)]
    pub partition: Option<Partition>,
    /// 12 digits.
    #[serde(default)]
    pub account: Option<String>,
    /// The name of the SAML provider in IAM.
    #[serde(default)]
    pub provider: Option<String>,
    /// Path of the roles: `/` or `/.../`; `/` if absent.
    #[serde(default)]
    pub path: Option<String>,
    /// `roles`.
    #[serde(default)]
    pub roles: Option<Vec<RoleSource>>,
    /// Role ARNs that may be given, `*` standing for any run of characters inside one ARN part; every other role is dropped.
    /// No list: every role that the sources give.
    #[serde(default)]
    pub allow: Option<Vec<String>>,
    /// `{"from": ["username"]}` if absent.
    #[serde(default)]
    pub session_name: Option<NameSource>,
    /// Seconds, 900 to 43200. A source's own duration can shorten it, never lengthen it.
    #[serde(default)]
    pub session_duration: Option<u32>,
    /// `source-identity`.
    #[serde(default)]
    pub source_identity: Option<NameSource>,
    /// `tags`.
    #[serde(default)]
    pub tags: Option<Vec<Tag>>,
    /// Keys of `tags` that persist through role chaining.
    #[serde(default)]
    pub transitive_tags: Option<Vec<String>>,
    /// Attributes beside AWS's own.
    #[serde(default)]
    pub attributes: Option<Vec<ExtraAttribute>>,
}

/// `attributes-request`.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AttributesRequest {
    /// `principal`.
    pub principal: Principal,
    /// `mapping`.
    pub mapping: Mapping,
    /// `iam` if absent.
    #[serde(default)]
    pub target: Option<Target>,
}

/// A SAML attribute, ready for the identity provider.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Attribute {
    /// `name`.
    pub name: String,
    /// `values`.
    pub values: Vec<String>,
}

/// `outcome`.
#[derive(Clone, PartialEq, Eq, Copy, Debug, Serialize)]
pub enum Outcome {
    /// `given`.
    #[serde(rename = "given")]
    Given,
    /// `dropped`.
    #[serde(rename = "dropped")]
    Dropped,
}

/// What became of one candidate value.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TraceStep {
    /// The SAML attribute that the value is for.
    pub attribute: String,
    /// `outcome`.
    pub outcome: Outcome,
    /// JSON Pointer to the rule in the mapping; empty for a default.
    pub rule: String,
    /// JSON Pointer to where the value came from.
    pub source: String,
    /// The group that it came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// The value as it was given to AWS, or the candidate that was dropped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Why it was dropped or changed; the codes of docs/errors.md.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// `reason`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// `attributes-answer`.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AttributesAnswer {
    /// `attributes`.
    pub attributes: Vec<Attribute>,
    /// The same attributes as `saml:AttributeStatement`, in exclusive canonical form.
    pub statement: String,
    /// `trace`.
    pub trace: Vec<TraceStep>,
    /// `findings`.
    pub findings: Vec<Finding>,
}

/// All that a host lends: the core has no clock and no randomness.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IssueContext {
    /// RFC 3339, in UTC: `2026-11-23T16:00:00Z`.
    pub now: String,
    /// Base64 of 32 bytes or more from a cryptographic random number generator, never used twice.
    /// IDs, blinding and content keys are drawn from it.
    pub entropy: String,
}

/// A private key that stands in the request. Leave it out to sign in the host, a KMS or an HSM.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "tag", content = "val")]
pub enum SigningKey {
    /// An RSA key of 2048 to 4096 bits, as PEM: PKCS#8 or PKCS#1, not encrypted.
    #[serde(rename = "pem")]
    Pem(String),
}

/// The identity provider that issues.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IssuingProvider {
    /// Its entityID, which AWS must find in the metadata that it knows.
    pub entity_id: String,
    /// The certificate of the signing key, as PEM.
    pub certificate: String,
    /// Without it, the answer is `pending`.
    #[serde(default)]
    pub key: Option<SigningKey>,
}

/// Where the Response goes; what is absent is the target's own.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReceivingProvider {
    /// The service provider's metadata: audience and consumer URL are taken from it.
    #[serde(default)]
    pub metadata: Option<String>,
    /// `audience`.
    #[serde(default)]
    pub audience: Option<String>,
    /// The AssertionConsumerService URL: Destination and Recipient. With `metadata`, it must be one of those listed.
    #[serde(default)]
    pub acs: Option<String>,
    /// An AWS Region, for the regional endpoint of a target that has one.
    #[serde(default)]
    pub region: Option<String>,
    /// The IdP-ID (SAMLProviderUUID) of an IAM provider that requires encryption; it stands in the consumer URL.
    #[serde(default)]
    pub idp_id: Option<String>,
}

/// The Subject's NameID; what is absent is the target's own.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NameIdChoice {
    /// `format`.
    #[serde(default)]
    pub format: Option<String>,
    /// The first of these that has a value: `username`, `email`, `displayName`, `attributes.NAME`.
    #[serde(default)]
    pub from: Option<Vec<String>>,
    /// `name-qualifier`.
    #[serde(default)]
    pub name_qualifier: Option<String>,
    /// `sp-name-qualifier`.
    #[serde(default)]
    pub sp_name_qualifier: Option<String>,
}

/// `signed-parts`.
#[derive(Clone, PartialEq, Eq, Copy, Debug, Deserialize)]
pub enum SignedParts {
    /// `assertion`.
    #[serde(rename = "assertion")]
    Assertion,
    /// `response`.
    #[serde(rename = "response")]
    Response,
    /// `both`.
    #[serde(rename = "both")]
    Both,
}

/// `content-encryption`.
#[derive(Clone, PartialEq, Eq, Copy, Debug, Deserialize)]
pub enum ContentEncryption {
    /// `aes128-gcm`.
    #[serde(rename = "aes128-gcm")]
    Aes128Gcm,
    /// `aes256-gcm`.
    #[serde(rename = "aes256-gcm")]
    Aes256Gcm,
}

/// How the content key travels: RSA-OAEP, with one hash for digest and mask.
#[derive(Clone, PartialEq, Eq, Copy, Debug, Deserialize)]
pub enum KeyTransport {
    /// `rsa-oaep-sha1`.
    #[serde(rename = "rsa-oaep-sha1")]
    RsaOaepSha1,
    /// `rsa-oaep-sha256`.
    #[serde(rename = "rsa-oaep-sha256")]
    RsaOaepSha256,
}

/// `encryption`.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Encryption {
    /// The service provider's certificate, as PEM; the encryption key of `serviceProvider.metadata` if absent.
    #[serde(default)]
    pub certificate: Option<String>,
    /// `aes256-gcm` if absent.
    #[serde(default)]
    pub algorithm: Option<ContentEncryption>,
    /// `rsa-oaep-sha256` if absent.
    #[serde(default)]
    pub key_transport: Option<KeyTransport>,
}

/// `issue-request`.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IssueRequest {
    /// `principal`.
    pub principal: Principal,
    /// `mapping`.
    pub mapping: Mapping,
    /// `target`.
    #[serde(default)]
    pub target: Option<Target>,
    /// `context`.
    pub context: IssueContext,
    /// `identity-provider`.
    pub identity_provider: IssuingProvider,
    /// `service-provider`.
    #[serde(default)]
    pub service_provider: Option<ReceivingProvider>,
    /// `name-id`.
    #[serde(default)]
    pub name_id: Option<NameIdChoice>,
    /// The ID of the AuthnRequest that is answered; absent for a login that the identity provider starts.
    #[serde(default)]
    pub in_response_to: Option<String>,
    /// `assertion` if absent, or what the target requires.
    #[serde(default)]
    pub sign: Option<SignedParts>,
    /// `encrypt`.
    #[serde(default)]
    pub encrypt: Option<Encryption>,
    /// Seconds that the assertion can be redeemed: 60 to 300; 300 if absent.
    #[serde(default)]
    pub lifetime: Option<u32>,
    /// Seconds until `SessionNotOnOrAfter`. Absent: not sent, for AWS ends its own session there.
    #[serde(default)]
    pub session_lifetime: Option<u32>,
    /// When and how the person signed in: RFC 3339; `context.now` if absent.
    #[serde(default)]
    pub authn_instant: Option<String>,
    /// `urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport` if absent.
    #[serde(default)]
    pub authn_context_class: Option<String>,
    /// Goes into the form.
    #[serde(default)]
    pub relay_state: Option<String>,
}

/// A finished Response.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Response {
    /// `xml`.
    pub xml: String,
    /// What goes into the form field `SAMLResponse`.
    pub base64: String,
    /// An HTML page that posts itself. It runs under a Content-Security-Policy that names its one script by hash.
    pub form: String,
    /// That policy.
    pub form_policy: String,
}

/// What the host has to sign.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Pending {
    /// Base64 of the exact bytes to sign: hash and sign them as they are.
    pub to_sign: String,
    /// `rsa-sha256`: RSASSA-PKCS1-v1_5 with SHA-256.
    pub algorithm: String,
    /// Hand it back to `saml_complete`. It holds the assertion: keep it as secret as that.
    pub state: String,
}

/// Either `response` or `pending`.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IssueAnswer {
    /// `response`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response: Option<Response>,
    /// `pending`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pending: Option<Pending>,
    /// `trace`.
    pub trace: Vec<TraceStep>,
    /// `findings`.
    pub findings: Vec<Finding>,
}

/// Who checks the host's signature before the Response is handed out.
#[derive(Clone, PartialEq, Eq, Copy, Debug, Deserialize)]
pub enum SignatureCheck {
    /// The plugin, against the certificate.
    #[serde(rename = "plugin")]
    Plugin,
    /// Nobody but the host: for hosts that verify themselves.
    #[serde(rename = "host")]
    Host,
}

/// `complete-request`.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CompleteRequest {
    /// `state`.
    pub state: String,
    /// Base64 of the signature over the bytes of `toSign`.
    pub signature: String,
    /// The identity provider's certificate once more, if the state has been in foreign hands: it must be the state's own.
    #[serde(default)]
    pub certificate: Option<String>,
    /// `plugin` if absent.
    #[serde(default)]
    pub signature_check: Option<SignatureCheck>,
}

/// Where the Response was sent.
#[derive(Clone, PartialEq, Eq, Copy, Debug, Deserialize)]
pub enum Channel {
    /// AssumeRoleWithSAML: what the recordings of real AWS cover.
    #[serde(rename = "sts")]
    Sts,
    /// The console's sign-in page, which also checks audience and recipient.
    #[serde(rename = "console")]
    Console,
}

/// The `AssertionEncryptionMode` of the provider in IAM.
#[derive(Clone, PartialEq, Eq, Copy, Debug, Deserialize)]
pub enum EncryptionMode {
    /// `allowed`.
    #[serde(rename = "allowed")]
    Allowed,
    /// `required`.
    #[serde(rename = "required")]
    Required,
}

/// What AWS knows of the identity provider. Keys come from here, never from the Response.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KnownProvider {
    /// The metadata that was uploaded to AWS.
    #[serde(default)]
    pub metadata: Option<String>,
    /// Without metadata: the entityID.
    #[serde(default)]
    pub entity_id: Option<String>,
    /// Without metadata: the signing certificates, as PEM.
    #[serde(default)]
    pub certificates: Option<Vec<String>>,
}

/// `check-request`.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CheckRequest {
    /// A Response as captured: base64, URL-encoded base64, XML, or the HTML form; or the text of an AWS error.
    pub response: String,
    /// `iam` if absent.
    #[serde(default)]
    pub target: Option<Target>,
    /// `identity-provider`.
    #[serde(default)]
    pub identity_provider: Option<KnownProvider>,
    /// The ARN of the SAML provider that the call names.
    #[serde(default)]
    pub provider: Option<String>,
    /// The ARN of the role that the call names.
    #[serde(default)]
    pub role: Option<String>,
    /// `DurationSeconds` of the call.
    #[serde(default)]
    pub duration_seconds: Option<u32>,
    /// The role's `MaxSessionDuration`, on which longer sessions depend.
    #[serde(default)]
    pub max_session_duration: Option<u32>,
    /// Where the Response holds an encrypted assertion: that assertion in clear, as XML. The host decrypts, the plugin never does.
    #[serde(default)]
    pub decrypted_assertion: Option<String>,
    /// `allowed` if absent.
    #[serde(default)]
    pub encryption: Option<EncryptionMode>,
    /// RFC 3339: when AWS received it.
    pub now: String,
    /// `sts` if absent.
    #[serde(default)]
    pub channel: Option<Channel>,
    /// What the receiver expects; the target's own if absent. Only `console` looks at it.
    #[serde(default)]
    pub service_provider: Option<ReceivingProvider>,
    /// Accept SHA-1 in signatures. `false` if absent: what AWS does with it is not established.
    #[serde(default)]
    pub sha1: Option<bool>,
}

/// `verdict`.
#[derive(Clone, PartialEq, Eq, Copy, Debug, Serialize)]
pub enum Verdict {
    /// `accept`.
    #[serde(rename = "accept")]
    Accept,
    /// `reject`.
    #[serde(rename = "reject")]
    Reject,
    /// AWS's behaviour is not established, or what it depends on was not given.
    #[serde(rename = "unknown")]
    Unknown,
}

/// What AWS answers.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AwsError {
    /// The error's code on the API, for example `InvalidIdentityToken`; absent where AWS shows a page without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// `message`.
    pub message: String,
}

/// One pair of the Role attribute.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RolePair {
    /// `role`.
    pub role: String,
    /// `provider`.
    pub provider: String,
}

/// What the Response says. Read only from what a trusted key signed; absent where nothing was.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ResponseFacts {
    /// `valid`, `invalid`, `unsigned`, `untrusted` (no key was given), `unsupported`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assertion_signature: Option<String>,
    /// `response-signature`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_signature: Option<String>,
    /// `signature-algorithm`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signature_algorithm: Option<String>,
    /// `is-encrypted`.
    pub is_encrypted: bool,
    /// `issuer`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// `name-id`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name_id: Option<String>,
    /// `name-id-format`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name_id_format: Option<String>,
    /// `audiences`.
    pub audiences: Vec<String>,
    /// `recipient`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    /// `in-response-to`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_response_to: Option<String>,
    /// `issue-instant`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issue_instant: Option<String>,
    /// `not-on-or-after`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_on_or_after: Option<String>,
    /// `session-not-on-or-after`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_not_on_or_after: Option<String>,
    /// `roles`.
    pub roles: Vec<RolePair>,
    /// `session-name`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_name: Option<String>,
    /// `attributes`.
    pub attributes: Vec<Attribute>,
}

/// `check-answer`.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckAnswer {
    /// `verdict`.
    pub verdict: Verdict,
    /// `aws-error`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aws_error: Option<AwsError>,
    /// Seconds that the session would last; absent where AWS refuses, or nothing that was signed tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_duration: Option<u32>,
    /// `facts`.
    pub facts: ResponseFacts,
    /// `findings`.
    pub findings: Vec<Finding>,
}

/// What the configuration is written for.
#[derive(Clone, PartialEq, Eq, Copy, Debug, Deserialize)]
pub enum ConfigurationFormat {
    /// Documented JSON: docs/generic-configuration.md.
    #[serde(rename = "generic")]
    Generic,
    /// A blueprint (YAML).
    #[serde(rename = "authentik")]
    Authentik,
    /// `keycloak`.
    #[serde(rename = "keycloak")]
    Keycloak,
    /// `simplesamlphp`.
    #[serde(rename = "simplesamlphp")]
    Simplesamlphp,
    /// `shibboleth`.
    #[serde(rename = "shibboleth")]
    Shibboleth,
    /// `terraform`.
    #[serde(rename = "terraform")]
    Terraform,
}

/// The identity provider that is to be configured.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProviderIdentity {
    /// The name that the service gets in the identity provider.
    pub name: String,
    /// The identity provider's entityID, which AWS must find as Issuer.
    pub entity_id: String,
    /// The certificate that it signs with, as PEM.
    #[serde(default)]
    pub signing_certificate: Option<String>,
}

/// `configure-request`.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConfigureRequest {
    /// The service provider's metadata: one EntityDescriptor, as XML.
    pub metadata: String,
    /// `format`.
    pub format: ConfigurationFormat,
    /// `identity-provider`.
    pub identity_provider: ProviderIdentity,
}

/// One AssertionConsumerService.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ConsumerService {
    /// `location`.
    pub location: String,
    /// `binding`.
    pub binding: String,
    /// `index`.
    pub index: u32,
    /// `is-default`.
    pub is_default: bool,
}

/// An attribute that the service provider's metadata asks for.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestedAttribute {
    /// `name`.
    pub name: String,
    /// `friendly-name`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub friendly_name: Option<String>,
    /// `is-required`.
    pub is_required: bool,
}

/// What the identity provider has to do, whatever its format.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ProviderSummary {
    /// Every AssertionConsumerService, in document order.
    pub acs: Vec<ConsumerService>,
    /// The service provider's entityID.
    pub audience: String,
    /// The identity provider's entityID.
    pub issuer: String,
    /// The NameID format to send.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name_id_format: Option<String>,
    /// Every NameID format that the service provider lists.
    pub name_id_formats: Vec<String>,
    /// `sign-assertion`.
    pub sign_assertion: bool,
    /// `sign-response`.
    pub sign_response: bool,
    /// The service provider signs its requests.
    pub requests_signed: bool,
    /// `requested-attributes`.
    pub requested_attributes: Vec<RequestedAttribute>,
}

/// A file of a configuration that has several.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ConfigurationFile {
    /// Its usual name, without a folder.
    pub name: String,
    /// `media-type`.
    pub media_type: String,
    /// `content`.
    pub content: String,
}

/// `configure-answer`.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ConfigureAnswer {
    /// The configuration as one text.
    pub configuration: String,
    /// `media-type`.
    pub media_type: String,
    /// The same in the files that the format has, for those who keep them apart.
    pub files: Vec<ConfigurationFile>,
    /// `summary`.
    pub summary: ProviderSummary,
    /// `findings`.
    pub findings: Vec<Finding>,
}

/// Whose signature counts. Nothing in the document itself is trusted.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Trust {
    /// Certificates whose keys may have signed, as PEM. Their validity and their chain are not looked at.
    pub certificates: Vec<String>,
    /// Take SHA-1 signatures as valid, which can be forged. `false` if absent.
    #[serde(default)]
    pub sha1: Option<bool>,
}

/// `inspect-request`.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct InspectRequest {
    /// One EntityDescriptor or an aggregate, as XML.
    pub metadata: String,
    /// The AWS service that is to take the document: its rules become findings. Absent: SAML's own rules alone.
    #[serde(default)]
    pub target: Option<Target>,
    /// RFC 3339. Without it nothing is said about validity.
    #[serde(default)]
    pub now: Option<String>,
    /// `trust`.
    #[serde(default)]
    pub trust: Option<Trust>,
    /// Of an aggregate, describe this entity alone.
    #[serde(default)]
    pub entity_id: Option<String>,
}

/// `document-kind`.
#[derive(Clone, PartialEq, Eq, Copy, Debug, Serialize)]
pub enum DocumentKind {
    /// One EntityDescriptor.
    #[serde(rename = "entity")]
    Entity,
    /// An EntitiesDescriptor.
    #[serde(rename = "aggregate")]
    Aggregate,
}

/// `document-facts`.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DocumentFacts {
    /// `kind`.
    pub kind: DocumentKind,
    /// `Name` of the aggregate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `ID` of the root.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// `valid-until`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<String>,
    /// `cache-duration`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cache_duration: Option<String>,
    /// Bytes in UTF-8.
    pub bytes: u32,
    /// `characters`.
    pub characters: u32,
    /// `byte-order-mark`.
    pub byte_order_mark: bool,
    /// As the XML declaration says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// How many entities there are, described or not.
    pub entities: u32,
    /// `identity-providers`.
    pub identity_providers: u32,
    /// `service-providers`.
    pub service_providers: u32,
}

/// `role-kind`.
#[derive(Clone, PartialEq, Eq, Copy, Debug, Serialize)]
pub enum RoleKind {
    /// IDPSSODescriptor.
    #[serde(rename = "identity-provider")]
    IdentityProvider,
    /// SPSSODescriptor.
    #[serde(rename = "service-provider")]
    ServiceProvider,
    /// AuthnAuthorityDescriptor.
    #[serde(rename = "authn-authority")]
    AuthnAuthority,
    /// AttributeAuthorityDescriptor.
    #[serde(rename = "attribute-authority")]
    AttributeAuthority,
    /// PDPDescriptor.
    #[serde(rename = "policy-decision-point")]
    PolicyDecisionPoint,
    /// AffiliationDescriptor, which is no role but stands in the place of one.
    #[serde(rename = "affiliation")]
    Affiliation,
    /// RoleDescriptor of WS-Federation, as Entra ID and AD FS have it.
    #[serde(rename = "ws-federation")]
    WsFederation,
    /// RoleDescriptor of another kind.
    #[serde(rename = "other")]
    Other,
}

/// `endpoint`.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Endpoint {
    /// The element's name, for example `SingleSignOnService`.
    pub service: String,
    /// `binding`.
    pub binding: String,
    /// As the document has it.
    pub location: String,
    /// `response-location`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_location: Option<String>,
    /// `index`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub index: Option<u32>,
    /// `is-default`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_default: Option<bool>,
}

/// `key-use`.
#[derive(Clone, PartialEq, Eq, Copy, Debug, Serialize)]
pub enum KeyUse {
    /// `signing`.
    #[serde(rename = "signing")]
    Signing,
    /// `encryption`.
    #[serde(rename = "encryption")]
    Encryption,
}

/// What a certificate says. Nothing of it is verified.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CertificateFacts {
    /// As RFC 4514 writes it: most specific first.
    pub subject: String,
    /// `issuer`.
    pub issuer: String,
    /// Lower-case hex.
    pub serial: String,
    /// SHA-256 of the DER, in lower-case hex.
    pub fingerprint: String,
    /// `not-before`.
    pub not_before: String,
    /// `not-after`.
    pub not_after: String,
    /// Whole days until `notAfter`, negative where it is past; absent without `now`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_left: Option<i32>,
    /// `rsa`, `p-256`, ... or an object identifier.
    pub key_type: String,
    /// `key-bits`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_bits: Option<u32>,
    /// How the issuer signed, for example `sha256WithRSAEncryption`.
    pub signature_algorithm: String,
    /// Subject and issuer are the same.
    pub is_self_issued: bool,
    /// Absent in the description of a whole aggregate, which it would double.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pem: Option<String>,
}

/// One certificate of a KeyDescriptor, or a KeyDescriptor without one.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Key {
    /// Absent: for signing and for encryption.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(rename = "use")]
    pub use_: Option<KeyUse>,
    /// `certificate`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate: Option<CertificateFacts>,
    /// KeyName elements, told with the first certificate of a KeyDescriptor.
    pub names: Vec<String>,
    /// Algorithms of EncryptionMethod elements, told with the first certificate of a KeyDescriptor.
    pub encryption_methods: Vec<String>,
}

/// An extension by its name: it is not looked into.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExtensionName {
    /// `namespace`.
    pub namespace: String,
    /// `name`.
    pub name: String,
}

/// `role`.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Role {
    /// `kind`.
    pub kind: RoleKind,
    /// The element's name.
    pub element: String,
    /// `xsi:type` of a RoleDescriptor, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(rename = "type")]
    pub type_: Option<String>,
    /// `protocolSupportEnumeration`.
    pub protocols: Vec<String>,
    /// `valid-until`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<String>,
    /// `error-url`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_url: Option<String>,
    /// `wants-requests-signed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wants_requests_signed: Option<bool>,
    /// `signs-requests`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signs_requests: Option<bool>,
    /// `wants-assertions-signed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wants_assertions_signed: Option<bool>,
    /// `endpoints`.
    pub endpoints: Vec<Endpoint>,
    /// `keys`.
    pub keys: Vec<Key>,
    /// `name-id-formats`.
    pub name_id_formats: Vec<String>,
    /// Names of Attribute elements: what an identity provider offers.
    pub attributes: Vec<String>,
    /// `requested-attributes`.
    pub requested_attributes: Vec<RequestedAttribute>,
    /// Display name of the user interface, English first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// `shibmd:Scope`.
    pub scopes: Vec<String>,
    /// `extensions`.
    pub extensions: Vec<ExtensionName>,
}

/// A text in one language.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Localized {
    /// `language`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// `value`.
    pub value: String,
}

/// `organization`.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Organization {
    /// `names`.
    pub names: Vec<Localized>,
    /// `display-names`.
    pub display_names: Vec<Localized>,
    /// `urls`.
    pub urls: Vec<Localized>,
}

/// `contact`.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Contact {
    /// `technical`, `support`, `administrative`, `billing` or `other`.
    pub kind: String,
    /// `company`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// `given-name`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given_name: Option<String>,
    /// `surname`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub surname: Option<String>,
    /// `email-addresses`.
    pub email_addresses: Vec<String>,
    /// `telephone-numbers`.
    pub telephone_numbers: Vec<String>,
}

/// `signature-status`.
#[derive(Clone, PartialEq, Eq, Copy, Debug, Serialize)]
pub enum SignatureStatus {
    /// One of the trusted keys made it, and it covers the element.
    #[serde(rename = "valid")]
    Valid,
    /// Forged, broken, or of a shape that SAML forbids.
    #[serde(rename = "invalid")]
    Invalid,
    /// `unsigned`.
    #[serde(rename = "unsigned")]
    Unsigned,
    /// Whole as far as can be told, but of no key that is trusted, or of an algorithm that is not.
    #[serde(rename = "untrusted")]
    Untrusted,
}

/// `signature-facts`.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SignatureFacts {
    /// `status`.
    pub status: SignatureStatus,
    /// The `ID` of the element that the signature covers; absent where it covers none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub covered_id: Option<String>,
    /// `algorithm`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub algorithm: Option<String>,
    /// `digest`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// Which of the trusted certificates, counted from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate: Option<u32>,
    /// Why it is not valid: a code of docs/errors.md.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// `entity`.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Entity {
    /// `entity-id`.
    pub entity_id: String,
    /// Of the user interface or the organisation, English first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// `valid-until`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<String>,
    /// `cache-duration`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cache_duration: Option<String>,
    /// `roles`.
    pub roles: Vec<Role>,
    /// `organization`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<Organization>,
    /// `contacts`.
    pub contacts: Vec<Contact>,
    /// `extensions`.
    pub extensions: Vec<ExtensionName>,
    /// `signature`.
    pub signature: SignatureFacts,
    /// Where its tag begins.
    pub place: Place,
}

/// `inspect-answer`.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct InspectAnswer {
    /// `document`.
    pub document: DocumentFacts,
    /// `entities`.
    pub entities: Vec<Entity>,
    /// Of the root.
    pub signature: SignatureFacts,
    /// `findings`.
    pub findings: Vec<Finding>,
}

/// How the document is signed.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MetadataSigning {
    /// The certificate of the signing key, as PEM.
    pub certificate: String,
    /// Without it and without `signature`, the answer is `pending`.
    #[serde(default)]
    pub key: Option<SigningKey>,
    /// Base64 of 32 random bytes or more, with which the use of `key` is blinded. Required with `key`.
    #[serde(default)]
    pub entropy: Option<String>,
    /// Base64 of the host's signature over `pending.toSign` of the same request.
    #[serde(default)]
    pub signature: Option<String>,
}

/// `transform-request`.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TransformRequest {
    /// An identity provider's EntityDescriptor, or an aggregate that holds it, as XML.
    pub metadata: String,
    /// `target`.
    pub target: Target,
    /// Which entity of an aggregate; may be absent where the document has one identity provider.
    #[serde(default)]
    pub entity_id: Option<String>,
    /// Further metadata of the same entity, whose signing certificates are put beside its own: for a rollover.
    #[serde(default)]
    pub merge: Option<Vec<String>>,
    /// `sign`.
    #[serde(default)]
    pub sign: Option<MetadataSigning>,
    /// The document must be signed by one of these, or nothing is made of it.
    #[serde(default)]
    pub trust: Option<Trust>,
    /// RFC 3339.
    pub now: String,
}

/// Something that the document had and the result has not.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Removal {
    /// The element or attribute, for example `KeyDescriptor`.
    pub what: String,
    /// How many of them.
    pub count: u32,
    /// Why: a code of docs/errors.md and its words.
    pub code: String,
    /// `reason`.
    pub reason: String,
    /// Where the first of them stands in the document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

/// `metadata-pending`.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MetadataPending {
    /// Base64 of the exact bytes to sign.
    pub to_sign: String,
    /// `rsa-sha256`: RSASSA-PKCS1-v1_5 with SHA-256.
    pub algorithm: String,
}

/// Either `metadata` or `pending`.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TransformAnswer {
    /// The document for AWS: UTF-8 without a byte order mark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<String>,
    /// To be signed by the host: repeat the request with `sign.signature`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pending: Option<MetadataPending>,
    /// `removed`.
    pub removed: Vec<Removal>,
    /// `findings`.
    pub findings: Vec<Finding>,
}

/// `compare-request`.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CompareRequest {
    /// The metadata that AWS has, as XML.
    pub old: String,
    /// The metadata that the identity provider publishes now, as XML.
    pub new: String,
    /// `iam` if absent.
    #[serde(default)]
    pub target: Option<Target>,
    /// Which entity, where the documents are aggregates.
    #[serde(default)]
    pub entity_id: Option<String>,
    /// RFC 3339. Without it nothing is said about validity.
    #[serde(default)]
    pub now: Option<String>,
}

/// `change-kind`.
#[derive(Clone, PartialEq, Eq, Copy, Debug, Serialize)]
pub enum ChangeKind {
    /// `added`.
    #[serde(rename = "added")]
    Added,
    /// `removed`.
    #[serde(rename = "removed")]
    Removed,
    /// `changed`.
    #[serde(rename = "changed")]
    Changed,
}

/// One difference in meaning. Order, prefixes, white space and comments are none.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// `kind`.
    pub kind: ChangeKind,
    /// `error`: logins break. `warning`: something has to be done in AWS. `info`: AWS does not care.
    pub severity: Severity,
    /// Stable, dotted and kebab-case; listed in docs/errors.md.
    pub code: String,
    /// What differs, for example `signing certificate`.
    pub subject: String,
    /// `message`.
    pub message: String,
    /// A fingerprint, a URL or another value of the old document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<String>,
    /// `new`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<String>,
    /// `help`.
    pub help: String,
}

/// `rollover-action`.
#[derive(Clone, PartialEq, Eq, Copy, Debug, Serialize)]
pub enum RolloverAction {
    /// Publish or keep in the identity provider.
    #[serde(rename = "publish")]
    Publish,
    /// Upload metadata to AWS: UpdateSAMLProvider, or the service's own upload.
    #[serde(rename = "update-aws")]
    UpdateAws,
    /// Import a certificate into IAM Identity Center.
    #[serde(rename = "import-certificate")]
    ImportCertificate,
    /// Let the identity provider sign with the new key.
    #[serde(rename = "switch-key")]
    SwitchKey,
    /// `wait`.
    #[serde(rename = "wait")]
    Wait,
    /// Take the old certificate out of AWS.
    #[serde(rename = "remove-certificate")]
    RemoveCertificate,
    /// Make a new provider in AWS, or change what names the old one.
    #[serde(rename = "replace-provider")]
    ReplaceProvider,
    /// Sign in and look.
    #[serde(rename = "verify")]
    Verify,
}

/// `rollover-step`.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RolloverStep {
    /// `action`.
    pub action: RolloverAction,
    /// What to do, as one instruction.
    pub text: String,
    /// Why at this place in the order.
    pub reason: String,
}

/// `compare-answer`.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CompareAnswer {
    /// Whether logins break as soon as the new metadata is in force and AWS still has the old.
    pub is_breaking: bool,
    /// `changes`.
    pub changes: Vec<Change>,
    /// What to do in AWS, in this order. Empty: nothing.
    pub plan: Vec<RolloverStep>,
    /// `findings`.
    pub findings: Vec<Finding>,
}

/// `read-task`.
#[derive(Clone, PartialEq, Eq, Copy, Debug, Deserialize)]
pub enum ReadTask {
    /// `inspect`.
    #[serde(rename = "inspect")]
    Inspect,
    /// `transform`.
    #[serde(rename = "transform")]
    Transform,
}

/// What to do with a document that comes in chunks: the requests of `metadata_inspect` and `metadata_transform`
/// without the document.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReadRequest {
    /// `task`.
    pub task: ReadTask,
    /// `transform` requires it.
    #[serde(default)]
    pub target: Option<Target>,
    /// `entity-id`.
    #[serde(default)]
    pub entity_id: Option<String>,
    /// `trust`.
    #[serde(default)]
    pub trust: Option<Trust>,
    /// `transform` requires it.
    #[serde(default)]
    pub now: Option<String>,
    /// `merge`.
    #[serde(default)]
    pub merge: Option<Vec<String>>,
    /// `sign`.
    #[serde(default)]
    pub sign: Option<MetadataSigning>,
}

/// What a chunk brought. Nothing of it is covered by the document's signature before `finish` says so.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReadProgress {
    /// Of the document so far.
    pub bytes: u32,
    /// Entities seen so far, described or not.
    pub entity_count: u32,
    /// With `inspect`, those that the chunk completed; they are handed out once and kept nowhere.
    pub entities: Vec<Entity>,
    /// `findings`.
    pub findings: Vec<Finding>,
}

/// The answer of the task. `inspect` has the entities and findings that no chunk handed out.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReadAnswer {
    /// `inspect`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inspect: Option<InspectAnswer>,
    /// `transform`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transform: Option<TransformAnswer>,
}

/// `header`.
#[derive(Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Header {
    /// `name`.
    pub name: String,
    /// `value`.
    pub value: String,
}

/// What to do when a name that AWS requires is missing.
#[derive(Clone, PartialEq, Eq, Copy, Debug, Deserialize)]
pub enum MissingNames {
    /// Take it from the other names of the same resource.
    #[serde(rename = "fill")]
    Fill,
    /// Refuse the request with a SCIM error that names the attribute.
    #[serde(rename = "refuse")]
    Refuse,
}

/// What to do when AWS says that what is to be created exists (409).
#[derive(Clone, PartialEq, Eq, Copy, Debug, Deserialize)]
pub enum ConflictHandling {
    /// Pass AWS's answer on.
    #[serde(rename = "report")]
    Report,
    /// Look the existing resource up by its unique attribute, bring it to what the identity provider sent, and answer with it.
    #[serde(rename = "adopt")]
    Adopt,
}

/// Whether a group in a list of groups comes with its members, of which AWS lists none.
#[derive(Clone, PartialEq, Eq, Copy, Debug, Deserialize)]
pub enum ListedMembers {
    /// Leave `members` out: an empty list would say that nobody is in the group.
    #[serde(rename = "omit")]
    Omit,
    /// Read the members of each group, which costs a request or more for each.
    #[serde(rename = "read")]
    Read,
}

/// What to do with `roles` in a PATCH. AWS takes them in POST and PUT, and does not document that PATCH changes them.
#[derive(Clone, PartialEq, Eq, Copy, Debug, Deserialize)]
pub enum PatchedRoles {
    /// Refuse the request with a SCIM error that names them.
    #[serde(rename = "refuse")]
    Refuse,
    /// Leave them out, with a warning, and do the rest.
    #[serde(rename = "drop")]
    Drop,
    /// Send them as any other list.
    #[serde(rename = "send")]
    Send,
}

/// What to do with spaces in `userName` and `externalId`. AWS's patterns have none; the page on replacing users says that a
/// user name may have them, and of external ids over SCIM nothing is known.
#[derive(Clone, PartialEq, Eq, Copy, Debug, Deserialize)]
pub enum IdentifierSpaces {
    /// Refuse the request with a SCIM error that names the attribute.
    #[serde(rename = "refuse")]
    Refuse,
    /// Send them: AWS decides.
    #[serde(rename = "send")]
    Send,
}

/// What an operator decides about the SCIM endpoint. What is uncertain about AWS is a switch here, with the safe reading
/// as default.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ScimProfile {
    /// `fill` if absent.
    #[serde(default)]
    pub missing_names: Option<MissingNames>,
    /// Refuse `<>;:%` in values: Okta and Entra ID document that AWS does, AWS's own patterns allow them.
    /// `false` if absent.
    #[serde(default)]
    pub refuse_markup_characters: Option<bool>,
    /// `report` if absent.
    #[serde(default)]
    pub conflicts: Option<ConflictHandling>,
    /// `omit` if absent.
    #[serde(default)]
    pub listed_members: Option<ListedMembers>,
    /// Members that one plan reads, adds or removes at the most; 50,000 if absent, never more than 100,000. More is refused
    /// before anything is changed.
    #[serde(default)]
    pub members: Option<u32>,
    /// `refuse` if absent.
    #[serde(default)]
    pub patched_roles: Option<PatchedRoles>,
    /// `refuse` if absent.
    #[serde(default)]
    pub identifier_spaces: Option<IdentifierSpaces>,
}

/// One request of the identity provider.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PlanRequest {
    /// `method`.
    pub method: String,
    /// As received, with the query.
    pub path: String,
    /// `headers`.
    #[serde(default)]
    pub headers: Option<Vec<Header>>,
    /// The body's text.
    #[serde(default)]
    pub body: Option<String>,
    /// `profile`.
    #[serde(default)]
    pub profile: Option<ScimProfile>,
}

/// One request to send to AWS.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ScimStep {
    /// `method`.
    pub method: String,
    /// `path`.
    pub path: String,
    /// `headers`.
    pub headers: Vec<Header>,
    /// `body`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
}

/// An HTTP answer: AWS's, or one for the identity provider.
#[derive(Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ScimAnswer {
    /// `status`.
    pub status: u16,
    /// `headers`.
    pub headers: Vec<Header>,
    /// `body`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
}

/// What AWS answered.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReplyRequest {
    /// As the plan, or the last reply, gave it.
    pub state: String,
    /// The headers of the identity provider's request, as the plan was given them: the state keeps none, for they hold the
    /// caller's token. Absent for a host that adds the token itself.
    #[serde(default)]
    pub headers: Option<Vec<Header>>,
    /// The answers to its steps, in order. The first that is no success, or none at all, ends the list: the steps after it
    /// were not sent.
    pub answers: Vec<ScimAnswer>,
}

/// Either `steps` and `state`, or `reply`.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PlanAnswer {
    /// To send in this order, each after the one before it succeeded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub steps: Option<Vec<ScimStep>>,
    /// Hand it back with the answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// `reply`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply: Option<ScimAnswer>,
    /// `findings`.
    pub findings: Vec<Finding>,
}

/// `operation-description`.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OperationDescription {
    /// The name in Extism and JSON; `saml.attributes` in this contract, `samlAttributes` in JavaScript.
    pub name: String,
    /// `summary`.
    pub summary: String,
    /// Bytes of JSON that a request may have.
    pub request_limit: u32,
}

/// `limit-description`.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LimitDescription {
    /// `name`.
    pub name: String,
    /// `value`.
    pub value: u32,
    /// `reason`.
    pub reason: String,
}

/// `description`.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Description {
    /// `version`.
    pub version: String,
    /// The day on which the facts about AWS were last read.
    pub facts_date: String,
    /// `operations`.
    pub operations: Vec<OperationDescription>,
    /// `limits`.
    pub limits: Vec<LimitDescription>,
}
