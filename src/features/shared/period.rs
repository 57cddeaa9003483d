//! The time that a log is narrowed down to: a preset, or days from and to. Days are days in UTC, as the pages say.

use super::list::{Filter, ListQuery};
use jiff::{Span, Timestamp, civil::Date, tz::Offset};

/// Presets: the word in the URL, the word for people, and how many days up to now.
const PRESETS: [(&str, i64); 4] = [("today", 0), ("7d", 7), ("30d", 30), ("90d", 90)];

/// The choice of a preset.
pub const PRESET: Filter = Filter::fixed(
    "when",
    "When",
    &[("today", "Today"), ("7d", "Last 7 days"), ("30d", "Last 30 days"), ("90d", "Last 90 days")],
);
/// The first day.
pub const FROM: Filter = Filter::day("from", "From");
/// The last day.
pub const TO: Filter = Filter::day("to", "To");

/// From when, and until before when; `None` does not restrict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Period {
    pub from: Option<Timestamp>,
    pub until: Option<Timestamp>,
}

impl Period {
    /// What a list's URL asks for. Days that are given win over a preset.
    pub fn of(query: &ListQuery, now: Timestamp) -> Self {
        let day = |slug: &str| query.filter(slug).and_then(|text| text.parse::<Date>().ok());
        let start = |date: Date| Offset::UTC.to_timestamp(date.at(0, 0, 0, 0)).ok();
        let preset = || {
            let slug = query.filter("when")?;
            let (_, days) = PRESETS.into_iter().find(|(known, _)| *known == slug)?;
            let today = Offset::UTC.to_datetime(now).date();
            today.checked_sub(Span::new().days(days)).ok().and_then(start)
        };
        let until = day("to").and_then(|date| date.tomorrow().ok()).and_then(start);
        let from = day("from").and_then(start).or_else(|| if until.is_none() { preset() } else { None });
        Self { from, until }
    }

    /// The same, with nothing later than this moment.
    #[must_use]
    pub fn before(self, moment: Timestamp) -> Self {
        Self { until: Some(self.until.map_or(moment, |until| until.min(moment))), ..self }
    }
}
