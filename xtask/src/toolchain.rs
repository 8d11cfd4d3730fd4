//! The pinned Rust toolchain, and the environment in which it gives the same bytes everywhere.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process::{self, Failed, Outcome, root};

const COMPONENTS: [&str; 2] = ["clippy", "rustfmt"];
/// The artifacts' target, and the one where a stray clock or hash seed shows up as an import.
const TARGETS: [&str; 2] = ["wasm32-unknown-unknown", "wasm32-wasip1"];

/// What may reach a child from the environment of the cargo that runs us: the network, not what is built or how.
const KEPT: [&str; 8] = [
    "CARGO_HOME",
    "CARGO_HTTP_",
    "CARGO_NET_",
    "CARGO_REGISTR",
    "CARGO_SOURCE_",
    "CARGO_TERM_",
    "CARGO_BUILD_JOBS",
    "CARGO_INCREMENTAL",
];

/// The version in toolchain.txt.
pub(crate) fn pinned() -> &'static str {
    let lines = include_str!("../toolchain.txt").lines();
    lines.map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#')).unwrap_or("stable")
}

/// Installs the pinned toolchain if it, a component or a target is missing.
pub(crate) fn ensure() -> Outcome {
    if !process::exists("rustup") {
        return Err(Failed::Because("rustup is needed to install the pinned toolchain: https://rustup.rs".into()));
    }
    let mut list = Command::new("rustup");
    list.args(["component", "list", "--installed", "--toolchain", pinned()]);
    let installed = process::read(&mut list).unwrap_or_default();
    let missing = |name: &str| !installed.lines().any(|line| line.starts_with(name));
    if COMPONENTS.iter().any(|name| missing(name)) || TARGETS.iter().any(|name| missing(&format!("rust-std-{name}"))) {
        eprintln!("xtask: installing Rust {} for this workspace", pinned());
        let mut install = Command::new("rustup");
        install.args(["toolchain", "install", pinned(), "--profile", "minimal", "--no-self-update"]);
        install.args(COMPONENTS.iter().flat_map(|name| ["--component", name]));
        install.args(TARGETS.iter().flat_map(|name| ["--target", name]));
        process::run_silently(&mut install)?;
    }
    Ok(())
}

/// The pinned cargo, in the workspace's folder.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new("cargo");
    command.args(arguments).current_dir(root());
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy().into_owned();
        let ours = name == "CARGO" || name.starts_with("CARGO_") || name.starts_with("RUST");
        let kept = KEPT.iter().any(|kept| name.starts_with(kept)) || name.starts_with("RUSTUP_") || name == "RUST_BACKTRACE";
        if ours && !kept {
            command.env_remove(name);
        }
    }
    // `cargo run` points the loader at the libraries of the toolchain that compiled us.
    command.env_remove("LD_LIBRARY_PATH").env_remove("DYLD_FALLBACK_LIBRARY_PATH");
    command.env("RUSTUP_TOOLCHAIN", pinned()).env("CARGO_TARGET_DIR", target());
    command
}

/// Where everything is built.
pub(crate) fn target() -> PathBuf {
    root().join("target")
}

/// Makes a cargo command build wasm whose bytes depend neither on the folder nor on the user.
pub(crate) fn for_wasm(command: &mut Command) -> Outcome<&mut Command> {
    let mut rustc = Command::new("rustc");
    rustc.env("RUSTUP_TOOLCHAIN", pinned()).env_remove("LD_LIBRARY_PATH").args(["--print", "sysroot"]);
    let sysroot = process::read(&mut rustc)?;
    let standard_library = Path::new(sysroot.trim()).join("lib/rustlib/src/rust");
    let home = std::env::var_os("CARGO_HOME").map_or_else(|| home().join(".cargo"), PathBuf::from);

    // 64-bit limbs cost a call to a multiplication helper on wasm32: with 32-bit limbs RSA is 1.6 times faster.
    let mut flags = vec!["--cfg".to_owned(), r#"cpubits="32""#.to_owned()];
    // The later of two matching prefixes counts.
    for (from, to) in [(root(), "/aws-federation"), (home.join("registry/src"), "/registry"), (standard_library, "/rust")] {
        flags.push(format!("--remap-path-prefix={}={to}", from.display()));
    }
    // Encoded, for a folder's name may hold a space.
    Ok(command.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}")))
}

fn home() -> PathBuf {
    PathBuf::from(std::env::var_os("HOME").unwrap_or_default())
}
