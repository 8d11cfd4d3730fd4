//! `cargo xtask test`: all that must hold before a change is merged, and exactly what CI runs.

use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::build::{self, Face};
use crate::cases::{self, Case, Tally};
use crate::hosts::Host;
use crate::process::{self, Failed, Naming, Outcome, root};
use crate::{aws_scim, dependencies, judges, memory, readers, toolchain, tools};

/// Packages that compile in seconds; the others pull in wasmtime or wasm-bindgen's library.
const LIGHT: [&str; 6] = ["--package", "aws-federation", "--package", "xtask", "--package", "contract"];

/// Everything.
pub(crate) fn everything() -> Outcome<u8> {
    let (cases, documents) = (cases::all()?, readers::all()?);
    let mut report = Report::default();
    report.step("toolchain", toolchain::ensure);
    report.step("format", format);
    report.step("generated files", generated);
    report.step("licences and sources", dependencies::check);
    report.step("lints, native", lint_native);
    report.step("lints, faces", lint_faces);
    report.step("unit tests, documentation, cases", core);
    report.step("judges of issued Responses", judges::run);
    report.step("judges of configurations", judges::configurations);
    report.step("judges of metadata", judges::metadata);
    report.step("AWS's SCIM stand-in", aws_scim::test);
    // What is left loads artifacts: without them it would only repeat one message.
    if report.step("artifacts", build::everything) {
        report.step("purity", purity);
        report.step("lints, tools and Rust hosts", lint_heavy);
        report.hosts(&cases);
        report.signing_hosts(&cases);
        report.readers(&documents);
        report.step("random SCIM requests", aws_scim::random);
        report.step("SCIM proxy in JavaScript", aws_scim::js_proxy);
        report.step("SCIM proxy in Rust", aws_scim::rust_proxy);
        report.step("Envoy", || envoy(&cases));
        report.step("SCIM through Envoy", aws_scim::envoy);
    }
    report.finish()
}

/// What daily work needs: no artifacts, no hosts.
pub(crate) fn quick() -> Outcome<u8> {
    let mut report = Report::default();
    report.step("toolchain", toolchain::ensure);
    report.step("format", format);
    report.step("generated files", generated);
    report.step("lints, native", lint_native);
    report.step("unit tests, documentation, cases", core);
    report.finish()
}

/// Documents in chunks, in every host.
pub(crate) fn readers() -> Outcome<u8> {
    let documents = readers::all()?;
    let mut report = Report::default();
    report.readers(&documents);
    report.finish()
}

#[derive(Default)]
struct Report {
    steps: Vec<(String, Duration, bool)>,
    cases: Tally,
    readings: Tally,
}

impl Report {
    /// Carries out a step, says how it went and whether it went well.
    fn step(&mut self, name: &str, carry_out: impl FnOnce() -> Outcome) -> bool {
        eprintln!("== {name}");
        let start = Instant::now();
        let done = carry_out();
        if let Err(Failed::Because(message) | Failed::Misuse(message)) = &done {
            eprintln!("FAILED {name}: {message}");
        }
        self.steps.push((name.to_owned(), start.elapsed(), done.is_ok()));
        done.is_ok()
    }

    /// Puts every case through every host. The native core's bytes are the measure for all of them.
    fn hosts(&mut self, cases: &[Case]) {
        let mut native = None;
        for host in Host::ALL {
            self.answers(host.name(), cases, &mut native, || cases::answers(host, cases));
        }
        self.answers("browser", cases, &mut native, || browser(cases));
    }

    /// Lets hosts sign what the plugin signs in the cases. The browser does the same within its own test.
    fn signing_hosts(&mut self, cases: &[Case]) {
        let cases = cases::without_keys(cases);
        for host in [Host::JsExtism, Host::JsComponent, Host::RustExtism, Host::RustComponent] {
            self.step(&format!("{} Responses signed by {}", cases.len(), host.name()), || signed_outside(host, &cases));
        }
    }

