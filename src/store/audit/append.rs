//! Appending to the audit log.

use super::seal::{Sealing, joined};
use crate::domain::{Actor, AuditDetails, AuditEvent};
use crate::store::{
    Error, SealKey, Store,
    entities::{audit_event, audit_subject},
    kept, search, subjects,
};
use sea_orm::{ConnectionTrait, EntityTrait, IntoActiveModel};
use serde::Serialize;

impl Store {
    /// Appends an event.
    ///
    /// # Errors
    /// [`Error::Exists`] when an event with this id is in the log already.
    pub async fn append_audit(&self, event: &AuditEvent) -> Result<(), Error> {
        let event = rows(self.seals(), event)?;
        self.write(move |transaction| Box::pin(insert(transaction, event))).await
    }
}

/// An event, and what it is about.
pub(in crate::store) type Rows = (audit_event::ActiveModel, Vec<audit_subject::ActiveModel>);

/// The rows of an event, sealed.
pub(in crate::store) fn rows(key: &SealKey, event: &AuditEvent) -> Result<Rows, Error> {
    let subjects = subjects::rows::<audit_subject::Entity>([(event.id.as_str(), event.subjects.as_slice())])?;
    let texts = subjects.iter().map(|row| row.subject.try_as_ref().map_or("", String::as_str));
    Ok((row(key, event, &joined(texts))?, subjects))
}

/// Appends an event within the caller's transaction.
pub(in crate::store) async fn insert(db: &impl ConnectionTrait, (event, subjects): Rows) -> Result<(), Error> {
    audit_event::Entity::insert(event).exec_without_returning(db).await?;
    subjects::insert::<audit_subject::Entity>(db, subjects).await
}

/// What the column of the actor holds: who it was, and beside that what more there is to say. There and in no column of
/// its own, as the seal is over this text: the version before takes it for its own, which knows nothing of details.
#[derive(Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    actor: &'a Actor,
    #[serde(skip_serializing_if = "AuditDetails::is_empty")]
    details: &'a AuditDetails,
}

fn row(key: &SealKey, event: &AuditEvent, subjects: &str) -> Result<audit_event::ActiveModel, Error> {
    let request_id = event.sigma_request_id.as_deref().map(kept::text);
    let address = event.actor.origin.as_ref().and_then(|origin| origin.address.as_deref()).unwrap_or_default();
    let request = request_id.as_deref().unwrap_or_default();
    let found_by = [&*event.summary, &event.actor.name, &event.actor.email, request, address];
    let mut row = audit_event::Model {
        id: event.id.clone(),
        at: kept::millis(event.at),
        actor: kept::json("an audit event's actor", &Told { actor: &event.actor, details: &event.details })?,
        actor_email: search::fold(&event.actor.email),
        actor_key: Some(kept::person(&event.actor.key())),
        action: event.action.clone(),
        summary: kept::text(&event.summary),
        outcome: kept::word("an audit event's outcome", event.outcome)?,
        change_id: event.change_id.as_ref().map(ToString::to_string),
        search: search::haystack(&found_by),
        sigma_request_id: request_id,
        seal: None,
        chain_number: None,
        chain_hash: None,
    };
    row.seal = Some(Sealing { event: &row, subjects }.seal(key));
    Ok(row.into_active_model())
}
