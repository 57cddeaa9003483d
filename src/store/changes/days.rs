//! How many changes were accepted on each day.

use super::ChangeFilter;
use crate::store::{Error, Store, entities::change, kept};
use jiff::{Span, Timestamp, civil::Date};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Alias, Expr, ExprTrait},
};
use std::collections::HashMap;

const SECONDS: i64 = 86_400;

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
        let last = now.as_second().div_euclid(SECONDS);
        let days = last + 1 - i64::from(days)..=last;
        // Times are milliseconds: whole days since 1970 by a division that both databases round down.
        let rows = change::Entity::find()
            .select_only()
            .expr_as(Expr::col(Column::CreatedAt).div(SECONDS * 1_000), "day")
            .column_as(Column::Id.count(), "changes")
            .filter(filter.condition()?)
            .filter(Column::CreatedAt.gte(days.start() * SECONDS * 1_000))
            .filter(Column::CreatedAt.lt((days.end() + 1) * SECONDS * 1_000))
            // By its name: PostgreSQL takes the same expression with another placeholder for another expression.
            .group_by(Expr::col(Alias::new("day")))
            .into_tuple::<(i64, i64)>()
            .all(self.reader())
            .await?;
        let mut counts = HashMap::new();
        for (day, changes) in rows {
            counts.insert(day, kept::number("a number of changes", changes)?);
        }
        let dated = |day: i64| Some((date(day)?, counts.get(&day).copied().unwrap_or(0)));
        Ok(days.filter_map(dated).collect())
    }
}

/// The day by its number since 1970.
fn date(day: i64) -> Option<Date> {
    jiff::civil::date(1970, 1, 1).checked_add(Span::new().try_days(day).ok()?).ok()
}
