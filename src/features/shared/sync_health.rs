//! How readings of the directory have gone, as strips: one for each section.

use crate::{
    directory::Collection,
    store::ReadingCount,
    ui::chart::{self, Strip, Tally},
};
use jiff::civil::Date;
use leptos::prelude::*;

/// Days in the picture.
pub const DAYS: u32 = 14;

/// The picture of the days, with what its signs mean.
pub fn picture(days: &[(Date, Vec<ReadingCount>)]) -> impl IntoView + use<> {
    let strips: Vec<Strip> = Collection::ALL.iter().map(|section| strip(*section, days)).collect();
    let dates: Vec<Date> = days.iter().map(|(day, _)| *day).collect();
    view! {
        {chart::strips("readings-chart", "Syncs per day", "syncs", &dates, &strips)}
        <p class="hint chart-key">"Solid: every sync succeeded. Hatched: that many failed. Line: no sync."</p>
    }
}

/// A section's name at the beginning of a line.
pub fn capital(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn strip(section: Collection, days: &[(Date, Vec<ReadingCount>)]) -> Strip {
    let of = |counts: &Vec<ReadingCount>| {
        let count = counts.iter().find(|count| count.section == section.task());
        count.map_or_else(Tally::default, |count| Tally { worked: count.worked, failed: count.failed })
    };
    Strip { name: capital(section.name()), days: days.iter().map(|(_, counts)| of(counts)).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_strip_has_every_day() {
        let count = ReadingCount { section: "directory.teams".into(), worked: 3, failed: 1 };
        let days = [("2026-11-23".parse().unwrap(), vec![count]), ("2026-11-24".parse().unwrap(), vec![])];
        let strip = strip(Collection::Teams, &days);
        assert_eq!(
            (strip.name.as_str(), strip.days),
            ("Teams", vec![Tally { worked: 3, failed: 1 }, Tally::default()])
        );
    }
}
