//! Finding the rows of earlier versions by person: those know an address only, beside the actor as JSON.

use super::{Error, Store};
use sea_orm::{ConnectionTrait, DbBackend, DbErr};

impl Store {
    /// Fills in whose the rows are that a version of the portal before this one has written, which may still run beside
    /// it; a member's id comes from the actor that was kept with the row.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn fill_person_keys(&self) -> Result<(), Error> {
        self.write(|transaction| Box::pin(async move { Ok(fill_keys(transaction).await?) })).await
    }
}

/// Fills in the keys that are missing; see [`crate::domain::PersonKey`] for their form.
pub(super) async fn fill_keys(db: &impl ConnectionTrait) -> Result<(), DbErr> {
    let member = match db.get_database_backend() {
        DbBackend::Postgres => "(actor::json->>'member_id')",
        _ => "json_extract(actor, '$.member_id')",
    };
    for table in ["changes", "audit_events"] {
        let key = format!("coalesce('member:' || {member}, 'configured:' || actor_email)");
        let fill = format!("UPDATE {table} SET actor_key = {key} WHERE actor_key IS NULL");
        db.execute_unprepared(&fill).await?;
    }
    // A review keeps no actor: its owner is who last acted from its address before it was begun. Without such a one it
    // stays nobody's and expires.
    let owner = "SELECT e.actor_key FROM audit_events e
        WHERE e.actor_email = reviews.actor_email AND e.at <= reviews.created_at ORDER BY e.at DESC LIMIT 1";
    db.execute_unprepared(&format!("UPDATE reviews SET actor_key = ({owner}) WHERE actor_key IS NULL")).await?;
    Ok(())
}
