//! Roles that are given inside the portal, and how far the audit log was handed on to other systems.

use super::table::{create, number, text};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let roles = Table::create()
            .table("role_assignments")
            .if_not_exists()
            .comment("Roles of the portal that admins have given to members.")
            .col(text("member_id", "Whose it is, by Sigma’s id.").not_null())
            .col(text("role", "admin, auditor, or what is managed: team:ID, workspace:ID, connection:ID.").not_null())
            .col(text("given_by", "Who has given it, as JSON.").not_null())
            .col(number("given_at", "When it was given, in milliseconds since 1970 UTC.").not_null())
            .col(text("reason", "Why it was given.").not_null())
            .col(text("seal", "A keyed hash over the row: without it the role does not count.").not_null())
            .primary_key(Index::create().col("member_id").col("role"))
            .take();
        create(manager, roles).await?;
        let streams = Table::create()
            .table("audit_streams")
            .if_not_exists()
            .comment("How far the audit log was handed on to other systems.")
            .col(text("name", "Which system it is: syslog or http.").not_null().primary_key())
            .col(number("number", "The place in the chain of the last event that it has taken.").not_null())
            .take();
        create(manager, streams).await
    }
}
