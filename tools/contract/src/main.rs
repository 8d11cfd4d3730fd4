//! Generates from `wit/` everything that would otherwise be written twice.
//!
//! `contract` writes the files, `contract --check` fails when one of them is stale.

mod component;
mod javascript;
mod model;
mod reference;
mod rust;
mod schema;

use std::io::{Error, Write};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

fn main() -> ExitCode {
    let check = std::env::args().any(|argument| argument == "--check");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let contract = match model::Contract::read(&root.join("wit")) {
        Ok(contract) => contract,
        Err(error) => {
            eprintln!("contract: wit/ cannot be read: {error}");
            return ExitCode::FAILURE;
        }
    };
    let files = [
        ("src/api/types.rs", rust::types(&contract)),
        ("src/api/shape.rs", rust::shapes(&contract)),
        ("src/api/operations.rs", rust::operations(&contract)),
        ("src/faces/component/convert.rs", component::conversions(&contract)),
        ("src/faces/component/guest.rs", component::guest(&contract)),
        ("src/faces/aws-federation.d.ts", javascript::declarations(&contract)),
        ("host-examples/js/json-fields.mjs", javascript::json_fields(&contract)),
        ("host-examples/rust/src/operations.rs", rust::host_operations(&contract)),
        ("host-examples/rust/src/answers.rs", rust::host_answers(&contract)),
        ("docs/schema/aws-federation.schema.json", schema::json_schema(&contract)),
        ("docs/schema/aws-federation.xtp.yaml", schema::xtp(&contract)),
        ("docs/reference.md", reference::markdown(&contract)),
    ];
    let mut stale = false;
    for (path, text) in files {
        let file = root.join(path);
        let text = if path.ends_with(".rs") { formatted(&root, &text) } else { Ok(text) };
        let text = match text {
            Ok(text) => text,
            Err(error) => {
                eprintln!("contract: {path} cannot be formatted: {error}");
                return ExitCode::FAILURE;
            }
        };
        if check {
            if std::fs::read_to_string(&file).ok().as_deref() != Some(text.as_str()) {
                eprintln!("contract: {path} is stale; run `cargo xtask contract`");
                stale = true;
            }
            continue;
        }
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder).ok();
        }
        if let Err(error) = std::fs::write(&file, text) {
            eprintln!("contract: {path} cannot be written: {error}");
            return ExitCode::FAILURE;
        }
    }
    if stale { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// Generated code is held to the same form as all other code.
fn formatted(root: &Path, text: &str) -> Result<String, Error> {
    let mut rustfmt = Command::new("rustfmt")
        .args(["--edition", "2024", "--config-path"])
        .arg(root)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    // rustfmt reads everything before it writes anything, so this cannot wait for itself.
    if let Some(mut stdin) = rustfmt.stdin.take() {
        stdin.write_all(text.as_bytes())?;
    }
    let output = rustfmt.wait_with_output()?;
    if !output.status.success() {
        return Err(Error::other("rustfmt refuses it"));
    }
    String::from_utf8(output.stdout).map_err(Error::other)
}
