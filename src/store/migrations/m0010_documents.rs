//! The directory's documents, which became workbooks and datasets: what was kept of their reading. Nothing asks for it
//! any more, and the list of timed work would show it for ever.

use sea_orm_migration::prelude::*;

const TASK: &str = "directory.documents";
const BLOB: &str = "directory.documents.1";

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let task = Query::delete().from_table("tasks").cond_where(Expr::col("name").eq(TASK)).take();
        let blob = Query::delete().from_table("blobs").cond_where(Expr::col("key").eq(BLOB)).take();
        manager.execute(task).await?;
        manager.execute(blob).await
    }
}
