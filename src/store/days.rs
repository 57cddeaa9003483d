//! Counting by the day in UTC, alike on both databases.

use jiff::{Span, Timestamp, civil::Date};
use sea_orm::{
    ColumnTrait,
    sea_query::{Expr, ExprTrait},
};
use std::ops::RangeInclusive;

const SECONDS: i64 = 86_400;

/// The `days` days that end with the day of `now`, by their numbers since 1970.
pub(super) fn until(now: Timestamp, days: u32) -> RangeInclusive<i64> {
    let last = now.as_second().div_euclid(SECONDS);
    last + 1 - i64::from(days)..=last
}

/// The `days` days that begin with the day of `now`, by their numbers since 1970.
pub(super) fn from(now: Timestamp, days: u32) -> RangeInclusive<i64> {
    let first = now.as_second().div_euclid(SECONDS);
    first..=first - 1 + i64::from(days)
}

/// The number of the day of a column's time: times are milliseconds, and both databases round the division down.
pub(super) fn of(column: impl ColumnTrait) -> Expr {
    Expr::col(column.as_column_ref()).div(SECONDS * 1_000)
}

/// Rows whose time is on one of these days.
pub(super) fn within(column: impl ColumnTrait, days: &RangeInclusive<i64>) -> Expr {
    column.gte(days.start() * SECONDS * 1_000).and(column.lt((days.end() + 1) * SECONDS * 1_000))
}

/// The day of this number.
pub(super) fn date(day: i64) -> Option<Date> {
    jiff::civil::date(1970, 1, 1).checked_add(Span::new().try_days(day).ok()?).ok()
}
