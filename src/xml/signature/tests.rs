use p256::ecdsa::signature::hazmat::PrehashSigner;

use super::*;
use crate::xml::canonical::Sink;
use crate::xml::certificate::Certificate;
use crate::xml::der;
use crate::xml::writer::{Fragment, Namespace, Writer};

macro_rules! fixture {
    ($name:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/xml/signed/", $name))
    };
}

const ASSERTION: &str = "urn:oasis:names:tc:SAML:2.0:assertion";
const SAML: Namespace = Namespace { prefix: "saml", uri: ASSERTION };
const SAMLP: Namespace = Namespace { prefix: "samlp", uri: "urn:oasis:names:tc:SAML:2.0:protocol" };
const SHA1: Options = Options { sha1: true };

fn key(pem: &str) -> PublicKey {
    Certificate::parse(pem).unwrap().key.unwrap()
}

/// Verifies the signature of the assertion of a response.
fn verify_assertion(text: &str, keys: &[PublicKey], options: Options) -> Result<String, Error> {
    let document = Document::parse(text).unwrap();
    let assertion = document.root().named(ASSERTION, "Assertion").next().unwrap();
    let verified = verify(&document, assertion, keys, options)?;
    assert!(verified.signed.is_element(assertion));
    assert!(verified.signed.children().all(|child| child.local_name() != "Signature"));
    Ok(format!("{} {} {}", verified.algorithm.name(), verified.digest.name(), verified.key))
}

fn p256() -> p256::ecdsa::SigningKey {
    p256::ecdsa::SigningKey::from_slice(&[7; 32]).unwrap()
}

fn p256_public() -> PublicKey {
    PublicKey::P256(p256().verifying_key().to_sec1_point(false).as_bytes().to_vec())
}

fn sign(info: &SignedInfo<'_>) -> Fragment {
    let mut hasher = Hasher::new(info.algorithm.digest());
    hasher.write(&info.to_sign());
    let signature: p256::ecdsa::Signature = p256().sign_prehash(&hasher.finish()).unwrap();
    info.signature(&signature.to_bytes(), Some(b"a certificate"))
}

fn assertion(value: &str) -> Fragment {
    let mut writer = Writer::new();
    writer.open(&SAML, "Assertion", &[("Version", "2.0"), ("ID", "_a")]);
    writer.element(&SAML, "Issuer", &[], "https://idp.example");
    writer.keep_place();
    writer.element(&SAML, "NameID", &[], value);
    let fragment = writer.finish_fragment();
    fragment.fill(&sign(&SignedInfo::of("_a", &fragment, SignatureAlgorithm::EcdsaSha256)))
}

fn response(value: &str) -> String {
    let mut writer = Writer::new();
    writer.open(&SAMLP, "Response", &[("ID", "_r")]);
    writer.element(&SAML, "Issuer", &[], "https://idp.example");
    writer.keep_place();
    writer.embed(&assertion(value));
    let fragment = writer.finish_fragment();
    fragment.fill(&sign(&SignedInfo::of("_r", &fragment, SignatureAlgorithm::EcdsaSha256))).into_string()
}

#[test]
fn what_signxml_signed_is_valid() {
    let keys = [key(fixture!("p384.pem")), key(fixture!("rsa.pem")), key(fixture!("p256.pem")), key(fixture!("rsa1024.pem"))];
    for (text, expected) in [
        (fixture!("rsa-sha256.xml"), "rsa-sha256 sha256 1"),
        (fixture!("rsa-sha384.xml"), "rsa-sha384 sha384 1"),
        (fixture!("rsa-sha512.xml"), "rsa-sha512 sha512 1"),
        (fixture!("rsa1024-sha256.xml"), "rsa-sha256 sha256 3"),
        (fixture!("ecdsa-p256-sha256.xml"), "ecdsa-sha256 sha256 2"),
        (fixture!("ecdsa-p384-sha384.xml"), "ecdsa-sha384 sha384 0"),
        (fixture!("prefix-list.xml"), "rsa-sha256 sha256 1"),
        (fixture!("inclusive.xml"), "rsa-sha256 sha256 1"),
    ] {
        assert_eq!(verify_assertion(text, &keys, Options::default()).as_deref(), Ok(expected));
    }
}

#[test]
fn sha1_is_behind_a_switch() {
    let keys = [key(fixture!("rsa.pem"))];
    assert_eq!(verify_assertion(fixture!("rsa-sha1.xml"), &keys, SHA1).as_deref(), Ok("rsa-sha1 sha1 0"));
    assert_eq!(
        verify_assertion(fixture!("rsa-sha1.xml"), &keys, Options::default()),
        Err(Error::AlgorithmWeak { algorithm: "sha1" })
    );
    let strong_digest =
        fixture!("rsa-sha1.xml").replace("xmldsig#sha1", "../../2001/04/xmlenc#sha256").replace("2000/09/../../", "");
    assert_eq!(verify_assertion(&strong_digest, &keys, Options::default()), Err(Error::AlgorithmWeak { algorithm: "rsa-sha1" }));
}

