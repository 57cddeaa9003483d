//! Appending to the audit log.

use crate::domain::AuditEvent;
use crate::store::{
    Error, Store,
    entities::{audit_event, audit_subject},
    kept, search, subjects,
};
use sea_orm::{ConnectionTrait, EntityTrait, IntoActiveModel};

impl Store {
    /// Appends an event.
    ///
    /// # Errors
    /// [`Error::Exists`] when an event with this id is in the log already.
    pub async fn append_audit(&self, event: &AuditEvent) -> Result<(), Error> {
        let transaction = self.begin().await?;
        insert(&transaction, event).await?;
        Ok(transaction.commit().await?)
    }
}

/// Appends an event within the caller's transaction.
pub(in crate::store) async fn insert(db: &impl ConnectionTrait, event: &AuditEvent) -> Result<(), Error> {
    audit_event::Entity::insert(row(event)?).exec_without_returning(db).await?;
    subjects::insert::<audit_subject::Entity>(db, [(event.id.as_str(), event.subjects.as_slice())]).await
}

fn row(event: &AuditEvent) -> Result<audit_event::ActiveModel, Error> {
    let request_id = event.sigma_request_id.as_deref().map(kept::text);
    let found_by = [&*event.summary, &event.actor.name, &event.actor.email, request_id.as_deref().unwrap_or_default()];
    let row = audit_event::Model {
        id: event.id.clone(),
        at: kept::millis(event.at),
        actor: kept::json("an audit event's actor", &event.actor)?,
        actor_email: search::fold(&event.actor.email),
        action: event.action.clone(),
        summary: kept::text(&event.summary),
        outcome: kept::word("an audit event's outcome", event.outcome)?,
        change_id: event.change_id.as_ref().map(ToString::to_string),
        search: search::haystack(&found_by),
        sigma_request_id: request_id,
    };
    Ok(row.into_active_model())
}
