//! What came and what went, week by week: columns above and below one line.

use super::{super::count, figure, scaled, size, words};
use jiff::civil::Date;
use leptos::prelude::*;

const WIDTH: u64 = 320;
/// Room for a number above and below the columns.
const EDGE: u64 = 16;
const HALF: u64 = 44;
const FOOT: u64 = 20;

/// How much came and went in one week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flow {
    /// The first day of the week.
    pub from: Date,
    pub came: u64,
    pub went: u64,
}

/// A pair of columns for each week, the oldest first; `words_of` are “joined” and “left”.
pub fn flows(
    id: &'static str,
    title: &'static str,
    words_of: [&'static str; 2],
    weeks: &[Flow],
) -> impl IntoView + use<> {
    let most = weeks.iter().flat_map(|week| [week.came, week.went]).max().unwrap_or(0);
    let slot = WIDTH / (weeks.len().max(1) as u64);
    let axis = EDGE + HALF;
    let drawn: Vec<_> = (0u64..)
        .zip(weeks)
        .map(|(at, week)| {
            let (left, width) = (at * slot + 3, slot.saturating_sub(6));
            let (up, down) = (scaled(week.came, most, HALF), scaled(week.went, most, HALF));
            let said = format!("Week from {}: {}", words(week.from), said(week, words_of));
            let number = |n: u64, y: u64| {
                (n > 0).then(|| view! { <text class="n" x=left + width / 2 y=y text-anchor="middle">{size(n)}</text> })
            };
            view! {
                <g>
                    <title>{said}</title>
                    <rect class="amount" x=left y=axis - up width=width height=up rx="1"/>
                    <rect class="gone" x=left y=axis width=width height=down rx="1"/>
                    {number(week.came, axis - up - 4)}
                    {number(week.went, axis + down + 13)}
                </g>
            }
        })
        .collect();
    let base = axis + HALF + EDGE;
    let label = |x, anchor, week: Option<&Flow>| {
        week.map(|week| view! { <text x=x y=base + FOOT - 5 text-anchor=anchor>{words(week.from)}</text> })
    };
    let (title_id, description_id) = (format!("{id}-title"), format!("{id}-desc"));
    let labels = format!("{title_id} {description_id}");
    let drawing = view! {
        <svg class="flows" role="img" aria-labelledby=labels viewBox=format!("0 0 {WIDTH} {}", base + FOOT)>
            <title id=title_id>{title}</title>
            <desc id=description_id>{describe(weeks, words_of)}</desc>
            {drawn}
            <path class="axis" d=format!("M0 {axis}h{WIDTH}")/>
            {label(0, "start", weeks.first())}
            {label(slot * weeks.len() as u64, "end", weeks.last())}
        </svg>
    };
    let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
    let heads = vec!["Week from".to_owned(), capital(words_of[0]), capital(words_of[1])];
    let rows = weeks.iter().rev().map(|week| (words(week.from), vec![size(week.came), size(week.went)])).collect();
    figure(drawing.into_any(), heads, rows)
}

fn said(week: &Flow, [came, went]: [&str; 2]) -> String {
    format!("{} {came}, {} {went}", size(week.came), size(week.went))
}

fn describe(weeks: &[Flow], words_of: [&str; 2]) -> String {
    let (came, went) = weeks.iter().fold((0, 0), |(came, went), week| (came + week.came, went + week.went));
    let Some(first) = weeks.first() else { return "Nothing is known yet".to_owned() };
    let all = Flow { from: first.from, came, went };
    format!("{} in {}", said(&all, words_of), count(weeks.len(), "week", "weeks"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::rendered;

    #[test]
    fn says_and_draws_both_directions() {
        let from: Date = "2026-11-02".parse().unwrap();
        let next = from.saturating_add(jiff::Span::new().days(7));
        let weeks = [Flow { from, came: 4, went: 0 }, Flow { from: next, came: 2, went: 3 }];
        assert_eq!(describe(&weeks, ["joined", "left"]), "6 joined, 3 left in 2 weeks");
        let html = rendered(|| flows("f", "Joined and left", ["joined", "left"], &weeks));
        assert!(html.contains("Week from 9 Nov: 2 joined, 3 left"), "{html}");
        assert!(html.contains("height=\"44\"") && html.contains("height=\"33\""), "{html}");
        assert_eq!(html.matches("class=\"n\"").count(), 3, "nothing is no number: {html}");
        assert!(html.contains(">Joined<") && html.contains(">Left<"), "{html}");
    }
}
