//! The audit log as a chain: each event is sealed when it is written, and soon after linked to the one before it, so that
//! one that is altered, missing, out of order or cut off at the end is found.
//!
//! Linking is done by one process at a time, under the row of the head: events are written in many places at once, and none
//! of them waits for that row. That none was removed before it was linked is what `counter` is for.

use super::{
    counter::note_deleted,
    seal::{Sealing, subjects_of},
    stream::taken_by_all,
};
use crate::store::{
    Error, SealKey, Sealed, Store,
    entities::{audit_chain, audit_event},
    kept,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use sha2::{Digest, Sha256};

/// Events linked, or verified, at once.
pub(super) const BATCH: u64 = 1_000;

/// A place in the chain: its first event has the number 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainPlace {
    pub number: i64,
    /// A digest of everything up to there.
    pub hash: String,
}

impl ChainPlace {
    /// Before the first event.
    pub fn start() -> Self {
        Self { number: 0, hash: String::new() }
    }
}

pub(super) const HEAD: &str = "head";
pub(super) const BASE: &str = "base";

impl Store {
    /// Links events that are not linked yet, a batch of them; says how many.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn link_audit(&self) -> Result<u64, Error> {
        let key = self.seals().clone();
        self.write(move |transaction| Box::pin(async move { link(transaction, &key).await })).await
    }

    /// The end of the chain.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn audit_head(&self) -> Result<ChainPlace, Error> {
        Ok(place(self.reader(), HEAD).await?.map_or_else(ChainPlace::start, |row| at(&row)))
    }

    /// Deletes the oldest events, up to `most` of them, as far as all before them are from before this moment too, and the
    /// systems of these names have taken them; keeps the place where the chain begins from then on. Says how many.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn delete_audit(&self, before: Timestamp, most: u64, streams: &[&'static str]) -> Result<u64, Error> {
        while self.link_audit().await? > 0 {}
        let (key, streams) = (self.seals().clone(), streams.to_vec());
        self.write(move |transaction| {
            Box::pin(async move {
                let taken = taken_by_all(transaction, &streams).await?;
                cut(transaction, &key, (before, taken), most).await
            })
        })
        .await
    }
}

async fn link(transaction: &DatabaseTransaction, key: &SealKey) -> Result<u64, Error> {
    let head = locked_head(transaction, key).await?;
    let events = unlinked(transaction, BATCH).await?;
    if events.is_empty() {
        return Ok(0);
    }
    let mut last = after_what_is_linked(transaction, key, &head).await?;
    let subjects = subjects_of(transaction, &events).await?;
    for (event, subjects) in events.iter().zip(&subjects) {
        last = next(&last, &Sealing { event, subjects });
        let linked = audit_event::ActiveModel {
            chain_number: Set(Some(last.number)),
            chain_hash: Set(Some(last.hash.clone())),
            ..Default::default()
        };
        audit_event::Entity::update_many()
            .set(linked)
            .filter(audit_event::Column::Id.eq(&event.id))
            .exec(transaction)
            .await?;
    }
    keep(transaction, key, HEAD, &last).await?;
    Ok(events.len() as u64)
}

/// Where linking goes on: at the head. Where that was altered, or put back before events that are linked, a number is left
/// out, so that verifying finds the place for good: the next head would be sealed as if nothing had happened.
async fn after_what_is_linked(
    transaction: &DatabaseTransaction,
    key: &SealKey,
    head: &audit_chain::Model,
) -> Result<ChainPlace, Error> {
    let newest = audit_event::Entity::find()
        .select_only()
        .column_as(audit_event::Column::ChainNumber.max(), "newest")
        .into_tuple::<Option<i64>>()
        .one(transaction)
        .await?;
    let newest = newest.flatten().unwrap_or_default();
    let is_sealed = match check(key, head) {
        Sealed::Intact | Sealed::OtherKey => true,
        Sealed::Unsealed | Sealed::Altered => false,
    };
    if is_sealed && newest <= head.number {
        return Ok(at(head));
    }
    tracing::error!("The head of the audit log was altered in the database; sigma-portal audit verify says more");
    Ok(ChainPlace { number: newest.max(head.number) + 1, ..at(head) })
}