#[test]
fn every_refusal_says_which() {
    let good = fixture!("rsa-sha256.xml");
    let keys = [key(fixture!("rsa.pem"))];
    let others = [key(fixture!("rsa1024.pem"))];
    assert_eq!(verify_assertion(good, &others, Options::default()), Err(Error::Invalid { keys: 1 }));
    assert_eq!(
        verify_assertion(good, &[key(fixture!("p256.pem"))], Options::default()),
        Err(Error::KeyKind { algorithm: "rsa-sha256" })
    );
    assert_eq!(verify_assertion(good, &[], Options::default()), Err(Error::KeyKind { algorithm: "rsa-sha256" }));
    for modulus in [vec![0xff; 127], vec![0xff; 1025], vec![0xfe; 256], vec![], vec![0; 256]] {
        let key = PublicKey::Rsa { modulus, exponent: vec![1, 0, 1] };
        assert_eq!(verify_assertion(good, &[key], Options::default()), Err(Error::KeyUnusable { least: 1024 }));
    }
    let document = Document::parse(good).unwrap();
    assert_eq!(verify(&document, document.root(), &keys, Options::default()).unwrap_err(), Error::Missing);

    let changed = |from: &str, to: &str| {
        assert!(good.contains(from), "{from}");
        verify_assertion(&good.replacen(from, to, 1), &keys, Options::default()).unwrap_err()
    };
    assert_eq!(changed("a&lt;b", "a&lt;c"), Error::DigestMismatch);
    assert_eq!(changed("<saml:Empty/>", ""), Error::DigestMismatch);
    assert_eq!(changed("<saml:Empty/>", "<saml:Empty ID='_response'/>"), Error::IdTwice);
    assert_eq!(changed("<saml:Empty/>", "<saml:Empty ID='_assertion'/>"), Error::IdTwice);
    assert_eq!(changed("xmldsig-more#rsa-sha256", "xmldsig-more#rsa-sha512"), Error::Invalid { keys: 1 });
    assert_eq!(
        changed("xmldsig-more#rsa-sha256", "xmldsig#hmac-sha1"),
        Error::AlgorithmUnsupported { what: "signature algorithm" }
    );
    assert_eq!(changed("xmlenc#sha256", "xmlenc#ripemd160"), Error::AlgorithmUnsupported { what: "digest algorithm" });
    let profile = |from: &str, to: &str| match changed(from, to) {
        Error::Profile { rule } => rule,
        other => panic!("{other:?}"),
    };
    let object = "a signature holds SignedInfo, SignatureValue and KeyInfo, and no object";
    for (from, to, rule) in [
        (
            "</ds:Signature>",
            "</ds:Signature><ds:Signature xmlns:ds='http://www.w3.org/2000/09/xmldsig#'/>",
            "an element has one signature",
        ),
        ("</ds:Signature>", "<ds:Object/></ds:Signature>", object),
        ("</ds:SignatureValue>", "</ds:SignatureValue><ds:Object/>", "after SignatureValue comes KeyInfo or nothing"),
        ("<ds:SignedInfo>", "<ds:SignedInfo/><ds:SignedInfo>", "after SignedInfo comes SignatureValue"),
        ("<ds:SignedInfo>", "<ds:Object/><ds:SignedInfo>", "a signature begins with SignedInfo"),
        ("</ds:Reference>", "</ds:Reference><ds:Reference/>", "a signature has one reference"),
        ("URI=\"#_assertion\"", "URI=\"#_response\"", "the reference names the ID of the element that holds the signature"),
        ("URI=\"#_assertion\"", "URI=\"\"", "the reference names the ID of the element that holds the signature"),
        ("URI=\"#_assertion\"", "URI=\"#\"", "the reference names the ID of the element that holds the signature"),
        (
            "URI=\"#_assertion\"",
            "URI=\"#xpointer(id('_assertion'))\"",
            "the reference names the ID of the element that holds the signature",
        ),
        (
            "URI=\"#_assertion\"",
            "URI=\"https://elsewhere.example/\"",
            "the reference names the ID of the element that holds the signature",
        ),
        ("URI=\"#_assertion\"", "", "the reference has a URI"),
        (" ID=\"_assertion\"", " Id=\"_assertion\"", "the reference names the ID of the element that holds the signature"),
        ("#enveloped-signature", "#base64", "the first transform takes the signature out (enveloped-signature)"),
        (
            "</ds:Transforms>",
            "<ds:Transform Algorithm='http://www.w3.org/2001/10/xml-exc-c14n#'/></ds:Transforms>",
            "there are two transforms at most",
        ),
        ("</ds:DigestValue>", "</ds:DigestValue><ds:DigestValue/>", "a reference holds Transforms, DigestMethod and DigestValue"),
        ("<ds:DigestValue>", "<ds:DigestValue><x/>", "values hold text alone"),
        ("<ds:SignatureValue>", "<ds:SignatureValue>!", "values are base64"),
        ("rsa-sha256\"/>", "rsa-sha256\"><x/></ds:SignatureMethod>", "algorithms have no parameters"),
        (
            "exc-c14n#\"/></ds:Transforms>",
            "exc-c14n#\"><x/></ds:Transform></ds:Transforms>",
            "canonicalisation has no parameter but one list of prefixes",
        ),
    ] {
        assert_eq!(profile(from, to), rule, "{from}");
    }
    assert_eq!(
        changed("exc-c14n#\"/></ds:Transforms>", "exc-c14n\"/></ds:Transforms>"),
        Error::AlgorithmUnsupported { what: "transform" }
    );
    // A reference to an ID names no comments, so that its digest stays what it was; SignedInfo itself was changed.
    let transform = "exc-c14n#\"/></ds:Transforms>";
    let with_comments = good.replacen(transform, "exc-c14n#WithComments\"/></ds:Transforms>", 1).replacen(
        "<saml:Empty/>",
        "<!-- c --><saml:Empty/>",
        1,
    );
    assert_eq!(verify_assertion(&with_comments, &keys, Options::default()).unwrap_err(), Error::Invalid { keys: 1 });
    // SignedInfo is canonicalised as it stands, comments included.
    let method = "<ds:CanonicalizationMethod Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/>";
    assert!(good.contains(method));
    let signed_comment = good.replacen(method, &method.replace("#\"/>", "#WithComments\"/><!-- c -->"), 1);
    assert!(matches!(verify_assertion(&signed_comment, &keys, Options::default()), Err(Error::CanonicalForm { .. })));
}

