//! Whether a failed attempt is followed by another, and when. Pure, so that it is tested as a table.

use super::config::Limits;
use super::error::{Error, ErrorKind, is_passing};
use super::request::Repeat;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

/// How one attempt ended, as far as repeating it is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Nothing was sent.
    NotSent,
    /// Sent, perhaps; no whole answer.
    Lost,
    /// Answered with a status that is no success.
    Status { status: u16, retry_after: Option<Duration> },
    /// Another attempt cannot go better.
    Final,
}

impl Outcome {
    pub fn of(error: &Error) -> Self {
        match error.kind() {
            ErrorKind::Unreachable(_) => Self::NotSent,
            ErrorKind::Lost(_) => Self::Lost,
            ErrorKind::Unauthorized(refusal) | ErrorKind::Throttled(refusal) | ErrorKind::Refused(refusal) => {
                Self::Status { status: refusal.status, retry_after: refusal.retry_after }
            }
            ErrorKind::NotAsked
            | ErrorKind::OutOfTime
            | ErrorKind::HeldBack(_)
            | ErrorKind::Decode { .. }
            | ErrorKind::TooLarge { .. }
            | ErrorKind::CursorRepeated
            | ErrorKind::TooManyPages { .. }
            | ErrorKind::TooManyRows { .. }
            | ErrorKind::Invalid(_) => Self::Final,
        }
    }
}

/// Where a call stands after a failed attempt.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    /// Attempts made so far, from 1.
    pub attempt: u32,
    /// Time left until the call's deadline.
    pub left: Duration,
    /// Whether a new token is to be had and was not tried yet.
    pub may_renew: bool,
    /// Whether the retry budget has something left.
    pub in_budget: bool,
}

/// What to do after a failed attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decision {
    /// Give the failure to the caller.
    Stop,
    /// Try again at once with a new token.
    Renew,
    /// Try again after a pause.
    After(Duration),
}

/// Decides what follows a failed attempt; `jitter` is a random number from 0 to 1.
///
/// A 401 and a 429 say that nothing was done, so any call may follow them. After an answer that was lost or a 5xx,
/// only what is safe to repeat goes out again (BEHAVIOUR.md section 15).
pub(super) fn decide(repeat: Repeat, outcome: Outcome, at: Standing, limits: &Limits, jitter: f64) -> Decision {
    let (asked, needs_budget) = match outcome {
        Outcome::Status { status: 401, .. } => return if at.may_renew { Decision::Renew } else { Decision::Stop },
        // The limiter already makes every caller wait after a 429; the budget is for what nobody slows down.
        Outcome::Status { status: 429, retry_after } => (retry_after, false),
        Outcome::Status { status, retry_after } if is_passing(status) && repeat == Repeat::Safe => (retry_after, true),
        Outcome::NotSent => (None, true),
        Outcome::Lost if repeat == Repeat::Safe => (None, true),
        Outcome::Lost | Outcome::Status { .. } | Outcome::Final => return Decision::Stop,
    };
    if at.attempt >= limits.attempts || (needs_budget && !at.in_budget) {
        return Decision::Stop;
    }
    let pause = backoff(at.attempt, limits, jitter).max(asked.unwrap_or_default());
    if pause < at.left { Decision::After(pause) } else { Decision::Stop }
}

/// Full jitter: anything between nothing and the doubling upper end.
fn backoff(attempt: u32, limits: &Limits, jitter: f64) -> Duration {
    let most = limits.first_pause.saturating_mul(1 << (attempt - 1).min(16)).min(limits.longest_pause);
    most.mul_f64(jitter.clamp(0.0, 1.0))
}

/// A budget of retries shared by all calls: each retry costs, each success pays a little back. When Sigma is down it
/// runs dry, and calls fail at once instead of multiplying the load.
#[derive(Debug)]
pub(super) struct Budget(AtomicI64);

impl Budget {
    const FULL: i64 = 100;
    const COST: i64 = 5;

    pub fn full() -> Self {
        Self(AtomicI64::new(Self::FULL))
    }

    /// Whether a retry can be paid.
    pub fn has_left(&self) -> bool {
        self.0.load(Ordering::Relaxed) >= Self::COST
    }

    /// Pays one retry.
    pub fn spend(&self) {
        self.0.fetch_sub(Self::COST, Ordering::Relaxed);
    }

