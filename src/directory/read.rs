//! Reading a section from Sigma with the fewest calls: lists whole, details only where something moved or it is their
//! turn.

use super::{
    detail_table::{Detail, DetailTable, Read},
    detailed_row::{DetailFetcher, DetailedRow},
    failure::Failure,
    list::{List, Row},
    payload::{Cached, Members, Payload},
    shortfall::{Doubts, Shortfall, is_short, missing},
    status::Progress,
};
use crate::{
    domain::Member,
    sigma::{Error, ListMembers, OddRows, WhoAmI},
};
use futures::{StreamExt, stream};
use jiff::Timestamp;
use std::{collections::HashMap, pin::pin, sync::Arc};

/// Calls of one stage under way at once; the client's limiter has the last word.
pub const AT_ONCE: usize = 5;

/// How much of a section to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    Whole,
    /// Lists, and the details that are due.
    Due,
}

/// What is read with, and who hears of progress.
pub struct Reader<'r> {
    pub asker: DetailFetcher,
    pub depth: Depth,
    /// Counts the rows that are not as promised.
    pub odd: OddRows,
    /// Whether the list is taken however much it leaves out.
    pub takes_short: bool,
    pub doubts: &'r Doubts,
    pub report: &'r (dyn Fn(Progress) + Send + Sync),
}

impl Reader<'_> {
    fn report(&self, stage: &'static str, done: usize, total: Option<usize>) {
        (self.report)(Progress { stage, done, total });
    }

    /// Reads a list; a second time when it leaves out anything that is held, and then what either reading has counts.
    async fn whole<T: Row, F: Future<Output = Result<Vec<T>, Error>> + Send>(
        &self,
        held: Option<&List<T>>,
        list: impl Fn() -> F + Send,
    ) -> Result<Vec<T>, Failure> {
        let mut read = list().await?;
        let Some(held) = held else { return Ok(read) };
        let known = held.rows().len();
        // Rows that could not be read are missing too.
        if !self.takes_short && missing(held, &read).len() > self.odd.lost() {
            let again = List::default().merged(list().await?, Timestamp::UNIX_EPOCH);
            read.extend(missing(&again, &read).into_iter().cloned().collect::<Vec<_>>());
            if is_short(missing(held, &read).len(), known) {
                return Err(Shortfall { held: known, read: read.len() }.into());
            }
        }
        if self.odd.lost() > 0 {
            // Which rows could not be read nobody can say: none of those that are held counts as gone.
            read.extend(missing(held, &read).into_iter().cloned().collect::<Vec<_>>());
        }
        Ok(read)
    }
}

/// What a reading brought, and the error that cut it short, if one did.
pub type Reading<R> = Result<(R, Option<Error>), Failure>;

/// A section that can be read.
pub trait Readable: Payload {
    /// What a reading brings.
    type Read: Send + 'static;

    /// Reads the section from Sigma. `held` is what was known of it before.
    fn read(reader: &Reader<'_>, held: Option<&Cached<Self>>) -> impl Future<Output = Reading<Self::Read>> + Send;

    /// What a reading makes of what was held.
    fn merged(held: Option<&Self>, read: Self::Read) -> Self;
}

impl Readable for Members {
    type Read = (Timestamp, WhoAmI, Vec<Member>);

    async fn read(reader: &Reader<'_>, held: Option<&Cached<Self>>) -> Reading<Self::Read> {
        let began = reader.asker.client.clock().now();
        let whoami = reader.asker.client.whoami().await?;
        let list = || async {
            let mut members: Vec<Member> = Vec::new();
            let mut pages = pin!(reader.asker.client.members().stream(&ListMembers::EVERYBODY));
            reader.report("members", 0, None);
            while let Some(page) = pages.next().await {
                members.extend(page?.into_iter().map(Row::lean));
                reader.report("members", members.len(), None);
            }
            Ok(members)
        };
        let members = reader.whole(held.map(|held| &held.content.list), list).await?;
        if members.is_empty() {
            return Err(Failure::Nobody);
        }
        Ok(((began, whoami, members), None))
    }

