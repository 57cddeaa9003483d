//! Appending to the audit log.

use super::{
    counter::{self, Counted, Counting},
    seal::{Sealing, joined},
};
use crate::domain::{Actor, AuditDetails, AuditEvent};
use crate::store::{
    Error, SealKey, Store,
    entities::{audit_counter, audit_event, audit_subject},
    kept, search, subjects,
};
use futures::future::BoxFuture;
use sea_orm::{ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel};
use serde::Serialize;

impl Store {
    /// Appends an event.
    ///
    /// # Errors
    /// [`Error::Exists`] when an event with this id is in the log already.
    pub async fn append_audit(&self, event: &AuditEvent) -> Result<(), Error> {
        self.write_audited(event, |_| Box::pin(async { Ok(true) })).await.map(drop)
    }

    /// Writes everything that `work` does, with the event that says so, or nothing when either fails; to its end, even if the
    /// caller goes away. Where `work` says that there was nothing to be done there is no event. Says whether there was.
    pub(in crate::store) async fn write_audited<W>(&self, event: &AuditEvent, work: W) -> Result<bool, Error>
    where
        W: for<'t> FnOnce(&'t DatabaseTransaction) -> BoxFuture<'t, Result<bool, Error>> + Send + 'static,
    {
        let mut events = NewEvents::of(self);
        events.add(event)?;
        let written = self.write(move |transaction| {
            Box::pin(async move {
                let is_done = work(transaction).await?;
                if is_done {
                    events.insert(transaction).await?;
                }
                Ok((is_done, events))
            })
        });
        let (is_done, events) = Box::pin(written).await?;
        if is_done {
            events.committed();
        }
        Ok(is_done)
    }
}

/// Events that are about to be written in one transaction.
#[derive(Debug)]
pub(in crate::store) struct NewEvents {
    key: SealKey,
    counting: Counting,
    pub events: Vec<audit_event::ActiveModel>,
    /// What they are about.
    pub subjects: Vec<audit_subject::ActiveModel>,
}

impl NewEvents {
    /// None is used yet.
    pub fn of(store: &Store) -> Self {
        let (key, counting) = (store.seals().clone(), store.counters.begin());
        Self { key, counting, events: Vec::new(), subjects: Vec::new() }
    }

    /// Adds one, counted and sealed.
    pub fn add(&mut self, event: &AuditEvent) -> Result<(), Error> {
        let subjects = subjects::rows::<audit_subject::Entity>([(event.id.as_str(), event.subjects.as_slice())])?;
        let texts = joined(subjects.iter().map(|row| row.subject.try_as_ref().map_or("", String::as_str)));
        self.events.push(row(&self.key, event, self.counting.next(), &texts)?);
        self.subjects.extend(subjects);
        Ok(())
    }

    /// How far they were counted, which is written with them; nothing where there are none.
    pub fn counter(&mut self) -> Option<audit_counter::ActiveModel> {
        (!self.events.is_empty()).then(|| self.counting.row(&self.key))
    }

    /// Writes them within the caller's transaction.
    pub async fn insert(&mut self, db: &impl ConnectionTrait) -> Result<(), Error> {
        let Some(counter) = self.counter() else { return Ok(()) };
        counter::keep(db, counter).await?;
        for event in self.events.drain(..) {
            audit_event::Entity::insert(event).exec_without_returning(db).await?;
        }
        subjects::insert::<audit_subject::Entity>(db, std::mem::take(&mut self.subjects)).await
    }

    /// Notes that the transaction was committed.
    pub fn committed(self) {
        self.counting.committed();
    }
}

/// What the column of the actor holds: who it was, and beside that what more there is to say. There and in no column of
/// its own, as the seal is over this text: the version before takes it for its own, which knows nothing of what is new.
#[derive(Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    actor: &'a Actor,
    #[serde(skip_serializing_if = "AuditDetails::is_empty")]
    details: &'a AuditDetails,
    counted: Counted,
}

fn row(key: &SealKey, event: &AuditEvent, counted: Counted, subjects: &str) -> Result<audit_event::ActiveModel, Error> {
    let request_id = event.sigma_request_id.as_deref().map(kept::text);
    let address = event.actor.origin.as_ref().and_then(|origin| origin.address.as_deref()).unwrap_or_default();
    let request = request_id.as_deref().unwrap_or_default();
    let found_by = [&*event.summary, &event.actor.name, &event.actor.email, request, address];
    let mut row = audit_event::Model {
        id: event.id.clone(),
        at: kept::millis(event.at),
        actor: kept::json("an audit event's actor", &Told { actor: &event.actor, details: &event.details, counted })?,
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
