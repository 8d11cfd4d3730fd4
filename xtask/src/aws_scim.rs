//! `cargo xtask aws-scim`, the stand-in for AWS's SCIM endpoint; and the tests that need it.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::hosts::Host;
use crate::process::{self, Failed, Naming, Outcome, root};
use crate::{build, toolchain, tools};

const FOLDER: &str = "host-examples/aws-scim";

/// Starts it with the options that its own command line knows; `--help` lists them.
pub(crate) fn run(options: &[&str]) -> Outcome<u8> {
    let mut command = Command::new(tools::node()?);
    process::become_child(command.arg(root().join(FOLDER).join("main.mjs")).args(options))
}

/// Its own tests.
pub(crate) fn test() -> Outcome {
    node_tests(&root().join(FOLDER).join("test"))
}

/// The proxy that carries plans out in Node: its tests, then what all proxies are put through.
pub(crate) fn js_proxy() -> Outcome {
    node_tests(&tools::npm("host-examples/js")?.join("test"))?;
    proxy("js-proxy.mjs", None)
}

/// The proxy that carries plans out in Rust.
pub(crate) fn rust_proxy() -> Outcome {
    let mut unit = toolchain::cargo(&["test", "--quiet", "--locked", "--profile", "host", "--package", "host-example-rust"]);
    process::run(&mut unit)?;
    proxy("rust-proxy.mjs", Some(Host::RustExtism.prepare()?.get_program().as_ref()))
}

/// Envoy, likewise but for the edges, which are Envoy's own: its test has them.
pub(crate) fn envoy() -> Outcome {
    let folder = root().join("tests/scim-http");
    let artifact = build::dist().join("aws-federation.envoy.wasm");
    for test in ["scenarios.mjs", "clients.mjs"] {
        let mut node = Command::new(tools::node()?);
        node.arg(folder.join(test)).arg("--proxy").arg(folder.join("envoy-proxy.mjs")).arg("--wasm").arg(&artifact);
        if test == "clients.mjs" {
            node.arg("--python").arg(tools::python()?);
        }
        process::run(node.env("ENVOY", tools::envoy()?).env("NODE_NO_WARNINGS", "1").current_dir(root()))?;
    }
    Ok(())
}

/// In front of the stand-in: what an identity provider does over weeks, what holds at a proxy's edges, and the ecosystem's
/// own clients.
fn proxy(module: &str, program: Option<&Path>) -> Outcome {
    tools::openssl()?;
    let folder = root().join("tests/scim-http");
    for test in ["scenarios.mjs", "edges.mjs"] {
        process::run(with_plugin(&folder.join(test), program)?.arg("--proxy").arg(folder.join(module)))?;
    }
    let mut clients = with_plugin(&folder.join("clients.mjs"), program)?;
    process::run(clients.arg("--proxy").arg(folder.join(module)).arg("--python").arg(tools::python()?))
}

/// Random requests under random readings, with faults: the plugin and the stand-in in one process.
pub(crate) fn random() -> Outcome {
    let mut random = with_plugin(&root().join("tests/scim-http/random.mjs"), None)?;
    process::run(random.args(["--seed", "1", "--count", "5000"]))
}

fn with_plugin(script: &Path, program: Option<&Path>) -> Outcome<Command> {
    tools::npm("host-examples/js")?;
    let mut node = Command::new(tools::node()?);
    node.arg(script).arg("--wasm").arg(build::dist().join("aws-federation.extism.wasm")).env("NODE_NO_WARNINGS", "1");
    if let Some(program) = program {
        node.env("RUST_PROXY", program);
    }
    Ok(node)
}

/// Files by name: what `node --test` makes of a folder differs between Node 20 and 22.
fn node_tests(folder: &Path) -> Outcome {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).naming(folder)? {
        let path = entry.naming(folder)?.path();
        if path.to_string_lossy().ends_with(".test.mjs") {
            files.push(path);
        }
    }
    files.sort();
    if files.is_empty() {
        return Err(Failed::Because(format!("{} holds no test", folder.display())));
    }
    let mut command = Command::new(tools::node()?);
    process::run_silently(command.arg("--test").args(files).env("NODE_NO_WARNINGS", "1"))
}
