//! Where the requests of `tests/cases/saml_check` come from: each is built here, so that it can be read, and `tests/cases.rs`
//! asks them.
//!
//! `BLESS=1 cargo test --test check_cases --test cases` writes requests and answers.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

#[path = "support/check.rs"]
mod support;

use std::fs;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use support::*;

/// The question with some fields replaced; `null` takes one away.
fn ask(response: &str, fields: Value) -> Value {
    let mut question = question(response);
    for (name, value) in fields.as_object().unwrap() {
        match value {
            Value::Null => question.as_object_mut().unwrap().remove(name),
            value => question.as_object_mut().unwrap().insert(name.clone(), value.clone()),
        };
    }
    question
}

/// A text of AWS.
fn text(text: &str) -> Value {
    json!({"response": text, "now": NOW})
}

fn edit(from: &str, to: &str) -> String {
    edited(&plain(), |assertion| replaced(&assertion, from, to))
}

fn other_target(target: &str, order: Value, fields: Value) -> Value {
    let mut question = ask(&issue_with(order), fields);
    question["target"] = target.into();
    for name in ["role", "provider"] {
        question.as_object_mut().unwrap().remove(name);
    }
    question
}

fn metadata(certificates: &[&str]) -> String {
    let bare = |pem: &str| pem.lines().filter(|line| !line.starts_with('-')).collect::<String>();
    let keys: String = certificates
        .iter()
        .map(|pem| {
            format!(
                "<KeyDescriptor use=\"signing\"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>{}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></KeyDescriptor>",
                bare(pem)
            )
        })
        .collect();
    format!(
        "<EntityDescriptor xmlns=\"urn:oasis:names:tc:SAML:2.0:metadata\" xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\" entityID=\"{ISSUER}\"><IDPSSODescriptor protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:protocol\">{keys}<SingleSignOnService Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST\" Location=\"https://idp.fixture.example/sso\"/></IDPSSODescriptor></EntityDescriptor>"
    )
}

/// An assertion that nobody signed, for a better role.
fn forged(response: &str) -> String {
    let bare = without(element(response, "saml:Assertion"), "ds:Signature");
    let id = attribute(&bare, "ID").to_owned();
    bare.replace(&id, "_forged").replace("role/admin", "role/EvilAdmin").replace("subject-123", "evil-0001")
}

fn captured() -> Vec<(&'static str, Value)> {
    let response = plain();
    let base64 = STANDARD.encode(&response);
    let wrapped: String = base64.as_bytes().chunks(76).map(|line| format!("{}\r\n", String::from_utf8_lossy(line))).collect();
    let url = base64.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
    let answer: Value = {
        let mut order = order();
        order["relayState"] = "https://console.aws.amazon.com/".into();
        serde_json::from_slice(&aws_federation::call(aws_federation::Operation::SamlIssue, order.to_string().as_bytes())).unwrap()
    };
    vec![
        ("a-signed-assertion-is-accepted", ask(&response, json!({}))),
        ("a-response-as-xml-is-read", ask(&response, json!({"response": response}))),
        ("base64-in-lines-is-read", ask(&response, json!({"response": wrapped}))),
        (
            "the-body-of-a-post-is-read",
            ask(&response, json!({"response": format!("SAMLResponse={url}&RelayState=https%3A%2F%2Fconsole.aws.amazon.com%2F")})),
        ),
        ("the-page-with-the-form-is-read", ask(&response, json!({"response": answer["response"]["form"]}))),
        ("base64-that-was-cut-off-is-refused", ask(&response, json!({"response": &base64[..base64.len() - 1]}))),
        ("what-is-no-xml-is-refused", ask(&response, json!({"response": STANDARD.encode([0x7d; 300])}))),
        ("an-assertion-alone-is-refused", ask(element(&response, "saml:Assertion"), json!({}))),
        (
            "two-responses-in-one-body-are-refused",
            ask(&response, json!({"response": format!("SAMLResponse={url}&SAMLResponse={url}")})),
        ),
        ("a-text-that-is-nothing-is-refused", text("Good morning")),
        ("nothing-to-check-is-refused", text(" ")),
    ]
}

