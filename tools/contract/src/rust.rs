//! The Rust of the JSON boundary: wire types, their shapes, the operation table.

use std::fmt::Write;

use crate::javascript::json_paths;
use crate::model::{Contract, Kind, Shape, camel, comment, field as spelt_field, pascal, snake};

pub const HEADER: &str = "// Generated from wit/ by `cargo xtask contract`. Do not edit.\n\n";

/// `host-examples/rust/src/operations.rs`: what a host that holds JSON needs to call the typed functions.
pub fn host_operations(contract: &Contract) -> String {
    let mut out = format!(
        "//! The operations as the component exports them.\n{HEADER}/// An operation: its name in JSON, and its place in the component.\n\
         pub struct Operation {{\n    pub name: &'static str,\n    pub interface: &'static str,\n    pub function: &'static str,\n    \
         pub takes_request: bool,\n    \
         /// Where the request holds a JSON value that the component takes as text. `*` stands for every element of a list.\n    \
         pub json_fields: &'static [&'static [&'static str]],\n}}\n\n/// Every operation, in the order of the contract.\n\
         pub const OPERATIONS: &[Operation] = &[\n"
    );
    for operation in &contract.operations {
        let paths: Vec<_> = json_paths(contract, operation).iter().map(|path| format!("&{path:?}")).collect();
        writeln!(
            out,
            "    Operation {{\n        name: \"{}\",\n        interface: \"federation:aws/{}@0.1.0\",\n        function: \"{}\",\n        \
             takes_request: {},\n        json_fields: &[{}],\n    }},",
            operation.name(),
            operation.interface,
            operation.function,
            operation.request.is_some(),
            paths.join(", ")
        )
        .unwrap();
    }
    out += "];\n";
    out
}

/// `host-examples/rust/src/answers.rs`: what a resource answers, and what `json.check` refuses with, as types of the host.
///
/// Not for every operation: their requests and answers go through the values of wasmtime, which need no types. A chunk of
/// 64 KB would be as many values.
pub fn host_answers(contract: &Contract) -> String {
    let mut out = format!(
        "//! What is answered in types, as the component declares them and as the JSON faces write them.\n{HEADER}\
         use serde::Serialize;\nuse wasmtime::component::{{ComponentType, Lift}};\n"
    );
    let functions = contract.resources.iter().flat_map(|resource| &resource.functions);
    let answers = contract.reachable(functions.filter_map(|function| function.gives.clone()).chain(["failure".to_owned()]));
    for definition in contract.definitions.iter().filter(|definition| answers.contains(&definition.name)) {
        out.push('\n');
        match &definition.kind {
            Kind::Record(fields) => {
                out += "#[derive(ComponentType, Lift, Serialize)]\n#[component(record)]\n#[serde(rename_all = \"camelCase\")]\n";
                writeln!(out, "pub struct {} {{", pascal(&definition.name)).unwrap();
                for field in fields {
                    let name = spelt_field(&field.name);
                    if name != field.name {
                        writeln!(out, "    #[component(name = \"{}\")]", field.name).unwrap();
                    }
                    if name.ends_with('_') {
                        writeln!(out, "    #[serde(rename = \"{}\")]", field.name).unwrap();
                    }
                    if field.shape.optional().is_some() {
                        out += "    #[serde(skip_serializing_if = \"Option::is_none\")]\n";
                    }
                    writeln!(out, "    pub {name}: {},", spelt(&field.shape)).unwrap();
                }
            }
            Kind::Enumeration(cases) => {
                out += "#[derive(Clone, Copy, ComponentType, Lift, Serialize)]\n#[component(enum)]\n#[repr(u8)]\n\
                        #[expect(dead_code, reason = \"only the component makes them\")]\n#[serde(rename_all = \"kebab-case\")]\n";
                writeln!(out, "pub enum {} {{", pascal(&definition.name)).unwrap();
                for case in cases {
                    writeln!(out, "    #[component(name = \"{}\")]\n    {},", case.name, pascal(&case.name)).unwrap();
                }
            }
            Kind::Variant(_) => unreachable!("variants stand in requests only"),
        }
        out += "}\n";
    }
    out
}

