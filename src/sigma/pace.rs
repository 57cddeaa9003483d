//! How fast calls may start. Unlimited until Sigma answers 429; then paced a little below what Sigma took,
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
/// The same after the first one: what was too much is a guess then, so it is tried out sooner.
const GUESSED: Duration = Duration::from_secs(12);
/// What a refusal within that time takes off: the pace had settled too high.
const CUT: f64 = 0.95;
/// When calls are refused so soon after a pause that was too short, Sigma counts over a longer time than a second.
const SOON: Duration = Duration::from_secs(5);
/// How long the first call after a pause goes alone, unless it is answered sooner.
const TRIAL: Duration = Duration::from_secs(1);
/// The span over which calls are counted.
const WINDOW: Duration = Duration::from_secs(1);
/// What is taken to have been too fast when the very first calls are refused, in calls per second.
const FIRST_GUESS: f64 = 5.0;
/// Slowest pace, in calls per second.
const SLOWEST: f64 = 0.5;
/// Time after which a 429 is forgotten.
const FORGET: Duration = Duration::from_mins(5);
/// Pause after a 429, at least what that asks for; doubles with each one in a row.
const PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(16);
/// Longest pause taken from a `Retry-After`: a call with a nearer deadline fails by itself, and a mistaken value
/// must not stop the portal for a day.
const LONGEST_ASKED: Duration = Duration::from_mins(5);

/// The pace of one set of credentials. Knows no clock: every method is told the time.
#[derive(Debug, Default)]
pub(super) struct Pace {
    /// When the calls of the last second started.
    recent: VecDeque<Instant>,
    slowdown: Option<Slowdown>,
    /// Earliest start of the next call, by the pace.
    next: Option<Instant>,
    paused_until: Option<Instant>,
    refused_in_a_row: u32,
    trial: Trial,
}

/// Whether calls wait for the first one after a pause, which tries out whether the pause was long enough. Without it,
/// every call that waited would be refused once more where Sigma refuses for longer than it says.
#[derive(Clone, Copy, Debug, Default)]
enum Trial {
    #[default]
    Over,
    Due,
    Since(Instant),
}

/// A call that has started.
#[derive(Clone, Copy, Debug)]
pub(super) struct Started {
    at: Instant,
    /// How many calls had started in the second before it. If it is refused, they were too many or just enough:
    /// answers tell less, because those to the last calls are still on their way.
    before: u32,
}

#[derive(Clone, Copy, Debug)]
struct Slowdown {
    at: Instant,
    /// When the first call was refused, of those that were in a row.
    since: Instant,
    /// Calls per second that were too many.
    refused: f64,
    /// Calls that started since and were accepted.
    accepted: u32,
    /// Whether there was no pace before: how much was too much is known from the number of calls alone.
    is_first: bool,
}

impl Pace {
    /// When the next call may start; a time that has passed means now.
    pub fn opens(&self, now: Instant) -> Instant {
        let paced = self.rate(now).and(self.next).unwrap_or(now);
        let trial = if let Trial::Since(began) = self.trial { Some(began + TRIAL) } else { None };
        [self.paused_until, trial].into_iter().flatten().fold(paced, Instant::max)
    }

    /// When the pause after the last 429 ends, or ended.
    pub fn paused_until(&self) -> Option<Instant> {
        self.paused_until
    }

    /// Notes that a call starts.
    pub fn started(&mut self, now: Instant) -> Started {
        while self.recent.front().is_some_and(|at| now.saturating_duration_since(*at) >= WINDOW) {
            self.recent.pop_front();
        }
        let started = Started { at: now, before: u32::try_from(self.recent.len()).unwrap_or(u32::MAX) };
        self.recent.push_back(now);
        if !matches!(self.trial, Trial::Over) {
            self.trial = Trial::Since(now);
        }
        self.next = self.rate(now).map(|rate| {
            let gap = Duration::from_secs_f64(1.0 / rate);
            // Lost time is made up for by one call at most, so a pause is not followed by a burst.
            self.next.map_or(now, |next| next.max(now.checked_sub(gap).unwrap_or(now))) + gap
        });
        started
    }

