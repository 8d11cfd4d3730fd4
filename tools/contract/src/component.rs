//! The component face: conversions between wit-bindgen's types and the wire types, and the exports.
//!
//! wit-bindgen can map an *imported* interface onto types of ours, but not an exported one, and an import of a
//! types-only interface would still be an import. So the conversions are written here, where no one copies them by hand.

use std::fmt::Write;

use crate::model::{Contract, Kind, Shape, field as spelt_field, pascal, snake};
use crate::rust::HEADER;

/// `src/faces/component/convert.rs`.
pub fn conversions(contract: &Contract) -> String {
    let mut out = format!(
        "//! Between the component's types and the wire types.\n{HEADER}use super::bindings::exports::federation::aws::types as wit;\nuse super::json_text;\nuse crate::api::types as wire;\n"
    );
    let fallible: Vec<&str> = contract
        .definitions
        .iter()
        // JSON text stands somewhere inside, so the conversion can fail.
        .filter(|definition| definition.read && contract.holds_json(&definition.name))
        .map(|definition| definition.name.as_str())
        .collect();
    for definition in &contract.definitions {
        let name = pascal(&definition.name);
        if definition.read {
            let hard = fallible.contains(&definition.name.as_str());
            out += &if hard {
                format!(
                    "\nimpl TryFrom<wit::{name}> for wire::{name} {{\n    type Error = wire::Failure;\n\n    fn try_from(value: wit::{name}) -> Result<Self, wire::Failure> {{\n        Ok("
                )
            } else {
                format!("\nimpl From<wit::{name}> for wire::{name} {{\n    fn from(value: wit::{name}) -> Self {{\n        ")
            };
            out += &body(&definition.kind, &name, "wit", true, &fallible);
            out += if hard { ")\n    }\n}\n" } else { "\n    }\n}\n" };
        }
        if definition.written {
            write!(out, "\nimpl From<wire::{name}> for wit::{name} {{\n    fn from(value: wire::{name}) -> Self {{\n        ")
                .unwrap();
            out += &body(&definition.kind, &name, "wire", false, &[]);
            out += "\n    }\n}\n";
        }
    }
    out
}

/// `src/faces/component/guest.rs`.
pub fn guest(contract: &Contract) -> String {
    let mut out = format!(
        "//! The component's exports: every operation of the contract.\n{HEADER}use super::Component;\nuse super::bindings::exports::federation::aws as exports;\nuse crate::api;\n"
    );
    let mut interfaces: Vec<&str> = Vec::new();
    for operation in &contract.operations {
        if !interfaces.contains(&operation.interface.as_str()) {
            interfaces.push(&operation.interface);
        }
    }
    for interface in interfaces {
        write!(out, "\nimpl exports::{0}::Guest for Component {{", snake(interface)).unwrap();
        for resource in contract.resources.iter().filter(|resource| resource.interface == interface) {
            // What it does is written by hand: it keeps something between calls.
            let (name, module) = (pascal(&resource.name), snake(&resource.name));
            writeln!(out, "\n    type {name} = super::{module}::{name};").unwrap();
        }
        for operation in contract.operations.iter().filter(|operation| operation.interface == interface) {
            let function = snake(&operation.function);
            let answer = pascal(&operation.answer);
            let types = format!("Result<exports::types::{answer}, exports::types::Failure>");
            match &operation.request {
                Some(request) => {
                    let request_type = pascal(request);
                    let convert = if contract.holds_json(request) { "request.try_into()?" } else { "request.into()" };
                    write!(out, "\n    fn {function}(request: exports::types::{request_type}) -> {types} {{\n        Ok(api::{}::{function}({convert})?.into())\n    }}\n", snake(interface)).unwrap();
                }
                None => write!(
                    out,
                    "\n    fn {function}() -> {types} {{\n        Ok(api::{}::{function}()?.into())\n    }}\n",
                    snake(interface)
                )
                .unwrap(),
            }
        }
        out += "}\n";
    }
    out
}

fn body(kind: &Kind, name: &str, from: &str, reading: bool, fallible: &[&str]) -> String {
    match kind {
        Kind::Record(fields) => {
            let fields: String = fields
                .iter()
                .map(|field| {
                    let field_name = spelt_field(&field.name);
                    let value = converted(&field.shape, &format!("value.{field_name}"), reading, fallible);
                    format!("\n            {field_name}: {value},")
                })
                .collect();
            format!("Self {{{fields}\n        }}")
        }
        Kind::Enumeration(cases) | Kind::Variant(cases) => {
            let arms: String = cases
                .iter()
                .map(|case| {
                    let case_name = pascal(&case.name);
                    match &case.payload {
                        Some(payload) => {
                            let value = converted(payload, "value", reading, fallible);
                            format!("\n            {from}::{name}::{case_name}(value) => Self::{case_name}({value}),")
                        }
                        None => format!("\n            {from}::{name}::{case_name} => Self::{case_name},"),
                    }
                })
                .collect();
            format!("match value {{{arms}\n        }}")
        }
    }
}

fn converted(shape: &Shape, value: &str, reading: bool, fallible: &[&str]) -> String {
    match shape {
        Shape::Text | Shape::Boolean | Shape::Unsigned(_) | Shape::Signed(_) => value.to_owned(),
        Shape::Json if reading => format!("json_text(&{value})?"),
        Shape::Json => format!("{value}.to_string()"),
        Shape::Named(name) if fallible.contains(&name.as_str()) => format!("{value}.try_into()?"),
        Shape::Named(_) => format!("{value}.into()"),
        Shape::Optional(inner) | Shape::List(inner) => {
            if plain(inner) {
                return value.to_owned();
            }
            let hard = reading && (matches!(**inner, Shape::Json) || inner.name().is_some_and(|name| fallible.contains(&name)));
            let list = matches!(shape, Shape::List(_));
            let inside = converted(inner, "value", reading, fallible);
            // `Ok(x?)` says no more than `x`: the error is of the type that the method returns.
            let inside = if hard { inside.trim_end_matches('?').to_owned() } else { inside };
            match (list, hard) {
                (true, true) => format!("{value}.into_iter().map(|value| {inside}).collect::<Result<_, wire::Failure>>()?"),
                (true, false) => format!("{value}.into_iter().map(|value| {inside}).collect()"),
                (false, true) => format!("{value}.map(|value| {inside}).transpose()?"),
                (false, false) => format!("{value}.map(|value| {inside})"),
            }
        }
    }
}

fn plain(shape: &Shape) -> bool {
    match shape {
        Shape::Text | Shape::Boolean | Shape::Unsigned(_) | Shape::Signed(_) => true,
        Shape::Optional(inner) | Shape::List(inner) => plain(inner),
        Shape::Json | Shape::Named(_) => false,
    }
}
