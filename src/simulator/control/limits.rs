//! How often may be called (BEHAVIOUR.md section 6). Real time, not the simulator's clock: moving the clock must not
//! let callers through.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_mins(1);

/// How often may be called; absent means as often as one likes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Limits {
    /// Token requests in any second; Sigma documents 1.
    pub tokens_per_second: Option<u32>,
    /// Export requests in any minute; Sigma documents 400.
    pub exports_per_minute: Option<u32>,
    /// Download requests in any minute; Sigma documents 400.
    pub downloads_per_minute: Option<u32>,
    /// Calls in any second, token requests aside; Sigma publishes no figure.
    pub calls_per_second: Option<u32>,
    /// Whether a refusal is plain text, as from the edge in front of Sigma, rather than JSON.
    pub answers_text: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            tokens_per_second: Some(1),
            exports_per_minute: Some(400),
            downloads_per_minute: Some(400),
            calls_per_second: None,
            answers_text: false,
        }
    }
}

impl Limits {
    /// No limits at all.
    #[must_use]
    pub fn none() -> Self {
        Self {
            tokens_per_second: None,
            exports_per_minute: None,
            downloads_per_minute: None,
            calls_per_second: None,
            answers_text: false,
        }
    }
}

/// The recent calls that count for each limit.
#[derive(Default)]
pub struct Gates {
    tokens: Gate,
    exports: Gate,
    downloads: Gate,
    calls: Gate,
}

impl Gates {
    /// Whether one more call of a path pattern is within the limits; counts it if so.
    pub fn admit(&mut self, limits: &Limits, pattern: &str) -> bool {
        let own = match pattern {
            "/v2/auth/token" => return self.tokens.admits(limits.tokens_per_second, SECOND),
            "/v2/workbooks/{workbookId}/export" => self.exports.admits(limits.exports_per_minute, MINUTE),
            "/v2/query/{queryId}/download" => self.downloads.admits(limits.downloads_per_minute, MINUTE),
            _ => true,
        };
        own && self.calls.admits(limits.calls_per_second, SECOND)
    }
}

/// The calls of the last second or minute.
#[derive(Default)]
struct Gate {
    passed: VecDeque<Instant>,
}

impl Gate {
    fn admits(&mut self, limit: Option<u32>, within: Duration) -> bool {
        let Some(limit) = limit else { return true };
        let now = Instant::now();
        while self.passed.front().is_some_and(|at| now.duration_since(*at) >= within) {
            self.passed.pop_front();
        }
        if self.passed.len() >= limit as usize {
            return false;
        }
        self.passed.push_back(now);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gate_admits_as_many_as_the_limit_says() {
        let mut gate = Gate::default();
        assert_eq!([(); 4].map(|()| gate.admits(Some(2), SECOND)), [true, true, false, false]);
        assert!(gate.admits(None, SECOND));
    }

    #[test]
    fn exports_and_downloads_have_limits_of_their_own() {
        let limits = Limits { exports_per_minute: Some(1), ..Limits::default() };
        let mut gates = Gates::default();
        let export = "/v2/workbooks/{workbookId}/export";
        assert!(gates.admit(&limits, export));
        assert!(!gates.admit(&limits, export));
        assert!(gates.admit(&limits, "/v2/query/{queryId}/download"));
        assert!(gates.admit(&limits, "/v2/whoami"));
    }
}
