//! What is answered in types, as the component declares them and as the JSON faces write them.
// Generated from wit/ by `cargo xtask contract`. Do not edit.

use serde::Serialize;
use wasmtime::component::{ComponentType, Lift};

#[derive(Clone, Copy, ComponentType, Lift, Serialize)]
#[component(enum)]
#[repr(u8)]
#[expect(dead_code, reason = "only the component makes them")]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    #[component(name = "error")]
    Error,
    #[component(name = "warning")]
    Warning,
    #[component(name = "info")]
    Info,
}

#[derive(ComponentType, Lift, Serialize)]
#[component(record)]
#[serde(rename_all = "camelCase")]
pub struct Place {
    pub line: u32,
    pub column: u32,
    #[component(name = "entity-id")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity_id: Option<String>,
}

#[derive(ComponentType, Lift, Serialize)]
#[component(record)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    pub severity: Severity,
    pub code: String,
    pub message: String,
    pub path: String,
    pub help: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

#[derive(ComponentType, Lift, Serialize)]
#[component(record)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    pub code: String,
    pub message: String,
    pub path: String,
    pub help: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

#[derive(ComponentType, Lift, Serialize)]
#[component(record)]
#[serde(rename_all = "camelCase")]
pub struct Failure {
    pub errors: Vec<Problem>,
    pub findings: Vec<Finding>,
}

#[derive(ComponentType, Lift, Serialize)]
#[component(record)]
#[serde(rename_all = "camelCase")]
pub struct RequestedAttribute {
    pub name: String,
    #[component(name = "friendly-name")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub friendly_name: Option<String>,
    #[component(name = "is-required")]
    pub is_required: bool,
}

#[derive(Clone, Copy, ComponentType, Lift, Serialize)]
#[component(enum)]
#[repr(u8)]
#[expect(dead_code, reason = "only the component makes them")]
#[serde(rename_all = "kebab-case")]
pub enum DocumentKind {
    #[component(name = "entity")]
    Entity,
    #[component(name = "aggregate")]
    Aggregate,
}

