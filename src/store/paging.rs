//! Which page of a list is wanted.

use super::Error;
use crate::domain::Page;
use sea_orm::{
    ConnectionTrait, EntityTrait, FromQueryResult, ModelTrait, PaginatorTrait, QuerySelect, Select, sea_query::Expr,
};

/// Both databases count rows in signed numbers.
const MOST_ROWS: u64 = i64::MAX.unsigned_abs();

/// One page of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageRequest {
    /// Its number, from 1; 0 is taken for 1.
    pub number: u32,
    /// Rows on a full page; 0 is taken for 1.
    pub size: u32,
}

impl PageRequest {
    /// The rows of this page, counting all of them too. The caller has put them in order.
    pub(super) async fn of<E, C>(self, rows: Select<E>, db: &C) -> Result<Page<E::Model>, Error>
    where
        E: EntityTrait,
        E::Model: FromQueryResult + ModelTrait + Send + Sync,
        C: ConnectionTrait,
    {
        self.counting(rows, MOST_ROWS - 1, db).await
    }

    /// The same, counting no further than to `most`: a total beyond it says only that there are more, and leads to the next
    /// page at least.
    pub(super) async fn counting<E, C>(self, rows: Select<E>, most: u64, db: &C) -> Result<Page<E::Model>, Error>
    where
        E: EntityTrait,
        E::Model: FromQueryResult + ModelTrait + Send + Sync,
        C: ConnectionTrait,
    {
        let (number, size) = (self.number.max(1), self.size.max(1));
        let offset = (u64::from(number - 1) * u64::from(size)).min(MOST_ROWS);
        let items = rows.clone().offset(offset).limit(u64::from(size)).all(db).await?;
        let read = offset + items.len() as u64;
        // A page that is not full is the last, which spares a rare search its second walk through the table.
        let is_last = items.len() < size as usize && (offset == 0 || !items.is_empty());
        let total = if is_last {
            read
        } else {
            let counted = rows.select_only().expr_as(Expr::val(1), "counted").limit(most + 1).count(db).await?;
            if counted > most && !items.is_empty() { counted.max(read + 1) } else { counted }
        };
        Ok(Page { items, total, number, size })
    }
}
