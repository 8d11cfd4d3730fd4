//! Child processes, and the one kind of error that the driver has.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// Why the driver stopped.
pub(crate) enum Failed {
    /// The command line makes no sense: exit status 2.
    Misuse(String),
    /// Anything else, as a sentence: exit status 1.
    Because(String),
}

pub(crate) type Outcome<T = ()> = Result<T, Failed>;

/// Puts a path into an I/O error's sentence.
pub(crate) trait Naming<T> {
    fn naming(self, path: &Path) -> Outcome<T>;
}

impl<T> Naming<T> for std::io::Result<T> {
    fn naming(self, path: &Path) -> Outcome<T> {
        self.map_err(|error| Failed::Because(format!("{}: {error}", path.display())))
    }
}

/// The workspace's folder.
pub(crate) fn root() -> PathBuf {
    // Cargo's variable first: the compiled-in path is wrong once the folder was moved.
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    let mut folder = PathBuf::from(manifest);
    folder.pop();
    folder
}

/// Runs a child that may speak, on stderr only.
pub(crate) fn run(command: &mut Command) -> Outcome {
    let status = command.stdout(std::io::stderr()).status().map_err(|error| not_started(command, &error))?;
    if status.success() { Ok(()) } else { Err(Failed::Because(format!("`{}` failed ({status})", line(command)))) }
}

/// Runs a child whose chatter matters only if it fails.
pub(crate) fn run_silently(command: &mut Command) -> Outcome {
    let output = command.stdin(Stdio::null()).output().map_err(|error| not_started(command, &error))?;
    if output.status.success() {
        return Ok(());
    }
    let mut stderr = std::io::stderr().lock();
    stderr.write_all(&output.stdout).and_then(|()| stderr.write_all(&output.stderr)).ok();
    Err(Failed::Because(format!("`{}` failed ({})", line(command), output.status)))
}

/// Runs a child on this input and gives what it wrote on stdout, with its status, whatever that is.
pub(crate) fn feed(command: &mut Command, input: Vec<u8>) -> Outcome<Output> {
    let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut child = child.map_err(|error| not_started(command, &error))?;
    let stdin = child.stdin.take();
    // On a thread of its own, for a host answers while we still write.
    let writer = std::thread::spawn(move || stdin.map_or(Ok(()), |mut stdin| stdin.write_all(&input)));
    let output = child.wait_with_output().map_err(|error| not_started(command, &error))?;
    // A child that dies closes its stdin; its status says more than our broken pipe.
    let _ = writer.join();
    Ok(output)
}

/// Gives this process to a program that runs until it is told to end, so that a signal to the driver reaches it.
#[cfg(unix)]
pub(crate) fn become_child(command: &mut Command) -> Outcome<u8> {
    let error = std::os::unix::process::CommandExt::exec(command);
    Err(not_started(command, &error))
}

#[cfg(not(unix))]
pub(crate) fn become_child(command: &mut Command) -> Outcome<u8> {
    let status = command.status().map_err(|error| not_started(command, &error))?;
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1))
}

/// What a child writes to stdout, if it succeeds.
pub(crate) fn read(command: &mut Command) -> Outcome<String> {
    let output = command.stdin(Stdio::null()).output().map_err(|error| not_started(command, &error))?;
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr);
        return Err(Failed::Because(format!("`{}` failed ({})\n{complaint}", line(command), output.status)));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether a program of this name answers `--version`.
pub(crate) fn exists(program: &str) -> bool {
    Command::new(program)
        .arg("--version")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// The same command, to be started once more.
pub(crate) fn again(command: &Command) -> Command {
    let mut copy = Command::new(command.get_program());
    copy.args(command.get_args());
    copy.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    if let Some(folder) = command.get_current_dir() {
        copy.current_dir(folder);
    }
    copy
}

pub(crate) fn not_started(command: &Command, error: &std::io::Error) -> Failed {
    Failed::Because(format!("`{}` cannot be started: {error}", command.get_program().to_string_lossy()))
}

fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
