//! The core without a host: the command line of the hosts, for comparing their answers with its.
//!
//! `native [--lines] OPERATION`: request on stdin, answer on stdout; exit status 0 success, 1 failure answer, 2 misuse.
//! With `--time` before `--lines`, each answer is replaced by the nanoseconds that it took.
//! `native --read [--chunk BYTES] REQUEST.json`: metadata on stdin, read in chunks; an answer for each, and that of the task.

use std::error::Error;
use std::io::{self, BufRead, Read, Write};
use std::process::ExitCode;
use std::time::Instant;

use aws_federation::{MetadataReader, Operation, call};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::Value;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["--time", "--lines", operation] => lines(operation, true),
        ["--lines", operation] | [operation, "--lines"] => lines(operation, false),
        ["--read", request] => read(request, 64 << 10),
        ["--read", "--chunk", size, request] => match size.parse() {
            Ok(size @ 1..) => read(request, size),
            _ => Err("--chunk needs a number of bytes".into()),
        },
        [operation] => one(operation),
        _ => Err("usage: native [[--time] --lines] OPERATION, or native --read [--chunk BYTES] REQUEST.json".into()),
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

fn one(operation: &str) -> Result<bool, Box<dyn Error>> {
    let operation = named(operation)?;
    let mut request = Vec::new();
    io::stdin().read_to_end(&mut request)?;
    let answer = call(operation, &request);
    write_line(&mut io::stdout(), &answer)?;
    Ok(is_success(&answer))
}

/// Reads a document of any size as it comes. The reader refuses by itself what comes after a failure.
fn read(request: &str, chunk: usize) -> Result<bool, Box<dyn Error>> {
    let request = std::fs::read(request).map_err(|error| format!("{request}: {error}"))?;
    let (mut stdin, mut stdout) = (io::stdin().lock(), io::stdout().lock());
    let mut reader = match MetadataReader::open(&request) {
        Ok(reader) => reader,
        Err(failure) => {
            write_line(&mut stdout, &failure)?;
            return Ok(false);
        }
    };
    let mut bytes = Vec::new();
    while stdin.by_ref().take(u64::try_from(chunk)?).read_to_end(&mut bytes)? > 0 {
        let progress = reader.push(&bytes);
        write_line(&mut stdout, &progress)?;
        if !is_success(&progress) {
            return Ok(false);
        }
        bytes.clear();
    }
    let answer = reader.finish();
    write_line(&mut stdout, &answer)?;
    Ok(is_success(&answer))
}

#[allow(clippy::disallowed_methods, reason = "the benchmark's clock; the core is called without one")]
fn lines(operation: &str, time: bool) -> Result<bool, Box<dyn Error>> {
    let fixed = if operation == "-" { None } else { Some(named(operation)?) };
    let mut reader = MetadataReader::closed();
    let mut stdout = io::stdout().lock();
    let mut all = true;
    for line in io::stdin().lock().split(b'\n') {
        let line = line?;
        let (asked, request) = match fixed {
            Some(operation) => (Asked::Operation(operation), line),
            None => addressed(&line)?,
        };
        let start = Instant::now();
        let answer = match asked {
            Asked::Operation(operation) => call(operation, &request),
            Asked::Open => match MetadataReader::open(&request) {
                Ok(opened) => {
                    reader = opened;
                    br#"{"type":"success"}"#.to_vec()
                }
                Err(failure) => {
                    reader = MetadataReader::closed();
                    failure
                }
            },
            Asked::Push => reader.push(&request),
            Asked::Finish => reader.finish(),
        };
        let took = start.elapsed().as_nanos();
        all &= is_success(&answer);
        match (time, is_success(&answer)) {
            (false, _) => write_line(&mut stdout, &answer)?,
            (true, true) => write_line(&mut stdout, took.to_string().as_bytes())?,
            // A refusal is quick; as a time it would be a lie.
            (true, false) => write_line(&mut stdout, b"refused")?,
        }
    }
    Ok(all)
}

/// What a line can name.
enum Asked {
    Operation(Operation),
    Open,
    Push,
    Finish,
}

/// `{"operation":"...","request":...}` or `{"operation":"...","requestBase64":"..."}`.
fn addressed(line: &[u8]) -> Result<(Asked, Vec<u8>), Box<dyn Error>> {
    let line: Value = serde_json::from_slice(line)?;
    let operation = line.get("operation").and_then(Value::as_str).ok_or("a line names its `operation`")?;
    let request = match (line.get("request"), line.get("requestBase64").and_then(Value::as_str)) {
        (Some(request), None) => serde_json::to_vec(request)?,
        (None, Some(bytes)) => BASE64_STANDARD.decode(bytes)?,
        (None, None) => Vec::new(),
        (Some(_), Some(_)) => return Err("a line holds `request` or `requestBase64`".into()),
    };
    let asked = match operation {
        "metadata_reader_open" => Asked::Open,
        "metadata_reader_push" => Asked::Push,
        "metadata_reader_finish" => Asked::Finish,
        operation => Asked::Operation(named(operation)?),
    };
    Ok((asked, request))
}

fn named(operation: &str) -> Result<Operation, String> {
    Operation::named(operation).ok_or_else(|| format!("`{operation}` is no operation"))
}

fn is_success(answer: &[u8]) -> bool {
    answer.starts_with(br#"{"type":"success""#)
}

fn write_line(out: &mut impl Write, answer: &[u8]) -> io::Result<()> {
    out.write_all(answer)?;
    out.write_all(b"\n")
}
