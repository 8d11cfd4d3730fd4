//! The hosts that the plugin is loaded into. All of them are programs with one command line:
//! `HOST [--lines] OPERATION`, request on stdin, answer on stdout, exit status 0, 1 or 2;
//! `HOST --read [--chunk BYTES] REQUEST.json`, document on stdin, an answer a line on stdout.

use std::path::PathBuf;
use std::process::Command;

use crate::build::{self, Face};
use crate::process::{self, Failed, Outcome, root};
use crate::{toolchain, tools};

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Host {
    JsExtism,
    JsComponent,
    RustExtism,
    RustComponent,
    PythonExtism,
    /// No host at all: the core compiled natively.
    Native,
}

impl Host {
    pub(crate) const ALL: [Self; 6] =
        [Self::Native, Self::RustExtism, Self::RustComponent, Self::JsExtism, Self::JsComponent, Self::PythonExtism];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::JsExtism => "js-extism",
            Self::JsComponent => "js-component",
            Self::RustExtism => "rust-extism",
            Self::RustComponent => "rust-component",
            Self::PythonExtism => "python-extism",
            Self::Native => "native",
        }
    }

    pub(crate) fn named(name: &str) -> Outcome<Self> {
        let found = Self::ALL.into_iter().find(|host| host.name() == name);
        found.ok_or_else(|| {
            let known = Self::ALL.map(Self::name).join(", ");
            Failed::Misuse(format!("`{name}` is no host; known: {known}"))
        })
    }

    /// Sets up and builds what the host needs, and gives the command to which its arguments are added.
    pub(crate) fn prepare(self) -> Outcome<Command> {
        let examples = root().join("host-examples");
        let mut command = match self {
            Self::JsExtism => {
                let plugin = build::artifact(Face::Extism)?;
                let _alone = tools::alone()?;
                let mut command = Command::new(tools::node()?);
                command.arg(tools::npm("host-examples/js")?.join("extism.mjs")).arg("--wasm").arg(plugin);
                command
            }
            Self::JsComponent => {
                let component = build::transpiled()?;
                let mut command = Command::new(tools::node()?);
                command.arg(examples.join("js-component/component.mjs")).arg("--component").arg(component);
                command
            }
            Self::PythonExtism => {
                let plugin = build::artifact(Face::Extism)?;
                let _alone = tools::alone()?;
                let mut command = Command::new(tools::python()?);
                command.arg(examples.join("python/extism_host.py")).arg("--wasm").arg(plugin);
                command
            }
            Self::RustExtism => {
                let plugin = build::artifact(Face::Extism)?;
                let mut command = Command::new(rust_hosts()?);
                command.args(["--host", "rust-extism", "--wasm"]).arg(plugin);
                command
            }
            Self::RustComponent => {
                let plugin = build::artifact(Face::Component)?;
                let mut command = Command::new(rust_hosts()?);
                command.args(["--host", "rust-component", "--wasm"]).arg(plugin);
                command
            }
            Self::Native => {
                toolchain::ensure()?;
                cargo_build(&["--package", "aws-federation", "--example", "native"])?;
                Command::new(toolchain::target().join("host/examples/native"))
            }
        };
        // Node calls its WASI experimental each time; the plugin uses none of it.
        command.current_dir(root()).env("NODE_NO_WARNINGS", "1");
        Ok(command)
    }
}

/// The program that holds both of Rust's hosts.
pub(crate) fn rust_hosts() -> Outcome<PathBuf> {
    toolchain::ensure()?;
    cargo_build(&["--package", "host-example-rust"])?;
    Ok(toolchain::target().join("host/host-example-rust"))
}

fn cargo_build(arguments: &[&str]) -> Outcome {
    let built = toolchain::target().join("host").exists();
    if !built {
        eprintln!("xtask: building a host; wasmtime takes minutes the first time");
    }
    process::run_silently(toolchain::cargo(&["build", "--quiet", "--locked", "--profile", "host"]).args(arguments))
}
