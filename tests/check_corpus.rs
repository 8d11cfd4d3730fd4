//! `saml_check` on documents of others. Not part of `cargo test`: a clone has no corpus.
//!
//! `AWS_FEDERATION_CORPUS=DIR cargo test --test check_corpus -- --ignored --nocapture`

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::expect_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use aws_federation::{Operation, call};
use serde_json::{Value, json};

/// An instant of whole seconds as RFC 3339.
fn instant(seconds: i64) -> String {
    let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    // Howard Hinnant's civil_from_days.
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day = days.rem_euclid(146_097);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let of_year = day - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let (date, month_of) = (of_year - (153 * month + 2) / 5 + 1, if month < 10 { month + 3 } else { month - 9 });
    let year = year + era * 400 + i64::from(month_of <= 2);
    format!("{year:04}-{month_of:02}-{date:02}T{:02}:{:02}:{:02}Z", rest / 3600, rest / 60 % 60, rest % 60)
}

#[test]
#[ignore = "needs the corpus"]
fn nothing_forged_is_accepted_and_every_good_signature_is_found() {
    let corpus = PathBuf::from(std::env::var_os("AWS_FEDERATION_CORPUS").expect("AWS_FEDERATION_CORPUS names the corpus"));
    let responses = corpus.join("saml-responses");
    let manifest: Value = serde_json::from_str(&fs::read_to_string(responses.join("manifest.json")).unwrap()).unwrap();
    let mut table: BTreeMap<[String; 3], usize> = BTreeMap::new();
    let mut reasons: BTreeMap<[String; 2], Vec<String>> = BTreeMap::new();
    let (mut wrong, mut count) = (Vec::new(), 0);
    for entry in manifest.as_array().unwrap() {
        let file = entry["file"].as_str().unwrap();
        let expected = entry["expected"].as_str().unwrap();
        let Ok(response) = String::from_utf8(fs::read(responses.join(file)).unwrap()) else {
            *table.entry([expected.into(), "not UTF-8".into(), String::new()]).or_default() += 1;
            continue;
        };
        count += 1;
        let config = &entry["sp_config"];
        let mut question = json!({
            "response": response, "sha1": true, "channel": "console",
            "now": config["clock"].as_i64().map_or_else(|| "2026-11-23T15:31:32Z".to_owned(), instant),
        });
        if let Some(certificate) = config["cert"].as_str() {
            let certificate = fs::read_to_string(responses.join(certificate)).unwrap();
            question["identityProvider"] = json!({"entityId": config["idp_entity"], "certificates": [certificate]});
            question["serviceProvider"] = json!({"audience": config["audience"], "acs": config["acs"]});
        }
        let mut answer = call(Operation::SamlCheck, question.to_string().as_bytes());
        let mut parsed: Value = serde_json::from_slice(&answer).unwrap();
        if parsed["type"] == "failure" {
            // A name or address that is none is the corpus's, not the Response's.
            let paths: Vec<String> =
                parsed["errors"].as_array().unwrap().iter().map(|error| error["path"].as_str().unwrap().to_owned()).collect();
            if paths.iter().any(|path| path.starts_with("/serviceProvider")) {
                question.as_object_mut().unwrap().remove("serviceProvider");
            }
            if paths.iter().any(|path| path == "/identityProvider/entityId") {
                question["identityProvider"].as_object_mut().unwrap().remove("entityId");
            }
            if paths.iter().all(|path| path != "/response") {
                answer = call(Operation::SamlCheck, question.to_string().as_bytes());
                parsed = serde_json::from_slice(&answer).unwrap();
            }
        }
        let text = String::from_utf8(answer).unwrap();
        if text.contains("EvilAdmin") || text.contains("evil-0001") {
            wrong.push(format!("{file}: the forged identity is in the answer"));
        }
        let verdict = parsed["verdict"].as_str().unwrap_or("failure").to_owned();
        let facts = &parsed["facts"];
        let signature = |name: &str| facts[name].as_str().unwrap_or("-");
        let signatures = format!("{} / {}", signature("assertionSignature"), signature("responseSignature"));
        let is_valid = [signature("assertionSignature"), signature("responseSignature")].contains(&"valid");
        if expected.starts_with("reject") && verdict == "accept" {
            // Those that may return what was signed have returned no more than that: facts come from nowhere else.
            let may_return = expected.starts_with("reject-or-return-only-signed-data") && is_valid;
            if !may_return {
                wrong.push(format!("{file}: {expected}, and accepted"));
            }
        }
        // Of two assertions none is read, whatever other engines do.
        let is_single = entry["n_assert"].as_u64().unwrap_or_default() + entry["n_enc"].as_u64().unwrap_or_default() < 2;
        if (expected.starts_with("accept") || expected.starts_with("signature-valid") && is_single)
            && config["cert"].is_string()
            && !is_valid
        {
            wrong.push(format!("{file}: {expected}, and signatures are {signatures}: {:#}", parsed["findings"]));
        }
        let has_identity = !facts["nameId"].is_null() || !facts["issuer"].is_null();
        if has_identity && !is_valid {
            wrong.push(format!("{file}: facts of nobody"));
        }
        *table.entry([expected.chars().take(48).collect(), verdict.clone(), signatures]).or_default() += 1;
        let findings = if verdict == "failure" { &parsed["errors"] } else { &parsed["findings"] };
        if std::env::var_os("TRACE").is_some() && expected.starts_with("accept") {
            println!("{file} {verdict} {findings:#}");
        }
        let first = findings
            .as_array()
            .unwrap()
            .iter()
            .find(|finding| finding["severity"].as_str().is_none_or(|severity| severity == "error"));
        let first = first.map_or("-", |finding| finding["code"].as_str().unwrap());
        reasons.entry([verdict, first.to_owned()]).or_default().push(file.to_owned());
    }
    println!("{count} documents\n\n| expected | verdict | assertion / Response signature | |\n|---|---|---|---|");
    for ([expected, verdict, signatures], count) in &table {
        println!("| {expected} | {verdict} | {signatures} | {count} |");
    }
    println!("\n| verdict | first error | |\n|---|---|---|");
    for ([verdict, code], files) in &reasons {
        println!("| {verdict} | {code} | {} | {}", files.len(), files[0]);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
