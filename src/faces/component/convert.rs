//! Between the component's types and the wire types.
// Generated from wit/ by `cargo xtask contract`. Do not edit.

use super::bindings::exports::federation::aws::types as wit;
use super::json_text;
use crate::api::types as wire;

impl From<wire::Severity> for wit::Severity {
    fn from(value: wire::Severity) -> Self {
        match value {
            wire::Severity::Error => Self::Error,
            wire::Severity::Warning => Self::Warning,
            wire::Severity::Info => Self::Info,
        }
    }
}

impl From<wire::Place> for wit::Place {
    fn from(value: wire::Place) -> Self {
        Self { line: value.line, column: value.column, entity_id: value.entity_id }
    }
}

impl From<wire::Finding> for wit::Finding {
    fn from(value: wire::Finding) -> Self {
        Self {
            severity: value.severity.into(),
            code: value.code,
            message: value.message,
            path: value.path,
            help: value.help,
            source: value.source,
            place: value.place.map(|value| value.into()),
        }
    }
}

impl From<wire::Problem> for wit::Problem {
    fn from(value: wire::Problem) -> Self {
        Self {
            code: value.code,
            message: value.message,
            path: value.path,
            help: value.help,
            place: value.place.map(|value| value.into()),
        }
    }
}

impl From<wire::Failure> for wit::Failure {
    fn from(value: wire::Failure) -> Self {
        Self {
            errors: value.errors.into_iter().map(|value| value.into()).collect(),
            findings: value.findings.into_iter().map(|value| value.into()).collect(),
        }
    }
}

impl From<wit::Target> for wire::Target {
    fn from(value: wit::Target) -> Self {
        match value {
            wit::Target::Iam => Self::Iam,
            wit::Target::IdentityCenter => Self::IdentityCenter,
            wit::Target::Cognito => Self::Cognito,
            wit::Target::Redshift => Self::Redshift,
            wit::Target::Appstream => Self::Appstream,
            wit::Target::Workspaces => Self::Workspaces,
            wit::Target::ClientVpn => Self::ClientVpn,
            wit::Target::Opensearch => Self::Opensearch,
            wit::Target::OpensearchServerless => Self::OpensearchServerless,
            wit::Target::Connect => Self::Connect,
            wit::Target::Grafana => Self::Grafana,
            wit::Target::Quicksight => Self::Quicksight,
        }
    }
}

impl From<wit::Partition> for wire::Partition {
    fn from(value: wit::Partition) -> Self {
        match value {
            wit::Partition::Aws => Self::Aws,
            wit::Partition::AwsCn => Self::AwsCn,
            wit::Partition::AwsUsGov => Self::AwsUsGov,
            wit::Partition::AwsEusc => Self::AwsEusc,
            wit::Partition::AwsIso => Self::AwsIso,
            wit::Partition::AwsIsoB => Self::AwsIsoB,
            wit::Partition::AwsIsoE => Self::AwsIsoE,
            wit::Partition::AwsIsoF => Self::AwsIsoF,
        }
    }
}

impl TryFrom<wit::Group> for wire::Group {
    type Error = wire::Failure;

    fn try_from(value: wit::Group) -> Result<Self, wire::Failure> {
        Ok(Self { name: value.name, attributes: value.attributes.map(|value| json_text(&value)).transpose()? })
    }
}

impl TryFrom<wit::Principal> for wire::Principal {
    type Error = wire::Failure;

    fn try_from(value: wit::Principal) -> Result<Self, wire::Failure> {
        Ok(Self {
            username: value.username,
            email: value.email,
            display_name: value.display_name,
            attributes: value.attributes.map(|value| json_text(&value)).transpose()?,
            groups: value
                .groups
                .map(|value| value.into_iter().map(|value| value.try_into()).collect::<Result<_, wire::Failure>>())
                .transpose()?,
            entitlements: value.entitlements,
        })
    }
}

impl From<wit::Merge> for wire::Merge {
    fn from(value: wit::Merge) -> Self {
        match value {
            wit::Merge::LastWins => Self::LastWins,
            wit::Merge::All => Self::All,
        }
    }
}

impl From<wit::RoleForm> for wire::RoleForm {
    fn from(value: wit::RoleForm) -> Self {
        match value {
            wit::RoleForm::Name => Self::Name,
            wit::RoleForm::Path => Self::Path,
            wit::RoleForm::Arn => Self::Arn,
            wit::RoleForm::Pair => Self::Pair,
        }
    }
}

impl From<wit::StaticRole> for wire::StaticRole {
    fn from(value: wit::StaticRole) -> Self {
        Self { role: value.role, provider: value.provider, session_duration: value.session_duration }
    }
}

