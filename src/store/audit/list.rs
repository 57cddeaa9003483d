//! Reading the audit log, newest first.

use super::AuditFilter;
use crate::domain::{AuditEvent, ChangeId, Page, Subject};
use crate::store::{
    Error, PageRequest, Store,
    entities::{audit_event, audit_subject},
    kept,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::HashMap;

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
        let mut subjects = self.subjects_of_events(items.iter().map(|row| row.id.as_str())).await?;
        let event = |row: audit_event::Model| {
            let subjects = subjects.remove(&row.id).unwrap_or_default();
            from_row(row, subjects)
        };
        let items = items.into_iter().map(event).collect::<Result<_, _>>()?;
        Ok(Page { items, total, number, size })
    }

    async fn subjects_of_events(
        &self,
        ids: impl Iterator<Item = &str>,
    ) -> Result<HashMap<String, Vec<Subject>>, Error> {
        let rows = audit_subject::Entity::find()
            .filter(audit_subject::Column::EventId.is_in(ids))
            .order_by_asc(audit_subject::Column::Position)
            .all(self.reader())
            .await?;
        let mut subjects = HashMap::<String, Vec<Subject>>::new();
        for row in rows {
            let subject = kept::from_json("an audit event's subject", &row.subject)?;
            subjects.entry(row.event_id).or_default().push(subject);
        }
        Ok(subjects)
    }
}

fn from_row(row: audit_event::Model, subjects: Vec<Subject>) -> Result<AuditEvent, Error> {
    Ok(AuditEvent {
        id: row.id,
        at: kept::from_millis("an audit event's time", row.at)?,
        actor: kept::from_json("an audit event's actor", &row.actor)?,
        action: row.action,
        summary: row.summary,
        subjects,
        outcome: kept::from_word("an audit event's outcome", row.outcome)?,
        change_id: row.change_id.map(ChangeId::new),
        sigma_request_id: row.sigma_request_id,
    })
}
