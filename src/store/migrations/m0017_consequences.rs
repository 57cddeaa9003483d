//! What a change means for people, that a failed one was handled, and which change has undone one.

use super::table::{add_column, create, text};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in [
            text("handled", "Who has marked it as handled after it failed, when and why: Handled as JSON."),
            text("undone_by", "The change that has undone it, or a part of it."),
        ] {
            add_column(manager, "changes", column).await?;
        }
        let consequences = Table::create()
            .table("change_consequences")
            .if_not_exists()
            .comment("What changes meant for people when they were accepted; one row at most for each.")
            .col(text("change_id", "The change.").not_null().primary_key())
            .col(text("body", "Consequences as JSON.").not_null())
            .foreign_key(
                ForeignKey::create()
                    .from("change_consequences", "change_id")
                    .to("changes", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .take();
        create(manager, consequences).await
    }
}
