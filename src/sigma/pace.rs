//! How fast calls may start. Unlimited until Sigma answers 429; then paced a little below what Sigma was accepting,
//! and ever faster again the longer nothing is refused.
//!
//! Sigma publishes no general limit (BEHAVIOUR.md section 6), so it is found by trying. Pacing starts in time rather
//! than counting calls in flight keeps both kinds of limit: calls per second, and calls at once.

use std::time::Duration;
use tokio::time::Instant;

/// Share of the accepted rate that is kept after a 429.
const KEEP: f64 = 0.9;
/// Slowest pace, in calls per second.
const SLOWEST: f64 = 0.5;
/// Time after which a 429 is forgotten.
const FORGET: Duration = Duration::from_mins(5);
/// Pause after a 429 that does not say how long; doubles with each one in a row.
const PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(16);
/// Longest pause taken from a `Retry-After`: a call with a nearer deadline fails by itself, and a mistaken value
/// must not stop the portal for a day.
const LONGEST_ASKED: Duration = Duration::from_mins(5);

/// The pace of one set of credentials. Knows no clock: every method is told the time.
#[derive(Debug, Default)]
pub(super) struct Pace {
    /// Calls accepted lately, decaying over a second: an estimate of calls per second.
    accepted: f64,
    accepted_at: Option<Instant>,
    slowdown: Option<Slowdown>,
    /// Earliest start of the next call, by the pace.
    next: Option<Instant>,
    paused_until: Option<Instant>,
    refused_in_a_row: u32,
}

#[derive(Clone, Copy, Debug)]
struct Slowdown {
    at: Instant,
    rate: f64,
}

impl Pace {
    /// When the next call may start; a time that has passed means now.
    pub fn opens(&self, now: Instant) -> Instant {
        let paced = self.rate(now).and(self.next).unwrap_or(now);
        self.paused_until.map_or(paced, |pause| paced.max(pause))
    }

    /// Notes that a call starts.
    pub fn started(&mut self, now: Instant) {
        self.next = self.rate(now).map(|rate| {
            let gap = Duration::from_secs_f64(1.0 / rate);
            // Lost time is made up for by one call at most, so a pause is not followed by a burst.
            self.next.map_or(now, |next| next.max(now.checked_sub(gap).unwrap_or(now))) + gap
        });
    }

    /// Notes an answer other than 429.
    pub fn accepted(&mut self, now: Instant) {
        self.accepted = self.accepted_rate(now) + 1.0;
        self.accepted_at = Some(now);
        self.refused_in_a_row = 0;
    }

    /// Notes a 429 to a call that started at `started`.
    pub fn refused(&mut self, started: Instant, now: Instant, retry_after: Option<Duration>) {
        let pause = retry_after.map_or_else(
            || PAUSE.saturating_mul(1 << self.refused_in_a_row.min(10)).min(LONGEST_PAUSE),
            |asked| asked.min(LONGEST_ASKED),
        );
        self.paused_until = self.paused_until.max(Some(now + pause));
        // Calls that were already on their way when the pace was cut say nothing about the new pace.
        if self.slowdown.is_some_and(|s| started < s.at) {
            return;
        }
        self.refused_in_a_row += 1;
        let before = self.rate(now);
        let accepted = self.accepted_rate(now);
        let rate = before.map_or(accepted, |rate| accepted.clamp(rate / 2.0, rate)) * KEEP;
        self.slowdown = Some(Slowdown { at: now, rate: rate.max(SLOWEST) });
        self.next = None;
    }

    /// Calls per second allowed now; `None` is unlimited.
    pub fn rate(&self, now: Instant) -> Option<f64> {
        let Slowdown { at, rate } = self.slowdown?;
        let since = now.saturating_duration_since(at);
        // Slow at first, to hover below the limit for a while; then faster, to notice soon when the limit is gone.
        let t = since.as_secs_f64();
        (since < FORGET).then_some(rate * (1.0 + 0.02 * t + 0.002 * t * t))
    }

    fn accepted_rate(&self, now: Instant) -> f64 {
        self.accepted_at.map_or(0.0, |at| self.accepted * (-now.saturating_duration_since(at).as_secs_f64()).exp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(n: u64) -> Duration {
        Duration::from_millis(n)
    }

    /// A pace that was refused after accepting `per_second` calls a second for three seconds.
    fn refused_at(per_second: u32, retry_after: Option<Duration>) -> (Pace, Instant) {
        let mut pace = Pace::default();
        let mut now = Instant::now();
        for _ in 0..3 * per_second {
            now += Duration::from_secs(1) / per_second;
            pace.accepted(now);
        }
        pace.refused(now, now, retry_after);
        (pace, now)
    }

    #[test]
    fn is_unlimited_until_refused() {
        let mut pace = Pace::default();
        let now = Instant::now();
        for _ in 0..1000 {
            assert_eq!(pace.opens(now), now);
            pace.started(now);
        }
    }

    #[test]
    fn slows_to_a_little_below_what_was_accepted() {
        let (pace, now) = refused_at(20, None);
        let rate = pace.rate(now).unwrap();
        assert!((16.0..20.0).contains(&rate), "{rate}");
    }

    #[test]
    fn spaces_starts_evenly() {
        let (mut pace, mut now) = refused_at(20, None);
        let begin = now + ms(600);
        now = begin;
        for _ in 0..40 {
            now = now.max(pace.opens(now));
            pace.started(now);
        }
        let took = now - begin;
        assert!((1800..2400).contains(&took.as_millis()), "{took:?}");
    }

    #[test]
    fn pauses_as_long_as_asked_within_reason() {
        for (asked, pause) in [(None, ms(500)), (Some(ms(3000)), ms(3000)), (Some(ms(90_000_000)), LONGEST_ASKED)] {
            let (pace, now) = refused_at(20, asked);
            assert_eq!(pace.opens(now) - now, pause);
        }
    }

    #[test]
    fn pauses_grow_while_nothing_is_accepted() {
        let (mut pace, mut now) = refused_at(20, None);
        let mut pauses = vec![];
        for _ in 0..7 {
            now = pace.opens(now);
            pace.refused(now, now, None);
            pauses.push((pace.opens(now) - now).as_millis());
        }
        assert_eq!(pauses, [1000, 2000, 4000, 8000, 16000, 16000, 16000]);
        pace.accepted(now);
        let later = pace.opens(now);
        pace.refused(later, later, None);
        assert_eq!(pace.opens(later) - later, PAUSE);
    }

    #[test]
    fn refusals_of_calls_already_on_their_way_do_not_slow_twice() {
        let (mut pace, now) = refused_at(20, None);
        let rate = pace.rate(now);
        for _ in 0..4 {
            pace.refused(now - ms(50), now, None);
        }
        assert_eq!(pace.rate(now), rate);
    }

    #[test]
    fn recovers_and_at_last_forgets() {
        let (pace, now) = refused_at(20, None);
        let start = pace.rate(now).unwrap();
        assert!(pace.rate(now + ms(2_000)).unwrap() < start * 1.1);
        assert!(pace.rate(now + ms(30_000)).unwrap() > start * 3.0);
        assert_eq!(pace.rate(now + FORGET), None);
    }
}
