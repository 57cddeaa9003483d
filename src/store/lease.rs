//! Leases: which process works on something, and how one that lost it is kept from writing. The one way for changes,
//! timed work and locks.
//!
//! A claim lasts for a while and is renewed by its holder. Once it has run out anybody may claim the row. The holder may
//! not have noticed; so every claim raises the row's fence, and writes under an older one are refused. When a claim has
//! run out is told by the database's clock.

use super::{Error, access::Writer, clock, kept};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, IdenStatic, QueryFilter, QueryTrait, TryGetable, UpdateMany,
    sea_query::{Expr, ExprTrait},
};
use std::time::Duration;
use tokio::time::{Instant, timeout_at};
use tokio_util::sync::CancellationToken;

/// A table whose rows are held by one process at a time.
pub(super) trait Leased: EntityTrait {
    /// The column that names a row.
    const KEY: Self::Column;
    /// When the claim runs out, in milliseconds since 1970 UTC.
    const UNTIL: Self::Column;
    /// How often the row was claimed.
    const FENCE: Self::Column;
    /// Which process holds it, where that is kept.
    const OWNER: Option<Self::Column>;
}

/// Proof of a claim on a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lease {
    /// Names the row.
    pub key: String,
    /// The number of the claim.
    pub token: i64,
    /// For how long it was claimed, and is renewed.
    pub time: Duration,
}

impl Lease {
    /// The row that this claim still holds: one or none.
    pub fn holds<E: Leased>(&self) -> Condition {
        Condition::all().add(E::KEY.eq(&self.key)).add(E::FENCE.eq(self.token)).add(E::UNTIL.is_not_null())
    }
}

/// Claims the row for as long as `time` from now, with these changes to it. `None` when there is no such row, or somebody
/// holds it.
pub(super) async fn claim<E: Leased>(
    db: &Writer,
    key: &str,
    owner: &str,
    time: Duration,
    changes: UpdateMany<E>,
) -> Result<Option<Lease>, Error> {
    let is_free = Condition::any().add(E::UNTIL.is_null()).add(Expr::col(E::UNTIL).lte(clock::now(db)));
    let mut claim = changes
        .col_expr(E::UNTIL, clock::after(db, time)?)
        .col_expr(E::FENCE, Expr::col(E::FENCE).add(1))
        .filter(E::KEY.eq(key))
        .filter(is_free);
    if let Some(column) = E::OWNER {
        claim = claim.col_expr(column, Expr::val(kept::text(owner)));
    }
    let token = returning::<_, i64>(db, claim, E::FENCE).await?;
    Ok(token.map(|token| Lease { key: key.to_owned(), token, time }))
}

/// Holds the row for as long as `time` from now, and says what this column of it holds. A claim that has run out can be
/// renewed while nobody else has claimed the row.
///
/// # Errors
/// [`Error::LeaseLost`] when the row has been given back or claimed by somebody else.
pub(super) async fn renew<E: Leased, T: TryGetable>(
    db: &Writer,
    lease: &Lease,
    time: Duration,
    column: E::Column,
) -> Result<T, Error> {
    let renewed = E::update_many().col_expr(E::UNTIL, clock::after(db, time)?).filter(lease.holds::<E>());
    returning(db, renewed, column).await?.ok_or(Error::LeaseLost)
}

/// Gives the row back, with these changes to it, to be claimed by anybody at once. The claim is of no use afterwards.
///
/// # Errors
/// [`Error::LeaseLost`] when the row has been given back or claimed by somebody else; nothing is written.
pub(super) async fn give_back<E: Leased>(db: &Writer, lease: &Lease, changes: UpdateMany<E>) -> Result<(), Error> {
    let mut given = changes.col_expr(E::UNTIL, Expr::val(None::<i64>)).filter(lease.holds::<E>());
    if let Some(column) = E::OWNER {
        given = given.col_expr(column, Expr::val(None::<String>));
    }
    if given.exec(db).await?.rows_affected == 0 { Err(Error::LeaseLost) } else { Ok(()) }
}

/// Updates a row, and says what one of its columns holds then; `None` when no row was there to be updated. One way to
/// the database and back.
async fn returning<E: EntityTrait, T: TryGetable>(
    db: &Writer,
    update: UpdateMany<E>,
    column: E::Column,
) -> Result<Option<T>, Error> {
    let update = update.into_query().returning_col(column).to_owned();
    let row = db.query_one(&update).await?;
    Ok(row.map(|row| row.try_get("", column.as_str())).transpose()?)
}

/// Renews a claim three times as often as it needs, until `done`; whether it was held all the while. `until` is when it
/// runs out as it is.
pub async fn keep<F>(time: Duration, mut until: Instant, done: &CancellationToken, renew: impl Fn() -> F) -> bool
where
    F: Future<Output = Result<(), Error>>,
{
    loop {
        if done.run_until_cancelled(tokio::time::sleep(time / 3)).await.is_none() {
            return true;
        }
        let asked = Instant::now();
        match timeout_at(until, renew()).await {
            Ok(Ok(())) => until = asked + time,
            // Out of reach for a moment; the claim still lasts.
            Ok(Err(Error::Database(_))) if Instant::now() < until => {}
            Ok(Err(_)) | Err(_) => {
                metrics::counter!("portal_leases_lost_total").increment(1);
                return false;
            }
        }
    }
}
