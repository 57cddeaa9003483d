//! How people want to be told.

use crate::domain::{PersonKey, Preference};
use crate::store::{Error, Store, entities::notification_preference as row, kept};
use sea_orm::{EntityTrait, IntoActiveModel, sea_query::OnConflict};

impl Store {
    /// What somebody has chosen; the default where they have not.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn preference(&self, person: &PersonKey) -> Result<Preference, Error> {
        self.preference_of(&kept::person(person)).await
    }

    /// The same, by the written form of who they are.
    pub(super) async fn preference_of(&self, person: &str) -> Result<Preference, Error> {
        let chosen = row::Entity::find_by_id(person).one(self.reader()).await?;
        chosen.map_or_else(
            || Ok(Preference::default()),
            |row| kept::from_json("how somebody wants to be told", &row.body),
        )
    }

    /// Keeps what somebody chooses.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn set_preference(&self, person: &PersonKey, preference: Preference) -> Result<(), Error> {
        let chosen = row::Model {
            person: kept::person(person),
            body: kept::json("how somebody wants to be told", &preference)?,
        };
        let again = OnConflict::column(row::Column::Person).update_column(row::Column::Body).to_owned();
        row::Entity::insert(chosen.into_active_model())
            .on_conflict(again)
            .exec_without_returning(self.writer())
            .await?;
        Ok(())
    }
}
