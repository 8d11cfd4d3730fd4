//! Responses for the tests of `saml_check`: issued by the project itself, edited, and signed again.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "shared by tests, which fail by panicking"
)]

use aes_gcm::aead::{Aead, KeyInit};
use aes_gcm::aes::cipher::{Block, BlockCipherEncrypt};
use aes_gcm::{Aes128Gcm, Aes256Gcm};
use aws_federation::{Operation, call};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use p256::ecdsa::signature::hazmat::PrehashSigner;
use rsa::pkcs8::DecodePrivateKey;
use rsa::{Oaep, Pkcs1v15Sign};
use serde_json::{Value, json};
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};

pub(crate) const ISSUER: &str = "https://idp.fixture.example/saml";
pub(crate) const ROLE: &str = "arn:aws:iam::123412341234:role/admin";
pub(crate) const PROVIDER: &str = "arn:aws:iam::123412341234:saml-provider/fixture";
pub(crate) const ACS: &str = "https://signin.aws.amazon.com/saml";
/// When Responses are issued, and when AWS gets them.
pub(crate) const ISSUED: &str = "2027-03-01T12:00:00Z";
pub(crate) const NOW: &str = "2027-03-01T12:00:02Z";

pub(crate) const IDP_KEY: &str = include_str!("../fixtures/check/idp.key.pem");
pub(crate) const IDP_CERTIFICATE: &str = include_str!("../fixtures/check/idp.crt.pem");
pub(crate) const OTHER_KEY: &str = include_str!("../fixtures/check/other.key.pem");
pub(crate) const OTHER_CERTIFICATE: &str = include_str!("../fixtures/check/other.crt.pem");
pub(crate) const SP_KEY: &str = include_str!("../fixtures/check/sp.key.pem");
pub(crate) const SP_CERTIFICATE: &str = include_str!("../fixtures/check/sp.crt.pem");
pub(crate) const P256_KEY: &str = include_str!("../fixtures/check/p256.key.pem");
pub(crate) const P256_CERTIFICATE: &str = include_str!("../fixtures/check/p256.crt.pem");

/// A request of `saml_issue` for one role.
pub(crate) fn order() -> Value {
    json!({
        "principal": {"username": "subject-123", "email": "ada@example.com", "groups": []},
        "mapping": {
            "account": "123412341234", "provider": "fixture",
            "roles": [{"tag": "static", "val": {"role": ROLE, "provider": PROVIDER}}],
        },
        "context": {"now": ISSUED, "entropy": STANDARD.encode(std::array::from_fn::<u8, 32, _>(|at| u8::try_from(at * 7 % 251).unwrap()))},
        "identityProvider": {"entityId": ISSUER, "certificate": IDP_CERTIFICATE, "key": {"tag": "pem", "val": IDP_KEY}},
    })
}

/// Issues, and gives the Response's XML.
pub(crate) fn issue(order: &Value) -> String {
    let answer: Value = serde_json::from_slice(&call(Operation::SamlIssue, order.to_string().as_bytes())).unwrap();
    answer["response"]["xml"].as_str().unwrap_or_else(|| panic!("{answer:#}")).to_owned()
}

/// Issues with some fields of the request replaced.
pub(crate) fn issue_with(fields: Value) -> String {
    let mut order = order();
    for (name, value) in fields.as_object().unwrap() {
        match name.strip_prefix("mapping.") {
            Some(name) => order["mapping"][name] = value.clone(),
            None => order[name] = value.clone(),
        }
    }
    issue(&order)
}

/// A plain Response with a signed assertion.
pub(crate) fn plain() -> String {
    issue(&order())
}

/// The first element of this name, as it is written.
pub(crate) fn element<'x>(xml: &'x str, name: &str) -> &'x str {
    let start = xml.find(&format!("<{name} ")).or_else(|| xml.find(&format!("<{name}>"))).unwrap_or_else(|| panic!("no {name}"));
    let end = format!("</{name}>");
    &xml[start..start + xml[start..].find(&end).unwrap() + end.len()]
}

pub(crate) fn replaced(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "nothing to replace: {from}");
    text.replacen(from, to, 1)
}

/// The text without the first element of this name.
pub(crate) fn without(text: &str, name: &str) -> String {
    replaced(text, element(text, name), "")
}

