//! Paging (BEHAVIOUR.md section 3): always paged, oldest first, at most 1,000 rows. A cursor is a decimal number of rows
//! to leave out. Some clients send the number of a page instead, counted from 1: so is read what no cursor of pages of
//! this size says and is the number of one of them. The columns and queries of a workbook or data model have text for a
//! cursor, which is to be sent back untouched.

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

/// What a list calls its cursor and its size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Names {
    /// `page`, `limit` and `nextPage`.
    Page,
    /// `pageToken`, `pageSize` and `nextPageToken`.
    Token,
}

/// Which part of a list is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Window {
    names: Names,
    cursor: Cursor,
    /// The number that was sent, or none.
    asked: usize,
    limit: usize,
}

/// One page of rows, and how many there are in all.
pub struct Page<T> {
    entries: Vec<T>,
    /// The place of the first.
    start: usize,
    total: usize,
    window: Window,
}

impl Window {
    /// Reads `page` and `limit`.
    pub fn of(query: &Query) -> Result<Self, Failure> {
        Self::read(query, Cursor::Number, Names::Page)
    }

    /// The same for a list whose cursors are text.
    pub fn untouched(query: &Query) -> Result<Self, Failure> {
        Self::read(query, Cursor::Text, Names::Page)
    }

    /// Reads `pageToken` and `pageSize`, as account types use them.
    pub fn by_token(query: &Query) -> Result<Self, Failure> {
        Self::read(query, Cursor::Number, Names::Token)
    }

    fn read(query: &Query, cursor: Cursor, names: Names) -> Result<Self, Failure> {
        let (name, size) = match names {
            Names::Page => ("page", "limit"),
            Names::Token => ("pageToken", "pageSize"),
        };
        let limit = query.size(size)?.unwrap_or(DEFAULT_LIMIT).min(MAX_LIMIT);
        let asked = match query.text(name) {
            // An empty cursor is what clients send that have none yet.
            None | Some("") => Some(0),
            Some(text) => match cursor {
                Cursor::Number => number(text),
                Cursor::Text => {
                    URL_SAFE_NO_PAD.decode(text).ok().and_then(|bytes| number(str::from_utf8(&bytes).ok()?))
                }
            },
        };
        let asked = asked.ok_or_else(|| Failure::invalid(format!("Invalid {name}")))?;
        Ok(Self { names, cursor, asked, limit })
    }

    /// How many of a list's rows come before.
    fn start(self, total: usize) -> usize {
        let is_cursor = self.cursor == Cursor::Text || self.asked.is_multiple_of(self.limit);
        // The page after the last, which is empty where the rows fill the last, is asked for too.
        let is_number = !is_cursor && self.asked <= total / self.limit + 1;
        if is_number { (self.asked - 1) * self.limit } else { self.asked }
    }

    /// Cuts the page out of a whole list.
    pub fn cut<R, T>(self, rows: impl Iterator<Item = R>, wire: impl Fn(R) -> T) -> Page<T> {
        let rows: Vec<_> = rows.collect();
        let (total, start) = (rows.len(), self.start(rows.len()));
        let entries = rows.into_iter().skip(start).take(self.limit).map(wire).collect();
        Page { entries, start, total, window: self }
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
        let next = self.start.saturating_add(self.entries.len());
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

    /// The answer with `total` and `hasMore`, which lists that page by token have not.
    pub fn counted(&self) -> Response {
        match self.window.names {
            Names::Page => self.answer(Some(self.total), Some(self.next().is_some())),
            Names::Token => self.with_token(),
        }
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
