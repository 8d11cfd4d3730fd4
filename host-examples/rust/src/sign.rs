//! Signing in the host: the key never enters the plugin. [`issue`] is the example to copy; a service gives it a closure
//! that asks its KMS or HSM.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

use crate::operations::Operation;
use crate::{Failed, Host, named};

/// Carries out `saml_issue` for a request without a key, and signs until there is a Response or a failure.
///
/// `sign` gets the exact bytes, and answers with their RSASSA-PKCS1-v1_5 signature with SHA-256.
pub fn issue(
    host: &mut dyn Host,
    operation: &Operation,
    request: &[u8],
    sign: impl Fn(&[u8]) -> Result<Vec<u8>, Failed>,
) -> Result<Vec<u8>, Failed> {
    let first = host.call(operation, request)?;
    let told: Value = serde_json::from_slice(&first)?;
    let mut answer = told.clone();
    // With `"sign": "both"` twice: the Response's signature covers the assertion's.
    while let Some(pending) = answer.get("pending") {
        let to_sign = BASE64_STANDARD.decode(pending["toSign"].as_str().unwrap_or_default())?;
        let signature = BASE64_STANDARD.encode(sign(&to_sign)?);
        let request = json!({ "state": pending["state"], "signature": signature }).to_string();
        answer = serde_json::from_slice(&host.call(named("saml_complete")?, request.as_bytes())?)?;
    }
    if told.get("pending").is_none() {
        return Ok(first);
    }
    if answer["type"] == "success" {
        // Why the person got which role was said at the beginning.
        answer["trace"] = told["trace"].clone();
        if let (Some(findings), Some(more)) = (told["findings"].as_array(), answer["findings"].as_array()) {
            answer["findings"] = [findings.as_slice(), more].concat().into();
        }
    }
    Ok(serde_json::to_vec(&answer)?)
}

/// Signs with OpenSSL's command line.
///
/// Not with the crate `openssl`: it needs the system's headers, or compiles OpenSSL for minutes, and this example has one
/// key in a file. A service that signs often calls its library or its key store here; a process costs milliseconds.
pub fn with_openssl(key: &Path, bytes: &[u8]) -> Result<Vec<u8>, Failed> {
    let mut openssl = Command::new("openssl");
    openssl.args(["dgst", "-sha256", "-sign"]).arg(key).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = openssl.spawn().map_err(|error| format!("openssl cannot be started: {error}"))?;
    // Smaller than a pipe's buffer, so nobody waits for nobody. Dropped at the end: OpenSSL reads up to it.
    child.stdin.take().ok_or("openssl has no stdin")?.write_all(bytes)?;
    let output = child.wait_with_output()?;
    if output.status.success() { Ok(output.stdout) } else { Err(format!("openssl did not sign ({})", output.status).into()) }
}
