//! Accepting a change.

use super::seal;
use crate::domain::{AuditEvent, Change, Consequences, Order, Step, Subject};
use crate::store::{
    Error, ROWS_AT_ONCE, Store,
    entities::{change, change_consequence, change_step, change_subject},
    kept, search, subjects,
};
use sea_orm::{ActiveValue::Set, EntityTrait, IntoActiveModel};

impl Store {
    /// [`Self::accept_change`] for one of which nothing is told.
    ///
    /// # Errors
    /// The same.
    pub async fn insert_change(&self, new: &Change, event: &AuditEvent) -> Result<(), Error> {
        self.accept_change(new, &Consequences::default(), event).await
    }

    /// Keeps a new change with its steps and subjects, what it means for people, and the audit event that says so, or
    /// nothing at all.
    ///
    /// # Errors
    /// [`Error::Exists`] when a change with this id is kept already, as after a form sent twice.
    pub async fn accept_change(&self, new: &Change, told: &Consequences, event: &AuditEvent) -> Result<(), Error> {
        let id = new.id.as_str();
        let steps = new.steps.iter().map(|step| step_row(id, step)).collect::<Result<Vec<_>, _>>()?;
        let mut change = change_row(new)?;
        change.seal = Set(Some(seal::of_change(self.seals(), &change, &steps)));
        if let Some(by) = &new.ordered_by {
            let by = kept::json("who ordered a change", by)?;
            change.ordered_seal = Set(Some(seal::of_order(self.seals(), id, &by)));
        }
        let subjects = subjects::rows::<change_subject::Entity>([(id, new.subjects.as_slice())])?;
        let told = consequence_row(id, told)?;
        self.write_audited(event, move |transaction| {
            Box::pin(async move {
                change::Entity::insert(change).exec_without_returning(transaction).await?;
                if let Some(told) = told {
                    change_consequence::Entity::insert(told).exec_without_returning(transaction).await?;
                }
                for rows in steps.chunks(ROWS_AT_ONCE) {
                    change_step::Entity::insert_many(rows.to_vec()).exec_without_returning(transaction).await?;
                }
                subjects::insert::<change_subject::Entity>(transaction, subjects).await?;
                Ok(true)
            })
        })
        .await
        .map(drop)
    }
}

/// What a change means for people; none where there is nothing to tell.
fn consequence_row(id: &str, told: &Consequences) -> Result<Option<change_consequence::ActiveModel>, Error> {
    if told.is_empty() {
        return Ok(None);
    }
    let body = kept::json("a change's consequences", told)?;
    Ok(Some(change_consequence::ActiveModel { change_id: Set(id.to_owned()), body: Set(body) }))
}

fn change_row(new: &Change) -> Result<change::ActiveModel, Error> {
    let row = change::Model {
        id: new.id.to_string(),
        kind: kept::word("a change's kind", new.intent.kind())?,
        title: kept::text(&new.title),
        state: kept::word("a change's state", new.state)?,
        reason: kept::text(&new.reason),
        intent: kept::json("a change's intent", &new.intent)?,
        actor: kept::json("a change's actor", &new.actor)?,
        actor_email: search::fold(&new.actor.email),
        actor_key: Some(kept::person(&new.actor.key())),
        warnings: kept::json("a change's warnings", &new.warnings)?,
        search: search::haystack(&[&new.title, &new.reason, &new.actor.name, &new.actor.email]),
        created_at: kept::millis(new.created_at),
        ended_at: new.ended_at.map(kept::millis),
        accepted_at: new.accepted_at.map(kept::millis),
        waiting: new.waiting.as_ref().map(|waiting| kept::json("what a change waits for", waiting)).transpose()?,
        lease_owner: None,
        lease_until: None,
        wanted: kept::word("a change's order", Order::Go)?,
        fence: 0,
        ordered_by: new.ordered_by.as_ref().map(|by| kept::json("who ordered a change", by)).transpose()?,
        mandate: new.mandate.as_ref().map(|mandate| kept::json("a change's mandate", mandate)).transpose()?,
        stopped: new.stopped.as_deref().map(kept::text),
        seal: None,
        ordered_seal: None,
        handled: new.handled.as_ref().map(|handled| kept::json("who has handled a change", handled)).transpose()?,
        undone_by: new.undone_by.as_ref().map(ToString::to_string),
    };
    Ok(row.into_active_model())
}

fn step_row(change_id: &str, step: &Step) -> Result<change_step::ActiveModel, Error> {
    Ok(change_step::ActiveModel {
        change_id: Set(change_id.to_owned()),
        position: Set(i64::from(step.index)),
        title: Set(kept::text(&step.title)),
        call: Set(kept::json("a step's call", &step.call)?),
        needs: Set(kept::json("a step's needs", &step.needs)?),
        precondition: Set(step.precondition.as_deref().map(kept::text)),
        undo: Set(step.undo.as_deref().map(kept::text)),
        inverse: Set(kept::json("a step's inverse", &step.inverse)?),
        undoes: Set(step.undoes.map(i64::from)),
        ..outcome(step)?
    })
}

/// What became of a step: the columns that change after planning.
pub(super) fn outcome(step: &Step) -> Result<change_step::ActiveModel, Error> {
    let error = step.error.as_ref().map(|error| kept::json("a step's error", error)).transpose()?;
    let created = step.created.as_ref().map(|subject| kept::json("what a step created", subject)).transpose()?;
    let is_whole = step.spared.is_empty();
    let spared = (!is_whole).then(|| kept::json("whom a step left alone", &step.spared)).transpose()?;
    Ok(change_step::ActiveModel {
        state: Set(kept::word("a step's state", step.state)?),
        error: Set(error),
        created: Set(created),
        request_id: Set(step.request_id.as_deref().map(kept::text)),
        attempts: Set(i64::from(step.attempts)),
        started_at: Set(step.started_at.map(kept::millis)),
        sent_at: Set(step.sent_at.map(kept::millis)),
        spared: Set(spared),
        ended_at: Set(step.ended_at.map(kept::millis)),
        ..Default::default()
    })
}

/// A row that says what a change is about.
pub(super) fn subject_row(
    change_id: &str,
    position: i64,
    subject: &Subject,
) -> Result<change_subject::ActiveModel, Error> {
    Ok(change_subject::ActiveModel {
        change_id: Set(change_id.to_owned()),
        position: Set(position),
        subject_key: Set(kept::text(&subject.key())),
        subject: Set(kept::json("a change's subject", subject)?),
    })
}
