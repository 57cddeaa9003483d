//! How fast calls may start. Unlimited until Sigma answers 429; then paced a little below what Sigma was accepting,
//! and ever faster again the longer nothing is refused.
//!
//! Sigma publishes no general limit (BEHAVIOUR.md section 6), so it is found by trying. Pacing starts in time rather
//! than counting calls in flight keeps both kinds of limit: calls per second, and calls at once.

use std::collections::VecDeque;
use std::time::Duration;
use tokio::time::Instant;

/// Where the pace settles, as a share of the rate at which calls were refused.
const SETTLE: f64 = 0.98;
/// How far below that it starts. Also how fast it leaves it again: see [`Pace::rate`].
const DIP: f64 = 0.05;
/// Time from a 429 to the middle of the settled stretch.
const SETTLED: Duration = Duration::from_secs(20);
/// What a refusal within that time takes off: the pace had settled too high.
const CUT: f64 = 0.95;
/// What a refusal right after a pause takes off: the limit is another one than before.
const DEEP_CUT: f64 = 0.8;
/// The span over which accepted calls are counted.
const WINDOW: Duration = Duration::from_secs(1);
/// What is taken to have been too fast when the very first calls are refused, in calls per second.
const FIRST_GUESS: f64 = 5.0;
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
    /// When the calls of the last second were accepted.
    accepted: VecDeque<Instant>,
    slowdown: Option<Slowdown>,
    /// Earliest start of the next call, by the pace.
    next: Option<Instant>,
    paused_until: Option<Instant>,
    refused_in_a_row: u32,
}

#[derive(Clone, Copy, Debug)]
struct Slowdown {
    at: Instant,
    /// Calls per second that were too many.
    refused: f64,
}

impl Pace {
    /// When the next call may start; a time that has passed means now.
    pub fn opens(&self, now: Instant) -> Instant {
        let paced = self.rate(now).and(self.next).unwrap_or(now);
        self.paused_until.map_or(paced, |pause| paced.max(pause))
    }

    /// When the pause after the last 429 ends, or ended.
    pub fn paused_until(&self) -> Option<Instant> {
        self.paused_until
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
        self.forget_old(now);
        self.accepted.push_back(now);
        self.refused_in_a_row = 0;
    }

    /// Notes a 429 to a call that started at `started`.
    pub fn refused(&mut self, started: Instant, now: Instant, retry_after: Option<Duration>) {
        let pause = retry_after.map_or_else(
            || PAUSE.saturating_mul(1 << self.refused_in_a_row.min(10)).min(LONGEST_PAUSE),
            |asked| asked.min(LONGEST_ASKED),
        );
        let resumed = self.paused_until;
        self.paused_until = self.paused_until.max(Some(now + pause));
        // Calls that were already on their way when the pace was cut say nothing about the new pace.
        if self.slowdown.is_some_and(|s| started < s.at) {
            return;
        }
        self.refused_in_a_row += 1;
        self.forget_old(now);
        let accepted = f64::from(u32::try_from(self.accepted.len()).unwrap_or(u32::MAX));
        let refused = match (self.rate(now), self.slowdown) {
            // Nothing has been accepted since the last one, so it is not the pace that is refused: the pause was too
            // short. Otherwise an outage of a few seconds would cost the next minutes their pace.
            (Some(_), Some(before)) if self.accepted.is_empty() => before.refused,
            (Some(rate), _) if resumed.is_some_and(|at| now < at + WINDOW) => rate * DEEP_CUT,
            // Few accepted calls may just mean few calls, so the count alone halves the pace at most.
            (Some(rate), Some(before)) if now < before.at + SETTLED => rate.min(accepted.max(rate / 2.0)) * CUT,
            (Some(rate), _) => rate.min(accepted.max(rate / 2.0)),
            (None, _) => accepted.max(FIRST_GUESS),
        };
        self.slowdown = Some(Slowdown { at: now, refused: refused.max(SLOWEST) });
        self.next = None;
    }

    /// Calls per second allowed now; `None` is unlimited. A cubic curve over the time since the last 429: it comes up
    /// to just below the refused rate, stays there for half a minute, then leaves it ever faster, to find out whether
    /// the limit is still there. A limit that stays is met twice a minute, at the cost of one pause each.
    pub fn rate(&self, now: Instant) -> Option<f64> {
        let Slowdown { at, refused } = self.slowdown?;
        let since = now.saturating_duration_since(at);
        let curve = DIP * (since.as_secs_f64() / SETTLED.as_secs_f64() - 1.0).powi(3);
        (since < FORGET).then_some((refused * (SETTLE + curve)).max(SLOWEST))
    }

    fn forget_old(&mut self, now: Instant) {
        while self.accepted.front().is_some_and(|at| now.saturating_duration_since(*at) >= WINDOW) {
            self.accepted.pop_front();
        }
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
        assert!((18.0..20.0).contains(&rate), "{rate}");
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
    fn an_outage_that_refuses_everything_does_not_cost_the_pace() {
        let (mut pace, mut now) = refused_at(20, None);
        for _ in 0..6 {
            now = pace.opens(now) + WINDOW;
            pace.refused(now, now, None);
        }
        assert!(pace.rate(now).unwrap() > 18.0, "{:?}", pace.rate(now));
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
    fn settles_below_the_limit_then_looks_whether_it_is_gone() {
        let (pace, now) = refused_at(20, None);
        let rate = |secs| pace.rate(now + Duration::from_secs(secs)).unwrap();
        assert!((18.0..20.0).contains(&rate(0)) && (19.0..20.0).contains(&rate(30)), "{} {}", rate(0), rate(30));
        assert!((20.0..30.0).contains(&rate(50)) && rate(120) > 100.0, "{} {}", rate(50), rate(120));
        assert_eq!(pace.rate(now + FORGET), None);
    }

    #[test]
    fn a_first_call_that_is_refused_does_not_stop_everything() {
        let mut pace = Pace::default();
        let now = Instant::now();
        pace.refused(now, now, None);
        assert!(pace.rate(now).unwrap() > 4.0);
        for _ in 0..40 {
            let now = pace.opens(now);
            pace.refused(now, now, Some(ms(1)));
        }
        assert!(pace.rate(now + Duration::from_mins(3)).unwrap() > 5.0);
    }

    #[test]
    fn refusals_in_quick_succession_cut_deeper() {
        let (mut pace, mut now) = refused_at(20, None);
        for _ in 0..6 {
            now = pace.opens(now);
            pace.accepted(now);
            pace.refused(now, now, None);
        }
        assert!(pace.rate(now).unwrap() < 7.0, "{:?}", pace.rate(now));
    }
}
