//! What people are told: the outbox, the notices of each person, what is sent by which channel, and how people want it.

use super::table::{create, index, number, text};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [outbox(), notices(), deliveries(), channels(), preferences()] {
            create(manager, table).await?;
        }
        for (table, columns) in [
            ("outbox", &["planned_at"][..]),
            ("outbox", &["at"]),
            ("notices", &["person", "read_at"]),
            ("notices", &["person", "at"]),
            ("notices", &["subject"]),
            ("deliveries", &["state", "due_at"]),
            ("deliveries", &["subject"]),
            ("deliveries", &["outbox_id"]),
        ] {
            manager.create_index(index(table, columns).if_not_exists().take()).await?;
        }
        Ok(())
    }
}

fn outbox() -> TableCreateStatement {
    Table::create()
        .table("outbox")
        .if_not_exists()
        .comment("What happened that people and programs are told of, written with the event itself.")
        .col(text("id", "The request and the number of its event.").not_null().primary_key())
        .col(number("at", "When it happened, in milliseconds since 1970 UTC.").not_null())
        .col(number("planned_at", "When it was settled what is sent of it, in milliseconds since 1970 UTC.").null())
        .col(text("body", "What happened: Notice as JSON.").not_null())
        .take()
}

fn notices() -> TableCreateStatement {
    Table::create()
        .table("notices")
        .if_not_exists()
        .comment("Who is told of what; shown to each person in the portal.")
        .col(text("outbox_id", "What happened: a row of outbox.").not_null())
        .col(text("person", "Who is told: PersonKey.").not_null())
        .col(text("because", "Why: the word of Because.").not_null())
        .col(text("subject", "The id of the request.").not_null())
        .col(number("at", "When it happened, in milliseconds since 1970 UTC.").not_null())
        .col(number("read_at", "When they read it, in milliseconds since 1970 UTC; empty while they have not.").null())
        .primary_key(Index::create().col("outbox_id").col("person"))
        .take()
}

fn deliveries() -> TableCreateStatement {
    Table::create()
        .table("deliveries")
        .if_not_exists()
        .comment("What is sent of the outbox: one row for each event, channel and recipient.")
        .col(text("id", "Event, channel and recipient: nothing is sent twice.").not_null().primary_key())
        .col(text("outbox_id", "What happened: a row of outbox.").not_null())
        .col(text("subject", "The id of the request.").not_null())
        .col(text("channel", "By which channel.").not_null())
        .col(text("person", "To whom: PersonKey; empty where the channel itself is the recipient.").not_null())
        .col(text("because", "Why they are told: the word of Because.").not_null())
        .col(text("state", "The word of DeliveryState.").not_null())
        .col(number("attempts", "How often it was tried.").not_null())
        .col(number("due_at", "When it is to be sent, in milliseconds since 1970 UTC.").not_null())
        .col(number("ended_at", "When it was sent or given up, in milliseconds since 1970 UTC.").null())
        .col(text("error", "Why it was last not sent.").null())
        .take()
}

fn channels() -> TableCreateStatement {
    Table::create()
        .table("channels")
        .if_not_exists()
        .comment("How the channels are doing that notices are sent by, for all processes.")
        .col(text("name", "The channel.").not_null().primary_key())
        .col(number("worked_at", "When it last took something, in milliseconds since 1970 UTC.").null())
        .col(number("failed_at", "When it last could not be reached, in milliseconds since 1970 UTC.").null())
        .col(text("error", "Why.").null())
        .col(number("failures", "How often in a row.").not_null())
        .col(number("paused_until", "When it is tried again, in milliseconds since 1970 UTC.").null())
        .take()
}

fn preferences() -> TableCreateStatement {
    Table::create()
        .table("notification_preferences")
        .if_not_exists()
        .comment("How people want to be told; the default for those without a row.")
        .col(text("person", "Whose: PersonKey.").not_null().primary_key())
        .col(text("body", "What they chose: Preference as JSON.").not_null())
        .take()
}