impl From<wit::GroupAttributeRole> for wire::GroupAttributeRole {
    fn from(value: wit::GroupAttributeRole) -> Self {
        Self {
            attribute: value.attribute,
            merge: value.merge.map(|value| value.into()),
            form: value.form.map(|value| value.into()),
            account: value.account,
            provider: value.provider,
            partition: value.partition.map(|value| value.into()),
            path: value.path,
            session_duration: value.session_duration,
        }
    }
}

impl From<wit::UserAttributeRole> for wire::UserAttributeRole {
    fn from(value: wit::UserAttributeRole) -> Self {
        Self {
            attribute: value.attribute,
            form: value.form.map(|value| value.into()),
            account: value.account,
            provider: value.provider,
            partition: value.partition.map(|value| value.into()),
            path: value.path,
            session_duration: value.session_duration,
        }
    }
}

impl From<wit::EntitlementRole> for wire::EntitlementRole {
    fn from(value: wit::EntitlementRole) -> Self {
        Self {
            form: value.form.map(|value| value.into()),
            account: value.account,
            provider: value.provider,
            partition: value.partition.map(|value| value.into()),
            path: value.path,
            session_duration: value.session_duration,
        }
    }
}

impl From<wit::GroupPatternRole> for wire::GroupPatternRole {
    fn from(value: wit::GroupPatternRole) -> Self {
        Self {
            pattern: value.pattern,
            role: value.role,
            account: value.account,
            provider: value.provider,
            partition: value.partition,
            path: value.path,
            session_duration: value.session_duration,
        }
    }
}

impl From<wit::TemplateRole> for wire::TemplateRole {
    fn from(value: wit::TemplateRole) -> Self {
        Self {
            role: value.role,
            account: value.account,
            provider: value.provider,
            partition: value.partition,
            path: value.path,
            session_duration: value.session_duration,
        }
    }
}

impl From<wit::RoleSource> for wire::RoleSource {
    fn from(value: wit::RoleSource) -> Self {
        match value {
            wit::RoleSource::Static(value) => Self::Static(value.into()),
            wit::RoleSource::GroupAttribute(value) => Self::GroupAttribute(value.into()),
            wit::RoleSource::UserAttribute(value) => Self::UserAttribute(value.into()),
            wit::RoleSource::Entitlement(value) => Self::Entitlement(value.into()),
            wit::RoleSource::GroupPattern(value) => Self::GroupPattern(value.into()),
            wit::RoleSource::Template(value) => Self::Template(value.into()),
        }
    }
}

impl From<wit::NameSource> for wire::NameSource {
    fn from(value: wit::NameSource) -> Self {
        Self { from: value.from }
    }
}

impl From<wit::Tag> for wire::Tag {
    fn from(value: wit::Tag) -> Self {
        Self { key: value.key, from: value.from, value: value.value, join: value.join, required: value.required }
    }
}

impl From<wit::ExtraAttribute> for wire::ExtraAttribute {
    fn from(value: wit::ExtraAttribute) -> Self {
        Self { name: value.name, from: value.from, values: value.values, required: value.required }
    }
}

impl From<wit::Mapping> for wire::Mapping {
    fn from(value: wit::Mapping) -> Self {
        Self {
            partition: value.partition.map(|value| value.into()),
            account: value.account,
            provider: value.provider,
            path: value.path,
            roles: value.roles.map(|value| value.into_iter().map(|value| value.into()).collect()),
            allow: value.allow,
            session_name: value.session_name.map(|value| value.into()),
            session_duration: value.session_duration,
            source_identity: value.source_identity.map(|value| value.into()),
            tags: value.tags.map(|value| value.into_iter().map(|value| value.into()).collect()),
            transitive_tags: value.transitive_tags,
            attributes: value.attributes.map(|value| value.into_iter().map(|value| value.into()).collect()),
        }
    }
}

impl TryFrom<wit::AttributesRequest> for wire::AttributesRequest {
    type Error = wire::Failure;

    fn try_from(value: wit::AttributesRequest) -> Result<Self, wire::Failure> {
        Ok(Self {
            principal: value.principal.try_into()?,
            mapping: value.mapping.into(),
            target: value.target.map(|value| value.into()),
        })
    }
}

impl From<wire::Attribute> for wit::Attribute {
    fn from(value: wire::Attribute) -> Self {
        Self { name: value.name, values: value.values }
    }
}

impl From<wire::Outcome> for wit::Outcome {
    fn from(value: wire::Outcome) -> Self {
        match value {
            wire::Outcome::Given => Self::Given,
            wire::Outcome::Dropped => Self::Dropped,
        }
    }
}

impl From<wire::TraceStep> for wit::TraceStep {
    fn from(value: wire::TraceStep) -> Self {
        Self {
            attribute: value.attribute,
            outcome: value.outcome.into(),
            rule: value.rule,
            source: value.source,
            group: value.group,
            value: value.value,
            code: value.code,
            reason: value.reason,
        }
    }
}

