//! Programs that none of us wrote, as judges of what the cases issue, read and write: tests/judges.

use std::path::Path;
use std::process::Command;

use crate::hosts::Host;
use crate::process::{self, Outcome, root};
use crate::tools;

/// Fails if a judge refuses a Response, accepts a spoilt one, has none to judge or cannot run.
pub(crate) fn run() -> Outcome {
    let _alone = tools::alone()?;
    tools::judges()?;
    judge(&["tests/judges/judge.py", "tests/cases", "tests/fixtures"])
}

/// Fails if a judge refuses a configuration, accepts a spoilt one, has none to judge or cannot run.
pub(crate) fn configurations() -> Outcome {
    let native = Host::Native.prepare()?;
    let _alone = tools::alone()?;
    tools::judges()?;
    tools::php()?;
    let native = Path::new(native.get_program()).display().to_string();
    judge(&["tests/judges/configurations.py", "--native", &native, "tests/cases"])
}

/// Fails if a judge refuses what was read or made of metadata, accepts a spoilt answer, has none to judge or cannot run.
pub(crate) fn metadata() -> Outcome {
    let native = Host::Native.prepare()?;
    let _alone = tools::alone()?;
    tools::judges()?;
    judge(&["tests/fixtures/metadata/make", "--check"])?;
    let native = Path::new(native.get_program()).display().to_string();
    judge(&["tests/judges/metadata.py", "--native", &native, "tests/cases"])
}

fn judge(arguments: &[&str]) -> Outcome {
    let mut judge = Command::new(tools::python()?);
    judge.args(arguments).current_dir(root());
    // Nothing of a user's AWS configuration belongs in a test.
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("AWS_") {
            judge.env_remove(name);
        }
    }
    process::run(&mut judge)
}
