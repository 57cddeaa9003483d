//! Making tables whose comments reach the database.

use sea_orm::{
    ConnectionTrait, DbBackend, DbErr,
    sea_query::{ColumnDef, Index, IndexCreateStatement, Table, TableCreateStatement, TableRef},
};
use sea_orm_migration::SchemaManager;

/// A column of text.
pub(super) fn text(name: &'static str, says: &str) -> ColumnDef {
    ColumnDef::new(name).text().comment(says).take()
}

/// A column of whole numbers, times included.
pub(super) fn number(name: &'static str, says: &str) -> ColumnDef {
    ColumnDef::new(name).big_integer().comment(says).take()
}

/// An index, named after its columns.
pub(super) fn index(table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(format!("{table}_by_{}", columns.join("_"))).table(table);
    for column in columns {
        index.col(*column);
    }
    index
}

/// Makes the table; on `PostgreSQL` also its comments, which the query builder writes for `MySQL` alone.
pub(super) async fn create(manager: &SchemaManager<'_>, table: TableCreateStatement) -> Result<(), DbErr> {
    manager.create_table(table.clone()).await?;
    if manager.get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    let Some(TableRef::Table(name, _)) = table.get_table_name() else {
        return Err(DbErr::Migration("a table without a name".to_owned()));
    };
    let name = name.1.to_string();
    if let Some(says) = table.get_comment() {
        comment(manager, &format!("TABLE {name}"), says).await?;
    }
    for column in table.get_columns() {
        if let Some(says) = &column.get_column_spec().comment {
            comment(manager, &format!("COLUMN {name}.{}", column.get_column_name()), says).await?;
        }
    }
    Ok(())
}

/// Adds a column that may be empty, so that the version before, which does not know it, goes on writing rows; one that
/// is there already stays, so that the migration can be run again.
pub(super) async fn add_column(
    manager: &SchemaManager<'_>,
    table: &'static str,
    column: ColumnDef,
) -> Result<(), DbErr> {
    let (name, says) = (column.get_column_name(), column.get_column_spec().comment.clone());
    if manager.has_column(table, &name).await? {
        return Ok(());
    }
    manager.alter_table(Table::alter().table(table).add_column(column).take()).await?;
    match says {
        Some(says) if manager.get_database_backend() == DbBackend::Postgres => {
            comment(manager, &format!("COLUMN {table}.{name}"), &says).await
        }
        _ => Ok(()),
    }
}

async fn comment(manager: &SchemaManager<'_>, on: &str, says: &str) -> Result<(), DbErr> {
    let says = says.replace('\'', "''");
    manager.get_connection().execute_unprepared(&format!("COMMENT ON {on} IS '{says}'")).await?;
    Ok(())
}
