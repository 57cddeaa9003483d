//! Migrations, embedded in the binary and run when the database is opened.
//!
//! One file each, append-only: a migration that has been released is never edited. Each must be safe while the version
//! before it still runs, so a column is added in one release and dropped, if ever, in a later one; and it can be run
//! again on tables that have its columns already, which is what the way back needs (deploy/UPGRADING.md).

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
mod m0011_people;
mod m0014_engine;
mod m0017_consequences;
mod m0020_requests;
mod m0021_sign_in;
mod m0022_seals;
mod m0023_terms;
mod m0025_packages;
mod m0026_notices;
mod m0029_roles;
mod m0034_headcounts;
mod m0040_api;
mod m0041_audit_words;
mod m0043_ends;
mod m0047_credentials;
mod m0048_audit_counters;
mod m0050_queue;
mod m0052_assets;
mod m0053_request_order;
mod table;
#[cfg(test)]
mod tests;

use super::Error;
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, DbErr,
    sea_query::{Expr, Func, Order, Query},
};
use sea_orm_migration::{MigrationTrait, MigratorTrait, SchemaManager};

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
            Box::new(m0011_people::Migration),
            Box::new(m0014_engine::Migration),
            Box::new(m0017_consequences::Migration),
            Box::new(m0020_requests::Migration),
            Box::new(m0021_sign_in::Migration),
            Box::new(m0022_seals::Migration),
            Box::new(m0023_terms::Migration),
            Box::new(m0025_packages::Migration),
            Box::new(m0026_notices::Migration),
            Box::new(m0029_roles::Migration),
            Box::new(m0034_headcounts::Migration),
            Box::new(m0040_api::Migration),
            Box::new(m0041_audit_words::Migration),
            Box::new(m0043_ends::Migration),
            Box::new(m0047_credentials::Migration),
            Box::new(m0048_audit_counters::Migration),
            Box::new(m0050_queue::Migration),
            Box::new(m0052_assets::Migration),
            Box::new(m0053_request_order::Migration),
        ]
    }
}

/// The names of this version's migrations, oldest first.
pub(super) fn names() -> Vec<String> {
    Migrator::migrations().iter().map(|migration| migration.name().to_owned()).collect()
}

/// Runs what is missing, in a transaction that shuts out other processes starting at the same moment.
///
/// # Errors
/// [`Error::Newer`] when the database knows migrations that this version does not: nothing is changed then.
pub(super) async fn run(transaction: &DatabaseTransaction) -> Result<(), Error> {
    shut_out_others(transaction).await.map_err(Error::Migration)?;
    let unknown = unknown(transaction).await.map_err(Error::Migration)?;
    if unknown.is_empty() {
        Migrator::up(transaction, None).await.map_err(Error::Migration)
    } else {
        Err(Error::Newer(unknown.join(", ")))
    }
}

async fn shut_out_others(transaction: &DatabaseTransaction) -> Result<(), DbErr> {
    // SQLite's write lock, which the transaction holds already, does this by itself.
    if transaction.get_database_backend() == DbBackend::Postgres {
        // A large table may take its time, and so may the process that was faster.
        transaction.execute_unprepared("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0").await?;
        let lock = Func::cust("pg_advisory_xact_lock").arg(Expr::val(LOCK));
        transaction.execute(Query::select().expr(lock)).await?;
    }
    Ok(())
}

/// The migrations that the database knows and this version does not, oldest first.
async fn unknown(transaction: &DatabaseTransaction) -> Result<Vec<String>, DbErr> {
    const TABLE: &str = "seaql_migrations";
    if !SchemaManager::new(transaction).has_table(TABLE).await? {
        return Ok(Vec::new());
    }
    let known = names();
    let ran = Query::select().column("version").from(TABLE).order_by("version", Order::Asc).take();
    let ran = transaction.query_all(&ran).await?;
    let ran = ran.iter().map(|row| row.try_get::<String>("", "version")).collect::<Result<Vec<_>, _>>()?;
    Ok(ran.into_iter().filter(|version| !known.contains(version)).collect())
}