async fn cut(
    transaction: &DatabaseTransaction,
    key: &SealKey,
    (before, taken): (Timestamp, Option<i64>),
    most: u64,
) -> Result<u64, Error> {
    locked_head(transaction, key).await?;
    let oldest = audit_event::Entity::find()
        .filter(audit_event::Column::ChainNumber.is_not_null())
        .order_by_asc(audit_event::Column::ChainNumber)
        .limit(most)
        .all(transaction)
        .await?;
    let is_taken = |event: &audit_event::Model| taken.is_none_or(|taken| event.chain_number <= Some(taken));
    let is_over = |event: &audit_event::Model| event.at < kept::millis(before) && is_taken(event);
    let gone: Vec<_> = oldest.into_iter().take_while(is_over).collect();
    let Some(last) = gone.last() else { return Ok(0) };
    let base =
        ChainPlace { number: last.chain_number.unwrap_or_default(), hash: last.chain_hash.clone().unwrap_or_default() };
    keep(transaction, key, BASE, &base).await?;
    note_deleted(transaction, key, &gone).await?;
    let deleted = audit_event::Entity::delete_many()
        .filter(audit_event::Column::ChainNumber.lte(base.number))
        .exec(transaction)
        .await?;
    Ok(deleted.rows_affected)
}

/// The row of the head, which nobody else changes until the transaction has ended.
async fn locked_head(transaction: &DatabaseTransaction, key: &SealKey) -> Result<audit_chain::Model, Error> {
    if place(transaction, HEAD).await?.is_none() {
        let row = row(key, HEAD, &ChainPlace::start());
        audit_chain::Entity::insert(row)
            .on_conflict_do_nothing_on([audit_chain::Column::Name])
            .exec_without_returning(transaction)
            .await?;
    }
    let head = audit_chain::Entity::find_by_id(HEAD).lock_exclusive().one(transaction).await?;
    head.ok_or(Error::Unreadable("the head of the audit log", "it is not there".into()))
}

fn row(key: &SealKey, name: &str, at: &ChainPlace) -> audit_chain::ActiveModel {
    let seal = key.seal("chain", &[name, &at.number.to_string(), &at.hash]);
    audit_chain::ActiveModel {
        name: Set(name.to_owned()),
        number: Set(at.number),
        hash: Set(at.hash.clone()),
        seal: Set(seal),
    }
}

async fn keep(transaction: &DatabaseTransaction, key: &SealKey, name: &str, at: &ChainPlace) -> Result<(), Error> {
    use audit_chain::Column::{Hash, Name, Number, Seal};
    let again = sea_orm::sea_query::OnConflict::column(Name).update_columns([Number, Hash, Seal]).to_owned();
    audit_chain::Entity::insert(row(key, name, at)).on_conflict(again).exec_without_returning(transaction).await?;
    Ok(())
}

/// What the seal of the head, or of the base, says.
pub(super) fn check(key: &SealKey, row: &audit_chain::Model) -> Sealed {
    key.check("chain", &[&row.name, &row.number.to_string(), &row.hash], Some(&row.seal))
}

pub(super) async fn place(db: &impl ConnectionTrait, name: &str) -> Result<Option<audit_chain::Model>, Error> {
    Ok(audit_chain::Entity::find_by_id(name).one(db).await?)
}

pub(super) fn at(row: &audit_chain::Model) -> ChainPlace {
    ChainPlace { number: row.number, hash: row.hash.clone() }
}

/// Events that are not linked yet, in the order in which they happened.
async fn unlinked(db: &impl ConnectionTrait, most: u64) -> Result<Vec<audit_event::Model>, Error> {
    let events = audit_event::Entity::find()
        .filter(audit_event::Column::ChainNumber.is_null())
        .order_by_asc(audit_event::Column::At)
        .order_by_asc(audit_event::Column::Id);
    Ok(events.limit(most).all(db).await?)
}

/// The place after one, with this event there. What an earlier version wrote has no seal, so the hash is over the content.
pub(super) fn next(last: &ChainPlace, event: &Sealing<'_>) -> ChainPlace {
    let mut hash = Sha256::new();
    hash.update(last.hash.as_bytes());
    hash.update((last.number + 1).to_be_bytes());
    hash.update(event.framed());
    hash.update(event.event.seal.as_deref().unwrap_or_default());
    ChainPlace { number: last.number + 1, hash: URL_SAFE_NO_PAD.encode(hash.finalize()) }
}
