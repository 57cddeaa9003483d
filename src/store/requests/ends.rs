//! Granted requests by when they end.

use super::from_row;
use crate::domain::{AccessRequest, Page, PersonKey, RequestState, Requestable};
use crate::store::{Error, PageRequest, Store, days, entities::request, kept};
use jiff::{Timestamp, civil::Date};
use request::Column;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Alias, Expr, SelectStatement, UnionType},
};
use std::collections::HashMap;

/// Whose granted requests are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EndsOf {
    Everybody,
    /// Those made by or for the person of these keys, and those for these things.
    Some {
        person: Vec<PersonKey>,
        things: Vec<Requestable>,
    },
}

impl Store {
    /// The granted requests that end by this time, soonest first.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn requests_ending(&self, until: Timestamp) -> Result<Vec<AccessRequest>, Error> {
        let rows = request::Entity::find().filter(ends_by(until)?);
        let rows = rows.order_by_asc(Column::EndsAt).order_by_asc(Column::Id).all(self.reader()).await?;
        rows.into_iter().map(from_row).collect()
    }

    /// One page of those of them that are meant.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn requests_ending_of(
        &self,
        whose: &EndsOf,
        until: Timestamp,
        page: PageRequest,
    ) -> Result<Page<AccessRequest>, Error> {
        let meant = match whose {
            EndsOf::Everybody => ends_by(until)?,
            EndsOf::Some { person, things } => {
                let keys: Vec<String> = person.iter().map(kept::person).collect();
                let things: Vec<String> = things.iter().map(|thing| kept::text(&thing.key())).collect();
                // One question for each index: an OR of them would look at everything that ends.
                let mut ids = ids(Column::BeneficiaryKey, keys.clone(), until)?;
                ids.union(UnionType::Distinct, self::ids(Column::RequesterKey, keys, until)?);
                ids.union(UnionType::Distinct, self::ids(Column::Thing, things, until)?);
                Condition::all().add(Column::Id.in_subquery(ids))
            }
        };
        let rows = request::Entity::find().filter(meant).order_by_asc(Column::EndsAt).order_by_asc(Column::Id);
        let Page { items, total, number, size } = page.of(rows, self.reader()).await?;
        let items = items.into_iter().map(from_row).collect::<Result<_, _>>()?;
        Ok(Page { items, total, number, size })
    }

    /// How many granted requests end on each of the `days` days in UTC that begin with the day of `now`.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn ends_per_day(&self, now: Timestamp, days: u32) -> Result<Vec<(Date, u64)>, Error> {
        let wanted = days::from(now, days);
        let rows = request::Entity::find()
            .select_only()
            .expr_as(days::of(Column::EndsAt), "day")
            .column_as(Column::Id.count(), "ends")
            .filter(Column::State.eq(granted()?))
            .filter(days::within(Column::EndsAt, &wanted))
            .group_by(Expr::col(Alias::new("day")))
            .into_tuple::<(i64, i64)>()
            .all(self.reader())
            .await?;
        let mut counts = HashMap::new();
        for (day, ends) in rows {
            counts.insert(day, kept::number("a number of requests", ends)?);
        }
        let dated = |day: i64| Some((days::date(day)?, counts.get(&day).copied().unwrap_or(0)));
        Ok(wanted.filter_map(dated).collect())
    }
}

fn granted() -> Result<String, Error> {
    kept::word("a request's state", RequestState::Granted)
}

fn ends_by(until: Timestamp) -> Result<Condition, Error> {
    Ok(Condition::all().add(Column::State.eq(granted()?)).add(Column::EndsAt.lte(kept::millis(until))))
}

/// The ids of those that have one of these values in a column.
fn ids(column: Column, values: Vec<String>, until: Timestamp) -> Result<SelectStatement, Error> {
    let rows = request::Entity::find().select_only().column(Column::Id);
    Ok(rows.filter(column.is_in(values)).filter(ends_by(until)?).into_query())
}
