//! The cases of `tests/reader`, put through a host in chunks of several sizes. `tests/reader.rs` says what a case is.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::cases::{self, Tally};
use crate::hosts::Host;
use crate::process::{self, Failed, Naming, Outcome, root};

/// Bytes of a chunk, as natively.
const SIZES: [usize; 6] = [1, 2, 3, 7, 1000, usize::MAX];
/// Of the command line's `--chunk`: one size will do, for all of them went through the functions that it calls.
const READ: usize = 1000;

/// A document, what opens the reader, and the answer that every host must give in the end.
pub(crate) struct Case {
    name: String,
    folder: PathBuf,
    request: Vec<u8>,
    document: Vec<u8>,
    answer: Value,
}

/// A case in chunks of one size, as calls from one instance.
struct Reading<'a> {
    case: &'a Case,
    size: usize,
    /// Calls that begin a document which is then given up for this one.
    given_up: usize,
    calls: Vec<Call<'a>>,
}

enum Call<'a> {
    Open(&'a [u8]),
    Push(&'a [u8]),
    Finish,
}

/// Every case, sorted by name.
pub(crate) fn all() -> Outcome<Vec<Case>> {
    let mut all = Vec::new();
    for folder in cases::folders(&root().join("tests/reader"))? {
        let file = |name: &str| fs::read(folder.join(name)).naming(&folder.join(name));
        all.push(Case {
            name: cases::name(&folder),
            request: file("request.json")?,
            document: file("document.xml")?,
            answer: cases::parse(&folder.join("answer.json"))?,
            folder,
        });
    }
    if all.is_empty() { Err(Failed::Because("tests/reader holds no cases".into())) } else { Ok(all) }
}

/// What the native core answers: the measure for all hosts.
pub(crate) struct Measure<'a> {
    readings: Vec<Reading<'a>>,
    answers: Vec<Vec<Vec<u8>>>,
}

impl<'a> Measure<'a> {
    pub(crate) fn take(cases: &'a [Case]) -> Outcome<Self> {
        let opened = ask(Host::Native, cases.iter().map(|case| vec![Call::Open(&case.request)]).collect::<Vec<_>>().iter())?;
        let mut readings = Vec::new();
        for (case, opened) in cases.iter().zip(&opened) {
            let is_open = opened.iter().all(|answer| is_success(answer));
            readings.extend(SIZES.map(|size| Reading::of(case, size, is_open)));
        }
        let answers = ask(Host::Native, readings.iter().map(|reading| &reading.calls))?;
        Ok(Self { readings, answers })
    }

    /// How many readings there are.
    pub(crate) fn count(&self) -> usize {
        self.readings.len()
    }

    /// Puts every reading through a host, all in one instance: each answer must have the native core's bytes, and joined
    /// they must say what `answer.json` says.
    pub(crate) fn compare(&self, host: Host) -> Outcome<Tally> {
        let mut tally = Tally::default();
        let answers = ask(host, self.readings.iter().map(|reading| &reading.calls))?;
        for ((reading, expected), answers) in self.readings.iter().zip(&self.answers).zip(&answers) {
            let differing = expected.iter().zip(answers).position(|(expected, answer)| expected != answer);
            let wrong = match differing {
                Some(call) => Some(format!("call {call} is answered in other bytes than by the native core")),
                None if joined(answers.get(reading.given_up..).unwrap_or_default())? != reading.case.answer => {
                    Some("the answers together differ from answer.json".to_owned())
                }
                None => afterwards(answers),
            };
            match wrong {
                None => tally.passed += 1,
                Some(wrong) => {
                    tally.failed += 1;
                    eprintln!("FAILED {}: reader/{} in chunks of {}: {wrong}", host.name(), reading.case.name, reading.size);
                }
            }
        }
        Ok(tally)
    }

    /// The same through the command line's `--read`, a process for each case: what a user of the host's API gets.
    pub(crate) fn compare_read(&self, host: Host) -> Outcome<Tally> {
        let mut tally = Tally::default();
        let prepared = host.prepare()?;
        let readings = self.readings.iter().zip(&self.answers).filter(|(reading, _)| reading.size == READ);
        for (Reading { case, given_up, .. }, answers) in readings {
            let mut expected = Vec::new();
            // Where opening succeeds it says nothing; the rest ends with the first failure or with what `finish` says.
            let opened = answers.get(*given_up).is_some_and(|answer| is_success(answer));
            for answer in answers.iter().skip(given_up + usize::from(opened)) {
                expected.push(answer.as_slice());
                if !is_success(answer) || has_task(answer) {
                    break;
                }
            }
            let mut command = process::again(&prepared);
            command.arg("--read").arg("--chunk").arg(READ.to_string()).arg(case.folder.join("request.json"));
            let output = cases::feed(&mut command, case.document.clone())?;
            let lines: Vec<&[u8]> = output.split(|&byte| byte == b'\n').filter(|line| !line.is_empty()).collect();
            if lines == expected {
                tally.passed += 1;
            } else {
                tally.failed += 1;
                eprintln!("FAILED {}: --read of reader/{} gives other lines than the native core", host.name(), case.name);
            }
        }
        Ok(tally)
    }
}