fn texts() -> Vec<(&'static str, Value)> {
    vec![
        (
            "an-error-of-the-command-line-is-explained",
            text(
                "An error occurred (InvalidIdentityToken) when calling the AssumeRoleWithSAML operation: Response signature invalid",
            ),
        ),
        (
            "an-error-of-the-inner-service-is-explained",
            text(
                "Invalid base64 SAMLResponse (Service: AWSOpenIdDiscoveryService; Status Code: 400; Error Code: AuthSamlInvalidSamlResponseException; Request ID: 302f17fa; Proxy: null)",
            ),
        ),
        (
            "an-error-page-of-the-console-is-explained",
            text(
                "<html><head><title>Amazon Web Services Sign-In</title></head><body><p>Your request included an invalid SAML response.\n To logout, <a href=\"/\">click here</a>.</p></body></html>",
            ),
        ),
        (
            "an-error-as-xml-is-explained",
            text(
                "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type><Code>ExpiredTokenException</Code><Message>Token must be redeemed within 5 minutes of issuance</Message></Error></ErrorResponse>",
            ),
        ),
        (
            "an-access-denied-is-explained",
            text(
                "An error occurred (AccessDenied) when calling the AssumeRoleWithSAML operation: Not authorized to perform sts:AssumeRoleWithSAML",
            ),
        ),
        (
            "an-error-that-nobody-knows-is-not-guessed",
            text(
                "An error occurred (Throttling) when calling the AssumeRoleWithSAML operation (reached max retries: 4): Rate exceeded",
            ),
        ),
    ]
}

fn trust() -> Vec<(&'static str, Value)> {
    let response = plain();
    let weak = resigned(&response, |text| text, Algorithm::RsaSha1, IDP_KEY);
    let elliptic = resigned(&response, |text| text, Algorithm::EcdsaSha256, P256_KEY);
    let provider = |certificate: &str| json!({"entityId": ISSUER, "certificates": [certificate]});
    vec![
        (
            "metadata-gives-every-signing-key",
            ask(&response, json!({"identityProvider": {"metadata": metadata(&[OTHER_CERTIFICATE, IDP_CERTIFICATE])}})),
        ),
        ("metadata-without-a-key-refuses-everything", ask(&response, json!({"identityProvider": {"metadata": metadata(&[])}}))),
        (
            "a-key-that-was-changed-is-a-signature-error",
            ask(&response, json!({"identityProvider": {"metadata": metadata(&[OTHER_CERTIFICATE])}})),
        ),
        ("without-a-key-nothing-is-known-of-anybody", ask(&response, json!({"identityProvider": null}))),
        (
            "another-issuer-is-refused",
            ask(
                &response,
                json!({"identityProvider": {"entityId": "https://other.example/", "certificates": [IDP_CERTIFICATE]}}),
            ),
        ),
        ("sha-1-is-unknown-and-read-by-nobody", ask(&weak, json!({}))),
        ("sha-1-is-unknown-and-read-when-asked", ask(&weak, json!({"sha1": true}))),
        ("an-elliptic-signature-is-unknown", ask(&elliptic, json!({"identityProvider": provider(P256_CERTIFICATE)}))),
        ("rsa-sha512-is-unknown", ask(&resigned(&response, |text| text, Algorithm::RsaSha512, IDP_KEY), json!({}))),
        (
            "metadata-and-certificates-together-are-refused",
            ask(&response, json!({"identityProvider": {"metadata": metadata(&[]), "certificates": [IDP_CERTIFICATE]}})),
        ),
        (
            "every-mistake-of-the-request-is-told",
            ask(
                &response,
                json!({"now": "today", "role": "admin", "provider": "fixture", "identityProvider": {"certificates": ["x"]}, "serviceProvider": {"acs": "/saml"}}),
            ),
        ),
        ("only-the-response-is-signed", ask(&issue_with(json!({"sign": "response"})), json!({}))),
    ]
}

