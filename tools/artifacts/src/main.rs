//! What becomes of a core module after the compiler: a component, a browser package, a checked `dist/`.
//!
//! `cargo xtask build` calls it for one step after the other. Apart from the driver, for these dependencies take a minute to compile.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use sha2::{Digest, Sha256};
use wasm_bindgen_cli_support::Bindgen;
use wasmparser::{Parser, Payload};
use wit_component::ComponentEncoder;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        ["component", core, output] => component(core.as_ref(), output.as_ref()),
        ["browser", core, folder] => browser(core.as_ref(), folder.as_ref()),
        ["check", dist] => check(dist.as_ref()),
        ["pure", module] => pure(module.as_ref()),
        _ => Err("usage: artifacts component CORE OUTPUT | browser CORE FOLDER | check DIST | pure MODULE".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("artifacts: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Wraps a core module into the component that its custom section describes.
fn component(core: &Path, output: &Path) -> Result<()> {
    let core = fs::read(core)?;
    let component = ComponentEncoder::default().validate(true).module(&core)?.encode()?;
    let partial = output.with_extension("partial");
    fs::write(&partial, component)?;
    Ok(fs::rename(&partial, output)?)
}

/// Writes the glue that a page imports.
fn browser(core: &Path, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    Bindgen::new()
        .input_bytes("aws-federation", fs::read(core)?)
        .web(true)?
        // Without the default path a page has nothing to fetch and fails in WebAssembly.instantiate.
        .omit_default_module_path(false)
        .typescript(true)
        .generate(folder)?;
    Ok(())
}

/// An artifact, and the imports that its host's ABI allows.
struct Artifact {
    file: &'static str,
    allows: fn(&Import) -> bool,
    sentence: &'static str,
}

struct Import {
    module: String,
    name: String,
}

const ARTIFACTS: [Artifact; 4] = [
    Artifact {
        file: "aws-federation.extism.wasm",
        allows: |import| import.module == "extism:host/env",
        sentence: "the Extism artifact may import `extism:host/env` only: no WASI, so that no host need lend it a clock or files",
    },
    Artifact {
        file: "aws-federation.component.wasm",
        allows: |_| false,
        sentence: "the component may import nothing: every operation is a pure function",
    },
    Artifact {
        file: "aws-federation.envoy.wasm",
        allows: |import| import.module == "env" && import.name.starts_with("proxy_"),
        sentence: "the Envoy artifact may import `env.proxy_*` only",
    },
    Artifact {
        file: "browser/aws-federation_bg.wasm",
        // `__wbg___wbindgen_...` are its intrinsics, `throw` among them, which the class of the reader brings along.
        allows: |import| {
            let is_glue = ["__wbindgen", "__wbg___wbindgen_"].iter().any(|glue| import.name.starts_with(glue));
            import.module == "./aws-federation_bg.js" && is_glue
        },
        sentence: "the browser artifact may import wasm-bindgen's own glue only: no function of the page's",
    },
];

const INSPECTOR: &str = "inspector/index.html";

/// Checks imports, writes SHA256SUMS and prints sizes.
fn check(dist: &Path) -> Result<()> {
    for artifact in &ARTIFACTS {
        let bytes = fs::read(dist.join(artifact.file)).map_err(|error| format!("{}: {error}", artifact.file))?;
        let refused: Vec<String> = imports(&bytes)?
            .iter()
            .filter(|import| !(artifact.allows)(import))
            .map(|import| format!("{}.{}", import.module, import.name))
            .collect();
        if !refused.is_empty() {
            return Err(format!("{}; {} imports {}", artifact.sentence, artifact.file, refused.join(", ")).into());
        }
    }

    let mut sums = String::new();
    for file in files(dist)? {
        let digest = Sha256::digest(fs::read(dist.join(&file))?);
        for byte in digest {
            write!(sums, "{byte:02x}")?;
        }
        writeln!(sums, "  {file}")?;
    }
    fs::write(dist.join("SHA256SUMS"), sums)?;

    println!("{:<40} {:>10} {:>10}", "artifact", "bytes", "brotli");
    for artifact in &ARTIFACTS {
        let bytes = fs::read(dist.join(artifact.file))?;
        println!("{:<40} {:>10} {:>10}", artifact.file, bytes.len(), compressed(&bytes)?);
    }
    // The page is no module: it holds the browser's.
    let page = fs::read(dist.join(INSPECTOR)).map_err(|error| format!("{INSPECTOR}: {error}"))?;
    println!("{:<40} {:>10} {:>10}", INSPECTOR, page.len(), compressed(&page)?);
    Ok(())
}

/// The imports of a module or component; what a component's own inner modules import from one another is not counted.
fn imports(bytes: &[u8]) -> Result<Vec<Import>> {
    let mut imports = Vec::new();
    let mut depth = 0_usize;
    for payload in Parser::new(0).parse_all(bytes) {
        match payload? {
            Payload::ModuleSection { .. } | Payload::ComponentSection { .. } => depth += 1,
            Payload::End(_) => depth = depth.saturating_sub(1),
            Payload::ImportSection(section) if depth == 0 => {
                for import in section.into_imports() {
                    let import = import?;
                    imports.push(Import { module: import.module.to_owned(), name: import.name.to_owned() });
                }
            }
            Payload::ComponentImportSection(section) if depth == 0 => {
                for import in section {
                    imports.push(Import { module: "component".to_owned(), name: import?.name.name.to_owned() });
                }
            }
            _ => {}
        }
    }
    Ok(imports)
}

/// What a module built for WASI may ask for.
const PURE: [&str; 5] = [
    // The standard library's panic messages.
    "environ_get",
    "environ_sizes_get",
    "fd_write",
    "proc_exit",
    // regex-lite looks capture names up in a HashMap, which it never iterates. Our own code can have none: see
    // clippy.toml. A crate that asks for randomness itself does not compile for wasm32-unknown-unknown.
    "random_get",
];

/// That no operation can reach a clock or files.
fn pure(module: &Path) -> Result<()> {
    let imports = imports(&fs::read(module)?)?;
    // A resource that a component exports is counted by the component itself: the module asks for its own handles.
    let is_own = |import: &&Import| import.module.starts_with("[export]federation:aws/");
    let asked = imports.iter().filter(|import| !is_own(import)).map(|import| import.name.as_str());
    let refused: Vec<&str> = asked.filter(|name| !PURE.contains(name)).collect();
    if refused.is_empty() {
        Ok(())
    } else {
        Err(format!("the core is not pure: under WASI it asks for {}", refused.join(", ")).into())
    }
}

/// Every file of `dist/` but the sums themselves, sorted.
fn files(dist: &Path) -> Result<Vec<String>> {
    let mut files = Vec::new();
    for (folder, prefix) in [(dist.to_owned(), ""), (dist.join("browser"), "browser/"), (dist.join("inspector"), "inspector/")] {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if entry.file_type()?.is_file() && name != "SHA256SUMS" && !name.ends_with(".partial") {
                files.push(format!("{prefix}{name}"));
            }
        }
    }
    files.sort();
    Ok(files)
}

/// The size that a page loads.
fn compressed(bytes: &[u8]) -> Result<usize> {
    let mut output = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, ..Default::default() };
    brotli::BrotliCompress(&mut &*bytes, &mut output, &parameters)?;
    Ok(output.len())
}
