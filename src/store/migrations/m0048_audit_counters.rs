//! How many audit events were written, so that one that is removed before it is linked to the chain is missed.

use super::table::{create, number, text};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let counters = Table::create()
            .table("audit_counters")
            .if_not_exists()
            .comment("Counters of audit events. Each is used by one process; each event names its counter and its number there.")
            .col(text("name", "Unlike that of any other counter.").not_null().primary_key())
            .col(number("number", "Events that were written under it.").not_null())
            .col(text("seal", "A keyed hash over name and number.").not_null())
            .col(number("deleted", "Events of it that retention has deleted since; empty for none.").null())
            .col(text("deleted_seal", "A keyed hash over name and deleted.").null())
            .take();
        create(manager, counters).await
    }
}
