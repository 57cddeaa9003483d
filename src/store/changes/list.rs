//! Listing changes, newest first.

use super::{ChangeFilter, read};
use crate::domain::{Change, ChangeId, ChangeState, Page, PersonKey, Standing, StepState};
use crate::store::{
    Error, PageRequest, Store,
    entities::{change, change_step, change_subject},
    kept, subjects,
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;

/// A change in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeSummary {
    /// The change, without its steps.
    pub change: Change,
    /// How many steps it has.
    pub steps_total: u64,
    /// How many of them are met.
    pub steps_met: u64,
    /// How many of those that were done are done still.
    pub steps_standing: u64,
}

impl ChangeSummary {
    /// What it is shown as.
    pub fn standing(&self) -> Standing {
        Standing::of(&self.change, self.steps_standing == 0)
    }
}

/// Steps of a change, counted.
#[derive(Clone, Copy, Default)]
struct Counts {
    total: u64,
    met: u64,
    standing: u64,
}

impl Store {
    /// How many changes of this person are queued or running.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn open_changes_of(&self, person: &PersonKey) -> Result<u64, Error> {
        let states = [ChangeState::Queued, ChangeState::Running].map(|state| kept::word("a change's state", state));
        let open = change::Entity::find()
            .filter(change::Column::ActorKey.eq(kept::person(person)))
            .filter(change::Column::State.is_in(states.into_iter().collect::<Result<Vec<_>, _>>()?));
        Ok(open.count(self.reader()).await?)
    }

    /// One page of the changes that pass the filter, newest first.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn changes(&self, filter: &ChangeFilter, page: PageRequest) -> Result<Page<ChangeSummary>, Error> {
        let rows = change::Entity::find()
            .filter(filter.condition()?)
            .order_by_desc(change::Column::CreatedAt)
            .order_by_desc(change::Column::Id);
        let Page { items, total, number, size } = page.of(rows, self.reader()).await?;
        let ids: Vec<String> = items.iter().map(|row| row.id.clone()).collect();
        let counts = self.step_counts(&ids).await?;
        let mut subjects =
            subjects::of::<change_subject::Entity>(self.reader(), ids.iter().map(String::as_str)).await?;
        let summary = |row: change::Model| {
            let Counts { total: steps_total, met: steps_met, standing: steps_standing } =
                counts.get(&row.id).copied().unwrap_or_default();
            let subjects = subjects.remove(&row.id).unwrap_or_default();
            let change = Change { subjects, ..read::from_row(row)? };
            Ok(ChangeSummary { change, steps_total, steps_met, steps_standing })
        };
        let items = items.into_iter().map(summary).collect::<Result<_, Error>>()?;
        Ok(Page { items, total, number, size })
    }

    /// The titles of these changes, of those that are still kept.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn change_titles(&self, ids: &[ChangeId]) -> Result<HashMap<ChangeId, String>, Error> {
        let rows = change::Entity::find()
            .select_only()
            .columns([change::Column::Id, change::Column::Title])
            .filter(change::Column::Id.is_in(ids.iter().map(ChangeId::as_str)))
            .into_tuple::<(String, String)>()
            .all(self.reader())
            .await?;
        Ok(rows.into_iter().map(|(id, title)| (ChangeId::new(id), title)).collect())
    }

    async fn step_counts(&self, ids: &[String]) -> Result<HashMap<String, Counts>, Error> {
        use change_step::Column;
        let rows = change_step::Entity::find()
            .select_only()
            .column(Column::ChangeId)
            .column(Column::State)
            .column_as(Column::Position.count(), "steps")
            .filter(Column::ChangeId.is_in(ids))
            .group_by(Column::ChangeId)
            .group_by(Column::State)
            .into_tuple::<(String, String, i64)>()
            .all(self.reader())
            .await?;
        let mut counts = HashMap::<String, Counts>::new();
        for (id, state, steps) in rows {
            let state: StepState = kept::from_word("a step's state", state)?;
            let steps = kept::number("a number of steps", steps)?;
            let counts = counts.entry(id).or_default();
            counts.total += steps;
            counts.met += if state.is_met() { steps } else { 0 };
            counts.standing += if state == StepState::Done { steps } else { 0 };
        }
        Ok(counts)
    }
}
