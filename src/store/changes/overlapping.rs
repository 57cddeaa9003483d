//! Which changes were under way at a time, for whoever has to tell the portal's own doings from others'.

use crate::domain::{ChangeState, Subject};
use crate::store::{
    Error, Store,
    entities::{change, change_subject},
    kept, subjects,
};
use jiff::Timestamp;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect};

impl Store {
    /// The subjects of each change that is not settled or has settled since `since`.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn subjects_changed_since(&self, since: Timestamp) -> Result<Vec<Vec<Subject>>, Error> {
        use change::Column;
        let unsettled = ChangeState::ALL.into_iter().filter(|state| !state.is_settled());
        let words = unsettled.map(|state| kept::word("a change's state", state)).collect::<Result<Vec<_>, _>>()?;
        let overlaps = Condition::any().add(Column::State.is_in(words)).add(Column::EndedAt.gte(kept::millis(since)));
        let ids = change::Entity::find().select_only().column(Column::Id).filter(overlaps);
        let ids: Vec<String> = ids.into_tuple().all(self.reader()).await?;
        let about = subjects::of::<change_subject::Entity>(self.reader(), ids.iter().map(String::as_str)).await?;
        Ok(about.into_values().collect())
    }
}