#[derive(ComponentType, Lift, Serialize)]
#[component(record)]
#[serde(rename_all = "camelCase")]
pub struct DocumentFacts {
    pub kind: DocumentKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[component(name = "valid-until")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<String>,
    #[component(name = "cache-duration")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cache_duration: Option<String>,
    pub bytes: u32,
    pub characters: u32,
    #[component(name = "byte-order-mark")]
    pub byte_order_mark: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    pub entities: u32,
    #[component(name = "identity-providers")]
    pub identity_providers: u32,
    #[component(name = "service-providers")]
    pub service_providers: u32,
}

#[derive(Clone, Copy, ComponentType, Lift, Serialize)]
#[component(enum)]
#[repr(u8)]
#[expect(dead_code, reason = "only the component makes them")]
#[serde(rename_all = "kebab-case")]
pub enum RoleKind {
    #[component(name = "identity-provider")]
    IdentityProvider,
    #[component(name = "service-provider")]
    ServiceProvider,
    #[component(name = "authn-authority")]
    AuthnAuthority,
    #[component(name = "attribute-authority")]
    AttributeAuthority,
    #[component(name = "policy-decision-point")]
    PolicyDecisionPoint,
    #[component(name = "affiliation")]
    Affiliation,
    #[component(name = "ws-federation")]
    WsFederation,
    #[component(name = "other")]
    Other,
}

#[derive(ComponentType, Lift, Serialize)]
#[component(record)]
#[serde(rename_all = "camelCase")]
pub struct Endpoint {
    pub service: String,
    pub binding: String,
    pub location: String,
    #[component(name = "response-location")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_location: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub index: Option<u32>,
    #[component(name = "is-default")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_default: Option<bool>,
}

#[derive(Clone, Copy, ComponentType, Lift, Serialize)]
#[component(enum)]
#[repr(u8)]
#[expect(dead_code, reason = "only the component makes them")]
#[serde(rename_all = "kebab-case")]
pub enum KeyUse {
    #[component(name = "signing")]
    Signing,
    #[component(name = "encryption")]
    Encryption,
}

#[derive(ComponentType, Lift, Serialize)]
#[component(record)]
#[serde(rename_all = "camelCase")]
pub struct CertificateFacts {
    pub subject: String,
    pub issuer: String,
    pub serial: String,
    pub fingerprint: String,
    #[component(name = "not-before")]
    pub not_before: String,
    #[component(name = "not-after")]
    pub not_after: String,
    #[component(name = "days-left")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_left: Option<i32>,
    #[component(name = "key-type")]
    pub key_type: String,
    #[component(name = "key-bits")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_bits: Option<u32>,
    #[component(name = "signature-algorithm")]
    pub signature_algorithm: String,
    #[component(name = "is-self-issued")]
    pub is_self_issued: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pem: Option<String>,
}

#[derive(ComponentType, Lift, Serialize)]
#[component(record)]
#[serde(rename_all = "camelCase")]
pub struct Key {
    #[component(name = "use")]
    #[serde(rename = "use")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_: Option<KeyUse>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate: Option<CertificateFacts>,
    pub names: Vec<String>,
    #[component(name = "encryption-methods")]
    pub encryption_methods: Vec<String>,
}

#[derive(ComponentType, Lift, Serialize)]
#[component(record)]
#[serde(rename_all = "camelCase")]
pub struct ExtensionName {
    pub namespace: String,
    pub name: String,
}

#[derive(ComponentType, Lift, Serialize)]
#[component(record)]
#[serde(rename_all = "camelCase")]
pub struct Role {
    pub kind: RoleKind,
    pub element: String,
    #[component(name = "type")]
    #[serde(rename = "type")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub type_: Option<String>,
    pub protocols: Vec<String>,
    #[component(name = "valid-until")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<String>,
    #[component(name = "error-url")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_url: Option<String>,
    #[component(name = "wants-requests-signed")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wants_requests_signed: Option<bool>,
    #[component(name = "signs-requests")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signs_requests: Option<bool>,
    #[component(name = "wants-assertions-signed")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wants_assertions_signed: Option<bool>,
    pub endpoints: Vec<Endpoint>,
    pub keys: Vec<Key>,
    #[component(name = "name-id-formats")]
    pub name_id_formats: Vec<String>,
    pub attributes: Vec<String>,
    #[component(name = "requested-attributes")]
    pub requested_attributes: Vec<RequestedAttribute>,
    #[component(name = "display-name")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    pub scopes: Vec<String>,
    pub extensions: Vec<ExtensionName>,
}

#[derive(ComponentType, Lift, Serialize)]
#[component(record)]
#[serde(rename_all = "camelCase")]
pub struct Localized {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    pub value: String,
}

#[derive(ComponentType, Lift, Serialize)]
#[component(record)]
#[serde(rename_all = "camelCase")]
pub struct Organization {
    pub names: Vec<Localized>,
    #[component(name = "display-names")]
    pub display_names: Vec<Localized>,
    pub urls: Vec<Localized>,
}

#[derive(ComponentType, Lift, Serialize)]
#[component(record)]
#[serde(rename_all = "camelCase")]
pub struct Contact {
    pub kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    #[component(name = "given-name")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub surname: Option<String>,
    #[component(name = "email-addresses")]
    pub email_addresses: Vec<String>,
    #[component(name = "telephone-numbers")]
    pub telephone_numbers: Vec<String>,
}

#[derive(Clone, Copy, ComponentType, Lift, Serialize)]
#[component(enum)]
#[repr(u8)]
#[expect(dead_code, reason = "only the component makes them")]
#[serde(rename_all = "kebab-case")]
pub enum SignatureStatus {
    #[component(name = "valid")]
    Valid,
    #[component(name = "invalid")]
    Invalid,
    #[component(name = "unsigned")]
    Unsigned,
    #[component(name = "untrusted")]
    Untrusted,
}

#[derive(ComponentType, Lift, Serialize)]
#[component(record)]
#[serde(rename_all = "camelCase")]
pub struct SignatureFacts {
    pub status: SignatureStatus,
    #[component(name = "covered-id")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub covered_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub algorithm: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

#[derive(ComponentType, Lift, Serialize)]
#[component(record)]
#[serde(rename_all = "camelCase")]
pub struct Entity {
    #[component(name = "entity-id")]
    pub entity_id: String,
    #[component(name = "display-name")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    #[component(name = "valid-until")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<String>,
    #[component(name = "cache-duration")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cache_duration: Option<String>,
    pub roles: Vec<Role>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<Organization>,
    pub contacts: Vec<Contact>,
    pub extensions: Vec<ExtensionName>,
    pub signature: SignatureFacts,
    pub place: Place,
}

#[derive(ComponentType, Lift, Serialize)]
#[component(record)]
#[serde(rename_all = "camelCase")]
pub struct InspectAnswer {
    pub document: DocumentFacts,
    pub entities: Vec<Entity>,
    pub signature: SignatureFacts,
    pub findings: Vec<Finding>,
}

#[derive(ComponentType, Lift, Serialize)]
#[component(record)]
#[serde(rename_all = "camelCase")]
pub struct Removal {
    pub what: String,
    pub count: u32,
    pub code: String,
    pub reason: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

#[derive(ComponentType, Lift, Serialize)]
#[component(record)]
#[serde(rename_all = "camelCase")]
pub struct MetadataPending {
    #[component(name = "to-sign")]
    pub to_sign: String,
    pub algorithm: String,
}

#[derive(ComponentType, Lift, Serialize)]
#[component(record)]
#[serde(rename_all = "camelCase")]
pub struct TransformAnswer {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pending: Option<MetadataPending>,
    pub removed: Vec<Removal>,
    pub findings: Vec<Finding>,
}

#[derive(ComponentType, Lift, Serialize)]
#[component(record)]
#[serde(rename_all = "camelCase")]
pub struct ReadProgress {
    pub bytes: u32,
    #[component(name = "entity-count")]
    pub entity_count: u32,
    pub entities: Vec<Entity>,
    pub findings: Vec<Finding>,
}

#[derive(ComponentType, Lift, Serialize)]
#[component(record)]
#[serde(rename_all = "camelCase")]
pub struct ReadAnswer {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inspect: Option<InspectAnswer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transform: Option<TransformAnswer>,
}
