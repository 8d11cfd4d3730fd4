//! `cargo xtask aws-scim`, the stand-in for AWS's SCIM endpoint; and the tests that need it.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::process::{self, Failed, Naming, Outcome, root};
use crate::{build, tools};

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

/// The proxy that carries plans out in Node, in front of the stand-in: its tests, then what an identity provider does.
pub(crate) fn proxy() -> Outcome {
    node_tests(&tools::npm("host-examples/js")?.join("test"))?;
    let mut scenarios = Command::new(tools::node()?);
    scenarios.arg(root().join("tests/scim-http/scenarios.mjs"));
    process::run(scenarios.arg("--wasm").arg(build::dist().join("aws-federation.extism.wasm")))
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
