//! Which page of a list is wanted.

use super::Error;
use crate::domain::Page;
use sea_orm::{ConnectionTrait, EntityTrait, FromQueryResult, ModelTrait, PaginatorTrait, QuerySelect, Select};

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
        let (number, size) = (self.number.max(1), self.size.max(1));
        // Both databases count rows in signed numbers.
        let offset = (u64::from(number - 1) * u64::from(size)).min(i64::MAX.unsigned_abs());
        let items = rows.clone().offset(offset).limit(u64::from(size)).all(db).await?;
        // A page that is not full is the last, which spares a rare search its second walk through the table.
        let is_last = items.len() < size as usize && (offset == 0 || !items.is_empty());
        let total = if is_last { offset + items.len() as u64 } else { rows.count(db).await? };
        Ok(Page { items, total, number, size })
    }
}
