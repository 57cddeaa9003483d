//! How many people there were on each day.

use super::table::{create, number, text};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let headcounts = Table::create()
            .table("headcounts")
            .if_not_exists()
            .comment(
                "How many people there were at the end of each day, by account type; a few rows a day, kept for good.",
            )
            .col(number("day", "The day in UTC, by its number since 1970.").not_null())
            .col(
                text("account_type", "Active people of this account type; empty for all, archived ones included.")
                    .not_null(),
            )
            .col(number("people", "How many.").not_null())
            .primary_key(Index::create().col("day").col("account_type"))
            .take();
        create(manager, headcounts).await
    }
}
