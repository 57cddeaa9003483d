//! Reading the audit log, newest first.

use super::{AuditFilter, ChainPlace};
use crate::domain::{Actor, AuditDetails, AuditEvent, ChangeId, Page, Subject};
use crate::store::{
    Error, PageRequest, Store,
    entities::{audit_event, audit_subject},
    kept, subjects,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{Expr, ExprTrait},
};
use serde::Deserialize;

/// Events that a list counts. Of more it says that there are more: counting a million takes longer than finding fifty.
pub const MOST_COUNTED: u64 = 10_000;

/// An event, and where it stands in the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedEvent {
    pub event: AuditEvent,
    /// `None` until it is linked.
    pub place: Option<ChainPlace>,
}

impl Store {
    /// One page of the events that pass the filter, newest first, counted up to [`MOST_COUNTED`].
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn audit(&self, filter: &AuditFilter, page: PageRequest) -> Result<Page<AuditEvent>, Error> {
        let is_counted = u64::from(page.number) * u64::from(page.size) <= MOST_COUNTED;
        let page = page.counting(self.newest(filter, is_counted).await?, MOST_COUNTED, self.reader()).await?;
        let Page { items, total, number, size } = page;
        Ok(Page { items: self.with_subjects(items).await?, total, number, size })
    }

    /// Up to `most` events that pass the filter, newest first; those before `last` where it is given. However long the log
    /// is, going on costs what the first ones did.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn audit_before(
        &self,
        filter: &AuditFilter,
        last: Option<&AuditEvent>,
        most: u64,
    ) -> Result<Vec<AuditEvent>, Error> {
        use audit_event::Column::{At, Id};
        let before = last.map(|last| {
            let at = kept::millis(last.at);
            At.lte(at).and(At.lt(at).or(Id.lt(last.id.as_str())))
        });
        let rows = self.newest(filter, false).await?.filter(Condition::all().add_option(before));
        self.with_subjects(rows.limit(most).all(self.reader()).await?).await
    }

    /// The event with this id.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn audit_event(&self, id: &str) -> Result<Option<RecordedEvent>, Error> {
        let Some(row) = audit_event::Entity::find_by_id(id).one(self.reader()).await? else { return Ok(None) };
        let place = row.chain_number.zip(row.chain_hash.clone());
        let place = place.map(|(number, hash)| ChainPlace { number, hash });
        let event = self.with_subjects(vec![row]).await?.pop();
        Ok(event.map(|event| RecordedEvent { event, place }))
    }

    async fn newest(&self, filter: &AuditFilter, newest_suffice: bool) -> Result<Select<audit_event::Entity>, Error> {
        let rows = audit_event::Entity::find().filter(filter.condition(self.reader(), newest_suffice).await?);
        let at = Expr::col((audit_event::Entity, audit_event::Column::At));
        // An expression has no index to walk through.
        let at = if filter.words().are_few_in_postgres(self.reader()).await? { at.add(0) } else { at };
        Ok(rows.order_by(at, Order::Desc).order_by_desc(audit_event::Column::Id))
    }

    async fn with_subjects(&self, rows: Vec<audit_event::Model>) -> Result<Vec<AuditEvent>, Error> {
        let ids = rows.iter().map(|row| row.id.as_str());
        let mut subjects = subjects::of::<audit_subject::Entity>(self.reader(), ids).await?;
        let event = |row: audit_event::Model| {
            let subjects = subjects.remove(&row.id).unwrap_or_default();
            from_row(row, subjects)
        };
        rows.into_iter().map(event).collect()
    }
}

/// What the column of the actor holds.
#[derive(Deserialize)]
struct Told {
    #[serde(flatten)]
    actor: Actor,
    #[serde(default)]
    details: AuditDetails,
}

pub(super) fn from_row(row: audit_event::Model, subjects: Vec<Subject>) -> Result<AuditEvent, Error> {
    let Told { actor, details } = kept::from_json("an audit event's actor", &row.actor)?;
    Ok(AuditEvent {
        id: row.id,
        at: kept::from_millis("an audit event's time", row.at)?,
        actor,
        action: row.action,
        summary: row.summary,
        subjects,
        outcome: kept::from_word("an audit event's outcome", row.outcome)?,
        change_id: row.change_id.map(ChangeId::new),
        sigma_request_id: row.sigma_request_id,
        details,
    })
}
