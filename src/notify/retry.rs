//! How long is waited before something is tried again.

use std::time::Duration;

/// How often a channel that works may refuse something until it is given up: for most of a day.
pub const REFUSALS: u32 = 8;

/// The shortest and the longest wait before something that was refused is tried again.
const REFUSED: (Duration, Duration) = (Duration::from_secs(30), Duration::from_hours(6));

/// The shortest and the longest wait before a channel that could not be reached is tried again.
const DOWN: (Duration, Duration) = (Duration::from_secs(15), Duration::from_mins(10));

/// How long is waited after so many refusals.
pub fn after_refusals(refusals: u32) -> Duration {
    grown(REFUSED, 4, refusals)
}

/// How long a channel rests that could not be reached so many times in a row.
pub fn after_failures(failures: u32) -> Duration {
    grown(DOWN, 2, failures)
}

fn grown((least, most): (Duration, Duration), factor: u32, times: u32) -> Duration {
    let factor = factor.checked_pow(times.saturating_sub(1)).unwrap_or(u32::MAX);
    least.saturating_mul(factor).min(most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_up_to_a_limit() {
        let waits: Vec<u64> = (1..=6).map(|n| after_refusals(n).as_secs()).collect();
        assert_eq!(waits, [30, 120, 480, 1_920, 7_680, 21_600]);
        assert_eq!(after_failures(1), Duration::from_secs(15));
        assert_eq!((after_failures(9), after_failures(u32::MAX)), (DOWN.1, DOWN.1));
        let whole: Duration = (1..REFUSALS).map(after_refusals).sum();
        assert!(whole > Duration::from_hours(12) && whole < Duration::from_hours(24), "{whole:?}");
    }
}
