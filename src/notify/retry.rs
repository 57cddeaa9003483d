//! How long is waited before something is tried again: first about as long as mails wait for others to the same person.

use std::time::Duration;

/// How often a channel that works may refuse something until it is given up: for most of a day, as mails wait usually.
pub const REFUSALS: u32 = 8;

/// The longest wait before something that was refused is tried again.
const LONGEST_REFUSED: Duration = Duration::from_hours(6);

/// The longest wait before a channel that could not be reached is tried again.
const LONGEST_DOWN: Duration = Duration::from_mins(10);

/// The shortest wait of all.
const LEAST: Duration = Duration::from_secs(1);

/// How long is waited after so many refusals, where mails wait for `gather`.
pub fn after_refusals(gather: Duration, refusals: u32) -> Duration {
    grown(gather * 2, 4, refusals).min(LONGEST_REFUSED)
}

/// How long a channel rests that could not be reached so many times in a row, where mails wait for `gather`.
pub fn after_failures(gather: Duration, failures: u32) -> Duration {
    grown(gather, 2, failures).min(LONGEST_DOWN)
}

fn grown(least: Duration, factor: u32, times: u32) -> Duration {
    let factor = factor.checked_pow(times.saturating_sub(1)).unwrap_or(u32::MAX);
    least.max(LEAST).saturating_mul(factor)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notify::Timing;

    #[test]
    fn waits_grow_up_to_a_limit() {
        let gather = Timing::default().gather;
        let waits: Vec<u64> = (1..=6).map(|n| after_refusals(gather, n).as_secs()).collect();
        assert_eq!(waits, [30, 120, 480, 1_920, 7_680, 21_600]);
        assert_eq!(after_failures(gather, 1), Duration::from_secs(15));
        assert_eq!((after_failures(gather, 9), after_failures(gather, u32::MAX)), (LONGEST_DOWN, LONGEST_DOWN));
        let whole: Duration = (1..REFUSALS).map(|n| after_refusals(gather, n)).sum();
        assert!(whole > Duration::from_hours(12) && whole < Duration::from_hours(24), "{whole:?}");
        assert_eq!((after_refusals(Duration::ZERO, 1), after_failures(Duration::ZERO, 2)), (LEAST, LEAST * 2));
    }
}
