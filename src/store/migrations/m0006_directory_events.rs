//! The directory's history and what its events are about.

use super::table::{create, index, number, text};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, events()).await?;
        create(manager, subjects()).await?;
        for index in [
            index("directory_events", &["at", "id"]),
            index("directory_events", &["kind", "at"]),
            index("directory_event_subjects", &["subject_key", "event_id"]),
        ] {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

fn events() -> TableCreateStatement {
    Table::create()
        .table("directory_events")
        .comment("What changed in the organisation outside the portal, as syncs saw it; written once, never edited.")
        .col(text("id", "Sorts by time among events of the same millisecond.").not_null().primary_key())
        .col(number("at", "When a sync saw it, in milliseconds since 1970 UTC.").not_null())
        .col(text("kind", "What kind of thing: the word of DirectoryEventKind.").not_null())
        .col(text("text", "What happened, in a sentence.").not_null())
        .col(text("search", "What it is found by: the sentence in lower case.").not_null())
        .take()
}

fn subjects() -> TableCreateStatement {
    Table::create()
        .table("directory_event_subjects")
        .comment("What directory events are about, to show the history of a member, team, workspace or connection.")
        .col(text("event_id", "The directory event.").not_null())
        .col(number("position", "Place among the subjects of the event, from 0.").not_null())
        .col(text("subject_key", "The subject as kind:id; filtered on.").not_null())
        .col(text("subject", "The subject: Subject as JSON.").not_null())
        .primary_key(Index::create().col("event_id").col("position"))
        .foreign_key(
            ForeignKey::create()
                .from("directory_event_subjects", "event_id")
                .to("directory_events", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .take()
}