impl From<wire::AttributesAnswer> for wit::AttributesAnswer {
    fn from(value: wire::AttributesAnswer) -> Self {
        Self {
            attributes: value.attributes.into_iter().map(|value| value.into()).collect(),
            statement: value.statement,
            trace: value.trace.into_iter().map(|value| value.into()).collect(),
            findings: value.findings.into_iter().map(|value| value.into()).collect(),
        }
    }
}

impl From<wit::IssueContext> for wire::IssueContext {
    fn from(value: wit::IssueContext) -> Self {
        Self { now: value.now, entropy: value.entropy }
    }
}

impl From<wit::SigningKey> for wire::SigningKey {
    fn from(value: wit::SigningKey) -> Self {
        match value {
            wit::SigningKey::Pem(value) => Self::Pem(value),
        }
    }
}

impl From<wit::IssuingProvider> for wire::IssuingProvider {
    fn from(value: wit::IssuingProvider) -> Self {
        Self { entity_id: value.entity_id, certificate: value.certificate, key: value.key.map(|value| value.into()) }
    }
}

impl From<wit::ReceivingProvider> for wire::ReceivingProvider {
    fn from(value: wit::ReceivingProvider) -> Self {
        Self { metadata: value.metadata, audience: value.audience, acs: value.acs, region: value.region, idp_id: value.idp_id }
    }
}

impl From<wit::NameIdChoice> for wire::NameIdChoice {
    fn from(value: wit::NameIdChoice) -> Self {
        Self {
            format: value.format,
            from: value.from,
            name_qualifier: value.name_qualifier,
            sp_name_qualifier: value.sp_name_qualifier,
        }
    }
}

impl From<wit::SignedParts> for wire::SignedParts {
    fn from(value: wit::SignedParts) -> Self {
        match value {
            wit::SignedParts::Assertion => Self::Assertion,
            wit::SignedParts::Response => Self::Response,
            wit::SignedParts::Both => Self::Both,
        }
    }
}

impl From<wit::ContentEncryption> for wire::ContentEncryption {
    fn from(value: wit::ContentEncryption) -> Self {
        match value {
            wit::ContentEncryption::Aes128Gcm => Self::Aes128Gcm,
            wit::ContentEncryption::Aes256Gcm => Self::Aes256Gcm,
        }
    }
}

impl From<wit::KeyTransport> for wire::KeyTransport {
    fn from(value: wit::KeyTransport) -> Self {
        match value {
            wit::KeyTransport::RsaOaepSha1 => Self::RsaOaepSha1,
            wit::KeyTransport::RsaOaepSha256 => Self::RsaOaepSha256,
        }
    }
}

impl From<wit::Encryption> for wire::Encryption {
    fn from(value: wit::Encryption) -> Self {
        Self {
            certificate: value.certificate,
            algorithm: value.algorithm.map(|value| value.into()),
            key_transport: value.key_transport.map(|value| value.into()),
        }
    }
}

impl TryFrom<wit::IssueRequest> for wire::IssueRequest {
    type Error = wire::Failure;

    fn try_from(value: wit::IssueRequest) -> Result<Self, wire::Failure> {
        Ok(Self {
            principal: value.principal.try_into()?,
            mapping: value.mapping.into(),
            target: value.target.map(|value| value.into()),
            context: value.context.into(),
            identity_provider: value.identity_provider.into(),
            service_provider: value.service_provider.map(|value| value.into()),
            name_id: value.name_id.map(|value| value.into()),
            in_response_to: value.in_response_to,
            sign: value.sign.map(|value| value.into()),
            encrypt: value.encrypt.map(|value| value.into()),
            lifetime: value.lifetime,
            session_lifetime: value.session_lifetime,
            authn_instant: value.authn_instant,
            authn_context_class: value.authn_context_class,
            relay_state: value.relay_state,
        })
    }
}

impl From<wire::Response> for wit::Response {
    fn from(value: wire::Response) -> Self {
        Self { xml: value.xml, base64: value.base64, form: value.form, form_policy: value.form_policy }
    }
}

impl From<wire::Pending> for wit::Pending {
    fn from(value: wire::Pending) -> Self {
        Self { to_sign: value.to_sign, algorithm: value.algorithm, state: value.state }
    }
}

impl From<wire::IssueAnswer> for wit::IssueAnswer {
    fn from(value: wire::IssueAnswer) -> Self {
        Self {
            response: value.response.map(|value| value.into()),
            pending: value.pending.map(|value| value.into()),
            trace: value.trace.into_iter().map(|value| value.into()).collect(),
            findings: value.findings.into_iter().map(|value| value.into()).collect(),
        }
    }
}

