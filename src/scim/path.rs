//! The path of a SCIM request: prefix, endpoint, id, query.

use super::error::{Invalid, Note};
use super::selection::Selection;
use crate::limits;

/// A path that names a SCIM endpoint, in the spelling that AWS serves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Path {
    /// What stands before the endpoint, such as `/TENANT/scim/v2`; begins with a slash or is empty.
    pub(crate) prefix: String,
    pub(crate) endpoint: Endpoint,
    /// Percent-encoded as received.
    pub(crate) id: Option<String>,
    /// With its question mark, or empty.
    pub(crate) query: String,
    /// Which attributes the answer is to have.
    pub(crate) selection: Selection,
    pub(crate) notes: Vec<Note>,
}

/// The endpoints of RFC 7644 §3.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Endpoint {
    Users,
    Groups,
    Me,
    Bulk,
    Search,
    Schemas,
    ResourceTypes,
    ServiceProviderConfig,
    /// None of them.
    Unknown,
}

impl Endpoint {
    const ALL: [Self; 8] = [
        Self::Users,
        Self::Groups,
        Self::Me,
        Self::Bulk,
        Self::Search,
        Self::Schemas,
        Self::ResourceTypes,
        Self::ServiceProviderConfig,
    ];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Users => "Users",
            Self::Groups => "Groups",
            Self::Me => "Me",
            Self::Bulk => "Bulk",
            Self::Search => ".search",
            Self::Schemas => "Schemas",
            Self::ResourceTypes => "ResourceTypes",
            Self::ServiceProviderConfig => "ServiceProviderConfig",
            Self::Unknown => "",
        }
    }

    fn named(segment: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|endpoint| endpoint.name().eq_ignore_ascii_case(segment))
    }
}

impl Path {
    /// Reads the path of a request as received, with its query.
    ///
    /// Doubled and trailing slashes, a missing slash after `v2` and another case of the endpoint are mended with a note:
    /// AWS answers them with 404 (mitodl/keycloak-scim#73) or 401 (support.okta.com).
    pub(crate) fn parse(text: &str) -> Result<Self, Invalid> {
        if text.len() > limits::SCIM_PATH {
            return Err(Invalid::PathTooLong { found: text.len() });
        }
        if !text.starts_with('/') {
            return Err(Invalid::PathWithoutSlash);
        }
        if !text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#') {
            return Err(Invalid::PathCharacter);
        }
        let (path, query) = text.split_once('?').unwrap_or((text, ""));
        let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
        for segment in &segments {
            check_segment(segment)?;
        }
        let Some((segments, endpoint, id)) = find_endpoint(&segments) else {
            let (endpoint, query, selection) = (Endpoint::Unknown, String::new(), Selection::default());
            return Ok(Self { prefix: path.to_owned(), endpoint, id: None, query, selection, notes: Vec::new() });
        };
        let mut prefix = String::with_capacity(path.len());
        for segment in segments {
            prefix.push('/');
            prefix.push_str(segment);
        }
        let mut found = Self {
            prefix,
            endpoint,
            id: id.map(ToOwned::to_owned),
            query: String::new(),
            selection: Selection::default(),
            notes: Vec::new(),
        };
        if found.resource() != path {
            found.notes.push(Note::PathNormalised);
        }
        found.read_query(query);
        Ok(found)
    }

    /// The path and query to send to AWS.
    pub(crate) fn upstream(&self) -> String {
        self.resource() + &self.query
    }

    fn resource(&self) -> String {
        self.below(self.endpoint, self.id.as_deref())
    }

    /// A path that is read as this one is.
    pub(crate) fn original(&self) -> String {
        let mut path = self.upstream();
        for (name, value) in self.selection.parameters() {
            path.push(if path.contains('?') { '&' } else { '?' });
            path.push_str(name);
            path.push('=');
            path.push_str(value);
        }
        path
    }

    /// The path of another resource below the same prefix.
    pub(crate) fn below(&self, endpoint: Endpoint, id: Option<&str>) -> String {
        let mut path = format!("{}/{}", self.prefix, endpoint.name());
        if let Some(id) = id {
            path.push('/');
            path.push_str(id);
        }
        path
    }

    /// OneLogin sends a bare `?` and trailing `&` (goauthentik/authentik#11249); they mean nothing.
    ///
    /// AWS knows neither `attributes` nor `excludedAttributes`: they are applied to its answer.
    fn read_query(&mut self, query: &str) {
        let mut dropped = false;
        for parameter in query.split('&').filter(|parameter| !parameter.is_empty()) {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            if self.selection.read(name, value) {
                dropped = true;
                continue;
            }
            self.query.push(if self.query.is_empty() { '?' } else { '&' });
            self.query.push_str(parameter);
        }
        if dropped {
            self.notes.push(Note::QueryDropped);
        }
    }
}

