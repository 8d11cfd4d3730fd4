//! The component: the typed contract of `wit/`, without a single import.

#![allow(unsafe_code, unreachable_pub, missing_docs, reason = "wit-bindgen writes the exports that the canonical ABI asks for")]

mod convert;
mod guest;
mod reader;

mod bindings {
    #![allow(clippy::all, reason = "generated")]
    wit_bindgen::generate!({ path: "wit", world: "plugin" });
}

use crate::api::{self, types};
use crate::json::Value;

struct Component;

bindings::export!(Component with_types_in bindings);

impl bindings::exports::federation::aws::json::Guest for Component {
    fn check(operation: String, request: Vec<u8>) -> Result<(), bindings::exports::federation::aws::json::Failure> {
        Ok(api::check(&operation, &request)?)
    }
}

/// The value of a `json` field, which the component takes as text.
fn json_text(text: &str) -> Result<Value, types::Failure> {
    api::json_value(text)
}
