//! Filters, and what they offer.

use super::super::picker::Resolved;
use jiff::civil::Date;

/// One filter of a list.
#[derive(Debug)]
pub struct Filter {
    pub(super) slug: &'static str,
    pub(super) label: &'static str,
    pub(super) values: Values,
    /// What the choice of no value is called.
    pub(super) unset: &'static str,
}

/// Values a filter can have.
#[derive(Debug)]
pub(super) enum Values {
    /// These, each with its word for people.
    Fixed(&'static [(&'static str, &'static str)]),
    /// Those that the page offers, see [`Offer::Choices`].
    Open,
    /// The name or id of one of many, see [`Offer::Named`].
    Named,
    /// A day: `2026-11-24`.
    Day,
}

impl Filter {
    /// A choice between values that are always the same: name in the URL and word for people. An unknown value does
    /// not filter.
    pub const fn fixed(
        slug: &'static str,
        label: &'static str,
        values: &'static [(&'static str, &'static str)],
    ) -> Self {
        Self { slug, label, values: Values::Fixed(values), unset: "Any" }
    }

    /// A choice between a few values that the page brings along.
    pub const fn open(slug: &'static str, label: &'static str) -> Self {
        Self { slug, label, values: Values::Open, unset: "Any" }
    }

    /// One out of too many for a choice, by typing its name.
    pub const fn named(slug: &'static str, label: &'static str) -> Self {
        Self { slug, label, values: Values::Named, unset: "Any" }
    }

    /// A day, typed or picked from a calendar.
    pub const fn day(slug: &'static str, label: &'static str) -> Self {
        Self { slug, label, values: Values::Day, unset: "Any" }
    }

    /// With another word than “Any” for no value, where that is not everything.
    #[must_use]
    pub const fn unset(self, word: &'static str) -> Self {
        Self { unset: word, ..self }
    }

    /// Whether `value` may filter.
    pub(super) fn takes(&self, value: &str) -> bool {
        match self.values {
            Values::Fixed(known) => known.iter().any(|(slug, _)| *slug == value),
            Values::Open | Values::Named => !value.is_empty(),
            Values::Day => value.parse::<Date>().is_ok(),
        }
    }
}

/// What a filter offers on this page.
pub enum Offer {
    /// Values and their words.
    Choices(Vec<(String, String)>),
    /// What the typed name stands for.
    Named(Resolved),
}
