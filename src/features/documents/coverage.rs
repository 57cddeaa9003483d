//! How much is known of what Sigma tells one by one.

use crate::{
    directory::Coverage,
    ui::{ago, number},
};
use jiff::Timestamp;

/// “Known for 310 of 330 active members, the oldest answer 19 h ago.”
pub fn words(coverage: Coverage, of: &str, now: Timestamp) -> String {
    let Coverage { all, known, since } = coverage;
    match since {
        None => format!("Not known yet: Sigma is asked about the {of} one by one."),
        Some(since) => {
            format!("Known for {} of {} {of}, the oldest answer {}.", number(known), number(all), ago(since, now))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_of_how_many_nothing_is_known() {
        let now: Timestamp = "2026-12-01T12:00:00Z".parse().unwrap();
        let since = "2026-12-01T09:00:00Z".parse().ok();
        let some = Coverage { all: 1330, known: 310, since };
        assert_eq!(words(some, "workbooks", now), "Known for 310 of 1,330 workbooks, the oldest answer 3 h ago.");
        assert!(words(Coverage::default(), "workbooks", now).starts_with("Not known yet"));
    }
}
