//! The Envoy filter (proxy-wasm).
