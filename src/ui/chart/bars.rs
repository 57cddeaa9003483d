//! Horizontal bars: how much of each.

use super::{super::number, figure, scaled, shortened};
use leptos::prelude::*;

/// Measures of the drawing, in its own units: about the pixels of a side column.
const WIDTH: u64 = 320;
const NAMES: u64 = 104;
const NUMBERS: u64 = 48;
const ROW: u64 = 28;

/// Most characters of a name that fit beside a bar.
const NAME: usize = 14;

/// A bar for each name. `id` is the chart's own on its page, `heads` are the table's: what is counted, and the number.
pub fn bars(
    id: &'static str,
    title: &'static str,
    heads: [&'static str; 2],
    figures: &[(String, usize)],
) -> impl IntoView + use<> {
    let most = figures.iter().map(|(_, n)| *n as u64).max().unwrap_or(0);
    let height = ROW * figures.len() as u64;
    let rows: Vec<_> = (0u64..)
        .zip(figures)
        .map(|(at, (name, n))| {
            let (top, middle) = (at * ROW + 10, at * ROW + 18);
            let width = scaled(*n as u64, most, WIDTH - NAMES - NUMBERS);
            view! {
                <g>
                    <text x="0" y=middle>{shortened(name, NAME)}</text>
                    <rect class="track" x=NAMES y=top width=WIDTH - NAMES - NUMBERS height="8" rx="4"/>
                    <rect class="amount" x=NAMES y=top width=width height="8" rx="4"/>
                    <text class="n" x=WIDTH y=middle text-anchor="end">{number(*n)}</text>
                </g>
            }
        })
        .collect();
    let description = describe(figures);
    let (title_id, description_id) = (format!("{id}-title"), format!("{id}-desc"));
    let labels = format!("{title_id} {description_id}");
    let drawing = view! {
        <svg class="bars" role="img" aria-labelledby=labels viewBox=format!("0 0 {WIDTH} {height}")>
            <title id=title_id>{title}</title>
            <desc id=description_id>{description}</desc>
            {rows}
        </svg>
    };
    let rows = figures.iter().map(|(name, n)| (name.clone(), vec![number(*n)])).collect();
    figure(drawing.into_any(), heads.map(str::to_owned).into(), rows)
}

/// The figures in one sentence.
fn describe(figures: &[(String, usize)]) -> String {
    let parts: Vec<String> = figures.iter().map(|(name, n)| format!("{name} {}", number(*n))).collect();
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::rendered;

    #[test]
    fn says_the_figures() {
        let figures = [("Build".to_owned(), 1200), ("View".to_owned(), 0)];
        let html = rendered(|| bars("seats", "Seats", ["Type", "People"], &figures));
        for part in
            ["Build 1,200, View 0", "aria-labelledby=\"seats-title seats-desc\"", "width=\"168\"", "width=\"0\""]
        {
            assert!(html.contains(part), "{part}: {html}");
        }
        assert!(!html.contains("style="), "inline styles are not allowed");
    }

    #[test]
    fn draws_nothing_of_nothing() {
        let html = rendered(|| bars("none", "None", ["Type", "People"], &[]));
        assert!(html.contains("viewBox=\"0 0 320 0\""), "{html}");
    }
}
