//! The Envoy filter (proxy-wasm): plans every SCIM request that passes, and carries the plan out.
//!
//! It fails closed: what it cannot plan or carry out is answered here and never reaches AWS. It logs codes and places,
//! never a value, a token or a body.

#![cfg_attr(test, allow(dead_code, reason = "the plugin, which uses all of it, is left out of tests"))]

mod carry;
mod filter;
mod gzip;
// Its symbols are Envoy's: a test would not link.
#[cfg(not(test))]
mod plugin;
