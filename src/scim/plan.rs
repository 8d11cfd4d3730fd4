//! From a request of the identity provider to what AWS is sent.

use super::error::{Note, Refusal};
use super::headers::{self, Header};
use super::path::Endpoint;
use super::reply::Reply;
use super::request::{Method, Request};
use super::{Profile, user};
use crate::error::{Finding, Located, Pointer, Severity};
use crate::json::{DUPLICATE_KEY, Value};

/// What becomes of a request.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// To send to AWS, in this order.
    Send { steps: Vec<Step>, state: String, notes: Vec<Finding<Note>> },
    /// To answer without AWS, and why.
    Answer { reply: Reply, refusals: Vec<Located<Refusal>> },
}

/// One request to AWS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) method: &'static str,
    pub(crate) path: String,
    pub(crate) headers: Vec<Header>,
    pub(crate) body: String,
}

/// A part of SCIM that is not planned yet.
#[derive(Debug)]
pub(crate) struct Refused {
    pub(crate) path: Pointer,
    pub(crate) what: &'static str,
}

/// Plans one request.
pub(crate) fn plan(request: Request, profile: Profile) -> Result<Outcome, Refused> {
    let root = Pointer::root();
    if !matches!(request.method, Method::Post | Method::Put) {
        return Err(Refused { path: root.key("method"), what: request.method.name() });
    }
    if request.path.endpoint != Endpoint::Users {
        return Err(Refused { path: root.key("path"), what: request.path.endpoint.name() });
    }
    Ok(save_user(request, profile).unwrap_or_else(|refusals| Outcome::Answer { reply: Reply::refusing(&refusals), refusals }))
}

/// `POST /Users` and `PUT /Users/ID`: AWS asks the same of both bodies (DG/putuser).
fn save_user(request: Request, profile: Profile) -> Result<Outcome, Vec<Located<Refusal>>> {
    if let Some(refusal) = headers::refuse_encoded(&request.headers) {
        return Err(vec![refusal]);
    }
    let body = parse(request.body.as_deref().unwrap_or_default()).map_err(|refusal| vec![refusal])?;
    let user = user::accept(body, profile)?;
    let path = Pointer::root().key("path");
    let upstream = request.path.upstream();
    let mut notes: Vec<Finding<Note>> =
        request.path.notes.into_iter().map(|note| Finding::new(Severity::Info, path.clone(), note)).collect();
    notes.extend(user.notes);
    let step = Step {
        method: request.method.name(),
        path: upstream,
        headers: headers::upstream(request.headers),
        body: user.body.to_string(),
    };
    Ok(Outcome::Send { steps: vec![step], state: state(request.method), notes })
}

/// What `scim_reply` has to know: which request the answers answer. Versioned, and without anything of the user's.
fn state(method: Method) -> String {
    format!("v1:{}:User", method.name())
}

fn parse(text: &str) -> Result<Value, Located<Refusal>> {
    let body = Pointer::root().key("body");
    // A byte order mark is no JSON, and .NET writes one; RFC 8259 §8.1 lets a reader ignore it.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim_ascii().is_empty() {
        return Err(body.at(Refusal::BodyMissing));
    }
    Value::parse(text.as_bytes()).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        // serde_json offers no other way to tell our own refusal from its own.
        body.at(if error.to_string().starts_with(DUPLICATE_KEY) {
            Refusal::BodyDuplicateKey { line, column }
        } else {
            Refusal::BodyNotJson { line, column }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{Outcome, Profile, Request, plan};
    use crate::scim::testing::user_with;

    fn outcome(method: &str, path: &str, body: Option<&str>) -> Result<Outcome, String> {
        let request = Request::parse(method, path, Vec::new(), body.map(ToOwned::to_owned)).unwrap();
        plan(request, Profile::default()).map_err(|refused| format!("{} {}", refused.path.as_str(), refused.what))
    }

    #[test]
    fn one_request_goes_to_aws() {
        let body = user_with("");
        for (method, path, state) in [("POST", "/t/scim/v2/Users", "v1:POST:User"), ("PUT", "/t/scim/v2/Users/7", "v1:PUT:User")]
        {
            let Ok(Outcome::Send { steps, state: found, notes }) = outcome(method, path, Some(&body)) else { panic!("{path}") };
            let step = steps.first().unwrap();
            assert_eq!((steps.len(), step.method, step.path.as_str(), step.body.as_str()), (1, method, path, body.as_str()));
            assert_eq!((found.as_str(), notes.len()), (state, 0));
        }
        // .NET's byte order mark is no part of the text.
        let Ok(Outcome::Send { .. }) = outcome("POST", "/Users", Some(&format!("\u{feff}{body}"))) else { panic!("BOM") };
    }

    #[test]
    fn what_is_not_planned_yet_says_so() {
        for (method, path, refused) in [
            ("GET", "/Users", "/method GET"),
            ("PATCH", "/Users/7", "/method PATCH"),
            ("DELETE", "/Groups/7", "/method DELETE"),
            ("POST", "/Groups", "/path Groups"),
            ("PUT", "/Groups/7", "/path Groups"),
            ("POST", "/Bulk", "/path Bulk"),
            ("PUT", "/Me", "/path Me"),
            ("POST", "/Users/.search", "/path .search"),
        ] {
            assert_eq!(outcome(method, path, None).unwrap_err(), refused);
        }
    }

    #[test]
    fn a_body_that_is_none_is_answered() {
        let deep = "[".repeat(200);
        for (body, code, status) in [
            (None, "scim.body-missing", 400),
            (Some(" \n"), "scim.body-missing", 400),
            (Some("{"), "scim.body-not-json", 400),
            (Some("{}{}"), "scim.body-not-json", 400),
            (Some(r#"{"userName":"\ud800"}"#), "scim.body-not-json", 400),
            (Some(&*deep), "scim.body-not-json", 400),
            (Some(r#"{"userName":"a","userName":"b"}"#), "scim.body-duplicate-key", 400),
            (Some("[]"), "scim.body-not-object", 400),
            (Some("null"), "scim.body-not-object", 400),
        ] {
            let Ok(Outcome::Answer { reply, refusals }) = outcome("POST", "/Users", body) else { panic!("{body:?}") };
            assert_eq!(reply.status, status);
            assert!(reply.body.contains(r#""scimType":"invalidSyntax""#));
            let codes: Vec<_> = refusals.iter().map(|refusal| crate::error::Diagnostic::code(&refusal.error)).collect();
            assert_eq!(codes, [code], "{body:?}");
        }
    }
}