impl From<wit::SignatureCheck> for wire::SignatureCheck {
    fn from(value: wit::SignatureCheck) -> Self {
        match value {
            wit::SignatureCheck::Plugin => Self::Plugin,
            wit::SignatureCheck::Host => Self::Host,
        }
    }
}

impl From<wit::CompleteRequest> for wire::CompleteRequest {
    fn from(value: wit::CompleteRequest) -> Self {
        Self {
            state: value.state,
            signature: value.signature,
            certificate: value.certificate,
            signature_check: value.signature_check.map(|value| value.into()),
        }
    }
}

impl From<wit::Channel> for wire::Channel {
    fn from(value: wit::Channel) -> Self {
        match value {
            wit::Channel::Sts => Self::Sts,
            wit::Channel::Console => Self::Console,
        }
    }
}

impl From<wit::EncryptionMode> for wire::EncryptionMode {
    fn from(value: wit::EncryptionMode) -> Self {
        match value {
            wit::EncryptionMode::Allowed => Self::Allowed,
            wit::EncryptionMode::Required => Self::Required,
        }
    }
}

impl From<wit::KnownProvider> for wire::KnownProvider {
    fn from(value: wit::KnownProvider) -> Self {
        Self { metadata: value.metadata, entity_id: value.entity_id, certificates: value.certificates }
    }
}

impl From<wit::CheckRequest> for wire::CheckRequest {
    fn from(value: wit::CheckRequest) -> Self {
        Self {
            response: value.response,
            target: value.target.map(|value| value.into()),
            identity_provider: value.identity_provider.map(|value| value.into()),
            provider: value.provider,
            role: value.role,
            duration_seconds: value.duration_seconds,
            max_session_duration: value.max_session_duration,
            decrypted_assertion: value.decrypted_assertion,
            encryption: value.encryption.map(|value| value.into()),
            now: value.now,
            channel: value.channel.map(|value| value.into()),
            service_provider: value.service_provider.map(|value| value.into()),
            sha1: value.sha1,
        }
    }
}

impl From<wire::Verdict> for wit::Verdict {
    fn from(value: wire::Verdict) -> Self {
        match value {
            wire::Verdict::Accept => Self::Accept,
            wire::Verdict::Reject => Self::Reject,
            wire::Verdict::Unknown => Self::Unknown,
        }
    }
}

impl From<wire::AwsError> for wit::AwsError {
    fn from(value: wire::AwsError) -> Self {
        Self { code: value.code, message: value.message }
    }
}

impl From<wire::RolePair> for wit::RolePair {
    fn from(value: wire::RolePair) -> Self {
        Self { role: value.role, provider: value.provider }
    }
}

impl From<wire::ResponseFacts> for wit::ResponseFacts {
    fn from(value: wire::ResponseFacts) -> Self {
        Self {
            assertion_signature: value.assertion_signature,
            response_signature: value.response_signature,
            signature_algorithm: value.signature_algorithm,
            is_encrypted: value.is_encrypted,
            issuer: value.issuer,
            name_id: value.name_id,
            name_id_format: value.name_id_format,
            audiences: value.audiences,
            recipient: value.recipient,
            in_response_to: value.in_response_to,
            issue_instant: value.issue_instant,
            not_on_or_after: value.not_on_or_after,
            session_not_on_or_after: value.session_not_on_or_after,
            roles: value.roles.into_iter().map(|value| value.into()).collect(),
            session_name: value.session_name,
            attributes: value.attributes.into_iter().map(|value| value.into()).collect(),
        }
    }
}

impl From<wire::CheckAnswer> for wit::CheckAnswer {
    fn from(value: wire::CheckAnswer) -> Self {
        Self {
            verdict: value.verdict.into(),
            aws_error: value.aws_error.map(|value| value.into()),
            session_duration: value.session_duration,
            facts: value.facts.into(),
            findings: value.findings.into_iter().map(|value| value.into()).collect(),
        }
    }
}

impl From<wit::ConfigurationFormat> for wire::ConfigurationFormat {
    fn from(value: wit::ConfigurationFormat) -> Self {
        match value {
            wit::ConfigurationFormat::Generic => Self::Generic,
            wit::ConfigurationFormat::Authentik => Self::Authentik,
            wit::ConfigurationFormat::Keycloak => Self::Keycloak,
            wit::ConfigurationFormat::Simplesamlphp => Self::Simplesamlphp,
            wit::ConfigurationFormat::Shibboleth => Self::Shibboleth,
            wit::ConfigurationFormat::Terraform => Self::Terraform,
        }
    }
}

impl From<wit::ProviderIdentity> for wire::ProviderIdentity {
    fn from(value: wit::ProviderIdentity) -> Self {
        Self { name: value.name, entity_id: value.entity_id, signing_certificate: value.signing_certificate }
    }
}

