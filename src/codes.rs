//! The codes of every area, checked against `docs/errors.md`.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::{api, aws, metadata, saml, scim, xml};

/// Every area's table: codes are stable, so an area owns its codes and no other area uses them.
const AREAS: &[(&str, &[&[[&str; 4]]])] = &[
    ("The request", &[api::TABLE]),
    ("AWS's names and numbers", &[aws::Error::TABLE]),
    ("SAML attributes", &[saml::Error::TABLE]),
    ("Checking a Response", saml::check::TABLES),
    ("Metadata", metadata::TABLES),
    ("SCIM", scim::TABLES),
    ("XML", xml::TABLES),
];

#[test]
fn codes_are_dotted_unique_and_listed_in_docs_errors_md() {
    let mut owners: BTreeMap<&str, &str> = BTreeMap::new();
    let mut page = String::from(
        "# Codes\n\nEvery code that a failure, a finding or a step of the trace can carry. Codes are stable; messages may improve. \
         `{…}` stands for a number or a list of names: no message holds a value of yours.\n\n\
         <!-- Written by `BLESS=1 cargo test --lib codes`. -->\n",
    );
    for (area, tables) in AREAS {
        write!(page, "\n## {area}\n\n| code | message | what to do | source |\n|---|---|---|---|\n").unwrap();
        for [code, message, help, source] in tables.iter().copied().flatten() {
            assert!(
                code.split('.').count() == 2
                    && code.chars().all(|letter| letter.is_ascii_lowercase() || ".-0123456789".contains(letter)),
                "{code}"
            );
            assert!(!message.is_empty() && !help.is_empty(), "{code}");
            let owner = owners.entry(code).or_insert(area);
            assert_eq!(owner, area, "{code} is used by two areas");
            let cell = |text: &str| text.replace("{{", "{").replace("}}", "}").replace('|', "\\|").replace('<', "&lt;");
            writeln!(page, "| `{code}` | {} | {} | {} |", cell(message), cell(help), cell(source)).unwrap();
        }
    }
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/errors.md");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(file, &page).unwrap();
    }
    assert_eq!(
        std::fs::read_to_string(file).unwrap_or_default(),
        page,
        "docs/errors.md is stale: BLESS=1 cargo test --lib codes"
    );
}
