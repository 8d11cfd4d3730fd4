//! What Shibboleth's identity provider (4 and 5) is told in its files.
//!
//! Elements, beans and options as in Shibboleth's wiki, spaces IDP4 and IDP5: RelyingPartyConfiguration,
//! SAML2SSOConfiguration, NameIDGenerationConfiguration, FilesystemMetadataProvider, AttributeResolverConfiguration,
//! AttributeFilterConfiguration.

use super::attributes::{Attribute, Source};
use super::plan::Plan;
use super::service_provider_metadata;
use super::spring::{list, value};
use super::{Error, File};
use crate::aws::name_id;
use crate::error::Severity;
use crate::xml::Outline;

const BEANS: (&str, &str) = ("xmlns", "http://www.springframework.org/schema/beans");
const XSI: (&str, &str) = ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
const XML: &str = "application/xml";

/// Writes the files. The first one is the relying party's override.
pub(super) fn files(plan: &mut Plan<'_>) -> Vec<File> {
    plan.say_of_identity(Severity::Info, "entityId", Error::IssuerElsewhere);
    plan.say_that_the_key_is_elsewhere();
    plan.say_what_roles_need(true);
    let metadata = format!("{}-metadata.xml", plan.identity.name.slug());
    let mut files = vec![
        File::new("relying-party.xml", XML, relying_party(plan)),
        File::new("metadata-providers.xml", XML, metadata_provider(plan, &metadata)),
        File::new(&metadata, "application/samlmetadata+xml", service_provider_metadata::xml(plan)),
    ];
    files.extend(name_id_generator(plan).map(|text| File::new("saml-nameid.xml", XML, text)));
    if !plan.attributes.is_empty() {
        files.push(File::new("attribute-resolver.xml", XML, resolver(plan)));
    }
    if !plan.attributes.is_empty() || name_id_attribute(plan).is_some() {
        files.push(File::new("attribute-filter.xml", XML, filter(plan)));
    }
    files
}

fn relying_party(plan: &Plan<'_>) -> String {
    let ids = list(plan.provider.entity_id.as_str());
    let sign_response = plan.sign_response.to_string();
    let encrypt = plan.encrypt_for.is_some().to_string();
    let format = plan.name_id_format.map(list);
    let mut profile = vec![
        ("parent", "SAML2.SSO"),
        ("p:signAssertions", "true"),
        ("p:signResponses", sign_response.as_str()),
        ("p:encryptAssertions", encrypt.as_str()),
        ("p:assertionLifetime", "PT5M"),
    ];
    profile.extend(format.as_deref().map(|format| ("p:nameIDFormatPrecedence", format)));
    let mut out = Outline::new();
    out.comment("conf/relying-party.xml: put this bean into the list shibboleth.RelyingPartyOverrides");
    out.open(
        "bean",
        &[
            BEANS,
            ("xmlns:c", "http://www.springframework.org/schema/c"),
            ("xmlns:p", "http://www.springframework.org/schema/p"),
            ("parent", "RelyingPartyByName"),
            ("c:relyingPartyIds", &ids),
        ],
    );
    out.open("property", &[("name", "profileConfigurations")]).open("list", &[]);
    out.comment("AWS requires the assertion's signature, and redeems a Response within 5 minutes");
    out.empty("bean", &profile);
    out.finish()
}

fn metadata_provider(plan: &Plan<'_>, file: &str) -> String {
    let mut out = Outline::new();
    out.comment("conf/metadata-providers.xml: put this element into the chain, and the metadata file into metadata/");
    out.empty(
        "MetadataProvider",
        &[
            ("xmlns", "urn:mace:shibboleth:2.0:metadata"),
            XSI,
            ("id", &plan.identity.name.slug()),
            ("xsi:type", "FilesystemMetadataProvider"),
            // A property of Shibboleth's own: the file's name is a slug and holds no placeholder.
            ("metadataFile", &format!("%{{idp.home}}/metadata/{file}")),
        ],
    );
    out.finish()
}

