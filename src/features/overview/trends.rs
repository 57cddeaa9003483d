//! How the organisation has been going, as pictures: seats, who came and went, access that ends, changes, syncs.

use super::activity;
use crate::{
    domain::Capability,
    features::shared::sync_health,
    store::{self, ChangeFilter, Headcount, ReadingCount},
    ui::{
        chart::{self, Every, Flow, Line},
        empty::Empty,
        panel::Panel,
    },
    web::{RequestContext, paths},
};
use icondata_lu as lu;
use jiff::civil::Date;
use leptos::prelude::*;

/// Days that the pictures go back.
pub const DAYS: u32 = 60;

/// Weeks that are looked ahead for access that ends.
const WEEKS: u32 = 8;

const WEEK: usize = 7;

/// What the pictures show.
pub struct Trends {
    people: Vec<(Date, Headcount)>,
    /// How much access ends on each of the days of the next weeks.
    ends: Vec<(Date, u64)>,
    changes: Vec<(Date, u64)>,
    readings: Vec<(Date, Vec<ReadingCount>)>,
}

impl Trends {
    /// Reads them, for those who see the whole organization and what was done in it; `None` for everybody else.
    ///
    /// # Errors
    /// Failures of the database.
    pub async fn read(cx: &RequestContext) -> Result<Option<Self>, store::Error> {
        if !cx.can(Capability::ReadAudit) {
            return Ok(None);
        }
        let (store, now, all) = (&cx.app.store, cx.now, ChangeFilter::default());
        let (people, changes, readings, ends) = tokio::join!(
            store.headcounts(now, DAYS),
            store.changes_per_day(&all, now, DAYS),
            store.readings_per_day(now, sync_health::DAYS),
            store.ends_per_day(now, WEEKS * 7),
        );
        Ok(Some(Self { people: people?, ends: ends?, changes: changes?, readings: readings? }))
    }

    /// The pictures of the organisation, side by side.
    pub fn view(&self) -> impl IntoView + use<> {
        view! {
            <section class="trends" aria-label="Trends">
                {seats(&self.people)}
                {flows(&self.people)}
                {ending(&self.ends)}
                {activity::per_day(&self.changes)}
            </section>
        }
    }

    /// The picture of the syncs, for the side.
    pub fn syncs(&self) -> impl IntoView + use<> {
        syncs(&self.readings)
    }
}

fn seats(people: &[(Date, Headcount)]) -> impl IntoView + use<> {
    let days: Vec<Date> = people.iter().map(|(day, _)| *day).collect();
    let drawn = chart::lines("seats-trend-chart", "Seats over time", "Active members", &days, &seat_lines(people));
    let span = format!("last {DAYS} days");
    view! { <Panel id="seats-trend" title="Seats over time" count=span>{drawn}</Panel> }
}

/// A line for each account type that somebody had, the largest today first.
fn seat_lines(people: &[(Date, Headcount)]) -> Vec<Line> {
    let mut names: Vec<&String> = people.iter().flat_map(|(_, counted)| counted.seats.keys()).collect();
    names.sort_unstable();
    names.dedup();
    let of = |name: &String| people.iter().map(|(_, counted)| counted.seats.get(name).copied().unwrap_or(0)).collect();
    let lines = names.into_iter().map(|name| Line { name: name.clone(), amounts: of(name) });
    let mut lines: Vec<Line> = lines.filter(|line| line.amounts.iter().any(|n| *n > 0)).collect();
    lines.sort_by_key(|line| std::cmp::Reverse(line.amounts.last().copied()));
    lines
}

fn flows(people: &[(Date, Headcount)]) -> impl IntoView + use<> {
    let weeks = weekly(people);
    let body = if weeks.is_empty() {
        let text = "A week after the first sync, this shows how many people joined and left.";
        view! { <Empty icon=lu::LuUsers title="Not known yet" text=text/> }.into_any()
    } else {
        chart::flows("flows-chart", "Joined and left per week", ["joined", "left"], &weeks).into_any()
    };
    view! { <Panel id="flows" title="Joined and left per week">{body}</Panel> }
}