    fn merged(held: Option<&Self>, (began, whoami, members): Self::Read) -> Self {
        let nothing = List::default();
        let list = held.map_or(&nothing, |held| &held.list).merged(members, began);
        Self { organization_id: whoami.organization_id, token_owner: whoami.user_id, list }
    }
}

impl<T: DetailedRow> Readable for DetailTable<T, T::Detail>
where
    Self: Payload,
{
    type Read = Read<T, T::Detail>;

    async fn read(reader: &Reader<'_>, held: Option<&Cached<Self>>) -> Reading<Self::Read> {
        let began = reader.asker.client.clock().now();
        reader.report(Self::COLLECTION.name(), 0, None);
        let list = || async { Ok(T::all(&reader.asker.client).await?.into_iter().map(Row::lean).collect()) };
        let rows: Vec<T> = reader.whole(held.map(|held| &held.content.list), list).await?;
        let mut due = match (T::MAX_PER_RUN, reader.depth, held) {
            (None, Depth::Due, Some(held)) | (Some(_), _, Some(held)) => {
                held.content.due(&rows, Self::COLLECTION.rounds())
            }
            (Some(_), _, None) => Vec::new(),
            (None, ..) => rows.iter().map(|row| row.id().clone()).collect(),
        };
        due.truncate(T::MAX_PER_RUN.unwrap_or(usize::MAX));
        let (details, error) = ask(reader, due, held.map(|held| &held.content)).await;
        Ok((Read { began, rows, details }, error))
    }

    fn merged(held: Option<&Self>, read: Self::Read) -> Self {
        let nothing = Self::default();
        held.unwrap_or(&nothing).merged(read)
    }
}

/// Asks rows for their details, several at once, up to the first call that fails.
async fn ask<T: DetailedRow>(
    reader: &Reader<'_>,
    ids: Vec<T::Id>,
    held: Option<&DetailTable<T, T::Detail>>,
) -> (HashMap<T::Id, Detail<T::Detail>>, Option<Error>)
where
    DetailTable<T, T::Detail>: Payload,
{
    let total = ids.len();
    reader.report(T::STAGE, 0, Some(total));
    let answers = stream::iter(ids).map(|id| {
        let before = held.and_then(|held| held.details.get(&id));
        async move { (unlost::<T>(reader, &id, before).await, id) }
    });
    let mut answers = answers.buffer_unordered(AT_ONCE);
    let mut details = HashMap::with_capacity(total);
    while let Some((found, id)) = answers.next().await {
        match found {
            Ok(found) => details.insert(id, found),
            Err(error) => return (details, Some(error)),
        };
        reader.report(T::STAGE, details.len(), Some(total));
    }
    (details, None)
}

/// What one row has to say. What is less than before is asked again. What is much less even then is believed only when
/// later readings say the same; until then the row is asked at every reading.
async fn unlost<T: DetailedRow>(
    reader: &Reader<'_>,
    id: &T::Id,
    before: Option<&Detail<T::Detail>>,
) -> Result<Detail<T::Detail>, Error>
where
    DetailTable<T, T::Detail>: Payload,
{
    let known = before.and_then(|before| before.value.as_deref()).map_or(0, T::size);
    let lost =
        |found: &Detail<T::Detail>| found.value.as_deref().map_or(0, |value| known.saturating_sub(T::size(value)));
    let is_short = |found: &Detail<T::Detail>| is_short(lost(found), known);
    let mut found = detail::<T>(&reader.asker, id).await?;
    if !reader.takes_short && lost(&found) > 0 {
        let again = detail::<T>(&reader.asker, id).await?;
        // Of two answers the one that ended early is the shorter one.
        if lost(&again) < lost(&found) {
            found = again;
        }
    }
    let section = <DetailTable<T, T::Detail> as Payload>::COLLECTION;
    let is_believed = reader.takes_short || reader.doubts.believes(section, &format!("{id:?}"), is_short(&found));
    match before {
        Some(before) if !is_believed => {
            tracing::warn!(
                section = section.name(),
                "Sigma lists far less of a row than before; what was held is kept"
            );
            Ok(Detail { read_at: Timestamp::UNIX_EPOCH, value: before.value.clone() })
        }
        _ => Ok(found),
    }
}

/// What one row has to say. What the credentials' owner may not ask, or of a row deleted meanwhile, is no error
/// (BEHAVIOUR.md section 9).
pub async fn detail<T: DetailedRow>(asker: &DetailFetcher, id: &T::Id) -> Result<Detail<T::Detail>, Error> {
    let read_at = asker.client.clock().now();
    match T::ask(asker, id).await {
        Ok(said) => Ok(Detail { read_at, value: Some(Arc::new(said)) }),
        Err(error) if error.is_hidden_or_gone() => Ok(Detail { read_at, value: None }),
        Err(error) => Err(error),
    }
}
