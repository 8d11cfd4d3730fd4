//! Carries one plan out, request by request, as a plain state machine: nothing here knows proxy-wasm.

use std::collections::VecDeque;

use super::filter::{Answer, Outcome, answered, failed};
use crate::api::envoy::{Spending, one_line, scim_error};
use crate::api::scim::{self, Next};
use crate::api::types::{Finding, Header, ScimAnswer, ScimStep};
use crate::scim::State;

/// Connections that end in the middle before a plan gives up: what AWS did meanwhile is read anew each time.
const LOSSES: u32 = 2;

/// What a plan needs of the world.
pub(super) trait Host {
    /// Milliseconds since some moment.
    fn now(&self) -> u64;
    /// Sends a request to AWS with the caller's credentials; the answer comes to [`Carrying::answered`]. `false`: it was
    /// not sent.
    fn send(&mut self, step: &ScimStep, milliseconds: u64) -> bool;
    /// What the plan found worth saying.
    fn found(&mut self, findings: &[Finding]);
}

/// A plan under way.
pub(super) struct Carrying {
    spending: Spending,
    started: u64,
    requests: u32,
    bytes: usize,
    losses: u32,
    /// None while the core has it.
    state: Option<Box<State>>,
    waiting: VecDeque<ScimStep>,
    answers: Vec<ScimAnswer>,
    headers: Vec<Header>,
}

impl Carrying {
    pub(super) fn new(spending: Spending, started: u64, headers: Vec<Header>, steps: Vec<ScimStep>, state: Box<State>) -> Self {
        Self {
            spending,
            started,
            requests: 0,
            bytes: 0,
            losses: 0,
            state: Some(state),
            waiting: steps.into(),
            answers: Vec::new(),
            headers,
        }
    }

    /// Sends the next request. An answer ends the plan; none: AWS's is awaited.
    pub(super) fn proceed(&mut self, host: &mut impl Host) -> Option<Answer> {
        loop {
            if let Some(reason) = self.exhausted(host.now()) {
                // What was answered so far is the core's chance to end the matter.
                if self.answers.is_empty() {
                    return Some(give_up(reason));
                }
                self.waiting.clear();
            }
            if let Some(step) = self.waiting.pop_front() {
                let left = (self.started + self.spending.plan_milliseconds).saturating_sub(host.now()).max(1);
                self.requests += 1;
                self.bytes = self.bytes.saturating_add(step.body.as_ref().map_or(0, String::len));
                if host.send(&step, left.min(self.spending.call_milliseconds)) {
                    return None;
                }
                return Some(broken("the request could not be sent: is `upstream.cluster` a cluster of Envoy's?"));
            }
            if let Some(answer) = self.consult(host) {
                return Some(answer);
            }
        }
    }

    /// Takes AWS's answer to the last request; none: there was no whole one.
    pub(super) fn answered(&mut self, host: &mut impl Host, answer: Option<ScimAnswer>) -> Option<Answer> {
        let succeeded = answer.as_ref().is_some_and(|answer| (200..300).contains(&answer.status));
        if !succeeded {
            self.waiting.clear();
        }
        match answer {
            Some(answer) => {
                self.bytes = self.bytes.saturating_add(answer.body.as_ref().map_or(0, String::len));
                self.answers.push(answer);
            }
            None => self.losses += 1,
        }
        if self.waiting.is_empty()
            && let Some(answer) = self.consult(host)
        {
            return Some(answer);
        }
        self.proceed(host)
    }

    /// Asks the core what comes next.
    fn consult(&mut self, host: &mut impl Host) -> Option<Answer> {
        let Some(state) = self.state.take() else { return Some(broken("the plan has no state")) };
        let answers = std::mem::take(&mut self.answers);
        match scim::carry_on(*state, answers, self.headers.clone()) {
            Ok((next, findings)) => {
                host.found(&findings);
                match next {
                    Next::Answer(reply) => Some(answered(reply)),
                    Next::Send { steps, state } if !steps.is_empty() => {
                        self.waiting = steps.into();
                        self.state = Some(state);
                        None
                    }
                    Next::Send { .. } | Next::Pass(_) => Some(broken("the plan has neither a request nor an answer")),
                }
            }
            Err(failure) => Some(broken(&one_line(&failure))),
        }
    }

    fn exhausted(&self, now: u64) -> Option<&'static str> {
        let spending = &self.spending;
        if self.losses >= LOSSES {
            Some("losses")
        } else if self.requests >= spending.requests {
            Some("bounds.requests")
        } else if self.bytes >= spending.bytes {
            Some("bounds.bytes")
        } else if now.saturating_sub(self.started) >= spending.plan_milliseconds {
            Some("bounds.planMilliseconds")
        } else {
            None
        }
    }
}

fn give_up(reason: &str) -> Answer {
    let (status, cause) = match reason {
        "losses" => (502, "AWS could not be reached, or did not answer in time"),
        bound => (503, bound),
    };
    let mut answer = failed(status, &format!("{cause}; a part may have been done: repeat the request"));
    answer.headers.push(("retry-after".to_owned(), "1".to_owned()));
    answer
}

