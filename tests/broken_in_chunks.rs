//! A reader says what `metadata_inspect` says of the whole: over every case of `tests/cases/metadata_inspect`, and over the
//! same documents with a piece of markup put in or taken out, so that what is broken breaks in the same way and place.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

use aws_federation::{MetadataReader, Operation, call};
use serde_json::{Value, json};

/// What is compared: the document's facts and signature, entities in order, findings in any order; or the failure.
fn whole(request: &Value) -> Value {
    summary(serde_json::from_slice(&call(Operation::MetadataInspect, request.to_string().as_bytes())).unwrap(), &[], &[])
}

fn in_chunks(request: &Value, mut next: impl FnMut() -> usize) -> Value {
    let text = request["metadata"].as_str().unwrap().to_owned();
    let mut order = request.clone();
    order.as_object_mut().unwrap().remove("metadata");
    order["task"] = "inspect".into();
    let mut reader = match MetadataReader::open(order.to_string().as_bytes()) {
        Ok(reader) => reader,
        Err(refusal) => return summary(serde_json::from_slice(&refusal).unwrap(), &[], &[]),
    };
    let (mut entities, mut findings) = (Vec::new(), Vec::new());
    let mut rest = text.as_bytes();
    while !rest.is_empty() {
        let (chunk, after) = rest.split_at(next().clamp(1, rest.len()));
        rest = after;
        let progress: Value = serde_json::from_slice(&reader.push(chunk)).unwrap();
        if progress["type"] == "failure" {
            // Final: it is said again, by every call.
            assert_eq!(serde_json::from_slice::<Value>(&reader.finish()).unwrap(), progress);
            return summary(progress, &[], &[]);
        }
        entities.extend_from_slice(progress["entities"].as_array().unwrap());
        findings.extend_from_slice(progress["findings"].as_array().unwrap());
    }
    let mut answer: Value = serde_json::from_slice(&reader.finish()).unwrap();
    if answer["type"] == "success" {
        answer = answer["inspect"].take();
        answer["type"] = "success".into();
    }
    summary(answer, &entities, &findings)
}

fn summary(mut answer: Value, entities: &[Value], findings: &[Value]) -> Value {
    if answer["type"] == "failure" {
        // The document is a field of one request and not of the other.
        let errors = answer["errors"].as_array().unwrap().iter();
        let told = errors.map(|error| json!([error["code"], error["message"], error["place"]]));
        return json!({"failure": told.collect::<Vec<_>>()});
    }
    let mut all = findings.to_vec();
    all.append(answer["findings"].as_array_mut().unwrap());
    // How many findings are left out depends on how often they are taken out.
    let mut told: Vec<_> = all
        .iter()
        .filter(|finding| finding["code"] != "metadata.findings-left-out")
        .map(|finding| json!([finding["severity"], finding["code"], finding["message"], finding["place"]]).to_string())
        .collect();
    told.sort();
    let described = entities.iter().chain(answer["entities"].as_array().unwrap());
    json!({
        "document": answer["document"],
        "signature": answer["signature"],
        "entities": described.collect::<Vec<_>>(),
        "findings": told,
    })
}

/// Requests of the cases that hold a document of moderate size.
fn requests() -> Vec<(String, Value)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/metadata_inspect");
    let mut folders: Vec<_> = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    folders
        .iter()
        .filter_map(|folder| Some((name(folder), serde_json::from_slice(&fs::read(folder.join("request.json")).ok()?).ok()?)))
        .filter(|(_, request): &(String, Value)| request["metadata"].is_string() && request.get("trusted").is_none())
        .collect()
}

/// A generator of numbers that are the same each time (Numerical Recipes' LCG, high bits).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

#[test]
fn chunks_of_any_size_say_the_same() {
    let requests = requests();
    assert!(requests.len() > 90, "only {} requests were found", requests.len());
    for (name, request) in &requests {
        let expected = whole(request);
        for size in [1, 2, 3, 7, 64, 1000] {
            // Chunks of one byte cost an answer each.
            if size == 1 && request["metadata"].as_str().unwrap().len() > 6_000 {
                continue;
            }
            assert_eq!(in_chunks(request, || size), expected, "{name}, chunks of {size}");
        }
        let mut numbers = Numbers(7);
        assert_eq!(in_chunks(request, || 1 + numbers.below(200)), expected, "{name}, chunks of every size");
    }
}

#[test]
fn what_is_broken_breaks_in_the_same_place() {
    let mut numbers = Numbers(1);
    let marks = [
        "<",
        ">",
        "\"",
        "&",
        "</",
        "/>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<?",
        "<!DOCTYPE a>",
        "\n",
        " xmlns=\"\"",
        "é",
        "\u{0}",
    ];
    for (name, request) in &requests() {
        for _ in 0..12 {
            let mut text = request["metadata"].as_str().unwrap().to_owned();
            let mut at = numbers.below(text.len() + 1);
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            if numbers.below(3) == 0 && at < text.len() {
                text.remove(at);
            } else {
                text.insert_str(at, marks[numbers.below(marks.len())]);
            }
            let mut request = request.clone();
            request["metadata"] = text.into();
            let expected = whole(&request);
            assert_eq!(in_chunks(&request, || 1 + numbers.below(300)), expected, "{name}: {request}");
        }
    }
}
