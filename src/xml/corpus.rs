//! What outside engines say of outside documents. Not part of `cargo test`: a clone has no corpus.
//!
//! `AWS_FEDERATION_CORPUS=DIR cargo test --lib xml::corpus -- --ignored --nocapture`

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::canonical::{Form, Method};
use super::tree::Element;
use super::{Document, Error};

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
            prefixes: prefixes.split(',').filter(|prefix| !prefix.is_empty()).map(|prefix| if prefix == "#default" { "" } else { prefix }).collect(),
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
    println!("W3C: {refused} not well-formed refused, {accepted} well-formed accepted, {skipped} with a document type or not in UTF-8");
    assert!(wrong.is_empty(), "{wrong:#?}");
}