#[test]
fn comments_and_white_space_change_nothing() {
    let good = fixture!("rsa-sha256.xml");
    let keys = [key(fixture!("rsa.pem"))];
    for (from, to) in [
        ("<ds:DigestValue>", "<ds:DigestValue><!-- x -->"),
        ("<ds:SignatureValue>", "<ds:SignatureValue> \n"),
        ("a&lt;b", "a<!-- x -->&lt;b"),
        ("b=\"2\"", "  b = '2'"),
    ] {
        assert!(good.contains(from));
        assert_eq!(
            verify_assertion(&good.replacen(from, to, 1), &keys, Options::default()).as_deref(),
            Ok("rsa-sha256 sha256 0"),
            "{to}"
        );
    }
}

#[test]
fn key_info_is_never_read() {
    let keys = [key(fixture!("rsa.pem"))];
    let (before, rest) = fixture!("rsa-sha256.xml").split_once("<ds:KeyInfo>").unwrap();
    let after = rest.split_once("</ds:KeyInfo>").unwrap().1;
    for info in ["", "<ds:KeyInfo>junk</ds:KeyInfo>"] {
        assert!(verify_assertion(&format!("{before}{info}{after}"), &keys, Options::default()).is_ok());
    }
}

#[test]
fn what_is_written_and_signed_verifies() {
    let text = response("<&>\" \u{fc}\r\n]]>");
    let document = Document::parse(&text).unwrap();
    let root = document.root();
    let assertion = root.named(ASSERTION, "Assertion").next().unwrap();
    for element in [root, assertion] {
        let verified = verify(&document, element, &[p256_public()], Options::default()).unwrap();
        assert_eq!(verified.reference, Reference::Id);
        assert_eq!(verified.signed.attribute("ID"), element.attribute("ID"));
    }
    let verified = verify(&document, root, &[p256_public()], Options::default()).unwrap();
    let name = verified.signed.named(ASSERTION, "Assertion").next().unwrap().named(ASSERTION, "NameID").next().unwrap();
    assert_eq!(name.text(), "<&>\" \u{fc}\r\n]]>");
    // The whole document is canonical, so that no bytes but these are signed.
    let mut canonical = String::new();
    crate::xml::canonical::Method::EXCLUSIVE.canonicalize(root, None, &mut canonical).unwrap();
    assert_eq!(canonical, text);
}

#[test]
fn any_flipped_byte_of_what_is_signed_is_noticed() {
    let text = response("ada");
    let keys = [p256_public()];
    let is_valid = |text: &str| {
        let Ok(document) = Document::parse(text) else {
            return false;
        };
        verify(&document, document.root(), &keys, Options::default()).is_ok()
    };
    assert!(is_valid(&text));
    // The response's own KeyInfo, which is not signed, is the first.
    let info = text.find("<ds:KeyInfo>").unwrap()..text.find("</ds:KeyInfo>").unwrap() + "</ds:KeyInfo>".len();
    for at in (0..text.len()).filter(|at| !info.contains(at)) {
        for bit in [0x01, 0x02, 0x20] {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= bit;
            let flipped = String::from_utf8(bytes).unwrap();
            assert!(!is_valid(&flipped), "byte {at}: {flipped}");
        }
    }
}