fn meaning() -> Vec<(&'static str, Value)> {
    let response = plain();
    let hours = issue_with(json!({"mapping.sessionDuration": 28_800}));
    let encrypted = issue_with(
        json!({"encrypt": {"certificate": SP_CERTIFICATE, "algorithm": "aes256-gcm", "keyTransport": "rsa-oaep-sha256"}}),
    );
    let clear = decrypted(&encrypted);
    let name = "https://aws.amazon.com/SAML/Attributes/Role\"";
    let pair = format!("{ROLE},{PROVIDER}");
    let long = edited(&response, |text| text.replace("2027-03-01T12:05:00Z", "2027-03-01T13:00:00Z"));
    vec![
        ("six-minutes-are-too-late", ask(&long, json!({"now": "2027-03-01T12:06:00Z"}))),
        ("what-expired-and-is-too-old-has-two-errors", ask(&response, json!({"now": "2027-03-01T12:06:00Z"}))),
        (
            "one-old-instant-of-two-is-unknown",
            ask(&edit(" IssueInstant=\"2027-03-01T12:00:00Z\"", " IssueInstant=\"2027-03-01T11:50:00Z\""), json!({})),
        ),
        (
            "an-instant-without-a-zone-is-unknown",
            ask(&edit("Data NotOnOrAfter=\"2027-03-01T12:05:00Z\"", "Data NotOnOrAfter=\"2027-03-01T12:05:00\""), json!({})),
        ),
        ("white-space-in-a-pair-is-unknown", ask(&edit(&pair, &format!("{ROLE}, {PROVIDER}")), json!({}))),
        ("a-pair-that-is-none-is-no-role", ask(&edit(&pair, ROLE), json!({}))),
        (
            "a-role-attribute-of-another-case-is-none",
            ask(&edit(name, "https://aws.amazon.com/SAML/attributes/role\""), json!({})),
        ),
        (
            "a-role-attribute-of-another-case-is-none-on-the-console",
            ask(&edit(name, "https://aws.amazon.com/SAML/attributes/role\""), json!({"channel": "console"})),
        ),
        ("a-call-without-role-is-checked-without", ask(&response, json!({"role": null, "provider": null}))),
        ("an-empty-session-name-is-refused", {
            let from = "RoleSessionName\" NameFormat=\"urn:oasis:names:tc:SAML:2.0:attrname-format:uri\"><saml:AttributeValue>subject-123<";
            ask(&edit(from, &from.replace("subject-123", "")), json!({}))
        }),
        ("a-session-name-with-a-space-is-refused", {
            let from = "<saml:AttributeValue>subject-123<";
            ask(&edit(from, "<saml:AttributeValue>Ada Lovelace<"), json!({"channel": "console"}))
        }),
        ("no-name-id-is-an-access-denied", ask(&edited(&response, |text| without(&text, "saml:NameID")), json!({}))),
        ("a-session-is-cut-by-the-identity-provider", ask(&issue_with(json!({"sessionLifetime": 600})), json!({}))),
        (
            "a-duration-above-the-role-s-maximum-is-refused",
            ask(&response, json!({"durationSeconds": 7200, "maxSessionDuration": 3600})),
        ),
        ("a-long-duration-depends-on-the-role", ask(&response, json!({"durationSeconds": 7200}))),
        ("a-duration-out-of-range-is-refused", ask(&response, json!({"durationSeconds": 60}))),
        (
            "two-durations-that-differ-are-not-added-up",
            ask(&hours, json!({"durationSeconds": 43_200, "maxSessionDuration": 43_200})),
        ),
        (
            "the-console-gives-the-duration-of-the-attribute",
            ask(&hours, json!({"channel": "console", "maxSessionDuration": 43_200})),
        ),
        ("the-console-s-duration-depends-on-the-role", ask(&hours, json!({"channel": "console"}))),
        (
            "the-console-wants-its-audience",
            ask(
                &issue_with(json!({"serviceProvider": {"acs": ACS, "audience": "urn:example:wrong"}})),
                json!({"channel": "console"}),
            ),
        ),
        (
            "the-consumer-url-as-audience-is-unknown-on-the-console",
            ask(&issue_with(json!({"serviceProvider": {"acs": ACS, "audience": ACS}})), json!({"channel": "console"})),
        ),
        (
            "another-recipient-is-unknown-on-the-console",
            ask(
                &issue_with(
                    json!({"serviceProvider": {"acs": "https://other.example/acs", "audience": "urn:amazon:webservices"}}),
                ),
                json!({"channel": "console"}),
            ),
        ),
        (
            "another-recipient-is-a-matter-of-the-trust-policy-on-the-api",
            ask(
                &issue_with(
                    json!({"serviceProvider": {"acs": "https://other.example/acs", "audience": "urn:amazon:webservices"}}),
                ),
                json!({}),
            ),
        ),
        (
            "a-regional-consumer-url-is-the-console-s",
            ask(&issue_with(json!({"serviceProvider": {"region": "eu-west-1"}})), json!({"channel": "console"})),
        ),
        ("what-is-encrypted-is-unknown", ask(&encrypted, json!({}))),
        ("what-the-host-decrypted-is-checked", ask(&encrypted, json!({"decryptedAssertion": clear}))),
        ("what-the-host-decrypted-must-be-an-assertion", ask(&encrypted, json!({"decryptedAssertion": response}))),
        ("an-assertion-in-clear-is-refused-where-encryption-is-required", ask(&response, json!({"encryption": "required"}))),
        (
            "too-many-tags-are-refused",
            ask(
                &edited(&response, |text| {
                    let tags: String = (0..51)
                        .map(|number| {
                            format!("<saml:Attribute Name=\"https://aws.amazon.com/SAML/Attributes/PrincipalTag:k{number}\"><saml:AttributeValue>v</saml:AttributeValue></saml:Attribute>")
                        })
                        .collect();
                    replaced(&text, "</saml:AttributeStatement>", &format!("{tags}</saml:AttributeStatement>"))
                }),
                json!({}),
            ),
        ),
        (
            "tags-of-two-values-and-unknown-transitive-keys-are-unknown",
            ask(
                &edited(&response, |text| {
                    let own = "https://aws.amazon.com/SAML/Attributes/";
                    let more = format!(
                        "<saml:Attribute Name=\"{own}PrincipalTag:team\"><saml:AttributeValue>a</saml:AttributeValue><saml:AttributeValue>b</saml:AttributeValue></saml:Attribute><saml:Attribute Name=\"{own}PrincipalTag:x\"><saml:AttributeValue>R&amp;D</saml:AttributeValue></saml:Attribute><saml:Attribute Name=\"{own}TransitiveTagKeys\"><saml:AttributeValue>other</saml:AttributeValue></saml:Attribute>"
                    );
                    replaced(&text, "</saml:AttributeStatement>", &format!("{more}</saml:AttributeStatement>"))
                }),
                json!({}),
            ),
        ),
        (
            "an-identity-provider-that-refused-sends-no-assertion",
            ask(&without(&replaced(&response, "status:Success", "status:Responder"), "saml:Assertion"), json!({})),
        ),
    ]
}