impl From<wit::ConfigureRequest> for wire::ConfigureRequest {
    fn from(value: wit::ConfigureRequest) -> Self {
        Self { metadata: value.metadata, format: value.format.into(), identity_provider: value.identity_provider.into() }
    }
}

impl From<wire::ConsumerService> for wit::ConsumerService {
    fn from(value: wire::ConsumerService) -> Self {
        Self { location: value.location, binding: value.binding, index: value.index, is_default: value.is_default }
    }
}

impl From<wire::RequestedAttribute> for wit::RequestedAttribute {
    fn from(value: wire::RequestedAttribute) -> Self {
        Self { name: value.name, friendly_name: value.friendly_name, is_required: value.is_required }
    }
}

impl From<wire::ProviderSummary> for wit::ProviderSummary {
    fn from(value: wire::ProviderSummary) -> Self {
        Self {
            acs: value.acs.into_iter().map(|value| value.into()).collect(),
            audience: value.audience,
            issuer: value.issuer,
            name_id_format: value.name_id_format,
            name_id_formats: value.name_id_formats,
            sign_assertion: value.sign_assertion,
            sign_response: value.sign_response,
            requests_signed: value.requests_signed,
            requested_attributes: value.requested_attributes.into_iter().map(|value| value.into()).collect(),
        }
    }
}

impl From<wire::ConfigurationFile> for wit::ConfigurationFile {
    fn from(value: wire::ConfigurationFile) -> Self {
        Self { name: value.name, media_type: value.media_type, content: value.content }
    }
}

impl From<wire::ConfigureAnswer> for wit::ConfigureAnswer {
    fn from(value: wire::ConfigureAnswer) -> Self {
        Self {
            configuration: value.configuration,
            media_type: value.media_type,
            files: value.files.into_iter().map(|value| value.into()).collect(),
            summary: value.summary.into(),
            findings: value.findings.into_iter().map(|value| value.into()).collect(),
        }
    }
}

impl From<wit::Trust> for wire::Trust {
    fn from(value: wit::Trust) -> Self {
        Self { certificates: value.certificates, sha1: value.sha1 }
    }
}

impl From<wit::InspectRequest> for wire::InspectRequest {
    fn from(value: wit::InspectRequest) -> Self {
        Self {
            metadata: value.metadata,
            target: value.target.map(|value| value.into()),
            now: value.now,
            trust: value.trust.map(|value| value.into()),
            entity_id: value.entity_id,
        }
    }
}

impl From<wire::DocumentKind> for wit::DocumentKind {
    fn from(value: wire::DocumentKind) -> Self {
        match value {
            wire::DocumentKind::Entity => Self::Entity,
            wire::DocumentKind::Aggregate => Self::Aggregate,
        }
    }
}

impl From<wire::DocumentFacts> for wit::DocumentFacts {
    fn from(value: wire::DocumentFacts) -> Self {
        Self {
            kind: value.kind.into(),
            name: value.name,
            id: value.id,
            valid_until: value.valid_until,
            cache_duration: value.cache_duration,
            bytes: value.bytes,
            characters: value.characters,
            byte_order_mark: value.byte_order_mark,
            encoding: value.encoding,
            entities: value.entities,
            identity_providers: value.identity_providers,
            service_providers: value.service_providers,
        }
    }
}

impl From<wire::RoleKind> for wit::RoleKind {
    fn from(value: wire::RoleKind) -> Self {
        match value {
            wire::RoleKind::IdentityProvider => Self::IdentityProvider,
            wire::RoleKind::ServiceProvider => Self::ServiceProvider,
            wire::RoleKind::AuthnAuthority => Self::AuthnAuthority,
            wire::RoleKind::AttributeAuthority => Self::AttributeAuthority,
            wire::RoleKind::PolicyDecisionPoint => Self::PolicyDecisionPoint,
            wire::RoleKind::Affiliation => Self::Affiliation,
            wire::RoleKind::WsFederation => Self::WsFederation,
            wire::RoleKind::Other => Self::Other,
        }
    }
}

impl From<wire::Endpoint> for wit::Endpoint {
    fn from(value: wire::Endpoint) -> Self {
        Self {
            service: value.service,
            binding: value.binding,
            location: value.location,
            response_location: value.response_location,
            index: value.index,
            is_default: value.is_default,
        }
    }
}

impl From<wire::KeyUse> for wit::KeyUse {
    fn from(value: wire::KeyUse) -> Self {
        match value {
            wire::KeyUse::Signing => Self::Signing,
            wire::KeyUse::Encryption => Self::Encryption,
        }
    }
}

