//! `cargo xtask aws-scim`: the stand-in for AWS's SCIM endpoint, to try without AWS.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::process::{self, Naming, Outcome, root};
use crate::tools;

/// Starts it with the options that its own command line knows; `--help` lists them.
pub(crate) fn run(options: &[&str]) -> Outcome<u8> {
    let mut command = Command::new(tools::node()?);
    process::become_child(command.arg(folder().join("main.mjs")).args(options))
}

/// Its own tests.
pub(crate) fn test() -> Outcome {
    let mut command = Command::new(tools::node()?);
    // Files by name: what `node --test` makes of a folder differs between Node 20 and 22.
    command.arg("--test").args(tests()?);
    process::run_silently(&mut command)
}

fn tests() -> Outcome<Vec<PathBuf>> {
    let folder = folder().join("test");
    let mut files = Vec::new();
    for entry in fs::read_dir(&folder).naming(&folder)? {
        let path = entry.naming(&folder)?.path();
        if path.to_string_lossy().ends_with(".test.mjs") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn folder() -> PathBuf {
    root().join("host-examples/aws-scim")
}
