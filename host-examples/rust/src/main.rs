//! aws-federation in Rust, in both kinds of host: `extism.rs` and `component.rs` are the examples to copy; here is the
//! command line that lets one operation be called from a shell.

mod component;
mod extism;
mod operations;
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
usage: host-example-rust [--host rust-extism|rust-component] [--wasm PATH] [--sign KEY.pem] [[--time] --lines] OPERATION
       < request.json > answer.json

  --sign     what saml_issue leaves pending is signed with this RSA key by OpenSSL, and completed
  --time     nanoseconds instead of answers, for benchmarks
  --lines    one request a line, one answer a line, all from one instance
  OPERATION  with --lines it may be -: then each line is
             {\"operation\":\"...\",\"request\":{...}} or {\"operation\":\"...\",\"requestBase64\":\"...\"}

status: 0 success, 1 a failure answer, 2 misuse, 3 the plugin broke";

pub type Failed = Box<dyn std::error::Error + Send + Sync>;

/// A loaded plugin.
pub trait Host {
    /// JSON in, JSON out. Fails only if the plugin is broken: a refused request is an answer.
    fn call(&mut self, operation: &Operation, request: &[u8]) -> Result<Vec<u8>, Failed>;
}

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
    sign: Option<PathBuf>,
    time: bool,
    lines: bool,
    /// None for `-`.
    operation: Option<&'static Operation>,
}

impl Arguments {
    fn read(mut words: impl Iterator<Item = String>) -> Result<Self, String> {
        let (mut component, mut wasm, mut sign, mut time, mut lines, mut operation) = (false, None, None, false, false, None);
        while let Some(word) = words.next() {
            match word.as_str() {
                "--host" => match words.next().as_deref() {
                    Some("rust-extism") => component = false,
                    Some("rust-component") => component = true,
                    _ => return Err("--host needs rust-extism or rust-component".into()),
                },
                "--wasm" => wasm = Some(PathBuf::from(words.next().ok_or("--wasm needs a path")?)),
                "--sign" => sign = Some(PathBuf::from(words.next().ok_or("--sign needs a path")?)),
                "--time" => time = true,
                "--lines" => lines = true,
                option if option.starts_with("--") => return Err(format!("unknown option {option}")),
                _ if operation.is_some() => return Err("name one operation".into()),
                _ => operation = Some(word),
            }
        }
        let operation = match operation.as_deref().ok_or("name one operation")? {
            "-" if lines => None,
            name => Some(named(name)?),
        };
        Ok(Self { component, wasm, sign, time, lines, operation })
    }
}

enum Stopped {
    Misuse(String),
    Broken(Failed),
}

impl<E: Into<Failed>> From<E> for Stopped {
    fn from(error: E) -> Self {
        Self::Broken(error.into())
    }
}

fn answer(arguments: &Arguments) -> Result<bool, Stopped> {
    let kind = if arguments.component { "component" } else { "extism" };
    let wasm = arguments.wasm.clone().unwrap_or_else(|| format!("dist/aws-federation.{kind}.wasm").into());
    let loaded: Result<Box<dyn Host>, Failed> = if arguments.component {
        component::Wasmtime::load(&wasm).map(|host| Box::new(host) as _)
    } else {
        extism::Extism::load(&wasm).map(|host| Box::new(host) as _)
    };
    let mut host = loaded.map_err(|error| Stopped::Misuse(format!("{} cannot be loaded: {error}", wasm.display())))?;

    let mut stdout = io::stdout().lock();
    let mut success = true;
    let mut one = |operation: &Operation, request: &[u8]| -> Result<(), Stopped> {
        let start = Instant::now();
        let answer = match &arguments.sign {
            Some(key) if operation.name == "saml_issue" => {
                sign::issue(&mut *host, operation, request, |bytes| sign::with_openssl(key, bytes))?
            }
            _ => host.call(operation, request)?,
        };
        let took = start.elapsed().as_nanos();
        let succeeded = answer.starts_with(br#"{"type":"success""#);
        success &= succeeded;
        match (arguments.time, succeeded) {
            (false, _) => stdout.write_all(&answer)?,
            (true, true) => write!(stdout, "{took}")?,
            // A refusal is quick; as a time it would be a lie.
            (true, false) => stdout.write_all(b"refused")?,
        }
        Ok(stdout.write_all(b"\n")?)
    };
    if arguments.lines {
        for line in io::stdin().lock().split(b'\n') {
            let line = line?;
            match arguments.operation {
                Some(operation) => one(operation, &line)?,
                None => {
                    let (operation, request) = addressed(&line).map_err(Stopped::Misuse)?;
                    one(operation, &request)?;
                }
            }
        }
    } else if let Some(operation) = arguments.operation {
        let mut request = Vec::new();
        io::stdin().read_to_end(&mut request)?;
        one(operation, &request)?;
    }
    Ok(success)
}

/// A line that names its operation; `requestBase64` carries bytes that are no JSON.
fn addressed(line: &[u8]) -> Result<(&'static Operation, Vec<u8>), String> {
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
    Ok((named(&line.operation)?, request))
}

fn named(name: &str) -> Result<&'static Operation, String> {
    OPERATIONS.iter().find(|operation| operation.name == name).ok_or_else(|| {
        let known: Vec<_> = OPERATIONS.iter().map(|operation| operation.name).collect();
        format!("unknown operation {name}; known: {}", known.join(", "))
    })
}