fn targets() -> Vec<(&'static str, Value)> {
    let acs = |acs: &str, audience: &str| json!({"acs": acs, "audience": audience});
    let pool = acs("https://pool.auth.eu-west-1.amazoncognito.com/saml2/idpresponse", "urn:amazon:cognito:sp:eu-west-1_abc");
    let center =
        acs("https://eu-west-1.signin.aws/platform/saml/acs/tenant", "https://eu-west-1.signin.aws.amazon.com/platform/saml/d-1");
    let collection = acs("https://collection.example/acs", "aws:opensearch:123412341234");
    vec![
        (
            "cognito-may-want-the-request-s-id",
            other_target("cognito", json!({"target": "cognito", "serviceProvider": pool}), json!({"serviceProvider": pool})),
        ),
        (
            "cognito-wants-an-audience-of-its-own",
            other_target(
                "cognito",
                json!({"target": "cognito", "serviceProvider": acs("https://pool.example/saml2/idpresponse", "urn:example:wrong"), "inResponseTo": "_1"}),
                json!({}),
            ),
        ),
        (
            "identity-center-wants-an-e-mail-format",
            other_target(
                "identity-center",
                json!({"target": "identity-center", "serviceProvider": center, "nameId": {"format": "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"}}),
                json!({"serviceProvider": center}),
            ),
        ),
        (
            "identity-center-is-never-sure-to-accept",
            other_target(
                "identity-center",
                json!({"target": "identity-center", "serviceProvider": center}),
                json!({"serviceProvider": center}),
            ),
        ),
        (
            "opensearch-serverless-takes-no-login-that-the-identity-provider-starts",
            other_target("opensearch-serverless", json!({"serviceProvider": collection}), json!({"serviceProvider": collection})),
        ),
        (
            "client-vpn-wants-two-signatures-and-groups",
            other_target(
                "client-vpn",
                json!({"serviceProvider": acs("http://127.0.0.1:35001", "urn:amazon:webservices:clientvpn"), "nameId": {"format": "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"}}),
                json!({}),
            ),
        ),
        ("workspaces-lets-nobody-in-without-an-e-mail-tag", {
            let mut question = ask(&plain(), json!({}));
            question["target"] = "workspaces".into();
            question
        }),
    ]
}

