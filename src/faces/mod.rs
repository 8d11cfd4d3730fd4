//! The faces: each carries bytes between one kind of host and the operation table.
//!
//! No face decides anything about AWS. A feature selects a face; an artifact holds exactly one, for each brings its
//! host's ABI with it.

#[cfg(feature = "browser")]
mod browser;
#[cfg(feature = "component")]
mod component;
#[cfg(feature = "envoy")]
mod envoy;
#[cfg(feature = "extism")]
mod extism;

#[cfg(all(
    target_family = "wasm",
    any(
        all(feature = "extism", any(feature = "component", feature = "envoy", feature = "browser")),
        all(feature = "component", any(feature = "envoy", feature = "browser")),
        all(feature = "envoy", feature = "browser"),
    )
))]
compile_error!("an artifact holds one face: build with exactly one of the features extism, component, envoy, browser");
