//! What becomes of one request, as a plain function: nothing here knows proxy-wasm.

use std::collections::BTreeMap;

use super::gzip::{Unreadable, unpack};
use crate::api::envoy::{FilterConfiguration, not_gzip, not_utf8, one_line, scim_error, status, too_large};
use crate::api::scim::{self, MEDIA_TYPE, Next, State};
use crate::api::types::{Failure, Finding, Header, PlanRequest, ScimAnswer, ScimStep};

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
pub(super) enum Verdict {
    /// To AWS. What becomes of AWS's answer, [`judge_answer`] says.
    Forward { changes: Changes, passing: Passing },
    /// Nowhere: others go instead of it, the request is held until they are answered.
    Carry { steps: Vec<ScimStep>, state: Box<State>, headers: Vec<Header> },
    /// Back, from here.
    Answer(Answer),
}

/// What has to be known of a request once it is answered.
pub(super) struct Passing {
    state: Box<State>,
    headers: Vec<Header>,
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
pub(super) fn decide(configuration: &FilterConfiguration, mut received: Received) -> Decision {
    let original = received.clone();
    match unpacked(&received, configuration.max_body_bytes()) {
        Ok(Some(body)) => {
            received.body = body;
            received.headers.retain(|header| header.name != "content-encoding");
        }
        Ok(None) => {}
        Err(failure) => return Decision::refusing(&failure),
    }
    let body = match String::from_utf8(received.body) {
        Ok(body) => (!body.is_empty()).then_some(body),
        // Packed in another way it need not be text: the plan says so.
        Err(_) if received.headers.iter().any(|header| header.name == "content-encoding") => None,
        Err(error) => return Decision::refusing(&not_utf8(error.utf8_error().valid_up_to())),
    };
    let request = PlanRequest {
        method: received.method,
        path: received.path,
        headers: Some(received.headers.clone()),
        body,
        profile: configuration.profile.clone(),
    };
    match scim::carry_out(request) {
        Ok((next, findings)) => Decision { verdict: judge(configuration, &original, next, received.headers), findings },
        Err(failure) => Decision::refusing(&failure),
    }
}

/// The body, if it was gzip.
fn unpacked(received: &Received, limit: usize) -> Result<Option<Vec<u8>>, Failure> {
    let mut codings = received.headers.iter().filter(|header| header.name == "content-encoding");
    let (Some(coding), None) = (codings.next(), codings.next()) else { return Ok(None) };
    let coding = coding.value.trim();
    if received.body.is_empty() || !(coding.eq_ignore_ascii_case("gzip") || coding.eq_ignore_ascii_case("x-gzip")) {
        return Ok(None);
    }
    unpack(&received.body, limit).map(Some).map_err(|error| match error {
        Unreadable::NotGzip => not_gzip(),
        Unreadable::TooLarge => too_large(limit.saturating_add(1), limit),
    })
}

/// Turns a plan into what a filter can do: change the one request that passes, hold it, or answer it.
fn judge(configuration: &FilterConfiguration, original: &Received, next: Next, headers: Vec<Header>) -> Verdict {
    match next {
        Next::Answer(reply) => Verdict::Answer(answered(reply)),
        Next::Send { steps, state } => Verdict::Carry { steps, state, headers },
        Next::Pass { step, state } => match changes(configuration, original, &step) {
            Some(changes) => Verdict::Forward { changes, passing: Passing { state, headers } },
            None => Verdict::Answer(unsent("a body for a request that came without one")),
        },
    }
}

/// What the identity provider gets in place of AWS's answer to a request that passed: an error that says what it is about, or
/// one for a login page with status 200. None: AWS's answer as it is. No answer to judge: there was no whole one.
pub(super) fn judge_answer(passing: Passing, answer: Option<ScimAnswer>) -> Option<(Answer, Vec<Finding>)> {
    let came = answer.clone();
    match scim::carry_on(*passing.state, answer.into_iter().collect(), passing.headers) {
        Ok((Next::Answer(reply), _))
            if came.is_some_and(|came| (came.status, came.body) == (reply.status, reply.body.clone())) =>
        {
            None
        }
        Ok((Next::Answer(reply), findings)) => Some((answered(reply), findings)),
        Ok((Next::Send { .. } | Next::Pass { .. }, _)) => Some((broken("a request that passed leads to others"), Vec::new())),
        Err(failure) => Some((broken(&one_line(&failure)), Vec::new())),
    }
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
        outcome: Outcome::Refused,
        status,
        headers: vec![("content-type".to_owned(), MEDIA_TYPE.to_owned())],
        body: scim_error(status, code),
        log: Some(one_line(failure)),
    }
}