/// Who came and went in each whole week that ends today. Sigma keeps those who leave in its list: it grows by everybody
/// who comes, and those in it who are not active any more grow by everybody who goes.
fn weekly(people: &[(Date, Headcount)]) -> Vec<Flow> {
    let gone = |counted: &Headcount| counted.all.saturating_sub(counted.active());
    let ends: Vec<&(Date, Headcount)> = people.iter().rev().step_by(WEEK).collect();
    let week = |pair: &[&(Date, Headcount)]| {
        let [(_, after), (day, before)] = [pair[0], pair[1]];
        Flow {
            from: day.tomorrow().unwrap_or(*day),
            came: after.all.saturating_sub(before.all),
            went: gone(after).saturating_sub(gone(before)),
        }
    };
    let mut weeks: Vec<Flow> = ends.windows(2).map(week).collect();
    weeks.reverse();
    weeks
}

fn ending(ends: &[(Date, u64)]) -> impl IntoView + use<> {
    let week = |days: &[(Date, u64)]| Some((days.first()?.0, days.iter().map(|(_, ends)| ends).sum()));
    let weeks: Vec<(Date, u64)> = ends.chunks(WEEK).filter_map(week).collect();
    let all = view! { <a class="btn btn-quiet btn-sm" href=paths::ENDS_SOON>"What ends soon"</a> }.into_any();
    let body = if weeks.iter().all(|(_, ends)| *ends == 0) {
        let text = "Access that is granted for a time appears here before it ends.";
        view! { <Empty icon=lu::LuCalendarClock title="Nothing ends soon" text=text/> }.into_any()
    } else {
        chart::columns("ends-chart", "Access that ends per week", "grants", Every::Week, &weeks).into_any()
    };
    view! { <Panel id="ending" title="Access that ends" count=format!("next {WEEKS} weeks") actions=all>{body}</Panel> }
}

fn syncs(readings: &[(Date, Vec<ReadingCount>)]) -> impl IntoView + use<> {
    let all = view! { <a class="btn btn-quiet btn-sm" href=paths::SETTINGS>"Every sync"</a> }.into_any();
    let span = format!("last {} days", sync_health::DAYS);
    let picture = sync_health::picture(readings);
    view! { <Panel id="sync-health" title="Sync health" count=span actions=all>{picture}</Panel> }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(all: &[(u64, u64)]) -> Vec<(Date, Headcount)> {
        let first: Date = "2026-11-01".parse().unwrap();
        let day = |at: i64| first.saturating_add(jiff::Span::new().days(at));
        let counted =
            |(all, active): &(u64, u64)| Headcount { all: *all, seats: [("View".to_owned(), *active)].into() };
        (0..).zip(all).map(|(at, pair)| (day(at), counted(pair))).collect()
    }

    #[test]
    fn people_who_came_and_went_in_one_week_count_as_both() {
        let mut all = vec![(10, 10); 8];
        all.extend([(13, 11); 7]);
        let weeks = weekly(&days(&all));
        let numbers: Vec<(u64, u64)> = weeks.iter().map(|week| (week.came, week.went)).collect();
        assert_eq!(numbers, [(0, 0), (3, 2)]);
        assert_eq!(weeks[1].from, "2026-11-09".parse().unwrap());
        assert_eq!(weekly(&days(&[(10, 10); 7])), [], "a week that has not passed is not known");
    }

    #[test]
    fn the_largest_account_type_is_first_and_one_without_anybody_is_left_out() {
        let day = "2026-11-01".parse().unwrap();
        let seats = [("Admin".to_owned(), 2), ("Lite".to_owned(), 0), ("View".to_owned(), 9)].into();
        let names: Vec<String> =
            seat_lines(&[(day, Headcount { all: 11, seats })]).into_iter().map(|l| l.name).collect();
        assert_eq!(names, ["View", "Admin"]);
    }
}
