//! Policies of requests, each with the audit event that says who set it.

use crate::domain::{AuditEvent, PolicyEntry};
use crate::store::{Error, Store, entities::policy, kept};
use sea_orm::{EntityTrait, IntoActiveModel, sea_query::OnConflict};
use std::collections::BTreeMap;

impl Store {
    /// All that is set, by the key of the thing or kind.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn policies(&self) -> Result<BTreeMap<String, PolicyEntry>, Error> {
        let rows = policy::Entity::find().all(self.reader()).await?;
        rows.into_iter().map(|row| Ok((row.id, kept::from_json("a policy", &row.body)?))).collect()
    }

    /// Sets the policy and the owners of a thing or kind.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn set_policy(&self, key: &str, entry: &PolicyEntry, event: &AuditEvent) -> Result<(), Error> {
        let row = policy::Model { id: kept::text(key), body: kept::text(&kept::json("a policy", entry)?) };
        let row = row.into_active_model();
        self.write_audited(event, move |transaction| {
            Box::pin(async move {
                let again = OnConflict::column(policy::Column::Id).update_column(policy::Column::Body).to_owned();
                policy::Entity::insert(row).on_conflict(again).exec_without_returning(transaction).await?;
                Ok(true)
            })
        })
        .await
        .map(drop)
    }
}
