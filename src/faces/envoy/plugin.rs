//! proxy-wasm: reads the request from Envoy and carries the decision out.

#![allow(unsafe_code, reason = "proxy_wasm::main writes the extern \"C\" export that the proxy-wasm ABI asks for")]

use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, UNIX_EPOCH};

use proxy_wasm::hostcalls;
use proxy_wasm::traits::{Context, HttpContext, RootContext};
use proxy_wasm::types::{Action, BufferType, ContextType, LogLevel, MapType, MetricType, Status};

use super::carry::{Carrying, Host, Sent};
use super::filter::{
    Answer, Changes, Outcome, Passing, Received, Verdict, decide, failed, is_planned, judge_answer, refusal, unsent,
};
use crate::api::envoy::{FilterConfiguration, scim_error, too_large};
use crate::api::scim::MEDIA_TYPE;
use crate::api::types::{Finding, Header, ScimAnswer, ScimStep};

proxy_wasm::main! {{
    // Also makes a panic write its message to Envoy's log before the instance stops.
    proxy_wasm::set_log_level(LogLevel::Info);
    proxy_wasm::set_root_context(|_| Box::new(Filter { shared: None }));
}}

/// The filter as an operator configured it; lives as long as the configuration.
struct Filter {
    shared: Option<Rc<Shared>>,
}

struct Shared {
    configuration: FilterConfiguration,
    statistics: Statistics,
    /// Plans under way in this worker.
    plans: Cell<u32>,
}

impl Context for Filter {}

impl RootContext for Filter {
    fn on_configure(&mut self, size: usize) -> bool {
        match configure(size) {
            Ok(shared) => {
                self.shared = Some(Rc::new(shared));
                true
            }
            Err(line) => {
                log(LogLevel::Critical, &format!("aws-federation: configuration refused: {line}"));
                // Envoy does not start, or keeps the configuration that it has.
                false
            }
        }
    }

    fn create_http_context(&self, _: u32) -> Option<Box<dyn HttpContext>> {
        self.shared.clone().map(|shared| {
            Box::new(Exchange { shared, decided: false, credentials: Vec::new(), plan: None, passing: None, call: None })
                as Box<dyn HttpContext>
        })
    }

    fn get_type(&self) -> Option<ContextType> {
        Some(ContextType::HttpContext)
    }
}

fn configure(size: usize) -> Result<Shared, String> {
    let text = if size == 0 {
        Vec::new()
    } else {
        hostcalls::get_buffer(BufferType::PluginConfiguration, 0, size)
            .map_err(|status| format!("Envoy did not hand it over ({status:?})"))?
            .unwrap_or_default()
    };
    let configuration = FilterConfiguration::parse(&text)?;
    let statistics = Statistics::define().map_err(|status| format!("Envoy refused the counters ({status:?})"))?;
    Ok(Shared { configuration, statistics, plans: Cell::new(0) })
}

/// One request and its answer.
struct Exchange {
    shared: Rc<Shared>,
    /// An answer of ours ends the request, yet Envoy may still be handing over its rest.
    decided: bool,
    /// Headers that no plan sees and every request to AWS gets.
    credentials: Vec<Header>,
    plan: Option<Carrying>,
    /// The request that was let pass, until it is answered.
    passing: Option<Passing>,
    /// The request to AWS whose answer is awaited.
    call: Option<u32>,
}

impl Context for Exchange {
    fn on_http_call_response(&mut self, token: u32, headers: usize, body: usize, _: usize) {
        if self.call != Some(token) {
            return;
        }
        self.call = None;
        let Some(mut plan) = self.plan.take() else { return };
        self.shared.statistics.count(Metric::UpstreamBytes, body);
        let answer = read_call(headers, body, plan.answer_limit()).map_err(|why| {
            self.shared.statistics.count(Metric::UpstreamLost, 1);
            log(LogLevel::Warn, &format!("aws-federation: no answer of AWS: {why}"));
        });
        let end = plan.answered(self, answer.ok());
        if let Err(status) = self.go_on(plan, end) {
            self.give_up(status);
        }
    }
}

