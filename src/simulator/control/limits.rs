//! Calls per second (BEHAVIOUR.md section 6). Real time, not the simulator's clock: moving the clock must not let
//! callers through.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

const SECOND: Duration = Duration::from_secs(1);

/// How often may be called; absent means as often as one likes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Limits {
    /// Token requests in any second; Sigma documents 1.
    #[serde(default)]
    pub tokens_per_second: Option<u32>,
    /// All other calls in any second; Sigma publishes no figure.
    #[serde(default)]
    pub calls_per_second: Option<u32>,
}

impl Default for Limits {
    fn default() -> Self {
        Self { tokens_per_second: Some(1), calls_per_second: None }
    }
}

/// The calls of the last second.
#[derive(Default)]
pub struct Gate {
    passed: VecDeque<Instant>,
}

impl Gate {
    /// Whether one more call fits into this second; counts it if so.
    pub fn admits(&mut self, limit: Option<u32>) -> bool {
        let Some(limit) = limit else { return true };
        let now = Instant::now();
        while self.passed.front().is_some_and(|at| now.duration_since(*at) >= SECOND) {
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
        assert_eq!([(); 4].map(|()| gate.admits(Some(2))), [true, true, false, false]);
        assert!(gate.admits(None));
    }
}
