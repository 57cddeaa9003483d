//! Documents that nobody seems to look after any more.

use jiff::{SignedDuration, Timestamp};

/// Why a document counts as stale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Staleness {
    /// Nobody has changed it for so many days. When it was last opened Sigma does not tell.
    Unchanged(u16),
    /// Its owner is deactivated, or not in the organisation any more.
    OwnerGone,
}

impl Staleness {
    /// The filters that lists offer: name in the URL, and words for people.
    pub const CHOICES: &[(&str, &str)] = &[
        ("90", "Unchanged for 90 days"),
        ("180", "Unchanged for 180 days"),
        ("365", "Unchanged for a year"),
        ("orphan", "Owner gone"),
    ];

    /// Reads a name in the URL.
    pub fn from_slug(slug: &str) -> Option<Self> {
        if slug == "orphan" { Some(Self::OwnerGone) } else { slug.parse().ok().map(Self::Unchanged) }
    }

    /// Whether a document is stale that was last changed then, and whose owner is there or is not.
    pub fn admits(self, changed: Timestamp, is_owner_gone: bool, now: Timestamp) -> bool {
        match self {
            Self::Unchanged(days) => now.duration_since(changed) > SignedDuration::from_hours(24 * i64::from(days)),
            Self::OwnerGone => is_owner_gone,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_choice_is_read_and_means_what_it_says() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let now = at("2026-11-30T12:00:00Z");
        for (slug, of_june, of_the_gone) in
            [("90", true, false), ("180", true, false), ("365", false, false), ("orphan", false, true)]
        {
            let staleness = Staleness::from_slug(slug).unwrap();
            assert_eq!(staleness.admits(at("2026-06-01T12:00:00Z"), false, now), of_june, "{slug}");
            assert_eq!(staleness.admits(at("2026-11-29T12:00:00Z"), true, now), of_the_gone, "{slug}");
        }
        assert!(Staleness::CHOICES.iter().all(|(slug, _)| Staleness::from_slug(slug).is_some()));
        assert_eq!(Staleness::from_slug("soon"), None);
    }
}
