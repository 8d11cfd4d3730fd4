//! The contract as JSON Schema and as Extism's XTP schema.

use std::fmt::Write;

use serde_json::{Map, Value, json};

use crate::model::{Contract, Kind, Shape, Taken, camel, pascal};

/// `docs/schema/aws-federation.schema.json` (draft 2020-12). Validate a request against `#/$defs/<Request>`.
pub fn json_schema(contract: &Contract) -> String {
    let mut definitions = Map::new();
    for definition in &contract.definitions {
        let mut schema = match &definition.kind {
            Kind::Record(fields) => {
                let properties: Map<String, Value> =
                    fields.iter().map(|field| (camel(&field.name), described(field.docs.as_str(), of(&field.shape)))).collect();
                let required: Vec<_> =
                    fields.iter().filter(|field| field.shape.optional().is_none()).map(|field| camel(&field.name)).collect();
                json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false})
            }
            Kind::Enumeration(cases) => json!({"enum": cases.iter().map(|case| case.name.as_str()).collect::<Vec<_>>()}),
            Kind::Variant(cases) => {
                let arms: Vec<_> = cases
                    .iter()
                    .map(|case| match &case.payload {
                        Some(payload) => json!({"type": "object", "properties": {"tag": {"const": case.name}, "val": of(payload)}, "required": ["tag", "val"], "additionalProperties": false}),
                        None => json!({"type": "object", "properties": {"tag": {"const": case.name}}, "required": ["tag"], "additionalProperties": false}),
                    })
                    .collect();
                json!({"oneOf": arms})
            }
        };
        if !definition.docs.is_empty() {
            schema["description"] = json!(definition.docs);
        }
        definitions.insert(pascal(&definition.name), schema);
    }
    let operations: Map<String, Value> = contract
        .operations
        .iter()
        .map(|operation| {
            let request = operation.request.as_ref().map_or(json!({"type": "object", "additionalProperties": false}), |name| reference(name));
            let success = json!({"allOf": [{"properties": {"type": {"const": "success"}}, "required": ["type"]}]});
            (operation.name(), json!({"description": operation.docs, "request": request, "answer": {"success": reference(&operation.answer), "failure": reference("failure"), "envelope": success}}))
        })
        .collect();
    let resources: Map<String, Value> = contract
        .resources
        .iter()
        .map(|resource| {
            let functions: Map<String, Value> = resource
                .functions
                .iter()
                .map(|function| {
                    let takes = match &function.takes {
                        Taken::Nothing => json!({"type": "object", "additionalProperties": false}),
                        Taken::Bytes => json!({"type": "string", "contentMediaType": "application/octet-stream"}),
                        Taken::Record(name) => reference(name),
                    };
                    let gives = function.gives.as_ref().map_or(json!({"type": "object"}), |name| reference(name));
                    let answer = json!({"success": gives, "failure": reference("failure")});
                    (resource.export(function), json!({"description": function.docs, "request": takes, "answer": answer}))
                })
                .collect();
            (resource.json_name(), json!({"description": resource.docs, "functions": functions}))
        })
        .collect();
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "aws-federation",
        "description": "Generated from wit/. Answers carry a further key `type`: `success` or `failure`.",
        "x-operations": operations,
        "x-resources": resources,
        "$defs": definitions,
    });
    serde_json::to_string_pretty(&schema).expect("a schema is JSON") + "\n"
}

