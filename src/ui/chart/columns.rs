//! Columns over time: how much on each day, or in each week.

use super::{super::count, figure, scaled, size, words};
use jiff::civil::Date;
use leptos::prelude::*;

const WIDTH: u64 = 320;
const TOP: u64 = 16;
const HEIGHT: u64 = 72;
const FOOT: u64 = 20;

/// How much time a column stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Every {
    Day,
    /// Seven days, by the first of them.
    Week,
}

/// A column for each day or week, the oldest first. `unit` is what is counted: “changes”.
pub fn columns(
    id: &'static str,
    title: &'static str,
    unit: &'static str,
    every: Every,
    figures: &[(Date, u64)],
) -> impl IntoView + use<> {
    let most = figures.iter().map(|(_, n)| *n).max().unwrap_or(0);
    let slot = WIDTH / (figures.len().max(1) as u64);
    let peak = figures.iter().position(|(_, n)| *n == most && most > 0);
    let columns: Vec<_> = (0u64..)
        .zip(figures)
        .map(|(at, (day, n))| {
            let height = scaled(*n, most, HEIGHT);
            let (left, top) = (at * slot, TOP + HEIGHT - height);
            let label = (peak == usize::try_from(at).ok()).then(|| {
                // Near the ends the number stays within the drawing.
                let (x, anchor) = match at {
                    0..2 => (left, "start"),
                    _ if left + 3 * slot > WIDTH => (left + slot, "end"),
                    _ => (left + slot / 2, "middle"),
                };
                view! { <text class="n" x=x y=top - 4 text-anchor=anchor>{size(*n)}</text> }
            });
            view! {
                <g>
                    <title>{format!("{}: {}", words(*day), size(*n))}</title>
                    <rect class="amount" x=left + 1 y=top width=slot.saturating_sub(2) height=height rx="1"/>
                </g>
                {label}
            }
        })
        .collect();
    let base = TOP + HEIGHT;
    let end = |x, anchor, day: Option<&(Date, u64)>| {
        day.map(|(day, _)| view! { <text x=x y=base + FOOT - 5 text-anchor=anchor>{words(*day)}</text> })
    };
    let (title_id, description_id) = (format!("{id}-title"), format!("{id}-desc"));
    let labels = format!("{title_id} {description_id}");
    let drawing = view! {
        <svg class="columns" role="img" aria-labelledby=labels viewBox=format!("0 0 {WIDTH} {}", base + FOOT)>
            <title id=title_id>{title}</title>
            <desc id=description_id>{describe(figures, unit, every)}</desc>
            {columns}
            <path class="axis" d=format!("M0 {base}h{WIDTH}")/>
            {end(0, "start", figures.first())}
            {end(WIDTH, "end", figures.last())}
        </svg>
    };
    let rows = figures.iter().rev().filter(|(_, n)| *n > 0).map(|(day, n)| (words(*day), vec![size(*n)])).collect();
    let head = match every {
        Every::Day => "Day",
        Every::Week => "Week from",
    };
    figure(drawing.into_any(), vec![head.to_owned(), "Number".to_owned()], rows)
}

fn describe(figures: &[(Date, u64)], unit: &str, every: Every) -> String {
    let all: u64 = figures.iter().map(|(_, n)| n).sum();
    let (span, at) = match every {
        Every::Day => (count(figures.len(), "day", "days"), "on"),
        Every::Week => (count(figures.len(), "week", "weeks"), "in the week from"),
    };
    match figures.iter().rev().max_by_key(|(_, n)| *n).filter(|_| all > 0) {
        Some((day, most)) => {
            format!("{} {unit} in {span}, most of them, {}, {at} {}", size(all), size(*most), words(*day))
        }
        None => format!("No {unit} in {span}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::rendered;

    fn days(numbers: &[u64]) -> Vec<(Date, u64)> {
        let first: Date = "2026-11-01".parse().unwrap();
        (0..).zip(numbers).map(|(at, n)| (first.saturating_add(jiff::Span::new().days(at)), *n)).collect()
    }

    #[test]
    fn says_the_sum_and_the_first_of_the_highest_days() {
        assert_eq!(
            describe(&days(&[1, 5, 5]), "changes", Every::Day),
            "11 changes in 3 days, most of them, 5, on 2 Nov"
        );
        assert_eq!(describe(&days(&[0, 0]), "changes", Every::Day), "No changes in 2 days");
    }

    #[test]
    fn draws_every_day_and_tables_those_with_something() {
        let html = rendered(|| columns("c", "Changes", "changes", Every::Day, &days(&[0, 4, 8])));
        assert_eq!(html.matches("class=\"amount\"").count(), 3);
        assert_eq!(html.matches("<tr><th scope=\"row\">").count(), 2);
        assert!(html.contains("height=\"36\"") && html.contains("height=\"72\""), "{html}");
    }
}
