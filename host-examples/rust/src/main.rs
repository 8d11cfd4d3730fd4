//! aws-federation in Rust, in both kinds of host: `extism.rs` and `component.rs` are the examples to copy; here is the
//! command line that lets one operation be called from a shell.

mod answers;
mod component;
mod extism;
mod operations;
mod read;
mod sign;

use std::io::{self, BufRead, Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::value::RawValue;

use operations::{OPERATIONS, Operation};

const USAGE: &str = "\
usage: host-example-rust [HOST] [--sign KEY.pem] [[--time] --lines] OPERATION < request.json > answer.json
       host-example-rust [HOST] --read [--chunk BYTES] REQUEST.json < document.xml > answers.jsonl

  HOST       [--host rust-extism|rust-component] [--wasm PATH] [--memory MIB]
  --memory   the plugin breaks when it wants more; default: 1024
  --sign     what saml_issue leaves pending is signed with this RSA key by OpenSSL, and completed
  --time     nanoseconds instead of answers, for benchmarks
  --lines    one request a line, one answer a line, all from one instance
  --read     metadata of any size, read in chunks (65536 bytes without --chunk): an answer for each, and that of the task
  OPERATION  with --lines it may be -: then each line is
             {\"operation\":\"...\",\"request\":{...}} or {\"operation\":\"...\",\"requestBase64\":\"...\"},
             or so names metadata_reader_open, metadata_reader_push or metadata_reader_finish

status: 0 success, 1 a failure answer, 2 misuse, 3 the plugin broke";

pub type Failed = Box<dyn std::error::Error + Send + Sync>;

/// A loaded plugin.
pub trait Host {
    /// JSON in, JSON out. Fails only if the plugin is broken: a refused request is an answer.
    fn call(&mut self, operation: &Operation, request: &[u8]) -> Result<Vec<u8>, Failed>;

    /// Begins a document that comes in chunks; one that was begun before is given up. Answers as `metadata_reader_open`.
    fn open(&mut self, request: &[u8]) -> Result<Vec<u8>, Failed>;

    /// Reads on. Answers as `metadata_reader_push`.
    fn push(&mut self, chunk: &[u8]) -> Result<Vec<u8>, Failed>;

    /// Ends the document. Answers as `metadata_reader_finish`.
    fn finish(&mut self) -> Result<Vec<u8>, Failed>;
}

/// A host that has types cannot express reading on in a document that was never begun.
#[derive(Debug)]
pub struct NoDocument;

impl std::fmt::Display for NoDocument {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter.write_str("no document was begun: metadata_reader_open comes first")
    }
}

impl std::error::Error for NoDocument {}

fn main() -> ExitCode {
    let arguments = match Arguments::read(std::env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(misuse) => {
            eprintln!("{misuse}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match answer(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(Stopped::Misuse(misuse)) => {
            eprintln!("{misuse}\n\n{USAGE}");
            ExitCode::from(2)
        }
        Err(Stopped::Broken(error)) => {
            eprintln!("{error:?}");
            ExitCode::from(3)
        }
    }
}

struct Arguments {
    component: bool,
    wasm: Option<PathBuf>,
    /// MiB.
    memory: u32,
    sign: Option<PathBuf>,
    task: Task,
}

/// What is to be done with stdin.
enum Task {
    /// It is one request.
    Operation(&'static Operation),
    /// Each line is a request, of this operation or of the one that it names.
    Lines { operation: Option<&'static Operation>, time: bool },
    /// It is a document to be read in chunks.
    Read { request: Vec<u8>, chunk: usize },
}

/// What a line can name.
enum Asked {
    Operation(&'static Operation),
    Open,
    Push,
    Finish,
}

impl Arguments {
    fn read(mut words: impl Iterator<Item = String>) -> Result<Self, String> {
        let (mut component, mut wasm, mut memory, mut sign) = (false, None, 1024, None);
        let (mut time, mut lines, mut read, mut chunk, mut name) = (false, false, false, None, None);
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or_else(|| format!("{word} needs a value"));
            match word.as_str() {
                "--host" => match value()?.as_str() {
                    "rust-extism" => component = false,
                    "rust-component" => component = true,
                    _ => return Err("--host needs rust-extism or rust-component".into()),
                },
                "--wasm" => wasm = Some(PathBuf::from(value()?)),
                "--memory" => memory = value()?.parse().map_err(|_| "--memory needs a number of MiB")?,
                "--sign" => sign = Some(PathBuf::from(value()?)),
                "--time" => time = true,
                "--lines" => lines = true,
                "--read" => read = true,
                "--chunk" => match value()?.parse() {
                    Ok(size @ 1..) => chunk = Some(size),
                    _ => return Err("--chunk needs a number of bytes".into()),
                },
                option if option.starts_with("--") => return Err(format!("unknown option {option}")),
                _ if name.is_some() => return Err("name one operation, or one request to read".into()),
                _ => name = Some(word),
            }
        }
        let name = name.ok_or("name one operation, or a request to read")?;
        let task = match (read, lines) {
            (true, true) => return Err("--read or --lines".into()),
            (true, false) => {
                let request = std::fs::read(&name).map_err(|error| format!("{name}: {error}"))?;
                Task::Read { request, chunk: chunk.unwrap_or(read::CHUNK) }
            }
            _ if chunk.is_some() => return Err("--chunk needs --read".into()),
            (false, true) => Task::Lines { operation: if name == "-" { None } else { Some(named(&name)?) }, time },
            (false, false) => Task::Operation(named(&name)?),
        };
        Ok(Self { component, wasm, memory, sign, task })
    }
}

enum Stopped {
    Misuse(String),
    Broken(Failed),
}

impl<E: Into<Failed>> From<E> for Stopped {
    fn from(error: E) -> Self {
        let error = error.into();
        if error.is::<NoDocument>() { Self::Misuse(error.to_string()) } else { Self::Broken(error) }
    }
}

fn answer(arguments: &Arguments) -> Result<bool, Stopped> {
    let kind = if arguments.component { "component" } else { "extism" };
    let wasm = arguments.wasm.clone().unwrap_or_else(|| format!("dist/aws-federation.{kind}.wasm").into());
    let loaded: Result<Box<dyn Host>, Failed> = if arguments.component {
        component::Wasmtime::load(&wasm, arguments.memory).map(|host| Box::new(host) as _)
    } else {
        extism::Extism::load(&wasm, arguments.memory).map(|host| Box::new(host) as _)
    };
    let mut host = loaded.map_err(|error| Stopped::Misuse(format!("{} cannot be loaded: {error}", wasm.display())))?;

    let mut stdout = io::stdout().lock();
    let mut ask = |asked: &Asked, request: &[u8]| match (asked, &arguments.sign) {
        (Asked::Operation(operation), Some(key)) if operation.name == "saml_issue" => {
            sign::issue(&mut *host, operation, request, |bytes| sign::with_openssl(key, bytes))
        }
        (Asked::Operation(operation), _) => host.call(operation, request),
        (Asked::Open, _) => host.open(request),
        (Asked::Push, _) => host.push(request),
        (Asked::Finish, _) => host.finish(),
    };
    match &arguments.task {
        Task::Operation(operation) => {
            let mut request = Vec::new();
            io::stdin().read_to_end(&mut request)?;
            let answer = ask(&Asked::Operation(operation), &request)?;
            write_line(&mut stdout, &answer)?;
            Ok(is_success(&answer))
        }
        Task::Read { request, chunk } => {
            let each = |answer: &[u8]| Ok(write_line(&mut stdout, answer)?);
            Ok(read::metadata(&mut *host, request, io::stdin().lock(), *chunk, each)?)
        }
        Task::Lines { operation, time } => {
            let mut success = true;
            for line in io::stdin().lock().split(b'\n') {
                let line = line?;
                let (asked, request) = match operation {
                    Some(operation) => (Asked::Operation(operation), line),
                    None => addressed(&line).map_err(Stopped::Misuse)?,
                };
                let start = Instant::now();
                let answer = ask(&asked, &request)?;
                let took = start.elapsed().as_nanos();
                success &= is_success(&answer);
                match (time, is_success(&answer)) {
                    (false, _) => write_line(&mut stdout, &answer)?,
                    (true, true) => write_line(&mut stdout, took.to_string().as_bytes())?,
                    // A refusal is quick; as a time it would be a lie.
                    (true, false) => write_line(&mut stdout, b"refused")?,
                }
            }
            Ok(success)
        }
    }
}

fn write_line(stdout: &mut impl Write, answer: &[u8]) -> io::Result<()> {
    stdout.write_all(answer)?;
    stdout.write_all(b"\n")?;
    stdout.flush()
}

fn is_success(answer: &[u8]) -> bool {
    answer.starts_with(br#"{"type":"success""#)
}

/// A line that names its operation; `requestBase64` carries bytes that are no JSON.
fn addressed(line: &[u8]) -> Result<(Asked, Vec<u8>), String> {
    #[derive(serde::Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    struct Line<'a> {
        operation: String,
        #[serde(borrow)]
        request: Option<&'a RawValue>,
        request_base64: Option<String>,
    }
    let line: Line = serde_json::from_slice(line).map_err(|error| error.to_string())?;
    let request = match (line.request, line.request_base64) {
        (Some(_), Some(_)) => return Err("a line holds `request` or `requestBase64`".into()),
        (Some(request), None) => request.get().as_bytes().to_vec(),
        (None, Some(base64)) => BASE64_STANDARD.decode(base64).map_err(|error| error.to_string())?,
        (None, None) => Vec::new(),
    };
    let asked = match line.operation.as_str() {
        "metadata_reader_open" => Asked::Open,
        "metadata_reader_push" => Asked::Push,
        "metadata_reader_finish" => Asked::Finish,
        name => Asked::Operation(named(name)?),
    };
    Ok((asked, request))
}

fn named(name: &str) -> Result<&'static Operation, String> {
    OPERATIONS.iter().find(|operation| operation.name == name).ok_or_else(|| {
        let known: Vec<_> = OPERATIONS.iter().map(|operation| operation.name).collect();
        format!("unknown operation {name}; known: {}", known.join(", "))
    })
}
