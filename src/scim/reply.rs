//! HTTP answers: AWS's as they come, and those that the identity provider gets.

use super::error::Refusal;
use super::headers::{self, Header, MEDIA_TYPE};
use super::user::{Members, member};
use crate::error::Located;
use crate::json::{self, Value};

/// An HTTP answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<Header>,
    pub(crate) body: Option<String>,
}

/// A `detail` that lists more than this is read by nobody; the findings have them all.
const LISTED: usize = 5;
const ERROR_URN: &str = "urn:ietf:params:scim:api:messages:2.0:Error";

impl Reply {
    /// The SCIM error (RFC 7644 §3.12) that says why a body was refused. The first refusal decides the status.
    pub(crate) fn refusing(refusals: &[Located<Refusal>]) -> Self {
        let (status, scim_type) = refusals.first().map_or((400, None), |refusal| refusal.error.status());
        let mut detail: Vec<String> = refusals.iter().take(LISTED).map(|refusal| refusal.error.to_string()).collect();
        if refusals.len() > LISTED {
            detail.push(format!("and {} more", refusals.len() - LISTED));
        }
        let mut reply = Self::error(status, scim_type, detail.join("; "));
        if let Some(Refusal::MethodUnsupported { allowed }) = refusals.first().map(|refusal| &refusal.error) {
            reply.headers.push(Header::new("allow", allowed));
        }
        reply
    }

    /// A SCIM error.
    pub(super) fn error(status: u16, scim_type: Option<&str>, detail: String) -> Self {
        let text = |text: &str| Value::Text(text.to_owned());
        let mut body = vec![("schemas".to_owned(), Value::List(vec![text(ERROR_URN)]))];
        if let Some(scim_type) = scim_type {
            body.push(("scimType".to_owned(), text(scim_type)));
        }
        body.push(("detail".to_owned(), Value::Text(detail)));
        // A string, as in RFC 7644's and AWS's own errors.
        body.push(("status".to_owned(), Value::Text(status.to_string())));
        Self::of(status, &Value::Object(body))
    }

    pub(super) fn of(status: u16, body: &Value) -> Self {
        Self { status, headers: vec![Header::new("content-type", MEDIA_TYPE)], body: Some(body.to_string()) }
    }

    pub(super) const fn no_content() -> Self {
        Self { status: 204, headers: Vec::new(), body: None }
    }

    /// A success that AWS documents: created, done, or nothing to say. Its body is JSON if there is one: what a captive portal or
    /// a firewall answers with status 200 means that nothing was done.
    pub(super) fn is_success(&self) -> bool {
        matches!(self.status, 200 | 201 | 204) && (self.is_empty() || self.is_object())
    }

    /// Whether the body is a JSON object. Most answers pass as they are, and need not be read to be judged.
    fn is_object(&self) -> bool {
        self.json().is_some_and(|text| text.trim_ascii_start().starts_with('{') && json::is_valid(text.as_bytes()))
    }

    fn json(&self) -> Option<&str> {
        self.body.as_deref().map(|text| text.strip_prefix('\u{feff}').unwrap_or(text))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.body.as_deref().is_none_or(|body| body.trim_ascii().is_empty())
    }

    /// AWS's answer on its way to the identity provider. AWS says `application/json` of its users; RFC 7644 §8.1 has another name.
    pub(super) fn passed(self) -> Self {
        if self.status >= 400 {
            return self.explained("");
        }
        let is_empty = self.is_empty();
        let mut headers = headers::downstream(self.headers);
        headers.retain(|header| !header.is("content-type"));
        if !is_empty {
            headers.push(Header::new("content-type", MEDIA_TYPE));
        }
        Self { headers, ..self }
    }

    /// AWS's answer with another body.
    pub(super) fn with_body(self, body: &Value) -> Self {
        let mut headers = headers::downstream(self.headers);
        headers.retain(|header| !header.is("content-type"));
        headers.push(Header::new("content-type", MEDIA_TYPE));
        Self { status: self.status, headers, body: Some(body.to_string()) }
    }

    /// AWS's error as RFC 7644 §3.12 has it, with something added to its detail: an error of AWS seldom says what it is about.
    ///
    /// AWS's own has `schema`, `exceptionRequestId` and `timeStamp` besides, which strict clients refuse (scim2-models). The id is
    /// what AWS's support asks for, so it goes into the detail. A gateway's error has neither.
    pub(super) fn explained(self, cause: &str) -> Self {
        let status = self.status;
        let members = self.object().unwrap_or_default();
        let text = |name: &str| match member(&members, name) {
            Some(Value::Text(text)) if !text.is_empty() => Some(text.clone()),
            _ => None,
        };
        let mut detail = text("detail").unwrap_or_else(|| format!("AWS answered {status}"));
        let more: Vec<String> = [Some(cause.to_owned()), text("exceptionRequestId").map(|id| format!("AWS's request {id}"))]
            .into_iter()
            .flatten()
            .filter(|more| !more.is_empty())
            .collect();
        if !more.is_empty() {
            detail = format!("{detail} ({})", more.join("; "));
        }
        let scim_type = text("scimType").or_else(|| (status == 409).then(|| "uniqueness".to_owned()));
        let error = Self::error(status, scim_type.as_deref(), detail);
        Self { body: error.body, ..self.with_body(&Value::Null) }
    }

