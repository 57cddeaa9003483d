//! Sigma's clock, as its answers tell it. Clocks of machines differ by minutes; times that Sigma writes into its records
//! are compared with this one and with no other.

use jiff::{SignedDuration, Timestamp};
use reqwest::header::{DATE, HeaderMap};
use std::sync::{Mutex, PoisonError};
use tokio::time::Instant;

/// From which difference on it is worth a warning. `Date` knows whole seconds, and answers are on their way for some.
const TOO_FAR: SignedDuration = SignedDuration::from_secs(30);

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

/// This machine's clock and Sigma's at the same moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clocks {
    /// What this machine's clock shows.
    pub own: Timestamp,
    /// What Sigma's shows.
    pub sigma: Timestamp,
}

impl Clocks {
    /// That they are too far apart, in a sentence with both times; `None` while they agree well enough.
    pub fn warning(&self) -> Option<String> {
        let apart = self.own.duration_since(self.sigma).abs();
        (apart > TOO_FAR).then(|| {
            let time = |at: Timestamp| at.strftime("%Y-%m-%d %H:%M:%S");
            let apart = match apart.as_secs() {
                seconds @ ..120 => format!("{seconds} s"),
                seconds @ 120..7_200 => format!("{} min", seconds / 60),
                seconds => format!("{} h", seconds / 3_600),
            };
            format!(
                "Sigma's clock shows {} UTC and this machine's {} UTC, {apart} apart. Keep this machine on time, for \
                 example with NTP",
                time(self.sigma),
                time(self.own)
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn clocks_that_are_far_apart_are_named_with_both_times() {
        let clocks = |own: &str| Clocks {
            own: format!("2026-01-01T{own}Z").parse().unwrap(),
            sigma: "2026-01-01T12:00:00Z".parse().unwrap(),
        };
        for close in ["11:59:30", "12:00:00", "12:00:30"] {
            assert_eq!(clocks(close).warning(), None, "{close}");
        }
        for (far, apart) in [("12:00:31", "31 s"), ("11:48:20", "11 min"), ("15:30:00", "3 h")] {
            let warning = clocks(far).warning().unwrap();
            let both = format!("shows 2026-01-01 12:00:00 UTC and this machine's 2026-01-01 {far} UTC, {apart} apart.");
            assert!(warning.contains(&both), "{warning}");
        }
    }

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
