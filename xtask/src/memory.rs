//! That a document in chunks is read in bounded memory: an aggregate of 6 MB in an instance that may have 4.
//!
//! A wasm memory grows by what the program asks for and never shrinks, so the figure is the same on every machine. Each
//! check is made twice: the same document given whole must not fit, or the ceiling would be none.

use std::fs;
use std::process::{Command, Stdio};

use serde_json::json;

use crate::build::{self, Face};
use crate::hosts::Host;
use crate::process::{self, Failed, Naming, Outcome, root};
use crate::{cases, tools};

/// Bytes of the aggregate.
const DOCUMENT: usize = 6 << 20;
/// MiB that an instance may have: two for the program's own data and stack, the rest for a chunk, an entity and an answer.
const CEILING: usize = 4;

/// The identity provider that is the aggregate's last.
const LAST: &str = "https://last.idp.example.org/saml";

/// How a host is kept below the ceiling.
enum Kept {
    /// It has an option for that.
    Limited,
    /// It tells its memory in the end: Node's WebAssembly has no ceiling to set, but can be watched.
    Watched,
    /// It is no WebAssembly.
    Free,
}

impl Host {
    const fn kept(self) -> Kept {
        match self {
            Self::RustExtism | Self::RustComponent | Self::PythonExtism => Kept::Limited,
            Self::JsExtism | Self::JsComponent => Kept::Watched,
            Self::Native => Kept::Free,
        }
    }
}

/// Reads the aggregate through a host: every entity described, and one taken out.
pub(crate) fn bounded(host: Host) -> Outcome {
    let (document, entities) = aggregate(DOCUMENT)?;
    let prepared = host.prepare()?;
    let tasks = [
        (json!({ "task": "inspect" }), format!(r#""entities":{entities},"#)),
        (
            json!({ "task": "transform", "target": "iam", "entityId": LAST, "now": "2026-11-24T16:00:00Z" }),
            format!(r#"entityID=\"{LAST}\""#),
        ),
    ];
    for (task, expected) in tasks {
        let request = build::work().join("reader.request.json");
        fs::write(&request, task.to_string()).naming(&request)?;
        let mut read = process::again(&prepared);
        read.arg("--read").arg("--chunk").arg("65536").arg(&request);
        let (output, fits) = run(&mut read, host, document.clone().into_bytes())?;
        if !fits {
            return Err(Failed::Because(format!(
                "an aggregate of {DOCUMENT} bytes in chunks takes more than {CEILING} MiB: {task}"
            )));
        }
        let last = output.split(|&byte| byte == b'\n').rfind(|line| !line.is_empty()).unwrap_or_default();
        if !String::from_utf8_lossy(last).contains(&expected) {
            let said: String = String::from_utf8_lossy(last).chars().take(300).collect();
            return Err(Failed::Because(format!("{expected} is not in the answer: {said}")));
        }
    }
    let mut whole = process::again(&prepared);
    let request = json!({ "metadata": document }).to_string().into_bytes();
    match run(whole.arg("metadata_inspect"), host, request)? {
        (_, true) => Err(Failed::Because(format!("the ceiling of {CEILING} MiB holds nothing: the whole document fits, too"))),
        (_, false) => Ok(()),
    }
}

/// Lets a document break an Extism plugin's ceiling, and reads on in the same instance.
pub(crate) fn trapped() -> Outcome {
    let plugin = build::artifact(Face::Extism)?;
    let python = {
        let _alone = tools::alone()?;
        tools::python()?
    };
    process::run(Command::new(python).arg(root().join("tests/support/trapped_reader.py")).arg(plugin))
}

/// The hosts whose memory is WebAssembly's.
pub(crate) fn hosts() -> impl Iterator<Item = Host> {
    Host::ALL.into_iter().filter(|host| !matches!(host.kept(), Kept::Free))
}

/// What a host writes, and whether it kept below the ceiling.
fn run(command: &mut Command, host: Host, input: Vec<u8>) -> Outcome<(Vec<u8>, bool)> {
    let told = build::work().join("guest-memory.txt");
    match host.kept() {
        Kept::Limited => {
            command.arg("--memory").arg(CEILING.to_string());
            // What breaks for want of memory says so, and here it is expected.
            command.stderr(Stdio::null());
        }
        Kept::Watched => {
            let watch = root().join("tests/support/guest-memory.mjs");
            command.env("NODE_OPTIONS", format!("--import={}", watch.display())).env("GUEST_MEMORY", &told);
        }
        Kept::Free => {}
    }
    let output = process::feed(command, input)?;
    let fits = match (host.kept(), output.status.code()) {
        (Kept::Limited | Kept::Free, Some(0 | 1)) => true,
        (Kept::Limited, Some(3)) => false,
        (Kept::Watched, Some(0 | 1)) => {
            let bytes = fs::read_to_string(&told).naming(&told)?;
            let bytes: usize = bytes.parse().map_err(|_| Failed::Because(format!("`{bytes}` is no number of bytes")))?;
            if bytes == 0 {
                return Err(Failed::Because("no WebAssembly memory was seen".into()));
            }
            bytes <= CEILING << 20
        }
        _ => return Err(Failed::Because(format!("the host broke ({})", output.status))),
    };
    Ok((output.stdout, fits))
}

/// An aggregate of that many bytes or a few more, and how many entities it has: those of a reader's case, again and again.
fn aggregate(bytes: usize) -> Outcome<(String, usize)> {
    let case = root().join("tests/reader/an-aggregate-is-described-without-a-target");
    let file = case.join("document.xml");
    let text = fs::read_to_string(&file).naming(&file)?;
    let answer = cases::parse(&case.join("answer.json"))?;
    let each = answer["inspect"]["entities"].as_array().map_or(0, Vec::len);
    let inside = text.find("<EntityDescriptor ").zip(text.rfind("</EntitiesDescriptor>"));
    let (Some((begin, end)), 1..) = (inside, each) else {
        return Err(Failed::Because(format!("{} is no aggregate", file.display())));
    };
    let (head, entities, tail) = (&text[..begin], &text[begin..end], &text[end..]);
    let mut document = head.to_owned();
    let mut count = 0;
    while document.len() < bytes {
        document += &entities.replace("entityID=\"https://", &format!("entityID=\"https://{count}."));
        count += each;
    }
    document += &entities.replace("entityID=\"https://", "entityID=\"https://last.");
    count += each;
    Ok((document + tail, count))
}
