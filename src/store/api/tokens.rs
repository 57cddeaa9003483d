//! API tokens. A secret is not kept, also not for the moment between making a token and showing its secret: it follows
//! from the token's id and a key that is not in the database, and can be had once.

use super::digest;
use crate::domain::{ApiToken, ApiTokenId, PersonKey};
use crate::store::{Error, Store, entities::api_token, kept};
use api_token::Column;
use jiff::{SignedDuration, Timestamp};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, sea_query::Expr};

/// What a secret begins with, so that scanners of source code and logs know one when they see it.
const PREFIX: &str = "sgp_";

/// How exactly it is written down when a token was last used.
const USE: SignedDuration = SignedDuration::from_mins(1);

impl Store {
    /// Keeps a new token.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn insert_api_token(&self, new: &ApiToken) -> Result<(), Error> {
        let row = api_token::Model {
            id: new.id.to_string(),
            digest: digest(&[&self.api_secret(&new.id)]),
            body: kept::text(&kept::json("an API token", new)?),
            shown_at: None,
            used_at: None,
            revoked_at: None,
        };
        api_token::Entity::insert(row.into_active_model()).exec_without_returning(self.writer()).await?;
        Ok(())
    }

    /// The secret of a token, for who made it: once. `None` for everybody else, and afterwards.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn reveal_api_token(
        &self,
        id: &ApiTokenId,
        person: &PersonKey,
        now: Timestamp,
    ) -> Result<Option<(ApiToken, String)>, Error> {
        let Some(row) = api_token::Entity::find_by_id(kept::text(id.as_str())).one(self.reader()).await? else {
            return Ok(None);
        };
        let (secret, kept_digest) = (self.api_secret(id), row.digest.clone());
        let token = from_row(row)?;
        if token.made_by.key() != *person || digest(&[&secret]) != kept_digest {
            return Ok(None);
        }
        let shown = api_token::Entity::update_many()
            .col_expr(Column::ShownAt, Expr::val(kept::millis(now)))
            .filter(Column::Id.eq(id.as_str()))
            .filter(Column::ShownAt.is_null())
            .exec(self.writer())
            .await?;
        Ok((shown.rows_affected == 1).then_some((token, secret)))
    }

    /// The token with this secret, valid or not.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn api_token_of(&self, secret: &str) -> Result<Option<ApiToken>, Error> {
        if !secret.starts_with(PREFIX) {
            return Ok(None);
        }
        let with_digest = Column::Digest.eq(digest(&[secret]));
        let row = api_token::Entity::find().filter(with_digest).one(self.reader()).await?;
        row.map(from_row).transpose()
    }

    /// All tokens, the newest first.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn api_tokens(&self) -> Result<Vec<ApiToken>, Error> {
        let rows = api_token::Entity::find().order_by_desc(Column::Id).all(self.reader()).await?;
        rows.into_iter().map(from_row).collect()
    }

    /// Writes down that a token is used, now and then.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn note_api_use(&self, token: &ApiToken, now: Timestamp) -> Result<(), Error> {
        if token.used_at.is_some_and(|at| now.duration_since(at) < USE) {
            return Ok(());
        }
        api_token::Entity::update_many()
            .col_expr(Column::UsedAt, Expr::val(kept::millis(now)))
            .filter(Column::Id.eq(token.id.as_str()))
            .exec(self.writer())
            .await?;
        Ok(())
    }

    /// Revokes a token: the one that it was, or `None` where there is none that was not revoked before.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn revoke_api_token(&self, id: &ApiTokenId, now: Timestamp) -> Result<Option<ApiToken>, Error> {
        let revoked = api_token::Entity::update_many()
            .col_expr(Column::RevokedAt, Expr::val(kept::millis(now)))
            .filter(Column::Id.eq(kept::text(id.as_str())))
            .filter(Column::RevokedAt.is_null())
            .exec(self.writer())
            .await?;
        if revoked.rows_affected == 0 {
            return Ok(None);
        }
        let row = api_token::Entity::find_by_id(kept::text(id.as_str())).one(self.writer()).await?;
        row.map(from_row).transpose()
    }

    /// What a program shows to be let in by this token.
    fn api_secret(&self, id: &ApiTokenId) -> String {
        format!("{PREFIX}{}", self.seals().seal("api token", &[id.as_str()]).replace('.', "_"))
    }
}

fn from_row(row: api_token::Model) -> Result<ApiToken, Error> {
    let token: ApiToken = kept::from_json("an API token", &row.body)?;
    let time = |at: Option<i64>| at.map(|at| kept::from_millis("a time of an API token", at)).transpose();
    Ok(ApiToken { used_at: time(row.used_at)?, revoked_at: time(row.revoked_at)?, ..token })
}
