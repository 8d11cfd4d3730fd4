//! `cargo xtask demo`: the plugin in a host, on the files of host-examples/demo. Fails if an answer is not what it says.

use std::fs;

use serde_json::{Value, json};

use crate::cases::{self, Case};
use crate::hosts::Host;
use crate::process::{Failed, Naming, Outcome, root};

pub(crate) fn run(host: Host) -> Outcome<u8> {
    let scenes = [attributes()?, configuration()?, user()?];
    let cases: Vec<Case> = scenes.iter().map(Scene::case).collect();
    let answers = cases::answers(host, &cases)?;

    println!("aws-federation in the host {}: dist/aws-federation.extism.wasm\n", host.name());
    let mut failed = 0;
    for (scene, answer) in scenes.iter().zip(&answers) {
        let answer: Value = serde_json::from_slice(answer)
            .map_err(|error| Failed::Because(format!("{} answered no JSON: {error}", scene.operation)))?;
        println!("=== {} ({})", scene.title, scene.operation);
        println!("\nIn: {}\n{}", scene.input, indented(&scene.shown));
        println!("\nOut:\n{}", indented(&(scene.show)(&answer)));
        for finding in list(&answer, "/findings") {
            println!("    {}: {}", text(finding, "/severity"), text(finding, "/message"));
        }
        match (scene.expect)(&answer) {
            true => println!("\n{}\n", scene.sentence),
            false => {
                failed += 1;
                println!("\nFAILED: this is not what was expected; the whole answer:\n{answer:#}\n");
            }
        }
    }
    println!("{} passed, {failed} failed", scenes.len() - failed);
    Ok(u8::from(failed > 0))
}

/// One operation of the demo: what goes in, what of it is shown, and what must come out.
struct Scene {
    operation: &'static str,
    title: &'static str,
    input: &'static str,
    shown: String,
    request: Value,
    show: fn(&Value) -> String,
    expect: fn(&Value) -> bool,
    sentence: &'static str,
}

impl Scene {
    fn case(&self) -> Case {
        Case {
            name: self.title.to_owned(),
            operation: self.operation.to_owned(),
            request: self.request.to_string().into_bytes(),
            answer: Value::Null,
        }
    }
}

fn attributes() -> Outcome<Scene> {
    let request = read("attributes.json")?;
    Ok(Scene {
        operation: "saml_attributes",
        title: "Which AWS attributes does this person get?",
        input: "host-examples/demo/attributes.json, a user of authentik and her groups",
        shown: request.clone(),
        request: parse("attributes.json", &request)?,
        show: |answer| {
            let attributes = list(answer, "/attributes").iter().map(|attribute| {
                let values: Vec<&str> = list(attribute, "/values").iter().filter_map(Value::as_str).collect();
                format!("{}\n    {}", text(attribute, "/name"), values.join("\n    "))
            });
            attributes.collect::<Vec<_>>().join("\n")
        },
        expect: |answer| {
            let values = list(answer, "/attributes/0/values");
            let role = "arn:aws:iam::123412341234:role/Developer,arn:aws:iam::123412341234:saml-provider/authentik";
            succeeded(answer) && values.len() == 2 && values.iter().any(|value| value == role)
        },
        sentence: "Two groups name a role, so she may choose between two; the tag CostCenter goes with her from role to role.",
    })
}

fn configuration() -> Outcome<Scene> {
    let metadata = read("aws-console.xml")?;
    let mut request = parse("configure.json", &read("configure.json")?)?;
    if let Some(fields) = request.as_object_mut() {
        fields.insert("metadata".into(), json!(metadata));
    }
    Ok(Scene {
        operation: "metadata_configure",
        title: "How must the identity provider be configured for AWS?",
        input: "host-examples/demo/aws-console.xml and configure.json, the metadata that AWS publishes",
        shown: metadata,
        request,
        show: |answer| text(answer, "/configuration").to_owned(),
        expect: |answer| {
            let configuration = text(answer, "/configuration");
            succeeded(answer)
                && ["https://signin.aws.amazon.com/saml", "urn:amazon:webservices"]
                    .iter()
                    .all(|part| configuration.contains(part))
        },
        sentence: "A blueprint that authentik applies as it is: consumer URL, audience and signature as AWS wants them.",
    })
}

fn user() -> Outcome<Scene> {
    let body = read("user.json")?;
    Ok(Scene {
        operation: "scim_plan",
        title: "What must AWS be sent instead of what the identity provider sends?",
        input: "host-examples/demo/user.json, POST /scim/v2/Users",
        shown: body.clone(),
        request: json!({
            "method": "POST",
            "path": "/scim/v2/Users",
            "headers": [{ "name": "content-type", "value": "application/scim+json" }],
            "body": body,
        }),
        show: |answer| {
            let steps = list(answer, "/steps").iter().map(|step| {
                let body = text(step, "/body");
                let body = serde_json::from_str::<Value>(body).map_or_else(|_| body.to_owned(), |body| format!("{body:#}"));
                format!("{} {}\n{body}", text(step, "/method"), text(step, "/path"))
            });
            steps.collect::<Vec<_>>().join("\n")
        },
        expect: |answer| {
            let body = text(answer, "/steps/0/body");
            succeeded(answer) && body.contains("ada.lovelace") && !body.contains("photos")
        },
        sentence: "AWS refuses a user with photos; without them it takes her, and the finding says what was left out.",
    })
}

fn succeeded(answer: &Value) -> bool {
    text(answer, "/type") == "success"
}

fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

fn list<'a>(value: &'a Value, pointer: &str) -> &'a [Value] {
    value.pointer(pointer).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("    {line}")).collect::<Vec<_>>().join("\n")
}

fn read(name: &str) -> Outcome<String> {
    let file = root().join("host-examples/demo").join(name);
    fs::read_to_string(&file).naming(&file)
}

fn parse(name: &str, text: &str) -> Outcome<Value> {
    serde_json::from_str(text).map_err(|error| Failed::Because(format!("host-examples/demo/{name}: {error}")))
}
