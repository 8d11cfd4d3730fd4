//! The driver: `cargo xtask COMMAND`. Sets up what a command needs, says what it does on stderr, and leaves stdout to
//! what was asked for.

mod aws_scim;
mod bench;
mod build;
mod call;
mod cases;
mod demo;
mod dependencies;
mod hosts;
mod judges;
mod memory;
mod process;
mod readers;
mod test;
mod toolchain;
mod tools;

use std::process::ExitCode;

use process::{Failed, Outcome};

const USAGE: &str = "\
cargo xtask demo [--host rust]          build the plugin, load it into a host and show what it does
cargo xtask test [--quick|--judges|--readers]
                                        everything that CI runs; --quick: lints, core and cases, for daily work;
                                        --judges: foreign programs judge what the cases issue, read and write;
                                        --readers: documents in chunks, in every host
cargo xtask build                       the four artifacts and the inspector into dist/, with SHA256SUMS and sizes
cargo xtask inspector                   the inspector alone: one page that runs from a disk, dist/inspector/index.html
cargo xtask call [--host HOST] [--lines] OPERATION < request.json > answer.json
                                        one operation through one host; with --lines a request and an answer a line
cargo xtask call [--host HOST] --read [--chunk BYTES] REQUEST.json < document.xml > answers.jsonl
                                        metadata of any size through one host, read in chunks: an answer for each chunk,
                                        and at last that of the task
                                        HOST: js-extism (default), js-component, rust-extism, rust-component,
                                        python-extism, native
                                        exit status: 0 success, 1 failure answer, 2 misuse
cargo xtask aws-scim [--port N] [OPTION ...]
                                        a strict stand-in for AWS's SCIM endpoint on 127.0.0.1, to try without AWS;
                                        prints its address; --help lists the options, --switches what is uncertain
cargo xtask contract [--check]          write what is generated from wit/, or say what is stale
cargo xtask bless                       write every case's answer.json from what the core answers now
cargo xtask bench [--rust]              each operation in each face, as multiples of OpenSSL's RSA signature;
                                        --rust: in the Rust hosts too, which takes long to compile";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(status) => ExitCode::from(status),
        Err(Failed::Misuse(message)) => {
            eprintln!("xtask: {message}\n\n{USAGE}");
            ExitCode::from(2)
        }
        Err(Failed::Because(message)) => {
            eprintln!("xtask: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Outcome<u8> {
    let Some((command, rest)) = arguments.split_first() else {
        return Err(Failed::Misuse("which command?".into()));
    };
    let rest: Vec<&str> = rest.iter().map(String::as_str).collect();
    match (command.as_str(), rest.as_slice()) {
        ("demo", []) => demo::run(hosts::Host::JsExtism),
        ("demo", ["--host", "rust"]) => demo::run(hosts::Host::RustExtism),
        ("test", []) => test::everything(),
        ("test", ["--quick"]) => test::quick(),
        ("test", ["--readers"]) => test::readers(),
        ("test", ["--judges"]) => {
            judges::run()?;
            judges::configurations()?;
            judges::metadata().map(|()| 0)
        }
        ("build", []) => build::everything().map(|()| 0),
        ("inspector", []) => build::inspector().map(|page| {
            println!("{}", page.display());
            0
        }),
        ("call", rest) => call::run(rest),
        ("contract", rest) => contract(rest),
        ("bless", []) => cases::bless().map(|()| 0),
        ("aws-scim", rest) => aws_scim::run(rest),
        ("bench", []) => bench::run(false),
        ("bench", ["--rust"]) => bench::run(true),
        ("help" | "--help" | "-h", _) => {
            println!("{USAGE}");
            Ok(0)
        }
        (command, rest) => Err(Failed::Misuse(format!("`{}` is no command", [&[command], rest].concat().join(" ")))),
    }
}

fn contract(arguments: &[&str]) -> Outcome<u8> {
    toolchain::ensure()?;
    process::run(toolchain::cargo(&["run", "--quiet", "--locked", "--package", "contract", "--"]).args(arguments))?;
    Ok(0)
}
