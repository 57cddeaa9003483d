//! API tokens, and what was answered to the programs that hold them.

use super::table::{create, index, number, text};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, tokens()).await?;
        create(manager, calls()).await?;
        manager.create_index(index("api_calls", &["begun_at"]).if_not_exists().take()).await
    }
}

fn tokens() -> TableCreateStatement {
    Table::create()
        .table("api_tokens")
        .if_not_exists()
        .comment("API tokens. Their secrets are not kept.")
        .col(text("id", "UUID of version 7, so ids sort by time.").not_null().primary_key())
        .col(text("digest", "SHA-256 of the secret, as base64url.").not_null().unique_key())
        .col(text("body", "What it was made for: ApiToken as JSON.").not_null())
        .col(number("shown_at", "When its secret was shown, in milliseconds since 1970 UTC: once only."))
        .col(number("used_at", "When it was last used, to the minute; empty before."))
        .col(number("revoked_at", "When it was revoked; empty while it was not."))
        .take()
}

fn calls() -> TableCreateStatement {
    Table::create()
        .table("api_calls")
        .if_not_exists()
        .comment("Writing calls of the API, by token and idempotency key.")
        .col(text("key", "SHA-256 of token and idempotency key, as base64url.").not_null().primary_key())
        .col(text("fingerprint", "SHA-256 of what was asked: path and body, as base64url.").not_null())
        .col(text("made_id", "The id of the change or request that it makes: a UUID of version 7.").not_null())
        .col(number("begun_at", "When it first came, in milliseconds since 1970 UTC.").not_null())
        .col(number("status", "The status that was answered; empty until then."))
        .col(text("answer", "The body that was answered.").null())
        .take()
}
