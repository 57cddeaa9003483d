//! How much somebody has not read, as every page shows it.

use super::Notify;
use crate::domain::Actor;
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};
use tokio::time::Instant;

/// How long a count is taken for true while this process writes no notice; another process may have.
const FRESH: Duration = Duration::from_secs(2);

/// How many counts are remembered.
const REMEMBERED: usize = 20_000;

/// Counts, as they were last asked for.
#[derive(Default)]
pub struct Bell(Mutex<HashMap<String, Count>>);

#[derive(Clone, Copy)]
struct Count {
    unread: u64,
    /// The store's mark when it was asked for.
    mark: u64,
    asked: Instant,
}

impl Notify {
    /// How many notices somebody has not read. None where the database does not say.
    pub async fn unread(&self, actor: &Actor) -> Option<u64> {
        let (key, store) = (actor.key(), &self.0.store);
        let (written, mark) = (key.to_string(), store.notices_mark());
        let known = self.0.bell.0.lock().unwrap_or_else(PoisonError::into_inner).get(&written).copied();
        if let Some(known) = known.filter(|known| known.mark == mark && known.asked.elapsed() < FRESH) {
            return Some(known.unread);
        }
        let asked = Instant::now();
        let unread = store.unread_notices(&key).await.ok()?;
        let mut counts = self.0.bell.0.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.len() >= REMEMBERED {
            counts.clear();
        }
        counts.insert(written, Count { unread, mark, asked });
        Some(unread)
    }
}
