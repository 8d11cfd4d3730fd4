//! The answer that the identity provider gets without AWS being asked.

use super::error::Refusal;
use super::headers::{Header, MEDIA_TYPE};
use crate::error::Located;
use crate::json::Value;

/// An HTTP answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<Header>,
    pub(crate) body: String,
}

/// A `detail` that lists more than this is read by nobody; the findings have them all.
const LISTED: usize = 5;

impl Reply {
    /// The SCIM error (RFC 7644 §3.12) that says why a body was refused. The first refusal decides the status.
    pub(crate) fn refusing(refusals: &[Located<Refusal>]) -> Self {
        let (status, scim_type) = refusals.first().map_or((400, None), |refusal| refusal.error.status());
        let mut detail: Vec<String> = refusals.iter().take(LISTED).map(|refusal| refusal.error.to_string()).collect();
        if refusals.len() > LISTED {
            detail.push(format!("and {} more", refusals.len() - LISTED));
        }
        let text = |text: &str| Value::Text(text.to_owned());
        let schemas = Value::List(vec![text("urn:ietf:params:scim:api:messages:2.0:Error")]);
        let mut body = vec![("schemas".to_owned(), schemas)];
        if let Some(scim_type) = scim_type {
            body.push(("scimType".to_owned(), text(scim_type)));
        }
        body.push(("detail".to_owned(), Value::Text(detail.join("; "))));
        // A string, as in RFC 7644's and AWS's own errors.
        body.push(("status".to_owned(), Value::Text(status.to_string())));
        Self { status, headers: vec![Header::new("content-type", MEDIA_TYPE)], body: Value::Object(body).to_string() }
    }
}

#[cfg(test)]
mod tests {
    use super::Reply;
    use crate::error::Pointer;
    use crate::scim::error::Refusal;

    #[test]
    fn a_refusal_is_a_scim_error() {
        let missing = |attribute| Pointer::root().at(Refusal::AttributeMissing { attribute });
        let reply = Reply::refusing(&[missing("userName"), missing("displayName")]);
        assert_eq!(reply.status, 400);
        assert_eq!(
            reply.body,
            r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"scimType":"invalidValue","detail":"`userName` is required; `displayName` is required","status":"400"}"#
        );
        assert!(Reply::refusing(&vec![missing("userName"); 7]).body.contains("; and 2 more\""));
        let encoded = Reply::refusing(&[Pointer::root().at(Refusal::ContentEncoding)]);
        assert!(encoded.status == 415 && !encoded.body.contains("scimType"));
    }
}
