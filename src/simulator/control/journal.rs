//! The request journal: what was called, what it answered, and which writes came twice.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};

use serde::Serialize;
use serde_json::Value;

pub use crate::simulator::state::invitation::Invitation;

use crate::simulator::clock::Stamp;

/// Entries kept; counts go on.
const KEPT: usize = 10_000;

/// One call that reached the simulator, as the journal lists it.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// Method and path pattern, for example `PATCH /v2/members/{memberId}`.
    pub operation: String,
    /// Path and query as sent.
    pub path: String,
    /// The JSON body of a write; never that of the token endpoint.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
    /// When it arrived, in milliseconds since 1970.
    pub at_ms: i64,
    /// The status answered; absent when the connection was cut instead.
    pub status: Option<u16>,
    /// Whether the same write, byte for byte, had been sent before.
    pub is_duplicate: bool,
}

/// How often an operation was called.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Count {
    /// Calls in all.
    pub calls: u64,
    /// Writes that repeat an earlier one byte for byte.
    pub duplicates: u64,
    /// Calls per status; 0 stands for a cut connection.
    pub statuses: BTreeMap<u16, u64>,
}

/// What one simulator was asked so far.
#[derive(Default)]
pub struct Journal {
    entries: VecDeque<Entry>,
    counts: BTreeMap<String, Count>,
    writes: HashMap<u64, u32>,
}

/// A call as it arrives.
pub struct Arrival<'a> {
    pub operation: &'a str,
    pub is_write: bool,
    pub path: &'a str,
    pub body: &'a [u8],
    pub at: Stamp,
}

impl Journal {
    /// Notes a call's arrival and says what to note at its end.
    pub fn arrive(&mut self, arrival: &Arrival<'_>) -> Entry {
        let is_secret = arrival.operation.ends_with("/v2/auth/token");
        let is_duplicate = arrival.is_write && !is_secret && {
            let mut hasher = DefaultHasher::new();
            (arrival.operation, arrival.path, arrival.body).hash(&mut hasher);
            let seen = self.writes.entry(hasher.finish()).or_default();
            *seen += 1;
            *seen > 1
        };
        Entry {
            operation: arrival.operation.to_owned(),
            path: arrival.path.to_owned(),
            body: if is_secret || !arrival.is_write { None } else { serde_json::from_slice(arrival.body).ok() },
            at_ms: arrival.at.0,
            status: None,
            is_duplicate,
        }
    }

    /// Notes a call's end.
    pub fn finish(&mut self, entry: Entry) {
        let count = self.counts.entry(entry.operation.clone()).or_default();
        count.calls += 1;
        count.duplicates += u64::from(entry.is_duplicate);
        *count.statuses.entry(entry.status.unwrap_or(0)).or_default() += 1;
        if self.entries.len() == KEPT {
            self.entries.pop_front();
        }
        self.entries.push_back(entry);
    }

    /// The last calls, oldest first.
    pub fn entries(&self) -> Vec<Entry> {
        self.entries.iter().cloned().collect()
    }

    /// The same, when the journal is needed no longer.
    pub fn into_entries(self) -> Vec<Entry> {
        self.entries.into()
    }

    /// Counts per operation since the start or the last clearing.
    pub fn counts(&self) -> BTreeMap<String, Count> {
        self.counts.clone()
    }
}