/// Something is wrong here, not with the request; and a part may have been done.
fn broken(why: &str) -> Answer {
    Answer {
        outcome: Outcome::Failed,
        status: 500,
        headers: vec![("content-type".to_owned(), "application/scim+json".to_owned())],
        body: scim_error(500, "the plan broke, and a part may have been done; see the log of Envoy"),
        log: Some(why.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::types::PlanRequest;

    #[derive(Default)]
    struct Recorder {
        now: u64,
        deaf: bool,
        sent: Vec<(String, String, u64)>,
    }

    impl Host for Recorder {
        fn now(&self) -> u64 {
            self.now
        }
        fn send(&mut self, step: &ScimStep, milliseconds: u64) -> bool {
            self.sent.push((step.method.clone(), step.path.clone(), milliseconds));
            !self.deaf
        }
        fn found(&mut self, _: &[Finding]) {}
    }

    const SPENDING: Spending = Spending { requests: 20, bytes: 1 << 20, call_milliseconds: 100, plan_milliseconds: 1_000 };

    /// 250 members into a new group: a POST and two PATCHes.
    fn creation(spending: Spending) -> Carrying {
        let members: Vec<String> = (0..250).map(|number| format!(r#"{{"value":"u-{number}"}}"#)).collect();
        let request = PlanRequest {
            method: "POST".into(),
            path: "/scim/v2/Groups".into(),
            headers: None,
            body: Some(format!(r#"{{"displayName":"g","members":[{}]}}"#, members.join(","))),
            profile: None,
        };
        match scim::carry_out(request) {
            Ok((Next::Send { steps, state }, _)) => Carrying::new(spending, 0, Vec::new(), steps, state),
            _ => panic!("no plan of several requests"),
        }
    }

    fn created() -> Option<ScimAnswer> {
        Some(ScimAnswer { status: 201, headers: Vec::new(), body: Some(r#"{"id":"g-1","displayName":"g"}"#.into()) })
    }

    fn status(status: u16) -> Option<ScimAnswer> {
        Some(ScimAnswer { status, headers: Vec::new(), body: None })
    }

    #[test]
    fn requests_go_out_one_at_a_time_and_the_core_writes_the_answer() {
        let (mut plan, mut host) = (creation(SPENDING), Recorder::default());
        assert!(plan.proceed(&mut host).is_none());
        assert_eq!(host.sent.len(), 1);
        assert!(plan.answered(&mut host, created()).is_none());
        assert_eq!(host.sent.len(), 2);
        assert!(plan.answered(&mut host, status(204)).is_none());
        assert_eq!(host.sent.len(), 3);
        assert_eq!(host.sent.last().unwrap().1, "/scim/v2/Groups/g-1");
        let answer = plan.answered(&mut host, status(204)).unwrap();
        assert_eq!((answer.status, answer.outcome), (201, Outcome::Answered));
    }

    #[test]
    fn a_refusal_in_the_middle_is_no_success() {
        let (mut plan, mut host) = (creation(SPENDING), Recorder::default());
        assert!(plan.proceed(&mut host).is_none());
        assert!(plan.answered(&mut host, created()).is_none());
        let answer = plan.answered(&mut host, status(429)).unwrap();
        assert_eq!((answer.status, host.sent.len()), (429, 2));
    }

    #[test]
    fn every_bound_ends_a_plan_with_no_success() {
        for (spending, later, expected) in [
            (Spending { requests: 2, ..SPENDING }, 0, 503),
            (Spending { bytes: 100, ..SPENDING }, 0, 503),
            (SPENDING, 1_000, 503),
        ] {
            let (mut plan, mut host) = (creation(spending), Recorder::default());
            let mut answer = plan.proceed(&mut host);
            host.now = later;
            for reply in [created(), status(204), status(204)] {
                if answer.is_none() {
                    answer = plan.answered(&mut host, reply);
                }
            }
            assert_eq!(answer.unwrap().status, expected);
        }
    }

    #[test]
    fn no_call_gets_more_time_than_the_plan_has_left() {
        let (mut plan, mut host) = (creation(SPENDING), Recorder::default());
        assert!(plan.proceed(&mut host).is_none());
        host.now = 950;
        assert!(plan.answered(&mut host, created()).is_none());
        assert_eq!(host.sent.iter().map(|(.., time)| *time).collect::<Vec<_>>(), [100, 50]);
    }

    #[test]
    fn lost_answers_end_in_no_success() {
        let (mut plan, mut host) = (creation(SPENDING), Recorder::default());
        let mut answer = plan.proceed(&mut host);
        for _ in 0..3 {
            if answer.is_none() {
                answer = plan.answered(&mut host, None);
            }
        }
        assert!(answer.unwrap().status >= 500);
    }

    #[test]
    fn a_cluster_that_is_none_is_no_success() {
        let (mut plan, mut host) = (creation(SPENDING), Recorder { deaf: true, ..Recorder::default() });
        let answer = plan.proceed(&mut host).unwrap();
        assert_eq!((answer.status, answer.outcome), (500, Outcome::Failed));
    }
}
