//! Paging (BEHAVIOUR.md sections 3 and 17): always paged, oldest first, opaque URL-safe cursors, at most 1,000 rows.

use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;

use super::call::json;
use super::failure::Failure;
use super::query::Query;

const DEFAULT_LIMIT: usize = 50;
const MAX_LIMIT: usize = 1000;

/// Which part of a list is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Window {
    list: &'static str,
    /// The place of the first row to look at.
    pub start: usize,
    limit: usize,
}

/// One page of rows and the place of the row that starts the next one.
pub struct Page<T> {
    pub entries: Vec<T>,
    next: Option<usize>,
    window: Window,
}

impl Window {
    /// Reads `page` and `limit`. Cursors name their list, so that one list's cursor is refused by another.
    pub fn of(query: &Query, list: &'static str) -> Result<Self, Failure> {
        Self::named(query, list, "page", "limit")
    }

    /// Reads the cursor and the size from parameters with other names, as account types use.
    pub fn named(query: &Query, list: &'static str, cursor: &str, size: &str) -> Result<Self, Failure> {
        let limit = query.size(size)?.unwrap_or(DEFAULT_LIMIT).min(MAX_LIMIT);
        let start = match query.text(cursor) {
            // An empty cursor is what clients send that have none yet.
            None | Some("") => 0,
            Some(text) => read_cursor(list, text).ok_or_else(|| Failure::invalid(format!("Invalid {cursor}")))?,
        };
        Ok(Self { list, start, limit })
    }

    /// Cuts the page out of rows that come with their places, which start at or after `start`.
    pub fn cut<R, T>(self, rows: impl Iterator<Item = (usize, R)>, wire: impl Fn(R) -> T) -> Page<T> {
        let mut rows = rows.skip_while(|(place, _)| *place < self.start);
        let entries = rows.by_ref().take(self.limit).map(|(_, row)| wire(row)).collect();
        Page { entries, next: rows.next().map(|(place, _)| place), window: self }
    }

    /// Cuts the page out of a slice whose places are its positions.
    pub fn cut_slice<'a, R, T>(self, rows: &'a [R], wire: impl Fn(&'a R) -> T) -> Page<T> {
        let first = self.start.min(rows.len());
        self.cut(rows.iter().enumerate().skip(first), wire)
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire<'a, T> {
    entries: &'a [T],
    next_page: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    has_more: Option<bool>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TokenWire<'a, T> {
    entries: &'a [T],
    #[serde(skip_serializing_if = "Option::is_none")]
    next_page_token: Option<String>,
}

impl<T: Serialize> Page<T> {
    fn cursor(&self) -> Option<String> {
        self.next.map(|place| URL_SAFE_NO_PAD.encode(format!("{}:{place}", self.window.list)))
    }

    fn answer(&self, total: Option<usize>, has_more: Option<bool>) -> Response {
        json(&Wire { entries: &self.entries, next_page: self.cursor(), total, has_more })
    }

    /// The answer of the older lists, which declare neither `total` nor `hasMore`.
    pub fn plain(&self) -> Response {
        self.answer(None, None)
    }

    /// The answer with `total`.
    pub fn counted(&self, total: usize) -> Response {
        self.answer(Some(total), None)
    }

    /// The answer of the `/v2.1` lists.
    pub fn counted_with_more(&self, total: usize) -> Response {
        self.answer(Some(total), Some(self.next.is_some()))
    }

    /// The answer in the form of account types: `nextPageToken`, absent on the last page.
    pub fn with_token(&self) -> Response {
        json(&TokenWire { entries: &self.entries, next_page_token: self.cursor() })
    }
}

fn read_cursor(list: &str, text: &str) -> Option<usize> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let (name, place) = str::from_utf8(&bytes).ok()?.split_once(':')?;
    (name == list).then(|| place.parse().ok()).flatten()
}
