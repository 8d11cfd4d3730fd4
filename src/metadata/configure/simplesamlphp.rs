//! An entry of SimpleSAMLphp's `metadata/saml20-sp-remote.php`.
//!
//! Options as in SimpleSAMLphp 2's SP remote metadata reference, filters as in its documentation of `core` and `saml`.

use std::fmt::Write;

use super::attributes::{Attribute, Source};
use super::php::string;
use super::plan::{LIFETIME, Plan, RSA_SHA256};
use super::{Error, File};
use crate::aws::name_id;
use crate::error::Severity;
use crate::metadata::HTTP_POST;

/// Writes the file.
pub(super) fn files(plan: &mut Plan<'_>) -> Vec<File> {
    plan.say_of_identity(Severity::Info, "entityId", Error::IssuerElsewhere);
    plan.say_that_the_key_is_elsewhere();
    plan.say_what_roles_need(true);
    if plan.is_console() {
        plan.info(Error::SessionsCapped);
    }
    if plan.name_id_format.is_some_and(|format| name_id_filter(format).is_none()) {
        plan.warn(Error::NameIdFormatLeftOut);
    }
    vec![File::new("saml20-sp-remote.php", "application/x-httpd-php", entry(plan))]
}

fn entry(plan: &Plan<'_>) -> String {
    let entity_id = string(plan.provider.entity_id.as_str());
    let mut out = format!(
        "<?php\n\n// SimpleSAMLphp: append to metadata/saml20-sp-remote.php.\n\
         $metadata[{entity_id}] = [\n    'entityid' => {entity_id},\n    'name' => ['en' => {}],\n    'AssertionConsumerService' => [\n",
        string(plan.identity.name.as_str())
    );
    for consumer in &plan.provider.consumers {
        let (location, index, is_default) = (string(consumer.location.as_str()), consumer.index, consumer.is_default);
        // Writing to a String cannot fail.
        let _ = write!(
            out,
            "        [\n            'index' => {index},\n            'isDefault' => {is_default},\n            \
             'Location' => {location},\n            'Binding' => '{HTTP_POST}',\n        ],\n"
        );
    }
    out.push_str("    ],\n");
    if let Some(format) = plan.name_id_format {
        let _ = writeln!(out, "    'NameIDFormat' => {},", string(format));
    }
    let _ = write!(
        out,
        "    // AWS requires the assertion's signature; the Response's where the service asks for it.\n    \
         'saml20.sign.assertion' => true,\n    'saml20.sign.response' => {},\n    'signature.algorithm' => '{RSA_SHA256}',\n    \
         // AWS redeems a Response within 5 minutes.\n    'assertion.lifetime' => {LIFETIME},\n    'validate.authnrequest' => {},\n",
        plan.sign_response,
        !plan.requests_signed_by.is_empty()
    );
    let _ = writeln!(out, "    'assertion.encryption' => {},", plan.encrypt_for.is_some());
    push_keys(&mut out, plan);
    push_attributes(&mut out, plan);
    out + "];\n"
}

fn push_keys(out: &mut String, plan: &Plan<'_>) {
    let signing = plan.requests_signed_by.iter().map(|certificate| (certificate, "true", "false"));
    let keys: Vec<_> = signing.chain(plan.encrypt_for.iter().map(|certificate| (certificate, "false", "true"))).collect();
    if keys.is_empty() {
        return;
    }
    out.push_str("    'keys' => [\n");
    for (certificate, signing, encryption) in keys {
        // Writing to a String cannot fail.
        let _ = write!(
            out,
            "        [\n            'signing' => {signing},\n            'encryption' => {encryption},\n            \
             'type' => 'X509Certificate',\n            'X509Certificate' => {},\n        ],\n",
            string(certificate)
        );
    }
    out.push_str("    ],\n");
}

/// Filters run by number. Names of AWS come before the limit, so that one of ours or of the installation at 50 lets through
/// what `attributes` lists; the NameID comes first, while there is still everything to make it from.
fn push_attributes(out: &mut String, plan: &Plan<'_>) {
    let is_uri = plan.attributes.iter().any(Attribute::is_uri);
    let name_format = if is_uri || plan.attributes.is_empty() { "uri" } else { "basic" };
    // Writing to a String cannot fail.
    let _ = writeln!(out, "    'attributes.NameFormat' => 'urn:oasis:names:tc:SAML:2.0:attrname-format:{name_format}',");
    out.push_str("    'attributes' => [");
    for attribute in plan.attributes {
        let _ = write!(out, "\n        {},", string(attribute.name));
    }
    out.push_str(if plan.attributes.is_empty() { "],\n" } else { "\n    ],\n" });
    // Without attributes nothing is sent beside the NameID.
    let _ = writeln!(out, "    'simplesaml.attributes' => {},", !plan.attributes.is_empty());
    out.push_str("    'authproc' => [\n");
    if let Some(filter) = plan.name_id_format.and_then(name_id_filter) {
        let _ = write!(
            out,
            "        // Attributes of the authentication source: adapt their names.\n        10 => [\n{filter}        ],\n"
        );
    }
    push_filter(out, 20, "core:AttributeMap", plan, |attribute| {
        Some(format!("{} => {}", string(source(attribute)?), string(attribute.name)))
    });
    push_filter(out, 30, "core:AttributeAdd", plan, |attribute| match attribute.from {
        Source::Fixed(value) => Some(format!("{} => [{}]", string(attribute.name), string(value))),
        _ => None,
    });
    push_filter(out, 40, "core:AttributeLimit", plan, |attribute| Some(string(attribute.name)));
    out.push_str("    ],\n");
}

fn push_filter(out: &mut String, number: u32, class: &str, plan: &Plan<'_>, line: impl Fn(&Attribute) -> Option<String>) {
    let lines: Vec<String> = plan.attributes.iter().filter_map(line).collect();
    if lines.is_empty() {
        return;
    }
    // Writing to a String cannot fail.
    let _ = writeln!(out, "        {number} => [\n            'class' => '{class}',");
    for line in lines {
        let _ = writeln!(out, "            {line},");
    }
    out.push_str("        ],\n");
}

/// The usual name of the attribute in a directory.
const fn source(attribute: &Attribute) -> Option<&'static str> {
    match attribute.from {
        Source::Roles => Some("awsRole"),
        Source::Username => Some("uid"),
        Source::Email => Some("mail"),
        Source::Groups => Some("groups"),
        Source::Fixed(_) => None,
    }
}

fn name_id_filter(format: &str) -> Option<String> {
    let lines = match format {
        name_id::PERSISTENT => {
            "            'class' => 'saml:PersistentNameID',\n            'identifyingAttribute' => 'uid',\n".to_owned()
        }
        name_id::TRANSIENT => "            'class' => 'saml:TransientNameID',\n".to_owned(),
        name_id::EMAIL | name_id::UNSPECIFIED => format!(
            "            'class' => 'saml:AttributeNameID',\n            'identifyingAttribute' => '{}',\n            'Format' => '{format}',\n",
            if format == name_id::EMAIL { "mail" } else { "uid" }
        ),
        _ => return None,
    };
    Some(lines)
}
