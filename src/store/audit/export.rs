//! The audit log as it is handed on: in the order of its chain.

use super::list::from_row;
use crate::domain::AuditEvent;
use crate::store::{
    Error, Store,
    entities::{audit_event, audit_subject},
    subjects,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::Serialize;

/// An event with its place in the chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LinkedEvent {
    /// Its place in the chain, from 1.
    pub number: i64,
    /// The chain's digest there.
    pub hash: String,
    #[serde(flatten)]
    pub event: AuditEvent,
}

impl Store {
    /// Up to `most` events after this place in the chain, in its order.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn linked_audit(&self, after: i64, most: u64) -> Result<Vec<LinkedEvent>, Error> {
        let rows = audit_event::Entity::find()
            .filter(audit_event::Column::ChainNumber.gt(after))
            .order_by_asc(audit_event::Column::ChainNumber)
            .limit(most)
            .all(self.reader())
            .await?;
        let ids = rows.iter().map(|row| row.id.as_str());
        let mut subjects = subjects::of::<audit_subject::Entity>(self.reader(), ids).await?;
        let event = |row: audit_event::Model| {
            let about = subjects.remove(&row.id).unwrap_or_default();
            let (number, hash) = (row.chain_number.unwrap_or_default(), row.chain_hash.clone().unwrap_or_default());
            Ok(LinkedEvent { number, hash, event: from_row(row, about)? })
        };
        rows.into_iter().map(event).collect()
    }
}
