//! `cargo xtask call`: one operation through one host.

use std::fs;

use crate::hosts::Host;
use crate::process::{Failed, Naming, Outcome, not_started, root};

pub(crate) fn run(arguments: &[&str]) -> Outcome<u8> {
    let mut host = Host::JsExtism;
    let mut lines = false;
    let mut operation = None;
    let mut rest = arguments.iter().copied();
    while let Some(argument) = rest.next() {
        match argument {
            "--host" => {
                let name = rest.next().ok_or_else(|| Failed::Misuse("`--host` needs a name".into()))?;
                host = Host::named(name)?;
            }
            "--lines" => lines = true,
            option if option.starts_with("--") => return Err(Failed::Misuse(format!("`{option}` is no option of `call`"))),
            name if operation.is_none() => operation = Some(name),
            more => return Err(Failed::Misuse(format!("one operation at a time, not `{more}` too"))),
        }
    }
    let operation = operation.ok_or_else(|| Failed::Misuse("which operation?".into()))?;
    // `-` lets each line name its operation.
    if !(lines && operation == "-") {
        let known = operations()?;
        if !known.iter().any(|name| name == operation) {
            return Err(Failed::Misuse(format!("`{operation}` is no operation; known: {}", known.join(", "))));
        }
    }

    let mut command = host.prepare()?;
    if lines {
        command.arg("--lines");
    }
    command.arg(operation);
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
