//! The Extism plugin: one export for each operation, JSON in and JSON out.
//!
//! A failure is an answer like any other. Extism's error channel stays for bugs of ours, so it is never used here.

#![allow(unsafe_code, unreachable_pub, reason = "plugin_fn writes the extern \"C\" exports that the Extism ABI asks for")]

use std::cell::RefCell;

use extism_pdk::{FnResult, plugin_fn};

use crate::api::for_each_operation;
use crate::{MetadataReader, Operation, call};

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

thread_local! {
    /// The document that is being read in chunks. One instance reads one at a time.
    static READER: RefCell<Option<MetadataReader>> = const { RefCell::new(None) };
}

/// Begins a document: takes a `ReadRequest`. A document that was begun before is forgotten.
#[plugin_fn]
pub fn metadata_reader_open(request: Vec<u8>) -> FnResult<Vec<u8>> {
    let (reader, answer) = match MetadataReader::open(&request) {
        Ok(reader) => (Some(reader), br#"{"type":"success"}"#.to_vec()),
        Err(failure) => (None, failure),
    };
    READER.set(reader);
    Ok(answer)
}

/// Reads on: takes the bytes of the next chunk.
#[plugin_fn]
pub fn metadata_reader_push(chunk: Vec<u8>) -> FnResult<Vec<u8>> {
    // Taken out while it works: what a trap leaves behind (a host's ceiling on memory or time) is a closed reader, not a
    // cell that can never be borrowed again.
    let mut reader = READER.take().unwrap_or_else(MetadataReader::closed);
    let answer = reader.push(&chunk);
    READER.set(Some(reader));
    Ok(answer)
}

/// Ends the document, and forgets it.
#[plugin_fn]
pub fn metadata_reader_finish() -> FnResult<Vec<u8>> {
    Ok(READER.take().unwrap_or_else(MetadataReader::closed).finish())
}
