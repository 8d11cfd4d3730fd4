//! `cargo xtask bench`: what each operation costs in each face, as multiples of OpenSSL's RSA signature.
//!
//! Aggregates in chunks are measured in multiples of what quick-xml alone needs for the same bytes.
//! Nothing is asserted: the machine's other work is in every number, and only ratios of the same run mean something.

use std::path::PathBuf;
use std::process::Command;

use serde_json::json;

use crate::build::{self, Face};
use crate::process::{self, Outcome, not_started, root};
use crate::{toolchain, tools};

/// With `rust`, also in wasmtime and Extism's Rust SDK, which are compiled with optimization for it.
pub(crate) fn run(rust: bool) -> Outcome<u8> {
    let extism = build::artifact(Face::Extism)?;
    let component = build::artifact(Face::Component)?;
    let transpiled = build::transpiled()?;

    let events = optimized(&["--package", "aws-federation", "--example", "events"], "examples/events")?;
    let mut programs = vec![format!(
        "native={}",
        json!([optimized(&["--package", "aws-federation", "--example", "native"], "examples/native")?])
    )];
    if rust {
        eprintln!("xtask: optimizing wasmtime takes a quarter of an hour the first time");
        let hosts = optimized(&["--package", "host-example-rust"], "host-example-rust")?;
        for (name, wasm) in [("rust-extism", &extism), ("rust-component", &component)] {
            programs.push(format!("{name}={}", json!([hosts, "--host", name, "--wasm", wasm])));
        }
    }

    let _alone = tools::alone()?;
    tools::npm("host-examples/js")?;
    let mut bench = Command::new(tools::node()?);
    bench.arg("benches/bench.mjs").arg("--extism").arg(&extism).arg("--component").arg(transpiled);
    bench.arg("--events").arg(events);
    bench.args(programs.iter().flat_map(|program| ["--program", program])).current_dir(root()).env("NODE_NO_WARNINGS", "1");
    // Its stdout is the table, so it is ours.
    let status = bench.status().map_err(|error| not_started(&bench, &error))?;
    Ok(u8::from(!status.success()))
}

/// Builds a program with optimization and says where it is.
fn optimized(what: &[&str], program: &str) -> Outcome<PathBuf> {
    toolchain::ensure()?;
    process::run_silently(toolchain::cargo(&["build", "--quiet", "--locked", "--release"]).args(what))?;
    Ok(toolchain::target().join("release").join(program))
}
