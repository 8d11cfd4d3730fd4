//! Every case of `tests/reader`, run natively. The same cases run through every host: see `cargo xtask test`.
//!
//! A case is a folder `tests/reader/<sentence>/` with
//! - `request.json`: the bytes that open the reader,
//! - `document.xml`: what it is fed, written by `tests/reader/documents.py`,
//! - `answer.json`: the last answer, with the entities and findings of those before it put in front of its own. A failure
//!   stands alone: which of the entities before it were handed out depends on where the document was cut.
//!
//! `BLESS=1 cargo test --test reader` writes the answers. Read them before you commit them.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

use aws_federation::{MetadataReader, Operation, call};
use serde_json::{Value, json};

/// Bytes of a chunk: each boundary inside a character, a tag and a reference is hit by one of them.
const SIZES: [usize; 6] = [1, 2, 3, 7, 1000, usize::MAX];

#[test]
fn every_case_gives_its_answer_however_it_is_cut() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut wrong = Vec::new();
    for case in cases() {
        for size in SIZES {
            let answer = joined(&read(&case.request, case.document.chunks(size)));
            let text = serde_json::to_string_pretty(&answer).unwrap() + "\n";
            let file = case.folder.join("answer.json");
            if bless && size == usize::MAX {
                fs::write(&file, text).unwrap();
            } else if !bless && fs::read_to_string(&file).ok().as_deref() != Some(text.as_str()) {
                wrong.push(format!("{} in chunks of {size}:\n{text}", case.folder.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

/// Chunks of 64 bytes after a first one of each size below: between them, they are cut at each byte.
#[test]
fn every_place_is_a_place_to_cut() {
    for case in cases() {
        let whole = joined(&read(&case.request, [case.document.as_slice()]));
        for first in 0..64 {
            let (before, after) = case.document.split_at(first.min(case.document.len()));
            let chunks = std::iter::once(before).chain(after.chunks(64));
            assert_eq!(joined(&read(&case.request, chunks)), whole, "{} cut at {first}", case.folder.display());
        }
    }
}

/// What is read in chunks is read as what comes whole.
#[test]
fn a_reader_says_what_the_operation_says() {
    let mut compared = 0;
    for case in cases() {
        let (Ok(mut request), Ok(document)) =
            (serde_json::from_slice::<Value>(&case.request), String::from_utf8(case.document.clone()))
        else {
            continue; // the operation takes text, so there is nothing to compare with
        };
        if MetadataReader::open(&case.request).is_err() {
            continue; // refused for its form, which is another one than the operation's
        }
        let fields = request.as_object_mut().unwrap();
        let operation = match fields.shift_remove("task").unwrap().as_str() {
            Some("inspect") => Operation::MetadataInspect,
            _ => Operation::MetadataTransform,
        };
        fields.insert("metadata".into(), json!(document));
        let whole: Value = serde_json::from_slice(&call(operation, request.to_string().as_bytes())).unwrap();
        let read = joined(&read(&case.request, case.document.chunks(1000)));
        assert_eq!(comparable(&read), comparable(&whole), "{}", case.folder.display());
        compared += 1;
    }
    assert!(compared >= 25, "only {compared} cases were compared");
}

#[test]
fn every_answer_keeps_the_contract() {
    for case in cases() {
        let answers = read(&case.request, case.document.chunks(100));
        let (last, before) = answers.split_last().unwrap();
        let mut bytes = 0;
        let mut entities = 0;
        for progress in before {
            assert_eq!(progress["type"], "success", "only the last answer is a failure");
            bytes += 100;
            assert_eq!(progress["bytes"], bytes.min(case.document.len()), "{}", case.folder.display());
            assert!(progress["entityCount"].as_u64() >= Some(entities), "what was seen was seen");
            entities = progress["entityCount"].as_u64().unwrap();
        }
        match last["type"].as_str() {
            Some("success") => {
                let task = case.field("task").unwrap();
                assert!(last[task.as_str().unwrap()].is_object(), "{}", case.folder.display());
                assert_eq!(last.as_object().unwrap().len(), 2, "one task, one answer");
            }
            Some("failure") => assert!(!last["errors"].as_array().unwrap().is_empty(), "{}", case.folder.display()),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_failure_is_final_and_a_reader_finishes_once() {
    for case in cases() {
        let Ok(mut reader) = MetadataReader::open(&case.request) else { continue };
        let pushed = reader.push(&case.document);
        let finished = reader.finish();
        if !pushed.starts_with(br#"{"type":"success""#) {
            assert_eq!(finished, pushed, "{}", case.folder.display());
        }
        let closed = MetadataReader::closed().finish();
        assert_eq!(reader.push(&case.document), closed, "{}", case.folder.display());
        assert_eq!(reader.finish(), closed, "{}", case.folder.display());
    }
}

#[test]
fn a_refused_request_is_repeated_by_whoever_asks_no_further() {
    let request = br#"{"task":"read"}"#;
    let Err(refusal) = MetadataReader::open(request) else { panic!("`read` is no task") };
    let mut reader = MetadataReader::open_or_refuse(request);
    assert_eq!(reader.push(b"<a/>"), refusal);
    assert_eq!(reader.finish(), refusal);
}

/// All answers to a request and its chunks, up to the first failure.
fn read<'a>(request: &[u8], chunks: impl IntoIterator<Item = &'a [u8]>) -> Vec<Value> {
    let value = |answer: Vec<u8>| serde_json::from_slice::<Value>(&answer).unwrap();
    let mut reader = match MetadataReader::open(request) {
        Ok(reader) => reader,
        Err(refusal) => return vec![value(refusal)],
    };
    let mut answers = Vec::new();
    for chunk in chunks {
        answers.push(value(reader.push(chunk)));
        if answers.last().unwrap()["type"] == "failure" {
            return answers;
        }
    }
    answers.push(value(reader.finish()));
    answers
}

/// The last answer, with what came before it.
fn joined(answers: &[Value]) -> Value {
    let (last, before) = answers.split_last().unwrap();
    let mut last = last.clone();
    for key in ["entities", "findings"] {
        for task in ["inspect", "transform"] {
            if let Some(own) = last.get_mut(task).and_then(|answer| answer.get_mut(key)) {
                let mut all: Vec<Value> = before.iter().flat_map(|answer| answer[key].as_array().unwrap().clone()).collect();
                all.append(own.as_array_mut().unwrap());
                *own = json!(all);
            }
        }
    }
    last
}

/// An answer of the reader or of its task's operation, without what only one of them has: the reader's request has no
/// field for the document, so nothing points into it but `place`; and what concerns the document as a whole it finds last.
fn comparable(answer: &Value) -> Value {
    let mut answer = answer.get("inspect").or_else(|| answer.get("transform")).unwrap_or(answer).clone();
    answer.as_object_mut().unwrap().shift_remove("type");
    for key in ["errors", "findings"] {
        for entry in answer.get_mut(key).and_then(Value::as_array_mut).into_iter().flatten() {
            if entry["path"] == "/metadata" {
                entry["path"] = json!("");
            }
        }
        if let Some(entries) = answer.get_mut(key).and_then(Value::as_array_mut) {
            entries.sort_by_key(Value::to_string);
        }
    }
    answer
}

struct Case {
    folder: PathBuf,
    request: Vec<u8>,
    document: Vec<u8>,
}

impl Case {
    fn field(&self, name: &str) -> Option<Value> {
        serde_json::from_slice::<Value>(&self.request).ok()?.get(name).cloned()
    }
}

fn cases() -> Vec<Case> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reader");
    let mut folders: Vec<_> =
        fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    assert!(folders.len() >= 33, "only {} cases were found", folders.len());
    let file = |folder: &Path, name| fs::read(folder.join(name)).unwrap_or_else(|_| panic!("{} has no {name}", folder.display()));
    folders
        .into_iter()
        .map(|folder| Case { request: file(&folder, "request.json"), document: file(&folder, "document.xml"), folder })
        .collect()
}