/// `docs/schema/aws-federation.xtp.yaml`: the exports of the Extism plugin (XTP schema, version 1-draft).
///
/// XTP has no tagged unions, so variants are objects whose `val` is free.
pub fn xtp(contract: &Contract) -> String {
    let mut out = String::from("# Generated from wit/ by `cargo xtask contract`. Do not edit.\nversion: v1-draft\nexports:\n");
    for operation in &contract.operations {
        writeln!(out, "  {}:\n    description: {}", operation.name(), quoted(&operation.docs)).unwrap();
        if let Some(request) = &operation.request {
            out += &json_of("input", Some(request));
        }
        out += &json_of("output", Some(&operation.answer));
    }
    for resource in &contract.resources {
        for function in &resource.functions {
            writeln!(out, "  {}:\n    description: {}", resource.export(function), quoted(&function.docs)).unwrap();
            match &function.takes {
                Taken::Nothing => {}
                Taken::Bytes => out += "    input:\n      contentType: application/x-binary\n      type: buffer\n",
                Taken::Record(name) => out += &json_of("input", Some(name)),
            }
            out += &json_of("output", function.gives.as_deref());
        }
    }
    out += "components:\n  schemas:\n";
    for definition in &contract.definitions {
        let description = if definition.docs.is_empty() { definition.name.clone() } else { definition.docs.clone() };
        writeln!(out, "    {}:\n      description: {}", pascal(&definition.name), quoted(&description)).unwrap();
        match &definition.kind {
            Kind::Record(fields) => {
                out += "      type: object\n      properties:\n";
                for field in fields {
                    let shape = field.shape.optional().unwrap_or(&field.shape);
                    writeln!(out, "        {}:", camel(&field.name)).unwrap();
                    xtp_shape(&mut out, shape, "          ");
                    if !field.docs.is_empty() {
                        writeln!(out, "          description: {}", quoted(&field.docs)).unwrap();
                    }
                }
                let required: Vec<_> =
                    fields.iter().filter(|field| field.shape.optional().is_none()).map(|field| camel(&field.name)).collect();
                if !required.is_empty() {
                    writeln!(out, "      required: [{}]", required.join(", ")).unwrap();
                }
            }
            Kind::Enumeration(cases) => {
                let names: Vec<_> = cases.iter().map(|case| case.name.as_str()).collect();
                writeln!(out, "      type: string\n      enum: [{}]", names.join(", ")).unwrap();
            }
            Kind::Variant(cases) => {
                let names: Vec<_> = cases.iter().map(|case| case.name.as_str()).collect();
                writeln!(out, "      type: object\n      properties:\n        tag:\n          type: string\n          enum: [{}]\n        val:\n          type: object\n      required: [tag, val]", names.join(", ")).unwrap();
            }
        }
    }
    out
}

/// An export's input or output: the JSON of a record, or of an object without keys of its own.
fn json_of(direction: &str, record: Option<&str>) -> String {
    let what = record.map_or("type: object".to_owned(), |name| format!("$ref: \"#/components/schemas/{}\"", pascal(name)));
    format!("    {direction}:\n      contentType: application/json\n      {what}\n")
}

fn xtp_shape(out: &mut String, shape: &Shape, indent: &str) {
    match shape {
        Shape::Text => writeln!(out, "{indent}type: string").unwrap(),
        Shape::Json => writeln!(out, "{indent}type: object").unwrap(),
        Shape::Boolean => writeln!(out, "{indent}type: boolean").unwrap(),
        Shape::Unsigned(_) | Shape::Signed(_) => writeln!(out, "{indent}type: integer").unwrap(),
        Shape::Optional(inner) => xtp_shape(out, inner, indent),
        Shape::List(inner) => {
            writeln!(out, "{indent}type: array\n{indent}items:").unwrap();
            xtp_shape(out, inner, &format!("{indent}  "));
        }
        Shape::Named(name) => writeln!(out, "{indent}$ref: \"#/components/schemas/{}\"", pascal(name)).unwrap(),
    }
}

/// A JSON string is a YAML double-quoted scalar.
fn quoted(text: &str) -> String {
    json!(text.replace('\n', " ")).to_string()
}

fn of(shape: &Shape) -> Value {
    match shape {
        Shape::Text => json!({"type": "string"}),
        Shape::Json => json!({}),
        Shape::Boolean => json!({"type": "boolean"}),
        Shape::Unsigned(bits) => json!({"type": "integer", "minimum": 0, "maximum": (1u64 << bits) - 1}),
        Shape::Signed(bits) => json!({"type": "integer", "minimum": -(1i64 << (bits - 1)), "maximum": (1i64 << (bits - 1)) - 1}),
        Shape::Optional(inner) => of(inner),
        Shape::List(inner) => json!({"type": "array", "items": of(inner)}),
        Shape::Named(name) => reference(name),
    }
}

fn described(docs: &str, mut schema: Value) -> Value {
    if !docs.is_empty() {
        schema["description"] = json!(docs);
    }
    schema
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/$defs/{}", pascal(name))})
}
