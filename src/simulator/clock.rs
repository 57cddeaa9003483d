//! The simulator's time: the machine's, plus what a test moved it forward. Tokens and exports expire by it.

use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A moment, in milliseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stamp(pub i64);

impl Stamp {
    /// This many milliseconds later.
    pub fn plus_ms(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// As the `Date` of an answer.
    pub fn http_date(self) -> String {
        let time = Timestamp::from_millisecond(self.0).unwrap_or_default();
        time.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
    }
}

impl Serialize for Stamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let time = Timestamp::from_millisecond(self.0).unwrap_or_default();
        serializer.collect_str(&format_args!("{time:.3}"))
    }
}

impl<'de> Deserialize<'de> for Stamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Timestamp::deserialize(deserializer).map(|time| Self(time.as_millisecond()))
    }
}

/// The clock that everything in one simulator reads.
#[derive(Debug, Default)]
pub struct Clock {
    ahead_ms: AtomicI64,
}

impl Clock {
    /// A clock that is ahead of the machine's.
    pub fn ahead(ms: i64) -> Self {
        Self { ahead_ms: AtomicI64::new(ms) }
    }

    /// The current moment.
    pub fn now(&self) -> Stamp {
        Stamp(Timestamp::now().as_millisecond()).plus_ms(self.ahead_ms())
    }

    /// How far this clock is ahead of the machine's.
    pub fn ahead_ms(&self) -> i64 {
        self.ahead_ms.load(Ordering::Relaxed)
    }

    /// Moves the clock forward.
    pub fn forward_ms(&self, ms: i64) {
        self.ahead_ms.fetch_add(ms, Ordering::Relaxed);
    }

    /// Puts the clock this far ahead of the machine's.
    pub fn set_ahead_ms(&self, ms: i64) {
        self.ahead_ms.store(ms, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_http_writes_them() {
        assert_eq!(Stamp(1_741_036_015_713).http_date(), "Mon, 03 Mar 2025 21:06:55 GMT");
    }

    #[test]
    fn stamps_are_written_as_sigma_writes_them() {
        let text = serde_json::to_string(&Stamp(1_741_036_015_713)).unwrap();
        assert_eq!(text, "\"2025-03-03T21:06:55.713Z\"");
        assert_eq!(serde_json::from_str::<Stamp>(&text).unwrap(), Stamp(1_741_036_015_713));
        assert_eq!(serde_json::to_string(&Stamp(1_741_036_015_000)).unwrap(), "\"2025-03-03T21:06:55.000Z\"");
    }
}