/// A failure that is not the sender's mistake.
pub(super) fn failed(status: u32, detail: &str) -> Answer {
    Answer {
        outcome: Outcome::Failed,
        status,
        headers: vec![("content-type".to_owned(), MEDIA_TYPE.to_owned())],
        body: scim_error(status, detail),
        log: Some(detail.to_owned()),
    }
}

/// Something is wrong here, not with the request. The log says what; nothing of it is for strangers.
pub(super) fn broken(why: &str) -> Answer {
    Answer { log: Some(why.to_owned()), ..failed(500, "a part may have been done; see the log of Envoy") }
}

/// The same, before anything was sent to AWS.
pub(super) fn unsent(why: &str) -> Answer {
    Answer { log: Some(why.to_owned()), ..failed(500, "nothing was sent to AWS; see the log of Envoy") }
}

/// An answer that the core wrote.
pub(super) fn answered(reply: ScimAnswer) -> Answer {
    Answer {
        outcome: match reply.status {
            ..400 => Outcome::Answered,
            400..500 => Outcome::Refused,
            500.. => Outcome::Failed,
        },
        status: reply.status.into(),
        headers: reply.headers.into_iter().map(|header| (header.name, header.value)).collect(),
        body: reply.body.unwrap_or_default().into_bytes(),
        log: None,
    }
}