/// The value of the first attribute of this name.
pub(crate) fn attribute<'x>(text: &'x str, name: &str) -> &'x str {
    text.split_once(&format!(" {name}=\"")).unwrap().1.split_once('"').unwrap().0
}

/// Edits the assertion of a Response and signs it again.
pub(crate) fn edited(response: &str, edit: impl FnOnce(String) -> String) -> String {
    resigned(response, edit, Algorithm::RsaSha256, IDP_KEY)
}

/// Edits the assertion of a Response and signs it again in some way.
pub(crate) fn resigned(response: &str, edit: impl FnOnce(String) -> String, algorithm: Algorithm, key: &str) -> String {
    let assertion = element(response, "saml:Assertion");
    let bare = edit(if assertion.contains("<ds:Signature ") { without(assertion, "ds:Signature") } else { assertion.to_owned() });
    replaced(response, assertion, &signed(&bare, algorithm, key))
}

#[derive(Clone, Copy)]
pub(crate) enum Algorithm {
    RsaSha1,
    RsaSha256,
    RsaSha512,
    EcdsaSha256,
}

/// An element in canonical form, with its signature after the Issuer.
pub(crate) fn signed(element: &str, algorithm: Algorithm, key: &str) -> String {
    const DS: &str = " xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"";
    let hash = |bytes: &[u8]| match algorithm {
        Algorithm::RsaSha1 => Sha1::digest(bytes).to_vec(),
        Algorithm::RsaSha256 | Algorithm::EcdsaSha256 => Sha256::digest(bytes).to_vec(),
        Algorithm::RsaSha512 => Sha512::digest(bytes).to_vec(),
    };
    let (method, digest) = match algorithm {
        Algorithm::RsaSha1 => ("http://www.w3.org/2000/09/xmldsig#rsa-sha1", "http://www.w3.org/2000/09/xmldsig#sha1"),
        Algorithm::RsaSha256 => ("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "http://www.w3.org/2001/04/xmlenc#sha256"),
        Algorithm::RsaSha512 => ("http://www.w3.org/2001/04/xmldsig-more#rsa-sha512", "http://www.w3.org/2001/04/xmlenc#sha512"),
        Algorithm::EcdsaSha256 => {
            ("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256", "http://www.w3.org/2001/04/xmlenc#sha256")
        }
    };
    let info = |namespace: &str| {
        let part = |name: &str, uri: &str| format!("<ds:{name} Algorithm=\"{uri}\"></ds:{name}>");
        let exclusive = "http://www.w3.org/2001/10/xml-exc-c14n#";
        format!(
            "<ds:SignedInfo{namespace}>{}{}<ds:Reference URI=\"#{}\"><ds:Transforms>{}{}</ds:Transforms>{}<ds:DigestValue>{}</ds:DigestValue></ds:Reference></ds:SignedInfo>",
            part("CanonicalizationMethod", exclusive),
            part("SignatureMethod", method),
            attribute(element, "ID"),
            part("Transform", "http://www.w3.org/2000/09/xmldsig#enveloped-signature"),
            part("Transform", exclusive),
            part("DigestMethod", digest),
            STANDARD.encode(hash(element.as_bytes())),
        )
    };
    let hashed = hash(info(DS).as_bytes());
    let value = match algorithm {
        Algorithm::EcdsaSha256 => {
            // ECPrivateKey (RFC 5915 §3): version 1, then the scalar.
            let text: String = key.lines().filter(|line| !line.starts_with('-')).collect();
            let der = STANDARD.decode(text).unwrap();
            let at = der.windows(5).position(|bytes| bytes == [2, 1, 1, 4, 32]).unwrap() + 5;
            let key = p256::ecdsa::SigningKey::from_slice(&der[at..at + 32]).unwrap();
            let signature: p256::ecdsa::Signature = key.sign_prehash(&hashed).unwrap();
            signature.to_bytes().to_vec()
        }
        _ => {
            let key = rsa::PrivateKey::from_pkcs8_pem(key).unwrap();
            let scheme = match algorithm {
                Algorithm::RsaSha1 => Pkcs1v15Sign::new::<Sha1>(),
                Algorithm::RsaSha512 => Pkcs1v15Sign::new::<Sha512>(),
                _ => Pkcs1v15Sign::new::<Sha256>(),
            };
            key.sign(scheme, &hashed).unwrap()
        }
    };
    let signature =
        format!("<ds:Signature{DS}>{}<ds:SignatureValue>{}</ds:SignatureValue></ds:Signature>", info(""), STANDARD.encode(value));
    replaced(element, "</saml:Issuer>", &format!("</saml:Issuer>{signature}"))
}

/// What the EncryptedAssertion of a Response holds, by the receiver's key. AES-GCM alone.
pub(crate) fn decrypted(response: &str) -> String {
    let values: Vec<Vec<u8>> = response
        .split("<xenc:CipherValue>")
        .skip(1)
        .map(|text| STANDARD.decode(text.split_once('<').unwrap().0).unwrap())
        .collect();
    let key = rsa::PrivateKey::from_pkcs8_pem(SP_KEY).unwrap();
    let content = if response.contains("mgf1sha256") {
        key.decrypt(Oaep::<Sha256>::new(), &values[0])
    } else {
        key.decrypt(Oaep::<Sha1>::new(), &values[0])
    }
    .unwrap();
    let (nonce, sealed) = values[1].split_at(12);
    let nonce: [u8; 12] = nonce.try_into().unwrap();
    let clear = match content.len() {
        16 => Aes128Gcm::new_from_slice(&content).unwrap().decrypt(&nonce.into(), sealed),
        _ => Aes256Gcm::new_from_slice(&content).unwrap().decrypt(&nonce.into(), sealed),
    };
    String::from_utf8(clear.unwrap()).unwrap()
}

/// The Response with its assertion encrypted by AES-CBC, as some identity providers do: the project itself writes GCM only.
pub(crate) fn encrypted_cbc(response: &str, key: &[u8]) -> String {
    let assertion = element(response, "saml:Assertion");
    let mut text = assertion.as_bytes().to_vec();
    let padding = 16 - text.len() % 16;
    text.resize(text.len() + padding, u8::try_from(padding).unwrap());
    let mut sealed = vec![9; 16];
    for block in text.chunks(16) {
        let last = sealed.len() - 16;
        let mixed: Vec<u8> = block.iter().zip(&sealed[last..]).map(|(text, before)| text ^ before).collect();
        let mixed: [u8; 16] = mixed.try_into().unwrap();
        if key.len() == 16 {
            let cipher = aes_gcm::aes::Aes128::new_from_slice(key).unwrap();
            let mut block: Block<aes_gcm::aes::Aes128> = mixed.into();
            cipher.encrypt_block(&mut block);
            sealed.extend_from_slice(&block);
        } else {
            let cipher = aes_gcm::aes::Aes256::new_from_slice(key).unwrap();
            let mut block: Block<aes_gcm::aes::Aes256> = mixed.into();
            cipher.encrypt_block(&mut block);
            sealed.extend_from_slice(&block);
        }
    }
    let encrypted = format!(
        "<saml:EncryptedAssertion xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\"><xenc:EncryptedData xmlns:xenc=\"http://www.w3.org/2001/04/xmlenc#\" Type=\"http://www.w3.org/2001/04/xmlenc#Element\"><xenc:EncryptionMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#aes{}-cbc\"></xenc:EncryptionMethod><ds:KeyInfo xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><xenc:EncryptedKey><xenc:EncryptionMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p\"></xenc:EncryptionMethod><xenc:CipherData><xenc:CipherValue>AAAA</xenc:CipherValue></xenc:CipherData></xenc:EncryptedKey></ds:KeyInfo><xenc:CipherData><xenc:CipherValue>{}</xenc:CipherValue></xenc:CipherData></xenc:EncryptedData></saml:EncryptedAssertion>",
        key.len() * 8,
        STANDARD.encode(&sealed),
    );
    replaced(response, assertion, &encrypted)
}

/// A request of `saml_check` by the call of the recordings.
pub(crate) fn question(response: &str) -> Value {
    json!({
        "response": STANDARD.encode(response),
        "identityProvider": {"entityId": ISSUER, "certificates": [IDP_CERTIFICATE]},
        "role": ROLE, "provider": PROVIDER, "now": NOW,
    })
}

pub(crate) fn check(question: &Value) -> Value {
    serde_json::from_slice(&call(Operation::SamlCheck, question.to_string().as_bytes())).unwrap()
}
