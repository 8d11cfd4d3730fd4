//! What holds for every document that is made for AWS, whatever it was made of.
//!
//! Entities are put together at random from pieces that are right, wrong, and hostile; each is transformed for each
//! service. Whether results are valid by OASIS's schemas is for `tests/judges`, where the schemas are.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};

use aws_federation::{MetadataReader, Operation, call};
use quick_xml::events::Event;
use quick_xml::reader::NsReader;
use serde_json::{Value, json};

const TARGETS: [&str; 12] = [
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
];

/// A small generator of its own, so that a failure can be repeated.
struct Random(u64);

impl Random {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % below
    }

    /// Some of these pieces, in any order, some of them several times.
    fn some(&mut self, pieces: &[String], most: usize) -> String {
        (0..self.next(most + 1)).map(|_| pieces[self.next(pieces.len())].as_str()).collect()
    }

    fn one<'p>(&mut self, pieces: &[&'p str]) -> &'p str {
        pieces[self.next(pieces.len())]
    }
}

fn certificate(pem: &str) -> String {
    pem.lines().filter(|line| !line.starts_with('-')).collect()
}

/// Random metadata of one entity.
fn entity(random: &mut Random) -> String {
    let certificates = [
        certificate(include_str!("fixtures/identity-provider.crt")),
        certificate(include_str!("fixtures/service-provider.crt")),
        certificate(include_str!("fixtures/xml/signed/rsa1024.pem")),
        certificate(include_str!("fixtures/xml/signed/p256.pem")),
        include_str!("fixtures/identity-provider.crt").to_owned(),
        "AAAA".to_owned(),
        "no<!-- certificate -->".to_owned(),
    ];
    let keys: Vec<String> = certificates
        .iter()
        .flat_map(|certificate| {
            ["", " use=\"signing\"", " use=\"encryption\"", " use=\"both\""].map(|usage| {
                format!(
                    "<m:KeyDescriptor{usage}><d:KeyInfo><d:KeyName>k</d:KeyName><d:X509Data><d:X509Certificate>\n{certificate}\n</d:X509Certificate>\
                     </d:X509Data></d:KeyInfo><m:EncryptionMethod Algorithm=\"urn:x\"><d:DigestMethod Algorithm=\"urn:y\"/></m:EncryptionMethod></m:KeyDescriptor>"
                )
            })
        })
        .collect();
    let extensions = own(&[
        "<q:own xmlns:q=\"urn:q\" q:a=\"1\" b=\"&lt;&#10;\">t <q:b/><c xmlns=\"\"/><![CDATA[<>]]><?p d?></q:own>",
        "<md:own xmlns:md=\"urn:other\" md:a=\"md:b\"/>",
        "<u:UIInfo xmlns:u=\"urn:oasis:names:tc:SAML:metadata:ui\"><u:DisplayName xml:lang=\"en\">N</u:DisplayName><u:Logo height=\"0\" width=\"1\">x</u:Logo></u:UIInfo>",
        "<s:Scope xmlns:s=\"urn:mace:shibboleth:metadata:1.0\" regexp=\"false\">example.com</s:Scope>",
        "<v:Scope xmlns:v=\"urn:mace:shibboleth:metadata:1.0\" regexp=\"perhaps\">example.com</v:Scope>",
        "<m:Organization/>",
        "<plain xmlns=\"\"/>",
        "<q:typed xmlns:q=\"urn:q\" xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\" xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" i:type=\"xs:string\">v</q:typed>",
        "<q:typed xmlns:q=\"urn:q\" xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\" i:type=\"q:none\">v</q:typed>",
        "<q:twice xmlns:q=\"urn:q\" ID=\"_twice\"/>",
        "text",
        "<?php echo 1?>",
    ]);
    let extensions = |random: &mut Random| match random.next(3) {
        0 => String::new(),
        _ => format!("<m:Extensions xml:lang=\"en\">{}</m:Extensions>", random.some(&extensions, 4)),
    };
    let services = own(&[
        "<m:SingleSignOnService Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect\" Location=\"https://idp.example.com/sso?a=1&amp;b=2\"/>",
        "<m:SingleSignOnService Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST\" Location=\" https://idp.example.com/adfs/post \"/>",
        "<m:SingleSignOnService Binding=\"urn:b\" Location=\"/relative\"/>",
        "<m:SingleSignOnService Location=\"https://idp.example.com/none\"/>",
        "<m:SingleLogoutService Binding=\"urn:b\" Location=\"https://idp.example.com/adfs/ls/\" ResponseLocation=\"x\" foo=\"1\" q:foo=\"q:x\" xmlns:q=\"urn:q\"/>",
        "<m:ArtifactResolutionService Binding=\"urn:b\" Location=\"https://idp.example.com/a\" index=\"1\"/>",
        "<m:ArtifactResolutionService Binding=\"urn:b\" Location=\"https://idp.example.com/a\" index=\"x\"/>",
        "<m:NameIDFormat>\n urn:oasis:names:tc:SAML:2.0:nameid-format:persistent\n</m:NameIDFormat>",
        "<m:NameIDFormat>%zz</m:NameIDFormat>",
        "<m:AttributeProfile>urn:p</m:AttributeProfile>",
        "<m:AssertionConsumerService Binding=\"urn:b\" Location=\"https://x\" index=\"0\"/>",
        "<a:Attribute xmlns:a=\"urn:oasis:names:tc:SAML:2.0:assertion\" Name=\"n\"><a:AttributeValue xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" i:type=\"xs:string\"> v </a:AttributeValue></a:Attribute>",
        "<a:Attribute xmlns:a=\"urn:oasis:names:tc:SAML:2.0:assertion\"/>",
    ]);
    let role = |random: &mut Random| {
        format!(
            "<m:IDPSSODescriptor protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:{}:protocol\" WantAuthnRequestsSigned=\"{}\" ID=\"{}\">{}{}{}{}{}</m:IDPSSODescriptor>",
            random.one(&["2.0", "2.0", "2.0", "1.1"]),
            random.one(&["true", "maybe"]),
            random.one(&["_twice", "_role", "1"]),
            random.some(&services, 3),
            random.some(&keys, 4),
            extensions(random),
            random.some(&keys, 2),
            random.some(&services, 8),
        )
    };
    let others = own(&[
        "<m:Organization><m:OrganizationURL xml:lang=\"en\">https://o</m:OrganizationURL><m:OrganizationName xml:lang=\"en\">O</m:OrganizationName>\
         <m:OrganizationDisplayName xml:lang=\"en\">O</m:OrganizationDisplayName></m:Organization>",
        "<m:Organization><m:OrganizationName xml:lang=\"en_US\">O</m:OrganizationName></m:Organization>",
        "<m:ContactPerson contactType=\"technical\"><m:EmailAddress>mailto:a@b</m:EmailAddress><m:GivenName>G</m:GivenName></m:ContactPerson>",
        "<m:ContactPerson contactType=\"boss\"/>",
        "<m:SPSSODescriptor protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:protocol\"/>",
        "<m:RoleDescriptor xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\" xmlns:f=\"http://docs.oasis-open.org/wsfed/federation/200706\" i:type=\"f:SecurityTokenServiceType\"/>",
        "<d:Signature><d:SignedInfo/></d:Signature>",
        "<m:AdditionalMetadataLocation namespace=\"urn:x\">https://x</m:AdditionalMetadataLocation>",
        "<!-- comment -->",
    ]);
    format!(
        "<m:EntityDescriptor xmlns:m=\"urn:oasis:names:tc:SAML:2.0:metadata\" xmlns:d=\"http://www.w3.org/2000/09/xmldsig#\" \
         entityID=\"https://idp.example.com/?a=1&amp;b=2\" validUntil=\"{}\" cacheDuration=\"{}\" ID=\"{}\" Name=\"n\">{}{}{}{}{}</m:EntityDescriptor>",
        random.one(&["2030-01-01T00:00:00Z", "2020-01-01T00:00:00Z", "soon"]),
        random.one(&["PT1H", "1 hour"]),
        random.one(&["_root", "_twice", "x y"]),
        random.some(&others, 3),
        extensions(random),
        role(random),
        if random.next(4) == 0 { role(random) } else { String::new() },
        random.some(&others, 4),
    )
}

