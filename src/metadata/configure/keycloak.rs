//! A client of Keycloak, as its admin API, `kcadm create clients -f` and the console's import take it.
//!
//! Fields as in Keycloak's ClientRepresentation and ProtocolMapperRepresentation, attributes as in its SamlConfigAttributes and
//! SamlProtocol, mappers as in the classes named beside them.

use super::attributes::{Attribute, Source};
use super::json::{object, pretty, text, texts};
use super::plan::{LIFETIME, Plan};
use super::{Error, File};
use crate::aws::name_id;
use crate::error::Severity;
use crate::json::Value;
use crate::uri::Location;

/// Characters of a client's name, clientId and redirect URIs (Keycloak, tables CLIENT and REDIRECT_URIS).
const LONGEST: usize = 255;

/// Writes the client.
pub(super) fn files(plan: &mut Plan<'_>) -> Vec<File> {
    say_what_is_left_out(plan);
    vec![File::new("keycloak-client.json", "application/json", pretty(&client(plan)))]
}

/// What holds for Keycloak, however it is configured.
pub(super) fn say_what_is_left_out(plan: &mut Plan<'_>) {
    if plan.provider.consumers.len() > 1 {
        plan.info(Error::ConsumerIndicesLeftOut);
    }
    let found = plan.provider.consumers.len() - redirect_uris(plan).len();
    if found > 0 {
        plan.warn(Error::ConsumerPatterns { found });
    }
    let urls = plan.provider.consumers.iter().map(|consumer| consumer.location.as_str());
    let texts = urls.chain([plan.provider.entity_id.as_str(), plan.identity.name.as_str()]);
    if texts.map(|text| text.chars().count()).any(|length| length > LONGEST) {
        plan.warn(Error::TooLong { limit: LONGEST });
    }
    if plan.name_id_format.is_some() && name_id_word(plan).is_none() {
        plan.warn(Error::NameIdFormatLeftOut);
    }
    if realm_url(plan).is_none() {
        plan.say_of_identity(Severity::Warning, "entityId", Error::IssuerNotRealm);
    }
    plan.say_that_the_key_is_elsewhere();
    plan.say_what_roles_need(true);
    if plan.is_console() {
        plan.info(Error::SessionsCapped);
    }
}

/// The URLs that a request may name. An asterisk at the end would let it name any that begins so.
pub(super) fn redirect_uris<'a>(plan: &Plan<'a>) -> Vec<&'a str> {
    let urls = plan.provider.consumers.iter().map(|consumer| consumer.location.as_str());
    urls.filter(|url| !url.contains('*')).collect()
}