impl From<wire::CertificateFacts> for wit::CertificateFacts {
    fn from(value: wire::CertificateFacts) -> Self {
        Self {
            subject: value.subject,
            issuer: value.issuer,
            serial: value.serial,
            fingerprint: value.fingerprint,
            not_before: value.not_before,
            not_after: value.not_after,
            days_left: value.days_left,
            key_type: value.key_type,
            key_bits: value.key_bits,
            signature_algorithm: value.signature_algorithm,
            is_self_issued: value.is_self_issued,
            pem: value.pem,
        }
    }
}

impl From<wire::Key> for wit::Key {
    fn from(value: wire::Key) -> Self {
        Self {
            use_: value.use_.map(|value| value.into()),
            certificate: value.certificate.map(|value| value.into()),
            names: value.names,
            encryption_methods: value.encryption_methods,
        }
    }
}

impl From<wire::ExtensionName> for wit::ExtensionName {
    fn from(value: wire::ExtensionName) -> Self {
        Self { namespace: value.namespace, name: value.name }
    }
}

impl From<wire::Role> for wit::Role {
    fn from(value: wire::Role) -> Self {
        Self {
            kind: value.kind.into(),
            element: value.element,
            type_: value.type_,
            protocols: value.protocols,
            valid_until: value.valid_until,
            error_url: value.error_url,
            wants_requests_signed: value.wants_requests_signed,
            signs_requests: value.signs_requests,
            wants_assertions_signed: value.wants_assertions_signed,
            endpoints: value.endpoints.into_iter().map(|value| value.into()).collect(),
            keys: value.keys.into_iter().map(|value| value.into()).collect(),
            name_id_formats: value.name_id_formats,
            attributes: value.attributes,
            requested_attributes: value.requested_attributes.into_iter().map(|value| value.into()).collect(),
            display_name: value.display_name,
            scopes: value.scopes,
            extensions: value.extensions.into_iter().map(|value| value.into()).collect(),
        }
    }
}

impl From<wire::Localized> for wit::Localized {
    fn from(value: wire::Localized) -> Self {
        Self { language: value.language, value: value.value }
    }
}

impl From<wire::Organization> for wit::Organization {
    fn from(value: wire::Organization) -> Self {
        Self {
            names: value.names.into_iter().map(|value| value.into()).collect(),
            display_names: value.display_names.into_iter().map(|value| value.into()).collect(),
            urls: value.urls.into_iter().map(|value| value.into()).collect(),
        }
    }
}

impl From<wire::Contact> for wit::Contact {
    fn from(value: wire::Contact) -> Self {
        Self {
            kind: value.kind,
            company: value.company,
            given_name: value.given_name,
            surname: value.surname,
            email_addresses: value.email_addresses,
            telephone_numbers: value.telephone_numbers,
        }
    }
}

impl From<wire::SignatureStatus> for wit::SignatureStatus {
    fn from(value: wire::SignatureStatus) -> Self {
        match value {
            wire::SignatureStatus::Valid => Self::Valid,
            wire::SignatureStatus::Invalid => Self::Invalid,
            wire::SignatureStatus::Unsigned => Self::Unsigned,
            wire::SignatureStatus::Untrusted => Self::Untrusted,
        }
    }
}

impl From<wire::SignatureFacts> for wit::SignatureFacts {
    fn from(value: wire::SignatureFacts) -> Self {
        Self {
            status: value.status.into(),
            covered_id: value.covered_id,
            algorithm: value.algorithm,
            digest: value.digest,
            certificate: value.certificate,
            code: value.code,
        }
    }
}

impl From<wire::Entity> for wit::Entity {
    fn from(value: wire::Entity) -> Self {
        Self {
            entity_id: value.entity_id,
            display_name: value.display_name,
            valid_until: value.valid_until,
            cache_duration: value.cache_duration,
            roles: value.roles.into_iter().map(|value| value.into()).collect(),
            organization: value.organization.map(|value| value.into()),
            contacts: value.contacts.into_iter().map(|value| value.into()).collect(),
            extensions: value.extensions.into_iter().map(|value| value.into()).collect(),
            signature: value.signature.into(),
            place: value.place.into(),
        }
    }
}

impl From<wire::InspectAnswer> for wit::InspectAnswer {
    fn from(value: wire::InspectAnswer) -> Self {
        Self {
            document: value.document.into(),
            entities: value.entities.into_iter().map(|value| value.into()).collect(),
            signature: value.signature.into(),
            findings: value.findings.into_iter().map(|value| value.into()).collect(),
        }
    }
}

impl From<wit::MetadataSigning> for wire::MetadataSigning {
    fn from(value: wit::MetadataSigning) -> Self {
        Self {
            certificate: value.certificate,
            key: value.key.map(|value| value.into()),
            entropy: value.entropy,
            signature: value.signature,
        }
    }
}

impl From<wit::TransformRequest> for wire::TransformRequest {
    fn from(value: wit::TransformRequest) -> Self {
        Self {
            metadata: value.metadata,
            target: value.target.into(),
            entity_id: value.entity_id,
            merge: value.merge,
            sign: value.sign.map(|value| value.into()),
            trust: value.trust.map(|value| value.into()),
            now: value.now,
        }
    }
}