    /// Reads documents in chunks in every host: function by function, and as its users do.
    fn readers(&mut self, cases: &[readers::Case]) {
        let mut measure = None;
        self.step("what the native core reads", || {
            measure = Some(readers::Measure::take(cases)?);
            Ok(())
        });
        let Some(measure) = measure else { return };
        for host in Host::ALL {
            self.readings(&format!("{} readings in {}", measure.count(), host.name()), || measure.compare(host));
            self.readings(&format!("{} documents read by {}", cases.len(), host.name()), || measure.compare_read(host));
        }
        for host in memory::hosts() {
            self.step(&format!("an aggregate in bounded memory in {}", host.name()), || memory::bounded(host));
        }
        self.step("a document behind a trap", memory::trapped);
    }

    fn readings(&mut self, name: &str, compare: impl FnOnce() -> Outcome<Tally>) {
        let mut tally = Tally::default();
        self.step(name, || {
            tally = compare()?;
            match tally {
                Tally { failed: 0, passed: 1.. } => Ok(()),
                Tally { failed, passed } => Err(Failed::Because(format!("{failed} of {}", failed + passed))),
            }
        });
        self.readings.passed += tally.passed;
        self.readings.failed += tally.failed;
    }

    fn answers(
        &mut self,
        host: &str,
        cases: &[Case],
        native: &mut Option<Vec<Vec<u8>>>,
        ask: impl FnOnce() -> Outcome<Vec<Vec<u8>>>,
    ) {
        let mut tally = Tally { passed: 0, failed: cases.len() };
        self.step(&format!("{} cases in {host}", cases.len()), || {
            let answers = ask()?;
            tally = cases::compare(host, cases, &answers, native.as_deref());
            native.get_or_insert(answers);
            match tally.failed {
                0 => Ok(()),
                failed => Err(Failed::Because(format!("{failed} of {} cases", cases.len()))),
            }
        });
        self.cases.passed += tally.passed;
        self.cases.failed += tally.failed;
    }

    fn finish(self) -> Outcome<u8> {
        println!("\n{:>8}  step", "seconds");
        for (name, took, passed) in &self.steps {
            println!("{:>8.1}  {name}{}", took.as_secs_f64(), if *passed { "" } else { "  FAILED" });
        }
        let total: Duration = self.steps.iter().map(|(_, took, _)| *took).sum();
        println!("{:>8.1}  total", total.as_secs_f64());
        if self.cases.passed + self.cases.failed > 0 {
            println!("cases in hosts: {} passed, {} failed", self.cases.passed, self.cases.failed);
        }
        if self.readings.passed + self.readings.failed > 0 {
            println!("readings in hosts: {} passed, {} failed", self.readings.passed, self.readings.failed);
        }
        let failed = self.steps.iter().filter(|(_, _, passed)| !passed).count();
        println!("{} passed, {failed} failed", self.steps.len() - failed);
        Ok(u8::from(failed > 0))
    }
}

fn format() -> Outcome {
    process::run(&mut toolchain::cargo(&["fmt", "--all", "--check"]))
}

fn generated() -> Outcome {
    process::run(&mut toolchain::cargo(&["run", "--quiet", "--locked", "--package", "contract", "--", "--check"]))
}

fn lint_native() -> Outcome {
    let mut clippy = toolchain::cargo(&["clippy", "--quiet", "--locked", "--all-targets"]);
    process::run(clippy.args(LIGHT).args(["--", "--deny", "warnings"]))
}

fn lint_faces() -> Outcome {
    for face in Face::ALL {
        let mut clippy = toolchain::cargo(&["clippy", "--quiet", "--locked", "--package", "aws-federation", "--lib"]);
        clippy.args(["--target", "wasm32-unknown-unknown", "--features", face.name(), "--", "--deny", "warnings"]);
        process::run(&mut clippy)?;
    }
    Ok(())
}

