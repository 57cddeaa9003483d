//! Writing calls of the API by their idempotency keys, so that one that is repeated is done once.

use super::digest;
use crate::domain::ApiTokenId;
use crate::store::{Error, Store, entities::api_call, kept};
use api_call::Column;
use jiff::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, sea_query::Expr};

/// A call that is made, or was made before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiCall {
    /// What it is found by; says nothing of token and key.
    pub key: String,
    /// The id of the change or request that it makes, the same however often it is repeated.
    pub made_id: String,
    /// Whether the same was asked when the key was first used.
    pub is_same: bool,
    /// What was answered; `None` while it was not, as when the program hung up or the process stopped.
    pub answer: Option<ApiAnswer>,
}

/// What was answered to a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiAnswer {
    pub status: u16,
    /// JSON, as it was sent.
    pub body: String,
}

impl Store {
    /// Begins a call, or finds it as it was left; `asked` is all that makes it this call and no other.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn begin_api_call(
        &self,
        token: &ApiTokenId,
        key: &str,
        asked: &[&str],
        now: Timestamp,
    ) -> Result<ApiCall, Error> {
        let (key, fingerprint) = (digest(&[token.as_str(), key]), digest(asked));
        let row = api_call::Model {
            key: key.clone(),
            fingerprint: fingerprint.clone(),
            made_id: uuid::Uuid::now_v7().to_string(),
            begun_at: kept::millis(now),
            status: None,
            answer: None,
        };
        api_call::Entity::insert(row.into_active_model())
            .on_conflict_do_nothing_on([Column::Key])
            .exec_without_returning(self.writer())
            .await?;
        let row = api_call::Entity::find_by_id(&key).one(self.writer()).await?;
        let row = row.ok_or_else(|| Error::Unreadable("a call of the API", "it is gone".into()))?;
        let status = row.status.map(|status| kept::number("a status", status)).transpose()?;
        let answer = status.zip(row.answer).map(|(status, body)| ApiAnswer { status, body });
        Ok(ApiCall { key, made_id: row.made_id, is_same: row.fingerprint == fingerprint, answer })
    }

    /// Keeps what was answered, unless another process was faster.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn answer_api_call(&self, key: &str, answer: &ApiAnswer) -> Result<(), Error> {
        api_call::Entity::update_many()
            .col_expr(Column::Status, Expr::val(i64::from(answer.status)))
            .col_expr(Column::Answer, Expr::val(kept::text(&answer.body)))
            .filter(Column::Key.eq(key))
            .filter(Column::Status.is_null())
            .exec(self.writer())
            .await?;
        Ok(())
    }

    /// Forgets calls that began before this, and says how many.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn delete_api_calls(&self, before: Timestamp) -> Result<u64, Error> {
        let old = Column::BegunAt.lt(kept::millis(before));
        Ok(api_call::Entity::delete_many().filter(old).exec(self.writer()).await?.rows_affected)
    }
}
