//! The headers of a request, and those of the request that goes to AWS.

use super::error::{Invalid, Refusal};
use crate::error::{Located, Pointer};
use crate::limits;

/// One header field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) name: String,
    pub(crate) value: String,
}

impl Header {
    pub(crate) fn new(name: &str, value: &str) -> Self {
        Self { name: name.to_owned(), value: value.to_owned() }
    }

    pub(super) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// `:path` and the like, which HTTP/2 hosts hand over with the headers and which are none (RFC 9113 §8.3).
    fn is_pseudo(&self) -> bool {
        [":method", ":scheme", ":authority", ":path", ":protocol"].contains(&self.name.as_str())
    }
}

/// What AWS is sent: what AWS's own client sends (awslabs/ssosync).
pub(crate) const MEDIA_TYPE: &str = "application/scim+json";
/// AWS refuses requests without User-Agent (Ping's connector changelog, 1.1.0.3); OneLogin sends an empty one.
const USER_AGENT: &str = concat!("aws-federation/", env!("CARGO_PKG_VERSION"));

/// Not forwarded. The first line is about one connection only (RFC 9110 §7.6.1); the second is what the sender of the
/// next request computes; the third describes the bytes of the body as received, or
/// signs them (RFC 9421).
const NOT_FORWARDED: &[&str] = &[
    "connection",
    "keep-alive",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "host",
    "content-length",
    "accept-encoding",
    "expect",
    "content-encoding",
    "content-md5",
    "digest",
    "content-digest",
    "repr-digest",
    "want-content-digest",
    "want-repr-digest",
    "x-content-sha256",
    "x-amz-content-sha256",
    "signature",
    "signature-input",
];

/// Everything that is wrong with the headers.
pub(crate) fn check(headers: &[Header], errors: &mut Vec<Located<Invalid>>) {
    let place = Pointer::root().key("headers");
    if headers.len() > limits::SCIM_HEADERS {
        errors.push(place.at(Invalid::HeadersTooMany { found: headers.len() }));
        return;
    }
    for (index, header) in headers.iter().enumerate() {
        if !header.is_pseudo() && (header.name.is_empty() || !header.name.bytes().all(is_token)) {
            errors.push(place.index(index).key("name").at(Invalid::HeaderName));
        }
        // A line end would let one header become two, or a second request.
        let control = header.value.chars().any(|letter| letter.is_control() && letter != '\t');
        if control || header.value.chars().count() > limits::VALUE {
            errors.push(place.index(index).key("value").at(Invalid::HeaderValue));
        }
    }
}

/// Refuses a body that is compressed: nothing here unpacks it.
pub(crate) fn refuse_encoded(headers: &[Header]) -> Option<Located<Refusal>> {
    let index = headers.iter().position(|header| {
        let identity = |coding: &str| coding.trim().is_empty() || coding.trim().eq_ignore_ascii_case("identity");
        header.is("content-encoding") && !header.value.split(',').all(identity)
    })?;
    Some(Pointer::root().key("headers").index(index).key("value").at(Refusal::ContentEncoding))
}

/// The headers of AWS's answer that are about more than its bytes and its connection.
pub(super) fn downstream(headers: Vec<Header>) -> Vec<Header> {
    headers
        .into_iter()
        .filter(|header| !header.name.starts_with(':'))
        .filter(|header| !NOT_FORWARDED.iter().any(|name| header.is(name)))
        .collect()
}

/// The headers of a request that goes to AWS. `Content-Type` is about a body.
pub(crate) fn upstream(headers: Vec<Header>, has_body: bool) -> Vec<Header> {
    // Connection names further headers that end here (RFC 9110 §7.6.1).
    let named: Vec<String> = headers
        .iter()
        .filter(|header| header.is("connection"))
        .flat_map(|header| header.value.split(','))
        .map(|name| name.trim().to_owned())
        .collect();
    let mut upstream: Vec<Header> = headers
        .into_iter()
        .filter(|header| !header.is_pseudo())
        .filter(|header| !NOT_FORWARDED.iter().any(|name| header.is(name)))
        .filter(|header| !header.name.get(..6).is_some_and(|prefix| prefix.eq_ignore_ascii_case("proxy-")))
        // Authorization in Connection would only be there to have a request sent without its token.
        .filter(|header| header.is("authorization") || !named.iter().any(|name| header.is(name)))
        .collect();
    supply(&mut upstream, "user-agent", USER_AGENT);
    if has_body {
        supply(&mut upstream, "content-type", MEDIA_TYPE);
    } else {
        upstream.retain(|header| !header.is("content-type"));
    }
    upstream
}

