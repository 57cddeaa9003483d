//! Sessions.

use super::table::{create, index, number, text};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sessions = Table::create()
            .table("sessions")
            .comment("Browsers that hold a session cookie.")
            .col(text("id", "The session's id, as the cookie carries it.").not_null().primary_key())
            .col(text("data", "What the session holds, as a JSON object.").not_null())
            .col(number("expires_at", "When it ends, in milliseconds since 1970 UTC.").not_null())
            .take();
        create(manager, sessions).await?;
        manager.create_index(index("sessions", &["expires_at"])).await
    }
}
