//! Lists: one declaration of columns and filters gives a page its URL, search, filters, sort headings, column choice,
//! pager, empty states and CSV.
//!
//! A feature declares a `static` [`List`] over a row type that owns all it shows, reads the [`ListQuery`] from the
//! URL, and hands it with the rows to a [`Listing`]. Rows in memory are searched and sorted by [`List::find`]; others come
//! page by page from the directory or the store. What a filter means is the feature's. One handler answers the page and
//! the CSV beside it: see [`ListQuery::is_csv`].

mod bar;
mod cells;
mod column;
mod csv;
mod filter;
mod find;
mod keep;
mod listing;
mod menu;
mod pages;
mod query;
mod saved;
mod table;

pub use cells::{day, people};
pub use column::Column;
pub use csv::csv;
pub use filter::{Filter, Offer};
pub use listing::Listing;
pub use pages::{page_of, pager};
pub use query::{ListQuery, Order};
pub use saved::SavedList;
pub use table::{Bulk, Picks};

use super::subject::Name;
use icondata_core::Icon as Drawing;

/// Rows on a page.
pub const PAGE_SIZE: u32 = 50;

/// What a list is made of. Declared once, as a `static`.
pub struct List<R: 'static> {
    /// Its path; the CSV is at the same path with `/export.csv`.
    pub path: &'static str,
    /// One row: “member”.
    pub one: &'static str,
    /// Rows: “members”. Also begins the name of the CSV file.
    pub many: &'static str,
    /// What the table says to screen readers: “Changes, newest first”.
    pub caption: &'static str,
    /// What the search looks through.
    pub search: Search,
    /// Filters in their order.
    pub filters: &'static [Filter],
    /// Columns in their order; one of them leads.
    pub columns: &'static [Column<R>],
    /// The order without a word about it in the URL: a column's slug, `-` before it for descending; empty when no
    /// column sorts.
    pub order: &'static str,
    /// Headings above rows that belong together, such as those of one day, the outer one first; rows come in that order.
    pub group: Option<fn(&R) -> Vec<Name>>,
    /// Which checkbox a row has; none where nothing is done to several rows at once.
    pub picks: Option<Picks<R>>,
    /// What to say when there is nothing at all.
    pub nothing: Nothing,
}

/// The search field of a list.
pub struct Search {
    /// Name of the filter bar: “Filter members”.
    pub form: &'static str,
    /// Name of the field: “Search members”.
    pub label: &'static str,
    /// What can be typed: “Name or e-mail”.
    pub placeholder: &'static str,
}

/// What to say when there is nothing at all.
pub struct Nothing {
    pub icon: Drawing,
    /// “No changes yet”.
    pub title: &'static str,
    /// Why, and what would fill the list.
    pub text: &'static str,
}
