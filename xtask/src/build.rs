//! `cargo xtask build`: the four artifacts, and the inspector.
//!
//! Each face goes core module -> wasm-opt -> what its host loads. A step is left out when what goes into it is what
//! went in last time.

use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use crate::process::{self, Naming, Outcome, root};
use crate::{toolchain, tools};

/// What wasm-opt may use: what every current host has. With `--all-features` V8 refuses most of its output.
const FEATURES: [&str; 9] = [
    "--mvp-features",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-sign-ext",
    "--enable-nontrapping-float-to-int",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
    "--enable-call-indirect-overlong",
];
const OPTIMIZE: [&str; 4] = ["-O3", "--strip-debug", "--strip-producers", "--strip-target-features"];

/// A way into the core; an artifact holds one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Face {
    Extism,
    Component,
    Envoy,
    Browser,
}

impl Face {
    pub(crate) const ALL: [Self; 4] = [Self::Extism, Self::Component, Self::Envoy, Self::Browser];

    /// The name of the feature.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Extism => "extism",
            Self::Component => "component",
            Self::Envoy => "envoy",
            Self::Browser => "browser",
        }
    }

    /// What the host loads.
    pub(crate) fn artifact(self) -> PathBuf {
        match self {
            Self::Browser => dist().join("browser/aws-federation_bg.wasm"),
            _ => dist().join(format!("aws-federation.{}.wasm", self.name())),
        }
    }
}

/// Where the artifacts go.
pub(crate) fn dist() -> PathBuf {
    root().join("dist")
}

/// The four artifacts and the inspector, their checks, their sums and a table of their sizes.
pub(crate) fn everything() -> Outcome {
    for face in Face::ALL {
        artifact(face)?;
    }
    inspector()?;
    check()
}

/// Puts the page and the browser's package into one file, and says where it is.
pub(crate) fn inspector() -> Outcome<PathBuf> {
    artifact(Face::Browser)?;
    let mut build = Command::new(tools::node()?);
    build.arg(root().join("host-examples/browser/build.mjs")).arg("--dist").arg(dist());
    process::run_silently(&mut build)?;
    Ok(dist().join("inspector/index.html"))
}

/// Imports, SHA256SUMS and sizes of what lies in dist/.
pub(crate) fn check() -> Outcome {
    process::run(&mut post_process(&["check".as_ref(), dist().as_ref()]))
}

/// That a module built for WASI asks for no clock, no randomness, no files and no environment.
pub(crate) fn pure(module: &Path) -> Outcome {
    process::run_silently(&mut post_process(&["pure".as_ref(), module]))
}

/// Builds one artifact if it is not up to date, and says where it is.
pub(crate) fn artifact(face: Face) -> Outcome<PathBuf> {
    let _alone = tools::alone()?;
    toolchain::ensure()?;
    let core = core(face)?;
    let artifact = face.artifact();
    fs::create_dir_all(dist()).naming(&dist())?;
    match face {
        Face::Extism | Face::Envoy => optimize(&core, &artifact)?,
        Face::Component => {
            // Before it becomes a component: wasm-opt reads core modules only.
            let optimized = work().join("component.optimized.wasm");
            optimize(&core, &optimized)?;
            step(&optimized, &artifact, &post_processing()?, || {
                eprintln!("xtask: making the component");
                process::run_silently(&mut post_process(&["component".as_ref(), &optimized, &artifact]))
            })?;
        }
        Face::Browser => {
            // After wasm-bindgen, which reads the types of its exports out of code that wasm-opt would rewrite.
            let package = work().join("browser");
            let bound = package.join("aws-federation_bg.wasm");
            step(&core, &bound, &post_processing()?, || {
                eprintln!("xtask: writing the browser's glue");
                process::run_silently(&mut post_process(&["browser".as_ref(), &core, &package]))
            })?;
            let folder = dist().join("browser");
            fs::create_dir_all(&folder).naming(&folder)?;
            optimize(&bound, &artifact)?;
            for file in ["aws-federation.js", "aws-federation.d.ts", "aws-federation_bg.wasm.d.ts"] {
                fs::copy(package.join(file), folder.join(file)).naming(&folder.join(file))?;
            }
        }
    }
    Ok(artifact)
}

/// The folder in which jco has turned the component into JavaScript for Node.
pub(crate) fn transpiled() -> Outcome<PathBuf> {
    let component = artifact(Face::Component)?;
    let _alone = tools::alone()?;
    let package = tools::npm("host-examples/js-component")?;
    let folder = work().join("js-component");
    let mut recipe = String::new();
    for file in ["package-lock.json", "transpile.mjs"] {
        recipe += &fs::read_to_string(package.join(file)).naming(&package.join(file))?;
    }
    step(&component, &folder.join("aws-federation.js"), &recipe, || {
        eprintln!("xtask: transpiling the component");
        let mut transpile = Command::new(tools::node()?);
        transpile.arg("transpile.mjs").arg("--wasm").arg(&component).arg("--out").arg(&folder).current_dir(&package);
        process::run_silently(&mut transpile)
    })?;
    Ok(folder)
}

