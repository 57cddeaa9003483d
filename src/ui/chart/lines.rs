//! Lines over time: how several amounts went, each named where its line ends.

use super::{super::count, figure, shortened, size, words};
use jiff::civil::Date;
use leptos::prelude::*;

const WIDTH: u64 = 320;
/// Room for names and numbers behind the lines.
const NAMES: u64 = 104;
const TOP: u64 = 8;
const HEIGHT: u64 = 112;
const FOOT: u64 = 20;
/// Between two names, one above the other.
const LEADING: u64 = 14;

/// One amount over time.
#[derive(Clone, Debug)]
pub struct Line {
    pub name: String,
    /// How much on each day.
    pub amounts: Vec<u64>,
}

/// A line for each amount over the `days`, the oldest first. `unit` is what is counted: “active members”.
pub fn lines(
    id: &'static str,
    title: &'static str,
    unit: &'static str,
    days: &[Date],
    all: &[Line],
) -> impl IntoView + use<> {
    let most = all.iter().flat_map(|line| &line.amounts).copied().max().unwrap_or(0);
    let spread = WIDTH - NAMES;
    let last = (days.len().max(2) - 1) as u64;
    let point = |at: u64, n: u64| format!("{},{}", at * spread / last, height_of(n, most));
    let drawn: Vec<_> = all
        .iter()
        .zip(names(all, most))
        .enumerate()
        .map(|(at, (line, top))| {
            let points: Vec<String> = (0u64..).zip(&line.amounts).map(|(at, n)| point(at, *n)).collect();
            let class = format!("line line-{}", at % 6);
            let (name, now) = (shortened(&line.name, 11), line.amounts.last().copied().unwrap_or(0));
            let end = line.amounts.last().map(|n| height_of(*n, most)).unwrap_or_default();
            view! {
                <g class=class>
                    <title>{format!("{}: {}", line.name, size(now))}</title>
                    <polyline points=points.join(" ")/>
                    <path class="lead" d=format!("M{spread} {end}L{} {}", spread + 8, top - 4)/>
                    <text x=spread + 11 y=top>{name}" "<tspan class="n">{size(now)}</tspan></text>
                </g>
            }
        })
        .collect();
    let base = TOP + HEIGHT;
    let label = |x, anchor, day: Option<&Date>| {
        day.map(|day| view! { <text x=x y=base + FOOT - 5 text-anchor=anchor>{words(*day)}</text> })
    };
    let (title_id, description_id) = (format!("{id}-title"), format!("{id}-desc"));
    let labels = format!("{title_id} {description_id}");
    let drawing = view! {
        <svg class="lines" role="img" aria-labelledby=labels viewBox=format!("0 0 {WIDTH} {}", base + FOOT)>
            <title id=title_id>{title}</title>
            <desc id=description_id>{describe(days, all, unit)}</desc>
            <path class="axis" d=format!("M0 {base}h{spread}")/>
            {drawn}
            {label(0, "start", days.first())}
            {label(spread, "end", days.last())}
        </svg>
    };
    let heads = std::iter::once("Day".to_owned()).chain(all.iter().map(|line| line.name.clone())).collect();
    figure(drawing.into_any(), heads, table(days, all))
}

fn height_of(n: u64, most: u64) -> u64 {
    TOP + HEIGHT - n.saturating_mul(HEIGHT) / most.max(1)
}

/// How far down the name of each line stands: beside its end, and off the names of its neighbours.
fn names(all: &[Line], most: u64) -> Vec<u64> {
    let mut order: Vec<(usize, u64)> =
        all.iter().map(|line| height_of(line.amounts.last().copied().unwrap_or(0), most) + 4).enumerate().collect();
    order.sort_by_key(|(_, top)| *top);
    // From the lowest upwards, as nothing stands below the axis; then down again where the top is reached.
    let mut below = TOP + HEIGHT + LEADING;
    for (_, top) in order.iter_mut().rev() {
        *top = (*top).min(below.saturating_sub(LEADING));
        below = *top;
    }
    let mut above = 0;
    for (_, top) in &mut order {
        *top = (*top).max(above + LEADING);
        above = *top;
    }
    order.sort_unstable_by_key(|(at, _)| *at);
    order.into_iter().map(|(_, top)| top).collect()
}

/// Every seventh day from the last one back: what a table of two months is read for.
fn table(days: &[Date], all: &[Line]) -> Vec<(String, Vec<String>)> {
    let of = |at: usize| all.iter().map(|line| line.amounts.get(at).map_or_else(String::new, |n| size(*n))).collect();
    days.iter().enumerate().rev().step_by(7).map(|(at, day)| (words(*day), of(at))).collect()
}

fn describe(days: &[Date], all: &[Line], unit: &str) -> String {
    let went = |line: &Line| {
        let (first, last) = (line.amounts.first().copied().unwrap_or(0), line.amounts.last().copied().unwrap_or(0));
        format!("{} {} to {}", line.name, size(first), size(last))
    };
    let parts: Vec<String> = all.iter().map(went).collect();
    format!("{unit} over {}: {}", count(days.len(), "day", "days"), parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::rendered;

    fn sample() -> (Vec<Date>, Vec<Line>) {
        let first: Date = "2026-11-01".parse().unwrap();
        let days = (0..8).map(|at| first.saturating_add(jiff::Span::new().days(at))).collect();
        let line = |name: &str, from: u64| Line { name: name.to_owned(), amounts: (from..from + 8).collect() };
        (days, vec![line("View", 100), line("Build", 2), line("Admin", 1)])
    }

    #[test]
    fn says_where_each_began_and_ended() {
        let (days, all) = sample();
        let said = describe(&days, &all, "Active members");
        assert_eq!(said, "Active members over 8 days: View 100 to 107, Build 2 to 9, Admin 1 to 8");
        assert_eq!(table(&days, &all)[1], ("1 Nov".to_owned(), vec!["100".into(), "2".into(), "1".into()]));
    }

    #[test]
    fn no_two_names_stand_on_each_other() {
        let (_, all) = sample();
        let mut tops = names(&all, 107);
        tops.sort_unstable();
        assert!(tops.windows(2).all(|pair| pair[1] - pair[0] >= LEADING), "{tops:?}");
        assert!(tops.iter().all(|top| *top <= TOP + HEIGHT + LEADING), "{tops:?}");
    }

    #[test]
    fn draws_every_line_and_one_day_alone() {
        let (days, all) = sample();
        let html = rendered(|| lines("l", "Seats", "Active members", &days, &all));
        assert_eq!(html.matches("<polyline").count(), 3, "{html}");
        let one = [Line { name: "View".to_owned(), amounts: vec![3] }];
        assert!(rendered(|| lines("o", "Seats", "Active members", &days[..1], &one)).contains("0,8"));
    }
}
