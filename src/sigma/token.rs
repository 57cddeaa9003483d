//! One access token: its secret, and how long it is good for.

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::time::Instant;

/// Longest lifetime believed. Sigma's tokens live an hour (BEHAVIOUR.md section 2).
const MAX_TOKEN_LIFE: Duration = Duration::from_hours(24);

/// Sigma's answer (openapi.yaml, `TokenResponse`).
#[derive(Deserialize)]
pub(super) struct Issued {
    access_token: String,
    expires_in: u64,
}

/// An access token and what is known about it.
#[derive(Debug)]
pub(super) struct Token {
    secret: SecretString,
    /// When a new one is asked for, while this one still works.
    pub renew_at: Instant,
    /// When it is used no more.
    pub ends_at: Instant,
    /// When it was issued, for people.
    pub issued_at: Timestamp,
    /// How long it was issued for.
    pub lifetime: Duration,
    accepted: AtomicBool,
}

impl Token {
    /// Counts the lifetime from when the token was asked for, which is never too late. Renewal starts in the last
    /// tenth of the lifetime, five minutes at most, spread by `jitter`, so that several processes do not renew
    /// together.
    pub fn new(issued: Issued, asked: Instant, issued_at: Timestamp, jitter: f64) -> Self {
        let lifetime = Duration::from_secs(issued.expires_in).min(MAX_TOKEN_LIFE);
        let early = (lifetime / 10).min(Duration::from_mins(5));
        let reserve = (lifetime / 20).min(Duration::from_secs(5));
        let ends_at = asked + lifetime.saturating_sub(reserve);
        let renew_at = asked + lifetime.saturating_sub(early.mul_f64(0.5 + jitter / 2.0));
        Self {
            secret: issued.access_token.into(),
            renew_at: renew_at.min(ends_at),
            ends_at,
            issued_at,
            lifetime,
            accepted: AtomicBool::new(false),
        }
    }

    /// The secret, for the header of a call and for nothing else.
    pub fn expose(&self) -> &str {
        self.secret.expose_secret()
    }

    /// Notes that Sigma took it.
    pub fn accepted(&self) {
        self.accepted.store(true, Ordering::Relaxed);
    }

    /// Whether Sigma ever took it.
    pub fn was_accepted(&self) -> bool {
        self.accepted.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(expires_in: u64, jitter: f64) -> (Duration, Duration) {
        let asked = Instant::now();
        let token = Token::new(Issued { access_token: "t".into(), expires_in }, asked, Timestamp::UNIX_EPOCH, jitter);
        (token.renew_at - asked, token.ends_at - asked)
    }

    #[test]
    fn renews_in_the_last_tenth_spread_by_chance() {
        let secs = Duration::from_secs;
        assert_eq!(made(3600, 0.0), (secs(3450), secs(3595)));
        assert_eq!(made(3600, 1.0), (secs(3300), secs(3595)));
        assert_eq!(made(20, 1.0), (secs(18), secs(19)));
        assert_eq!(made(0, 1.0), (secs(0), secs(0)));
    }

    #[test]
    fn believes_no_lifetime_beyond_a_day() {
        assert!(made(u64::MAX, 0.0).1 <= MAX_TOKEN_LIFE);
    }

    #[test]
    fn no_secret_shows_in_debug() {
        let token = Token::new(
            Issued { access_token: "s3cret".into(), expires_in: 60 },
            Instant::now(),
            Timestamp::UNIX_EPOCH,
            0.0,
        );
        assert!(!format!("{token:?}").contains("s3cret"));
    }
}
