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
const DIP: f64 = 0.03;
/// Time from a 429 to the middle of the settled stretch, for a limit that was met once.
const SETTLED: Duration = Duration::from_secs(10);
/// It becomes four times as long each time that the same limit is met again, up to this.
const LONGEST_SETTLED: Duration = Duration::from_secs(80);
/// By how much limits may differ that are the same, as a share.
const SAME: f64 = 0.1;
/// What a refusal below the limit that was known takes off.
const CUT: f64 = 0.97;
/// How late timers may be: so much of lost time is made up for. More would come as bursts, and a pace this close to the
/// limit leaves no room for any.
const LATE: Duration = Duration::from_millis(10);
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

/// What the last 429 has taught.
#[derive(Clone, Copy, Debug)]
struct Slowdown {
    at: Instant,
    /// Calls per second that were too many.
    limit: f64,
    /// Time from it to the middle of the settled stretch.
    settled: Duration,
    /// Whether a call that started since was accepted.
    is_over: bool,
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
            self.next.map_or(now, |next| next.max(now.checked_sub(LATE).unwrap_or(now))) + gap
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
            slowdown.is_over = true;
        }
        self.refused_in_a_row = 0;
        self.trial = Trial::Over;
    }

    /// Notes a 429.
    pub fn refused(&mut self, call: Started, now: Instant, retry_after: Option<Duration>) {
        let asked = retry_after.unwrap_or_default().min(LONGEST_ASKED);
        let before = f64::from(call.before).max(FIRST_GUESS);
        if let Some(last) = self.slowdown.as_mut().filter(|last| call.at < last.at) {
            // Already on its way at the last refusal, so it says nothing about the new pace. But answers come in any
            // order, and this may be the call that was the first too many.
            last.limit = last.limit.min(before.max(last.limit / 2.0));
            self.paused_until = self.paused_until.max(Some(now + asked));
            return;
        }
        let own = PAUSE.saturating_mul(1 << self.refused_in_a_row.min(10)).min(LONGEST_PAUSE);
        // Who says how long is believed the first time.
        let pause = if self.refused_in_a_row == 0 { retry_after.map_or(own, |_| asked) } else { own.max(asked) };
        self.paused_until = self.paused_until.max(Some(now + pause));
        self.refused_in_a_row += 1;
        self.trial = Trial::Due;
        let (limit, settled) = match self.slowdown.zip(self.rate(now)) {
            None => (before, SETTLED),
            // It is not the pace that is refused: the pause was too short. Otherwise an outage of a few seconds would
            // cost the next minutes their pace.
            Some((last, _)) if !last.is_over => (last.limit, last.settled),
            Some((last, rate)) => last.met_again(rate, call),
        };
        self.slowdown = Some(Slowdown { at: now, limit: limit.max(SLOWEST), settled, is_over: false });
        self.next = None;
    }

    /// Calls per second allowed now; `None` is unlimited. A cubic curve over the time since the last 429: it comes up
    /// to just below the limit, stays there for a while, then leaves it ever faster, to find out whether the limit is
    /// still there. A limit that stays is met every two or three minutes in the end, at the cost of one pause each.
    pub fn rate(&self, now: Instant) -> Option<f64> {
        let Slowdown { at, limit, settled, .. } = self.slowdown?;
        let since = now.saturating_duration_since(at);
        let curve = DIP * (since.as_secs_f64() / settled.as_secs_f64() - 1.0).powi(3);
        (since < FORGET).then_some((limit * (SETTLE + curve)).max(SLOWEST))
    }
}

impl Slowdown {
    /// What a call that was refused at this rate says of the limit, and how long to keep to that.
    fn met_again(&self, rate: f64, call: Started) -> (f64, Duration) {
        // Few calls may just mean that few were wanted, so their count alone halves the pace at most.
        let counted = rate.min((f64::from(call.before) + 1.0).max(rate / 2.0));
        let limit = if rate < self.limit { counted * CUT } else { counted };
        if (limit / self.limit - 1.0).abs() <= SAME {
            (f64::midpoint(limit, self.limit), (self.settled * 4).min(LONGEST_SETTLED))
        } else {
            (limit, SETTLED)
        }
    }
}

#[cfg(test)]
mod tests;
