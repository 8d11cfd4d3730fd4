//! Carries one plan out, request by request, as a plain state machine: nothing here knows proxy-wasm.

use std::collections::VecDeque;

use super::filter::{Answer, answered, broken, failed, unsent};
use crate::api::envoy::{Spending, one_line};
use crate::api::scim::{self, Next, State};
use crate::api::types::{Finding, Header, ScimAnswer, ScimStep};

/// What a plan needs of the world.
pub(super) trait Host {
    /// Milliseconds since some moment. A clock that is set meanwhile makes a plan's time longer or shorter; no call gets
    /// more than its own, and the number of calls is bounded.
    fn now(&self) -> u64;
    /// Sends a request to AWS with the caller's credentials; the answer comes to [`Carrying::answered`].
    fn send(&mut self, step: &ScimStep, milliseconds: u64) -> Sent;
    /// What the plan found worth saying.
    fn found(&mut self, findings: &[Finding]);
}

/// What became of a request on its way out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sent {
    /// Its answer will come.
    Underway,
    /// Envoy has nobody to send it to at the moment.
    Nowhere,
    /// Envoy has no such cluster.
    NoCluster,
}

/// A plan under way.
pub(super) struct Carrying {
    spending: Spending,
    started: u64,
    requests: u32,
    bytes: usize,
    /// Requests that changed something in AWS.
    changes: u32,
    /// What the request under way would change.
    changing: bool,
    /// None once the core gave its answer.
    state: Option<Box<State>>,
    waiting: VecDeque<ScimStep>,
    answers: Vec<ScimAnswer>,
    /// Of the identity provider's request: a state keeps none.
    headers: Vec<Header>,
}

impl Carrying {
    pub(super) fn new(spending: Spending, started: u64, headers: Vec<Header>, steps: Vec<ScimStep>, state: Box<State>) -> Self {
        Self {
            spending,
            started,
            requests: 0,
            bytes: 0,
            changes: 0,
            changing: false,
            state: Some(state),
            waiting: steps.into(),
            answers: Vec::new(),
            headers,
        }
    }

    /// Bytes that the answer under way may have.
    pub(super) fn answer_limit(&self) -> usize {
        self.spending.bytes.saturating_sub(self.bytes).min(self.spending.answer_bytes)
    }

    /// Sends the next request. An answer ends the plan; none: AWS's is awaited.
    pub(super) fn proceed(&mut self, host: &mut impl Host) -> Option<Answer> {
        let step = match self.waiting.pop_front() {
            Some(step) => step,
            None => match self.consult(host) {
                Ok(step) => step,
                Err(answer) => return Some(answer),
            },
        };
        let now = host.now();
        let size = step.body.as_ref().map_or(0, String::len);
        if let Some(bound) = self.exhausted(now, size) {
            return Some(self.stopped(503, &format!("`bounds.{bound}` was reached")));
        }
        let left = self.spending.plan_milliseconds.saturating_sub(now.saturating_sub(self.started));
        self.requests += 1;
        self.bytes = self.bytes.saturating_add(size);
        self.changing = step.method != "GET";
        match host.send(&step, left.min(self.spending.call_milliseconds)) {
            Sent::Underway => None,
            Sent::Nowhere => Some(self.stopped(503, "AWS cannot be reached")),
            Sent::NoCluster if self.requests == 1 => Some(unsent("`upstream.cluster` is no cluster of Envoy's")),
            Sent::NoCluster => Some(broken(&format!("{}: `upstream.cluster` is no cluster of Envoy's", self.so_far()))),
        }
    }

    /// Takes AWS's answer to the last request; none: there was no whole one.
    pub(super) fn answered(&mut self, host: &mut impl Host, answer: Option<ScimAnswer>) -> Option<Answer> {
        let succeeded = answer.as_ref().is_some_and(|answer| (200..300).contains(&answer.status));
        if !succeeded {
            // The others count on this one. The core sees that answers are missing.
            self.waiting.clear();
        }
        self.changes += u32::from(succeeded && self.changing);
        if let Some(answer) = answer {
            self.bytes = self.bytes.saturating_add(answer.body.as_ref().map_or(0, String::len));
            self.answers.push(answer);
        }
        self.proceed(host)
    }

    /// Asks the core what comes next.
    fn consult(&mut self, host: &mut impl Host) -> Result<ScimStep, Answer> {
        let Some(state) = self.state.take() else { return Err(broken("the plan has no state")) };
        let answers = std::mem::take(&mut self.answers);
        let (next, findings) = scim::carry_on(*state, answers, self.headers.clone())
            .map_err(|failure| broken(&format!("{}: {}", self.so_far(), one_line(&failure))))?;
        host.found(&findings);
        match next {
            Next::Answer(reply) => Err(answered(reply)),
            Next::Send { steps, state } => {
                self.waiting = steps.into();
                self.state = Some(state);
                self.waiting.pop_front().ok_or_else(|| broken("the plan has neither a request nor an answer"))
            }
            Next::Pass { .. } => Err(broken("a plan under way cannot pass")),
        }
    }

