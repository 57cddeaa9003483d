//! Whose a session is and how it came about; the people that sign-in providers know; tokens that work once.

use super::table::{add_column, create, index, number, text};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for mut column in [
            text("person", "Whose it is: PersonKey; empty before somebody signs in."),
            text("holder", "Whose it is and how it was begun: SessionFacts as JSON."),
            text("issuer", "The sign-in provider that vouched, where it is one with an issuer."),
            text("subject", "That provider’s id of the person."),
            text("sid", "That provider’s id of its own session."),
            number("began_at", "When somebody signed in, in milliseconds since 1970 UTC."),
            number("used_at", "When it was last used, give or take minutes, in milliseconds since 1970 UTC."),
        ] {
            add_column(manager, "sessions", column.null().take()).await?;
        }
        for columns in [&["person"][..], &["issuer", "subject"], &["issuer", "sid"]] {
            manager.create_index(index("sessions", columns).if_not_exists().take()).await?;
        }
        let people = Table::create()
            .table("provider_subjects")
            .if_not_exists()
            .comment("People as sign-in providers know them: who belongs to which id, whatever their address becomes.")
            .col(text("issuer", "The provider.").not_null())
            .col(text("subject", "Its id of the person.").not_null())
            .col(text("member_id", "The member of the organisation that it is, once there is one.").null())
            .col(text("email", "The address it had last, in lower case.").not_null())
            .col(text("groups", "The groups it was in last: a list of names as JSON.").not_null())
            .col(number("first_at", "When it was first seen, in milliseconds since 1970 UTC.").not_null())
            .col(number("last_at", "When it last signed in, in milliseconds since 1970 UTC.").not_null())
            .primary_key(Index::create().col("issuer").col("subject"))
            .take();
        create(manager, people).await?;
        manager.create_index(index("provider_subjects", &["member_id"]).if_not_exists().take()).await?;
        let used = Table::create()
            .table("used_tokens")
            .if_not_exists()
            .comment("Tokens that were used and must not be used again.")
            .col(text("digest", "A digest of the token’s kind and id.").not_null().primary_key())
            .col(number("expires_at", "When it would be refused anyway, in milliseconds since 1970 UTC.").not_null())
            .take();
        create(manager, used).await?;
        let links = Table::create()
            .table("sign_in_links")
            .if_not_exists()
            .comment("Links that sign somebody in once, made on the server.")
            .col(text("digest", "A digest of the link’s token.").not_null().primary_key())
            .col(text("email", "Whom it signs in, by address.").not_null())
            .col(number("expires_at", "When it ends, in milliseconds since 1970 UTC.").not_null())
            .take();
        create(manager, links).await
    }
}
