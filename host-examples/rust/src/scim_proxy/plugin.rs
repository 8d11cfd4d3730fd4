//! One instance of the plugin for all requests, behind a lock.
//!
//! An instance carries out one call at a time, in microseconds for most requests, where AWS takes tens of milliseconds for each
//! step: a pool would be idle, and each of its instances may grow to the ceiling of memory.

use std::path::PathBuf;
use std::sync::Arc;

use serde_json::Value;
use tokio::sync::Mutex;

use crate::extism::Extism;
use crate::{Failed, Host, named};

/// MiB. What the largest of bodies needs is far below.
const MEMORY: u32 = 1024;

#[derive(Clone)]
pub struct Plugin {
    wasm: PathBuf,
    instance: Arc<Mutex<Option<Extism>>>,
}

impl Plugin {
    pub fn load(wasm: PathBuf) -> Result<Self, Failed> {
        let instance = Extism::load(&wasm, MEMORY).map_err(|error| format!("{} cannot be loaded: {error}", wasm.display()))?;
        Ok(Self { wasm, instance: Arc::new(Mutex::new(Some(instance))) })
    }

    /// JSON in, JSON out. An instance that broke is dropped, and the next call has a new one.
    pub async fn call(&self, operation: &str, request: &Value) -> Result<Vec<u8>, Failed> {
        let operation = named(operation)?;
        let request = serde_json::to_vec(request)?;
        let Self { wasm, instance } = self.clone();
        // Large bodies take longer than a thread that serves connections may be held up.
        let called = tokio::task::spawn_blocking(move || {
            let mut slot = instance.blocking_lock();
            let mut instance = match slot.take() {
                Some(instance) => instance,
                None => Extism::load(&wasm, MEMORY)?,
            };
            let answer = instance.call(operation, &request)?;
            *slot = Some(instance);
            Ok(answer)
        });
        called.await?
    }
}
