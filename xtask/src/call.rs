//! `cargo xtask call`: one operation, or one document in chunks, through one host.

use std::fs;
use std::path::Path;

use crate::hosts::Host;
use crate::process::{Failed, Naming, Outcome, not_started, root};

pub(crate) fn run(arguments: &[&str]) -> Outcome<u8> {
    let mut host = Host::JsExtism;
    let (mut lines, mut read, mut chunk, mut name) = (false, false, None, None);
    let mut rest = arguments.iter().copied();
    while let Some(argument) = rest.next() {
        let mut value = || rest.next().ok_or_else(|| Failed::Misuse(format!("`{argument}` needs a value")));
        match argument {
            "--host" => host = Host::named(value()?)?,
            "--lines" => lines = true,
            "--read" => read = true,
            "--chunk" => chunk = Some(value()?),
            option if option.starts_with("--") => return Err(Failed::Misuse(format!("`{option}` is no option of `call`"))),
            argument if name.is_none() => name = Some(argument),
            more => return Err(Failed::Misuse(format!("one operation or request at a time, not `{more}` too"))),
        }
    }
    if read && lines {
        return Err(Failed::Misuse("`--read` or `--lines`".into()));
    }
    if chunk.is_some_and(|bytes| !read || !matches!(bytes.parse::<usize>(), Ok(1..))) {
        return Err(Failed::Misuse("`--chunk` needs `--read` and a number of bytes".into()));
    }

    let mut words: Vec<std::ffi::OsString> = Vec::new();
    if read {
        let request = name.ok_or_else(|| Failed::Misuse("which request?".into()))?;
        // The host runs in the workspace's folder, and we perhaps not.
        let request = fs::canonicalize(request).naming(Path::new(request))?;
        words.push("--read".into());
        words.extend(chunk.into_iter().flat_map(|bytes| ["--chunk".into(), bytes.into()]));
        words.push(request.into());
    } else {
        let operation = name.ok_or_else(|| Failed::Misuse("which operation?".into()))?;
        // `-` lets each line name its operation.
        if !(lines && operation == "-") {
            let known = operations()?;
            if !known.iter().any(|name| name == operation) {
                return Err(Failed::Misuse(format!("`{operation}` is no operation; known: {}", known.join(", "))));
            }
        }
        words.extend(lines.then(|| "--lines".into()));
        words.push(operation.into());
    }

    let mut command = host.prepare()?;
    command.args(words);
    // The host reads our stdin and writes our stdout: the bytes of request and answer pass through nobody's hands.
    let status = command.status().map_err(|error| not_started(&command, &error))?;
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(2))
}

/// The operations of the contract.
pub(crate) fn operations() -> Outcome<Vec<String>> {
    let file = root().join("docs/schema/aws-federation.schema.json");
    let text = fs::read_to_string(&file).naming(&file)?;
    let schema: serde_json::Value =
        serde_json::from_str(&text).map_err(|error| Failed::Because(format!("{}: {error}", file.display())))?;
    let operations = schema.get("x-operations").and_then(serde_json::Value::as_object);
    Ok(operations.map(|names| names.keys().cloned().collect()).unwrap_or_default())
}
