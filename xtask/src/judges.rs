//! Programs that none of us wrote, as judges of every Response that the cases issue: tests/judges.

use std::process::Command;

use crate::process::{self, Outcome, root};
use crate::tools;

/// Fails if a judge refuses a Response, accepts a spoilt one, has none to judge or cannot run.
pub(crate) fn run() -> Outcome {
    let _alone = tools::alone()?;
    tools::judges()?;
    let mut judge = Command::new(tools::python()?);
    judge.args(["tests/judges/judge.py", "tests/cases", "tests/fixtures"]).current_dir(root());
    // Nothing of a user's AWS configuration belongs in a test.
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("AWS_") {
            judge.env_remove(name);
        }
    }
    process::run(&mut judge)
}
