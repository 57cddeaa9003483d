//! Changes, their steps and what they are about.

use super::table::{create, index, number, text};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, changes()).await?;
        create(manager, steps()).await?;
        create(manager, subjects()).await?;
        for index in [
            index("changes", &["created_at", "id"]),
            index("changes", &["state", "created_at"]),
            index("changes", &["kind", "created_at"]),
            index("changes", &["actor_email", "created_at"]),
            index("change_subjects", &["subject_key", "change_id"]),
        ] {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

fn changes() -> TableCreateStatement {
    Table::create()
        .table("changes")
        .comment("Accepted plans, each with the lease of the process that works on it.")
        .col(text("id", "UUID of version 7, so ids sort by time.").not_null().primary_key())
        .col(text("kind", "What kind of change it is: the word of ChangeKind.").not_null())
        .col(text("title", "What it does, in a few words.").not_null())
        .col(text("state", "What became of it: the word of ChangeState.").not_null())
        .col(text("reason", "Why, in the words of who asked; may be empty.").not_null())
        .col(text("intent", "What was wanted: Intent as JSON.").not_null())
        .col(text("actor", "Who asked: Actor as JSON.").not_null())
        .col(text("actor_email", "The address of who asked, in lower case; filtered on.").not_null())
        .col(text("warnings", "Warnings shown with the plan: a list of Warning as JSON.").not_null())
        .col(
            text("search", "What it is found by: title, reason, name and address of who asked, lower case.").not_null(),
        )
        .col(number("created_at", "When it was accepted, in milliseconds since 1970 UTC.").not_null())
        .col(number("ended_at", "When it last settled, in milliseconds since 1970 UTC.").null())
        .col(text("lease_owner", "Which process works on it; empty while none does.").null())
        .col(number("lease_until", "When it may be taken over, in milliseconds since 1970 UTC.").null())
        .col(text("wanted", "What its worker is to do: the word of Order.").not_null())
        .col(number("fence", "Times it has been claimed; a claim that is not the last may not write.").not_null())
        .take()
}

fn steps() -> TableCreateStatement {
    Table::create()
        .table("change_steps")
        .comment("The steps of changes: each one call to Sigma and what became of it.")
        .col(text("change_id", "The change.").not_null())
        .col(number("position", "Place in the plan, from 0.").not_null())
        .col(text("title", "What it does, in words.").not_null())
        .col(text("call", "The call: Call as JSON.").not_null())
        .col(text("needs", "Positions of steps that must be done before, as a JSON list.").not_null())
        .col(text("precondition", "What must be true for it, in words.").null())
        .col(text("undo", "How it is undone, in words; empty where Sigma cannot undo it.").null())
        .col(text("inverse", "The calls that undo it: a list of Call as JSON.").not_null())
        .col(number("undoes", "The position of the step of another change that this one undoes.").null())
        .col(text("state", "What became of it: the word of StepState.").not_null())
        .col(text("error", "What went wrong: StepError as JSON.").null())
        .col(text("created", "What it created: Subject as JSON.").null())
        .col(text("request_id", "Sigma's request id of the call that did it.").null())
        .col(number("attempts", "Times the call was sent.").not_null())
        .col(number("started_at", "When it was first sent, in milliseconds since 1970 UTC.").null())
        .col(number("ended_at", "When it was last settled, in milliseconds since 1970 UTC.").null())
        .primary_key(Index::create().col("change_id").col("position"))
        .foreign_key(
            ForeignKey::create()
                .from("change_steps", "change_id")
                .to("changes", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .take()
}

fn subjects() -> TableCreateStatement {
    Table::create()
        .table("change_subjects")
        .comment("What changes are about, to list the changes of a member, team, workspace or connection.")
        .col(text("change_id", "The change.").not_null())
        .col(number("position", "Place among the subjects of the change, from 0.").not_null())
        .col(text("subject_key", "The subject as kind:id; filtered on.").not_null())
        .col(text("subject", "The subject: Subject as JSON.").not_null())
        .primary_key(Index::create().col("change_id").col("position"))
        .foreign_key(
            ForeignKey::create()
                .from("change_subjects", "change_id")
                .to("changes", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .take()
}
