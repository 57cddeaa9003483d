//! Charts, drawn on the server: functions from figures to markup.
//!
//! Every chart says its figures in words as well: a title and a description for screen readers, and a table that
//! anybody can open. None needs colour to be read.

mod bars;
mod columns;
mod flows;
mod lines;
mod matrix;
mod strips;

pub use bars::bars;
pub use columns::{Every, columns};
pub use flows::{Flow, flows};
pub use lines::{Line, lines};
pub use matrix::{MatrixHead, MatrixRow, matrix};
pub use strips::{Strip, Tally, strips};

use super::{number, style_sheet::StyleSheet};
use jiff::civil::Date;
use leptos::prelude::*;

/// A chart with its figures as a table below it: the first head is that of the names.
fn figure(drawing: AnyView, heads: Vec<String>, rows: Vec<(String, Vec<String>)>) -> impl IntoView {
    StyleSheet::Charts.link();
    let rows: Vec<_> = rows
        .into_iter()
        .map(|(name, values)| {
            let values: Vec<_> = values.into_iter().map(|value| view! { <td class="num">{value}</td> }).collect();
            view! { <tr><th scope="row">{name}</th>{values}</tr> }
        })
        .collect();
    let heads: Vec<_> = heads
        .into_iter()
        .enumerate()
        .map(|(at, head)| view! { <th scope="col" class=(at > 0).then_some("num")>{head}</th> })
        .collect();
    view! {
        <figure class="chart">
            {drawing}
            <details>
                <summary>"As a table"</summary>
                <table class="table">
                    <thead><tr>{heads}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </details>
        </figure>
    }
}

/// A day in words: “24 Nov”.
fn words(day: Date) -> String {
    day.strftime("%-d %b").to_string()
}

/// A count with thousands separated.
fn size(n: u64) -> String {
    number(usize::try_from(n).unwrap_or(usize::MAX))
}

/// `part` of `whole` on a scale of `length`; something that is there is never drawn as nothing.
fn scaled(part: u64, whole: u64, length: u64) -> u64 {
    if part == 0 { 0 } else { (part.saturating_mul(length) / whole.max(1)).clamp(1, length) }
}

/// The first characters of a name that is too long for its place.
fn shortened(name: &str, most: usize) -> String {
    if name.chars().count() <= most {
        return name.to_owned();
    }
    let kept: String = name.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_within_its_length() {
        assert_eq!([scaled(0, 10, 100), scaled(5, 10, 100), scaled(10, 10, 100)], [0, 50, 100]);
        assert_eq!(scaled(1, 50_000, 100), 1, "what is there is seen");
        assert_eq!(scaled(0, 0, 100), 0);
    }

    #[test]
    fn shortens_by_characters() {
        assert_eq!(shortened("Analyze", 8), "Analyze");
        assert_eq!(shortened("Vertriebsleitung Süd", 13), "Vertriebslei…");
        assert_eq!(shortened("Sales and more", 7), "Sales…");
    }
}
