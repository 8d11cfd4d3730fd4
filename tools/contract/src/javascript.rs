//! What JavaScript hosts need: declarations, and where JSON text stands in the component's requests.

use std::fmt::Write;

use crate::model::{Contract, Kind, Operation, Shape, Taken, camel, comment, pascal};

/// `src/faces/aws-federation.d.ts`.
pub fn declarations(contract: &Contract) -> String {
    let mut out = String::from(
        "// Generated from wit/ by `cargo xtask contract`. Do not edit.\n\n/** Any JSON value. The component face takes its text instead. */\nexport type Json = null | boolean | number | string | Json[] | { [name: string]: Json };\n",
    );
    for definition in &contract.definitions {
        out.push('\n');
        out += &block(&definition.docs, "");
        let name = pascal(&definition.name);
        match &definition.kind {
            Kind::Record(fields) => {
                writeln!(out, "export interface {name} {{").unwrap();
                for field in fields {
                    out += &block(&field.docs, "  ");
                    let (mark, shape) = match field.shape.optional() {
                        Some(inner) => ("?", inner),
                        None => ("", &field.shape),
                    };
                    writeln!(out, "  {}{mark}: {};", camel(&field.name), spelt(shape)).unwrap();
                }
                out += "}\n";
            }
            Kind::Enumeration(cases) => {
                let names: Vec<_> = cases.iter().map(|case| format!("\"{}\"", case.name)).collect();
                writeln!(out, "export type {name} = {};", names.join(" | ")).unwrap();
            }
            Kind::Variant(cases) => {
                writeln!(out, "export type {name} =").unwrap();
                let arms: Vec<_> = cases
                    .iter()
                    .map(|case| {
                        let payload = case.payload.as_ref().map(|shape| format!("; val: {}", spelt(shape))).unwrap_or_default();
                        format!("  | {{ tag: \"{}\"{payload} }}", case.name)
                    })
                    .collect();
                writeln!(out, "{};", arms.join("\n")).unwrap();
            }
        }
    }
    out += "\n/** An answer as the JSON faces give it. */\nexport type Answer<T> = ({ type: \"success\" } & T) | ({ type: \"failure\" } & Failure);\n";
    out += "\n/** The operations by their names in JSON: what each takes and gives. */\nexport interface Operations {\n";
    for operation in &contract.operations {
        let request = operation.request.as_ref().map_or("{}".to_owned(), |name| pascal(name));
        out += &block(&operation.docs, "  ");
        writeln!(out, "  {}: {{ request: {request}; answer: Answer<{}> }};", operation.name(), pascal(&operation.answer))
            .unwrap();
    }
    out += "}\n";
    out += "\n/** What is opened and then fed, by its name in JSON: `request` opens it, the functions belong to what was opened. */\nexport interface Resources {\n";
    for resource in &contract.resources {
        out += &block(&resource.docs, "  ");
        writeln!(out, "  {}: {{", resource.json_name()).unwrap();
        for function in &resource.functions {
            out += &block(&function.docs, "    ");
            match (&function.gives, &function.takes) {
                (None, Taken::Record(request)) => writeln!(out, "    request: {};", pascal(request)).unwrap(),
                (None, Taken::Bytes | Taken::Nothing) => writeln!(out, "    request: {{}};").unwrap(),
                (Some(answer), takes) => {
                    let parameter = match takes {
                        Taken::Nothing => String::new(),
                        Taken::Bytes => "chunk: Uint8Array".to_owned(),
                        Taken::Record(name) => format!("request: {}", pascal(name)),
                    };
                    writeln!(out, "    {}({parameter}): Answer<{}>;", camel(&function.name), pascal(answer)).unwrap();
                }
            }
        }
        out += "  };\n";
    }
    out += "}\n";
    out
}

/// `host-examples/js/json-fields.mjs`.
pub fn json_fields(contract: &Contract) -> String {
    let mut out = String::from(
        "// Generated from wit/ by `cargo xtask contract`. Do not edit.\n\n// Where a request holds a JSON value that the component takes as text. `*` stands for every element of a list.\nexport const jsonFields = {\n",
    );
    for operation in &contract.operations {
        let paths: Vec<_> = json_paths(contract, operation)
            .iter()
            .map(|path| format!("[{}]", path.iter().map(|step| format!("\"{step}\"")).collect::<Vec<_>>().join(", ")))
            .collect();
        writeln!(out, "  {}: [{}],", operation.name(), paths.join(", ")).unwrap();
    }
    out += "};\n\n// The operations as the component exports them.\nexport const exportsOf = {\n";
    for operation in &contract.operations {
        writeln!(
            out,
            "  {}: {{ interface: \"{}\", function: \"{}\", request: {} }},",
            operation.name(),
            camel(&operation.interface),
            camel(&operation.function),
            operation.request.is_some()
        )
        .unwrap();
    }
    out += "};\n";
    out
}

/// Where an operation's request holds a JSON value; `*` stands for every element of a list.
pub fn json_paths(contract: &Contract, operation: &Operation) -> Vec<Vec<String>> {
    let mut paths = Vec::new();
    if let Some(request) = &operation.request {
        collect(contract, &Shape::Named(request.clone()), &mut Vec::new(), &mut paths);
    }
    paths
}

fn collect(contract: &Contract, shape: &Shape, path: &mut Vec<String>, paths: &mut Vec<Vec<String>>) {
    match shape {
        Shape::Json => paths.push(path.clone()),
        Shape::Optional(inner) => collect(contract, inner, path, paths),
        Shape::List(inner) => {
            path.push("*".into());
            collect(contract, inner, path, paths);
            path.pop();
        }
        Shape::Named(name) => match &contract.definition(name).kind {
            Kind::Record(fields) => {
                for field in fields {
                    path.push(camel(&field.name));
                    collect(contract, &field.shape, path, paths);
                    path.pop();
                }
            }
            Kind::Variant(cases) => {
                for payload in cases.iter().filter_map(|case| case.payload.as_ref()) {
                    path.push("val".into());
                    collect(contract, payload, path, paths);
                    path.pop();
                }
            }
            Kind::Enumeration(_) => {}
        },
        Shape::Text | Shape::Boolean | Shape::Unsigned(_) | Shape::Signed(_) => {}
    }
}

pub fn spelt(shape: &Shape) -> String {
    match shape {
        Shape::Text => "string".into(),
        Shape::Json => "Json".into(),
        Shape::Boolean => "boolean".into(),
        Shape::Unsigned(_) | Shape::Signed(_) => "number".into(),
        Shape::Optional(inner) => spelt(inner),
        Shape::List(inner) => format!("Array<{}>", spelt(inner)),
        Shape::Named(name) => pascal(name),
    }
}

fn block(docs: &str, indent: &str) -> String {
    match docs.lines().count() {
        0 => String::new(),
        1 => format!("{indent}/** {docs} */\n"),
        _ => format!("{indent}/**\n{}{indent} */\n", comment(docs, indent, " *")),
    }
}
