//! The plugin in an Extism host: JSON bytes in, JSON bytes out.

use std::path::Path;

use extism::{Manifest, Plugin, PluginBuilder, Wasm};

use crate::operations::Operation;
use crate::{Failed, Host};

pub struct Extism {
    plugin: Plugin,
}

impl Extism {
    /// Compiles the plugin; Extism keeps the compiled code in its cache. `memory` is a ceiling in MiB.
    pub fn load(path: &Path, memory: u32) -> Result<Self, Failed> {
        let pages = memory.saturating_mul(16); // of 64 KiB; Extism's own memory counts too
        let manifest = Manifest::new([Wasm::data(std::fs::read(path)?)]).with_memory_max(pages);
        // No WASI: the plugin computes and does nothing else.
        Ok(Self { plugin: PluginBuilder::new(manifest).with_wasi(false).build()? })
    }

    /// An error here is a bug in the plugin: a refused request is an answer.
    fn export(&mut self, name: &str, input: &[u8]) -> Result<Vec<u8>, Failed> {
        Ok(self.plugin.call::<&[u8], &[u8]>(name, input)?.to_vec())
    }
}

impl Host for Extism {
    fn call(&mut self, operation: &Operation, request: &[u8]) -> Result<Vec<u8>, Failed> {
        self.export(operation.name, request)
    }

    fn open(&mut self, request: &[u8]) -> Result<Vec<u8>, Failed> {
        self.export("metadata_reader_open", request)
    }

    fn push(&mut self, chunk: &[u8]) -> Result<Vec<u8>, Failed> {
        self.export("metadata_reader_push", chunk)
    }

    fn finish(&mut self) -> Result<Vec<u8>, Failed> {
        self.export("metadata_reader_finish", &[])
    }
}
