//! Strips over time: how often something worked and failed on each day, a strip for each kind.
//!
//! What failed is hatched and has its number on it, so that no colour is needed to see it.

use super::{super::count, figure, shortened, size, words};
use jiff::civil::Date;
use leptos::prelude::*;

const WIDTH: u64 = 320;
const NAMES: u64 = 104;
const ROW: u64 = 22;
const HEIGHT: u64 = 18;
const FOOT: u64 = 20;

/// How often something worked and failed on one day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How often it worked.
    pub worked: u64,
    /// How often it failed.
    pub failed: u64,
}

/// One kind of thing: its name, and a tally for each day, the oldest first.
#[derive(Clone, Debug)]
pub struct Strip {
    pub name: String,
    /// Its tallies, one for each day.
    pub days: Vec<Tally>,
}

/// A strip for each kind of thing; `unit` is what is counted: “readings”.
pub fn strips(
    id: &'static str,
    title: &'static str,
    unit: &'static str,
    days: &[Date],
    strips: &[Strip],
) -> impl IntoView + use<> {
    let slot = (WIDTH - NAMES) / (days.len().max(1) as u64);
    let hatch = format!("{id}-hatch");
    let rows: Vec<_> = (0u64..).zip(strips).map(|(at, strip)| row(at * ROW, slot, days, strip, &hatch)).collect();
    let base = ROW * strips.len() as u64;
    let end = NAMES + slot * days.len() as u64;
    let label = |x, anchor, day: Option<&Date>| {
        day.map(|day| view! { <text x=x y=base + FOOT - 6 text-anchor=anchor>{words(*day)}</text> })
    };
    let (title_id, description_id) = (format!("{id}-title"), format!("{id}-desc"));
    let labels = format!("{title_id} {description_id}");
    let drawing = view! {
        <svg class="strips" role="img" aria-labelledby=labels viewBox=format!("0 0 {WIDTH} {}", base + FOOT)>
            <title id=title_id>{title}</title>
            <desc id=description_id>{describe(strips, unit, days.len())}</desc>
            <pattern id=hatch width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                <path class="hatch" d="M0 0v4"/>
            </pattern>
            {rows}
            {label(NAMES, "start", days.first())}
            {label(end, "end", days.last())}
        </svg>
    };
    let rows = table(days, strips).into_iter().map(|(day, said)| (day, vec![said])).collect();
    figure(drawing.into_any(), vec!["Day".to_owned(), "Worked and failed".to_owned()], rows)
}

fn row(top: u64, slot: u64, days: &[Date], strip: &Strip, hatch: &str) -> impl IntoView + use<> {
    let cells: Vec<_> = (0u64..)
        .zip(days.iter().zip(&strip.days))
        .map(|(at, (day, tally))| {
            let (left, width) = (NAMES + at * slot + 1, slot.saturating_sub(2));
            let said = format!("{}, {}: {}", strip.name, words(*day), said(*tally));
            let drawn = match tally {
                Tally { worked: 0, failed: 0 } => {
                    view! { <path class="axis" d=format!("M{left} {}h{width}", top + HEIGHT / 2)/> }.into_any()
                }
                Tally { failed: 0, .. } => {
                    view! { <rect class="amount" x=left y=top width=width height=HEIGHT rx="1"/> }.into_any()
                }
                Tally { failed, .. } => view! {
                    <rect class="failed" fill=format!("url(#{hatch})") x=left y=top width=width height=HEIGHT rx="1"/>
                    <text class="n" x=left + width / 2 y=top + HEIGHT - 5 text-anchor="middle">{few(*failed)}</text>
                }
                .into_any(),
            };
            view! { <g><title>{said}</title>{drawn}</g> }
        })
        .collect();
    view! { <text class="name" x="0" y=top + HEIGHT - 5>{shortened(&strip.name, 15)}</text>{cells} }
}

/// A number that fits into a cell.
fn few(n: u64) -> String {
    if n > 9 { "9+".to_owned() } else { n.to_string() }
}

fn said(tally: Tally) -> String {
    match tally {
        Tally { worked: 0, failed: 0 } => "none".to_owned(),
        Tally { worked, failed: 0 } => format!("{} worked", size(worked)),
        Tally { worked, failed } => format!("{} worked, {} failed", size(worked), size(failed)),
    }
}

/// The days with something, the latest first: what worked and failed in all, and of which kinds something failed.
fn table(days: &[Date], strips: &[Strip]) -> Vec<(String, String)> {
    let row = |(at, day): (usize, &Date)| {
        let of = |strip: &Strip| strip.days.get(at).copied().unwrap_or_default();
        let all = sum(strips.iter().map(of));
        let failing: Vec<&str> =
            strips.iter().filter(|strip| of(strip).failed > 0).map(|strip| strip.name.as_str()).collect();
        let of_which = if failing.is_empty() { String::new() } else { format!(" ({})", failing.join(", ")) };
        (all != Tally::default()).then(|| (words(*day), said(all) + &of_which))
    };
    days.iter().enumerate().rev().filter_map(row).collect()
}

fn sum(all: impl Iterator<Item = Tally>) -> Tally {
    all.fold(Tally::default(), |sum, one| Tally { worked: sum.worked + one.worked, failed: sum.failed + one.failed })
}

fn describe(strips: &[Strip], unit: &str, days: usize) -> String {
    let all = sum(strips.iter().flat_map(|strip| strip.days.iter().copied()));
    let span = count(days, "day", "days");
    if all == Tally::default() {
        return format!("No {unit} in {span}");
    }
    let total = |strip: &&Strip| sum(strip.days.iter().copied()).failed;
    let worst = strips.iter().filter(|strip| total(strip) > 0).max_by_key(total);
    let failed = match worst {
        Some(worst) => format!("{} failed, most of them of {}", size(all.failed), worst.name),
        None => "none failed".to_owned(),
    };
    format!("{} {unit} in {span}; {failed}", size(all.worked + all.failed))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::rendered;

    fn sample() -> (Vec<Date>, Vec<Strip>) {
        let first: Date = "2026-11-01".parse().unwrap();
        let days = (0..3).map(|at| first.saturating_add(jiff::Span::new().days(at))).collect();
        let tally = |worked, failed| Tally { worked, failed };
        let strips = vec![
            Strip { name: "Members".into(), days: vec![tally(0, 0), tally(4, 0), tally(3, 12)] },
            Strip { name: "Teams".into(), days: vec![tally(0, 0), tally(4, 0), tally(4, 1)] },
        ];
        (days, strips)
    }

    #[test]
    fn says_how_many_and_where_most_failed() {
        let (days, strips) = sample();
        assert_eq!(
            describe(&strips, "readings", days.len()),
            "28 readings in 3 days; 13 failed, most of them of Members"
        );
        assert_eq!(describe(&strips[..0], "readings", 1), "No readings in 1 day");
        assert_eq!(
            table(&days, &strips),
            [
                ("3 Nov".to_owned(), "7 worked, 13 failed (Members, Teams)".to_owned()),
                ("2 Nov".to_owned(), "8 worked".to_owned())
            ]
        );
    }

    #[test]
    fn draws_what_failed_apart_and_nothing_as_a_line() {
        let (days, all) = sample();
        let html = rendered(|| strips("s", "Readings", "readings", &days, &all));
        for (class, times) in [("class=\"amount\"", 2), ("class=\"failed\"", 2), ("class=\"axis\"", 2)] {
            assert_eq!(html.matches(class).count(), times, "{class}: {html}");
        }
        assert!(html.contains("Members, 3 Nov: 3 worked, 12 failed") && html.contains(">9+<"), "{html}");
    }
}
