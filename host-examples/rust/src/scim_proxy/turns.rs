//! One plan at a time for one user or group.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::OwnedMutexGuard;

type Queue = Arc<tokio::sync::Mutex<()>>;

/// Two plans that change one resource would read what the other is about to change: the second waits.
#[derive(Default)]
pub struct Turns(Mutex<BTreeMap<String, Queue>>);

pub struct Turn<'a> {
    turns: &'a Turns,
    resource: String,
    held: Option<OwnedMutexGuard<()>>,
}

impl Turns {
    /// Comes back when it is this plan's turn, which ends when what is given is dropped.
    pub async fn wait(&self, resource: String) -> Turn<'_> {
        let queue = self.map().entry(resource.clone()).or_default().clone();
        Turn { turns: self, resource, held: Some(queue.lock_owned().await) }
    }

    fn map(&self) -> MutexGuard<'_, BTreeMap<String, Queue>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut map = self.turns.map();
        self.held = None;
        // Nobody waits where the map's own is the only one left.
        if map.get(&self.resource).is_some_and(|queue| Arc::strong_count(queue) == 1) {
            map.remove(&self.resource);
        }
    }
}
