//! When access that came through a request ends.

use super::table::{add_column, index, number};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let ends =
            number("ends_at", "When the access it gave ends, in milliseconds since 1970 UTC; empty while it does not.");
        add_column(manager, "requests", ends).await?;
        manager.create_index(index("requests", &["state", "ends_at"]).if_not_exists().take()).await
    }
}