#[test]
fn a_signature_says_nothing_about_its_neighbours() {
    let keys = [p256_public()];
    let signed = assertion("ada").into_string();
    let evil = signed.replace("ada", "mallory").replace("\"_a\"", "\"_b\"");
    let signature =
        &signed[signed.find("<ds:Signature").unwrap()..signed.find("</ds:Signature>").unwrap() + "</ds:Signature>".len()];
    let bare = evil.replace(signature, "");
    for text in [
        // The forged assertion beside, around and inside the signed one, with the signature moved along or not.
        format!("<r>{bare}{signed}</r>"),
        format!("<r>{}</r>", bare.replace("<saml:NameID>", &format!("{signed}<saml:NameID>"))),
        format!("<r>{}</r>", bare.replace("<saml:NameID>", &format!("{signature}<saml:NameID>"))),
        format!(
            "<r>{}</r>",
            bare.replace(
                "<saml:NameID>",
                &format!(
                    "{}<saml:NameID>",
                    signature.replace("</ds:Signature>", &format!("<ds:Object>{signed}</ds:Object></ds:Signature>"))
                )
            )
        ),
        format!("<r>{}{signed}</r>", bare.replace("\"_b\"", "\"_a\"")),
    ] {
        let document = Document::parse(&text).unwrap();
        let mut pending = vec![document.root()];
        while let Some(element) = pending.pop() {
            if let Ok(verified) = verify(&document, element, &keys, Options::default()) {
                assert_eq!(
                    verified.signed.named(ASSERTION, "NameID").map(|name| name.text().into_owned()).collect::<Vec<_>>(),
                    ["ada"],
                    "{text}"
                );
            }
            pending.extend(element.children());
        }
    }
}

#[test]
fn an_empty_reference_is_the_root() {
    // Made as an identity provider would that signs "the document".
    let mut writer = Writer::new();
    writer.open(&SAML, "Assertion", &[("ID", "_a")]);
    writer.keep_place();
    let fragment = writer.finish_fragment();
    let info = SignedInfo::of("_a", &fragment, SignatureAlgorithm::EcdsaSha256);
    let to_sign = info.to_sign().replace("#_a", "");
    let mut hasher = Hasher::new(DigestAlgorithm::Sha256);
    hasher.write(&to_sign);
    let signature: p256::ecdsa::Signature = p256().sign_prehash(&hasher.finish()).unwrap();
    let text = fragment.fill(&info.signature(&signature.to_bytes(), None)).into_string().replace("#_a", "");
    let verified = |text: &str| {
        let document = Document::parse(text).unwrap();
        let element = if document.root().local_name() == "Assertion" {
            document.root()
        } else {
            document.root().children().next().unwrap()
        };
        verify(&document, element, &[p256_public()], Options::default()).map(|verified| verified.reference)
    };
    assert_eq!(verified(&text), Ok(Reference::Document));
    assert_eq!(verified(&format!("<!-- c -->{text}\n")), Ok(Reference::Document));
    assert!(verified(&format!("<?p?>{text}")).is_err());
    assert!(verified(&format!("<r>{text}</r>")).is_err());
}

#[test]
fn rsa_signatures_of_our_own_writing_verify() {
    let mut der = der::Reader::new(include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/xml/signed/rsa.key.der")))
        .enter(der::SEQUENCE)
        .unwrap();
    let mut number = || rsa::BoxedUint::from_be_slice_vartime(der.take(der::INTEGER).unwrap());
    let (_, n, e, d, p, q) = (number(), number(), number(), number(), number(), number());
    let private = rsa::PrivateKey::from_components(n, e, d, vec![p, q]).unwrap();
    for algorithm in [SignatureAlgorithm::RsaSha256, SignatureAlgorithm::RsaSha512] {
        let mut writer = Writer::new();
        writer.open(&SAML, "Assertion", &[("ID", "_a")]);
        writer.keep_place();
        let fragment = writer.finish_fragment();
        let info = SignedInfo::of("_a", &fragment, algorithm);
        let mut hasher = Hasher::new(algorithm.digest());
        hasher.write(&info.to_sign());
        let scheme = rsa::Pkcs1v15Sign { hash_len: None, prefix: algorithm.digest().prefix().into() };
        let text = fragment.fill(&info.signature(&private.sign(scheme, &hasher.finish()).unwrap(), None)).into_string();
        let document = Document::parse(&text).unwrap();
        assert!(verify(&document, document.root(), &[key(fixture!("rsa.pem"))], Options::default()).is_ok());
    }
}
