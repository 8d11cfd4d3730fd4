//! The command line.

use std::path::PathBuf;

use serde_json::Value;

use super::body::LONGEST_BODY;
use super::plan::Bounds;
use super::upstream::Target;
use crate::Failed;

pub const USAGE: &str = "\
usage: host-example-rust scim-proxy --upstream URL [OPTION ...]

  --upstream URL     https://scim.REGION.amazonaws.com/TENANT; what stands after the host is put before each path
  --listen HOST:PORT default 127.0.0.1:8080; it speaks no TLS, so put something that does before it
  --profile FILE     JSON: what an operator decides, see docs/scim.md
  --wasm PATH        the plugin; default: dist/aws-federation.extism.wasm
  --max-body BYTES   default and most: 4194304
  --max-requests N   sent to AWS for one request, default 2000
  --max-bytes N      to AWS and back for one request, default 268435456
  --max-seconds N    default 300
  --quiet            no line for each request on stderr";

pub struct Options {
    pub target: Target,
    pub listen: String,
    pub profile: Option<Value>,
    pub wasm: PathBuf,
    pub longest_body: usize,
    pub bounds: Bounds,
    pub quiet: bool,
}

impl Options {
    /// `None` where help was asked for.
    pub fn read(mut words: impl Iterator<Item = String>) -> Result<Option<Self>, Failed> {
        let mut upstream = None;
        let mut listen = "127.0.0.1:8080".to_owned();
        let mut profile = None;
        let mut wasm = PathBuf::from("dist/aws-federation.extism.wasm");
        let mut longest_body = LONGEST_BODY;
        let mut bounds = Bounds::default();
        let mut quiet = false;
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or_else(|| format!("{word} needs a value"));
            match word.as_str() {
                "--upstream" => upstream = Some(value()?),
                "--listen" => listen = value()?,
                "--profile" => profile = Some(value()?),
                "--wasm" => wasm = value()?.into(),
                "--max-body" => longest_body = number(&word, &value()?, LONGEST_BODY)?,
                "--max-requests" => bounds.requests = number(&word, &value()?, usize::MAX)?,
                "--max-bytes" => bounds.bytes = number(&word, &value()?, usize::MAX)?,
                "--max-seconds" => bounds.seconds = u64::try_from(number(&word, &value()?, usize::MAX)?)?,
                "--quiet" => quiet = true,
                "--help" => return Ok(None),
                _ => return Err(format!("unknown option {word}").into()),
            }
        }
        let target = Target::read(&upstream.ok_or("--upstream is needed")?)?;
        match listen.rsplit_once(':') {
            Some((host, port)) if !host.is_empty() && port.parse::<u16>().is_ok() => {}
            _ => return Err("--listen is HOST:PORT".into()),
        }
        let profile = match profile {
            Some(file) => Some(read_json(&file)?),
            None => None,
        };
        Ok(Some(Self { target, listen, profile, wasm, longest_body, bounds, quiet }))
    }
}

fn number(name: &str, text: &str, most: usize) -> Result<usize, Failed> {
    let number = text.parse().ok().filter(|number| (1..=most).contains(number));
    number.ok_or_else(|| format!("{name} is a number from 1 to {most}").into())
}

fn read_json(file: &str) -> Result<Value, Failed> {
    let text = std::fs::read(file).map_err(|error| format!("{file}: {error}"))?;
    Ok(serde_json::from_slice(&text).map_err(|error| format!("{file}: {error}"))?)
}