/// Lints as part of the build that is needed anyway: `cargo clippy` would check wasmtime once more, for minutes.
fn lint_heavy() -> Outcome {
    for package in ["artifacts", "host-example-rust"] {
        let mut build = toolchain::cargo(&["build", "--quiet", "--locked", "--profile", "host", "--package", package]);
        build.env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver").env("CLIPPY_ARGS", "--deny__CLIPPY_HACKERY__warnings");
        process::run(&mut build)?;
    }
    Ok(())
}

fn core() -> Outcome {
    // The plugin alone: tested together with the tools, it would be compiled with the features that they ask of shared
    // dependencies, and those are not what the artifacts are built with.
    process::run(&mut toolchain::cargo(&["test", "--quiet", "--locked", "--package", "aws-federation"]))?;
    // The filter's logic is compiled with its face only.
    let envoy = ["test", "--quiet", "--locked", "--package", "aws-federation", "--features", "envoy", "--lib", "envoy::"];
    process::run(&mut toolchain::cargo(&envoy))?;
    process::run(&mut toolchain::cargo(&["test", "--quiet", "--locked", "--package", "xtask", "--package", "contract"]))
}

/// On wasm32-unknown-unknown a stray clock or hash seed is a stub that nobody notices; under WASI it is an import.
fn purity() -> Outcome {
    let mut cargo = toolchain::cargo(&[
        "rustc",
        "--quiet",
        "--locked",
        "--package",
        "aws-federation",
        "--lib",
        "--crate-type",
        "cdylib",
        "--features",
        "component",
        "--target",
        "wasm32-wasip1",
        "--profile",
        "wasm",
    ]);
    process::run_silently(toolchain::for_wasm(&mut cargo)?)?;
    build::pure(&toolchain::target().join("wasm32-wasip1/wasm/aws_federation.wasm"))
}

/// The page in a real Chromium, and the answers of the package inside it.
fn browser(cases: &[Case]) -> Outcome<Vec<Vec<u8>>> {
    let (requests, answers) = (build::work().join("browser.requests.jsonl"), build::work().join("browser.answers.jsonl"));
    fs::write(&requests, cases::lines(cases)).naming(&requests)?;
    let chromium = tools::chromium()?;
    let mut run = Command::new(tools::node()?);
    run.arg(tools::npm("host-examples/browser")?.join("test/run.mjs")).arg("--dist").arg(build::dist());
    run.arg("--cases").arg(&requests).arg("--answers").arg(&answers).env("CHROMIUM", chromium).current_dir(root());
    process::run(&mut run)?;
    cases::split(&fs::read(&answers).naming(&answers)?, cases)
}

/// The documents that the plugin signs with its key, signed by a host with the same: not one byte may differ.
fn signed_outside(host: Host, cases: &[Case]) -> Outcome {
    tools::openssl()?;
    let answers = cases::answers_signed(host, &root().join("tests/fixtures/identity-provider.key"), cases)?;
    match cases::compare(host.name(), cases, &answers, None) {
        Tally { passed: 0, .. } => Err(Failed::Because("no case is signed inside the plugin".into())),
        Tally { failed: 0, .. } => Ok(()),
        Tally { failed, .. } => Err(Failed::Because(format!("{failed} of {} cases", cases.len()))),
    }
}

/// A real Envoy with the filter, in front of upstreams that remember what reached them, or misbehave.
fn envoy(cases: &[Case]) -> Outcome {
    tools::openssl()?;
    let file = build::work().join("envoy.jsonl");
    let mut lines = String::new();
    for case in cases.iter().filter(|case| case.operation == "scim_plan") {
        if let Ok(request) = serde_json::from_slice::<Value>(&case.request) {
            let line = json!({ "name": case.name, "operation": case.operation, "request": request, "answer": case.answer });
            lines += &format!("{line}\n");
        }
    }
    fs::write(&file, lines).naming(&file)?;
    let mut run = Command::new(tools::node()?);
    run.arg(root().join("host-examples/envoy/test/run.mjs")).arg("--envoy").arg(tools::envoy()?);
    run.arg("--wasm").arg(build::dist().join("aws-federation.envoy.wasm")).arg("--cases").arg(&file).current_dir(root());
    process::run(&mut run)
}