/// The segments before the endpoint, the endpoint, and what follows it.
fn find_endpoint<'a>(segments: &[&'a str]) -> Option<(Vec<&'a str>, Endpoint, Option<&'a str>)> {
    let (last, before) = segments.split_last()?;
    // The last segment first: an id of AWS is never called like an endpoint.
    if let Some(found) = endpoint(last, before, None) {
        return Some(found);
    }
    let (second, before) = before.split_last()?;
    endpoint(second, before, Some(last))
}

fn endpoint<'a>(segment: &'a str, before: &[&'a str], id: Option<&'a str>) -> Option<(Vec<&'a str>, Endpoint, Option<&'a str>)> {
    let mut prefix = before.to_vec();
    let endpoint = match Endpoint::named(segment) {
        Some(endpoint) => endpoint,
        // `/scim/v2Users`: a base URL without its slash, joined by hand (mitodl/keycloak-scim#73).
        None => {
            let (version, joined) = segment.split_at_checked(2).filter(|(version, _)| *version == "v2")?;
            let endpoint = Endpoint::named(joined)?;
            prefix.push(version);
            endpoint
        }
    };
    Some((prefix, endpoint, id))
}

/// Whether a text is one segment of a path, as it stands.
pub(super) fn is_segment(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= limits::SCIM_PATH
        && text.bytes().all(|byte| byte.is_ascii_graphic() && !b"#?/".contains(&byte))
        && check_segment(text).is_ok()
}

/// A segment without its percent-encoding.
pub(super) fn decoded(segment: &str) -> Option<String> {
    let mut bytes = segment.bytes();
    let mut decoded = Vec::with_capacity(segment.len());
    while let Some(byte) = bytes.next() {
        let digit = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16));
        decoded.push(if byte == b'%' { u8::try_from(digit(bytes.next())? << 4 | digit(bytes.next())?).ok()? } else { byte });
    }
    String::from_utf8(decoded).ok()
}

