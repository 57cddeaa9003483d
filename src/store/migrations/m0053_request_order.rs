//! The order in which requests are listed: by when they were made, and by id where that is the same moment. Without it each
//! page sorted all requests, with all that is in them.

use super::table::index;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for columns in [["asked_at", "id"].as_slice(), &["state", "asked_at", "id"]] {
            manager.create_index(index("requests", columns).if_not_exists().take()).await?;
        }
        Ok(())
    }
}
