//! How many people there were on each day: written whenever the members were read, the last of a day counts.

use super::{Error, Store, days, entities::headcount, kept};
use jiff::{Timestamp, civil::Date};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::OnConflict};
use std::collections::{BTreeMap, HashMap};

/// Stands for all people in the place of an account type.
const ALL: &str = "";

/// How many people there were at the end of one day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headcount {
    /// All that Sigma lists, archived and inactive ones included: who has left stays among them.
    pub all: u64,
    /// Active ones by account type.
    pub seats: BTreeMap<String, u64>,
}

impl Headcount {
    /// Those who can sign in.
    pub fn active(&self) -> u64 {
        self.seats.values().sum()
    }
}

impl Store {
    /// Keeps the numbers of the day of `at` in UTC, in the place of those that were kept of it.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn put_headcount(&self, at: Timestamp, counted: &Headcount) -> Result<(), Error> {
        let day = *days::until(at, 1).start();
        let all = std::iter::once((ALL, counted.all));
        let seats = counted.seats.iter().map(|(name, n)| (name.as_str(), *n)).filter(|(name, _)| *name != ALL);
        let row = |(name, n): (&str, u64)| -> Result<headcount::ActiveModel, Error> {
            Ok(headcount::ActiveModel {
                day: Set(day),
                account_type: Set(kept::text(name)),
                people: Set(kept::number("a number of people", n)?),
            })
        };
        let rows = all.chain(seats).map(row).collect::<Result<Vec<_>, Error>>()?;
        self.write(move |transaction| {
            Box::pin(async move {
                let before = headcount::Entity::delete_many().filter(headcount::Column::Day.eq(day));
                before.exec(transaction).await?;
                // Two processes may count at the same moment.
                let later = OnConflict::columns([headcount::Column::Day, headcount::Column::AccountType])
                    .update_column(headcount::Column::People)
                    .to_owned();
                let insert = headcount::Entity::insert_many(rows).on_conflict(later);
                insert.exec_without_returning(transaction).await?;
                Ok(())
            })
        })
        .await
    }

    /// The numbers of the `days` days in UTC that end with the day of `now`, the oldest first. A day on which nothing
    /// was read has those of the day before; days before the first that is known are left out.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn headcounts(&self, now: Timestamp, days: u32) -> Result<Vec<(Date, Headcount)>, Error> {
        use headcount::Column;
        let wanted = days::until(now, days);
        let rows = headcount::Entity::find()
            .filter(Column::Day.between(*wanted.start(), *wanted.end()))
            .order_by_asc(Column::Day)
            .all(self.reader())
            .await?;
        let mut known: HashMap<i64, Headcount> = HashMap::new();
        for row in rows {
            let (of, n) = (known.entry(row.day).or_default(), kept::number("a number of people", row.people)?);
            if row.account_type == ALL {
                of.all = n;
            } else {
                of.seats.insert(row.account_type, n);
            }
        }
        let mut last: Option<Headcount> = None;
        let day = |day: i64| {
            last = known.remove(&day).or_else(|| last.take());
            Some((days::date(day)?, last.clone()?))
        };
        Ok(wanted.filter_map(day).collect())
    }
}
