//! What becomes of one request, as a plain function: nothing here knows proxy-wasm.

use std::collections::BTreeMap;

use crate::api::envoy::{FilterConfiguration, not_supported_yet, not_utf8, one_line, scim_error, status};
use crate::api::scim;
use crate::api::types::{Failure, Finding, Header, PlanAnswer, PlanRequest, ScimAnswer, ScimStep};

/// A request as it came, its body complete.
#[derive(Clone)]
pub(super) struct Received {
    pub(super) method: String,
    /// With the query.
    pub(super) path: String,
    /// Those that [`is_planned`]; names in lower case.
    pub(super) headers: Vec<Header>,
    pub(super) body: Vec<u8>,
}

/// What to do with it.
pub(super) struct Decision {
    pub(super) verdict: Verdict,
    /// What the plan found worth saying.
    pub(super) findings: Vec<Finding>,
}

/// Where the request goes.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// To AWS.
    Forward(Changes),
    /// Back, from here.
    Answer(Answer),
}

/// What differs from the request that came. Empty: send it on as it is.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Changes {
    pub(super) method: Option<String>,
    pub(super) path: Option<String>,
    /// By name, every value that the header shall have; none: remove it.
    pub(super) headers: BTreeMap<String, Vec<String>>,
    pub(super) body: Option<String>,
}

/// An answer of ours.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) outcome: Outcome,
    pub(super) status: u32,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
    /// A line for the log.
    pub(super) log: Option<String>,
}

/// What the answer means for the operator's statistics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// AWS need not be asked.
    Answered,
    /// The request is wrong.
    Refused,
    /// The request may be right, and could not be carried out.
    Failed,
}

/// Plans a request.
pub(super) fn decide(configuration: &FilterConfiguration, received: Received) -> Decision {
    let original = received.clone();
    let body = match String::from_utf8(received.body) {
        Ok(body) => (!body.is_empty()).then_some(body),
        Err(error) => return Decision::refusing(&not_utf8(error.utf8_error().valid_up_to())),
    };
    let request = PlanRequest {
        method: received.method,
        path: received.path,
        headers: Some(received.headers),
        body,
        profile: configuration.profile.clone(),
    };
    judge(&original, scim::plan_in_passing(request))
}

/// Turns a plan into what a filter can do: change the one request that passes, or answer it.
fn judge(original: &Received, plan: Result<PlanAnswer, Failure>) -> Decision {
    let PlanAnswer { steps, reply, findings, .. } = match plan {
        Ok(plan) => plan,
        Err(failure) => return Decision::refusing(&failure),
    };
    let verdict = match (reply, steps.as_deref()) {
        (Some(reply), _) => Verdict::Answer(local(reply)),
        (None, Some([step])) => match changes(original, step) {
            Ok(changes) => Verdict::Forward(changes),
            Err(failure) => Verdict::Answer(refusal(&failure)),
        },
        (None, _) => Verdict::Answer(refusal(&not_supported_yet("a plan of several requests in Envoy"))),
    };
    Decision { verdict, findings }
}

/// Headers that the plan sees and may change. The others are the proxy's own or the caller's credentials: they pass
/// as they are, and a plan cannot lose them.
pub(super) fn is_planned(name: &str) -> bool {
    const OWN: [&str; 8] = [
        "authorization",
        "connection",
        "content-length",
        "cookie",
        "host",
        "proxy-authorization",
        "transfer-encoding",
        "x-request-id",
    ];
    !(name.starts_with(':') || name.starts_with("x-envoy-") || name.starts_with("x-forwarded-") || OWN.contains(&name))
}

/// A refusal of ours, as a SCIM error that names the code; the details are for the log.
pub(super) fn refusal(failure: &Failure) -> Answer {
    let status = status(failure);
    let code = failure.errors.first().map_or("api.unknown", |problem| problem.code.as_str());
    Answer {
        outcome: if status == 501 { Outcome::Failed } else { Outcome::Refused },
        status,
        headers: vec![("content-type".to_owned(), "application/scim+json".to_owned())],
        body: scim_error(status, code),
        log: Some(one_line(failure)),
    }
}

fn local(reply: ScimAnswer) -> Answer {
    Answer {
        outcome: if reply.status < 400 { Outcome::Answered } else { Outcome::Refused },
        status: reply.status.into(),
        headers: reply.headers.into_iter().map(|header| (header.name, header.value)).collect(),
        body: reply.body.unwrap_or_default().into_bytes(),
        log: None,
    }
}

fn changes(original: &Received, step: &ScimStep) -> Result<Changes, Failure> {
    let body = step.body.as_deref().unwrap_or_default();
    if original.body.is_empty() && !body.is_empty() {
        // Envoy has seen the end of the request: there is no body left to fill.
        return Err(not_supported_yet("a body for a request that came without one, in Envoy,"));
    }
    let wanted = by_name(&step.headers);
    let mut headers = by_name(&original.headers);
    // What the step does not name goes, what it names alike stays as it is.
    headers.retain(|name, values| wanted.get(name) != Some(values));
    headers.values_mut().for_each(Vec::clear);
    let came = by_name(&original.headers);
    headers.extend(wanted.into_iter().filter(|(name, values)| came.get(name) != Some(values)));
    Ok(Changes {
        method: (step.method != original.method).then(|| step.method.clone()),
        path: (step.path != original.path).then(|| step.path.clone()),
        headers,
        body: (body.as_bytes() != original.body).then(|| body.to_owned()),
    })
}

