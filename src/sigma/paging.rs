//! Walking a list page by page, to its end and no further.
//!
//! A list ends where Sigma names no next page, never at an empty page and never by `total`, which cannot be trusted
//! (BEHAVIOUR.md section 3). The cursor is echoed unread, whether it is text or a number. Lists that answer a bare array,
//! as three did and may still do, are whole with it. A cursor that comes back, and a list that goes on for ever,
//! are errors: following them would keep the sync busy until the end of time, and fill the memory before that. A row
//! that is not as promised is read as far as it can be ([`super::odd`]).

use super::client::SigmaClient;
use super::error::{Error, ErrorKind};
use super::http::{Reply, decode};
use super::odd::OddRows;
use super::request::Request;
use futures::stream::{Stream, TryStreamExt, try_unfold};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use std::collections::HashSet;
use url::Url;

/// How a list names its cursor and, where it is sent, its page size.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paging {
    cursor: &'static str,
    size: Option<&'static str>,
}

/// The way of nearly every list.
pub(super) const BY_PAGE: Paging = Paging { cursor: "page", size: Some("limit") };
/// The way of account types alone. Their largest page is unknown (BEHAVIOUR.md section 3) and they are few, so Sigma
/// chooses its size.
pub(super) const BY_TOKEN: Paging = Paging { cursor: "pageToken", size: None };

#[derive(Deserialize)]
struct Page<T> {
    entries: Vec<T>,
    #[serde(default, rename = "nextPage", alias = "nextPageToken", deserialize_with = "cursor")]
    next: Option<String>,
    #[serde(default)]
    total: Option<u64>,
}

/// A cursor as text, also where it was sent as a number.
fn cursor<'de, D: Deserializer<'de>>(cursor: D) -> Result<Option<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Sent {
        Text(String),
        Number(u64),
    }
    Ok(Option::<Sent>::deserialize(cursor)?.map(|sent| match sent {
        Sent::Text(text) => text,
        Sent::Number(number) => number.to_string(),
    }))
}

impl<T: DeserializeOwned> Page<T> {
    /// A list that came whole, without the object around it.
    fn whole(entries: Vec<T>) -> Self {
        Self { entries, next: None, total: None }
    }

    fn decoded(operation: &'static str, reply: &Reply) -> Result<Self, Error> {
        match reply.body.iter().find(|byte| !byte.is_ascii_whitespace()) {
            Some(b'[') => decode(operation, reply).map(Self::whole),
            _ => decode(operation, reply),
        }
    }

    /// Reads a page; row by row where it is not as promised.
    fn read(operation: &'static str, reply: &Reply, odd: &OddRows) -> Result<Self, Error> {
        let error = match Self::decoded(operation, reply) {
            Ok(page) => return Ok(page),
            Err(error) => error,
        };
        let Ok(Page { entries, next, total }) = Page::<Value>::decoded(operation, reply) else { return Err(error) };
        let Some(entries) = odd.read(entries) else { return Err(error) };
        metrics::counter!("sigma_odd_pages_total", "operation" => operation).increment(1);
        tracing::warn!(%error, "A page of Sigma's list has rows that are not as promised; they are read as far as can be");
        Ok(Self { entries, next, total })
    }
}

/// One page of a list, for callers who page themselves.
#[derive(Clone, Debug, PartialEq)]
pub struct Slice<T> {
    pub entries: Vec<T>,
    /// What to ask for the next page with; `None` on the last one.
    pub next: Option<String>,
    /// Sigma's count, where it sends one. Not to be relied on (BEHAVIOUR.md section 3).
    pub total: Option<u64>,
}

/// A walk under way.
struct Walk {
    client: SigmaClient,
    request: Request,
    first: Url,
    paging: Paging,
    pages: u32,
    /// Pages without a row since the last one that had some.
    empty_pages: u32,
    rows: usize,
    seen: HashSet<String>,
    ended: bool,
}

impl SigmaClient {
    /// The pages of a list, one call each, made when the stream is polled.
    pub(super) fn pages<T>(
        &self,
        request: Result<Request, Error>,
        paging: Paging,
    ) -> impl Stream<Item = Result<Vec<T>, Error>> + Send + use<T>
    where
        T: DeserializeOwned + Send + 'static,
    {
        let client = self.clone();
        let walk = request.map(|request| {
            let request = client.sized(request, paging);
            let first = request.url.clone();
            Walk {
                client,
                request,
                first,
                paging,
                pages: 0,
                empty_pages: 0,
                rows: 0,
                seen: HashSet::new(),
                ended: false,
            }
        });
        try_unfold(walk, |walk| async { Ok(walk?.next().await?.map(|(entries, walk)| (entries, Ok(walk)))) })
    }

    fn sized(&self, request: Request, paging: Paging) -> Request {
        match paging.size {
            Some(name) => request.query(name, &self.shared.limits.page_size.to_string()),
            None => request,
        }
    }

    /// The page at `cursor`, or the first one.
    pub(super) async fn slice<T: DeserializeOwned>(
        &self,
        request: Request,
        cursor: Option<&str>,
    ) -> Result<Slice<T>, Error> {
        let request = self.sized(request, BY_PAGE);
        let request = request.maybe(BY_PAGE.cursor, cursor);
        let reply = self.answered(&request).await?;
        let Page { entries, next, total } = Page::read(request.operation, &reply, &self.odd)?;
        Ok(Slice { entries, next: next.filter(|cursor| !cursor.is_empty()), total })
    }

    /// The whole list.
    pub(super) async fn entries<T>(&self, request: Result<Request, Error>, paging: Paging) -> Result<Vec<T>, Error>
    where
        T: DeserializeOwned + Send + 'static,
    {
        self.pages(request, paging).try_concat().await
    }
}

impl Walk {
    async fn next<T: DeserializeOwned>(mut self) -> Result<Option<(Vec<T>, Self)>, Error> {
        if self.ended {
            return Ok(None);
        }
        let operation = self.request.operation;
        let limits = &self.client.shared.limits;
        let too_many = |limit| Err(Error::new(operation, ErrorKind::TooManyPages { limit }));
        if self.pages == limits.pages {
            return too_many(limits.pages);
        }
        let reply = self.client.answered(&self.request).await?;
        let page: Page<T> = Page::read(operation, &reply, &self.client.odd)?;
        self.pages += 1;
        self.rows += page.entries.len();
        if self.rows > limits.rows {
            return Err(Error::new(operation, ErrorKind::TooManyRows { limit: limits.rows }));
        }
        self.empty_pages = if page.entries.is_empty() { self.empty_pages + 1 } else { 0 };
        if self.empty_pages > limits.empty_pages {
            return too_many(limits.empty_pages);
        }
        // An empty cursor names no page: sent back, it would ask for the first one again.
        match page.next.filter(|cursor| !cursor.is_empty()) {
            None => self.ended = true,
            Some(cursor) => {
                self.request.url = self.first.clone();
                self.request.url.query_pairs_mut().append_pair(self.paging.cursor, &cursor);
                if !self.seen.insert(cursor) {
                    return Err(Error::new(operation, ErrorKind::CursorRepeated));
                }
            }
        }
        Ok(Some((page.entries, self)))
    }
}