fn own(pieces: &[&str]) -> Vec<String> {
    pieces.iter().map(|piece| (*piece).to_owned()).collect()
}

fn answer(operation: Operation, request: &Value) -> Value {
    serde_json::from_slice(&call(operation, request.to_string().as_bytes())).unwrap()
}

fn transform(metadata: &str, target: &str) -> Value {
    answer(Operation::MetadataTransform, &json!({ "metadata": metadata, "target": target, "now": "2026-11-24T12:00:00Z" }))
}

#[test]
fn every_result_keeps_what_is_needed_and_stays_as_it_is() {
    let mut random = Random(4);
    let mut made = 0;
    let mut refusals: BTreeMap<String, usize> = BTreeMap::new();
    for round in 0..1000 {
        let source = entity(&mut random);
        let target = TARGETS[round % TARGETS.len()];
        let result = transform(&source, target);
        if result["type"] != "success" {
            *refusals.entry(result["errors"][0]["code"].as_str().unwrap().to_owned()).or_default() += 1;
            continue;
        }
        made += 1;
        let metadata = result["metadata"].as_str().unwrap();
        let again = transform(metadata, target);
        assert_eq!(again["metadata"].as_str(), Some(metadata), "{target}\n{source}");
        assert_eq!(again["removed"], json!([]), "{target}\n{metadata}");
        has_only_known_prefixes(metadata);
        keeps_what_is_needed(&source, metadata, &result["removed"]);
        let length = metadata.chars().count();
        let (least, most) = match target {
            "identity-center" => (1, 75_000),
            "opensearch-serverless" => (1, 51_200),
            "cognito" | "grafana" | "opensearch" => (1, 131_072),
            _ => (1_000, 10_000_000),
        };
        assert!((least..=most).contains(&length), "{target}: {length}");
    }
    assert!(made > 200, "only {made} were made: {refusals:?}");
    // What is refused is refused for want of something that AWS needs.
    let known = [
        "transform.no-signing-certificate",
        "transform.no-sign-on",
        "metadata.redirect-missing",
        "metadata.no-identity-provider",
    ];
    assert!(refusals.keys().all(|code| known.contains(&code.as_str())), "{refusals:?}");
    assert_eq!(refusals.len(), known.len(), "{refusals:?}");
}

