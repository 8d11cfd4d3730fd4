//! The reference for people, in Markdown.

use std::fmt::Write;

use crate::javascript::spelt;
use crate::model::{Contract, Kind, Taken, camel, pascal};

/// `docs/reference.md`.
pub fn markdown(contract: &Contract) -> String {
    let mut out = String::from(
        "<!-- Generated from wit/ by `cargo xtask contract`. Do not edit. -->\n# Reference\n\nThe operations and their values, as JSON. How the faces carry them: [json.md](json.md). Codes: [errors.md](errors.md).\n\n## Operations\n\n| operation | component | JavaScript | takes | gives |\n|---|---|---|---|---|\n",
    );
    for operation in &contract.operations {
        let name = operation.name();
        let request = operation.request.as_ref().map_or("nothing".to_owned(), |name| link(name));
        writeln!(
            out,
            "| `{name}` | `{}.{}` | `{}` | {request} | {} |",
            operation.interface,
            operation.function,
            camel(&name.replace('_', "-")),
            link(&operation.answer)
        )
        .unwrap();
    }
    out.push('\n');
    for operation in &contract.operations {
        writeln!(out, "- `{}`: {}", operation.name(), operation.docs.replace('\n', " ")).unwrap();
    }
    out += "\n## Resources\n\nWhat is opened, fed and finished; [json.md](json.md) says how. `failure` can be the answer of each function.\n";
    for resource in &contract.resources {
        writeln!(out, "\n### {}\n\n{}\n", resource.json_name(), resource.docs).unwrap();
        out += "| function | component | takes | gives | |\n|---|---|---|---|---|\n";
        for function in &resource.functions {
            let takes = match &function.takes {
                Taken::Nothing => "nothing".to_owned(),
                Taken::Bytes => "bytes".to_owned(),
                Taken::Record(name) => link(name),
            };
            let gives = function.gives.as_ref().map_or(format!("the {}", resource.name), |name| link(name));
            writeln!(
                out,
                "| `{}` | `{}.{}.{}` | {takes} | {gives} | {} |",
                resource.export(function),
                resource.interface,
                resource.name,
                function.name,
                cell(&function.docs)
            )
            .unwrap();
        }
    }
    out += "\n## Values\n";
    for definition in &contract.definitions {
        writeln!(out, "\n### {}\n", pascal(&definition.name)).unwrap();
        if !definition.docs.is_empty() {
            writeln!(out, "{}\n", definition.docs).unwrap();
        }
        match &definition.kind {
            Kind::Record(fields) => {
                out += "| key | type | |\n|---|---|---|\n";
                for field in fields {
                    let optional = if field.shape.optional().is_some() { ", optional" } else { "" };
                    writeln!(out, "| `{}` | `{}`{optional} | {} |", camel(&field.name), spelt(&field.shape), cell(&field.docs))
                        .unwrap();
                }
            }
            Kind::Enumeration(cases) => {
                for case in cases {
                    let docs = if case.docs.is_empty() { String::new() } else { format!(": {}", cell(&case.docs)) };
                    writeln!(out, "- `{}`{docs}", case.name).unwrap();
                }
            }
            Kind::Variant(cases) => {
                for case in cases {
                    let payload = case.payload.as_ref().map(spelt).unwrap_or_default();
                    writeln!(out, "- `{{\"tag\": \"{}\", \"val\": {payload}}}`", case.name).unwrap();
                }
            }
        }
    }
    out
}

fn link(name: &str) -> String {
    let name = pascal(name);
    format!("[{name}](#{})", name.to_lowercase())
}

fn cell(docs: &str) -> String {
    docs.replace('\n', " ").replace('|', "\\|")
}
