//! What holds for every two documents.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

use aws_federation::{Operation, call};
use serde_json::{Value, json};

/// The documents of the cases, as pairs.
fn pairs() -> Vec<(String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/metadata_compare");
    let mut pairs: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .filter_map(|case| {
            let case = case.unwrap().path();
            let request = serde_json::from_slice(&fs::read(case.join("request.json")).ok()?).unwrap();
            Some((case.file_name().unwrap().to_string_lossy().into_owned(), request))
        })
        .collect();
    pairs.sort_by(|one, other| one.0.cmp(&other.0));
    assert!(pairs.len() > 50);
    pairs
}

fn compare(request: &Value, old: &str, new: &str) -> Value {
    let mut request = request.clone();
    request["old"] = json!(old);
    request["new"] = json!(new);
    serde_json::from_slice(&call(Operation::MetadataCompare, request.to_string().as_bytes())).unwrap()
}

#[test]
fn nothing_differs_from_itself() {
    for (name, request) in pairs() {
        for field in ["old", "new"] {
            let document = request[field].as_str().unwrap();
            let answer = compare(&request, document, document);
            if answer["type"] == "success" && answer["changes"][0]["code"] != "compare.signing-missing" {
                assert_eq!(answer["changes"], json!([]), "{name} {field}");
                assert_eq!(answer["plan"], json!([]), "{name} {field}");
                assert_eq!(answer["isBreaking"], false, "{name} {field}");
            }
        }
    }
}

#[test]
fn what_came_one_way_goes_the_other() {
    let mut checked = 0;
    for (name, request) in pairs() {
        let (old, new) = (request["old"].as_str().unwrap(), request["new"].as_str().unwrap());
        let (there, back) = (compare(&request, old, new), compare(&request, new, old));
        if there["type"] != "success" || back["type"] != "success" {
            continue;
        }
        checked += 1;
        let told = |answer: &Value, kind: &str, value: &str| -> Vec<String> {
            let changes = answer["changes"].as_array().unwrap().iter().filter(|change| change["kind"] == kind);
            let mut told: Vec<_> = changes.map(|change| format!("{} {}", change["subject"], change[value])).collect();
            told.sort();
            told
        };
        // Without a key that can be read, there is nothing that could come back.
        if there["changes"][0]["code"] != "compare.signing-missing" {
            assert_eq!(told(&there, "added", "new"), told(&back, "removed", "old"), "{name}");
        }
        assert_eq!(told(&there, "changed", "old"), told(&back, "changed", "new"), "{name}");
    }
    assert!(checked > 40, "{checked}");
}

/// AWS knows a key before somebody signs with it, and forgets it after nobody does.
#[test]
fn every_plan_keeps_the_order() {
    let targets =
        ["iam", "identity-center", "cognito", "client-vpn", "opensearch", "opensearch-serverless", "connect", "grafana"];
    let mut switches = 0;
    for (name, mut request) in pairs() {
        for target in targets {
            request["target"] = json!(target);
            let (old, new) = (request["old"].as_str().unwrap(), request["new"].as_str().unwrap());
            let answer = compare(&request, old, new);
            let Some(plan) = answer["plan"].as_array() else { continue };
            let at = |action: &str| plan.iter().position(|step| step["action"] == action);
            let codes: Vec<&str> =
                answer["changes"].as_array().unwrap().iter().map(|change| change["code"].as_str().unwrap()).collect();
            let has = |code: &str| codes.contains(&code);
            if let Some(switch) = at("switch-key") {
                switches += 1;
                let known = at("update-aws").into_iter().chain(at("import-certificate")).min();
                assert!(known.is_some_and(|known| known < switch), "{name} {target}");
                assert!(at("verify").is_some_and(|verify| verify > switch), "{name} {target}");
                assert!(at("remove-certificate").is_none_or(|remove| remove > switch), "{name} {target}");
            }
            if let Some(remove) = at("remove-certificate") {
                assert!(at("wait").is_some_and(|wait| wait < remove), "{name} {target}");
            }
            // A plan there is where something has to be done, and nowhere else.
            let needed = answer["changes"].as_array().unwrap().iter().any(|change| change["severity"] != "info");
            assert_eq!(plan.is_empty(), !needed, "{name} {target}: {codes:?}");
            assert_eq!(
                answer["isBreaking"],
                answer["changes"].as_array().unwrap().iter().any(|change| change["severity"] == "error")
            );
            let is_whole = !["compare.entity-id", "compare.entity-gone", "compare.role-gone"].iter().any(|code| has(code));
            assert!(!has("compare.signing-replaced") || !is_whole || at("switch-key").is_some(), "{name} {target}");
        }
    }
    assert!(switches > 50, "{switches}");
}

#[test]
fn changes_do_not_multiply_and_the_worst_are_told() {
    let (_, request) = pairs().into_iter().find(|(name, _)| name == "a-certificate-is-replaced-for-iam").unwrap();
    let (old, new) = (request["old"].as_str().unwrap(), request["new"].as_str().unwrap());
    let formats: String = (0..3_000).map(|number| format!("<md:NameIDFormat>urn:{number}</md:NameIDFormat>")).collect();
    let answer = compare(&request, old, &new.replace("<md:SingleSignOnService", &format!("{formats}<md:SingleSignOnService")));
    assert_eq!(answer["changes"].as_array().unwrap().len(), 1_000);
    assert_eq!(answer["changes"][0]["code"], "compare.signing-replaced");
    assert_eq!(answer["isBreaking"], true);
    let told = answer["findings"].as_array().unwrap().iter().find(|finding| finding["code"] == "compare.left-out").unwrap();
    assert!(told["message"].as_str().unwrap().starts_with("2002 "), "{told}");
}
