//! Finding events of the audit log by words, and by the area of their action, without walking through the log.

use super::table::{add_column, number};
use crate::store::audit::PARTING;
use sea_orm::{ConnectionTrait, DbBackend};
use sea_orm_migration::prelude::*;

/// Most letters of a word that a search takes: what is longer is found by its beginning.
const LONGEST: usize = 64;

/// Most letters of an event's text that are searched, far more than any has: the server takes no more in one column.
const MOST: usize = 100_000;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        match manager.get_database_backend() {
            DbBackend::Postgres => postgres(manager).await,
            _ => sqlite(manager).await,
        }
    }
}

/// The words beside each row, kept by the server itself whoever writes it.
async fn postgres(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let range = |(first, last): (char, char)| format!("\\u{:04x}-\\u{:04x}", u32::from(first), u32::from(last));
    let parting: String = PARTING.into_iter().map(range).collect();
    let cut = format!("regexp_replace(left(search, {MOST}), '([^{parting}]{{{LONGEST}}})[^{parting}]+', '\\1', 'g')");
    let words = format!("array_to_tsvector(array_remove(regexp_split_to_array({cut}, '[{parting}]+'), ''))");
    let db = manager.get_connection();
    db.execute_unprepared(&format!(
        "ALTER TABLE audit_events ADD COLUMN IF NOT EXISTS words tsvector GENERATED ALWAYS AS ({words}) STORED;
        COMMENT ON COLUMN audit_events.words IS 'The words of search.';
        CREATE INDEX IF NOT EXISTS audit_events_by_words ON audit_events USING gin (words);
        CREATE INDEX IF NOT EXISTS audit_events_by_area ON audit_events (split_part(action, '.', 1), at, id)"
    ))
    .await?;
    Ok(())
}

/// An index of words beside the table, kept by triggers whoever writes a row. It knows rows by a number, which is in a
/// column because a row of a table with another key may get a new one when the file is compacted.
async fn sqlite(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let says = "The event’s number in the index of words.";
    add_column(manager, "audit_events", number("search_id", says).null().take()).await?;
    let parting: String = PARTING.into_iter().flat_map(|(first, last)| first..=last).collect();
    // Quoted within quotes.
    let parting = parting.replace('\'', "''").replace('"', "\"\"");
    let db = manager.get_connection();
    db.execute_unprepared(&format!(
        "CREATE INDEX IF NOT EXISTS audit_events_by_area
            ON audit_events (substr(action, 1, instr(action, '.') - 1), at, id);
        UPDATE audit_events SET search_id = numbered.n
            FROM (SELECT id, row_number() OVER (ORDER BY at, id)
                + (SELECT coalesce(max(search_id), 0) FROM audit_events) AS n
                FROM audit_events WHERE search_id IS NULL) AS numbered
            WHERE numbered.id = audit_events.id;
        CREATE UNIQUE INDEX IF NOT EXISTS audit_events_by_search_id ON audit_events (search_id);
        CREATE VIRTUAL TABLE IF NOT EXISTS audit_words USING fts5(search,
            content = 'audit_events', content_rowid = 'search_id', detail = 'none', columnsize = 0, prefix = '1 2 3 4 5 6 7 8',
            tokenize = \"unicode61 remove_diacritics 0 categories 'L* M* N* P* S* Z* C*' separators '{parting}'\");
        INSERT INTO audit_words(audit_words) VALUES ('rebuild');
        CREATE TRIGGER IF NOT EXISTS audit_events_get_words AFTER INSERT ON audit_events BEGIN
            UPDATE audit_events SET search_id = (SELECT coalesce(max(search_id), 0) + 1 FROM audit_events)
                WHERE id = new.id;
            INSERT INTO audit_words(rowid, search) SELECT search_id, search FROM audit_events WHERE id = new.id;
        END;
        CREATE TRIGGER IF NOT EXISTS audit_events_lose_words AFTER DELETE ON audit_events BEGIN
            INSERT INTO audit_words(audit_words, rowid, search) VALUES ('delete', old.search_id, old.search);
        END"
    ))
    .await?;
    Ok(())
}
