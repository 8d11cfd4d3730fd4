//! Every case of `tests/cases`, run natively. The same cases run through every face: see `cargo xtask test`.
//!
//! A case is a folder `tests/cases/<operation>/<sentence>/` with `answer.json` and one of
//! - `request.json`: the request,
//! - `request.raw`: the request's bytes, where they are no JSON,
//! - `request.repeat.json`: `{"prefix", "text", "times", "suffix"}`, for requests too large to keep.
//!
//! `BLESS=1 cargo test --test cases` writes the answers. Read them before you commit them.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

use aws_federation::{Operation, call};
use serde_json::Value;

#[test]
fn every_case_gives_its_answer() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut wrong = Vec::new();
    let mut count = 0;
    for (operation, folder) in cases() {
        count += 1;
        let answer: Value = serde_json::from_slice(&call(operation, &request(&folder))).unwrap();
        let file = folder.join("answer.json");
        let text = serde_json::to_string_pretty(&answer).unwrap() + "\n";
        if bless {
            fs::write(&file, text).unwrap();
        } else if fs::read_to_string(&file).ok().as_deref() != Some(text.as_str()) {
            wrong.push(folder.display().to_string());
        }
    }
    assert!(wrong.is_empty(), "{} of {count} cases differ:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count >= 60, "only {count} cases were found");
}

/// What every answer keeps, whatever the case.
#[test]
fn every_answer_keeps_the_contract() {
    for (operation, folder) in cases() {
        let answer: Value = serde_json::from_slice(&call(operation, &request(&folder))).unwrap();
        let place = folder.display();
        match answer["type"].as_str() {
            Some("success") => {}
            Some("failure") => {
                let errors = answer["errors"].as_array().unwrap();
                assert!(!errors.is_empty(), "{place}");
                for error in errors {
                    for key in ["code", "message", "path", "help"] {
                        assert!(error[key].is_string(), "{place}: {key}");
                    }
                    assert!(!error["help"].as_str().unwrap().is_empty(), "{place}");
                }
            }
            other => panic!("{place}: type {other:?}"),
        }
        // Same request, same bytes.
        assert_eq!(call(operation, &request(&folder)), call(operation, &request(&folder)), "{place}");
    }
}

fn cases() -> Vec<(Operation, PathBuf)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut cases = Vec::new();
    for area in folders(&root) {
        let name = area.file_name().unwrap().to_str().unwrap().to_owned();
        let operation = Operation::named(&name).unwrap_or_else(|| panic!("tests/cases/{name} is named after no operation"));
        cases.extend(folders(&area).into_iter().map(|folder| (operation, folder)));
    }
    cases
}

fn folders(path: &Path) -> Vec<PathBuf> {
    let mut folders: Vec<_> =
        fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

fn request(folder: &Path) -> Vec<u8> {
    for name in ["request.json", "request.raw"] {
        if let Ok(bytes) = fs::read(folder.join(name)) {
            return bytes;
        }
    }
    let repeat = fs::read(folder.join("request.repeat.json")).unwrap_or_else(|_| panic!("{} has no request", folder.display()));
    let repeat: Value = serde_json::from_slice(&repeat).unwrap();
    let text = |key: &str| repeat[key].as_str().unwrap_or_default().to_owned();
    (text("prefix") + &text("text").repeat(usize::try_from(repeat["times"].as_u64().unwrap()).unwrap()) + &text("suffix"))
        .into_bytes()
}
