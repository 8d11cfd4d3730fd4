//! What the tests of SCIM share: dice, a strict model of AWS's endpoint, a permissive SCIM server, and a host.

pub mod aws;
pub mod permissive;

use aws::Aws;
use aws_federation::{Operation, call};
use serde_json::{Value, json};

pub const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
pub const PATCH: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/// Deterministic, so that a failure comes again: xorshift64.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(sides).unwrap()).unwrap()
    }

    pub fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.roll(of.len())]
    }
}

/// What the identity provider was answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered {
    pub status: u64,
    pub headers: Value,
    pub body: Value,
    /// Codes of all findings.
    pub findings: Vec<String>,
    /// Requests that were sent.
    pub requests: usize,
    /// Whether AWS was asked.
    pub local: bool,
}

/// Carries a request out as a host does: plan, send, reply, until there is an answer.
pub fn carry_out(aws: &mut Aws, method: &str, path: &str, body: Option<&Value>, profile: &Value) -> Answered {
    let headers = json!([{"name": "Authorization", "value": "Bearer t"}]);
    let mut request = json!({"method": method, "path": path, "headers": headers, "profile": profile});
    if let Some(body) = body {
        request["body"] = json!(body.to_string());
    }
    let mut answer = ask(Operation::ScimPlan, &request);
    let (mut findings, mut requests) = (Vec::new(), 0);
    for _ in 0..5_000 {
        findings
            .extend(answer["findings"].as_array().unwrap().iter().map(|finding| finding["code"].as_str().unwrap().to_owned()));
        if let Some(reply) = answer.get("reply") {
            let body = reply["body"].as_str().map_or(Value::Null, |body| serde_json::from_str(body).unwrap());
            let headers = reply["headers"].clone();
            return Answered {
                status: reply["status"].as_u64().unwrap(),
                headers,
                body,
                findings,
                requests,
                local: requests == 0,
            };
        }
        let steps = answer["steps"].as_array().unwrap();
        assert!(!steps.is_empty() && steps.len() <= 50);
        let mut answers = Vec::new();
        for step in steps {
            requests += 1;
            assert!(step["headers"].as_array().unwrap().contains(&headers[0]), "{step}: the token is missing");
            let Some(answer) = aws.serve(step) else { break };
            let status = answer["status"].as_u64().unwrap();
            answers.push(answer);
            if !(200..300).contains(&status) {
                break;
            }
        }
        assert!(!answer["state"].as_str().unwrap().contains("Bearer"), "the state has the token");
        answer = ask(Operation::ScimReply, &json!({"state": answer["state"], "headers": headers, "answers": answers}));
    }
    panic!("{method} {path} does not end");
}

pub fn ask(operation: Operation, request: &Value) -> Value {
    let answer: Value = serde_json::from_slice(&call(operation, request.to_string().as_bytes())).unwrap();
    assert_eq!(answer["type"], "success", "{request}: {answer}");
    answer
}

pub fn patch(operations: Value) -> Value {
    json!({"schemas": [PATCH], "Operations": operations})
}