    /// The body, if it is a JSON object.
    pub(super) fn object(&self) -> Option<Members> {
        match Value::parse(self.json()?.as_bytes()) {
            Ok(Value::Object(members)) => Some(members),
            _ => None,
        }
    }

    /// A page of a list.
    pub(super) fn page(&self) -> Option<Page> {
        let mut envelope = self.object()?;
        let index = envelope.iter().position(|(name, _)| name.eq_ignore_ascii_case("Resources"));
        let resources = match index.map(|index| envelope.remove(index).1) {
            Some(Value::List(resources)) => resources,
            // RFC 7644 §3.4.2: required only if there is something to list.
            None if member(&envelope, "totalResults").is_some() || member(&envelope, "itemsPerPage").is_some() => Vec::new(),
            _ => return None,
        };
        let next = match member(&envelope, "nextCursor") {
            Some(Value::Text(next)) if !next.is_empty() => Some(next.clone()),
            Some(Value::Text(_) | Value::Null) | None => None,
            Some(_) => return None,
        };
        Some(Page { envelope, resources, next })
    }
}

/// A page of a list.
#[derive(Debug)]
pub(super) struct Page {
    /// Everything but the resources.
    pub(super) envelope: Members,
    pub(super) resources: Vec<Value>,
    pub(super) next: Option<String>,
}

/// The id of a resource.
pub(super) fn id_of(resource: &Value) -> Option<&str> {
    let Value::Object(members) = resource else { return None };
    match member(members, "id")? {
        Value::Text(id) if !id.is_empty() => Some(id),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Header, Reply};
    use crate::error::Pointer;
    use crate::scim::error::Refusal;

    #[test]
    fn a_refusal_is_a_scim_error() {
        let missing = |attribute| Pointer::root().at(Refusal::AttributeMissing { attribute });
        let reply = Reply::refusing(&[missing("userName"), missing("displayName")]);
        assert_eq!(reply.status, 400);
        assert_eq!(
            reply.body.as_deref(),
            Some(
                r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"scimType":"invalidValue","detail":"`userName` is required; `displayName` is required","status":"400"}"#
            )
        );
        assert!(Reply::refusing(&vec![missing("userName"); 7]).body.unwrap().contains("; and 2 more\""));
        let encoded = Reply::refusing(&[Pointer::root().at(Refusal::ContentEncoding)]);
        assert!(encoded.status == 415 && !encoded.body.unwrap().contains("scimType"));
    }

    #[test]
    fn an_error_of_aws_gets_the_form_of_scim_and_keeps_its_headers() {
        let answer = |body: &str| Reply {
            status: 429,
            headers: vec![
                Header::new("Retry-After", "3"),
                Header::new("Content-Length", "9"),
                Header::new("x-amzn-RequestId", "r"),
            ],
            body: Some(body.to_owned()),
        };
        let error = r#"{"schema":["x"],"schemas":["x"],"detail":"Slow down.","status":"429","exceptionRequestId":"81ab","timeStamp":"t"}"#;
        let explained = answer(error).explained("nothing was done");
        assert_eq!(
            explained.body.as_deref(),
            Some(
                r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"detail":"Slow down. (nothing was done; AWS's request 81ab)","status":"429"}"#
            )
        );
        assert_eq!(explained.headers.len(), 3);
        assert!(explained.headers.iter().any(|header| header.is("retry-after")));
        let conflict = Reply { status: 409, ..answer("{}") }.passed();
        assert!(conflict.body.unwrap().contains(r#""scimType":"uniqueness","detail":"AWS answered 409""#));
        // A gateway speaks HTML.
        let explained = answer("<html>").explained("nothing was done");
        assert!(explained.body.unwrap().contains("AWS answered 429 (nothing was done)"));
        assert!(explained.headers.iter().any(|header| header.is("retry-after")));
    }

    #[test]
    fn pages_are_read_in_any_case() {
        let page = |body: &str| {
            let reply = Reply { status: 200, headers: Vec::new(), body: Some(body.to_owned()) };
            reply.page().map(|page| (page.resources.len(), page.next))
        };
        assert_eq!(page(r#"{"Resources":[{},{}],"nextCursor":"a"}"#), Some((2, Some("a".to_owned()))));
        assert_eq!(page(r#"{"resources":[],"nextCursor":null}"#), Some((0, None)));
        assert_eq!(page(r#"{"totalResults":0}"#), Some((0, None)));
        for body in
            ["{}", "[]", r#"{"Resources":{}}"#, r#"{"Resources":[],"nextCursor":1}"#, "", r#"{"Resources":[],"Resources":[]}"#]
        {
            assert_eq!(page(body), None, "{body}");
        }
    }
}