impl Drop for Exchange {
    /// The caller went away. Envoy ends the request to AWS that is under way together with the one that it was for; AWS may
    /// have carried it out. Nothing further is sent.
    fn drop(&mut self) {
        if self.plan.take().is_some() {
            self.shared.leave();
            self.shared.statistics.count(Metric::Abandoned, 1);
        }
    }
}

impl Shared {
    /// Whether one more plan may be carried out.
    fn enter(&self) -> bool {
        let free = self.plans.get() < self.configuration.plans();
        if free {
            self.plans.set(self.plans.get() + 1);
            self.statistics.change(Metric::Plans, 1);
        }
        free
    }

    fn leave(&self) {
        self.plans.set(self.plans.get().saturating_sub(1));
        self.statistics.change(Metric::Plans, -1);
    }
}

impl Host for Exchange {
    fn now(&self) -> u64 {
        let since = hostcalls::get_current_time().ok().and_then(|now| now.duration_since(UNIX_EPOCH).ok());
        since.and_then(|since| u64::try_from(since.as_millis()).ok()).unwrap_or_default()
    }

    fn send(&mut self, step: &ScimStep, milliseconds: u64) -> Sent {
        let configuration = &self.shared.configuration;
        let path = configuration.upstream_path(&step.path);
        let mut headers = vec![
            (":method", step.method.as_str()),
            (":path", path.as_str()),
            (":authority", configuration.upstream.authority.as_str()),
            // Answers are read as text.
            ("accept-encoding", "identity"),
        ];
        headers.extend(step.headers.iter().filter(|header| is_planned(&header.name.to_ascii_lowercase())).map(pair));
        headers.extend(self.credentials.iter().map(pair));
        let body = step.body.as_deref().map(str::as_bytes);
        let timeout = Duration::from_millis(milliseconds);
        match hostcalls::dispatch_http_call(&configuration.upstream.cluster, headers, body, Vec::new(), timeout) {
            Ok(token) => {
                self.call = Some(token);
                self.shared.statistics.count(Metric::UpstreamRequests, 1);
                self.shared.statistics.count(Metric::UpstreamBytes, body.map_or(0, <[u8]>::len));
                Sent::Underway
            }
            Err(Status::BadArgument) => Sent::NoCluster,
            Err(_) => Sent::Nowhere,
        }
    }

    fn found(&mut self, findings: &[Finding]) {
        log_findings(findings);
    }
}

fn pair(header: &Header) -> (&str, &str) {
    (&header.name, &header.value)
}

/// AWS's answer to a request of a plan, or why there is no whole one.
///
/// Envoy answers in AWS's place when there is no connection (503) or no time left (504), and hands that over like any
/// answer. Then AWS may have carried the request out, which its own 503 denies: the identity provider must be told. Only
/// `x-envoy-upstream-service-time` tells them apart: the router that `dispatch_http_call` sends through puts it on every
/// answer that came from a server, over one that the server wrote, and on none of Envoy's own. (The switch that suppresses
/// it belongs to a listener's router; that of these calls has none.) A server's answer below 500 is taken without it.
fn read_call(headers: usize, size: usize, limit: usize) -> Result<ScimAnswer, &'static str> {
    if headers == 0 {
        return Err("the connection ended before its end, or it is longer than Envoy holds");
    }
    if size > limit {
        return Err("it is longer than what is read of one answer, or left of `bounds.bytes`");
    }
    let time = hostcalls::get_map_value_bytes(MapType::HttpCallResponseHeaders, "x-envoy-upstream-service-time");
    let answer = read_answer(MapType::HttpCallResponseHeaders, BufferType::HttpCallResponseBody, size)?;
    if answer.status >= 500 && !matches!(time, Ok(Some(_))) {
        return Err("Envoy had no connection, or no time left");
    }
    Ok(answer)
}

