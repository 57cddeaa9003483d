//! API credentials that the portal has made for itself, in place of those of its configuration.
//!
//! They stand for the client id that the configuration names: once it names another, that one is used again. So a pair
//! that an operator sets always wins, and two processes of which one has the new configuration already do not disturb each
//! other.

use super::{Error, Store, entities::credential, kept};
use crate::domain::ChangeId;
use credential::Column;
use jiff::Timestamp;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, EntityTrait,
    IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};
use secrecy::SecretString;

const WHAT: &str = "credentials";

/// Credentials that the portal has made, without their secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renewed {
    /// The change that made them.
    pub change_id: ChangeId,
    pub client_id: String,
    /// Since when they are in use; `None` while they never were.
    pub used_at: Option<Timestamp>,
    /// The client id that was in use before, as long as it was not deleted at Sigma.
    pub replaced: Option<String>,
    /// The secret as it is kept.
    secret: String,
}

impl Renewed {
    fn from_row(row: credential::Model) -> Result<Self, Error> {
        let used_at = row.used_at.map(|at| kept::from_millis("when credentials came into use", at)).transpose()?;
        let credential::Model { client_id, secret, replaced, .. } = row;
        Ok(Self { change_id: ChangeId::new(row.change_id), client_id, used_at, replaced, secret })
    }
}

impl Store {
    /// Whether secrets can be kept: not without a secret of the installation's own.
    pub fn keeps_secrets(&self) -> bool {
        self.vault.is_some()
    }

    /// Keeps credentials that a change has made. They are not used yet.
    ///
    /// # Errors
    /// [`Error::Unreadable`] where secrets cannot be kept, [`Error::Exists`] and [`Error::Database`].
    pub async fn keep_credentials(
        &self,
        change: &ChangeId,
        client_id: &str,
        secret: &SecretString,
        now: Timestamp,
    ) -> Result<(), Error> {
        let locked = self.vault.as_ref().and_then(|vault| vault.lock(client_id, secret).ok());
        let row = credential::Model {
            change_id: kept::text(change.as_str()),
            client_id: kept::text(client_id),
            secret: locked.ok_or_else(|| Error::Unreadable(WHAT, "the installation has no PORTAL_SECRET".into()))?,
            made_at: kept::millis(now),
            used_at: None,
            stands_for: None,
            replaced: None,
        };
        self.write(move |transaction| {
            Box::pin(async move {
                credential::Entity::insert(row.into_active_model()).exec_without_returning(transaction).await?;
                Ok(())
            })
        })
        .await
    }

    /// The credentials that a change has made.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn credentials_of(&self, change: &ChangeId) -> Result<Option<Renewed>, Error> {
        let row = credential::Entity::find_by_id(change.as_str()).one(self.reader()).await?;
        row.map(Renewed::from_row).transpose()
    }

    /// The credentials of this client id, where the portal has made them.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn credentials_named(&self, client_id: &str) -> Result<Option<Renewed>, Error> {
        let row = credential::Entity::find().filter(Column::ClientId.eq(client_id)).one(self.reader()).await?;
        row.map(Renewed::from_row).transpose()
    }

    /// The credentials that are used in place of this client id of the configuration.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn credentials_in_use(&self, configured: &str) -> Result<Option<Renewed>, Error> {
        let row = in_use(configured).one(self.reader()).await?;
        row.map(Renewed::from_row).transpose()
    }

    /// Credentials that the portal has made and used, and that neither those of this client id nor those of its
    /// configuration stand for: the configuration has moved on since, and they are left at Sigma.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn credentials_left(&self, present: &str) -> Result<Vec<Renewed>, Error> {
        let named = credential::Entity::find().filter(Column::ClientId.eq(present)).one(self.reader()).await?;
        let configured = named.and_then(|row| row.stands_for).unwrap_or_else(|| present.to_owned());
        let left = credential::Entity::find().filter(Column::StandsFor.ne(configured)).order_by_desc(Column::UsedAt);
        left.all(self.reader()).await?.into_iter().map(Renewed::from_row).collect()
    }

    /// The secret of credentials.
    ///
    /// # Errors
    /// [`Error::Unreadable`] where it was kept with another `PORTAL_SECRET`.
    pub fn secret_of(&self, renewed: &Renewed) -> Result<SecretString, Error> {
        let read = self.vault.as_ref().and_then(|vault| vault.unlock(&renewed.client_id, &renewed.secret));
        read.ok_or_else(|| Error::Unreadable(WHAT, "they were kept with another PORTAL_SECRET".into()))
    }

    /// Has the credentials that a change has made used from now on, in every process that is configured with those that
    /// `present` stands for, or with `present` itself.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn use_credentials(&self, change: &ChangeId, present: &str, now: Timestamp) -> Result<(), Error> {
        let (change, present) = (change.as_str().to_owned(), present.to_owned());
        self.write(move |transaction| {
            Box::pin(async move {
                one_at_a_time(transaction).await?;
                let named = credential::Entity::find().filter(Column::ClientId.eq(&present)).one(transaction).await?;
                let configured = named.and_then(|row| row.stands_for).unwrap_or(present);
                // What another process has put to use meanwhile is replaced, too, and not forgotten.
                let before = in_use(&configured).one(transaction).await?;
                let before = before.map_or_else(|| configured.clone(), |row| row.client_id);
                let used = credential::ActiveModel {
                    used_at: Set(Some(kept::millis(now))),
                    stands_for: Set(Some(configured)),
                    replaced: Set(Some(before)),
                    ..Default::default()
                };
                let this = credential::Entity::update_many().set(used).filter(Column::ChangeId.eq(change));
                this.filter(Column::UsedAt.is_null()).exec(transaction).await?;
                Ok(())
            })
        })
        .await
    }

    /// Forgets what the credentials of a change have replaced: it was deleted at Sigma.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn credentials_deleted(&self, change: &ChangeId, client_id: &str) -> Result<(), Error> {
        let (change, client_id) = (change.as_str().to_owned(), client_id.to_owned());
        self.write(move |transaction| {
            Box::pin(async move {
                let done = credential::ActiveModel { replaced: Set(None), ..Default::default() };
                let this = credential::Entity::update_many().set(done).filter(Column::ChangeId.eq(change));
                this.exec(transaction).await?;
                credential::Entity::delete_many().filter(Column::ClientId.eq(client_id)).exec(transaction).await?;
                Ok(())
            })
        })
        .await
    }

    /// Forgets all: the Sigma that they were made for is there no more.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn forget_credentials(&self) -> Result<(), Error> {
        self.write(|transaction| {
            Box::pin(async move {
                credential::Entity::delete_many().exec(transaction).await?;
                Ok(())
            })
        })
        .await
    }
}

/// The newest that are used in place of this client id.
fn in_use(configured: &str) -> sea_orm::Select<credential::Entity> {
    credential::Entity::find()
        .filter(Column::StandsFor.eq(configured))
        .order_by_desc(Column::UsedAt)
        .order_by_desc(Column::ChangeId)
        .limit(1)
}

/// Two that come into use at once each replace what the other has made. `SQLite` has one writer anyway.
async fn one_at_a_time(transaction: &DatabaseTransaction) -> Result<(), DbErr> {
    if transaction.get_database_backend() == DbBackend::Postgres {
        transaction.execute_unprepared("LOCK TABLE credentials IN SHARE ROW EXCLUSIVE MODE").await?;
    }
    Ok(())
}
