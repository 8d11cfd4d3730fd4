//! What the tests of the rules share.

use super::Profile;
use super::user::accept;
use crate::error::Diagnostic;
use crate::json::Value;

/// The body of a user that lacks nothing, with these members besides.
pub(super) fn user_with(members: &str) -> String {
    format!(r#"{{"userName":"u","displayName":"d","name":{{"givenName":"g","familyName":"f"}}{members}}}"#)
}

/// What becomes of a body, and path and code of each note; it is planned twice, and the second time nothing is left to do.
pub(super) fn accepted(body: &str) -> (String, Vec<String>) {
    let accept = |body: &str| accept(Value::parse(body.as_bytes()).unwrap(), Profile::default());
    let user = accept(body).unwrap_or_else(|refusals| panic!("{body}: {refusals:?}"));
    let text = user.body.to_string();
    let again = accept(&text).unwrap();
    assert_eq!((again.body.to_string(), again.notes), (text.clone(), Vec::new()), "{body}");
    (text, user.notes.iter().map(|note| format!("{} {}", note.path.as_str(), note.error.code())).collect())
}

/// Path and message of each refusal.
pub(super) fn refused(body: &str, profile: Profile) -> Vec<String> {
    let refusals = accept(Value::parse(body.as_bytes()).unwrap(), profile).unwrap_err();
    refusals.iter().map(|refusal| format!("{} {}", refusal.path.as_str(), refusal.error)).collect()
}