impl From<wire::Removal> for wit::Removal {
    fn from(value: wire::Removal) -> Self {
        Self {
            what: value.what,
            count: value.count,
            code: value.code,
            reason: value.reason,
            place: value.place.map(|value| value.into()),
        }
    }
}

impl From<wire::MetadataPending> for wit::MetadataPending {
    fn from(value: wire::MetadataPending) -> Self {
        Self { to_sign: value.to_sign, algorithm: value.algorithm }
    }
}

impl From<wire::TransformAnswer> for wit::TransformAnswer {
    fn from(value: wire::TransformAnswer) -> Self {
        Self {
            metadata: value.metadata,
            pending: value.pending.map(|value| value.into()),
            removed: value.removed.into_iter().map(|value| value.into()).collect(),
            findings: value.findings.into_iter().map(|value| value.into()).collect(),
        }
    }
}

impl From<wit::CompareRequest> for wire::CompareRequest {
    fn from(value: wit::CompareRequest) -> Self {
        Self {
            old: value.old,
            new: value.new,
            target: value.target.map(|value| value.into()),
            entity_id: value.entity_id,
            now: value.now,
        }
    }
}

impl From<wire::ChangeKind> for wit::ChangeKind {
    fn from(value: wire::ChangeKind) -> Self {
        match value {
            wire::ChangeKind::Added => Self::Added,
            wire::ChangeKind::Removed => Self::Removed,
            wire::ChangeKind::Changed => Self::Changed,
        }
    }
}

impl From<wire::Change> for wit::Change {
    fn from(value: wire::Change) -> Self {
        Self {
            kind: value.kind.into(),
            severity: value.severity.into(),
            code: value.code,
            subject: value.subject,
            message: value.message,
            old: value.old,
            new: value.new,
            help: value.help,
        }
    }
}

impl From<wire::RolloverAction> for wit::RolloverAction {
    fn from(value: wire::RolloverAction) -> Self {
        match value {
            wire::RolloverAction::Publish => Self::Publish,
            wire::RolloverAction::UpdateAws => Self::UpdateAws,
            wire::RolloverAction::ImportCertificate => Self::ImportCertificate,
            wire::RolloverAction::SwitchKey => Self::SwitchKey,
            wire::RolloverAction::Wait => Self::Wait,
            wire::RolloverAction::RemoveCertificate => Self::RemoveCertificate,
            wire::RolloverAction::ReplaceProvider => Self::ReplaceProvider,
            wire::RolloverAction::Verify => Self::Verify,
        }
    }
}

impl From<wire::RolloverStep> for wit::RolloverStep {
    fn from(value: wire::RolloverStep) -> Self {
        Self { action: value.action.into(), text: value.text, reason: value.reason }
    }
}

impl From<wire::CompareAnswer> for wit::CompareAnswer {
    fn from(value: wire::CompareAnswer) -> Self {
        Self {
            is_breaking: value.is_breaking,
            changes: value.changes.into_iter().map(|value| value.into()).collect(),
            plan: value.plan.into_iter().map(|value| value.into()).collect(),
            findings: value.findings.into_iter().map(|value| value.into()).collect(),
        }
    }
}

impl From<wit::ReadTask> for wire::ReadTask {
    fn from(value: wit::ReadTask) -> Self {
        match value {
            wit::ReadTask::Inspect => Self::Inspect,
            wit::ReadTask::Transform => Self::Transform,
        }
    }
}

impl From<wit::ReadRequest> for wire::ReadRequest {
    fn from(value: wit::ReadRequest) -> Self {
        Self {
            task: value.task.into(),
            target: value.target.map(|value| value.into()),
            entity_id: value.entity_id,
            trust: value.trust.map(|value| value.into()),
            now: value.now,
            merge: value.merge,
            sign: value.sign.map(|value| value.into()),
        }
    }
}

impl From<wire::ReadProgress> for wit::ReadProgress {
    fn from(value: wire::ReadProgress) -> Self {
        Self {
            bytes: value.bytes,
            entity_count: value.entity_count,
            entities: value.entities.into_iter().map(|value| value.into()).collect(),
            findings: value.findings.into_iter().map(|value| value.into()).collect(),
        }
    }
}

impl From<wire::ReadAnswer> for wit::ReadAnswer {
    fn from(value: wire::ReadAnswer) -> Self {
        Self { inspect: value.inspect.map(|value| value.into()), transform: value.transform.map(|value| value.into()) }
    }
}

impl From<wit::Header> for wire::Header {
    fn from(value: wit::Header) -> Self {
        Self { name: value.name, value: value.value }
    }
}

