//! What is not Rust: Node packages, Python packages, a browser. Set up when first needed, never skipped silently.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process::{self, Failed, Naming, Outcome, root};

/// Lets one driver at a time set up and build; the others wait until the guard falls.
pub(crate) fn alone() -> Outcome<File> {
    let lock = folder()?.join("lock");
    let file = File::create(&lock).naming(&lock)?;
    file.lock().naming(&lock)?;
    Ok(file)
}

/// Node, if it is recent enough.
pub(crate) fn node() -> Outcome<&'static str> {
    let mut command = Command::new("node");
    let version = process::read(command.arg("--version")).unwrap_or_default();
    let major = version.trim().trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    match major {
        Some(20..) => Ok("node"),
        Some(_) => Err(Failed::Because(format!("Node 20 or newer is needed, found {}", version.trim()))),
        None => Err(Failed::Because("Node 20 or newer is needed: https://nodejs.org".into())),
    }
}

/// A folder with a package.json, its packages installed as its lock file says.
pub(crate) fn npm(package: &str) -> Outcome<PathBuf> {
    let folder = root().join(package);
    let lock = folder.join("package-lock.json");
    let installed = folder.join("node_modules/.installed-lock.json");
    let wanted = fs::read(&lock).naming(&lock)?;
    if fs::read(&installed).ok().as_ref() != Some(&wanted) {
        node()?;
        eprintln!("xtask: installing the Node packages of {package}");
        // Not `npm ci`: it refuses a lock file without the optional packages of other systems, and npm leaves those out
        // when it cannot see them. With --no-save the lock file decides, and is never changed.
        let mut install = Command::new("npm");
        install.args(["install", "--no-save", "--no-audit", "--no-fund", "--no-update-notifier"]).current_dir(&folder);
        process::run_silently(&mut install)?;
        fs::write(&installed, wanted).naming(&installed)?;
    }
    Ok(folder)
}

/// A Python of its own, with the packages that the examples ask for.
pub(crate) fn python() -> Outcome<PathBuf> {
    let mut wanted = String::new();
    for folder in ["host-examples/python", "host-examples/envoy", "tests/judges"] {
        let file = root().join(folder).join("requirements.txt");
        wanted += &fs::read_to_string(&file).naming(&file)?;
    }
    let venv = folder()?.join("venv");
    let python = venv.join("bin/python");
    let installed = venv.join("installed.txt");
    if fs::read_to_string(&installed).ok().as_ref() != Some(&wanted) {
        eprintln!("xtask: installing the Python packages of examples and judges");
        let mut probe = Command::new("python3");
        if process::read(probe.args(["-c", "import ensurepip, venv"])).is_err() {
            apt(&["python3-venv"], "Python 3.11 or newer with venv")?;
        }
        process::run_silently(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&venv))?;
        let requirements = venv.join("wanted.txt");
        fs::write(&requirements, &wanted).naming(&requirements)?;
        let mut install = Command::new(&python);
        install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"]);
        process::run_silently(install.arg(&requirements))?;
        fs::write(&installed, wanted).naming(&installed)?;
    }
    Ok(python)
}

/// The Envoy that a Python package brings along.
pub(crate) fn envoy() -> Outcome<PathBuf> {
    let mut python = Command::new(python()?);
    let package = process::read(python.args(["-c", "import envoy, os; print(os.path.dirname(envoy.__file__))"]))?;
    let envoy = Path::new(package.trim()).join("_bin/envoy");
    if envoy.exists() { Ok(envoy) } else { Err(Failed::Because(format!("{} is missing", envoy.display()))) }
}

/// Debian's Chromium.
pub(crate) fn chromium() -> Outcome<PathBuf> {
    let chromium = PathBuf::from("/usr/bin/chromium");
    if !chromium.exists() {
        apt(&["chromium"], "Chromium at /usr/bin/chromium")?;
    }
    Ok(chromium)
}

/// OpenSSL's command line, for it signs as a host's key store would and unwraps keys that xmlsec1 cannot.
pub(crate) fn openssl() -> Outcome {
    // Not `--version`, which OpenSSL does not know.
    match process::read(Command::new("openssl").arg("version")) {
        Ok(_) => Ok(()),
        Err(_) => apt(&["openssl"], "OpenSSL 3"),
    }
}

/// What the programs of tests/judges start and read besides Python.
pub(crate) fn judges() -> Outcome {
    openssl()?;
    let schemas =
        ["opensaml/saml-schema-protocol-2.0.xsd", "opensaml/saml-schema-metadata-2.0.xsd", "xmltooling/xenc11-schema.xsd"];
    let complete = schemas.iter().all(|schema| Path::new("/usr/share/xml").join(schema).exists());
    if complete && process::exists("xmlsec1") && process::exists("xmllint") {
        return Ok(());
    }
    apt(
        &["xmlsec1", "libxml2-utils", "opensaml-schemas", "xmltooling-schemas"],
        "xmlsec1, xmllint and the schemas of OASIS and W3C below /usr/share/xml",
    )
}

/// PHP's command line, which reads configurations of SimpleSAMLphp.
pub(crate) fn php() -> Outcome {
    if process::exists("php") { Ok(()) } else { apt(&["php-cli"], "PHP 8") }
}

fn apt(packages: &[&str], what: &str) -> Outcome {
    let packages_line = packages.join(" ");
    let root = process::read(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    if !root || !Path::new("/etc/debian_version").exists() {
        return Err(Failed::Because(format!("{what} is needed: install it, on Debian with `apt-get install {packages_line}`")));
    }
    eprintln!("xtask: installing {packages_line} with apt-get");
    let install = || {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive").args(["install", "-y", "--no-install-recommends"]).args(packages);
        process::run_silently(&mut command)
    };
    // An old list of packages names versions that are gone.
    install().or_else(|_| {
        process::run_silently(Command::new("apt-get").arg("update"))?;
        install()
    })
}

/// Where tools live that have no folder of their own.
fn folder() -> Outcome<PathBuf> {
    let folder = root().join(".tools");
    fs::create_dir_all(&folder).naming(&folder)?;
    Ok(folder)
}
