//! How many changes were accepted on each day.

use super::ChangeFilter;
use crate::store::{Error, Store, days, entities::change, kept};
use jiff::{Timestamp, civil::Date};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Alias, Expr},
};
use std::collections::HashMap;

impl Store {
    /// Changes accepted on each of the `days` days in UTC that end with the day of `now`, the oldest first, days
    /// without any included; of those that pass the filter.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn changes_per_day(
        &self,
        filter: &ChangeFilter,
        now: Timestamp,
        days: u32,
    ) -> Result<Vec<(Date, u64)>, Error> {
        use change::Column;
        let wanted = days::until(now, days);
        let rows = change::Entity::find()
            .select_only()
            .expr_as(days::of(Column::CreatedAt), "day")
            .column_as(Column::Id.count(), "changes")
            .filter(filter.condition()?)
            .filter(days::within(Column::CreatedAt, &wanted))
            // By its name: PostgreSQL takes the same expression with another placeholder for another expression.
            .group_by(Expr::col(Alias::new("day")))
            .into_tuple::<(i64, i64)>()
            .all(self.reader())
            .await?;
        let mut counts = HashMap::new();
        for (day, changes) in rows {
            counts.insert(day, kept::number("a number of changes", changes)?);
        }
        let dated = |day: i64| Some((days::date(day)?, counts.get(&day).copied().unwrap_or(0)));
        Ok(wanted.filter_map(dated).collect())
    }
}