/// None: Envoy has seen the end of the request, and there is no body left to fill.
fn changes(configuration: &FilterConfiguration, original: &Received, step: &ScimStep) -> Option<Changes> {
    let body = step.body.as_deref().unwrap_or_default();
    if original.body.is_empty() && !body.is_empty() {
        return None;
    }
    let wanted = by_name(&step.headers);
    let mut headers = by_name(&original.headers);
    // What the step does not name goes, what it names alike stays as it is.
    headers.retain(|name, values| wanted.get(name) != Some(values));
    headers.values_mut().for_each(Vec::clear);
    let came = by_name(&original.headers);
    headers.extend(wanted.into_iter().filter(|(name, values)| came.get(name) != Some(values)));
    let path = configuration.upstream_path(&step.path);
    Some(Changes {
        method: (step.method != original.method).then(|| step.method.clone()),
        path: (path != original.path).then_some(path),
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

    fn configuration() -> FilterConfiguration {
        FilterConfiguration::parse(br#"{"upstream":{"cluster":"c","authority":"h"}}"#).unwrap()
    }

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

    fn pass(step: ScimStep) -> Next {
        match scim::carry_out(PlanRequest {
            method: "DELETE".into(),
            path: "/scim/v2/Users/1".into(),
            headers: None,
            body: None,
            profile: None,
        }) {
            Ok((Next::Pass { state, .. }, _)) => Next::Pass { step, state },
            _ => panic!("does not pass"),
        }
    }

    fn judged(original: &Received, next: Next) -> Verdict {
        judge(&configuration(), original, next, Vec::new())
    }

    fn forwarded(original: &Received, step: ScimStep) -> Changes {
        match judged(original, pass(step)) {
            Verdict::Forward { changes, .. } => changes,
            other => panic!("not forwarded: {}", matches!(other, Verdict::Answer(_))),
        }
    }

    fn answer(verdict: Verdict) -> Answer {
        match verdict {
            Verdict::Answer(answer) => answer,
            Verdict::Forward { changes, .. } => panic!("forwarded: {changes:?}"),
            Verdict::Carry { .. } => panic!("carried out"),
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
        assert_eq!(forwarded(&post(), same), Changes::default());
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
        assert_eq!(forwarded(&post(), other), expected);
    }

    #[test]
    fn a_body_out_of_nothing_is_no_success() {
        let bodiless = Received { body: Vec::new(), ..post() };
        let answer = answer(judged(&bodiless, pass(step("POST", "/", &[], Some("{}")))));
        assert_eq!((answer.status, answer.outcome), (500, Outcome::Failed));
    }

    #[test]
    fn gzip_is_unpacked_within_the_limit() {
        use std::io::Write;
        let pack = |bytes: &[u8]| {
            let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
            packer.write_all(bytes).unwrap();
            packer.finish().unwrap()
        };
        let decided = |coding: &str, body: Vec<u8>| {
            let received = Received { headers: headers(&[("content-encoding", coding)]), body, ..post() };
            decide(&configuration(), received).verdict
        };
        let user = br#"{"userName":"ada","displayName":"Ada L","name":{"givenName":"Ada","familyName":"L"}}"#;
        match decided("gzip", pack(user)) {
            Verdict::Forward { changes, .. } => {
                assert!(changes.body.unwrap().contains("\"userName\":\"ada\""));
                assert_eq!(changes.headers.get("content-encoding"), Some(&Vec::new()));
            }
            other => panic!("{}", answer(other).status),
        }
        assert_eq!(answer(decided("gzip", pack(&vec![b' '; 5 << 20]))).status, 413);
        assert_eq!(answer(decided("gzip", user.to_vec())).status, 400);
        let mut cut = pack(user);
        cut.truncate(40);
        assert_eq!(answer(decided("gzip", cut)).status, 400);
        assert_eq!(answer(decided("br", vec![0xff, 1])).status, 415);
    }

    #[test]
    fn an_answer_of_aws_passes_and_an_error_is_explained() {
        let user = br#"{"userName":"ada","displayName":"Ada L","name":{"givenName":"Ada","familyName":"L"}}"#;
        let judged = |answer: Option<(u16, &str)>| {
            let decision = decide(&configuration(), Received { body: user.to_vec(), ..post() });
            let Verdict::Forward { passing, .. } = decision.verdict else { panic!("not forwarded") };
            let answer = answer.map(|(status, body)| ScimAnswer { status, headers: headers(&[]), body: Some(body.into()) });
            judge_answer(passing, answer).map(|(sent, _)| (sent.status, sent.outcome, String::from_utf8(sent.body).unwrap()))
        };
        assert_eq!(judged(Some((201, r#"{"id": "1"}"#))), None);
        let (status, outcome, body) = judged(Some((400, r#"{"detail":"Request is unparsable"}"#))).unwrap();
        assert_eq!((status, outcome), (400, Outcome::Refused));
        assert!(body.contains("Request is unparsable") && body.contains("userName"), "{body}");
        for answer in [Some((200, "<html>login")), Some((302, "")), None] {
            let (status, outcome, _) = judged(answer).unwrap();
            assert_eq!((status, outcome), (502, Outcome::Failed));
        }
    }

    #[test]
    fn what_an_answer_decides_is_not_left_to_pass() {
        let decided = |method: &str, path: &str, body: &str| {
            let received = Received { method: method.into(), path: path.into(), body: body.into(), ..post() };
            matches!(decide(&configuration(), received).verdict, Verdict::Forward { .. })
        };
        let patch = |operation: &str| format!(r#"{{"Operations":[{operation}]}}"#);
        assert!(decided("PATCH", "/Groups/1", &patch(r#"{"op":"replace","path":"displayName","value":"x"}"#)));
        // AWS may refuse a member that is one already.
        assert!(!decided("PATCH", "/Groups/1", &patch(r#"{"op":"add","path":"members","value":[{"value":"u"}]}"#)));
        assert!(decided("GET", "/Users/1", ""));
        assert!(!decided("GET", "/Users/1?attributes=userName", ""));
    }

    #[test]
    fn a_local_reply_is_sent_as_it_is() {
        let reply = |status| ScimAnswer { status, headers: headers(&[("content-type", "x")]), body: Some("b".into()) };
        let sent = answer(judged(&post(), Next::Answer(reply(409))));
        assert_eq!((sent.status, sent.outcome, sent.body.as_slice()), (409, Outcome::Refused, b"b".as_slice()));
        assert_eq!(sent.headers, [("content-type".to_owned(), "x".to_owned())]);
        assert_eq!(answer(judged(&post(), Next::Answer(reply(204)))).outcome, Outcome::Answered);
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
        let sent = answer(decide(&configuration(), received).verdict);
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