    /// Notes an answer other than 429.
    pub fn accepted(&mut self, call: Started) {
        if let Some(slowdown) = &mut self.slowdown {
            // Already on its way at the last refusal, so it does not say that the pause is over.
            if call.at < slowdown.at {
                return;
            }
            slowdown.accepted += 1;
        }
        self.refused_in_a_row = 0;
        self.trial = Trial::Over;
    }

    /// Notes a 429.
    pub fn refused(&mut self, call: Started, now: Instant, retry_after: Option<Duration>) {
        let resumed = self.paused_until;
        let asked = retry_after.unwrap_or_default().min(LONGEST_ASKED);
        let before = f64::from(call.before).max(FIRST_GUESS);
        if let Some(last) = self.slowdown.as_mut().filter(|last| call.at < last.at) {
            // Already on its way at the last refusal, so it says nothing about the new pace.
            self.paused_until = self.paused_until.max(Some(now + asked));
            // But answers come in any order, and this may be the call that was the first too many.
            last.refused = if last.is_first { last.refused.min(before) } else { last.refused };
            return;
        }
        let own = PAUSE.saturating_mul(1 << self.refused_in_a_row.min(10)).min(LONGEST_PAUSE);
        // Who says how long is believed the first time.
        let pause = if self.refused_in_a_row == 0 { retry_after.map_or(own, |_| asked) } else { own.max(asked) };
        self.paused_until = self.paused_until.max(Some(now + pause));
        self.refused_in_a_row += 1;
        self.trial = Trial::Due;
        let refused = match (self.rate(now), self.slowdown) {
            // Nothing has been accepted since the last one, so it is not the pace that is refused: the pause was too
            // short. Otherwise an outage of a few seconds would cost the next minutes their pace.
            (Some(_), Some(last)) if last.accepted == 0 => last.refused,
            // What was accepted from pause to pause is what Sigma allows in the long run.
            (Some(rate), Some(last)) if last.since < last.at && resumed.is_some_and(|at| now < at + SOON) => {
                let lasted = now.saturating_duration_since(last.since);
                rate.min((f64::from(last.accepted) / lasted.as_secs_f64()).max(rate / 2.0))
            }
            // Few calls may just mean that few were wanted, so their count alone halves the pace at most.
            (Some(rate), last) => {
                let is_settling = last.is_some_and(|last| now < last.at + SETTLED);
                rate.min((f64::from(call.before) + 1.0).max(rate / 2.0)) * if is_settling { CUT } else { 1.0 }
            }
            (None, _) => before,
        };
        let since = self.slowdown.filter(|last| last.accepted == 0).map_or(now, |last| last.since);
        let is_first = self.rate(now).is_none();
        self.slowdown = Some(Slowdown { at: now, since, refused: refused.max(SLOWEST), accepted: 0, is_first });
        self.next = None;
    }

    /// Calls per second allowed now; `None` is unlimited. A cubic curve over the time since the last 429: it comes up
    /// to just below the refused rate, stays there for half a minute, then leaves it ever faster, to find out whether
    /// the limit is still there. A limit that stays is met twice a minute, at the cost of one pause each.
    pub fn rate(&self, now: Instant) -> Option<f64> {
        let Slowdown { at, refused, is_first, .. } = self.slowdown?;
        let since = now.saturating_duration_since(at);
        let settled = if is_first { GUESSED } else { SETTLED };
        let curve = DIP * (since.as_secs_f64() / settled.as_secs_f64() - 1.0).powi(3);
        (since < FORGET).then_some((refused * (SETTLE + curve)).max(SLOWEST))
    }
}

#[cfg(test)]
mod tests;
