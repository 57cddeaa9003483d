//! Reading changes back.

use super::journal::CREATED;
use crate::domain::{Change, ChangeId, ChangeState, Consequences, Step, Subject};
use crate::store::{
    Error, Store,
    entities::{change, change_consequence, change_step, change_subject},
    kept, subjects,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

impl Store {
    /// The change with its steps and subjects, if there is one with this id.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn change(&self, id: &ChangeId) -> Result<Option<Change>, Error> {
        let db = self.reader();
        let Some(row) = change::Entity::find_by_id(id.as_str()).one(db).await? else { return Ok(None) };
        let steps = change_step::Entity::find()
            .filter(change_step::Column::ChangeId.eq(id.as_str()))
            .order_by_asc(change_step::Column::Position);
        let mut subjects = subjects::of::<change_subject::Entity>(db, [id.as_str()]).await?;
        let mut change = from_row(row)?;
        change.steps = steps.all(db).await?.into_iter().map(step).collect::<Result<_, _>>()?;
        change.subjects = subjects.remove(id.as_str()).unwrap_or_default();
        Ok(Some(change))
    }

    /// What a change meant for people when it was accepted; nothing for one of which nothing is told.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn consequences(&self, id: &ChangeId) -> Result<Consequences, Error> {
        let row = change_consequence::Entity::find_by_id(id.as_str()).one(self.reader()).await?;
        row.map_or(Ok(Consequences::default()), |row| kept::from_json("a change's consequences", &row.body))
    }

    /// How far a change is, without reading its steps.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn change_state(&self, id: &ChangeId) -> Result<Option<ChangeState>, Error> {
        let state = change::Entity::find_by_id(id.as_str()).select_only().column(change::Column::State);
        let state: Option<String> = state.into_tuple().one(self.reader()).await?;
        state.map(|word| kept::from_word("a change's state", word)).transpose()
    }

    /// Whether another change than this one has created it.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn is_created_elsewhere(&self, subject: &Subject, id: &ChangeId) -> Result<bool, Error> {
        let found = change_subject::Entity::find()
            .select_only()
            .column(change_subject::Column::ChangeId)
            .filter(change_subject::Column::SubjectKey.eq(kept::text(&subject.key())))
            .filter(change_subject::Column::Position.gte(CREATED))
            .filter(change_subject::Column::ChangeId.ne(id.as_str()))
            .into_tuple::<String>()
            .one(self.reader())
            .await?;
        Ok(found.is_some())
    }

    /// Changes that are queued or running, oldest first: what a process takes over when it starts.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn unsettled_changes(&self) -> Result<Vec<ChangeId>, Error> {
        let unsettled = ChangeState::ALL.into_iter().filter(|state| !state.is_settled());
        let words = unsettled.map(|state| kept::word("a change's state", state)).collect::<Result<Vec<_>, _>>()?;
        let ids = change::Entity::find()
            .select_only()
            .column(change::Column::Id)
            .filter(change::Column::State.is_in(words))
            .order_by_asc(change::Column::CreatedAt)
            .order_by_asc(change::Column::Id)
            .into_tuple::<String>()
            .all(self.reader())
            .await?;
        Ok(ids.into_iter().map(ChangeId::new).collect())
    }
}

/// The change of a row, without what other tables hold.
pub(super) fn from_row(row: change::Model) -> Result<Change, Error> {
    Ok(Change {
        id: ChangeId::new(row.id),
        title: row.title,
        intent: kept::from_json("a change's intent", &row.intent)?,
        actor: kept::from_json("a change's actor", &row.actor)?,
        ordered_by: row.ordered_by.map(|by| kept::from_json("who ordered a change", &by)).transpose()?,
        mandate: row.mandate.map(|mandate| kept::from_json("a change's mandate", &mandate)).transpose()?,
        stopped: row.stopped,
        reason: row.reason,
        state: kept::from_word("a change's state", row.state)?,
        created_at: kept::from_millis("a change's time", row.created_at)?,
        ended_at: row.ended_at.map(|at| kept::from_millis("a change's end", at)).transpose()?,
        accepted_at: row.accepted_at.map(|at| kept::from_millis("a change's acceptance", at)).transpose()?,
        waiting: row.waiting.map(|waiting| kept::from_json("what a change waits for", &waiting)).transpose()?,
        handled: row.handled.map(|handled| kept::from_json("who has handled a change", &handled)).transpose()?,
        undone_by: row.undone_by.map(ChangeId::new),
        steps: Vec::new(),
        warnings: kept::from_json("a change's warnings", &row.warnings)?,
        subjects: Vec::new(),
    })
}

fn step(row: change_step::Model) -> Result<Step, Error> {
    let time = |at: Option<i64>| at.map(|at| kept::from_millis("a step's time", at)).transpose();
    Ok(Step {
        index: kept::number("a step's position", row.position)?,
        title: row.title,
        call: kept::from_json("a step's call", &row.call)?,
        needs: kept::from_json("a step's needs", &row.needs)?,
        precondition: row.precondition,
        undo: row.undo,
        inverse: kept::from_json("a step's inverse", &row.inverse)?,
        undoes: row.undoes.map(|at| kept::number("a step's position", at)).transpose()?,
        state: kept::from_word("a step's state", row.state)?,
        error: row.error.map(|error| kept::from_json("a step's error", &error)).transpose()?,
        created: row.created.map(|subject| kept::from_json("what a step created", &subject)).transpose()?,
        request_id: row.request_id,
        attempts: kept::number("a step's attempts", row.attempts)?,
        started_at: time(row.started_at)?,
        sent_at: time(row.sent_at)?,
        spared: row.spared.map_or(Ok(Vec::new()), |spared| kept::from_json("whom a step left alone", &spared))?,
        ended_at: time(row.ended_at)?,
    })
}
