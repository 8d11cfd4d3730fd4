//! The plugin in an Extism host: JSON bytes in, JSON bytes out.

use std::path::Path;

use extism::{Manifest, Plugin, PluginBuilder, Wasm};

use crate::operations::Operation;
use crate::{Failed, Host};

pub struct Extism {
    plugin: Plugin,
}

impl Extism {
    /// Compiles the plugin; Extism keeps the compiled code in its cache.
    pub fn load(path: &Path) -> Result<Self, Failed> {
        let manifest = Manifest::new([Wasm::data(std::fs::read(path)?)]);
        // No WASI: the plugin computes and does nothing else.
        Ok(Self { plugin: PluginBuilder::new(manifest).with_wasi(false).build()? })
    }
}

impl Host for Extism {
    fn call(&mut self, operation: &Operation, request: &[u8]) -> Result<Vec<u8>, Failed> {
        // An error here is a bug in the plugin: a refused request is an answer.
        Ok(self.plugin.call::<&[u8], &[u8]>(operation.name, request)?.to_vec())
    }
}