/// Every element of SAML's own namespaces stands under the prefix that everybody knows, but for what extensions hold.
fn has_only_known_prefixes(metadata: &str) {
    let mut reader = NsReader::from_str(metadata);
    let mut depth: usize = 0;
    let mut foreign = None;
    loop {
        let (start, is_empty) = match reader.read_event().unwrap() {
            Event::Start(start) => (start, false),
            Event::Empty(start) => (start, true),
            Event::End(_) => {
                depth -= 1;
                foreign = foreign.filter(|level| *level < depth);
                continue;
            }
            Event::Eof => return,
            _ => continue,
        };
        let name = String::from_utf8(start.name().as_ref().as_bytes().to_vec()).unwrap();
        if foreign.is_none() && !["md:", "ds:", "saml:"].iter().any(|prefix| name.starts_with(prefix)) {
            foreign = Some(depth);
        }
        if is_empty {
            foreign = foreign.filter(|level| *level < depth);
        } else {
            depth += 1;
        }
        assert!(depth > 0 || name == "md:EntityDescriptor");
        assert!(foreign.is_none_or(|level| level >= 2), "{name} is not ours and stands outside of what may hold it");
    }
}

/// entityID, places to sign in, signing certificates and NameID formats of the input are in the output, or are listed.
fn keeps_what_is_needed(source: &str, made: &str, removed: &Value) {
    let source = needed(source);
    let made = needed(made);
    let is_listed =
        |names: &[&str]| removed.as_array().unwrap().iter().any(|removal| names.contains(&removal["what"].as_str().unwrap()));
    for (what, elements) in [
        ("entityID", &[][..]),
        ("SingleSignOnService", &["SingleSignOnService", "IDPSSODescriptor"][..]),
        ("X509Certificate", &["X509Certificate", "KeyDescriptor", "X509Data", "IDPSSODescriptor"]),
        ("NameIDFormat", &["NameIDFormat", "IDPSSODescriptor"]),
    ] {
        let missing: Vec<_> = source[what].difference(&made[what]).collect();
        assert!(missing.is_empty() || is_listed(elements), "{what}: {missing:?} is missing, and {removed} does not say why");
        assert!(made[what].is_subset(&source[what]), "{what} was not there");
    }
}

/// What metadata_inspect finds of it.
fn needed(metadata: &str) -> BTreeMap<&'static str, BTreeSet<String>> {
    let seen = answer(Operation::MetadataInspect, &json!({ "metadata": metadata }));
    let entity = &seen["entities"][0];
    let mut needed: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    needed.entry("entityID").or_default().insert(entity["entityId"].to_string());
    for name in ["SingleSignOnService", "X509Certificate", "NameIDFormat"] {
        needed.insert(name, BTreeSet::new());
    }
    for role in entity["roles"].as_array().unwrap() {
        let speaks =
            role["protocols"].as_array().unwrap().iter().any(|protocol| protocol == "urn:oasis:names:tc:SAML:2.0:protocol");
        if role["kind"] != "identity-provider" || !speaks {
            continue;
        }
        for endpoint in role["endpoints"].as_array().unwrap() {
            if endpoint["service"] == "SingleSignOnService" {
                let text = format!("{} {}", endpoint["binding"], endpoint["location"].as_str().unwrap().trim());
                needed.entry("SingleSignOnService").or_default().insert(text);
            }
        }
        for key in role["keys"].as_array().unwrap() {
            if let (true, Some(fingerprint)) = (key["use"] != "encryption", key["certificate"]["fingerprint"].as_str()) {
                needed.entry("X509Certificate").or_default().insert(fingerprint.to_owned());
            }
        }
        for format in role["nameIdFormats"].as_array().unwrap() {
            needed.entry("NameIDFormat").or_default().insert(format.to_string());
        }
    }
    needed
}