/// `src/api/types.rs`.
pub fn types(contract: &Contract) -> String {
    let mut out = format!(
        "//! The records of the contract, as JSON reads and writes them.\n{HEADER}use serde::{{Deserialize, Serialize}};\n\nuse crate::json;\n"
    );
    for definition in &contract.definitions {
        out.push('\n');
        out += &comment(&documentation(&definition.docs, &definition.name), "", "///");
        let mut derives = vec!["Clone", "PartialEq", "Eq"];
        if matches!(definition.kind, Kind::Enumeration(_)) {
            derives.extend(["Copy", "Debug"]);
        }
        if definition.read {
            derives.push("Deserialize");
        }
        if definition.written {
            derives.push("Serialize");
        }
        writeln!(out, "#[derive({})]", derives.join(", ")).unwrap();
        let name = pascal(&definition.name);
        match &definition.kind {
            Kind::Record(fields) => {
                let strict = if definition.read { ", deny_unknown_fields" } else { "" };
                writeln!(out, "#[serde(rename_all = \"camelCase\"{strict})]\npub struct {name} {{").unwrap();
                for field in fields {
                    out += &comment(&documentation(&field.docs, &field.name), "    ", "///");
                    if field.shape.optional().is_some() {
                        let default = if definition.read { "default" } else { "" };
                        let skip = if definition.written { "skip_serializing_if = \"Option::is_none\"" } else { "" };
                        let both = [default, skip].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>();
                        writeln!(out, "    #[serde({})]", both.join(", ")).unwrap();
                    }
                    let name = spelt_field(&field.name);
                    if name != snake(&field.name) {
                        writeln!(out, "    #[serde(rename = \"{}\")]", camel(&field.name)).unwrap();
                    }
                    writeln!(out, "    pub {name}: {},", spelt(&field.shape)).unwrap();
                }
                out += "}\n";
            }
            Kind::Enumeration(cases) => {
                writeln!(out, "pub enum {name} {{").unwrap();
                for case in cases {
                    out += &comment(&documentation(&case.docs, &case.name), "    ", "///");
                    writeln!(out, "    #[serde(rename = \"{}\")]\n    {},", case.name, pascal(&case.name)).unwrap();
                }
                out += "}\n";
            }
            Kind::Variant(cases) => {
                writeln!(out, "#[serde(tag = \"tag\", content = \"val\")]\npub enum {name} {{").unwrap();
                for case in cases {
                    out += &comment(&documentation(&case.docs, &case.name), "    ", "///");
                    let payload = case.payload.as_ref().map(|shape| format!("({})", spelt(shape))).unwrap_or_default();
                    writeln!(out, "    #[serde(rename = \"{}\")]\n    {}{payload},", case.name, pascal(&case.name)).unwrap();
                }
                out += "}\n";
            }
        }
    }
    out
}

/// `src/api/shape.rs`.
pub fn shapes(contract: &Contract) -> String {
    let mut out = format!(
        "//! What each request looks like, for the search for everything that is wrong with one that did not decode.\n{HEADER}use super::decode::{{Field, Shape}};\n"
    );
    for definition in contract.definitions.iter().filter(|definition| definition.read) {
        let name = constant(&definition.name);
        let body = match &definition.kind {
            Kind::Record(fields) => {
                let fields: String = fields
                    .iter()
                    .map(|field| {
                        let shape = field.shape.optional().unwrap_or(&field.shape);
                        format!(
                            "\n    Field {{ name: \"{}\", shape: {}, required: {} }},",
                            camel(&field.name),
                            described(shape),
                            field.shape.optional().is_none()
                        )
                    })
                    .collect();
                format!("Shape::Record(&[{fields}\n])")
            }
            Kind::Enumeration(cases) => {
                let names: Vec<_> = cases.iter().map(|case| format!("\"{}\"", case.name)).collect();
                format!("Shape::Enumeration(&[{}])", names.join(", "))
            }
            Kind::Variant(cases) => {
                let cases: String = cases
                    .iter()
                    .map(|case| {
                        let payload = case.payload.as_ref().expect("variants of requests carry values");
                        format!("\n    (\"{}\", {}),", case.name, described(payload))
                    })
                    .collect();
                format!("Shape::Variant(&[{cases}\n])")
            }
        };
        writeln!(out, "\npub(super) static {name}: Shape = {body};").unwrap();
    }
    out
}

