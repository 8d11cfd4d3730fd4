//! No value of a person, however hostile, adds an element, an attribute or a second value to a signed document.
//!
//! Responses are issued with values that attack XML; each document is parsed by another reader than the plugin's own and
//! compared, element by element, with what the values say.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use aws_federation::{Operation, call};
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::{Value, json};

/// What XML, HTML, comments, entities and canonicalisation trip over. No control, format or line-separating characters: those are refused.
const PIECES: &[&str] = &[
    "<",
    ">",
    "&",
    "\"",
    "'",
    "</saml:AttributeValue>",
    "<saml:AttributeValue>",
    "</saml:NameID>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "&amp;",
    "&#x41;",
    "&lt;",
    "<?pi?>",
    "<!DOCTYPE a>",
    "admin",
    "ä",
    "\u{1f600}",
    " ",
    "  ",
    "=",
    "xmlns=\"urn:x\"",
    "/>",
    "a",
    "${username}",
];

/// A small generator of its own, so that a failure can be repeated.
struct Random(u64);

impl Random {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % below
    }

    fn text(&mut self) -> String {
        (0..=self.next(6)).map(|_| PIECES[self.next(PIECES.len())]).collect()
    }
}

#[test]
fn values_stay_values() {
    let certificate = include_str!("fixtures/identity-provider.crt");
    let mut random = Random(20_261_123);
    let mut issued = 0;
    for round in 0..2_000 {
        // Spaces at the ends of a NameID are refused, so it has none.
        let name_id = format!("n{}n", random.text());
        let names: Vec<String> = (0..=random.next(3)).map(|index| format!("{} {index}", random.text())).collect();
        let values: Vec<Vec<String>> = names.iter().map(|_| (0..=random.next(3)).map(|_| random.text()).collect()).collect();
        let attributes: Vec<Value> =
            names.iter().zip(&values).map(|(name, values)| json!({"name": name, "values": values})).collect();
        let request = json!({
            "principal": {"username": name_id, "groups": [{"name": random.text()}]},
            "mapping": {
                "account": "123412341234", "provider": "authentik",
                "roles": [{"tag": "static", "val": {
                    "role": "arn:aws:iam::123412341234:role/r", "provider": "arn:aws:iam::123412341234:saml-provider/authentik"}}],
                "attributes": attributes,
            },
            "context": {"now": "2026-11-24T16:00:00Z", "entropy": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4v"},
            "identityProvider": {"entityId": "https://idp.example.com/saml", "certificate": certificate},
            "relayState": random.text(),
        });
        let pending = ask(Operation::SamlIssue, &request);
        if pending["type"] == "failure" {
            // Blank names are refused; nothing else of this may be.
            let codes: Vec<_> =
                pending["errors"].as_array().unwrap().iter().map(|error| error["code"].as_str().unwrap()).collect();
            assert!(codes.iter().all(|code| *code == "saml.attribute-name"), "round {round}: {codes:?}");
            continue;
        }
        // The host vouches for its signature, so no RSA is computed here: the document is the same.
        let complete = json!({"state": pending["pending"]["state"], "signature": "AAAA", "signatureCheck": "host"});
        let answer = ask(Operation::SamlComplete, &complete);
        let xml = answer["response"]["xml"].as_str().unwrap_or_else(|| panic!("round {round}: {answer}"));
        issued += 1;

        let mut expected = vec![("NameID".to_owned(), name_id.clone())];
        let mut found = Vec::new();
        let mut attribute_names = Vec::new();
        let mut names_expected = vec![
            "https://aws.amazon.com/SAML/Attributes/Role".into(),
            "https://aws.amazon.com/SAML/Attributes/RoleSessionName".into(),
        ];
        names_expected.extend(names.iter().cloned());
        for (name, texts) in elements(xml) {
            match name.as_str() {
                "saml:NameID" => found.push(("NameID".to_owned(), texts.0)),
                "saml:AttributeValue" => found.push(("Value".to_owned(), texts.0)),
                "saml:Attribute" => attribute_names.push(texts.1),
                _ => {}
            }
        }
        expected
            .push(("Value".into(), "arn:aws:iam::123412341234:role/r,arn:aws:iam::123412341234:saml-provider/authentik".into()));
        expected.push(found[2].clone());
        expected.extend(values.iter().flatten().map(|value| ("Value".to_owned(), value.clone())));
        assert_eq!(found, expected, "round {round}");
        assert_eq!(attribute_names, names_expected, "round {round}");

        // The form has the fields that it should have, and one script.
        let form = answer["response"]["form"].as_str().unwrap();
        assert_eq!(form.matches("<input").count(), 2, "round {round}");
        assert_eq!(form.matches("<script>").count(), 1, "round {round}");
    }
    assert!(issued > 1_500, "only {issued} documents were issued");
}

/// Every element with its own text and its `Name`, in document order.
fn elements(xml: &str) -> Vec<(String, (String, String))> {
    let mut reader = Reader::from_str(xml);
    let mut elements: Vec<(String, (String, String))> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                let name = start
                    .attributes()
                    .map(Result::unwrap)
                    .find(|attribute| attribute.key.as_ref() == "Name")
                    .map(|attribute| attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).unwrap().into_owned());
                open.push(elements.len());
                elements.push((start.name().as_ref().to_owned(), (String::new(), name.unwrap_or_default())));
            }
            Event::End(_) => {
                open.pop();
            }
            Event::Text(text) => elements[*open.last().unwrap()].1.0.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                let character = reference.resolve_char_ref().unwrap().unwrap_or_else(|| match &*reference {
                    "amp" => '&',
                    "lt" => '<',
                    "gt" => '>',
                    other => panic!("entity {other}"),
                });
                elements[*open.last().unwrap()].1.0.push(character);
            }
            Event::Eof => return elements,
            other => panic!("a document of ours holds {other:?}"),
        }
    }
}

fn ask(operation: Operation, request: &Value) -> Value {
    serde_json::from_slice(&call(operation, request.to_string().as_bytes())).unwrap()
}
