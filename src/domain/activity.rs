//! When somebody was last in Sigma, as far as Sigma tells.

use jiff::{SignedDuration, Timestamp};

/// When somebody was last in Sigma.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LastActive {
    /// Sigma was not asked yet or had no answer, as it has none about admins (BEHAVIOUR.md section 18).
    Unknown,
    /// Sigma lists nothing that they were in.
    Nothing,
    /// When they were last in a document.
    At(Timestamp),
}

/// Which people are meant, by when they were last active.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActivityFilter {
    /// Active in the last so many days.
    Within(u16),
    /// Not active for so many days: those of whom nothing is listed too, those of whom nothing is known not.
    NotFor(u16),
    /// Nothing is listed.
    Nothing,
    /// Nothing is known.
    Unknown,
}

impl ActivityFilter {
    /// The filters that lists offer: name in the URL, and words for people.
    pub const CHOICES: &[(&str, &str)] = &[
        ("within-30", "In the last 30 days"),
        ("not-30", "Not for 30 days"),
        ("not-90", "Not for 90 days"),
        ("not-180", "Not for 180 days"),
        ("nothing", "Nothing recorded"),
        ("unknown", "Not known"),
    ];

    /// Reads a name in the URL.
    pub fn from_slug(slug: &str) -> Option<Self> {
        match slug {
            "nothing" => Some(Self::Nothing),
            "unknown" => Some(Self::Unknown),
            _ => {
                let (word, days) = slug.split_once('-')?;
                let days = days.parse().ok()?;
                match word {
                    "within" => Some(Self::Within(days)),
                    "not" => Some(Self::NotFor(days)),
                    _ => None,
                }
            }
        }
    }

    /// Whether somebody who was last active then is meant.
    pub fn admits(self, last: LastActive, now: Timestamp) -> bool {
        let is_within =
            |at: Timestamp, days: u16| now.duration_since(at) < SignedDuration::from_hours(24 * i64::from(days));
        match (self, last) {
            (Self::Within(days), LastActive::At(at)) => is_within(at, days),
            (Self::NotFor(days), LastActive::At(at)) => !is_within(at, days),
            (Self::NotFor(_) | Self::Nothing, LastActive::Nothing) | (Self::Unknown, LastActive::Unknown) => true,
            (Self::Within(_), LastActive::Nothing | LastActive::Unknown)
            | (Self::NotFor(_), LastActive::Unknown)
            | (Self::Nothing, LastActive::At(_) | LastActive::Unknown)
            | (Self::Unknown, LastActive::At(_) | LastActive::Nothing) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_unknown_is_neither_active_nor_idle() {
        let now: Timestamp = "2026-11-30T12:00:00Z".parse().unwrap();
        let at = |text: &str| LastActive::At(text.parse().unwrap());
        let all = [at("2026-11-29T12:00:00Z"), at("2026-08-01T12:00:00Z"), LastActive::Nothing, LastActive::Unknown];
        for (slug, admitted) in [
            ("within-30", [true, false, false, false]),
            ("not-30", [false, true, true, false]),
            ("not-90", [false, true, true, false]),
            ("not-180", [false, false, true, false]),
            ("nothing", [false, false, true, false]),
            ("unknown", [false, false, false, true]),
        ] {
            let filter = ActivityFilter::from_slug(slug).unwrap();
            assert_eq!(all.map(|last| filter.admits(last, now)), admitted, "{slug}");
        }
        assert!(ActivityFilter::CHOICES.iter().all(|(slug, _)| ActivityFilter::from_slug(slug).is_some()));
        assert_eq!(ActivityFilter::from_slug("not-x"), None);
    }
}