/// Compiles a face and says where its core module is.
fn core(face: Face) -> Outcome<PathBuf> {
    let core = work().join(format!("{}.core.wasm", face.name()));
    let sources = core.with_extension("d");
    if is_newer(&core, &sources) {
        return Ok(core);
    }
    eprintln!("xtask: compiling the {} face", face.name());
    let output = toolchain::target().join("wasm32-unknown-unknown/wasm");
    // Every face is compiled to the same file, and cargo remembers only that it wrote it: never take another face's.
    for file in [output.join("aws_federation.wasm"), output.join("deps/aws_federation.wasm")] {
        if file.exists() {
            fs::remove_file(&file).naming(&file)?;
        }
    }
    let mut cargo = toolchain::cargo(&[
        "rustc",
        "--quiet",
        "--locked",
        "--package",
        "aws-federation",
        "--lib",
        "--crate-type",
        "cdylib",
        "--features",
        face.name(),
        "--target",
        "wasm32-unknown-unknown",
        "--profile",
        "wasm",
    ]);
    process::run_silently(toolchain::for_wasm(&mut cargo)?)?;
    fs::create_dir_all(work()).naming(&work())?;
    for (from, to) in [("aws_federation.d", &sources), ("aws_federation.wasm", &core)] {
        // Read and written rather than copied: the time must be now.
        let bytes = fs::read(output.join(from)).naming(&output.join(from))?;
        fs::write(to, bytes).naming(to)?;
    }
    Ok(core)
}

/// Whether a module is newer than all that went into it: the sources that rustc listed and what cargo read.
fn is_newer(module: &Path, sources: &Path) -> bool {
    let (Some(built), Ok(listed)) = (modified(module), fs::read_to_string(sources)) else { return false };
    let Some((_, listed)) = listed.split_once(": ") else { return false };
    // Make's form: a space inside a name is escaped.
    let listed =
        listed.replace("\\ ", "\0").split_whitespace().map(|name| PathBuf::from(name.replace('\0', " "))).collect::<Vec<_>>();
    let manifests = ["Cargo.toml", "Cargo.lock", "xtask/toolchain.txt", "xtask/src/toolchain.rs"].map(|name| root().join(name));
    listed.iter().chain(&manifests).all(|file| modified(file).is_some_and(|changed| changed < built))
}

fn modified(file: &Path) -> Option<SystemTime> {
    fs::metadata(file).and_then(|metadata| metadata.modified()).ok()
}

/// wasm-opt, if the module or the flags changed.
fn optimize(input: &Path, output: &Path) -> Outcome {
    let recipe = [&FEATURES[..], &OPTIMIZE[..]].concat().join(" ");
    step(input, output, &format!("{recipe} {}", include_str!("../../tools/wasm-opt/package-lock.json")), || {
        let node = tools::node()?;
        let folder = tools::npm("tools/wasm-opt")?;
        eprintln!("xtask: optimizing {}", output.file_name().unwrap_or_default().to_string_lossy());
        let partial = output.with_extension("partial");
        let mut command = Command::new(node);
        command.arg(folder.join("node_modules/binaryen/bin/wasm-opt")).args(FEATURES).args(OPTIMIZE);
        process::run_silently(command.arg(input).arg("-o").arg(&partial))?;
        // Whoever reads the artifact meanwhile gets the old one whole.
        fs::rename(&partial, output).naming(output)
    })
}

/// Carries out a step unless the same input went through the same recipe last time.
fn step(input: &Path, output: &Path, recipe: &str, carry_out: impl FnOnce() -> Outcome) -> Outcome {
    let file = work().join(format!("{}.stamp", output.file_name().unwrap_or_default().to_string_lossy()));
    if let (Ok(was), Ok(is)) = (fs::read_to_string(&file), stamp(input, output, recipe))
        && was == is
    {
        return Ok(());
    }
    carry_out()?;
    fs::write(&file, stamp(input, output, recipe)?).naming(&file)
}

/// Input, recipe and output: a file that somebody else wrote is no output of ours.
fn stamp(input: &Path, output: &Path, recipe: &str) -> Outcome<String> {
    let mut hasher = DefaultHasher::new();
    hasher.write(recipe.as_bytes());
    hasher.write(&fs::read(input).naming(input)?);
    hasher.write(&fs::read(output).naming(output)?);
    Ok(format!("{:016x}", hasher.finish()))
}

/// The tool that knows about components, bindings and imports. It has heavy dependencies, so only what needs it pays.
fn post_process(arguments: &[&Path]) -> Command {
    let mut command = toolchain::cargo(&["run", "--quiet", "--locked", "--profile", "host", "--package", "artifacts", "--"]);
    command.args(arguments);
    command
}

/// What the tool's output depends on besides its input.
fn post_processing() -> Outcome<String> {
    let files = [root().join("Cargo.lock"), root().join("tools/artifacts/src/main.rs")];
    files.iter().map(|file| fs::read_to_string(file).naming(file)).collect()
}

/// Where intermediate files go.
pub(crate) fn work() -> PathBuf {
    toolchain::target().join("artifacts")
}
