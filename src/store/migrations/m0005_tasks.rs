//! Timed work.

use super::table::{create, number, text};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tasks = Table::create()
            .table("tasks")
            .comment("Work that is done again and again, by one process at a time, with the lease of that process.")
            .col(text("name", "What the work is called.").not_null().primary_key())
            .col(
                number(
                    "due_at",
                    "When it is next to run, in milliseconds since 1970 UTC; empty while it runs, unless somebody wants \
                     it to run again at once.",
                )
                .null(),
            )
            .col(text("lease_owner", "Which process runs it; empty while none does.").null())
            .col(number("lease_until", "When it may be taken over, in milliseconds since 1970 UTC.").null())
            .col(number("fence", "Times it has been claimed; a claim that is not the last may not write.").not_null())
            .col(number("last_started_at", "When it last began, in milliseconds since 1970 UTC.").null())
            .col(number("last_ended_at", "When it last came to an end, in milliseconds since 1970 UTC.").null())
            .col(text("last_error", "Why the run that last ended failed; empty when it did not.").null())
            .take();
        create(manager, tasks).await
    }
}
