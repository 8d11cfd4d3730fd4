//! One request of an identity provider.

use super::error::Invalid;
use super::headers::{self, Header};
use super::path::{Endpoint, Path};
use crate::error::{Located, Pointer};

/// A request whose method, path and headers were read; its body was not.
#[derive(Debug)]
pub(crate) struct Request {
    pub(super) method: Method,
    pub(super) path: Path,
    pub(super) headers: Vec<Header>,
    pub(super) body: Option<String>,
}

/// The methods of SCIM (RFC 7644 §3.2), and those that a server meets besides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
    Head,
    Options,
}

impl Method {
    const ALL: [Self; 7] = [Self::Get, Self::Post, Self::Put, Self::Patch, Self::Delete, Self::Head, Self::Options];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Head => "HEAD",
            Self::Options => "OPTIONS",
        }
    }

    pub(super) const fn has_body(self) -> bool {
        matches!(self, Self::Post | Self::Put | Self::Patch)
    }

    /// Case-sensitive (RFC 9110 §9.1).
    fn parse(text: &str) -> Result<Self, Invalid> {
        Self::ALL.into_iter().find(|method| method.name() == text).ok_or(Invalid::MethodUnknown)
    }
}

impl Request {
    /// Reads method, path and headers; names everything that is wrong with them.
    pub(crate) fn parse(
        method: &str,
        path: &str,
        headers: Vec<Header>,
        body: Option<String>,
    ) -> Result<Self, Vec<Located<Invalid>>> {
        let mut errors = Vec::new();
        let root = Pointer::root();
        let method = Method::parse(method).map_err(|error| errors.push(root.key("method").at(error))).ok();
        let path = Path::parse(path).map_err(|error| errors.push(root.key("path").at(error))).ok();
        headers::check(&headers, &mut errors);
        if let (Some(method), Some(path)) = (method, &path)
            && let Some(error) = id_mistake(method, path)
        {
            errors.push(root.key("path").at(error));
        }
        match (method, path) {
            (Some(method), Some(path)) if errors.is_empty() => Ok(Self { method, path, headers, body }),
            _ => Err(errors),
        }
    }
}

/// A new user or group has no id yet, and one that is changed has.
fn id_mistake(method: Method, path: &Path) -> Option<Invalid> {
    match (method, path.endpoint, &path.id) {
        (Method::Put | Method::Patch | Method::Delete, Endpoint::Users | Endpoint::Groups, None) => Some(Invalid::PathIdMissing),
        (Method::Post, Endpoint::Users | Endpoint::Groups, Some(_)) => Some(Invalid::PathIdUnexpected),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Header, Request};

    #[test]
    fn every_mistake_is_named() {
        let errors = Request::parse("post", "Users", vec![Header::new("a b", "c\n")], None).unwrap_err();
        let paths: Vec<_> = errors.iter().map(|error| error.path.as_str()).collect();
        assert_eq!(paths, ["/method", "/path", "/headers/0/name", "/headers/0/value"]);
        for (method, path) in
            [("PUT", "/Users"), ("POST", "/Users/7"), ("PATCH", "/Groups"), ("DELETE", "/Users"), ("POST", "/Groups/7")]
        {
            let errors = Request::parse(method, path, Vec::new(), None).unwrap_err();
            assert_eq!(errors.first().unwrap().path.as_str(), "/path");
        }
        assert!(Request::parse("PUT", "/Users/7", Vec::new(), None).is_ok());
    }
}