impl From<wire::Header> for wit::Header {
    fn from(value: wire::Header) -> Self {
        Self { name: value.name, value: value.value }
    }
}

impl From<wit::MissingNames> for wire::MissingNames {
    fn from(value: wit::MissingNames) -> Self {
        match value {
            wit::MissingNames::Fill => Self::Fill,
            wit::MissingNames::Refuse => Self::Refuse,
        }
    }
}

impl From<wit::ConflictHandling> for wire::ConflictHandling {
    fn from(value: wit::ConflictHandling) -> Self {
        match value {
            wit::ConflictHandling::Report => Self::Report,
            wit::ConflictHandling::Adopt => Self::Adopt,
        }
    }
}

impl From<wit::ListedMembers> for wire::ListedMembers {
    fn from(value: wit::ListedMembers) -> Self {
        match value {
            wit::ListedMembers::Omit => Self::Omit,
            wit::ListedMembers::Read => Self::Read,
        }
    }
}

impl From<wit::PatchedRoles> for wire::PatchedRoles {
    fn from(value: wit::PatchedRoles) -> Self {
        match value {
            wit::PatchedRoles::Refuse => Self::Refuse,
            wit::PatchedRoles::Drop => Self::Drop,
            wit::PatchedRoles::Send => Self::Send,
        }
    }
}

impl From<wit::IdentifierSpaces> for wire::IdentifierSpaces {
    fn from(value: wit::IdentifierSpaces) -> Self {
        match value {
            wit::IdentifierSpaces::Refuse => Self::Refuse,
            wit::IdentifierSpaces::Send => Self::Send,
        }
    }
}

impl From<wit::ScimProfile> for wire::ScimProfile {
    fn from(value: wit::ScimProfile) -> Self {
        Self {
            missing_names: value.missing_names.map(|value| value.into()),
            refuse_markup_characters: value.refuse_markup_characters,
            conflicts: value.conflicts.map(|value| value.into()),
            listed_members: value.listed_members.map(|value| value.into()),
            members: value.members,
            patched_roles: value.patched_roles.map(|value| value.into()),
            identifier_spaces: value.identifier_spaces.map(|value| value.into()),
        }
    }
}

impl From<wit::PlanRequest> for wire::PlanRequest {
    fn from(value: wit::PlanRequest) -> Self {
        Self {
            method: value.method,
            path: value.path,
            headers: value.headers.map(|value| value.into_iter().map(|value| value.into()).collect()),
            body: value.body,
            profile: value.profile.map(|value| value.into()),
        }
    }
}

impl From<wire::ScimStep> for wit::ScimStep {
    fn from(value: wire::ScimStep) -> Self {
        Self {
            method: value.method,
            path: value.path,
            headers: value.headers.into_iter().map(|value| value.into()).collect(),
            body: value.body,
        }
    }
}

impl From<wit::ScimAnswer> for wire::ScimAnswer {
    fn from(value: wit::ScimAnswer) -> Self {
        Self { status: value.status, headers: value.headers.into_iter().map(|value| value.into()).collect(), body: value.body }
    }
}

impl From<wire::ScimAnswer> for wit::ScimAnswer {
    fn from(value: wire::ScimAnswer) -> Self {
        Self { status: value.status, headers: value.headers.into_iter().map(|value| value.into()).collect(), body: value.body }
    }
}

impl From<wit::ReplyRequest> for wire::ReplyRequest {
    fn from(value: wit::ReplyRequest) -> Self {
        Self {
            state: value.state,
            headers: value.headers.map(|value| value.into_iter().map(|value| value.into()).collect()),
            answers: value.answers.into_iter().map(|value| value.into()).collect(),
        }
    }
}

impl From<wire::PlanAnswer> for wit::PlanAnswer {
    fn from(value: wire::PlanAnswer) -> Self {
        Self {
            steps: value.steps.map(|value| value.into_iter().map(|value| value.into()).collect()),
            state: value.state,
            reply: value.reply.map(|value| value.into()),
            findings: value.findings.into_iter().map(|value| value.into()).collect(),
        }
    }
}

impl From<wire::OperationDescription> for wit::OperationDescription {
    fn from(value: wire::OperationDescription) -> Self {
        Self { name: value.name, summary: value.summary, request_limit: value.request_limit }
    }
}

impl From<wire::LimitDescription> for wit::LimitDescription {
    fn from(value: wire::LimitDescription) -> Self {
        Self { name: value.name, value: value.value, reason: value.reason }
    }
}

impl From<wire::Description> for wit::Description {
    fn from(value: wire::Description) -> Self {
        Self {
            version: value.version,
            facts_date: value.facts_date,
            operations: value.operations.into_iter().map(|value| value.into()).collect(),
            limits: value.limits.into_iter().map(|value| value.into()).collect(),
        }
    }
}
