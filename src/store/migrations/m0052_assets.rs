//! Files of the site of each version that has run lately.

use super::table::{create, index, number, text};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let assets = Table::create()
            .table("assets")
            .if_not_exists()
            .comment("Style sheet and code for browsers of each version that has run lately, for processes of another version.")
            .col(text("name", "The file's name, which has a hash of what it holds.").not_null().primary_key())
            .col(ColumnDef::new("bytes").blob().not_null().comment("What the file holds."))
            .col(text("seal", "A keyed hash of name and bytes: browsers run this.").not_null())
            .col(number("kept_at", "When its version was last started, in milliseconds since 1970 UTC.").not_null())
            .take();
        create(manager, assets).await?;
        manager.create_index(index("assets", &["kept_at"]).if_not_exists().take()).await
    }
}
