//! What the runner of changes learns from Sigma's clock, what a change waits for, whom a step left alone; and locks.

use super::table::{add_column, create, number, text};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in [
            (
                "changes",
                number("accepted_at", "When it was accepted by Sigma's clock, in milliseconds since 1970 UTC."),
            ),
            ("changes", text("waiting", "What it waits for while it runs: Waiting as JSON.")),
            (
                "change_steps",
                number("sent_at", "When it was last sent by Sigma's clock, in milliseconds since 1970 UTC."),
            ),
            ("change_steps", text("spared", "Whom it left alone: a list of Subject as JSON.")),
        ] {
            add_column(manager, table, column).await?;
        }
        let locks = Table::create()
            .table("locks")
            .if_not_exists()
            .comment("What only one process may do at a time, across changes.")
            .col(text("name", "What it is.").not_null().primary_key())
            .col(number("held_until", "Until when it is held, in milliseconds since 1970 UTC.").not_null())
            .col(number("fence", "Times it has been taken; a holder that is not the last holds nothing.").not_null())
            .take();
        create(manager, locks).await
    }
}
