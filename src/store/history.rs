//! The directory's history: what changed in the organisation outside the portal. Appended by syncs, never edited.

use super::{
    Error, PageRequest, ROWS_AT_ONCE, Store,
    entities::{directory_event, directory_event_subject},
    kept, search, subjects,
};
use crate::domain::{DirectoryEvent, DirectoryEventId, DirectoryEventKind, Page, Subject};
use jiff::Timestamp;
use sea_orm::{ColumnTrait, Condition, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

/// Which directory events to list; what is `None` does not restrict.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HistoryFilter {
    /// Only events about this.
    pub subject: Option<Subject>,
    /// Of this kind.
    pub kind: Option<DirectoryEventKind>,
    /// Having all these words in the sentence; without case, in any order.
    pub q: Option<String>,
    /// About what somebody is shown: one of these kinds and about one of its things. None of them is no event at all.
    pub within: Option<Vec<(Vec<DirectoryEventKind>, Vec<Subject>)>>,
    /// At this moment or later.
    pub from: Option<Timestamp>,
    /// From before this moment: what is appended meanwhile does not move rows to another page.
    pub until: Option<Timestamp>,
}

/// Events, and what they are about.
pub(super) type Rows = (Vec<directory_event::ActiveModel>, Vec<directory_event_subject::ActiveModel>);

/// The rows of events.
pub(super) fn rows(events: &[DirectoryEvent]) -> Result<Rows, Error> {
    let owners = events.iter().map(|event| (event.id.as_str(), event.subjects.as_slice()));
    let subjects = subjects::rows::<directory_event_subject::Entity>(owners)?;
    Ok((events.iter().map(row).collect::<Result<_, _>>()?, subjects))
}

/// Appends events with what they are about, within a transaction.
pub(super) async fn append(transaction: &DatabaseTransaction, (events, subjects): Rows) -> Result<(), Error> {
    for rows in events.chunks(ROWS_AT_ONCE) {
        directory_event::Entity::insert_many(rows.to_vec()).exec_without_returning(transaction).await?;
    }
    subjects::insert::<directory_event_subject::Entity>(transaction, subjects).await
}

impl Store {
    /// One page of the events that pass the filter, newest first.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn history(&self, filter: &HistoryFilter, page: PageRequest) -> Result<Page<DirectoryEvent>, Error> {
        let rows = directory_event::Entity::find()
            .filter(filter.condition()?)
            .order_by_desc(directory_event::Column::At)
            .order_by_desc(directory_event::Column::Id);
        let Page { items, total, number, size } = page.of(rows, self.reader()).await?;
        let ids = items.iter().map(|row| row.id.as_str());
        let mut subjects = subjects::of::<directory_event_subject::Entity>(self.reader(), ids).await?;
        let event = |row: directory_event::Model| {
            let subjects = subjects.remove(&row.id).unwrap_or_default();
            from_row(row, subjects)
        };
        let items = items.into_iter().map(event).collect::<Result<_, _>>()?;
        Ok(Page { items, total, number, size })
    }
}

impl HistoryFilter {
    fn condition(&self) -> Result<Condition, Error> {
        use directory_event::Column;
        let kind = self.kind.map(|kind| kept::word("a directory event's kind", kind)).transpose()?;
        let about = self.subject.as_ref().map(subjects::about::<directory_event_subject::Entity>);
        let within = self.within.as_deref().map(within).transpose()?;
        Ok(Condition::all()
            .add_option(within)
            .add_option(about.map(|ids| Column::Id.in_subquery(ids)))
            .add_option(kind.map(|word| Column::Kind.eq(word)))
            .add_option(self.from.map(|from| Column::At.gte(kept::millis(from))))
            .add_option(self.until.map(|until| Column::At.lt(kept::millis(until))))
            .add_option(self.q.as_deref().map(|q| search::has_words(Column::Search, q))))
    }
}

fn within(groups: &[(Vec<DirectoryEventKind>, Vec<Subject>)]) -> Result<Condition, Error> {
    use directory_event::Column;
    // A condition of no alternatives would hold for every row.
    let mut any = Condition::any().add(Column::Id.is_in(Vec::<String>::new()));
    for (kinds, subjects) in groups {
        let words = kinds.iter().map(|kind| kept::word("a directory event's kind", *kind));
        let words = words.collect::<Result<Vec<String>, _>>()?;
        let about = subjects::about_any::<directory_event_subject::Entity>(subjects);
        any = any.add(Condition::all().add(Column::Kind.is_in(words)).add(Column::Id.in_subquery(about)));
    }
    Ok(any)
}

fn row(event: &DirectoryEvent) -> Result<directory_event::ActiveModel, Error> {
    let row = directory_event::Model {
        id: event.id.to_string(),
        at: kept::millis(event.at),
        kind: kept::word("a directory event's kind", event.kind)?,
        text: kept::text(&event.text),
        search: search::haystack(&[&event.text]),
    };
    Ok(row.into_active_model())
}

fn from_row(row: directory_event::Model, subjects: Vec<Subject>) -> Result<DirectoryEvent, Error> {
    Ok(DirectoryEvent {
        id: DirectoryEventId::new(row.id),
        at: kept::from_millis("a directory event's time", row.at)?,
        kind: kept::from_word("a directory event's kind", row.kind)?,
        subjects,
        text: row.text,
    })
}