/// `src/api/operations.rs`.
pub fn operations(contract: &Contract) -> String {
    let mut out = format!(
        "//! The operation table: every face reaches every operation through it.\n{HEADER}use super::decode::{{Shape, decode, nothing}};\nuse super::envelope::envelope;\nuse super::shape;\n"
    );
    out += "\n/// An operation of the contract.\n#[derive(Clone, Copy, Debug, PartialEq, Eq)]\n#[non_exhaustive]\npub enum Operation {\n";
    for operation in &contract.operations {
        out += &comment(&operation.docs, "    ", "///");
        writeln!(out, "    {},", variant(&operation.name())).unwrap();
    }
    out += "}\n\nimpl Operation {\n    /// Every operation, in the order of the contract.\n    pub const ALL: &[Self] = &[";
    let all: Vec<_> = contract.operations.iter().map(|operation| format!("Self::{}", variant(&operation.name()))).collect();
    writeln!(out, "{}];", all.join(", ")).unwrap();
    out += "\n    /// The name in Extism and JSON.\n    pub const fn name(self) -> &'static str {\n        match self {\n";
    for operation in &contract.operations {
        writeln!(out, "            Self::{} => \"{}\",", variant(&operation.name()), operation.name()).unwrap();
    }
    out += "        }\n    }\n\n    /// One sentence.\n    pub const fn summary(self) -> &'static str {\n        match self {\n";
    for operation in &contract.operations {
        writeln!(out, "            Self::{} => {:?},", variant(&operation.name()), operation.docs.replace('\n', " ")).unwrap();
    }
    out += "        }\n    }\n\n    pub(super) const fn request_shape(self) -> Option<&'static Shape> {\n        match self {\n";
    for operation in &contract.operations {
        let shape = operation.request.as_ref().map_or("None".to_owned(), |name| format!("Some(&shape::{})", constant(name)));
        writeln!(out, "            Self::{} => {shape},", variant(&operation.name())).unwrap();
    }
    out += "        }\n    }\n\n    pub(super) fn answer(self, request: &[u8]) -> Vec<u8> {\n        match self {\n";
    for operation in &contract.operations {
        let function = format!("super::{}::{}", snake(&operation.interface), snake(&operation.function));
        let call = match &operation.request {
            Some(_) => format!("decode(self, request).and_then({function})"),
            None => format!("nothing(self, request).and_then(|()| {function}())"),
        };
        writeln!(out, "            Self::{} => envelope({call}),", variant(&operation.name())).unwrap();
    }
    out += "        }\n    }\n}\n\n";
    out += "/// Calls `$each!(name, Variant, \"javaScriptName\")` for every operation: a face's exports are this list.\n";
    out +=
        "#[cfg(any(feature = \"extism\", feature = \"browser\"))]\nmacro_rules! for_each_operation {\n    ($each:ident) => {\n";
    for operation in &contract.operations {
        let name = operation.name();
        writeln!(out, "        $each!({name}, {}, \"{}\");", variant(&name), camel(&name.replace('_', "-"))).unwrap();
    }
    out += "    };\n}\n#[cfg(any(feature = \"extism\", feature = \"browser\"))]\npub(crate) use for_each_operation;\n";
    out
}

pub fn variant(operation: &str) -> String {
    pascal(&operation.replace('_', "-"))
}

/// What stands in for missing documentation: the name says it all, but `missing_docs` wants a line.
fn documentation(docs: &str, name: &str) -> String {
    if docs.is_empty() { format!("`{name}`.") } else { docs.to_owned() }
}

fn spelt(shape: &Shape) -> String {
    match shape {
        Shape::Text => "String".into(),
        Shape::Json => "json::Value".into(),
        Shape::Boolean => "bool".into(),
        Shape::Unsigned(bits) => format!("u{bits}"),
        Shape::Signed(bits) => format!("i{bits}"),
        Shape::Optional(inner) => format!("Option<{}>", spelt(inner)),
        Shape::List(inner) => format!("Vec<{}>", spelt(inner)),
        Shape::Named(name) => pascal(name),
    }
}

fn described(shape: &Shape) -> String {
    match shape {
        Shape::Text => "&Shape::Text".into(),
        Shape::Json => "&Shape::Json".into(),
        Shape::Boolean => "&Shape::Boolean".into(),
        Shape::Unsigned(bits) => format!("&Shape::Unsigned(u{bits}::MAX as u64)"),
        Shape::Signed(_) => unreachable!("signed numbers stand in answers only"),
        Shape::Optional(inner) => described(inner),
        Shape::List(inner) => format!("&Shape::List({})", described(inner)),
        Shape::Named(name) => format!("&{}", constant(name)),
    }
}

fn constant(name: &str) -> String {
    snake(name).to_uppercase()
}
