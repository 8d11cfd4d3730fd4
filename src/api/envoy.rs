//! What the Envoy filter reads and writes besides the operations: its configuration and its refusals.

use serde::{Deserialize, Serialize};

use super::decode::{Error, Field, Shape, decode_as};
use super::envelope::failure;
use super::shape;
use super::types::{Failure, ScimProfile};
use crate::error::Pointer;
use crate::limits;

/// What an operator writes into the filter's configuration.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct FilterConfiguration {
    /// Decides for every request what the contract leaves to the operator.
    #[serde(default)]
    pub(crate) profile: Option<ScimProfile>,
    /// Bytes of a request's body that are read.
    #[serde(default)]
    pub(crate) max_body_bytes: Option<u32>,
}

impl FilterConfiguration {
    /// Decodes the configuration, or says in one line everything that is wrong with it. Nothing configured is fine.
    pub(crate) fn parse(text: &[u8]) -> Result<Self, String> {
        if text.is_empty() {
            return Ok(Self::default());
        }
        decode_as(&SHAPE, text).map_err(|failure| one_line(&failure))
    }

    /// Bytes of a request's body that are read.
    pub(crate) fn max_body_bytes(&self) -> usize {
        self.max_body_bytes.and_then(|bytes| usize::try_from(bytes).ok()).unwrap_or(limits::PLAN_REQUEST)
    }
}

static SHAPE: Shape = Shape::Record(&[
    Field { name: "profile", shape: &shape::SCIM_PROFILE, required: false },
    Field { name: "maxBodyBytes", shape: &Shape::Unsigned(limits::PLAN_REQUEST as u64), required: false },
]);

/// The refusal of a body that is not read to its end.
pub(crate) fn too_large(found: usize, limit: usize) -> Failure {
    failure([Pointer::root().key("body").at(Error::TooLarge { found, limit })])
}

/// The refusal of a body that is no text.
pub(crate) fn not_utf8(position: usize) -> Failure {
    failure([Pointer::root().key("body").at(Error::NotUtf8 { position })])
}

/// The refusal of a plan that one pass through a filter cannot carry out.
pub(crate) fn not_supported_yet(what: &'static str) -> Failure {
    failure([Pointer::root().at(Error::NotSupportedYet { what })])
}

/// The status of a failure in HTTP.
pub(crate) fn status(failure: &Failure) -> u32 {
    let any = |code: &str| failure.errors.iter().any(|problem| problem.code == code);
    if any("api.not-supported-yet") {
        501
    } else if any("api.request-too-large") {
        413
    } else {
        400
    }
}

/// A failure for a log: codes, places and messages, which never hold a value.
pub(crate) fn one_line(failure: &Failure) -> String {
    let mut line = String::new();
    for problem in &failure.errors {
        if !line.is_empty() {
            line.push_str("; ");
        }
        line.push_str(&problem.code);
        if !problem.path.is_empty() {
            line.push_str(" at ");
            // A pointer can hold a key that a stranger chose: no line of the log may end where they like.
            line.extend(problem.path.escape_debug());
        }
        line.push_str(": ");
        line.push_str(&problem.message);
    }
    line
}

/// The body of a SCIM error (RFC 7644, section 3.12). Its detail is a code, so that it says nothing about anybody.
pub(crate) fn scim_error(status: u32, detail: &str) -> Vec<u8> {
    #[derive(Serialize)]
    struct Body<'a> {
        schemas: [&'a str; 1],
        status: String,
        detail: String,
    }
    let body = Body {
        schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
        status: status.to_string(),
        detail: format!("aws-federation: {detail}"),
    };
    // Strings in a struct: this cannot fail, and an empty body would still be an error's.
    serde_json::to_vec(&body).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::FilterConfiguration;

    #[test]
    fn a_configuration_is_read_or_refused_in_one_line() {
        assert_eq!(FilterConfiguration::parse(b"").unwrap().max_body_bytes(), 4 << 20);
        let text = br#"{"profile":{"missingNames":"refuse"},"maxBodyBytes":1000}"#;
        assert_eq!(FilterConfiguration::parse(text).unwrap().max_body_bytes(), 1000);
        for (text, line) in [
            ("{\"profil\":{}}", "api.unknown-field at /profil: unknown field; known here: profile, maxBodyBytes"),
            (
                "{\"maxBodyBytes\":\"1\"}",
                "api.wrong-type at /maxBodyBytes: expected a whole number from 0 to 4194304, found a string",
            ),
            ("{\"maxBodyBytes\":4194305}", "api.number-range at /maxBodyBytes: expected a whole number from 0 to 4194304"),
            (
                "{\"profile\":{\"missingNames\":\"no\"}}",
                "api.unknown-value at /profile/missingNames: unknown value; known here: fill, refuse",
            ),
            ("{\"a\\nb\":1}", "api.unknown-field at /a\\nb: unknown field; known here: profile, maxBodyBytes"),
            ("{", "api.request-malformed: the request is not JSON, or nested too deeply, at line 1, column 1"),
        ] {
            assert_eq!(FilterConfiguration::parse(text.as_bytes()).err().as_deref(), Some(line));
        }
    }
}
