//! The listener: who may come in, in which turn, and what the log says of it.

use std::convert::Infallible;
use std::io::Cursor;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_LENGTH, COOKIE, HeaderMap, PROXY_AUTHORIZATION};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use super::address::{escaped, kind, resource, target};
use super::body::{self, Text};
use super::options::Options;
use super::plan::{self, Answer, Bounds, Carried, again_later, scim_error};
use super::plugin::Plugin;
use super::turns::Turns;
use super::upstream::{Target, Upstream, fields, pairs};
use crate::Failed;

/// Requests of identity providers.
const AT_ONCE: usize = 64;
const CONNECTIONS: u32 = 4 * 64;
const HEAD_TIME: Duration = Duration::from_secs(10);
const LONGEST_HEAD: usize = 16 << 10;
/// For what is under way when the proxy is told to end.
const GRACE: Duration = Duration::from_secs(10);

struct Proxy {
    plugin: Plugin,
    target: Arc<Target>,
    profile: Option<Value>,
    bounds: Bounds,
    longest_body: usize,
    quiet: bool,
    under_way: Semaphore,
    turns: Turns,
}

/// Listens, prints where, and serves until it is told to end.
pub async fn serve(options: Options) -> Result<(), Failed> {
    let Options { target, listen, profile, wasm, longest_body, bounds, quiet } = options;
    let plugin = Plugin::load(wasm)?;
    if let Some(profile) = &profile {
        plan::check_profile(&plugin, profile).await?;
    }
    let (target, under_way, turns) = (Arc::new(target), Semaphore::new(AT_ONCE), Turns::default());
    let proxy = Arc::new(Proxy { plugin, target, profile, bounds, longest_body, quiet, under_way, turns });

    let mut signals = Signals::new()?;
    let listener = TcpListener::bind(&listen).await.map_err(|error| format!("{listen}: {error}"))?;
    println!("http://{}", listener.local_addr()?);
    let connections = Arc::new(Semaphore::new(CONNECTIONS as usize));
    let (closing, closed) = watch::channel(false);
    let accept = async {
        while let Ok(place) = connections.clone().acquire_owned().await {
            match listener.accept().await {
                Ok((stream, _)) => {
                    tokio::spawn(connection(proxy.clone(), stream, Arc::new(place), closed.clone()));
                }
                // No file descriptor is free, or the like: others will end.
                Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        }
    };
    tokio::select! { () = accept => {} () = signals.come() => {} }
    drop(listener);
    closing.send_replace(true);
    tokio::select! { _ = connections.acquire_many(CONNECTIONS) => {} () = tokio::time::sleep(GRACE) => {} () = signals.come() => {} }
    Ok(())
}

/// SIGINT and SIGTERM: the first ends it in order, the second at once.
struct Signals(#[cfg(unix)] tokio::signal::unix::Signal);

impl Signals {
    fn new() -> Result<Self, Failed> {
        #[cfg(unix)]
        return Ok(Self(tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?));
        #[cfg(not(unix))]
        return Ok(Self());
    }

    async fn come(&mut self) {
        #[cfg(unix)]
        tokio::select! { _ = tokio::signal::ctrl_c() => {} _ = self.0.recv() => {} }
        #[cfg(not(unix))]
        let _ = tokio::signal::ctrl_c().await;
    }
}

/// One request a connection: what stands before it, to speak TLS, is on this machine or near it.
async fn connection(proxy: Arc<Proxy>, stream: TcpStream, place: Arc<OwnedSemaphorePermit>, mut closed: watch::Receiver<bool>) {
    let _ = stream.set_nodelay(true);
    let (read, write) = stream.into_split();
    let mut read = BufReader::new(read);
    let mut line = Vec::new();
    let mut first = (&mut read).take(LONGEST_HEAD as u64);
    let came = tokio::select! {
        came = tokio::time::timeout(HEAD_TIME, first.read_until(b'\n', &mut line)) => came,
        _ = closed.changed() => return,
    };
    if !matches!(came, Ok(Ok(1..))) {
        return;
    }
    let path = target(&line);
    let read = Cursor::new(escaped(&line)).chain(read);
    let service = service_fn(move |request| answer(proxy.clone(), path.clone(), request, place.clone()));
    let served = http1::Builder::new()
        .keep_alive(false)
        .max_buf_size(LONGEST_HEAD)
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .serve_connection(TokioIo::new(tokio::io::join(read, write)), service);
    // A connection that broke has nobody left to be told.
    let _ = served.await;
}

/// Says so when nobody waits for the answer any more: hyper drops what it waits for when a connection ends.
struct Waiting(Arc<AtomicBool>);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// In a task of its own, which a connection that ends does not end: the step that is under way is waited for, and keeps
/// others from the same resource meanwhile.
async fn answer(
    proxy: Arc<Proxy>,
    path: String,
    request: Request<Incoming>,
    place: Arc<OwnedSemaphorePermit>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let gone = Arc::new(AtomicBool::new(false));
    let _waiting = Waiting(gone.clone());
    let task = tokio::spawn(async move {
        let answer = proxy.answer_and_log(&path, request, &gone).await;
        drop(place);
        answer
    });
    let answer = task.await.ok().flatten();
    let response = answer.and_then(|answer| response(answer).ok());
    Ok(response.unwrap_or_else(|| {
        let mut broken = Response::new(Full::default());
        *broken.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
        broken
    }))
}

fn response(Answer { status, headers, body }: Answer) -> Result<Response<Full<Bytes>>, Failed> {
    let mut response = Response::new(Full::from(body.unwrap_or_default()));
    *response.status_mut() = StatusCode::from_u16(status)?;
    *response.headers_mut() = fields(&headers)?;
    // hyper's, of the body that is sent.
    response.headers_mut().remove(CONTENT_LENGTH);
    Ok(response)
}

impl Proxy {
    /// No id, filter, name or token is in the log; a method that nobody knows could be one.
    async fn answer_and_log(&self, path: &str, request: Request<Incoming>, gone: &AtomicBool) -> Option<Answer> {
        let started = Instant::now();
        let (head, mut body) = request.into_parts();
        let known = [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::HEAD, Method::OPTIONS];
        let method = if known.contains(&head.method) { head.method.as_str() } else { "(another method)" };
        let here = |answer| Carried { answer: Some(answer), requests: 0, codes: Default::default() };

        let carried = match self.under_way.try_acquire() {
            Err(_) => here(again_later(503, "too many requests at once")),
            Ok(_under_way) => match body::read(&mut body, &coding(&head.headers), self.longest_body).await {
                Err(refusal) => here(refusal),
                // Fails closed: what broke here was not sent on, or what was sent on is not known.
                Ok(text) => match self.carry_out(head.method.as_str(), path, &head.headers, text, gone).await {
                    Ok(carried) => carried,
                    Err(_) => {
                        let mut broken = here(scim_error(500, "the proxy failed; a part may have been done"));
                        broken.codes.insert("broken".into());
                        broken
                    }
                },
            },
        };
        body::drain(body);
        if !self.quiet {
            let status = carried.answer.as_ref().map_or("gone".to_owned(), |answer| answer.status.to_string());
            let codes: String = carried.codes.iter().map(|code| format!(" {code}")).collect();
            let (kind, requests, took) = (kind(path), carried.requests, started.elapsed().as_millis());
            eprintln!("{method} {kind} {status} upstream={requests} ms={took}{codes}");
        }
        carried.answer
    }

    async fn carry_out(
        &self,
        method: &str,
        path: &str,
        headers: &HeaderMap,
        Text { text, unpacked }: Text,
        gone: &AtomicBool,
    ) -> Result<Carried, Failed> {
        let mut shown = headers.clone();
        // Not shown to the plan, so that no plan can change or lose them.
        for name in [AUTHORIZATION, PROXY_AUTHORIZATION, COOKIE] {
            shown.remove(name);
        }
        if unpacked {
            shown.remove(CONTENT_ENCODING);
        }
        let mut request = json!({ "method": method, "path": path, "headers": pairs(&shown) });
        if let Some(text) = text {
            request["body"] = text.into();
        }
        if let Some(profile) = &self.profile {
            request["profile"] = profile.clone();
        }
        let _turn = match resource(path) {
            Some(resource) if method != "GET" => Some(self.turns.wait(resource).await),
            _ => None,
        };
        let mut upstream = Upstream::new(self.target.clone(), headers.get(AUTHORIZATION).cloned());
        plan::carry_out(&self.plugin, &mut upstream, &request, self.bounds, || gone.load(Ordering::Relaxed)).await
    }
}

fn coding(headers: &HeaderMap) -> String {
    let values = headers.get_all(CONTENT_ENCODING).iter();
    values.map(|value| value.to_str().unwrap_or("?")).collect::<Vec<_>>().join(", ")
}
