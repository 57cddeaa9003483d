//! API credentials that the portal has made for itself.

use super::table::{create, index, number, text};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, credentials()).await?;
        manager.create_index(index("credentials", &["stands_for"]).if_not_exists().take()).await
    }
}

fn credentials() -> TableCreateStatement {
    Table::create()
        .table("credentials")
        .if_not_exists()
        .comment("API credentials that the portal has made for itself, each by a change.")
        .col(text("change_id", "The change that made them.").not_null().primary_key())
        .col(text("client_id", "Their client id at Sigma.").not_null().unique_key())
        .col(text("secret", "Their secret, encrypted by a key that follows from PORTAL_SECRET.").not_null())
        .col(number("made_at", "When they were made, in milliseconds since 1970 UTC.").not_null())
        .col(number("used_at", "Since when they are in use; empty while they never were."))
        .col(
            text("stands_for", "The client id of the configuration in whose place they are used; empty before.").null(),
        )
        .col(text("replaced", "The client id that was in use before; empty once that was deleted at Sigma.").null())
        .take()
}
