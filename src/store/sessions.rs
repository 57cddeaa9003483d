//! Sessions: what tower-sessions keeps of a browser, in the portal's database.
//!
//! A row is kept under a digest of the id that the cookie carries: a copy of the database signs nobody in.

use super::{
    Error, Store,
    access::{Reader, Writer},
    entities::session,
    kept, signed_in,
};
use async_trait::async_trait;
use jiff::Timestamp;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, TryInsertResult};
use std::{fmt, sync::Arc, time::Duration};
use time::OffsetDateTime;
use tower_sessions::{
    session::{Id, Record},
    session_store::{Error as SessionError, Result as SessionResult},
};

/// Tells the time.
type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Sessions in the portal's database, for tower-sessions.
///
/// Saving a session that has been deleted does nothing: a request still under way while its user signs out must not
/// bring the session back.
#[derive(Clone)]
pub struct SessionStore {
    store: Store,
    clock: Clock,
    longest: Duration,
}

impl Store {
    /// The sessions in this database, each of which ends so long after it began, however much it is used.
    /// tower-sessions asks for one without saying what time it is, hence the clock.
    pub fn sessions(&self, clock: impl Fn() -> Timestamp + Send + Sync + 'static, longest: Duration) -> SessionStore {
        SessionStore { store: self.clone(), clock: Arc::new(clock), longest }
    }
}

impl SessionStore {
    /// Deletes sessions that have ended and says how many. They are of no effect already; this frees their room.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn delete_expired(&self) -> Result<u64, Error> {
        let deleted = session::Entity::delete_many().filter(self.has_ended()).exec(self.writer()).await?;
        Ok(deleted.rows_affected)
    }

    /// Sessions that have not been used for too long, or for which it is over in any case.
    fn has_ended(&self) -> Condition {
        let now = kept::millis((self.clock)());
        Condition::any().add(session::Column::ExpiresAt.lte(now)).add(session::Column::EndsAt.lte(now))
    }

    /// When a session ends that is not used from now on. tower-sessions tells that by the machine's clock, ahead of which
    /// that of a demo or a test may be.
    fn expires_at(&self, record: &Record) -> SessionResult<i64> {
        let millis = i64::try_from(record.expiry_date.unix_timestamp_nanos() / 1_000_000)
            .map_err(|e| SessionError::Encode(e.to_string()))?;
        let ahead = i64::try_from(self.store.clock().ahead().as_millis());
        Ok(millis.saturating_add(ahead.unwrap_or_default()))
    }

    fn reader(&self) -> &Reader {
        self.store.reader()
    }

    fn writer(&self) -> &Writer {
        self.store.writer()
    }
}

#[async_trait]
impl tower_sessions::SessionStore for SessionStore {
    async fn create(&self, record: &mut Record) -> SessionResult<()> {
        loop {
            let ends_at = kept::millis_after((self.clock)(), self.longest).map_err(ended_wrong)?;
            let row = session::ActiveModel {
                id: Set(signed_in::digest(&record.id)),
                data: Set(data(record)?),
                expires_at: Set(self.expires_at(record)?),
                ends_at: Set(Some(ends_at)),
                ..signed_in::columns(record).map_err(ended_wrong)?
            };
            let inserted = session::Entity::insert(row)
                .on_conflict_do_nothing_on([session::Column::Id])
                .exec_without_returning(self.writer())
                .await
                .map_err(failed)?;
            if matches!(inserted, TryInsertResult::Inserted(1)) {
                return Ok(());
            }
            record.id = Id::default();
        }
    }

    async fn save(&self, record: &Record) -> SessionResult<()> {
        let row = session::ActiveModel {
            data: Set(data(record)?),
            expires_at: Set(self.expires_at(record)?),
            ..signed_in::columns(record).map_err(ended_wrong)?
        };
        session::Entity::update_many()
            .set(row)
            .filter(session::Column::Id.eq(signed_in::digest(&record.id)))
            .exec(self.writer())
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn load(&self, id: &Id) -> SessionResult<Option<Record>> {
        let row = session::Entity::find_by_id(signed_in::digest(id))
            .filter(Condition::not(self.has_ended()))
            .one(self.reader())
            .await
            .map_err(failed)?;
        let Some(row) = row else { return Ok(None) };
        let expiry_date = OffsetDateTime::from_unix_timestamp_nanos(i128::from(row.expires_at) * 1_000_000)
            .map_err(|e| SessionError::Decode(e.to_string()))?;
        let data = serde_json::from_str(&row.data).map_err(|e| SessionError::Decode(e.to_string()))?;
        Ok(Some(Record { id: *id, data, expiry_date }))
    }

    async fn delete(&self, id: &Id) -> SessionResult<()> {
        session::Entity::delete_by_id(signed_in::digest(id)).exec(self.writer()).await.map_err(failed)?;
        Ok(())
    }
}

fn ended_wrong(error: Error) -> SessionError {
    SessionError::Encode(error.to_string())
}

fn data(record: &Record) -> SessionResult<String> {
    serde_json::to_string(&record.data).map_err(|e| SessionError::Encode(e.to_string()))
}

fn failed(error: sea_orm::DbErr) -> SessionError {
    SessionError::Backend(Error::from(error).to_string())
}

impl fmt::Debug for SessionStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionStore").field("store", &self.store).finish_non_exhaustive()
    }
}
