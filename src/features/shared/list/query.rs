//! The URL of a list, which is the whole state of its page.

use super::{List, column::ColumnVisibility};
use crate::{domain::searchable, web::paths};
use axum::http::Uri;
use url::form_urlencoded;

/// Names that every list has in its URL; no filter may be called so.
const SEARCH: &str = "q";
const SORT: &str = "sort";
pub(super) const COLUMNS: &str = "columns";
const PAGE: &str = "page";
const PICK: &str = "pick";

/// Most picked rows that go along from page to page: an address that a proxy in front passes on. Who wants more means
/// all that match.
pub const MOST_PICKS: usize = 150;

/// A selection of the whole list.
const WHOLE: &str = "*";

/// Between the columns in a URL: needs no escaping there, and is in no slug.
const BETWEEN: char = '.';

/// What a list's URL asks for, normalised: whatever the list does not know is not in it, and neither are defaults.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListQuery {
    path: String,
    is_csv: bool,
    q: String,
    /// Filters in force, in the list's order.
    filters: Vec<(&'static str, String)>,
    order: Order,
    /// The order when the URL is silent.
    usual: Order,
    /// Columns chosen, in the list's order; `None` for the usual ones.
    columns: Option<Vec<&'static str>>,
    page: u32,
    /// Rows that are picked, wherever in the list they are; each once, in the order picked.
    picks: Vec<String>,
}

/// A column and a direction; no column where none sorts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Order {
    /// The column's slug.
    pub column: &'static str,
    /// Whether the highest comes first.
    pub descending: bool,
}

impl Order {
    fn read<R>(list: &List<R>, text: &str) -> Option<Self> {
        let (slug, descending) = text.strip_prefix('-').map_or((text, false), |slug| (slug, true));
        let column = list.columns.iter().find(|column| column.sorts && column.slug == slug)?;
        Some(Self { column: column.slug, descending })
    }

    fn print(self) -> String {
        format!("{}{}", if self.descending { "-" } else { "" }, self.column)
    }
}

impl ListQuery {
    /// Reads the URL of a request for a page or for its CSV.
    pub fn of<R>(list: &List<R>, url: &Uri) -> Self {
        let is_csv = paths::page_of_csv(url.path()).is_some();
        Self { is_csv, ..Self::read(list, url.query()) }
    }