    /// Notes a success.
    pub fn earn(&self) {
        // Full already is as good as paid back, so the failure to update is no failure.
        let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |now| (now < Self::FULL).then_some(now + 1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Decision::{After, Renew, Stop};
    use Repeat::{OnlyIfNotDone, Safe};

    const SECOND: Duration = Duration::from_secs(1);

    fn limits() -> Limits {
        Limits { attempts: 4, first_pause: SECOND, longest_pause: 3 * SECOND, ..Limits::default() }
    }

    fn first() -> Standing {
        Standing { attempt: 1, left: 60 * SECOND, may_renew: true, in_budget: true }
    }

    fn status(status: u16) -> Outcome {
        Outcome::Status { status, retry_after: None }
    }

    #[test]
    fn the_table() {
        for (repeat, outcome, expected) in [
            (Safe, Outcome::NotSent, After(SECOND)),
            (OnlyIfNotDone, Outcome::NotSent, After(SECOND)),
            (Safe, Outcome::Lost, After(SECOND)),
            (OnlyIfNotDone, Outcome::Lost, Stop),
            (Safe, status(401), Renew),
            (OnlyIfNotDone, status(401), Renew),
            (Safe, status(429), After(SECOND)),
            (OnlyIfNotDone, status(429), After(SECOND)),
            (Safe, status(402), After(SECOND)),
            (Safe, status(408), After(SECOND)),
            (Safe, status(502), After(SECOND)),
            (Safe, status(503), After(SECOND)),
            (Safe, status(504), After(SECOND)),
            (Safe, status(522), After(SECOND)),
            (OnlyIfNotDone, status(402), Stop),
            (OnlyIfNotDone, status(503), Stop),
            (OnlyIfNotDone, status(408), Stop),
            (Safe, status(400), Stop),
            (Safe, status(403), Stop),
            (Safe, status(404), Stop),
            (Safe, status(409), Stop),
            (Safe, status(500), Stop),
            (Safe, status(501), Stop),
            (Safe, status(302), Stop),
            (Safe, Outcome::Final, Stop),
        ] {
            assert_eq!(decide(repeat, outcome, first(), &limits(), 1.0), expected, "{repeat:?} {outcome:?}");
        }
    }

    #[test]
    fn a_second_401_ends_the_call() {
        let at = Standing { may_renew: false, ..first() };
        assert_eq!(decide(Safe, status(401), at, &limits(), 1.0), Stop);
    }

    #[test]
    fn pauses_double_up_to_the_longest_and_jitter_down_to_nothing() {
        let pause = |attempt, jitter| decide(Safe, Outcome::Lost, Standing { attempt, ..first() }, &limits(), jitter);
        assert_eq!(
            [pause(1, 1.0), pause(2, 1.0), pause(3, 1.0)],
            [After(SECOND), After(2 * SECOND), After(3 * SECOND)]
        );
        assert_eq!(pause(2, 0.25), After(SECOND / 2));
        assert_eq!(pause(3, 0.0), After(Duration::ZERO));
        assert_eq!(pause(4, 0.0), Stop);
    }

    #[test]
    fn waits_as_long_as_asked_unless_that_is_too_long() {
        let asked = |secs| Outcome::Status { status: 429, retry_after: Some(secs * SECOND) };
        assert_eq!(decide(Safe, asked(20), first(), &limits(), 0.5), After(20 * SECOND));
        assert_eq!(decide(Safe, asked(60), first(), &limits(), 0.5), Stop);
    }

    #[test]
    fn an_empty_budget_stops_faults_but_not_throttling() {
        let at = Standing { in_budget: false, ..first() };
        assert_eq!(decide(Safe, Outcome::Lost, at, &limits(), 1.0), Stop);
        assert_eq!(decide(Safe, status(429), at, &limits(), 1.0), After(SECOND));
    }

    #[test]
    fn the_budget_runs_dry_and_is_earned_back() {
        let budget = Budget::full();
        let mut retries = 0;
        while budget.has_left() {
            budget.spend();
            retries += 1;
        }
        assert_eq!(retries, 20);
        for _ in 0..5 {
            assert!(!budget.has_left());
            budget.earn();
        }
        assert!(budget.has_left());
    }
}
