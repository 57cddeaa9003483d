//! A list as CSV: what the table shows, all pages of it, for spreadsheets.

use super::{Column, List, ListQuery, column::ColumnVisibility};
use crate::{
    domain::{Page, spreadsheet::guarded},
    web::{attachment, batch},
};
use axum::{
    body::{Body, Bytes},
    http::HeaderValue,
    response::Response,
};
use futures::stream;
use jiff::Timestamp;
use std::{borrow::Cow, convert::Infallible};

/// Rows read at once: few enough to keep little in memory, many enough to be quick.
const BATCH: u32 = 1_000;

/// Without it Excel takes UTF-8 for the system's old code page and mangles every accent; everything else that reads
/// CSV knows and skips it.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

impl<R: Send> List<R> {
    /// Answers with these rows and the columns that are shown.
    pub async fn csv(&'static self, query: &ListQuery, now: Timestamp, rows: Vec<R>) -> Response {
        let (total, mut rows) = (rows.len() as u64, rows.into_iter());
        let page = move |number, size| {
            let items = rows.by_ref().take(size as usize).collect();
            std::future::ready(Ok::<_, Infallible>(Page { items, total, number, size }))
        };
        let Ok(answer) = self.csv_by_pages(query, now, page).await;
        answer
    }

    /// Answers with the rows that match, on whatever page, and the columns that are shown, in the list's order.
    ///
    /// `rows` reads one page by number and size.
    ///
    /// # Errors
    /// What `rows` says of the first batch.
    pub async fn csv_by_pages<E, F>(
        &'static self,
        query: &ListQuery,
        now: Timestamp,
        rows: impl FnMut(u32, u32) -> F + Send + 'static,
    ) -> Result<Response, E>
    where
        E: std::error::Error + Send + Sync + 'static,
        F: Future<Output = Result<Page<R>, E>> + Send,
    {
        let columns: Vec<&'static Column<R>> = self
            .columns
            .iter()
            .filter(|column| column.place == ColumnVisibility::WithinLead || query.shows(column.slug, column.place))
            .collect();
        let headings = columns.iter().map(|column| column.csv_heading()).collect();
        csv(self.many, headings, now, rows, move |row| columns.iter().map(|column| column.text_of(row)).collect()).await
    }
}

/// Answers with a file of rows that are read page by page, under a name that begins with `name`. What a page calls its
/// size may be something else than its rows: the last page is found by `total` and `size`.
///
/// Only one batch is in memory at a time. When a later one fails the download breaks off, so that no browser takes a
/// part for the whole.
///
/// # Errors
/// What `rows` says of the first batch.
pub async fn csv<R, E, F>(
    name: &str,
    headings: Vec<Cow<'static, str>>,
    now: Timestamp,
    rows: impl FnMut(u32, u32) -> F + Send + 'static,
    values: impl Fn(&R) -> Vec<String> + Send + 'static,
) -> Result<Response, E>
where
    R: Send + 'static,
    E: std::error::Error + Send + Sync + 'static,
    F: Future<Output = Result<Page<R>, E>> + Send,
{
    let mut head = BYTE_ORDER_MARK.to_vec();
    write(&mut head, headings.into_iter().map(Cow::into_owned));
    let first = Source { rows, values, made: head, next: Some(1) }.read_on().await?;
    let chunks = stream::try_unfold(Some(first), |source| async move {
        let Some(mut source) = source else { return Ok(None) };
        if source.made.is_empty() {
            source = source.read_on().await?;
        }
        let made = Bytes::from(std::mem::take(&mut source.made));
        Ok::<_, E>(Some((made, source.next.is_some().then_some(source))))
    });
    let name = format!("{name}-{}.csv", now.strftime("%Y-%m-%d"));
    let kind = HeaderValue::from_static("text/csv; charset=utf-8");
    Ok(attachment(&name, kind, Body::from_stream(chunks)))
}

/// Where a download's rows come from, and how far it is.
struct Source<Rows, Values> {
    rows: Rows,
    values: Values,
    /// What has been made and not sent.
    made: Vec<u8>,
    /// The page to read next, if any is left.
    next: Option<u32>,
}

impl<Rows: Send + 'static, Values: Send + 'static> Source<Rows, Values> {
    /// Makes the next batch, away from the threads that serve everybody.
    async fn read_on<R, E, F>(mut self) -> Result<Self, E>
    where
        E: Send + 'static,
        Rows: FnMut(u32, u32) -> F,
        F: Future<Output = Result<Page<R>, E>>,
        Values: Fn(&R) -> Vec<String>,
    {
        let Some(number) = self.next else { return Ok(self) };
        batch(move || async move {
            let page = (self.rows)(number, BATCH).await?;
            for row in &page.items {
                write(&mut self.made, (self.values)(row).into_iter());
            }
            self.next = (number < page.last()).then_some(number + 1);
            Ok(self)
        })
        .await
    }
}

/// What a cell is quoted for: what RFC 4180 says, and what other systems separate cells with.
const QUOTED_FOR: [char; 6] = [',', ';', '\t', '"', '\r', '\n'];

/// Appends one record, as RFC 4180 has it, ended by CRLF; cells are guarded against being run as formulas. Not by the `csv`
/// crate, which quotes for one separator or everything: a cell with a semicolon must not fall apart in a spreadsheet that
/// separates by it.
fn write(out: &mut Vec<u8>, values: impl Iterator<Item = String>) {
    for (at, value) in values.enumerate() {
        if at > 0 {
            out.push(b',');
        }
        let value = guarded(&value);
        if value.contains(QUOTED_FOR) {
            out.push(b'"');
            out.extend(value.replace('"', "\"\"").bytes());
            out.push(b'"');
        } else {
            out.extend(value.bytes());
        }
    }
    out.extend(b"\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(values: &[&str]) -> String {
        let mut out = Vec::new();
        write(&mut out, values.iter().map(|value| (*value).to_owned()));
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn quotes_what_would_break_the_record() {
        assert_eq!(
            record(&["a", "", "b,c", "say \"hi\"", "two\nlines", "d;e", "f\tg"]),
            "a,,\"b,c\",\"say \"\"hi\"\"\",\"two\nlines\",\"d;e\",\"f\tg\"\r\n"
        );
    }

    #[test]
    fn formulas_become_text() {
        for value in ["=1+1", "+1", "-1", "@SUM(A1)"] {
            assert_eq!(record(&[value]), format!("'{value}\r\n"), "{value:?}");
        }
        assert_eq!(record(&["=a,b"]), "\"'=a,b\"\r\n");
        assert_eq!(record(&["a=b", "ada@lumen.example"]), "a=b,ada@lumen.example\r\n");
    }
}