fn supply(headers: &mut Vec<Header>, name: &str, value: &str) {
    match headers.iter_mut().find(|header| header.is(name)) {
        Some(header) if header.value.trim().is_empty() => value.clone_into(&mut header.value),
        Some(_) => {}
        None => headers.push(Header::new(name, value)),
    }
}

/// RFC 9110 §5.6.2.
const fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-' | b'.' | b'^'..=b'`' | b'|' | b'~')
}

#[cfg(test)]
mod tests {
    use super::{Header, USER_AGENT, check, refuse_encoded, upstream};

    fn headers(pairs: &[(&str, &str)]) -> Vec<Header> {
        pairs.iter().map(|(name, value)| Header::new(name, value)).collect()
    }

    #[test]
    fn what_is_about_one_connection_ends_here() {
        let all = headers(&[
            (":path", "/Users"),
            ("Host", "idp.example.com"),
            ("Authorization", "Bearer t"),
            ("Connection", "keep-alive, X-Hop"),
            ("x-hop", "1"),
            ("Keep-Alive", "5"),
            ("TE", "trailers"),
            ("Trailer", "x"),
            ("Transfer-Encoding", "chunked"),
            ("Upgrade", "h2c"),
            ("Proxy-Authorization", "Basic x"),
            ("Content-Length", "9"),
            ("Content-Encoding", "identity"),
            ("Content-Digest", "sha-256=:x:"),
            ("Accept-Encoding", "gzip"),
            ("Accept", "application/scim+json"),
            ("Content-Type", "application/json"),
            ("User-Agent", "IdP/1"),
        ]);
        assert!(refuse_encoded(&all).is_none());
        let expected = headers(&[
            ("Authorization", "Bearer t"),
            ("Accept", "application/scim+json"),
            ("Content-Type", "application/json"),
            ("User-Agent", "IdP/1"),
        ]);
        assert_eq!(upstream(all, true), expected);
        assert_eq!(upstream(expected.clone(), true), expected);
    }

    #[test]
    fn user_agent_and_content_type_are_supplied() {
        let supplied = headers(&[("user-agent", USER_AGENT), ("content-type", "application/scim+json")]);
        assert_eq!(upstream(Vec::new(), true), supplied);
        assert_eq!(
            upstream(headers(&[("User-Agent", " "), ("content-type", "x")]), false).as_slice(),
            [Header::new("User-Agent", USER_AGENT)]
        );
    }

    #[test]
    fn encoded_bodies_are_refused() {
        for (value, refused) in [("gzip", true), ("identity, gzip", true), ("Identity", false), ("", false)] {
            assert_eq!(refuse_encoded(&headers(&[("content-encoding", value)])).is_some(), refused, "{value}");
        }
    }

    #[test]
    fn headers_that_could_become_two_are_refused() {
        for (name, value, path) in [
            ("", "x", "/headers/0/name"),
            ("a b", "x", "/headers/0/name"),
            ("a:b", "x", "/headers/0/name"),
            ("ü", "x", "/headers/0/name"),
            ("a\r\nb", "x", "/headers/0/name"),
            ("a", "x\r\nb: c", "/headers/0/value"),
            ("a", "x\u{0}", "/headers/0/value"),
        ] {
            let mut errors = Vec::new();
            check(&headers(&[(name, value)]), &mut errors);
            assert_eq!(errors.iter().map(|error| error.path.as_str()).collect::<Vec<_>>(), [path], "{name:?}");
        }
        let mut errors = Vec::new();
        check(&headers(&[("x!#$%&'*+-.^_`|~9", "a\tb é")]), &mut errors);
        assert!(errors.is_empty());
        check(&vec![Header::new("a", "b"); 201], &mut errors);
        assert_eq!(errors.len(), 1);
    }
}
