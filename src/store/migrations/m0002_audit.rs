//! The audit log and what its events are about.

use super::table::{create, index, number, text};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, events()).await?;
        create(manager, subjects()).await?;
        // An index on the action serves LIKE 'prefix%' only where it compares character by character, which
        // PostgreSQL must be told and SQLite always does.
        let action = match manager.get_database_backend() {
            sea_orm::DbBackend::Postgres => "action".into_index_column().with_operator_class("text_pattern_ops"),
            _ => "action".into_index_column(),
        };
        for index in [
            index("audit_events", &["at", "id"]),
            index("audit_events", &["actor_email", "at"]),
            index("audit_events", &["outcome", "at"]),
            index("audit_events", &["change_id", "at"]),
            index("audit_subjects", &["subject_key", "event_id"]),
            Index::create().name("audit_events_by_action").table("audit_events").col(action).take(),
        ] {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

fn events() -> TableCreateStatement {
    Table::create()
        .table("audit_events")
        .comment("The audit log: one row per thing that happened, written once and never edited.")
        .col(text("id", "Sorts by time among events of the same millisecond.").not_null().primary_key())
        .col(number("at", "When, in milliseconds since 1970 UTC.").not_null())
        .col(text("actor", "Who: Actor as JSON.").not_null())
        .col(text("actor_email", "The address of who did it, in lower case; filtered on.").not_null())
        .col(text("action", "What happened, as a stable dotted word in lower case.").not_null())
        .col(text("summary", "What happened, in a sentence.").not_null())
        .col(text("outcome", "How it ended: the word of Outcome.").not_null())
        .col(text("change_id", "The change it belongs to; no foreign key, as the log outlives changes.").null())
        .col(text("sigma_request_id", "Sigma's id of the request, where a call was made.").null())
        .col(text("search", "What it is found by: summary, name, address, Sigma's request id, lower case.").not_null())
        .take()
}

fn subjects() -> TableCreateStatement {
    Table::create()
        .table("audit_subjects")
        .comment("What audit events are about, to show the history of a member, team, workspace or connection.")
        .col(text("event_id", "The audit event.").not_null())
        .col(number("position", "Place among the subjects of the event, from 0.").not_null())
        .col(text("subject_key", "The subject as kind:id; filtered on.").not_null())
        .col(text("subject", "The subject: Subject as JSON.").not_null())
        .primary_key(Index::create().col("event_id").col("position"))
        .foreign_key(
            ForeignKey::create()
                .from("audit_subjects", "event_id")
                .to("audit_events", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .take()
}