fn by_name(headers: &[Header]) -> BTreeMap<String, Vec<String>> {
    let mut map: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for header in headers {
        let name = header.name.to_ascii_lowercase();
        if is_planned(&name) {
            map.entry(name).or_default().push(header.value.clone());
        }
    }
    map
}

impl Decision {
    fn refusing(failure: &Failure) -> Self {
        Self { verdict: Verdict::Answer(refusal(failure)), findings: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::envoy::too_large;

    fn headers(pairs: &[(&str, &str)]) -> Vec<Header> {
        pairs.iter().map(|(name, value)| Header { name: (*name).into(), value: (*value).into() }).collect()
    }

    fn post() -> Received {
        Received {
            method: "POST".into(),
            path: "/scim/v2/Users".into(),
            headers: headers(&[("content-type", "application/json"), ("accept", "a"), ("accept", "b"), ("x-old", "1")]),
            body: b"{\"photos\":[]}".to_vec(),
        }
    }

    fn step(method: &str, path: &str, pairs: &[(&str, &str)], body: Option<&str>) -> ScimStep {
        ScimStep { method: method.into(), path: path.into(), headers: headers(pairs), body: body.map(Into::into) }
    }

    fn judged(original: &Received, steps: Option<Vec<ScimStep>>, reply: Option<ScimAnswer>) -> Verdict {
        judge(original, Ok(PlanAnswer { steps, state: None, reply, findings: Vec::new() })).verdict
    }

    fn answer(verdict: Verdict) -> Answer {
        match verdict {
            Verdict::Answer(answer) => answer,
            Verdict::Forward(changes) => panic!("forwarded: {changes:?}"),
        }
    }

    #[test]
    fn a_step_like_the_request_changes_nothing() {
        let same = step(
            "POST",
            "/scim/v2/Users",
            &[("Content-Type", "application/json"), ("accept", "a"), ("accept", "b"), ("x-old", "1")],
            Some("{\"photos\":[]}"),
        );
        assert_eq!(judged(&post(), Some(vec![same]), None), Verdict::Forward(Changes::default()));
    }

    #[test]
    fn a_step_changes_method_path_headers_and_body() {
        let other = step(
            "PATCH",
            "/scim/v2/Users/1",
            &[("content-type", "application/scim+json"), ("accept", "a"), ("user-agent", "x"), ("authorization", "not ours")],
            Some("{}"),
        );
        let expected = Changes {
            method: Some("PATCH".into()),
            path: Some("/scim/v2/Users/1".into()),
            headers: [
                ("content-type", vec!["application/scim+json".into()]),
                ("accept", vec!["a".into()]),
                ("user-agent", vec!["x".into()]),
                ("x-old", vec![]),
            ]
            .map(|(name, values)| (name.to_owned(), values))
            .into(),
            body: Some("{}".into()),
        };
        assert_eq!(judged(&post(), Some(vec![other]), None), Verdict::Forward(expected));
    }

    #[test]
    fn what_one_pass_cannot_do_is_refused() {
        let one = || step("POST", "/", &[], Some("{}"));
        let bodiless = Received { body: Vec::new(), ..post() };
        for verdict in [
            judged(&post(), Some(vec![one(), one()]), None),
            judged(&post(), Some(Vec::new()), None),
            judged(&post(), None, None),
            judged(&bodiless, Some(vec![one()]), None),
        ] {
            let answer = answer(verdict);
            assert_eq!((answer.status, answer.outcome), (501, Outcome::Failed));
        }
    }

    #[test]
    fn a_local_reply_is_sent_as_it_is() {
        let reply = |status| ScimAnswer { status, headers: headers(&[("content-type", "x")]), body: Some("b".into()) };
        let sent = answer(judged(&post(), None, Some(reply(409))));
        assert_eq!((sent.status, sent.outcome, sent.body.as_slice()), (409, Outcome::Refused, b"b".as_slice()));
        assert_eq!(sent.headers, [("content-type".to_owned(), "x".to_owned())]);
        assert_eq!(answer(judged(&post(), None, Some(reply(204)))).outcome, Outcome::Answered);
    }

    #[test]
    fn a_failure_names_its_code_and_keeps_the_rest_for_the_log() {
        let sent = refusal(&too_large(9, 8));
        assert_eq!((sent.status, sent.outcome), (413, Outcome::Refused));
        let body = String::from_utf8(sent.body).unwrap();
        assert_eq!(
            body,
            r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"413","detail":"aws-federation: api.request-too-large"}"#
        );
        assert_eq!(sent.log.as_deref(), Some("api.request-too-large at /body: the request has 9 bytes, at most 8 are read"));
    }

    #[test]
    fn a_body_that_is_no_text_is_refused_before_the_plan() {
        let received = Received { body: vec![b'{', 0xff], ..post() };
        let sent = answer(decide(&FilterConfiguration::default(), received).verdict);
        assert_eq!(sent.status, 400);
        assert_eq!(sent.log.as_deref(), Some("api.request-malformed at /body: the request is not UTF-8 at byte 1"));
    }

    #[test]
    fn credentials_and_framing_are_not_planned() {
        for name in [":path", "authorization", "content-length", "x-envoy-retry-on", "x-forwarded-for", "x-request-id"] {
            assert!(!is_planned(name), "{name}");
        }
        for name in ["content-type", "user-agent", "accept", "if-match"] {
            assert!(is_planned(name), "{name}");
        }
    }
}
