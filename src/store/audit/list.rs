//! Reading the audit log, newest first.

use super::AuditFilter;
use crate::domain::{Actor, AuditDetails, AuditEvent, ChangeId, Page, Subject};
use crate::store::{
    Error, PageRequest, Store,
    entities::{audit_event, audit_subject},
    kept, subjects,
};
use sea_orm::{EntityTrait, QueryFilter, QueryOrder};
use serde::Deserialize;

impl Store {
    /// One page of the events that pass the filter, newest first.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn audit(&self, filter: &AuditFilter, page: PageRequest) -> Result<Page<AuditEvent>, Error> {
        let rows = audit_event::Entity::find()
            .filter(filter.condition()?)
            .order_by_desc(audit_event::Column::At)
            .order_by_desc(audit_event::Column::Id);
        let Page { items, total, number, size } = page.of(rows, self.reader()).await?;
        let ids = items.iter().map(|row| row.id.as_str());
        let mut subjects = subjects::of::<audit_subject::Entity>(self.reader(), ids).await?;
        let event = |row: audit_event::Model| {
            let subjects = subjects.remove(&row.id).unwrap_or_default();
            from_row(row, subjects)
        };
        let items = items.into_iter().map(event).collect::<Result<_, _>>()?;
        Ok(Page { items, total, number, size })
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