/// The attribute of the resolver that the NameID is made of.
fn name_id_attribute(plan: &Plan<'_>) -> Option<&'static str> {
    match plan.name_id_format? {
        // Made by generators of their own.
        name_id::PERSISTENT | name_id::TRANSIENT => None,
        name_id::EMAIL => Some("mail"),
        _ => Some("uid"),
    }
}

fn name_id_generator(plan: &mut Plan<'_>) -> Option<String> {
    let format = plan.name_id_format.filter(|format| *format != name_id::TRANSIENT)?;
    let mut out = Outline::new();
    out.comment("conf/saml-nameid.xml: put this into the list shibboleth.SAML2NameIDGenerators");
    let Some(source) = name_id_attribute(plan) else {
        plan.info(Error::PersistentNames);
        out.empty("ref", &[BEANS, ("bean", "shibboleth.SAML2PersistentGenerator")]);
        return Some(out.finish());
    };
    out.open(
        "bean",
        &[
            BEANS,
            ("xmlns:c", "http://www.springframework.org/schema/c"),
            ("xmlns:p", "http://www.springframework.org/schema/p"),
            ("parent", "shibboleth.SAML2AttributeSourcedGenerator"),
            ("p:omitQualifiers", "true"),
            ("p:format", &value(format)),
            ("p:attributeSourceIds", &list(source)),
        ],
    );
    out.open("property", &[("name", "activationCondition")]);
    let candidates = list(plan.provider.entity_id.as_str());
    out.empty("bean", &[("parent", "shibboleth.Conditions.RelyingPartyId"), ("c:candidates", &candidates)]);
    Some(out.finish())
}

fn resolver(plan: &Plan<'_>) -> String {
    let mut out = Outline::new();
    out.comment(
        "conf/attribute-resolver-aws.xml: add this file to the list shibboleth.AttributeResolverResources in conf/services.xml",
    );
    out.open("AttributeResolver", &[("xmlns", "urn:mace:shibboleth:2.0:resolver"), XSI]);
    for attribute in plan.attributes {
        define(&mut out, attribute);
    }
    out.finish()
}

fn define(out: &mut Outline, attribute: &Attribute) {
    let kind = if attribute.from == Source::Username { "PrincipalName" } else { "Simple" };
    out.open("AttributeDefinition", &[("xsi:type", kind), ("id", attribute.key)]);
    match attribute.from {
        Source::Username => {}
        Source::Fixed(_) => {
            let connector = format!("{}Value", attribute.key);
            out.empty("InputDataConnector", &[("ref", &connector), ("attributeNames", attribute.key)]);
        }
        Source::Roles | Source::Email | Source::Groups => {
            let source = match attribute.from {
                Source::Roles => "awsRole",
                Source::Email => "mail",
                _ => "memberOf",
            };
            out.comment("the connector and the attribute of your directory");
            out.empty("InputDataConnector", &[("ref", "myLDAP"), ("attributeNames", source)]);
        }
    }
    let format = if attribute.is_uri() { "uri" } else { "basic" };
    out.empty(
        "AttributeEncoder",
        &[
            ("xsi:type", "SAML2String"),
            ("name", attribute.name),
            ("nameFormat", &format!("urn:oasis:names:tc:SAML:2.0:attrname-format:{format}")),
            ("encodeType", "false"),
        ],
    );
    out.close();
    if let Source::Fixed(fixed) = attribute.from {
        let connector = format!("{}Value", attribute.key);
        out.open("DataConnector", &[("xsi:type", "Static"), ("id", &connector)]);
        out.open("Attribute", &[("id", attribute.key)]).text("Value", &[], fixed).close().close();
    }
}

fn filter(plan: &Plan<'_>) -> String {
    let slug = plan.identity.name.slug();
    let mut out = Outline::new();
    out.comment(
        "conf/attribute-filter-aws.xml: add this file to the list shibboleth.AttributeFilterResources in conf/services.xml",
    );
    out.open("AttributeFilterPolicyGroup", &[("xmlns", "urn:mace:shibboleth:2.0:afp"), XSI, ("id", &format!("{slug}-group"))]);
    out.open("AttributeFilterPolicy", &[("id", &slug)]);
    out.empty("PolicyRequirementRule", &[("xsi:type", "Requester"), ("value", &value(plan.provider.entity_id.as_str()))]);
    let keys = plan.attributes.iter().map(|attribute| attribute.key);
    for key in keys.chain(name_id_attribute(plan)) {
        out.empty("AttributeRule", &[("attributeID", key), ("permitAny", "true")]);
    }
    out.finish()
}
