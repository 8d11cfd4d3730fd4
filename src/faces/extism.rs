//! The Extism plugin: one export for each operation, JSON in and JSON out.
//!
//! A failure is an answer like any other. Extism's error channel stays for bugs of ours, so it is never used here.

#![allow(unsafe_code, unreachable_pub, reason = "plugin_fn writes the extern \"C\" exports that the Extism ABI asks for")]

use extism_pdk::{FnResult, plugin_fn};

use crate::api::for_each_operation;
use crate::{Operation, call};

macro_rules! export {
    ($name:ident, $operation:ident, $javascript:literal) => {
        /// The operation of this name.
        #[plugin_fn]
        pub fn $name(request: Vec<u8>) -> FnResult<Vec<u8>> {
            Ok(call(Operation::$operation, &request))
        }
    };
}

for_each_operation!(export);
