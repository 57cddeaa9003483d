//! Columns.

use super::cells::day;
use crate::{directory::fold, ui::stamp};
use jiff::Timestamp;
use leptos::prelude::*;
use std::borrow::Cow;

/// One column of a list: how it shows a row, and what a spreadsheet gets of it.
#[must_use]
pub struct Column<R: 'static> {
    pub(super) slug: &'static str,
    pub(super) heading: &'static str,
    pub(super) label: Option<&'static str>,
    pub(super) class: Option<&'static str>,
    pub(super) place: ColumnVisibility,
    pub(super) sorts: bool,
    /// Whether the search looks through its text.
    pub(super) searched: bool,
    /// What it sorts by, where that is not what it shows.
    number: Option<fn(&R) -> usize>,
    shows: Shows<R>,
}

/// What a column has of a row.
enum Shows<R> {
    /// Plain text, everywhere.
    Text(fn(&R) -> String),
    /// A cell for the table, and its value as plain text.
    Cell(fn(&R) -> AnyView, fn(&R) -> String),
    /// A moment: its day in the table, the whole of it in a spreadsheet.
    Day(fn(&R) -> Timestamp),
    /// A moment that has or has not come: a cell for the table, the whole of it in a spreadsheet.
    Moment(fn(&R) -> AnyView, fn(&R) -> Option<Timestamp>),
}

/// What rows are sorted by; all keys of a column are of one kind.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum SortKey {
    Number(usize),
    /// Folded, so that case and accents make no difference.
    Text(String),
    /// What has not come is first.
    Moment(Option<Timestamp>),
}

/// Where a column stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ColumnVisibility {
    /// The row's heading, always shown.
    Lead,
    /// Shown inside the lead; a column of its own in CSV only.
    WithinLead,
    /// Shown unless the reader chooses otherwise.
    Shown,
    /// Shown when the reader chooses it.
    Offered,
}

impl<R> Column<R> {
    /// A column that is shown: its name in the URL, its heading, its cell, and its value as plain text.
    pub const fn new(
        slug: &'static str,
        heading: &'static str,
        cell: fn(&R) -> AnyView,
        text: fn(&R) -> String,
    ) -> Self {
        Self::showing(slug, heading, Shows::Cell(cell, text))
    }

    /// A column that shows its plain text.
    pub const fn text(slug: &'static str, heading: &'static str, text: fn(&R) -> String) -> Self {
        Self::showing(slug, heading, Shows::Text(text))
    }

    /// A column of days.
    pub const fn day(slug: &'static str, heading: &'static str, at: fn(&R) -> Timestamp) -> Self {
        Self { class: Some("lo muted nowrap"), ..Self::showing(slug, heading, Shows::Day(at)) }
    }

    /// A column of moments: its name in the URL, its heading, its cell, and the moment, if it has come.
    pub const fn moment(
        slug: &'static str,
        heading: &'static str,
        cell: fn(&R) -> AnyView,
        at: fn(&R) -> Option<Timestamp>,
    ) -> Self {
        Self::showing(slug, heading, Shows::Moment(cell, at))
    }

    const fn showing(slug: &'static str, heading: &'static str, shows: Shows<R>) -> Self {
        Self {
            slug,
            heading,
            label: Some(heading),
            class: None,
            place: ColumnVisibility::Shown,
            sorts: false,
            searched: false,
            number: None,
            shows,
        }
    }

    /// What the lead cell shows besides its own value: a column in CSV, none in the table.
    pub const fn within_lead(slug: &'static str, heading: &'static str, text: fn(&R) -> String) -> Self {
        Self { place: ColumnVisibility::WithinLead, ..Self::text(slug, heading, text) }
    }

    /// As the row's heading, which is always shown.
    pub const fn lead(self) -> Self {
        Self { place: ColumnVisibility::Lead, label: None, ..self }
    }

    /// Hidden until the reader chooses it.
    pub const fn offered(self) -> Self {
        Self { place: ColumnVisibility::Offered, ..self }
    }

    /// With a heading that sorts: by its text, or by its moment.
    pub const fn sorts(self) -> Self {
        Self { sorts: true, ..self }
    }

    /// With a heading that sorts by a number.
    pub const fn sorts_by(self, number: fn(&R) -> usize) -> Self {
        Self { number: Some(number), ..self.sorts() }
    }

    /// With a text that the search looks through.
    pub const fn searched(self) -> Self {
        Self { searched: true, ..self }
    }

    /// With classes: `num` for numbers, `lo` for what goes first when it gets tight, `said` for sentences.
    pub const fn class(self, class: &'static str) -> Self {
        Self { class: Some(class), ..self }
    }

    /// With a shorter word than the heading before the value on a phone.
    pub const fn label(self, label: &'static str) -> Self {
        Self { label: Some(label), ..self }
    }

    /// Without a word before the value on a phone: it speaks for itself.
    pub const fn unlabelled(self) -> Self {
        Self { label: None, ..self }
    }

    /// The value as the table shows it.
    pub(super) fn view(&self, row: &R) -> AnyView {
        match self.shows {
            Shows::Text(text) => text(row).into_any(),
            Shows::Cell(cell, _) | Shows::Moment(cell, _) => cell(row),
            Shows::Day(at) => day(at(row)),
        }
    }

    /// The value as a spreadsheet gets it.
    pub(super) fn text_of(&self, row: &R) -> String {
        match self.shows {
            Shows::Text(text) | Shows::Cell(_, text) => text(row),
            Shows::Day(at) => stamp(at(row)),
            Shows::Moment(_, at) => at(row).map(stamp).unwrap_or_default(),
        }
    }

    /// What the column sorts the row by.
    pub(super) fn key(&self, row: &R) -> SortKey {
        match (self.number, &self.shows) {
            (Some(number), _) => SortKey::Number(number(row)),
            (None, Shows::Text(text) | Shows::Cell(_, text)) => SortKey::Text(fold(&text(row))),
            (None, Shows::Day(at)) => SortKey::Moment(Some(at(row))),
            (None, Shows::Moment(_, at)) => SortKey::Moment(at(row)),
        }
    }

    /// The heading in a spreadsheet, where times stand without their zone.
    pub(super) fn csv_heading(&self) -> Cow<'static, str> {
        match self.shows {
            Shows::Text(_) | Shows::Cell(..) => self.heading.into(),
            Shows::Day(_) | Shows::Moment(..) => format!("{} (UTC)", self.heading).into(),
        }
    }
}
