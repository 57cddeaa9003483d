//! Each migration leaves the version before it at work: it takes nothing away, and asks nothing of what that version
//! writes (deploy/UPGRADING.md).

use super::Migrator;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbErr, Statement};
use sea_orm_migration::MigratorTrait;
use std::collections::BTreeMap;

#[derive(Debug, Default)]
struct Table {
    /// Type of each column by its name, and whether an insert may leave it out.
    columns: BTreeMap<String, (String, bool)>,
    /// Columns of each unique index by its name.
    unique: BTreeMap<String, Vec<String>>,
}

/// The tables of the migrations before this one came with the first version: there is none to go back to.
const FIRST_TO_RUN_AGAIN: &str = "m0010";

type Schema = BTreeMap<String, Table>;

async fn texts(database: &DatabaseConnection, sql: String, columns: &[&str]) -> Result<Vec<Vec<String>>, DbErr> {
    let rows = database.query_all_raw(Statement::from_string(database.get_database_backend(), sql)).await?;
    let read = |row: &sea_orm::QueryResult| columns.iter().map(|column| row.try_get::<String>("", column)).collect();
    rows.iter().map(read).collect()
}

async fn schema(database: &DatabaseConnection) -> Result<Schema, DbErr> {
    let mut schema = Schema::new();
    let tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
    for name in texts(database, tables.to_owned(), &["name"]).await?.concat() {
        let mut table = Table::default();
        let columns = format!(
            "SELECT name, type, CASE WHEN \"notnull\" = 0 OR dflt_value IS NOT NULL THEN 'may' ELSE 'must' END AS given \
             FROM pragma_table_info('{name}')"
        );
        for column in texts(database, columns, &["name", "type", "given"]).await? {
            let [name, kind, given] = column.try_into().unwrap_or_default();
            table.columns.insert(name, (kind, given == "may"));
        }
        let unique = format!("SELECT name FROM pragma_index_list('{name}') WHERE \"unique\" = 1");
        for index in texts(database, unique, &["name"]).await?.concat() {
            let columns = format!("SELECT name FROM pragma_index_info('{index}') WHERE name IS NOT NULL");
            let columns = texts(database, columns, &["name"]).await?.concat();
            table.unique.insert(index, columns);
        }
        schema.insert(name, table);
    }
    Ok(schema)
}

/// What the version that made `before` could not live with.
fn broken_promises(before: &Schema, after: &Schema) -> Vec<String> {
    let mut broken = Vec::new();
    for (name, old) in before {
        let Some(new) = after.get(name) else {
            broken.push(format!("table {name} is gone"));
            continue;
        };
        for (column, shape) in &old.columns {
            if new.columns.get(column) != Some(shape) {
                broken.push(format!("{name}.{column} was {shape:?} and is {:?}", new.columns.get(column)));
            }
        }
        for (column, (_, may_be_left_out)) in &new.columns {
            if !old.columns.contains_key(column) && !may_be_left_out {
                broken.push(format!("{name}.{column} is new and must be given"));
            }
        }
        // Rows that leave a column empty are never the same, and a version leaves empty what it does not know.
        let is_known = |columns: &[String]| columns.iter().all(|column| old.columns.contains_key(column));
        let added = new.unique.iter().filter(|(index, columns)| !old.unique.contains_key(*index) && is_known(columns));
        broken.extend(added.map(|(index, _)| format!("{index} forbids rows of {name}")));
    }
    broken
}

#[tokio::test]
async fn the_version_before_goes_on_working_after_each_migration() -> Result<(), DbErr> {
    let options = ConnectOptions::new("sqlite::memory:").max_connections(1).to_owned();
    let database = Box::pin(Database::connect(options)).await?;
    let mut before = Schema::new();
    for migration in Migrator::migrations() {
        Migrator::up(&database, Some(1)).await?;
        let after = schema(&database).await?;
        let broken = broken_promises(&before, &after);
        assert!(broken.is_empty(), "{}: {broken:?}", migration.name());

        // The way back takes it out of the list; the way forward runs it once more.
        let name = migration.name();
        if name < FIRST_TO_RUN_AGAIN {
            before = after;
            continue;
        }
        database.execute_unprepared(&format!("DELETE FROM seaql_migrations WHERE version = '{name}'")).await?;
        Migrator::up(&database, Some(1)).await?;
        before = schema(&database).await?;
        assert!(broken_promises(&after, &before).is_empty(), "{name} run again");
    }
    assert!(before.contains_key("changes"), "nothing was migrated");
    Ok(())
}

#[test]
fn what_the_version_before_cannot_live_with_is_found() {
    let table = |columns: &[(&str, bool)], unique: &[(&str, &str)]| Table {
        columns: columns.iter().map(|(name, may)| ((*name).to_owned(), ("text".to_owned(), *may))).collect(),
        unique: unique.iter().map(|(name, column)| ((*name).to_owned(), vec![(*column).to_owned()])).collect(),
    };
    let of = |table| Schema::from([("things".to_owned(), table)]);
    let before = of(table(&[("id", false), ("note", true)], &[]));
    for (after, says) in [
        (Schema::new(), "gone"),
        (of(table(&[("id", false)], &[])), "things.note"),
        (of(table(&[("id", false), ("note", true), ("kind", false)], &[])), "must be given"),
        (of(table(&[("id", false), ("note", true)], &[("one_note", "note")])), "forbids"),
    ] {
        let broken = broken_promises(&before, &after);
        assert!(broken.len() == 1 && broken[0].contains(says), "{broken:?}");
    }
    let empty_for_old_rows = of(table(&[("id", false), ("note", true), ("kind", true)], &[("one_kind", "kind")]));
    assert!(broken_promises(&before, &empty_for_old_rows).is_empty());
}
