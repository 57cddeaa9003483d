//! Migrations, embedded in the binary and run when the database is opened.
//!
//! One file each, append-only: a migration that has been released is never edited. Each must be safe while the version
//! before it still runs, so a column is added in one release and dropped, if ever, in a later one.

mod m0001_changes;
mod m0002_audit;
mod m0003_sessions;
mod m0004_blobs;
mod m0005_tasks;
mod m0006_directory_events;
mod m0007_reviews;
mod m0008_retention;
mod m0009_readings;
mod m0010_documents;
mod table;

use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, DbErr,
    sea_query::{Expr, Func, Query},
};
use sea_orm_migration::{MigrationTrait, MigratorTrait};

/// Names the lock under which `PostgreSQL` lets one process at a time migrate; any number that nobody else uses.
const LOCK: i64 = 0x5347_4d50_4f52_5441;

struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_changes::Migration),
            Box::new(m0002_audit::Migration),
            Box::new(m0003_sessions::Migration),
            Box::new(m0004_blobs::Migration),
            Box::new(m0005_tasks::Migration),
            Box::new(m0006_directory_events::Migration),
            Box::new(m0007_reviews::Migration),
            Box::new(m0008_retention::Migration),
            Box::new(m0009_readings::Migration),
            Box::new(m0010_documents::Migration),
        ]
    }
}

/// Runs what is missing, in a transaction that shuts out other processes starting at the same moment.
pub(super) async fn run(transaction: &DatabaseTransaction) -> Result<(), DbErr> {
    // SQLite's write lock, which the transaction holds already, does this by itself.
    if transaction.get_database_backend() == DbBackend::Postgres {
        let lock = Func::cust("pg_advisory_xact_lock").arg(Expr::val(LOCK));
        transaction.execute(Query::select().expr(lock)).await?;
    }
    Migrator::up(transaction, None).await
}
