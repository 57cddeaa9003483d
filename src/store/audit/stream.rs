//! How far the audit log was handed on to each system.

use crate::store::{Error, Store, entities::audit_stream};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait, OnConflict},
};

impl Store {
    /// The place in the chain of the last event that this system has taken; 0 before the first.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn audit_stream(&self, name: &str) -> Result<i64, Error> {
        Ok(audit_stream::Entity::find_by_id(name).one(self.reader()).await?.map_or(0, |row| row.number))
    }

    /// Notes that this system has taken everything up to there. A place before the one that is kept changes nothing: a process
    /// that was thought dead may come late.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn keep_audit_stream(&self, name: &str, number: i64) -> Result<(), Error> {
        let row = audit_stream::ActiveModel { name: Set(name.to_owned()), number: Set(number) };
        let further = OnConflict::column(audit_stream::Column::Name)
            .update_column(audit_stream::Column::Number)
            .action_and_where(Expr::col((audit_stream::Entity, audit_stream::Column::Number)).lt(number))
            .to_owned();
        audit_stream::Entity::insert(row).on_conflict(further).exec_without_returning(self.writer()).await?;
        Ok(())
    }
}

/// The last place in the chain that all of these systems have taken; `None` where there are none.
pub(super) async fn taken_by_all(db: &impl ConnectionTrait, names: &[&str]) -> Result<Option<i64>, Error> {
    if names.is_empty() {
        return Ok(None);
    }
    let rows = audit_stream::Entity::find().filter(audit_stream::Column::Name.is_in(names.iter().copied()));
    let rows = rows.all(db).await?;
    let least = rows.iter().map(|row| row.number).min().unwrap_or(0);
    Ok(Some(if rows.len() < names.len() { 0 } else { least }))
}
