//! Access packages with their versions, and what requests are for, to find the holders of a package.

use super::table::{add_column, create, index, number, text};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let thing = text("thing", "What it is for, without a level: the key of Requestable.").null().take();
        add_column(manager, "requests", thing).await?;
        manager.create_index(index("requests", &["thing", "state"]).if_not_exists().take()).await?;
        create(manager, packages()).await?;
        create(manager, versions()).await
    }
}

fn packages() -> TableCreateStatement {
    Table::create()
        .table("packages")
        .if_not_exists()
        .comment("Access packages: bundles of access that belong to a job.")
        .col(text("id", "UUID of version 7, so ids sort by time.").not_null().primary_key())
        .col(number("written", "Times it was written; of two writers at once the second is refused.").not_null())
        .col(text("body", "The package as it is now: AccessPackage as JSON.").not_null())
        .take()
}

fn versions() -> TableCreateStatement {
    Table::create()
        .table("package_versions")
        .if_not_exists()
        .comment("What a package gave in each of its versions; kept when it is deleted.")
        .col(text("package_id", "The package.").not_null())
        .col(number("version", "Counts from 1.").not_null())
        .col(text("body", "What it gave, since when and by whom: PackageVersion as JSON.").not_null())
        .primary_key(Index::create().col("package_id").col("version"))
        .take()
}