fn read_answer(map: MapType, buffer: BufferType, size: usize) -> Result<ScimAnswer, &'static str> {
    let (mut status, mut fields) = (None, Vec::new());
    for (name, value) in hostcalls::get_map_bytes(map).map_err(|_| "it has no headers")? {
        let Ok(value) = String::from_utf8(value) else { continue };
        match name.as_str() {
            ":status" => status = value.parse::<u16>().ok(),
            "content-encoding" if !value.eq_ignore_ascii_case("identity") => return Err("it is encoded"),
            other if is_planned(other) => fields.push(Header { name, value }),
            _ => {}
        }
    }
    let status = status.ok_or("it has no status")?;
    let body = match size {
        0 => None,
        _ => {
            let bytes = hostcalls::get_buffer(buffer, 0, size).ok().flatten();
            Some(String::from_utf8(bytes.unwrap_or_default()).map_err(|_| "it is not UTF-8")?)
        }
    };
    Ok(ScimAnswer { status, headers: fields, body })
}

impl HttpContext for Exchange {
    fn on_http_request_headers(&mut self, _: usize, end_of_stream: bool) -> Action {
        if end_of_stream {
            return self.decide(0);
        }
        // Refuse before the body is sent, where the caller says how long it is.
        let announced = hostcalls::get_map_value_bytes(MapType::HttpRequestHeaders, "content-length")
            .ok()
            .flatten()
            .and_then(|value| str::from_utf8(&value).ok()?.parse().ok());
        match announced {
            Some(length) if length > self.shared.configuration.max_body_bytes() => self.refuse_length(length),
            // Headers are held until the body is known: its length is one of them.
            _ => Action::Pause,
        }
    }

    fn on_http_request_body(&mut self, size: usize, end_of_stream: bool) -> Action {
        if self.decided {
            Action::Pause
        } else if size > self.shared.configuration.max_body_bytes() {
            self.refuse_length(size)
        } else if end_of_stream {
            self.decide(size)
        } else {
            Action::Pause
        }
    }

    fn on_http_request_trailers(&mut self, _: usize) -> Action {
        // With trailers the body's last piece does not say that it is the last.
        if self.decided { Action::Pause } else { self.decide(self.shared.configuration.max_body_bytes()) }
    }

    fn on_http_response_headers(&mut self, _: usize, end_of_stream: bool) -> Action {
        if self.passing.is_some() && !is_of_aws() {
            self.passing = None;
        }
        match self.passing {
            None => Action::Continue,
            Some(_) if end_of_stream => self.judge_answer(0),
            Some(_) => Action::Pause,
        }
    }

    fn on_http_response_body(&mut self, size: usize, end_of_stream: bool) -> Action {
        match self.passing {
            None => Action::Continue,
            Some(_) if end_of_stream || size > PASSING_BYTES => self.judge_answer(size),
            Some(_) => Action::Pause,
        }
    }

    fn on_http_response_trailers(&mut self, _: usize) -> Action {
        if self.passing.is_none() { Action::Continue } else { self.judge_answer(PASSING_BYTES) }
    }
}

impl Exchange {
    fn decide(&mut self, size: usize) -> Action {
        self.decided = true;
        self.shared.statistics.count(Metric::Requests, 1);
        self.try_decide(size).unwrap_or_else(|status| self.give_up(status))
    }

    fn refuse_length(&mut self, size: usize) -> Action {
        self.decided = true;
        self.shared.statistics.count(Metric::Requests, 1);
        let failure = too_large(size, self.shared.configuration.max_body_bytes());
        self.answer(refusal(&failure)).unwrap_or_else(|status| self.give_up(status))
    }

    fn try_decide(&mut self, size: usize) -> Result<Action, Status> {
        let (received, credentials) = receive(size)?;
        let length = received.body.len();
        self.shared.statistics.count(Metric::Bytes, length);
        let decision = decide(&self.shared.configuration, received);
        log_findings(&decision.findings);
        match decision.verdict {
            Verdict::Forward { .. } if self.leads_elsewhere()? => {
                self.answer(unsent("the route leads to another cluster than `upstream.cluster`"))
            }
            Verdict::Forward { changes, passing } => {
                self.passing = Some(passing);
                if changes != Changes::default() {
                    self.shared.statistics.count(Metric::Rewritten, 1);
                }
                forward(&changes, &self.shared.configuration.upstream.authority, length)?;
                Ok(Action::Continue)
            }
            Verdict::Answer(answer) => self.answer(answer),
            Verdict::Carry { steps, state, headers } => {
                if !self.shared.enter() {
                    let mut busy = failed(503, "as many plans as `bounds.plans` are under way; repeat the request");
                    busy.headers.push(("retry-after".to_owned(), "1".to_owned()));
                    return self.answer(busy);
                }
                self.shared.statistics.count(Metric::Split, 1);
                self.credentials = credentials;
                let mut plan = Carrying::new(self.shared.configuration.spending(), self.now(), headers, steps, state);
                let end = plan.proceed(self);
                self.go_on(plan, end)
            }
        }
    }

