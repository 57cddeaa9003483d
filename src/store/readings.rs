//! How readings of the directory have gone: when, how long, with what result. Appended by syncs, kept for some days.

use super::{Error, Store, days, entities::reading, kept};
use jiff::{Timestamp, civil::Date};
use sea_orm::{
    ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Alias, Expr},
};
use std::{collections::HashMap, time::Duration};

/// One reading of one section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    pub id: String,
    /// The section, by the name of its task.
    pub section: String,
    /// When it began.
    pub began_at: Timestamp,
    /// How long it took; comes back in whole milliseconds.
    pub took: Duration,
    /// Why it did not work.
    pub error: Option<String>,
    /// How many changes outside the portal it found.
    pub news: u32,
}

/// How many readings of one section worked and failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadingCount {
    /// The section, by the name of its task.
    pub section: String,
    /// Readings that worked.
    pub worked: u64,
    /// Readings that did not.
    pub failed: u64,
}

impl Store {
    /// Appends a reading that is over.
    ///
    /// # Errors
    /// [`Error::Exists`] when it is there already.
    pub async fn append_reading(&self, reading: &Reading) -> Result<(), Error> {
        let row = reading::Model {
            id: kept::text(&reading.id),
            section: kept::text(&reading.section),
            began_at: kept::millis(reading.began_at),
            took: kept::number("a reading's time", reading.took.as_millis())?,
            error: reading.error.as_deref().map(kept::text),
            news: i64::from(reading.news),
        };
        reading::Entity::insert(row.into_active_model()).exec_without_returning(self.writer()).await?;
        Ok(())
    }

    /// The last readings that began, the latest first, at most so many.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn last_readings(&self, most: u64) -> Result<Vec<Reading>, Error> {
        let rows = reading::Entity::find()
            .order_by_desc(reading::Column::BeganAt)
            .order_by_desc(reading::Column::Id)
            .limit(most)
            .all(self.reader())
            .await?;
        rows.into_iter().map(from_row).collect()
    }

    /// How many readings of each section worked and failed on each of the `days` days in UTC that end with the day of
    /// `now`, the oldest first, days without any included; sections by name, those that were not read left out.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn readings_per_day(&self, now: Timestamp, days: u32) -> Result<Vec<(Date, Vec<ReadingCount>)>, Error> {
        use reading::Column;
        let wanted = days::until(now, days);
        let rows = reading::Entity::find()
            .select_only()
            .expr_as(days::of(Column::BeganAt), "day")
            .column(Column::Section)
            .column_as(Column::Id.count(), "readings")
            // Only those that are there count: errors are of readings that failed.
            .column_as(Column::Error.count(), "failed")
            .filter(days::within(Column::BeganAt, &wanted))
            .group_by(Expr::col(Alias::new("day")))
            .group_by(Column::Section)
            .order_by_asc(Column::Section)
            .into_tuple::<(i64, String, i64, i64)>()
            .all(self.reader())
            .await?;
        let number = |n: i64| kept::number("a number of readings", n);
        let mut counts: HashMap<i64, Vec<ReadingCount>> = HashMap::new();
        for (day, section, readings, failed) in rows {
            let (worked, failed) = (number(readings - failed)?, number(failed)?);
            counts.entry(day).or_default().push(ReadingCount { section, worked, failed });
        }
        let dated = |day: i64| Some((days::date(day)?, counts.remove(&day).unwrap_or_default()));
        Ok(wanted.filter_map(dated).collect())
    }
}

fn from_row(row: reading::Model) -> Result<Reading, Error> {
    Ok(Reading {
        id: row.id,
        section: row.section,
        began_at: kept::from_millis("a reading's time", row.began_at)?,
        took: Duration::from_millis(kept::number("a reading's time", row.took)?),
        error: row.error,
        news: kept::number("a number of events", row.news)?,
    })
}
