//! The time of day, as a parameter of everything that stamps, compares or ends by it.

use jiff::{SignedDuration, Timestamp};
use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

/// The clock of a running portal: the machine's, moved on by as much as a test or the demo asks for. Clones go alike.
///
/// Leases do not go by it but by the database's clock, and time-outs by a steady one.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    /// Milliseconds ahead of the machine's clock.
    ahead: Arc<AtomicI64>,
}

impl Clock {
    /// What time it is.
    pub fn now(&self) -> Timestamp {
        Timestamp::now() + self.ahead()
    }

    /// How far it was moved on.
    pub fn ahead(&self) -> SignedDuration {
        SignedDuration::from_millis(self.ahead.load(Ordering::Relaxed))
    }

    /// What the machine's own clock shows, however far this one was moved on.
    pub fn of_machine(&self) -> Timestamp {
        self.now() - self.ahead()
    }

    /// Moves it on.
    pub fn advance(&self, by: Duration) {
        let by = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        self.ahead.fetch_add(by, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_are_moved_on_together() {
        let (clock, other) = (Clock::default(), Clock::default());
        let clone = clock.clone();
        clock.advance(Duration::from_hours(24));
        assert!(other.now().duration_since(clone.of_machine()) < SignedDuration::from_hours(1));
        assert!(clone.now().duration_since(other.now()) > SignedDuration::from_hours(23));
    }
}
