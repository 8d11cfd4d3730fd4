//! proxy-wasm: reads the request from Envoy and carries the decision out.

#![allow(unsafe_code, reason = "proxy_wasm::main writes the extern \"C\" export that the proxy-wasm ABI asks for")]

use std::rc::Rc;

use proxy_wasm::hostcalls;
use proxy_wasm::traits::{Context, HttpContext, RootContext};
use proxy_wasm::types::{Action, BufferType, ContextType, LogLevel, MapType, MetricType, Status};

use super::filter::{Answer, Changes, Outcome, Received, Verdict, decide, is_planned, refusal};
use crate::api::envoy::{FilterConfiguration, scim_error, too_large};
use crate::api::types::{Finding, Header};

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
        self.shared.clone().map(|shared| Box::new(Exchange { shared, decided: false }) as Box<dyn HttpContext>)
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
    Ok(Shared { configuration, statistics })
}

/// One request and its answer.
struct Exchange {
    shared: Rc<Shared>,
    /// An answer of ours ends the request, yet Envoy may still be handing over its rest.
    decided: bool,
}

impl Context for Exchange {}

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
}

impl Exchange {
    fn decide(&mut self, size: usize) -> Action {
        self.decided = true;
        self.shared.statistics.count(Counter::Requests, 1);
        self.try_decide(size).unwrap_or_else(|status| self.give_up(status))
    }

    fn refuse_length(&mut self, size: usize) -> Action {
        self.decided = true;
        self.shared.statistics.count(Counter::Requests, 1);
        let failure = too_large(size, self.shared.configuration.max_body_bytes());
        self.answer(refusal(&failure)).unwrap_or_else(|status| self.give_up(status))
    }

    fn try_decide(&self, size: usize) -> Result<Action, Status> {
        let received = receive(size)?;
        let length = received.body.len();
        self.shared.statistics.count(Counter::Bytes, length);
        let decision = decide(&self.shared.configuration, received);
        log_findings(&decision.findings);
        match decision.verdict {
            Verdict::Forward(changes) => {
                if changes != Changes::default() {
                    self.shared.statistics.count(Counter::Rewritten, 1);
                }
                forward(&changes, length)?;
                Ok(Action::Continue)
            }
            Verdict::Answer(answer) => self.answer(answer),
        }
    }

    fn answer(&self, answer: Answer) -> Result<Action, Status> {
        self.shared.statistics.count(
            match answer.outcome {
                Outcome::Answered => Counter::Answered,
                Outcome::Refused => Counter::Refused,
                Outcome::Failed => Counter::Failed,
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
        self.shared.statistics.count(Counter::Failed, 1);
        log(LogLevel::Error, &format!("aws-federation: Envoy refused a host call ({status:?}); answered 500"));
        let headers = vec![("content-type", "application/scim+json")];
        // If this fails too, the request stays paused and ends in Envoy's timeout: closed all the same.
        let _ = hostcalls::send_http_response(500, headers, Some(&scim_error(500, "see the log of Envoy")));
        Action::Pause
    }
}

fn receive(size: usize) -> Result<Received, Status> {
    let (mut method, mut path, mut headers) = (String::new(), String::new(), Vec::new());
    for (name, value) in hostcalls::get_map_bytes(MapType::HttpRequestHeaders)? {
        // A value that is no text is none that a plan could be about.
        let Ok(value) = String::from_utf8(value) else { continue };
        match name.as_str() {
            ":method" => method = value,
            ":path" => path = value,
            other if is_planned(other) => headers.push(Header { name, value }),
            _ => {}
        }
    }
    let body = match size {
        0 => None,
        _ => hostcalls::get_buffer(BufferType::HttpRequestBody, 0, size)?,
    };
    Ok(Received { method, path, headers, body: body.unwrap_or_default() })
}

fn forward(changes: &Changes, length: usize) -> Result<(), Status> {
    let set = |name: &str, value: &str| hostcalls::set_map_value(MapType::HttpRequestHeaders, name, Some(value));
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

/// Counters in Envoy's statistics, under `wasmcustom.`.
struct Statistics([u32; Counter::ALL.len()]);

#[derive(Clone, Copy)]
enum Counter {
    Requests,
    Rewritten,
    Answered,
    Refused,
    Failed,
    Bytes,
}

impl Counter {
    const ALL: [&'static str; 6] = [
        "aws_federation.requests",
        "aws_federation.rewritten",
        "aws_federation.answered",
        "aws_federation.refused",
        "aws_federation.failed",
        "aws_federation.bytes",
    ];
}

impl Statistics {
    fn define() -> Result<Self, Status> {
        let mut identifiers = [0; Counter::ALL.len()];
        for (identifier, name) in identifiers.iter_mut().zip(Counter::ALL) {
            *identifier = hostcalls::define_metric(MetricType::Counter, name)?;
        }
        Ok(Self(identifiers))
    }

    fn count(&self, counter: Counter, amount: usize) {
        if let Some(identifier) = self.0.get(counter as usize) {
            let _ = hostcalls::increment_metric(*identifier, i64::try_from(amount).unwrap_or(i64::MAX));
        }
    }
}
