//! How often a person may do something.

use super::Limits;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock};
use std::{num::NonZeroU32, time::Duration};

/// Most people that are told apart; beyond them, which no organisation has at one moment, all others count as one.
const MOST_PEOPLE: usize = 50_000;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Search,
    Write,
    /// A list or file taken away.
    Export,
    /// A question to Sigma.
    Question,
    /// A section of the directory read anew.
    Refresh,
    /// The way to a sign-in provider and back.
    SignIn,
    /// A refusal that is written down.
    Refusal,
    /// A call of the API, by its token.
    Api,
}

/// How often something may be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// So often at once, by somebody who has not done it for long.
    pub burst: u32,
    /// And once more after each of these.
    pub every: Duration,
}

type Limiter = DefaultKeyedRateLimiter<String>;

/// A limiter for each kind.
pub(super) struct Rates {
    searches: Limiter,
    writes: Limiter,
    exports: Limiter,
    questions: Limiter,
    refreshes: Limiter,
    refusals: Limiter,
    sign_ins: Limiter,
    api: Limiter,
}

impl Rates {
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            searches: limiter(limits.searches),
            writes: limiter(limits.writes),
            exports: limiter(limits.exports),
            questions: limiter(limits.questions),
            refreshes: limiter(limits.refreshes),
            refusals: limiter(limits.refusals),
            sign_ins: limiter(limits.sign_ins),
            api: limiter(limits.api),
        }
    }

    /// Takes `times` of what a person may do; otherwise says how long until then.
    pub(super) fn take(&self, kind: Kind, person: &str, times: u32) -> Result<(), Duration> {
        let limiter = self.of(kind);
        if limiter.len() >= MOST_PEOPLE {
            limiter.retain_recent();
        }
        let key = if limiter.len() < MOST_PEOPLE { person.to_owned() } else { String::new() };
        match limiter.check_key_n(&key, NonZeroU32::new(times).unwrap_or(NonZeroU32::MIN)) {
            Ok(Ok(())) => Ok(()),
            Ok(Err(not_until)) => Err(not_until.wait_time_from(limiter.clock().now())),
            // More at once than is ever allowed.
            Err(_) => Err(Duration::from_hours(1)),
        }
    }

    pub(super) fn tidy(&self) {
        let often = [&self.searches, &self.writes, &self.exports, &self.questions, &self.api];
        for limiter in often.into_iter().chain([&self.refreshes, &self.refusals, &self.sign_ins]) {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }

    fn of(&self, kind: Kind) -> &Limiter {
        match kind {
            Kind::Search => &self.searches,
            Kind::Write => &self.writes,
            Kind::Export => &self.exports,
            Kind::Question => &self.questions,
            Kind::Refresh => &self.refreshes,
            Kind::Refusal => &self.refusals,
            Kind::SignIn => &self.sign_ins,
            Kind::Api => &self.api,
        }
    }
}

fn limiter(rate: Rate) -> Limiter {
    // A period of nothing has no quota; a microsecond is as good as none.
    let every = rate.every.max(Duration::from_micros(1));
    let quota = Quota::with_period(every).unwrap_or(Quota::per_second(NonZeroU32::MAX));
    RateLimiter::keyed(quota.allow_burst(NonZeroU32::new(rate.burst).unwrap_or(NonZeroU32::MIN)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_is_held_up_and_the_others_are_not() {
        let hourly = Rate { burst: 2, every: Duration::from_hours(1) };
        let rates = Rates::new(&Limits { refreshes: hourly, ..Limits::default() });
        assert!(rates.take(Kind::Refresh, "ada", 2).is_ok());
        let wait = rates.take(Kind::Refresh, "ada", 1).unwrap_err();
        assert!(wait > Duration::from_mins(59) && wait <= Duration::from_hours(1), "{wait:?}");
        assert!(rates.take(Kind::Refresh, "ben", 1).is_ok());
        assert!(rates.take(Kind::Write, "ada", 1).is_ok(), "each kind counts by itself");
        assert!(rates.take(Kind::Refresh, "cy", 3).is_err(), "more than ever fits");
    }

    #[test]
    fn who_has_done_nothing_lately_is_forgotten() {
        let quick = Rate { burst: 1, every: Duration::from_nanos(1) };
        let rates = Rates::new(&Limits { searches: quick, ..Limits::default() });
        for person in 0..100 {
            assert!(rates.take(Kind::Search, &person.to_string(), 1).is_ok());
        }
        std::thread::yield_now();
        let forgotten = || {
            rates.tidy();
            rates.searches.is_empty()
        };
        assert!((0..10_000).any(|_| forgotten()));
    }
}
