//! Things kept whole under a name.

use super::table::{create, number, text};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let blobs = Table::create()
            .table("blobs")
            .comment("Things that are written and read whole, such as the directory's snapshot.")
            .col(text("key", "The name it is kept under.").not_null().primary_key())
            .col(number("version", "The writer's number for it; a lower one never replaces a higher.").not_null())
            .col(ColumnDef::new("bytes").blob().not_null().comment("The thing, in the writer's own encoding."))
            .take();
        create(manager, blobs).await
    }
}
