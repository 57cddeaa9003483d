//! What ends soon of a thing, found without looking at the requests themselves.

use super::table::index;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let ends = index("requests", &["thing", "state", "ends_at", "id"]);
        manager.create_index(ends.clone().if_not_exists().take()).await
    }
}
