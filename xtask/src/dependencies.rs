//! Licences and sources of every dependency, held against deny.toml.
//!
//! cargo-deny reads the same file and checks more (advisories), but compiling it takes longer than all of our own
//! tests; what must hold on every run is checked here, from what cargo itself says.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;

use crate::process::{self, Failed, Naming, Outcome, root};
use crate::toolchain;

/// Where every dependency must come from, as cargo names it.
const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

pub(crate) fn check() -> Outcome {
    let file = root().join("deny.toml");
    let text = fs::read_to_string(&file).naming(&file)?;
    let allowed = strings_after(&text, "allow = [");
    // Pairs of licence and package, as each line names them in this order.
    let exceptions = strings_after(&text, "exceptions = [");

    let mut metadata = toolchain::cargo(&["metadata", "--locked", "--format-version", "1"]);
    metadata.args(["--filter-platform", "wasm32-unknown-unknown", "--filter-platform", "x86_64-unknown-linux-gnu"]);
    let metadata: Value = serde_json::from_str(&process::read(&mut metadata)?)
        .map_err(|error| Failed::Because(format!("`cargo metadata` gave no JSON: {error}")))?;

    let mut wrong = Vec::new();
    let packages = metadata.get("packages").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    for package in packages {
        let text = |key: &str| package.get(key).and_then(Value::as_str);
        let name = text("name").unwrap_or_default();
        // Without a source: a member of this workspace.
        let Some(source) = text("source") else { continue };
        if source != CRATES_IO {
            wrong.push(format!("{name} comes from {source}"));
        }
        let license = text("license").unwrap_or_default();
        let excepted = exceptions.chunks(2).any(|pair| *pair == [license, name]);
        if !excepted && !is_allowed(license, &allowed) {
            wrong.push(format!("{name} has the licence `{license}`"));
        }
    }
    wrong.extend(banned(&text, &metadata));
    if packages.is_empty() {
        wrong.push("cargo names no packages".into());
    }
    if wrong.is_empty() { Ok(()) } else { Err(Failed::Because(format!("deny.toml: {}", wrong.join("; ")))) }
}

/// Who depends on what is banned without being one of its `wrappers`.
fn banned(text: &str, metadata: &Value) -> Vec<String> {
    let list = text.split_once("\ndeny = [").and_then(|(_, rest)| rest.split_once("\n]")).map_or("", |(list, _)| list);
    // On each line the banned package comes first, and then its wrappers.
    let bans: Vec<Vec<&str>> = list.lines().map(|line| line.split('"').skip(1).step_by(2).collect()).collect();
    let listed = |pointer: &str| metadata.pointer(pointer).and_then(Value::as_array).into_iter().flatten();
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let names: BTreeMap<String, String> =
        listed("/packages").map(|package| (text(package, "id"), text(package, "name"))).collect();
    let name = |id: &str| names.get(id).map_or("", String::as_str);

    let mut wrong = Vec::new();
    for node in listed("/resolve/nodes") {
        let dependent = text(node, "id");
        let dependent = name(&dependent);
        for dependency in node.get("deps").and_then(Value::as_array).into_iter().flatten() {
            let dependency = text(dependency, "pkg");
            let dependency = name(&dependency);
            if bans.iter().any(|ban| ban.first() == Some(&dependency) && !ban.iter().skip(1).any(|wrapper| *wrapper == dependent))
            {
                wrong.push(format!("{dependency} is banned, and {dependent} depends on it"));
            }
        }
    }
    wrong
}

/// The quoted strings of a list in our own deny.toml.
fn strings_after<'a>(text: &'a str, start: &str) -> Vec<&'a str> {
    let list = text.split_once(start).and_then(|(_, rest)| rest.split_once("\n]")).map_or("", |(list, _)| list);
    list.split('"').skip(1).step_by(2).collect()
}

/// Whether an SPDX expression can be met with the allowed licences. `OR` binds weaker than `AND`, `/` is an old `OR`.
fn is_allowed(expression: &str, allowed: &[&str]) -> bool {
    let tokens = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let tokens: Vec<&str> = tokens.split_whitespace().collect();
    let mut rest = tokens.as_slice();
    !tokens.is_empty() && any(&mut rest, allowed) && rest.is_empty()
}

fn any(tokens: &mut &[&str], allowed: &[&str]) -> bool {
    let mut met = all(tokens, allowed);
    while let ["OR", rest @ ..] = *tokens {
        *tokens = rest;
        met |= all(tokens, allowed);
    }
    met
}

fn all(tokens: &mut &[&str], allowed: &[&str]) -> bool {
    let mut met = one(tokens, allowed);
    while let ["AND", rest @ ..] = *tokens {
        *tokens = rest;
        met &= one(tokens, allowed);
    }
    met
}

fn one(tokens: &mut &[&str], allowed: &[&str]) -> bool {
    match *tokens {
        ["(", rest @ ..] => {
            *tokens = rest;
            let met = any(tokens, allowed);
            let [")", rest @ ..] = *tokens else { return false };
            *tokens = rest;
            met
        }
        [license, "WITH", exception, rest @ ..] => {
            *tokens = rest;
            allowed.contains(&format!("{license} WITH {exception}").as_str())
        }
        [license, rest @ ..] => {
            *tokens = rest;
            allowed.contains(license)
        }
        [] => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{banned, is_allowed};

    #[test]
    fn bans() {
        let text = "[bans]\ndeny = [\n  { crate = \"ring\", wrappers = [\"rustls\"] },\n  { crate = \"openssl\" },\n]\n";
        let told = |dependent: &str, dependency: &str| {
            let packages = [dependent, dependency].map(|name| json!({ "id": format!("{name}#1"), "name": name }));
            let nodes = [json!({ "id": format!("{dependent}#1"), "deps": [{ "name": "x", "pkg": format!("{dependency}#1") }] })];
            banned(text, &json!({ "packages": packages, "resolve": { "nodes": nodes } })).len()
        };
        assert_eq!(told("rustls", "ring"), 0);
        assert_eq!(told("aws-federation", "ring"), 1);
        assert_eq!(told("rustls", "openssl"), 1);
        assert_eq!(told("aws-federation", "rustls"), 0);
    }

    #[test]
    fn expressions() {
        let allowed = ["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "Unicode-3.0"];
        for (expression, expected) in [
            ("MIT", true),
            ("MIT/GPL-3.0", true),
            ("GPL-3.0 OR Apache-2.0 WITH LLVM-exception", true),
            ("(MIT OR GPL-3.0) AND Unicode-3.0", true),
            ("MIT OR GPL-3.0 AND GPL-2.0", true),
            ("MIT AND GPL-3.0", false),
            ("GPL-3.0", false),
            ("MIT WITH Something", false),
            ("(MIT", false),
            ("MIT)", false),
            ("", false),
        ] {
            assert_eq!(is_allowed(expression, &allowed), expected, "{expression}");
        }
    }
}