impl<'a> Reading<'a> {
    fn of(case: &'a Case, size: usize, is_open: bool) -> Self {
        let mut calls = Vec::new();
        let mut given_up = 0;
        if is_open && size == READ {
            let half = case.document.get(..case.document.len() / 2).unwrap_or_default();
            calls.extend([Call::Open(&case.request), Call::Push(half)]);
            given_up = calls.len();
        }
        calls.push(Call::Open(&case.request));
        if is_open {
            calls.extend(case.document.chunks(size).map(Call::Push));
            calls.push(Call::Finish);
            // Answered by a refusal, and the next document is read none the worse.
            calls.extend([Call::Push(&case.document), Call::Finish]);
        }
        Self { case, size, given_up, calls }
    }
}

/// The answers to all calls, from one instance of a host.
fn ask<'a>(host: Host, readings: impl Iterator<Item = &'a Vec<Call<'a>>> + Clone) -> Outcome<Vec<Vec<Vec<u8>>>> {
    let mut input = Vec::new();
    for call in readings.clone().flatten() {
        let (name, bytes) = match call {
            Call::Open(request) => ("metadata_reader_open", *request),
            Call::Push(chunk) => ("metadata_reader_push", *chunk),
            Call::Finish => ("metadata_reader_finish", &[][..]),
        };
        input.extend_from_slice(json!({ "operation": name, "requestBase64": cases::base64(bytes) }).to_string().as_bytes());
        input.push(b'\n');
    }
    let mut command = host.prepare()?;
    command.args(["--lines", "-"]);
    let output = cases::feed(&mut command, input)?;
    let mut answers = output.split(|&byte| byte == b'\n').filter(|line| !line.is_empty()).map(<[u8]>::to_vec);
    let mut grouped = Vec::new();
    for calls in readings {
        let own: Vec<_> = answers.by_ref().take(calls.len()).collect();
        if own.len() < calls.len() {
            return Err(Failed::Because("the host left calls unanswered".into()));
        }
        grouped.push(own);
    }
    if answers.next().is_some() {
        Err(Failed::Because("the host gave more answers than it was asked".into()))
    } else {
        Ok(grouped)
    }
}

/// The answer that ends a reading, with the entities and findings of those before it put in front of its own.
fn joined(answers: &[Vec<u8>]) -> Outcome<Value> {
    let parse = |answer: &Vec<u8>| {
        serde_json::from_slice::<Value>(answer).map_err(|error| Failed::Because(format!("an answer is no JSON: {error}")))
    };
    let end = answers.iter().position(|answer| !is_success(answer) || has_task(answer)).unwrap_or(answers.len() - 1);
    let mut last = parse(&answers[end])?;
    let before = answers[..end].iter().map(parse).collect::<Outcome<Vec<_>>>()?;
    for key in ["entities", "findings"] {
        for task in ["inspect", "transform"] {
            if let Some(Value::Array(own)) = last.get_mut(task).and_then(|answer| answer.get_mut(key)) {
                let earlier = before.iter().filter_map(|answer| answer.get(key)?.as_array()).flatten().cloned();
                *own = earlier.chain(own.iter().cloned()).collect();
            }
        }
    }
    Ok(last)
}

/// What is wrong with the answers to the calls behind `finish`.
fn afterwards(answers: &[Vec<u8>]) -> Option<String> {
    let closed = |answer: &Vec<u8>| String::from_utf8_lossy(answer).contains(r#""code":"api.reader-closed""#);
    match answers {
        [_] => None, // a request that was refused
        [.., push, finish] if closed(push) && closed(finish) => None,
        _ => Some("a finished reader takes more".to_owned()),
    }
}

fn is_success(answer: &[u8]) -> bool {
    answer.starts_with(br#"{"type":"success""#)
}

/// Whether this is the answer of `finish`, and not of `open` or `push`.
fn has_task(answer: &[u8]) -> bool {
    [&br#"{"type":"success","inspect":"#[..], br#"{"type":"success","transform":"#].iter().any(|begin| answer.starts_with(begin))
}