    /// Reads the query of a URL. An old or mangled one still shows the list: what is unknown is left out.
    pub fn read<R>(list: &List<R>, query: Option<&str>) -> Self {
        let usual = Order::read(list, list.order).unwrap_or_default();
        let mut read = Self {
            path: list.path.to_owned(),
            is_csv: false,
            q: String::new(),
            filters: Vec::new(),
            order: usual,
            usual,
            columns: None,
            page: 1,
            picks: Vec::new(),
        };
        let mut given: Vec<(String, String)> = Vec::new();
        let mut columns: Vec<String> = Vec::new();
        for (name, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned() {
            match name.as_str() {
                SEARCH => searchable(&value).clone_into(&mut read.q),
                SORT => read.order = Order::read(list, &value).unwrap_or(usual),
                PAGE => read.page = value.parse().unwrap_or(1).max(1),
                PICK if list.picks.is_some() => read.pick(value),
                COLUMNS => columns.extend(value.split(BETWEEN).map(str::to_owned)),
                _ => given.push((name, value)),
            }
        }
        for filter in list.filters {
            let value =
                given.iter().rev().find(|(name, _)| name == filter.slug).map(|(_, value)| searchable(value.trim()));
            if let Some(value) = value.filter(|value| filter.takes(value)) {
                read.filters.push((filter.slug, value.to_owned()));
            }
        }
        read.columns = chosen(list, &columns);
        read
    }

    fn pick(&mut self, id: String) {
        if !id.is_empty() && self.picks.len() < MOST_PICKS && !self.picks.contains(&id) {
            self.picks.push(id);
        }
    }

    /// The rows that are picked, wherever in the list they are.
    pub fn picks(&self) -> &[String] {
        &self.picks
    }

    /// The same page with these rows picked, as far as they go along.
    #[must_use]
    pub fn with_picks(&self, ids: impl IntoIterator<Item = String>) -> Self {
        let mut with = Self { picks: Vec::new(), ..self.clone() };
        ids.into_iter().for_each(|id| with.pick(id));
        with
    }

    /// The same question at another path, for a list that is a part of a page.
    #[must_use]
    pub fn at(self, path: impl Into<String>) -> Self {
        Self { path: path.into(), ..self }
    }

    /// The same list with other columns, where the URL names none; a CSV has those that its URL names.
    #[must_use]
    pub(super) fn with_usual_columns<R>(self, list: &List<R>, columns: &str) -> Self {
        if self.is_csv || self.columns.is_some() {
            return self;
        }
        let named: Vec<String> = columns.split(BETWEEN).map(str::to_owned).collect();
        Self { columns: chosen(list, &named), ..self }
    }

    /// The list's path.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// Whether the list is asked for as CSV: all its pages.
    pub fn is_csv(&self) -> bool {
        self.is_csv
    }

    /// The words searched for, as typed.
    pub fn q(&self) -> &str {
        &self.q
    }

    /// The value of a filter, when it is in force.
    pub fn filter(&self, slug: &str) -> Option<&str> {
        self.filters.iter().find(|(name, _)| *name == slug).map(|(_, value)| value.as_str())
    }

    /// The order asked for.
    pub fn order(&self) -> Order {
        self.order
    }

    /// Number of the page, from 1.
    pub fn page(&self) -> u32 {
        self.page
    }

    /// Whether anything narrows the list down.
    pub fn is_narrowed(&self) -> bool {
        !self.q.trim().is_empty() || !self.filters.is_empty()
    }

    /// Whether the column is chosen, or usual when nothing is.
    pub(super) fn shows(&self, slug: &str, place: ColumnVisibility) -> bool {
        match (place, &self.columns) {
            (ColumnVisibility::Lead, _) | (ColumnVisibility::Shown, None) => true,
            (ColumnVisibility::WithinLead, _) | (ColumnVisibility::Offered, None) => false,
            (ColumnVisibility::Shown | ColumnVisibility::Offered, Some(chosen)) => chosen.contains(&slug),
        }
    }

    /// The same list from another page.
    #[must_use]
    pub fn with_page(&self, page: u32) -> Self {
        Self { page, ..self.clone() }
    }

    /// The same list, from its first page, with a filter of this value; without that filter when it is empty.
    #[must_use]
    pub fn with(&self, slug: &'static str, value: &str) -> Self {
        let mut with = self.with_page(1);
        match with.filters.iter_mut().find(|(name, _)| *name == slug) {
            Some((_, present)) => value.clone_into(present),
            None => with.filters.push((slug, value.to_owned())),
        }
        with.filters.retain(|(_, value)| !value.is_empty());
        with
    }

    /// The same list without its search.
    #[must_use]
    pub(super) fn without_search(&self) -> Self {
        Self { q: String::new(), ..self.with_page(1) }
    }

    /// The whole list, in the same order and with the same columns.
    #[must_use]
    pub fn cleared(&self) -> Self {
        Self { q: String::new(), filters: Vec::new(), ..self.with_page(1) }
    }

    /// A heading's present direction and the list that a press on it shows: by this column, then the other way round.
    pub(super) fn sorted_by(&self, column: &'static str) -> (Option<bool>, Self) {
        let here = (self.order.column == column).then_some(self.order.descending);
        let order = Order { column, descending: here == Some(false) };
        (here, Self { order, ..self.with_page(1) })
    }

    /// The list's URL.
    pub fn url(&self) -> String {
        with_query(&self.path, &self.print(true))
    }

    /// URL of the list as CSV: all its pages.
    pub fn csv_url(&self) -> String {
        with_query(&paths::csv(&self.path), &self.print(false))
    }

    /// Everything but the page, as one line: what a form carries to say “all that match”. Never empty, because forms do
    /// not tell an empty value from none; [`Self::read`] takes it back.
    pub fn selection(&self) -> String {
        let query = self.print(false);
        if query.is_empty() { WHOLE.to_owned() } else { query }
    }

    /// What a form must carry along besides its own fields: pairs of name and value.
    pub(super) fn carried(&self, own: &[&str]) -> Vec<(&'static str, String)> {
        let picks = self.picks.iter().map(|id| (PICK, id.clone()));
        self.pairs(false).into_iter().filter(|(name, _)| !own.contains(name)).chain(picks).collect()
    }

    /// Name of the search field.
    pub(super) const SEARCH: &'static str = SEARCH;

    /// Name of the column choice.
    pub(super) const COLUMNS: &'static str = COLUMNS;

    fn print(&self, page: bool) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(self.pairs(page)).finish()
    }

    fn pairs(&self, page: bool) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        if !self.q.is_empty() {
            pairs.push((SEARCH, self.q.clone()));
        }
        pairs.extend(self.filters.iter().cloned());
        if self.order != self.usual {
            pairs.push((SORT, self.order.print()));
        }
        if let Some(columns) = &self.columns {
            pairs.push((COLUMNS, columns.join(&BETWEEN.to_string())));
        }
        if page && self.page > 1 {
            pairs.push((PAGE, self.page.to_string()));
        }
        if page {
            pairs.extend(self.picks.iter().map(|id| (PICK, id.clone())));
        }
        pairs
    }
}

fn with_query(path: &str, query: &str) -> String {
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// The columns named that exist and may be hidden; `None` for the usual ones, and when none is named.
fn chosen<R>(list: &List<R>, named: &[String]) -> Option<Vec<&'static str>> {
    let may_hide =
        || list.columns.iter().filter(|c| matches!(c.place, ColumnVisibility::Shown | ColumnVisibility::Offered));
    let chosen: Vec<_> = may_hide().filter(|c| named.iter().any(|name| name == c.slug)).map(|c| c.slug).collect();
    let usual = may_hide().filter(|c| c.place == ColumnVisibility::Shown).map(|c| c.slug);
    (!chosen.is_empty() && !usual.eq(chosen.iter().copied())).then_some(chosen)
}

#[cfg(test)]
mod tests;