    /// Lets AWS's answer pass, or answers in its place. Nothing of it was sent yet, so that Envoy drops it whole.
    fn judge_answer(&mut self, size: usize) -> Action {
        let Some(passing) = self.passing.take() else { return Action::Continue };
        let read = if size > PASSING_BYTES {
            Err("it is longer than what is held")
        } else {
            read_answer(MapType::HttpResponseHeaders, BufferType::HttpResponseBody, size)
        };
        let answer = read.map_err(|why| log(LogLevel::Warn, &format!("aws-federation: no answer of AWS: {why}")));
        let Some((answer, findings)) = judge_answer(passing, answer.ok()) else {
            if size > 0 {
                // As the core names the media type in every host.
                let named = hostcalls::set_map_value(MapType::HttpResponseHeaders, "content-type", Some(MEDIA_TYPE));
                return named.map_or_else(|status| self.give_up(status), |()| Action::Continue);
            }
            return Action::Continue;
        };
        log_findings(&findings);
        self.answer(answer).unwrap_or_else(|status| self.give_up(status))
    }

    /// Whether a request that passes would go where no plan of ours goes. The route is the operator's, and the token is for
    /// AWS alone. Envoy knows the cluster unless the route has none, and then the request goes nowhere.
    fn leads_elsewhere(&self) -> Result<bool, Status> {
        let cluster = hostcalls::get_property(vec!["xds", "cluster_name"])?;
        Ok(cluster.is_some_and(|cluster| cluster != self.shared.configuration.upstream.cluster.as_bytes()))
    }

    /// Waits for AWS, or ends the plan.
    fn go_on(&mut self, plan: Carrying, end: Option<Answer>) -> Result<Action, Status> {
        match end {
            Some(answer) => {
                self.shared.leave();
                self.answer(answer)
            }
            None => {
                self.plan = Some(plan);
                Ok(Action::Pause)
            }
        }
    }

    fn answer(&self, answer: Answer) -> Result<Action, Status> {
        self.shared.statistics.count(
            match answer.outcome {
                Outcome::Answered => Metric::Answered,
                Outcome::Refused => Metric::Refused,
                Outcome::Failed => Metric::Failed,
            },
            1,
        );
        if let Some(line) = &answer.log {
            log(LogLevel::Warn, &format!("aws-federation: answered {}: {line}", answer.status));
        }
        let headers = answer.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        hostcalls::send_http_response(answer.status, headers, Some(&answer.body))?;
        Ok(Action::Pause)
    }

    /// Envoy refused a call that it never refuses. Whatever was half done must not reach AWS.
    fn give_up(&self, status: Status) -> Action {
        self.shared.statistics.count(Metric::Failed, 1);
        log(LogLevel::Error, &format!("aws-federation: Envoy refused a host call ({status:?}); answered 500"));
        let headers = vec![("content-type", "application/scim+json")];
        // If this fails too, the request stays paused and ends in Envoy's timeout: closed all the same.
        let _ = hostcalls::send_http_response(500, headers, Some(&scim_error(500, "see the log of Envoy")));
        Action::Pause
    }
}

/// The request, and what goes to AWS beside the plan.
fn receive(size: usize) -> Result<(Received, Vec<Header>), Status> {
    let (mut method, mut path, mut headers, mut credentials) = (String::new(), String::new(), Vec::new(), Vec::new());
    for (name, value) in hostcalls::get_map_bytes(MapType::HttpRequestHeaders)? {
        // A value that is no text is none that a plan could be about.
        let Ok(value) = String::from_utf8(value) else { continue };
        match name.as_str() {
            ":method" => method = value,
            ":path" => path = value,
            "authorization" | "x-request-id" => credentials.push(Header { name, value }),
            other if is_planned(other) => headers.push(Header { name, value }),
            _ => {}
        }
    }
    let body = match size {
        0 => None,
        _ => hostcalls::get_buffer(BufferType::HttpRequestBody, 0, size)?,
    };
    Ok((Received { method, path, headers, body: body.unwrap_or_default() }, credentials))
}

