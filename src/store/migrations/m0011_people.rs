//! Whose something is, by person and not by address; for whom a change goes on, and why it was stopped; sessions that
//! have an end and are kept without their ids.

use super::table::{add_column, index, number, text};
use crate::store::people;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["changes", "audit_events", "reviews"] {
            add_column(manager, table, text("actor_key", "Whose it is: PersonKey; filtered on.").null().take()).await?;
        }
        let by = text("ordered_by", "Who resumed or retried it last, if anybody: Actor as JSON.").null().take();
        add_column(manager, "changes", by).await?;
        let stopped = text("stopped", "Why it was stopped before its end, in a sentence.").null().take();
        add_column(manager, "changes", stopped).await?;
        let ends = number("ends_at", "When it ends however much it is used, in milliseconds since 1970 UTC.");
        add_column(manager, "sessions", ends.clone().null().take()).await?;
        manager.create_index(index("changes", &["actor_key", "created_at"]).if_not_exists().take()).await?;
        manager.create_index(index("audit_events", &["actor_key", "at"]).if_not_exists().take()).await?;
        let db = manager.get_connection();
        people::fill_keys(db).await?;
        // Kept under the ids that cookies carry, so whoever reads a copy of the database could use them.
        db.execute_unprepared("DELETE FROM sessions").await?;
        Ok(())
    }
}
