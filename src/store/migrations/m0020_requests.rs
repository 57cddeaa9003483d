//! Requests for access with their policies, and the decision that a change stands on.

use super::table::{add_column, create, index, number, text};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mandate = text("mandate", "The decision that it stands on, if any: Mandate as JSON.");
        add_column(manager, "changes", mandate).await?;
        create(manager, requests()).await?;
        create(manager, policies()).await?;
        for index in [
            index("requests", &["state", "asked_at"]),
            index("requests", &["requester_key", "asked_at"]),
            index("requests", &["beneficiary_key", "asked_at"]),
            index("requests", &["open_key"]).unique().take(),
        ] {
            manager.create_index(index.clone().if_not_exists().take()).await?;
        }
        Ok(())
    }
}

fn requests() -> TableCreateStatement {
    Table::create()
        .table("requests")
        .if_not_exists()
        .comment("Requests for access, with what became of them.")
        .col(text("id", "UUID of version 7, so ids sort by time.").not_null().primary_key())
        .col(text("state", "What became of it: the word of RequestState.").not_null())
        .col(text("requester_key", "Who asked: PersonKey; filtered on.").not_null())
        .col(text("beneficiary_key", "Whom it is for: PersonKey; filtered on.").not_null())
        .col(
            text("open_key", "What is asked for whom, while it is open: nobody asks for the same twice at a time.")
                .null(),
        )
        .col(text("search", "What it is found by: title, reason and names, in lower case.").not_null())
        .col(number("asked_at", "When it was made, in milliseconds since 1970 UTC.").not_null())
        .col(number("written_at", "When it was last written, in milliseconds since 1970 UTC.").not_null())
        .col(number("version", "Times it was written; of two writers at once the second is refused.").not_null())
        .col(text("body", "The request: AccessRequest as JSON.").not_null())
        .take()
}

fn policies() -> TableCreateStatement {
    Table::create()
        .table("policies")
        .if_not_exists()
        .comment("By which rules requests are decided, for things and for kinds of things.")
        .col(text("id", "The thing or kind: the key of Requestable, or kind: and a word.").not_null().primary_key())
        .col(text("body", "Policy and owners: PolicyEntry as JSON.").not_null())
        .take()
}