fn forward(changes: &Changes, authority: &str, length: usize) -> Result<(), Status> {
    let set = |name: &str, value: &str| hostcalls::set_map_value(MapType::HttpRequestHeaders, name, Some(value));
    set(":authority", authority)?;
    if let Some(method) = &changes.method {
        set(":method", method)?;
    }
    if let Some(path) = &changes.path {
        set(":path", path)?;
    }
    for (name, values) in &changes.headers {
        hostcalls::remove_map_value(MapType::HttpRequestHeaders, name)?;
        for value in values {
            hostcalls::add_map_value(MapType::HttpRequestHeaders, name, value)?;
        }
    }
    if let Some(body) = &changes.body {
        hostcalls::set_buffer(BufferType::HttpRequestBody, 0, length, body.as_bytes())?;
        // The whole body is here, so its length replaces the chunks' own framing.
        hostcalls::remove_map_value(MapType::HttpRequestHeaders, "transfer-encoding")?;
        set("content-length", &body.len().to_string())?;
    }
    Ok(())
}

/// Findings are many and about the same few things: an operator asks for them with `--component-log-level wasm:debug`.
fn log_findings(findings: &[Finding]) {
    if findings.is_empty() || !matches!(hostcalls::get_log_level(), Ok(LogLevel::Trace | LogLevel::Debug)) {
        return;
    }
    for finding in findings {
        log(LogLevel::Debug, &format!("aws-federation: {} at {}", finding.code, finding.path.escape_debug()));
    }
}

fn log(level: LogLevel, line: &str) {
    // A log that cannot be written is no reason to fail a request.
    let _ = hostcalls::log(level, line);
}

/// Bytes of AWS's answer to a request that passed, held by Envoy until it is judged: 100 users of 40 KB.
const PASSING_BYTES: usize = 4 << 20;

/// Whether AWS answered. What Envoy answers in AWS's place passes here too, is never a success, and the operator's to word.
fn is_of_aws() -> bool {
    matches!(hostcalls::get_property(vec!["response", "code_details"]), Ok(Some(details)) if details == b"via_upstream")
}

/// What Envoy's statistics have of us, under `wasmcustom.`.
struct Statistics([u32; Metric::ALL.len()]);

#[derive(Clone, Copy)]
enum Metric {
    Requests,
    Rewritten,
    Split,
    Answered,
    Refused,
    Failed,
    Abandoned,
    Bytes,
    UpstreamRequests,
    UpstreamLost,
    UpstreamBytes,
    /// The one that goes down too.
    Plans,
}

impl Metric {
    const ALL: [&'static str; 12] = [
        "aws_federation.requests",
        "aws_federation.rewritten",
        "aws_federation.split",
        "aws_federation.answered",
        "aws_federation.refused",
        "aws_federation.failed",
        "aws_federation.abandoned",
        "aws_federation.bytes",
        "aws_federation.upstream_requests",
        "aws_federation.upstream_lost",
        "aws_federation.upstream_bytes",
        "aws_federation.plans",
    ];
}

impl Statistics {
    fn define() -> Result<Self, Status> {
        let mut identifiers = [0; Metric::ALL.len()];
        for (index, (identifier, name)) in identifiers.iter_mut().zip(Metric::ALL).enumerate() {
            let kind = if index == Metric::Plans as usize { MetricType::Gauge } else { MetricType::Counter };
            *identifier = hostcalls::define_metric(kind, name)?;
        }
        Ok(Self(identifiers))
    }

    fn count(&self, metric: Metric, amount: usize) {
        self.change(metric, i64::try_from(amount).unwrap_or(i64::MAX));
    }

    fn change(&self, metric: Metric, amount: i64) {
        if let Some(identifier) = self.0.get(metric as usize) {
            let _ = hostcalls::increment_metric(*identifier, amount);
        }
    }
}