fn attacks() -> Vec<(&'static str, Value)> {
    let response = plain();
    let assertion = element(&response, "saml:Assertion").to_owned();
    let forged = forged(&response);
    let moved = |inside: &str| replaced(&response, &assertion, inside);
    let stranger = resigned(&response, |text| text.replace("role/admin", "role/EvilAdmin"), Algorithm::RsaSha256, OTHER_KEY);
    let own_key = {
        let bare: String = OTHER_CERTIFICATE.lines().filter(|line| !line.starts_with('-')).collect();
        replaced(
            &stranger,
            "</ds:SignatureValue>",
            &format!(
                "</ds:SignatureValue><ds:KeyInfo><ds:X509Data><ds:X509Certificate>{bare}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>"
            ),
        )
    };
    let encrypted = issue_with(
        json!({"encrypt": {"certificate": SP_CERTIFICATE, "algorithm": "aes256-gcm", "keyTransport": "rsa-oaep-sha256"}}),
    );
    let id = attribute(&assertion, "ID").to_owned();
    vec![
        ("attack-a-second-assertion-before-the-signed-one", ask(&moved(&format!("{forged}{assertion}")), json!({}))),
        ("attack-a-second-assertion-after-the-signed-one", ask(&moved(&format!("{assertion}{forged}")), json!({}))),
        (
            "attack-the-signed-assertion-inside-the-forged-one",
            ask(
                &moved(&replaced(&forged, "</saml:Issuer>", &format!("</saml:Issuer><saml:Advice>{assertion}</saml:Advice>"))),
                json!({}),
            ),
        ),
        (
            "attack-the-signed-assertion-inside-the-signature-of-the-forged-one",
            ask(
                &moved(&replaced(
                    &forged,
                    "</saml:Issuer>",
                    &format!(
                        "</saml:Issuer>{}",
                        replaced(
                            element(&assertion, "ds:Signature"),
                            "</ds:Signature>",
                            &format!("<ds:Object>{assertion}</ds:Object></ds:Signature>")
                        )
                    ),
                )),
                json!({}),
            ),
        ),
        (
            "attack-the-signed-assertion-in-an-extension",
            ask(&moved(&format!("<samlp:Extensions>{assertion}</samlp:Extensions>")), json!({})),
        ),
        (
            "attack-the-signature-moved-to-a-forged-assertion",
            ask(
                &moved(&replaced(&forged, "</saml:Issuer>", &format!("</saml:Issuer>{}", element(&assertion, "ds:Signature")))),
                json!({}),
            ),
        ),
        (
            "attack-one-id-twice",
            ask(
                &replaced(
                    &response,
                    "<samlp:Status>",
                    &format!("<samlp:Extensions><x ID=\"{id}\"></x></samlp:Extensions><samlp:Status>"),
                ),
                json!({}),
            ),
        ),
        ("attack-a-key-that-the-document-brings-along", ask(&own_key, json!({}))),
        (
            "attack-a-key-that-the-document-brings-along-to-somebody-without-keys",
            ask(&own_key, json!({"identityProvider": null})),
        ),
        (
            "attack-a-comment-does-not-shorten-a-name",
            ask(
                &edited(&response, |text| text.replace("subject-123<", "subject-123.evil<"))
                    .replace("subject-123.evil<", "subject-123<!---->.evil<"),
                json!({}),
            ),
        ),
        (
            "attack-an-entity-is-not-expanded",
            ask(&format!("<!DOCTYPE x [<!ENTITY a \"EvilAdmin\">]>{}", replaced(&response, "role/admin", "role/&a;")), json!({})),
        ),
        ("attack-values-that-nobody-signed-stay-out", ask(&moved(&forged), json!({}))),
        (
            "attack-a-signed-assertion-of-somebody-else-in-place-of-the-encrypted-one",
            ask(&encrypted, json!({"decryptedAssertion": element(&stranger, "saml:Assertion")})),
        ),
        (
            "attack-a-status-that-poses-as-an-answer-of-aws",
            ask(
                &replaced(
                    &response,
                    "</samlp:Status>",
                    "<samlp:StatusMessage>Response has expired</samlp:StatusMessage></samlp:Status>",
                ),
                json!({}),
            ),
        ),
        (
            "attack-a-form-inside-a-comment",
            ask(
                &response,
                json!({"response": format!("<html><!-- <input name=\"SAMLResponse\" value=\"{}\"> --><p>Response has expired</p></html>", STANDARD.encode(&stranger))}),
            ),
        ),
        (
            "attack-a-response-signature-of-a-stranger-around-a-good-assertion",
            ask(&signed_response(&response, OTHER_KEY), json!({})),
        ),
    ]
}

