//! Carries a SCIM plan out. To use it in a service of your own, copy [`carry_out`], and give it an [`Upstream`] of your own.
//!
//! Nothing about AWS is decided here: what is sent, when it is enough and what the identity provider is told, the plugin
//! says. What is decided here is when to give up.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::plugin::Plugin;
use super::upstream::Upstream;
use crate::Failed;

/// What one request of an identity provider may cost.
#[derive(Clone, Copy)]
pub struct Bounds {
    /// To AWS.
    pub requests: usize,
    /// To AWS and back, together.
    pub bytes: usize,
    pub seconds: u64,
    /// Connections that end in the middle.
    pub losses: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { requests: 2_000, bytes: 256 << 20, seconds: 300, losses: 2 }
    }
}

#[derive(Clone, Deserialize, Serialize)]
pub struct Header {
    pub name: String,
    pub value: String,
}

/// A request to AWS.
#[derive(Deserialize)]
pub struct Step {
    pub method: String,
    pub path: String,
    pub headers: Vec<Header>,
    pub body: Option<String>,
}

/// AWS's answer, or the one for the identity provider.
#[derive(Deserialize, Serialize)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<Header>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
}

/// What the plugin says: next steps and a state, a reply, or errors.
#[derive(Deserialize)]
struct Outcome {
    #[serde(default)]
    errors: Vec<Told>,
    #[serde(default)]
    findings: Vec<Told>,
    reply: Option<Answer>,
    steps: Option<Vec<Step>>,
    state: Option<String>,
}

#[derive(Deserialize)]
struct Told {
    code: String,
    message: String,
    path: String,
}

/// How a request of the identity provider ended.
pub struct Carried {
    /// `None` when nobody waited for it any more.
    pub answer: Option<Answer>,
    /// Sent to AWS.
    pub requests: usize,
    /// Of findings and failures, for a log.
    pub codes: BTreeSet<String>,
}

/// A SCIM error (RFC 7644 §3.12) that no plan made.
pub fn scim_error(status: u16, detail: &str) -> Answer {
    let schemas = ["urn:ietf:params:scim:api:messages:2.0:Error"];
    let body = json!({ "schemas": schemas, "detail": detail, "status": status.to_string() }).to_string();
    let headers = vec![Header { name: "content-type".into(), value: "application/scim+json".into() }];
    Answer { status, headers, body: Some(body) }
}

/// The same, worth repeating in a second.
pub fn again_later(status: u16, detail: &str) -> Answer {
    let mut answer = scim_error(status, detail);
    answer.headers.push(Header { name: "retry-after".into(), value: "1".into() });
    answer
}

/// From a request of the identity provider, as `scim_plan` reads it, to its answer.
///
/// When `gone` says that nobody waits for the answer any more, no further step is sent.
pub async fn carry_out(
    plugin: &Plugin,
    upstream: &mut Upstream,
    request: &Value,
    bounds: Bounds,
    gone: impl Fn() -> bool,
) -> Result<Carried, Failed> {
    let mut spent = Spent { started: Instant::now(), requests: 0, bytes: 0, losses: 0 };
    let mut codes = BTreeSet::new();
    let mut outcome = plugin.call("scim_plan", request).await?;
    loop {
        let Outcome { errors, findings, reply, steps, state } = serde_json::from_slice(&outcome)?;
        codes.extend(errors.iter().chain(&findings).map(|told| told.code.clone()));
        if !errors.is_empty() {
            return Ok(Carried { answer: Some(failure(&errors, spent.requests)), requests: spent.requests, codes });
        }
        if reply.is_some() {
            return Ok(Carried { answer: reply, requests: spent.requests, codes });
        }
        let (Some(steps), Some(state)) = (steps.filter(|steps| !steps.is_empty()), state) else {
            return Err("the plan has neither a step nor a reply".into());
        };
        // What the plugin was told about the last answers was its chance to end the matter.
        if let Some(bound) = spent.reached(bounds) {
            return Ok(Carried { answer: Some(exhausted(bound)), requests: spent.requests, codes });
        }
        let mut answers = Vec::new();
        for step in &steps {
            if gone() {
                return Ok(Carried { answer: None, requests: spent.requests, codes });
            }
            if spent.reached(bounds).is_some() {
                break;
            }
            spent.requests += 1;
            let time = Duration::from_secs(bounds.seconds).saturating_sub(spent.started.elapsed());
            let Ok(answer) = upstream.send(step, time, bounds.bytes - spent.bytes).await else {
                spent.losses += 1;
                break;
            };
            spent.bytes += length(&step.body) + length(&answer.body);
            let succeeded = (200..300).contains(&answer.status);
            answers.push(answer);
            if !succeeded {
                break;
            }
        }
        let told = json!({ "state": state, "headers": request["headers"], "answers": answers });
        outcome = plugin.call("scim_reply", &told).await?;
    }
}

/// What is wrong with the profile would be wrong with every request.
pub async fn check_profile(plugin: &Plugin, profile: &Value) -> Result<(), Failed> {
    let request = json!({ "method": "GET", "path": "/Users", "profile": profile });
    let Outcome { errors, .. } = serde_json::from_slice(&plugin.call("scim_plan", &request).await?)?;
    let wrong = errors.iter().filter(|told| told.path.starts_with("/profile"));
    let wrong: Vec<_> = wrong.map(|Told { code, message, path }| format!("{code} at {path}: {message}")).collect();
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("; ").into()) }
}

struct Spent {
    started: Instant,
    requests: usize,
    bytes: usize,
    losses: usize,
}

impl Spent {
    fn reached(&self, bounds: Bounds) -> Option<(u64, &'static str)> {
        let Bounds { requests, bytes, seconds, losses } = bounds;
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        [
            (self.requests >= requests, count(requests), "requests"),
            (self.bytes >= bytes, count(bytes), "bytes"),
            (self.started.elapsed() >= Duration::from_secs(seconds), seconds, "seconds"),
            (self.losses >= losses, count(losses), "losses"),
        ]
        .into_iter()
        .find_map(|(reached, bound, name)| reached.then_some((bound, name)))
    }
}

fn length(body: &Option<String>) -> usize {
    body.as_ref().map_or(0, String::len)
}

/// A failure before AWS was asked is the sender's mistake; one after it is ours, and something may have been done.
fn failure(errors: &[Told], requests: usize) -> Answer {
    let detail: Vec<_> = errors.iter().map(|Told { code, message, .. }| format!("{code}: {message}")).collect();
    let detail = detail.join("; ");
    if requests > 0 {
        let said = "AWS's answers could not be read, and a part may have been done; repeat the request.";
        return scim_error(500, &format!("{said} {detail}"));
    }
    let too_large = errors.iter().any(|told| told.code == "api.request-too-large");
    scim_error(if too_large { 413 } else { 400 }, &detail)
}

fn exhausted((bound, name): (u64, &str)) -> Answer {
    let detail =
        format!("the bound of {bound} {name} was reached before all was done; a part may have been done; repeat the request");
    again_later(if name == "losses" { 502 } else { 503 }, &detail)
}
