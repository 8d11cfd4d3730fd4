//! What outside engines say of outside documents. Not part of `cargo test`: a clone has no corpus.
//!
//! `AWS_FEDERATION_CORPUS=DIR cargo test --lib xml::corpus -- --ignored --nocapture`

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::canonical::{Form, Method};
use super::certificate::Certificate;
use super::signature::{self, Options, PublicKey, Signed};
use super::tree::Element;
use super::{Document, Error};
use crate::error::Diagnostic;

fn directory() -> PathBuf {
    PathBuf::from(std::env::var_os("AWS_FEDERATION_CORPUS").expect("AWS_FEDERATION_CORPUS names the corpus"))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Files below a directory, in order.
fn files(directory: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// Canonical forms by libxml2, made by `tests/fixtures/xml/canonical_forms.py`.
///
/// Inclusive forms may differ: where a deeper element has closed, libxml2 forgets declarations of an outer one and
/// writes them again. The JDK agrees with us on those (`oracles/JdkC14n.java FILE inc`).
#[test]
#[ignore = "needs forms made from the corpus"]
fn canonical_forms_are_those_of_libxml2() {
    let forms = std::env::var_os("AWS_FEDERATION_CANONICAL_FORMS").expect("AWS_FEDERATION_CANONICAL_FORMS names a .tsv");
    let (mut same, mut refused, mut different) = (0, 0, Vec::new());
    for line in fs::read_to_string(forms).unwrap().lines() {
        let [path, number, form, prefixes, expected] = line.split('\t').collect::<Vec<_>>().try_into().unwrap();
        let text = fs::read_to_string(path).unwrap();
        let Ok(document) = Document::parse(&text) else {
            refused += 1;
            continue;
        };
        let data = &document.elements[number.parse::<usize>().unwrap()];
        let method = Method {
            form: if form == "exclusive" { Form::Exclusive } else { Form::Inclusive },
            with_comments: false,
            prefixes: prefixes
                .split(',')
                .filter(|prefix| !prefix.is_empty())
                .map(|prefix| if prefix == "#default" { "" } else { prefix })
                .collect(),
        };
        let mut out = String::new();
        method.canonicalize(Element { document: &document, data }, None, &mut out).unwrap();
        if hex(&Sha256::digest(&out)) == expected { same += 1 } else { different.push((form.to_owned(), line.to_owned())) }
    }
    println!("canonical forms: {same} as libxml2's, {} different, {refused} of documents that are not read", different.len());
    different.retain(|(form, _)| form == "exclusive");
    assert!(different.is_empty(), "{different:#?}");
}

/// W3C's XML tests, as far as no document type definition is involved.
#[test]
#[ignore = "needs the corpus"]
fn what_is_well_formed_is_what_w3c_says() {
    let (mut wrong, mut refused, mut accepted, mut skipped) = (Vec::new(), 0, 0, 0);
    for path in files(&directory().join("robustness/w3c-xmltest")) {
        if path.extension().is_none_or(|extension| extension != "xml") {
            continue;
        }
        let Ok(text) = String::from_utf8(fs::read(&path).unwrap()) else {
            skipped += 1;
            continue;
        };
        let not_well_formed = path.to_str().unwrap().contains("/not-wf/");
        match Document::parse(&text) {
            // A definition is refused in any case; the rest says nothing about W3C's reason.
            Err(Error::DocumentType { .. }) => skipped += 1,
            Err(_) if not_well_formed => refused += 1,
            Ok(_) if !not_well_formed => accepted += 1,
            verdict => wrong.push((path, verdict.err())),
        }
    }
    println!(
        "W3C: {refused} not well-formed refused, {accepted} well-formed accepted, {skipped} with a document type or not in UTF-8"
    );
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Every element below `element`, itself included, that has a signature of its own.
fn holders<'d, 't>(element: Element<'d, 't>, found: &mut Vec<Element<'d, 't>>) {
    if element.children().any(|child| child.is("http://www.w3.org/2000/09/xmldsig#", "Signature")) {
        found.push(element);
    }
    for child in element.children() {
        holders(child, found);
    }
}

fn first_certificate(element: Element<'_, '_>) -> Option<String> {
    if element.local_name() == "X509Certificate" {
        Some(element.text().into_owned())
    } else {
        element.children().find_map(first_certificate)
    }
}

/// All that can be read of a signed element.
fn readable(signed: Signed<'_, '_>, out: &mut String) {
    out.push_str(&signed.text());
    for name in ["ID", "Name", "Value", "Recipient"] {
        out.push_str(signed.attribute(name).unwrap_or_default());
    }
    signed.children().for_each(|child| readable(child, out));
}

/// Every signed document, with the certificate that its manifest trusts.
#[test]
#[ignore = "needs the corpus"]
fn signatures_are_what_outside_engines_say() {
    let responses = directory().join("saml-responses");
    let manifest: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(responses.join("manifest.json")).unwrap()).unwrap();
    let mut table: BTreeMap<(String, String, String), Vec<String>> = BTreeMap::new();
    let mut forged = Vec::new();
    let mut missed = Vec::new();
    let mut accepted = Vec::new();
    for entry in manifest.as_array().unwrap() {
        let text_of = |key: &str| entry[key].as_str().unwrap_or("-").to_owned();
        let file = text_of("file");
        let outcome = (|| {
            let Ok(text) = String::from_utf8(fs::read(responses.join(&file)).unwrap()) else {
                return "not in UTF-8".to_owned();
            };
            let document = match Document::parse(&text) {
                Ok(document) => document,
                Err(error) => return format!("not read: {}", error.code()),
            };
            let mut found = Vec::new();
            holders(document.root(), &mut found);
            let (certificate, whose) = match entry["sp_config"]["cert"].as_str() {
                Some(certificate) => (fs::read_to_string(responses.join(certificate)).unwrap(), ""),
                // Says nothing about trust, and something about the arithmetic.
                None => {
                    (found.iter().find_map(|holder| first_certificate(*holder)).unwrap_or_default(), " (by its own certificate)")
                }
            };
            let keys: Vec<PublicKey> =
                Certificate::parse(&certificate).ok().and_then(|certificate| certificate.key).into_iter().collect();
            let mut outcomes = Vec::new();
            for element in found {
                match signature::verify(&document, element, &keys, Options { sha1: true }) {
                    Ok(verified) => {
                        let mut readable_text = String::new();
                        readable(verified.signed, &mut readable_text);
                        if readable_text.contains("EvilAdmin") || readable_text.contains("evil-0001") {
                            forged.push(file.clone());
                        }
                        outcomes.push(format!("valid{whose}"));
                    }
                    Err(error) => outcomes.push(match &error {
                        signature::Error::Profile { rule } => format!("{}: {rule}", error.code()),
                        signature::Error::AlgorithmUnsupported { what } => {
                            format!("{}: {what}", error.code())
                        }
                        _ => error.code().to_owned(),
                    }),
                }
            }
            outcomes.sort();
            outcomes.dedup();
            if outcomes.is_empty() { "no signature".to_owned() } else { outcomes.join(" + ") }
        })();
        let (expected, crypto) = (text_of("expected"), text_of("crypto"));
        let should = expected == "accept" || expected.starts_with("signature-valid");
        // Without a certificate there is nothing to expect: some name no key at all, some are SAML 1.1.
        if should && entry["sp_config"]["cert"].is_string() && outcome != "valid" {
            missed.push(format!("{file}: {outcome}"));
        }
        if crypto == "sig-invalid" && outcome.contains("valid") && !outcome.contains('.') {
            accepted.push(format!("{file}: {outcome} ({expected})"));
        }
        table.entry((expected.chars().take(45).collect(), crypto, outcome)).or_default().push(file);
    }
    for ((expected, crypto, outcome), files) in &table {
        println!("{:4}  {expected:45}  {crypto:24}  {outcome}", files.len());
    }
    println!("missed: {missed:#?}\nvalid although an engine says sig-invalid: {accepted:#?}\nforged: {forged:#?}");
    assert!(forged.is_empty() && missed.is_empty());
}

/// Certificates that manifests name are read as OpenSSL reads them, negative serial numbers apart.
#[test]
#[ignore = "needs the corpus and openssl"]
fn certificates_are_what_openssl_says() {
    let mut count = 0;
    for path in files(&directory().join("keys")) {
        if !path.to_str().unwrap().ends_with(".pem") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        if !text.contains("BEGIN CERTIFICATE") {
            continue;
        }
        let certificate = Certificate::parse(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let output = std::process::Command::new("openssl")
            .args([
                "x509",
                "-noout",
                "-serial",
                "-subject",
                "-issuer",
                "-fingerprint",
                "-sha256",
                "-nameopt",
                "RFC2253,sname,utf8,-esc_msb,-dump_unknown",
                "-dateopt",
                "iso_8601",
                "-dates",
                "-in",
            ])
            .arg(&path)
            .output()
            .unwrap();
        let told = String::from_utf8(output.stdout).unwrap();
        let field = |name: &str| told.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('=')).unwrap_or_default();
        if !field("serial").starts_with('-') {
            assert_eq!(
                certificate.serial.trim_start_matches('0'),
                field("serial").to_lowercase().trim_start_matches('0'),
                "{}",
                path.display()
            );
        }
        assert_eq!(certificate.fingerprint(), field("sha256 Fingerprint").to_lowercase().replace(':', ""), "{}", path.display());
        if certificate.subject != field("subject") {
            println!("{} subject: {} | {}", path.display(), certificate.subject, field("subject"));
        }
        println!(
            "{} {} {} {} {} {}",
            certificate.not_before,
            field("notBefore"),
            certificate.not_after,
            field("notAfter"),
            certificate.key_kind,
            certificate.signature_algorithm
        );
        count += 1;
    }
    println!("{count} certificates");
}