/// Whoever decodes a segment must find one segment: no dots that climb, no separators, no control characters.
fn check_segment(segment: &str) -> Result<(), Invalid> {
    let mut decoded = Vec::with_capacity(segment.len());
    let mut bytes = segment.bytes();
    while let Some(byte) = bytes.next() {
        let byte = if byte == b'%' {
            let digit = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16));
            let (Some(high), Some(low)) = (digit(bytes.next()), digit(bytes.next())) else {
                return Err(Invalid::PathPercentEncoding);
            };
            let decoded = u8::try_from(high << 4 | low).unwrap_or_default();
            if decoded == b'/' || decoded.is_ascii_control() {
                return Err(Invalid::PathCharacter);
            }
            decoded
        } else {
            byte
        };
        if byte == b'\\' {
            return Err(Invalid::PathCharacter);
        }
        decoded.push(byte);
    }
    if decoded == b"." || decoded == b".." { Err(Invalid::PathDotSegment) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::{Endpoint, Path};
    use crate::scim::error::{Invalid, Note};

    #[test]
    fn paths_become_what_aws_serves() {
        for (text, upstream) in [
            ("/Users", "/Users"),
            ("/t-1/scim/v2/Users", "/t-1/scim/v2/Users"),
            ("/t-1/scim/v2/Users/9067-a%20b", "/t-1/scim/v2/Users/9067-a%20b"),
            ("/scim/v2/Users?a=b&c", "/scim/v2/Users?a=b&c"),
        ] {
            let path = Path::parse(text).unwrap();
            assert_eq!((path.upstream().as_str(), path.notes.as_slice()), (upstream, [].as_slice()), "{text}");
        }
        for (text, upstream, note) in [
            ("/scim/v2/Users/", "/scim/v2/Users", Note::PathNormalised),
            ("/scim/v2//Users", "/scim/v2/Users", Note::PathNormalised),
            ("/scim/v2Users", "/scim/v2/Users", Note::PathNormalised),
            ("/scim/v2Users/7", "/scim/v2/Users/7", Note::PathNormalised),
            ("/scim/v2/users/7/", "/scim/v2/Users/7", Note::PathNormalised),
            ("/Users?attributes=id&x=1&excludedAttributes=groups", "/Users?x=1", Note::QueryDropped),
        ] {
            let path = Path::parse(text).unwrap();
            assert_eq!((path.upstream().as_str(), path.notes.as_slice()), (upstream, [note].as_slice()), "{text}");
            // Mended once, nothing is left to mend.
            assert_eq!(Path::parse(&path.upstream()).unwrap().notes, []);
        }
        // A bare question mark means nothing and is no note either.
        assert_eq!(Path::parse("/Users?&").unwrap().upstream(), "/Users");
    }

    #[test]
    fn endpoints_are_told_apart() {
        for (text, endpoint, id) in [
            ("/Groups/7", Endpoint::Groups, Some("7")),
            ("/scim/v2/Me", Endpoint::Me, None),
            ("/Bulk", Endpoint::Bulk, None),
            ("/Users/.search", Endpoint::Search, None),
            ("/ServiceProviderConfig", Endpoint::ServiceProviderConfig, None),
            ("/", Endpoint::Unknown, None),
            ("/Persons", Endpoint::Unknown, None),
            ("/Users/7/8", Endpoint::Unknown, None),
        ] {
            let path = Path::parse(text).unwrap();
            assert_eq!((path.endpoint, path.id.as_deref()), (endpoint, id), "{text}");
        }
    }

    #[test]
    fn paths_that_lead_elsewhere_are_refused() {
        for (text, error) in [
            ("", Invalid::PathWithoutSlash),
            ("Users", Invalid::PathWithoutSlash),
            ("https://scim.example.com/Users", Invalid::PathWithoutSlash),
            ("/Users\r\nHost: x", Invalid::PathCharacter),
            ("/Us ers", Invalid::PathCharacter),
            ("/Users/ü", Invalid::PathCharacter),
            ("/Users#x", Invalid::PathCharacter),
            ("/Users/a\\b", Invalid::PathCharacter),
            ("/Users/a%5Cb", Invalid::PathCharacter),
            ("/Users/a%2fb", Invalid::PathCharacter),
            ("/Users/a%00", Invalid::PathCharacter),
            ("/Users/%", Invalid::PathPercentEncoding),
            ("/Users/%4", Invalid::PathPercentEncoding),
            ("/Users/%zz", Invalid::PathPercentEncoding),
            ("/Users/..", Invalid::PathDotSegment),
            ("/x/%2E%2e/Users", Invalid::PathDotSegment),
            ("/./Users", Invalid::PathDotSegment),
        ] {
            assert_eq!(Path::parse(text).map(|path| path.upstream()), Err(error), "{text}");
        }
        assert!(matches!(Path::parse(&"/x".repeat(5_000)), Err(Invalid::PathTooLong { .. })));
    }
}
