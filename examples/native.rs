//! The core without a host: the command line of the hosts, for comparing their answers with its.
//!
//! `native [--lines] OPERATION`: request on stdin, answer on stdout; exit status 0 success, 1 failure answer, 2 misuse.
//! With `--time` before `--lines`, each answer is replaced by the nanoseconds that it took.

use std::io::{self, BufRead, Read, Write};
use std::process::ExitCode;
use std::time::Instant;

use aws_federation::{Operation, call};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::Value;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["--time", "--lines", operation] => lines(operation, true),
        ["--lines", operation] | [operation, "--lines"] => lines(operation, false),
        [operation] => one(operation),
        _ => Err("usage: native [[--time] --lines] OPERATION".into()),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("native: {error}");
            ExitCode::from(2)
        }
    }
}

fn one(operation: &str) -> Result<bool, Box<dyn std::error::Error>> {
    let operation = named(operation)?;
    let mut request = Vec::new();
    io::stdin().read_to_end(&mut request)?;
    let answer = call(operation, &request);
    io::stdout().write_all(&answer)?;
    io::stdout().write_all(b"\n")?;
    Ok(is_success(&answer))
}

#[allow(clippy::disallowed_methods, reason = "the benchmark's clock; the core is called without one")]
fn lines(operation: &str, time: bool) -> Result<bool, Box<dyn std::error::Error>> {
    let fixed = if operation == "-" { None } else { Some(named(operation)?) };
    let mut stdout = io::stdout().lock();
    let mut all = true;
    for line in io::stdin().lock().split(b'\n') {
        let line = line?;
        let (operation, request) = match fixed {
            Some(operation) => (operation, line),
            None => addressed(&line)?,
        };
        let start = Instant::now();
        let answer = call(operation, &request);
        let took = start.elapsed().as_nanos();
        all &= is_success(&answer);
        match (time, is_success(&answer)) {
            (false, _) => stdout.write_all(&answer)?,
            (true, true) => write!(stdout, "{took}")?,
            // A refusal is quick; as a time it would be a lie.
            (true, false) => stdout.write_all(b"refused")?,
        }
        stdout.write_all(b"\n")?;
    }
    Ok(all)
}

/// `{"operation":"...","request":...}` or `{"operation":"...","requestBase64":"..."}`.
fn addressed(line: &[u8]) -> Result<(Operation, Vec<u8>), Box<dyn std::error::Error>> {
    let line: Value = serde_json::from_slice(line)?;
    let operation = line.get("operation").and_then(Value::as_str).ok_or("a line names its `operation`")?;
    let request = match (line.get("request"), line.get("requestBase64").and_then(Value::as_str)) {
        (Some(request), None) => serde_json::to_vec(request)?,
        (None, Some(bytes)) => BASE64_STANDARD.decode(bytes)?,
        (None, None) => Vec::new(),
        (Some(_), Some(_)) => return Err("a line holds `request` or `requestBase64`".into()),
    };
    Ok((named(operation)?, request))
}

fn named(operation: &str) -> Result<Operation, String> {
    Operation::named(operation).ok_or_else(|| format!("`{operation}` is no operation"))
}

fn is_success(answer: &[u8]) -> bool {
    answer.starts_with(br#"{"type":"success""#)
}
