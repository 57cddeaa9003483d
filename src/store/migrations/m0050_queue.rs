//! What was written lately of the requests, and renewals told from what they renew.

use super::table::index;
use sea_orm_migration::{prelude::*, sea_orm::ConnectionTrait};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_index(index("requests", &["written_at"]).if_not_exists().take()).await?;
        // A renewal gives nothing itself: whoever counts the holders of a thing is not to count it. The version before left
        // it out when it read the requests.
        let forget = "UPDATE requests SET thing = NULL WHERE thing IS NOT NULL AND body LIKE '%\"renews\":\"%'";
        manager.get_connection().execute_unprepared(forget).await.map(drop)
    }
}
