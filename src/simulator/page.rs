//! Paging (BEHAVIOUR.md section 3): always paged, oldest first, at most 1,000 rows. A cursor is a decimal number of rows
//! to leave out; the columns and queries of a workbook or data model have text for it, which is to be sent back
//! untouched.

use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;

use super::call::json;
use super::failure::Failure;
use super::query::Query;

const DEFAULT_LIMIT: usize = 50;
const MAX_LIMIT: usize = 1000;

/// How a list writes its cursors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cursor {
    /// How many rows come before.
    Number,
    /// The same, unreadable.
    Text,
}

/// Which part of a list is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Window {
    cursor: Cursor,
    start: usize,
    limit: usize,
}

/// One page of rows, and how many there are in all.
pub struct Page<T> {
    entries: Vec<T>,
    total: usize,
    window: Window,
}

impl Window {
    /// Reads `page` and `limit`.
    pub fn of(query: &Query) -> Result<Self, Failure> {
        Self::read(query, Cursor::Number, "page", "limit")
    }

    /// The same for a list whose cursors are text.
    pub fn untouched(query: &Query) -> Result<Self, Failure> {
        Self::read(query, Cursor::Text, "page", "limit")
    }

    /// Reads `pageToken` and `pageSize`, as account types use them.
    pub fn by_token(query: &Query) -> Result<Self, Failure> {
        Self::read(query, Cursor::Number, "pageToken", "pageSize")
    }

    fn read(query: &Query, cursor: Cursor, name: &str, size: &str) -> Result<Self, Failure> {
        let limit = query.size(size)?.unwrap_or(DEFAULT_LIMIT).min(MAX_LIMIT);
        let start = match query.text(name) {
            // An empty cursor is what clients send that have none yet.
            None | Some("") => Some(0),
            Some(text) => match cursor {
                Cursor::Number => number(text),
                Cursor::Text => {
                    URL_SAFE_NO_PAD.decode(text).ok().and_then(|bytes| number(str::from_utf8(&bytes).ok()?))
                }
            },
        };
        match start {
            None => Err(Failure::invalid(format!("Invalid {name}"))),
            // Clients that count pages begin with 1, which no page of more than one row leads to.
            Some(1) if limit > 1 && cursor == Cursor::Number => Ok(Self { cursor, start: 0, limit }),
            Some(start) => Ok(Self { cursor, start, limit }),
        }
    }

    /// Cuts the page out of a whole list.
    pub fn cut<R, T>(self, mut rows: impl Iterator<Item = R>, wire: impl Fn(R) -> T) -> Page<T> {
        let skipped = rows.by_ref().take(self.start).count();
        let entries: Vec<_> = rows.by_ref().take(self.limit).map(wire).collect();
        Page { total: skipped + entries.len() + rows.count(), entries, window: self }
    }
}

/// A whole number; one too large for the machine is after every row.
fn number(text: &str) -> Option<usize> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().unwrap_or(usize::MAX))
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
    fn next(&self) -> Option<String> {
        let next = self.window.start.saturating_add(self.entries.len());
        (next < self.total).then(|| match self.window.cursor {
            Cursor::Number => next.to_string(),
            Cursor::Text => URL_SAFE_NO_PAD.encode(next.to_string()),
        })
    }

    fn answer(&self, total: Option<usize>, has_more: Option<bool>) -> Response {
        json(&Wire { entries: &self.entries, next_page: self.next(), total, has_more })
    }

    /// The answer of the three oldest lists, which declare neither `total` nor `hasMore`.
    pub fn plain(&self) -> Response {
        self.answer(None, None)
    }

    /// The answer with `total` and `hasMore`.
    pub fn counted(&self) -> Response {
        self.answer(Some(self.total), Some(self.next().is_some()))
    }

    /// The answer of connection paths, whose `total` counts the page and not the list (BEHAVIOUR.md section 3).
    pub fn counting_itself(&self) -> Response {
        self.answer(Some(self.entries.len()), Some(self.next().is_some()))
    }

    /// The answer in the form of account types: `nextPageToken`, absent on the last page.
    pub fn with_token(&self) -> Response {
        json(&TokenWire { entries: &self.entries, next_page_token: self.next() })
    }
}
