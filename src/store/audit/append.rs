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
        let event = rows(event)?;
        self.write(move |transaction| Box::pin(insert(transaction, event))).await
    }
}

/// An event, and what it is about.
pub(in crate::store) type Rows = (audit_event::ActiveModel, Vec<audit_subject::ActiveModel>);

/// The rows of an event.
pub(in crate::store) fn rows(event: &AuditEvent) -> Result<Rows, Error> {
    let subjects = subjects::rows::<audit_subject::Entity>([(event.id.as_str(), event.subjects.as_slice())])?;
    Ok((row(event)?, subjects))
}

/// Appends an event within the caller's transaction.
pub(in crate::store) async fn insert(db: &impl ConnectionTrait, (event, subjects): Rows) -> Result<(), Error> {
    audit_event::Entity::insert(event).exec_without_returning(db).await?;
    subjects::insert::<audit_subject::Entity>(db, subjects).await
}

fn row(event: &AuditEvent) -> Result<audit_event::ActiveModel, Error> {
    let request_id = event.sigma_request_id.as_deref().map(kept::text);
    let found_by = [&*event.summary, &event.actor.name, &event.actor.email, request_id.as_deref().unwrap_or_default()];
    let row = audit_event::Model {
        id: event.id.clone(),
        at: kept::millis(event.at),
        actor: kept::json("an audit event's actor", &event.actor)?,
        actor_email: search::fold(&event.actor.email),
        actor_key: Some(kept::person(&event.actor.key())),
        action: event.action.clone(),
        summary: kept::text(&event.summary),
        outcome: kept::word("an audit event's outcome", event.outcome)?,
        change_id: event.change_id.as_ref().map(ToString::to_string),
        search: search::haystack(&found_by),
        sigma_request_id: request_id,
    };
    Ok(row.into_active_model())
}
