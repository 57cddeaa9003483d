//! Sigma's clock, as its answers tell it. Clocks of machines differ by minutes; times that Sigma writes into its records
//! are compared with this one and with no other.

use jiff::Timestamp;
use reqwest::header::{DATE, HeaderMap};
use std::sync::{Mutex, PoisonError};
use tokio::time::Instant;

/// The `Date` of the last answer, and when it came.
#[derive(Debug, Default)]
pub(super) struct SigmaClock(Mutex<Option<(Timestamp, Instant)>>);

impl SigmaClock {
    /// Reads an answer's `Date`. One without it, or with another form, says nothing.
    pub fn read(&self, headers: &HeaderMap) {
        let date = headers.get(DATE).and_then(|date| date.to_str().ok());
        let parser = jiff::fmt::rfc2822::DateTimeParser::new();
        if let Some(date) = date.and_then(|date| parser.parse_timestamp(date).ok()) {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((date, Instant::now()));
        }
    }

    /// What Sigma's clock shows now, early by up to a second and the way of an answer: `Date` is rounded down. `None`
    /// before the first answer.
    pub fn now(&self) -> Option<Timestamp> {
        let (date, came) = (*self.0.lock().unwrap_or_else(PoisonError::into_inner))?;
        date.checked_add(came.elapsed()).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[tokio::test(start_paused = true)]
    async fn sigmas_time_goes_on_between_answers() {
        let clock = SigmaClock::default();
        assert_eq!(clock.now(), None);
        let headers = |date: &str| [(DATE, date.parse().unwrap())].into_iter().collect::<HeaderMap>();
        clock.read(&headers("Thu, 01 Jan 2026 00:00:09 GMT"));
        tokio::time::advance(Duration::from_secs(5)).await;
        assert_eq!(clock.now(), Some("2026-01-01T00:00:14Z".parse().unwrap()));
        clock.read(&headers("soon"));
        clock.read(&HeaderMap::new());
        assert_eq!(clock.now(), Some("2026-01-01T00:00:14Z".parse().unwrap()));
    }
}
