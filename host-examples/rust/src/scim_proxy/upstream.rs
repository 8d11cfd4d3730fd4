//! Sends the steps of one plan to AWS, over one connection, one after the other.

use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{ACCEPT_ENCODING, AUTHORIZATION, CONTENT_ENCODING, CONTENT_LENGTH, HOST, HeaderMap, HeaderName, HeaderValue};
use hyper::rt::{Read, Write};
use hyper::{Request, Uri};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use super::plan::{Answer, Header, Step};
use crate::Failed;

const ANSWER_BYTES: usize = 16 << 20;
const STEP_TIME: Duration = Duration::from_secs(30);

/// Where the steps go.
pub struct Target {
    host: String,
    port: u16,
    /// What the header `Host` says.
    authority: String,
    prefix: String,
    tls: Option<(TlsConnector, ServerName<'static>)>,
}

impl Target {
    /// The token goes with the steps, so TLS is demanded except on this machine.
    pub fn read(text: &str) -> Result<Self, Failed> {
        let uri: Uri = text.parse().map_err(|_| "the upstream is no URL")?;
        let authority = uri.authority().ok_or("the upstream is no URL")?;
        if uri.query().is_some() || text.contains('#') || authority.as_str().contains('@') {
            return Err("the upstream has no query, fragment or user".into());
        }
        let host = authority.host().trim_start_matches('[').trim_end_matches(']').to_owned();
        let local = ["127.0.0.1", "::1", "localhost"].contains(&host.as_str());
        let tls = match uri.scheme_str() {
            Some("https") => Some((connector()?, ServerName::try_from(host.clone())?)),
            Some("http") if local => None,
            _ => return Err("the upstream is https, or http on this machine".into()),
        };
        Ok(Self {
            port: authority.port_u16().unwrap_or(if tls.is_some() { 443 } else { 80 }),
            authority: authority.to_string(),
            prefix: uri.path().trim_end_matches('/').to_owned(),
            host,
            tls,
        })
    }

    async fn connect(&self) -> Result<SendRequest<Full<Bytes>>, Failed> {
        let stream = TcpStream::connect((self.host.as_str(), self.port)).await?;
        stream.set_nodelay(true)?;
        match &self.tls {
            Some((connector, name)) => shake_hands(TokioIo::new(connector.connect(name.clone(), stream).await?)).await,
            None => shake_hands(TokioIo::new(stream)).await,
        }
    }
}

/// Trusts whom this machine trusts; `SSL_CERT_FILE` names other roots.
fn connector() -> Result<TlsConnector, Failed> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if roots.is_empty() {
        return Err("this machine has no root certificates, on Debian the package ca-certificates".into());
    }
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let config = builder.with_safe_default_protocol_versions()?.with_root_certificates(roots).with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}

async fn shake_hands(stream: impl Read + Write + Send + Unpin + 'static) -> Result<SendRequest<Full<Bytes>>, Failed> {
    let (sender, connection) = handshake(stream).await?;
    tokio::spawn(connection);
    Ok(sender)
}

/// One plan's way to AWS. A connection belongs to a plan: one that lay idle may have been closed by AWS just now, and
/// then nobody knows what became of the request.
pub struct Upstream {
    target: Arc<Target>,
    /// The caller's own.
    authorization: Option<HeaderValue>,
    connection: Option<SendRequest<Full<Bytes>>>,
}

impl Upstream {
    pub fn new(target: Arc<Target>, authorization: Option<HeaderValue>) -> Self {
        Self { target, authorization, connection: None }
    }

    /// The whole answer, within the time from the first byte to the last, or an error. `bytes` are those left to it.
    pub async fn send(&mut self, step: &Step, time: Duration, bytes: usize) -> Result<Answer, Failed> {
        tokio::time::timeout(time.min(STEP_TIME), self.exchange(step, bytes.min(ANSWER_BYTES))).await?
    }

    async fn exchange(&mut self, step: &Step, longest: usize) -> Result<Answer, Failed> {
        let request = self.request(step)?;
        // Taken out, and put back when the answer is whole: nothing is sent after a half of one.
        let mut connection = match self.connection.take() {
            Some(connection) if !connection.is_closed() => connection,
            _ => self.target.connect().await?,
        };
        connection.ready().await?;
        let (head, body) = connection.send_request(request).await?.into_parts();
        if head.headers.get(CONTENT_ENCODING).is_some_and(|coding| coding != "identity") {
            return Err("an encoded answer".into());
        }
        let body = Limited::new(body, longest).collect().await?.to_bytes();
        self.connection = Some(connection);
        let body = String::from_utf8(body.into())?;
        let body = Some(body).filter(|body| !body.is_empty());
        Ok(Answer { status: head.status.as_u16(), headers: pairs(&head.headers), body })
    }

    fn request(&self, step: &Step) -> Result<Request<Full<Bytes>>, Failed> {
        let body = step.body.clone().unwrap_or_default();
        let mut request = Request::builder()
            .method(step.method.as_str())
            .uri(format!("{}{}", self.target.prefix, step.path))
            .body(Full::from(body))?;
        let headers = request.headers_mut();
        *headers = fields(&step.headers)?;
        headers.remove(CONTENT_LENGTH);
        headers.insert(HOST, HeaderValue::from_str(&self.target.authority)?);
        // Answers are read as text: a compressed one would have to be unpacked with a limit once more.
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        if let Some(authorization) = &self.authorization {
            headers.insert(AUTHORIZATION, authorization.clone());
        }
        Ok(request)
    }
}

/// As the plugin reads headers: bytes above ASCII are those of ISO 8859-1.
pub fn pairs(headers: &HeaderMap) -> Vec<Header> {
    let pair = |(name, value): (&HeaderName, &HeaderValue)| {
        let value = value.as_bytes().iter().copied().map(char::from).collect();
        Header { name: name.to_string(), value }
    };
    headers.iter().map(pair).collect()
}

/// The way back.
pub fn fields(headers: &[Header]) -> Result<HeaderMap, Failed> {
    let mut fields = HeaderMap::new();
    for Header { name, value } in headers {
        let value: Vec<u8> = value.chars().map(u8::try_from).collect::<Result<_, _>>()?;
        fields.append(HeaderName::try_from(name)?, HeaderValue::from_bytes(&value)?);
    }
    Ok(fields)
}
