//! The browser package: one function for each operation, JSON text in and JSON text out.
//!
//! The answer is text, as in the other JSON faces, so that a page shows and stores exactly what the plugin said;
//! `host-examples/browser` has the ten lines that parse it and throw.

#![allow(unsafe_code, unreachable_pub, reason = "wasm-bindgen writes the exports that its ABI asks for")]

use wasm_bindgen::prelude::wasm_bindgen;

use crate::api::for_each_operation;
use crate::{Operation, call};

/// The types of requests and answers, generated from the contract.
#[wasm_bindgen(typescript_custom_section)]
const DECLARATIONS: &'static str = include_str!("aws-federation.d.ts");

macro_rules! export {
    ($name:ident, $operation:ident, $javascript:literal) => {
        /// The operation of this name. Takes and gives JSON as UTF-8 bytes.
        #[wasm_bindgen(js_name = $javascript)]
        #[must_use]
        pub fn $name(request: &[u8]) -> Vec<u8> {
            call(Operation::$operation, request)
        }
    };
}

for_each_operation!(export);