/// Metadata that everything is right with, beside a service provider's and another identity provider's.
fn aggregate() -> String {
    let entity = |name: &str, role: &str| {
        format!(
            "<md:EntityDescriptor entityID=\"{name}\"><md:{role} protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:protocol\"><md:Extensions>\
             <x:own x:type=\"y:name\"/></md:Extensions><md:KeyDescriptor><ds:KeyInfo><ds:X509Data><ds:X509Certificate>{}</ds:X509Certificate></ds:X509Data>\
             </ds:KeyInfo></md:KeyDescriptor><md:SingleSignOnService Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect\" \
             Location=\"https://idp.example.com/\"/></md:{role}></md:EntityDescriptor>\n",
            certificate(include_str!("fixtures/identity-provider.crt"))
        )
    };
    format!(
        "\u{feff}<?xml version=\"1.0\"?>\n<md:EntitiesDescriptor xmlns:md=\"urn:oasis:names:tc:SAML:2.0:metadata\" \
         xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\" xmlns:x=\"urn:x\" xmlns:y=\"urn:y\" validUntil=\"2026-12-01T00:00:00Z\">\n{}{}\
         <md:EntitiesDescriptor validUntil=\"2026-11-30T00:00:00Z\">{}</md:EntitiesDescriptor></md:EntitiesDescriptor>",
        entity("https://sp.example.com", "SPSSODescriptor"),
        entity("https://one.example.com", "IDPSSODescriptor"),
        entity("https://two.example.com", "IDPSSODescriptor"),
    )
}

#[test]
fn chunks_give_what_the_whole_gives() {
    let metadata = aggregate();
    let request =
        json!({ "task": "transform", "target": "cognito", "now": "2026-11-24T12:00:00Z", "entityId": "https://two.example.com" });
    let mut whole = answer(
        Operation::MetadataTransform,
        &json!({ "metadata": metadata, "target": "cognito", "now": "2026-11-24T12:00:00Z", "entityId": "https://two.example.com" }),
    );
    let text = whole["metadata"].as_str().unwrap();
    // Whatever the aggregate declares and says about time goes with what is taken out.
    assert!(text.contains("<x:own xmlns:x=\"urn:x\" xmlns:y=\"urn:y\" x:type=\"y:name\"/>"), "{text}");
    assert!(text.contains("validUntil=\"2026-11-30T00:00:00Z\""), "{text}");
    assert_eq!(whole["removed"][0]["count"], 2);
    whole.as_object_mut().unwrap().remove("type");
    // The document of a reader has no place in its request.
    let text = whole.to_string().replace("\"/metadata\"", "\"\"");
    let whole: Value = serde_json::from_str(&text).unwrap();
    for size in [1, 7, 4096] {
        let mut reader = MetadataReader::open(request.to_string().as_bytes()).map_err(String::from_utf8).unwrap();
        for chunk in metadata.as_bytes().chunks(size) {
            let progress: Value = serde_json::from_slice(&reader.push(chunk)).unwrap();
            assert_eq!(progress["type"], "success", "{progress}");
        }
        let read: Value = serde_json::from_slice(&reader.finish()).unwrap();
        assert_eq!(read["transform"], whole);
    }
}

#[test]
fn a_reader_needs_to_know_for_whom_and_when() {
    for (field, request) in [
        ("target", json!({ "task": "transform", "now": "2026-11-24T12:00:00Z" })),
        ("now", json!({ "task": "transform", "target": "iam" })),
    ] {
        let refusal = MetadataReader::open(request.to_string().as_bytes()).err().unwrap();
        let refusal: Value = serde_json::from_slice(&refusal).unwrap();
        assert_eq!(refusal["errors"][0]["code"], "api.missing-field");
        assert!(refusal["errors"][0]["message"].as_str().unwrap().contains(field));
    }
}

#[test]
fn names_that_somebody_invents_do_not_multiply() {
    let unknown: String = (0..3_000).map(|number| format!("<md:X{number} a=\"1\"/>")).collect();
    let source = aggregate().replace("<x:own", &format!("{unknown}<x:own"));
    let result = answer(
        Operation::MetadataTransform,
        &json!({ "metadata": source, "target": "iam", "now": "2026-11-24T12:00:00Z", "entityId": "https://one.example.com" }),
    );
    let removed = result["removed"].as_array().unwrap();
    let others: Vec<_> = removed.iter().filter(|removal| removal["what"] == "others").collect();
    assert_eq!(others.len(), 1);
    let count: u64 = removed
        .iter()
        .filter(|removal| removal["code"] == "transform.not-in-schema")
        .map(|removal| removal["count"].as_u64().unwrap())
        .sum();
    assert_eq!(count, 3_000);
    assert!(removed.len() < 1_100, "{}", removed.len());
}