/// Keycloak's word for the NameID format (SamlClient).
pub(super) fn name_id_word(plan: &Plan<'_>) -> Option<&'static str> {
    match plan.name_id_format? {
        name_id::EMAIL => Some("email"),
        name_id::PERSISTENT => Some("persistent"),
        name_id::TRANSIENT => Some("transient"),
        name_id::UNSPECIFIED => Some("username"),
        _ => None,
    }
}

/// A mapper: its name, its class, and its configuration in the order of Keycloak's form.
pub(super) struct Mapper {
    pub(super) name: &'static str,
    pub(super) class: &'static str,
    pub(super) config: Vec<(&'static str, &'static str)>,
}

impl Mapper {
    pub(super) fn of(attribute: &Attribute) -> Self {
        let mut config = vec![
            ("attribute.name", attribute.name),
            ("attribute.nameformat", if attribute.is_uri() { "URI Reference" } else { "Basic" }),
        ];
        let class = match attribute.from {
            // RoleListMapper: the client's roles that the person has, by name, in one attribute.
            Source::Roles => {
                config.push(("single", "true"));
                "saml-role-list-mapper"
            }
            // UserPropertyAttributeStatementMapper.
            Source::Username => {
                config.push(("user.attribute", "username"));
                "saml-user-property-mapper"
            }
            Source::Email => {
                config.push(("user.attribute", "email"));
                "saml-user-property-mapper"
            }
            // GroupMembershipMapper.
            Source::Groups => {
                config.extend([("single", "true"), ("full.path", "false")]);
                "saml-group-membership-mapper"
            }
            // HardcodedAttributeMapper.
            Source::Fixed(value) => {
                config.push(("attribute.value", value));
                "saml-hardcode-attribute-mapper"
            }
        };
        Self { name: attribute.key, class, config }
    }
}

fn client(plan: &Plan<'_>) -> Value {
    let mut members = vec![
        ("clientId", text(plan.provider.entity_id.as_str())),
        ("name", text(plan.identity.name.as_str())),
        ("protocol", text("saml")),
        ("enabled", Value::Boolean(true)),
        ("publicClient", Value::Boolean(true)),
        ("bearerOnly", Value::Boolean(false)),
        ("consentRequired", Value::Boolean(false)),
        ("standardFlowEnabled", Value::Boolean(true)),
        ("implicitFlowEnabled", Value::Boolean(false)),
        ("directAccessGrantsEnabled", Value::Boolean(false)),
        ("serviceAccountsEnabled", Value::Boolean(false)),
        // AWS has no logout service that could be told.
        ("frontchannelLogout", Value::Boolean(false)),
    ];
    if let Some(realm) = realm_url(plan).filter(|_| plan.is_console()) {
        let slug = plan.identity.name.slug();
        members.push(("alwaysDisplayInConsole", Value::Boolean(true)));
        members.push(("baseUrl", text(&format!("{realm}/protocol/saml/clients/{slug}"))));
    }
    members.extend([
        ("redirectUris", texts(redirect_uris(plan))),
        ("webOrigins", Value::List(Vec::new())),
        // Else Role would hold every role of the realm.
        ("fullScopeAllowed", Value::Boolean(false)),
        // Else the realm's role_list scope sends a second attribute with all roles.
        ("defaultClientScopes", Value::List(Vec::new())),
        ("optionalClientScopes", Value::List(Vec::new())),
        ("attributes", object(attributes(plan))),
        ("protocolMappers", Value::List(plan.attributes.iter().map(mapper).collect())),
    ]);
    object(members)
}

fn attributes(plan: &Plan<'_>) -> Vec<(&'static str, Value)> {
    let flag = |flag: bool| text(if flag { "true" } else { "false" });
    let mut members = vec![
        ("saml.assertion.signature", flag(true)),
        ("saml.server.signature", flag(plan.sign_response)),
        ("saml.server.signature.keyinfo.ext", flag(false)),
        ("saml.signature.algorithm", text("RSA_SHA256")),
        // Exclusive canonical XML, by its URI.
        ("saml_signature_canonicalization_method", text("http://www.w3.org/2001/10/xml-exc-c14n#")),
        // AWS requires an AuthnStatement.
        ("saml.authnstatement", flag(true)),
        // Client VPN knows no such condition, and STS does not enforce it (facts of recorded answers).
        ("saml.onetimeuse.condition", flag(false)),
        ("saml.assertion.lifespan", text(&LIFETIME.to_string())),
        ("saml.force.post.binding", flag(true)),
        ("saml_assertion_consumer_url_post", text(plan.default_consumer())),
        ("saml.client.signature", flag(!plan.requests_signed_by.is_empty())),
    ];
    if let Some(certificate) = plan.requests_signed_by.first() {
        members.push(("saml.signing.certificate", text(certificate)));
    }
    members.push(("saml.encrypt", flag(plan.encrypt_for.is_some())));
    if let Some(certificate) = &plan.encrypt_for {
        members.extend([
            ("saml.encryption.certificate", text(certificate)),
            // What IAM takes (IAM-now/id_roles_providers_create_saml).
            ("saml.encryption.algorithm", text("http://www.w3.org/2009/xmlenc11#aes256-gcm")),
            ("saml.encryption.keyAlgorithm", text("http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p")),
        ]);
    }
    if let Some(word) = name_id_word(plan) {
        members.push(("saml_name_id_format", text(word)));
        members.push(("saml_force_name_id_format", flag(true)));
    }
    if plan.is_console() {
        // The console's login begins at the identity provider.
        members.push(("saml_idp_initiated_sso_url_name", text(&plan.identity.name.slug())));
    }
    members
}

fn mapper(attribute: &Attribute) -> Value {
    let Mapper { name, class, config } = Mapper::of(attribute);
    object([
        ("name", text(name)),
        ("protocol", text("saml")),
        ("protocolMapper", text(class)),
        ("consentRequired", Value::Boolean(false)),
        ("config", object(config.into_iter().map(|(key, value)| (key, text(value))))),
    ])
}

/// The issuer, if it can be a realm's: SamlProtocol takes `…/realms/{realm}` and lets no client have another.
pub(super) fn realm_url<'a>(plan: &Plan<'a>) -> Option<&'a str> {
    let url = plan.identity.entity_id.as_str();
    let (_, realm) = url.rsplit_once("/realms/")?;
    (Location::parse(url).is_ok() && !realm.is_empty() && !realm.contains(['/', '?', '#'])).then_some(url)
}
