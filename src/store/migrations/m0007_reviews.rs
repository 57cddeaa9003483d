//! Reviewed wishes.

use super::table::{create, index, number, text};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let reviews = Table::create()
            .table("reviews")
            .comment("Wishes that somebody is looking at and has not accepted yet.")
            .col(text("id", "UUID of version 7; part of the review's URL.").not_null().primary_key())
            .col(text("actor_email", "The address of whose wish it is, in lower case; nobody else sees it.").not_null())
            .col(number("created_at", "When it was put here, in milliseconds since 1970 UTC.").not_null())
            .col(number("expires_at", "When it ends, in milliseconds since 1970 UTC.").not_null())
            .col(text("body", "The wish, as JSON of the writer's own shape.").not_null())
            .take();
        create(manager, reviews).await?;
        manager.create_index(index("reviews", &["expires_at"])).await
    }
}
