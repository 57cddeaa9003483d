//! Counting events as they are written, so that one that is removed before it is linked to the chain is missed.
//!
//! Each event says under its seal which counter has counted it, and as which number; how far the counter has come is written
//! in the event's own transaction. A counter belongs to one process, and there to one transaction at a time, which
//! takes a new one when all are in use. So none waits for another, as it would for a number that all share, and there are as
//! many counters as the portal ever wrote events at once since its start.

use crate::store::{
    Error, SealKey, Sealed,
    entities::{audit_counter, audit_event},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect,
    sea_query::OnConflict,
};
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    mem,
    sync::{Arc, Mutex, PoisonError},
};

/// The counters of this process that no transaction uses at the moment.
#[derive(Clone, Debug, Default)]
pub(in crate::store) struct Counters(Arc<Mutex<Vec<Counter>>>);

#[derive(Clone, Debug)]
struct Counter {
    name: String,
    /// Events that were written under it.
    number: i64,
}

/// What an event says of how it was counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Counted {
    pub counter: String,
    /// The event's number, from 1.
    pub number: i64,
}

impl Counters {
    /// A counter for one transaction.
    pub fn begin(&self) -> Counting {
        let free = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let new = || Counter { name: uuid::Uuid::now_v7().simple().to_string(), number: 0 };
        let counter = free.unwrap_or_else(new);
        Counting { counters: self.clone(), written: counter.number, counter, is_tried: false }
    }
}

/// A counter that a transaction uses. When it is dropped it is free again, unless it is not known whether what was sent to
/// the database was written: two events of one number would hide that one of them is gone.
#[derive(Debug)]
pub(in crate::store) struct Counting {
    counters: Counters,
    counter: Counter,
    /// Events of it that are known to be written.
    written: i64,
    /// Whether more were sent.
    is_tried: bool,
}

impl Counting {
    /// Counts one event.
    pub(super) fn next(&mut self) -> Counted {
        self.counter.number += 1;
        Counted { counter: self.counter.name.clone(), number: self.counter.number }
    }

    /// The row that says how far it has come, to be written with the events.
    pub(super) fn row(&mut self, key: &SealKey) -> audit_counter::ActiveModel {
        self.is_tried = true;
        let Counter { name, number } = &self.counter;
        audit_counter::ActiveModel {
            name: Set(name.clone()),
            number: Set(*number),
            seal: Set(key.seal(NUMBER, &[name, &number.to_string()])),
            ..Default::default()
        }
    }

    /// Notes that the transaction was committed.
    pub(super) fn committed(mut self) {
        (self.written, self.is_tried) = (self.counter.number, false);
    }
}

impl Drop for Counting {
    fn drop(&mut self) {
        if !self.is_tried {
            let free = Counter { name: mem::take(&mut self.counter.name), number: self.written };
            self.counters.0.lock().unwrap_or_else(PoisonError::into_inner).push(free);
        }
    }
}

const NUMBER: &str = "audit counter";
const DELETED: &str = "audit counter, deleted";

/// Columns that are written anew with each event; the others are retention's.
pub(in crate::store) const COUNTED: [audit_counter::Column; 2] =
    [audit_counter::Column::Number, audit_counter::Column::Seal];

/// Keeps how far a counter has come.
pub(super) async fn keep(db: &impl ConnectionTrait, row: audit_counter::ActiveModel) -> Result<(), Error> {
    let again = OnConflict::column(audit_counter::Column::Name).update_columns(COUNTED).to_owned();
    audit_counter::Entity::insert(row).on_conflict(again).exec_without_returning(db).await?;
    Ok(())
}

/// How an event was counted; `None` for one that an earlier version wrote.
pub(super) fn counted(event: &audit_event::Model) -> Option<Counted> {
    #[derive(Deserialize)]
    struct Only {
        counted: Option<Counted>,
    }
    serde_json::from_str::<Only>(&event.actor).ok()?.counted
}

/// Notes that retention deletes these events.
pub(super) async fn note_deleted(
    transaction: &DatabaseTransaction,
    key: &SealKey,
    events: &[audit_event::Model],
) -> Result<(), Error> {
    let mut numbers = BTreeMap::<String, i64>::new();
    for counted in events.iter().filter_map(counted) {
        *numbers.entry(counted.counter).or_default() += 1;
    }
    for (name, number) in numbers {
        let row = audit_counter::Entity::find_by_id(&name).lock_exclusive().one(transaction).await?;
        let deleted = row.and_then(|row| row.deleted).unwrap_or_default() + number;
        let row = audit_counter::ActiveModel {
            deleted: Set(Some(deleted)),
            deleted_seal: Set(Some(key.seal(DELETED, &[&name, &deleted.to_string()]))),
            ..Default::default()
        };
        let this = audit_counter::Entity::update_many().set(row).filter(audit_counter::Column::Name.eq(name));
        this.exec(transaction).await?;
    }
    Ok(())
}

/// What the seals of a counter say, that over its number first.
pub(super) fn check(key: &SealKey, row: &audit_counter::Model) -> [Sealed; 2] {
    let seal = |kind, number: i64, seal| key.check(kind, &[&row.name, &number.to_string()], seal);
    let deleted = match (row.deleted, &row.deleted_seal) {
        (None, None) => Sealed::Intact,
        (deleted, is) => seal(DELETED, deleted.unwrap_or_default(), is.as_deref()),
    };
    [seal(NUMBER, row.number, Some(&row.seal)), deleted]
}

/// All counters, by name.
pub(super) async fn all(db: &impl ConnectionTrait) -> Result<Vec<audit_counter::Model>, Error> {
    Ok(audit_counter::Entity::find().all(db).await?)
}