fn signed_response(response: &str, key: &str) -> String {
    signed(response, Algorithm::RsaSha256, key)
}

/// Requests stay as they were written: a Response that was issued once is checked for ever, whatever issuing becomes.
#[test]
fn every_request_has_its_case() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/saml_check");
    let bless = std::env::var_os("BLESS").is_some();
    for (sentence, request) in [captured(), texts(), trust(), meaning(), targets(), attacks()].into_iter().flatten() {
        let file = root.join(sentence).join("request.json");
        if bless {
            fs::create_dir_all(root.join(sentence)).unwrap();
            fs::write(&file, serde_json::to_string_pretty(&request).unwrap() + "\n").unwrap();
        }
        assert!(file.exists(), "BLESS=1 cargo test --test check_cases: {sentence}");
    }
}

/// Whatever an attack says, nobody hears it.
#[test]
fn no_attack_is_accepted_or_repeated() {
    for (sentence, request) in attacks() {
        let answer = check(&request);
        let text = answer.to_string();
        assert!(!text.contains("EvilAdmin") && !text.contains("evil-0001"), "{sentence}: {answer:#}");
        let may_accept = sentence.ends_with("does-not-shorten-a-name") || sentence.ends_with("poses-as-an-answer-of-aws");
        assert!(may_accept || answer["verdict"] != "accept", "{sentence}: {answer:#}");
    }
}
