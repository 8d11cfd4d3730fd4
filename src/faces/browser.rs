//! The browser package: one function for each operation, JSON text in and JSON text out.
//!
//! The answer is text, as in the other JSON faces, so that a page shows and stores exactly what the plugin said;
//! `host-examples/browser` has the ten lines that parse it and throw.

#![allow(unsafe_code, unreachable_pub, reason = "wasm-bindgen writes the exports that its ABI asks for")]

use wasm_bindgen::prelude::wasm_bindgen;

use crate::api::for_each_operation;
use crate::{MetadataReader, Operation, call};

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

/// A document that is read in chunks: `new MetadataReader(request)`, then `push` until all is read, then `finish`.
/// Takes and gives UTF-8 bytes; answers are JSON. A request that is refused is refused by the first answer.
#[wasm_bindgen(js_name = MetadataReader)]
pub struct Reader(MetadataReader);

#[wasm_bindgen(js_class = MetadataReader)]
impl Reader {
    /// Begins a document: takes a `ReadRequest`.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(request: &[u8]) -> Self {
        Self(MetadataReader::open_or_refuse(request))
    }

    /// Reads on: takes the next chunk.
    pub fn push(&mut self, chunk: &[u8]) -> Vec<u8> {
        self.0.push(chunk)
    }

    /// Ends the document.
    pub fn finish(&mut self) -> Vec<u8> {
        self.0.finish()
    }
}
