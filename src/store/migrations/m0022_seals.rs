//! Seals of changes and audit events, and the chain of the audit log.

use super::table::{add_column, create, index, number, text};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, mut column) in [
            ("changes", text("seal", "A keyed hash over what is sent and for whom, as it was accepted.")),
            ("changes", text("ordered_seal", "A keyed hash over ordered_by.")),
            ("audit_events", text("seal", "A keyed hash over all that the event says.")),
            ("audit_events", number("chain_number", "Its place in the chain, from 1; empty until it is linked.")),
            ("audit_events", text("chain_hash", "A digest of everything up to this event.")),
        ] {
            add_column(manager, table, column.null().take()).await?;
        }
        manager.create_index(index("audit_events", &["chain_number"]).unique().if_not_exists().take()).await?;
        let chain = Table::create()
            .table("audit_chain")
            .if_not_exists()
            .comment(
                "Where the audit log’s chain ends (head), and where it begins after older events were deleted (base).",
            )
            .col(text("name", "head or base.").not_null().primary_key())
            .col(number("number", "The event’s place in the chain.").not_null())
            .col(text("hash", "The chain’s digest there.").not_null())
            .col(text("seal", "A keyed hash over the row.").not_null())
            .take();
        create(manager, chain).await
    }
}
