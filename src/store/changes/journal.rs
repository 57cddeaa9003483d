//! The journal: what becomes of a change and its steps, written down by whoever holds its lease.
//!
//! Everything that is known at one moment is one entry, written whole or not at all, and only under a fence that holds.
//! An entry renews the lease and brings back what people want of the change, so that a worker needs no further question
//! between two steps. On `PostgreSQL`, which may be some milliseconds away, an entry is one statement; `SQLite` knows no
//! such statement, and its transactions cost no way there and back.

mod postgres;
mod sqlite;

use super::{
    Fence,
    insert::{outcome, subject_row},
};
use crate::domain::{AuditEvent, ChangeState, Order, Step, Waiting};
use crate::store::{
    Error, Store,
    audit::NewEvents,
    entities::{change, change_step, change_subject},
    kept,
};
use jiff::Timestamp;
use sea_orm::{
    ActiveValue::{self, NotSet, Set},
    ConnectionTrait, DbBackend,
};

/// Where the positions of subjects begin that a change has created, after those it was planned with.
pub(super) const CREATED: i64 = 1_000_000;

/// What is written down at once.
struct Entry {
    /// Columns of the change.
    change: change::ActiveModel,
    /// What became of steps.
    steps: Vec<change_step::ActiveModel>,
    /// What the change is about from now on as well.
    subjects: Vec<change_subject::ActiveModel>,
    events: NewEvents,
}

impl Entry {
    fn of(store: &Store, change: change::ActiveModel) -> Self {
        Self { change, steps: Vec::new(), subjects: Vec::new(), events: NewEvents::of(store) }
    }

    fn add_event(&mut self, event: Option<&AuditEvent>) -> Result<(), Error> {
        event.map_or(Ok(()), |event| self.events.add(event))
    }
}

impl Store {
    /// Writes down what became of steps, each with the audit event that says so, or nothing at all; renews the lease,
    /// and says what the change's worker is to do.
    ///
    /// Title, call and what a step needs are the plan's and stay as they were accepted.
    ///
    /// # Errors
    /// [`Error::LeaseLost`] when the change has been released or taken over, [`Error::NoSuchStep`] when the change has
    /// no step of one of these indices.
    pub async fn save_steps(&self, fence: &Fence, steps: &[(&Step, Option<&AuditEvent>)]) -> Result<Order, Error> {
        let mut entry = Entry::of(self, change::ActiveModel::default());
        for (step, event) in steps {
            let (id, position) = (fence.change_id().as_str(), i64::from(step.index));
            let ours =
                change_step::ActiveModel { change_id: Set(id.to_owned()), position: Set(position), ..outcome(step)? };
            entry.steps.push(ours);
            if let Some(created) = &step.created {
                entry.subjects.push(subject_row(id, CREATED + position, created)?);
            }
            entry.add_event(*event)?;
        }
        self.write_entry(fence, entry).await
    }

    /// [`Self::save_steps`] for one.
    ///
    /// # Errors
    /// The same.
    pub async fn save_step(&self, fence: &Fence, step: &Step, event: Option<&AuditEvent>) -> Result<Order, Error> {
        self.save_steps(fence, &[(step, event)]).await
    }

    /// Writes down what became of the change, and the audit event that says so, or nothing at all.
    ///
    /// # Errors
    /// [`Error::LeaseLost`] when the change has been released or taken over.
    pub async fn save_change_state(
        &self,
        fence: &Fence,
        state: ChangeState,
        ended_at: Option<Timestamp>,
        event: Option<&AuditEvent>,
    ) -> Result<(), Error> {
        self.save_state(fence, state, ended_at, NotSet, event).await
    }

    /// Writes down that the change was stopped before its end, why, in a sentence, and the audit event that says so, or
    /// nothing at all. Steps that were not sent stay as they are.
    ///
    /// # Errors
    /// [`Error::LeaseLost`] when the change has been released or taken over.
    pub async fn save_stopped(
        &self,
        fence: &Fence,
        why: &str,
        ended_at: Timestamp,
        event: &AuditEvent,
    ) -> Result<(), Error> {
        let stopped = Set(Some(kept::text(why)));
        self.save_state(fence, ChangeState::Failed, Some(ended_at), stopped, Some(event)).await
    }

    async fn save_state(
        &self,
        fence: &Fence,
        state: ChangeState,
        ended_at: Option<Timestamp>,
        stopped: ActiveValue<Option<String>>,
        event: Option<&AuditEvent>,
    ) -> Result<(), Error> {
        let change = change::ActiveModel {
            stopped,
            state: Set(kept::word("a change's state", state)?),
            ended_at: Set(ended_at.map(kept::millis)),
            waiting: Set(None),
            // An order that came when nothing was left to be done has nothing to say to a later retry.
            wanted: if state.is_settled() { Set(kept::word("a change's order", Order::Go)?) } else { NotSet },
            ..Default::default()
        };
        let mut entry = Entry::of(self, change);
        entry.add_event(event)?;
        self.write_entry(fence, entry).await.map(drop)
    }

    async fn write_entry(&self, fence: &Fence, entry: Entry) -> Result<Order, Error> {
        let wanted = match self.writer().get_database_backend() {
            DbBackend::Postgres => Box::pin(postgres::write(self.writer(), fence, entry)).await?,
            _ => Box::pin(sqlite::write(self, fence.clone(), entry)).await?,
        };
        kept::from_word("a change's order", wanted)
    }

    /// Writes down what the change waits for, or that it goes on, with the audit event that says so, or nothing at all.
    ///
    /// # Errors
    /// [`Error::LeaseLost`] when the change has been released or taken over.
    pub async fn save_waiting(
        &self,
        fence: &Fence,
        waiting: Option<&Waiting>,
        event: Option<&AuditEvent>,
    ) -> Result<(), Error> {
        let waiting = waiting.map(|waiting| kept::json("what a change waits for", waiting)).transpose()?;
        let change = change::ActiveModel { waiting: Set(waiting), ..Default::default() };
        let mut entry = Entry::of(self, change);
        entry.add_event(event)?;
        self.write_entry(fence, entry).await.map(drop)
    }
}

fn no_such_step(position: i64) -> Error {
    u32::try_from(position).map_or_else(|e| Error::Unreadable("a step's position", e.into()), Error::NoSuchStep)
}
