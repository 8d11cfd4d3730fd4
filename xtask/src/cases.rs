//! The cases of `tests/cases`, put through a host. Each is a folder `<operation>/<sentence>/` with `answer.json` and
//! `request.json`, `request.raw` (bytes that are no JSON) or `request.repeat.json` (too large to keep).

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use crate::hosts::Host;
use crate::process::{self, Failed, Naming, Outcome, root};
use crate::toolchain;

/// A request, and the answer that every host must give.
pub(crate) struct Case {
    /// `saml_attributes/fifty-tags-are-sent`.
    pub(crate) name: String,
    pub(crate) operation: String,
    pub(crate) request: Vec<u8>,
    pub(crate) answer: Value,
}

/// How many cases came out right.
#[derive(Clone, Copy, Default)]
pub(crate) struct Tally {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
}

/// Every case, sorted by name.
pub(crate) fn all() -> Outcome<Vec<Case>> {
    let mut cases = Vec::new();
    for operation in folders(&root().join("tests/cases"))? {
        for folder in folders(&operation)? {
            let operation = name(&operation);
            cases.push(Case {
                name: format!("{operation}/{}", name(&folder)),
                operation,
                request: request(&folder)?,
                answer: parse(&folder.join("answer.json"))?,
            });
        }
    }
    if cases.is_empty() { Err(Failed::Because("tests/cases holds no cases".into())) } else { Ok(cases) }
}

/// Writes every answer.json anew, from what the core answers now.
pub(crate) fn bless() -> Outcome {
    toolchain::ensure()?;
    process::run(toolchain::cargo(&["test", "--quiet", "--locked", "--test", "cases", "--test", "reader"]).env("BLESS", "1"))
}

/// The answers of a host, all from one instance.
pub(crate) fn answers(host: Host, cases: &[Case]) -> Outcome<Vec<Vec<u8>>> {
    ask(host.prepare()?, cases)
}

/// The answers of a host that signs with this key what the plugin leaves pending.
pub(crate) fn answers_signed(host: Host, key: &Path, cases: &[Case]) -> Outcome<Vec<Vec<u8>>> {
    let mut command = host.prepare()?;
    command.arg("--sign").arg(key);
    ask(command, cases)
}

/// The cases that are signed inside the plugin, without their key: a host that signs must come to the same answers.
pub(crate) fn without_keys(cases: &[Case]) -> Vec<Case> {
    let signed = cases.iter().filter(|case| case.operation == "saml_issue" && case.answer.get("response").is_some());
    let without_key = signed.filter_map(|case| {
        let mut request: Value = serde_json::from_slice(&case.request).ok()?;
        request.get_mut("identityProvider")?.as_object_mut()?.remove("key")?;
        let Case { name, operation, answer, .. } = case;
        Some(Case {
            name: name.clone(),
            operation: operation.clone(),
            request: request.to_string().into_bytes(),
            answer: answer.clone(),
        })
    });
    without_key.collect()
}

fn ask(mut command: Command, cases: &[Case]) -> Outcome<Vec<Vec<u8>>> {
    command.args(["--lines", "-"]);
    let output = feed(&mut command, lines(cases))?;
    split(&output, cases)
}

/// The requests in the form that every host reads: `{"operation", "requestBase64"}`, one a line. Base64, so that a
/// host gets the bytes of the case and not what a JSON parser made of them.
pub(crate) fn lines(cases: &[Case]) -> Vec<u8> {
    let mut lines = Vec::new();
    for case in cases {
        let line = json!({ "operation": case.operation, "requestBase64": base64(&case.request) });
        lines.extend_from_slice(line.to_string().as_bytes());
        lines.push(b'\n');
    }
    lines
}

/// One answer a line, as many as there are cases.
pub(crate) fn split(output: &[u8], cases: &[Case]) -> Outcome<Vec<Vec<u8>>> {
    let answers: Vec<Vec<u8>> = output.split(|&byte| byte == b'\n').filter(|line| !line.is_empty()).map(<[u8]>::to_vec).collect();
    if answers.len() == cases.len() {
        Ok(answers)
    } else {
        Err(Failed::Because(format!("{} answers to {} requests", answers.len(), cases.len())))
    }
}

/// Compares answers with the expected ones as JSON, and byte by byte with what another host gave.
pub(crate) fn compare(host: &str, cases: &[Case], answers: &[Vec<u8>], reference: Option<&[Vec<u8>]>) -> Tally {
    let mut tally = Tally::default();
    for (number, (case, answer)) in cases.iter().zip(answers).enumerate() {
        let same_bytes = reference.and_then(|reference| reference.get(number)).is_none_or(|expected| expected == answer);
        let same_value = serde_json::from_slice::<Value>(answer).is_ok_and(|answer| answer == case.answer);
        if same_value && same_bytes {
            tally.passed += 1;
            continue;
        }
        tally.failed += 1;
        let what = if same_value { "says the same in other bytes than the native core" } else { "differs from answer.json" };
        eprintln!("FAILED {host}: {} {what}\n  {}", case.name, shortened(answer));
    }
    tally
}

fn shortened(answer: &[u8]) -> String {
    let text = String::from_utf8_lossy(answer);
    let mut short: String = text.chars().take(400).collect();
    if short.len() < text.len() {
        short += " ...";
    }
    short
}

/// Runs a program on this input and gives what it wrote; its exit status says only what its answers say too.
pub(crate) fn feed(command: &mut Command, input: Vec<u8>) -> Outcome<Vec<u8>> {
    let output = process::feed(command, input)?;
    match output.status.code() {
        Some(0 | 1) => Ok(output.stdout),
        _ => Err(Failed::Because(format!("the host broke ({})", output.status))),
    }
}

fn request(folder: &Path) -> Outcome<Vec<u8>> {
    for name in ["request.json", "request.raw"] {
        if let Ok(bytes) = fs::read(folder.join(name)) {
            return Ok(bytes);
        }
    }
    let repeat = parse(&folder.join("request.repeat.json"))?;
    let text = |key: &str| repeat.get(key).and_then(Value::as_str).unwrap_or_default();
    let times = repeat.get("times").and_then(Value::as_u64).and_then(|times| usize::try_from(times).ok()).unwrap_or(0);
    Ok(format!("{}{}{}", text("prefix"), text("text").repeat(times), text("suffix")).into_bytes())
}

pub(crate) fn parse(file: &Path) -> Outcome<Value> {
    let bytes = fs::read(file).naming(file)?;
    serde_json::from_slice(&bytes).map_err(|error| Failed::Because(format!("{}: {error}", file.display())))
}

pub(crate) fn folders(path: &Path) -> Outcome<Vec<PathBuf>> {
    let mut folders = Vec::new();
    for entry in fs::read_dir(path).naming(path)? {
        let path = entry.naming(path)?.path();
        if path.is_dir() {
            folders.push(path);
        }
    }
    folders.sort();
    Ok(folders)
}

pub(crate) fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// RFC 4648, padded. Ten lines are cheaper than a dependency that is compiled before everything else.
pub(crate) fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = (0..3).fold(0_usize, |group, index| group << 8 | usize::from(chunk.get(index).copied().unwrap_or(0)));
        for index in 0..4 {
            let digit = char::from(ALPHABET[group >> (18 - 6 * index) & 63]);
            text.push(if index <= chunk.len() { digit } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn base64_of_the_rfc() {
        for (bytes, text) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE=")]
        {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }
}
