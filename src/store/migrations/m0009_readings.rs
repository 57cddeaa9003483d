//! Readings of the directory.

use super::table::{create, index, number, text};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let readings = Table::create()
            .table("readings")
            .comment("Readings of the directory's sections from Sigma, to show how they have gone; kept for some days.")
            .col(text("id", "UUID of version 7.").not_null().primary_key())
            .col(text("section", "The section, by the name of its task.").not_null())
            .col(number("began_at", "When the reading began, in milliseconds since 1970 UTC.").not_null())
            .col(number("took", "How long it took, in milliseconds.").not_null())
            .col(text("error", "Why it did not work; none when it did.").null())
            .col(number("news", "How many changes outside the portal it found.").not_null())
            .take();
        create(manager, readings).await?;
        manager.create_index(index("readings", &["began_at"])).await
    }
}