    /// The bound that leaves no room for a request with so many bytes.
    fn exhausted(&self, now: u64, size: usize) -> Option<&'static str> {
        let spending = &self.spending;
        if self.requests >= spending.requests {
            Some("requests")
        } else if self.bytes.saturating_add(size) >= spending.bytes {
            // None is left for an answer either.
            Some("bytes")
        } else if now.saturating_sub(self.started) >= spending.plan_milliseconds {
            Some("planMilliseconds")
        } else {
            None
        }
    }

    /// An end before all was done. Every request that was sent has been answered.
    fn stopped(&self, status: u32, why: &str) -> Answer {
        let mut answer = failed(status, &format!("{why}; {}", self.so_far()));
        answer.headers.push(("retry-after".to_owned(), "1".to_owned()));
        answer
    }

    fn so_far(&self) -> String {
        match self.changes {
            0 => "nothing was changed; send the same request again".to_owned(),
            changes => format!(
                "not finished: {changes} requests that change something were carried out; send the same request again to finish"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::types::PlanRequest;
    use crate::faces::envoy::filter::Outcome;

    struct Recorder {
        now: u64,
        fate: Sent,
        sent: Vec<(String, String, u64)>,
    }

    impl Host for Recorder {
        fn now(&self) -> u64 {
            self.now
        }
        fn send(&mut self, step: &ScimStep, milliseconds: u64) -> Sent {
            self.sent.push((step.method.clone(), step.path.clone(), milliseconds));
            self.fate
        }
        fn found(&mut self, _: &[Finding]) {}
    }

    fn host() -> Recorder {
        Recorder { now: 0, fate: Sent::Underway, sent: Vec::new() }
    }

    const SPENDING: Spending =
        Spending { requests: 20, bytes: 1 << 20, call_milliseconds: 100, plan_milliseconds: 1_000, answer_bytes: 1_000 };

    fn carrying(spending: Spending, method: &str, path: &str, body: Option<String>) -> Carrying {
        let request = PlanRequest { method: method.into(), path: path.into(), headers: None, body, profile: None };
        match scim::carry_out(request) {
            Ok((Next::Send { steps, state }, _)) => Carrying::new(spending, 0, Vec::new(), steps, state),
            _ => panic!("no plan of several requests"),
        }
    }

    /// Members into a new group: a POST, and a PATCH for each 100 beyond the first.
    fn creation(spending: Spending, members: usize) -> Carrying {
        let members: Vec<String> = (0..members).map(|number| format!(r#"{{"value":"u-{number}"}}"#)).collect();
        let body = format!(r#"{{"displayName":"g","members":[{}]}}"#, members.join(","));
        carrying(spending, "POST", "/scim/v2/Groups", Some(body))
    }

    fn created() -> Option<ScimAnswer> {
        Some(ScimAnswer { status: 201, headers: Vec::new(), body: Some(r#"{"id":"g-1","displayName":"g"}"#.into()) })
    }

    fn status(status: u16) -> Option<ScimAnswer> {
        Some(ScimAnswer { status, headers: Vec::new(), body: None })
    }

    fn body(answer: &Answer) -> String {
        String::from_utf8(answer.body.clone()).unwrap()
    }

    #[test]
    fn requests_go_out_one_at_a_time_and_the_core_writes_the_answer() {
        let (mut plan, mut host) = (creation(SPENDING, 250), host());
        assert!(plan.proceed(&mut host).is_none());
        assert_eq!(host.sent.len(), 1);
        assert!(plan.answered(&mut host, created()).is_none());
        assert_eq!(host.sent.len(), 2);
        let mut answer = None;
        while answer.is_none() {
            let before = host.sent.len();
            answer = plan.answered(&mut host, status(204));
            assert!(host.sent.len() <= before + 1);
        }
        assert!(host.sent.iter().skip(1).all(|(method, path, _)| method == "PATCH" && path == "/scim/v2/Groups/g-1"));
        let answer = answer.unwrap();
        assert_eq!((answer.status, answer.outcome), (201, Outcome::Answered));
        assert!(body(&answer).contains("u-249"));
    }

    #[test]
    fn more_requests_than_the_core_hands_out_at_once_are_asked_for() {
        let (mut plan, mut host) = (creation(Spending { requests: 200, ..SPENDING }, 5_000), host());
        assert!(plan.proceed(&mut host).is_none());
        let mut answer = plan.answered(&mut host, created());
        while answer.is_none() {
            answer = plan.answered(&mut host, status(204));
        }
        assert_eq!(answer.unwrap().status, 201);
        assert_eq!(host.sent.len(), 50);
    }

    #[test]
    fn a_refusal_or_a_loss_in_the_middle_ends_the_plan_and_is_no_success() {
        for (reply, expected) in
            [(status(429), 429), (status(500), 500), (status(503), 503), (status(404), 404), (status(302), 502), (None, 502)]
        {
            let (mut plan, mut host) = (creation(SPENDING, 250), host());
            assert!(plan.proceed(&mut host).is_none());
            assert!(plan.answered(&mut host, created()).is_none());
            let answer = plan.answered(&mut host, reply).unwrap();
            assert_eq!((answer.status, host.sent.len()), (expected, 2));
            assert!(body(&answer).contains("not finished"), "{}", body(&answer));
        }
    }

    #[test]
    fn every_bound_ends_a_plan_and_the_answer_says_what_was_done() {
        let done = "not finished: 2 requests that change something were carried out";
        for (spending, later, sent, reason) in [
            (Spending { requests: 2, ..SPENDING }, 0, 2, "`bounds.requests`"),
            (Spending { bytes: 4_500, ..SPENDING }, 0, 2, "`bounds.bytes`"),
            (SPENDING, 1_000, 2, "`bounds.planMilliseconds`"),
        ] {
            let (mut plan, mut host) = (creation(spending, 250), host());
            assert!(plan.proceed(&mut host).is_none());
            assert!(plan.answered(&mut host, created()).is_none());
            host.now = later;
            let answer = plan.answered(&mut host, status(204)).unwrap();
            assert_eq!((answer.status, answer.outcome, host.sent.len()), (503, Outcome::Failed, sent));
            assert!(body(&answer).contains(reason) && body(&answer).contains(done), "{}", body(&answer));
            assert!(answer.headers.iter().any(|(name, _)| name == "retry-after"));
        }
    }

    #[test]
    fn a_request_that_the_bytes_left_do_not_hold_is_not_sent() {
        let (mut plan, mut host) = (creation(Spending { bytes: 10, ..SPENDING }, 250), host());
        let answer = plan.proceed(&mut host).unwrap();
        assert_eq!((answer.status, host.sent.len()), (503, 0));
        assert!(body(&answer).contains("nothing was changed"));
    }

    #[test]
    fn an_answer_may_be_as_long_as_the_bytes_left() {
        let (mut plan, mut host) = (creation(SPENDING, 250), host());
        assert!(plan.proceed(&mut host).is_none());
        assert_eq!(plan.answer_limit(), 1_000);
        let (mut plan, mut host) =
            (carrying(Spending { bytes: 100, ..SPENDING }, "GET", "/scim/v2/Groups/g-1", None), self::host());
        assert!(plan.proceed(&mut host).is_none());
        assert_eq!(plan.answer_limit(), 100);
        assert!(plan.answered(&mut host, created().map(|answer| ScimAnswer { status: 200, ..answer })).is_none());
        assert_eq!(plan.answer_limit(), 70);
    }

    #[test]
    fn no_call_gets_more_time_than_the_plan_has_left() {
        let (mut plan, mut host) = (creation(SPENDING, 250), host());
        assert!(plan.proceed(&mut host).is_none());
        host.now = 950;
        assert!(plan.answered(&mut host, created()).is_none());
        assert_eq!(host.sent.iter().map(|(.., time)| *time).collect::<Vec<_>>(), [100, 50]);
    }

    #[test]
    fn a_clock_that_is_set_back_gives_no_call_more_than_its_own() {
        let (mut plan, mut host) = (creation(SPENDING, 250), host());
        plan.started = 1_000_000;
        assert!(plan.proceed(&mut host).is_none());
        assert_eq!(host.sent.first().unwrap().2, 100);
    }

    #[test]
    fn nobody_to_send_to_is_no_success() {
        for (fate, expected) in [(Sent::Nowhere, 503), (Sent::NoCluster, 500)] {
            let (mut plan, mut host) = (creation(SPENDING, 250), Recorder { fate, ..host() });
            let answer = plan.proceed(&mut host).unwrap();
            assert_eq!((answer.status, answer.outcome), (expected, Outcome::Failed));
        }
        let (mut plan, mut host) = (creation(SPENDING, 250), host());
        assert!(plan.proceed(&mut host).is_none());
        host.fate = Sent::Nowhere;
        let answer = plan.answered(&mut host, created()).unwrap();
        assert_eq!(answer.status, 503);
        assert!(body(&answer).contains("not finished: 1 requests"), "{}", body(&answer));
    }
}
