//! Writing what happened and who is told, within the transaction of the event.

use crate::domain::{Because, Told};
use crate::store::{
    Error,
    entities::{delivery, notice, outbox},
    kept,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    sea_query::{Expr, ExprTrait},
};

use super::DeliveryState;

/// What happened, and who is told.
pub(in crate::store) struct Rows {
    event: outbox::ActiveModel,
    notices: Vec<notice::ActiveModel>,
    subject: String,
    at: i64,
}

/// The rows of what is told.
pub(in crate::store) fn rows(told: &Told) -> Result<Rows, Error> {
    let Told { notice: what, recipients } = told;
    let (id, at) = (kept::text(&what.id), kept::millis(what.at));
    let subject = kept::text(what.request_id.as_str());
    let notices = recipients.iter().map(|recipient| {
        let row = notice::Model {
            outbox_id: id.clone(),
            person: kept::person(&recipient.person),
            because: kept::word("why somebody is told", recipient.because)?,
            subject: subject.clone(),
            at,
            read_at: None,
        };
        Ok(row.into_active_model())
    });
    let notices = notices.collect::<Result<_, Error>>()?;
    let body = kept::text(&kept::json("what is told", what)?);
    Ok(Rows { event: outbox::Model { id, at, planned_at: None, body }.into_active_model(), notices, subject, at })
}

/// Writes them. Whoever was to do something about the same subject has nothing left to do: what they were told counts as
/// read, and what was not sent yet is not sent.
pub(in crate::store) async fn insert(db: &impl ConnectionTrait, rows: Rows) -> Result<(), Error> {
    let Rows { event, notices, subject, at } = rows;
    let acts = kept::word("why somebody is told", Because::Acts)?;
    notice::Entity::update_many()
        .col_expr(notice::Column::ReadAt, Expr::val(at))
        .filter(notice::Column::Subject.eq(&subject))
        .filter(notice::Column::Because.eq(&acts))
        .filter(notice::Column::ReadAt.is_null())
        .exec(db)
        .await?;
    delivery::Entity::update_many()
        .col_expr(delivery::Column::State, Expr::val(DeliveryState::Dropped.word()?))
        .col_expr(delivery::Column::EndedAt, Expr::val(at))
        .filter(delivery::Column::Subject.eq(&subject))
        .filter(delivery::Column::Because.eq(&acts).and(delivery::Column::Person.ne("")))
        .filter(delivery::Column::State.eq(DeliveryState::Waiting.word()?))
        .exec(db)
        .await?;
    outbox::Entity::insert(event).exec_without_returning(db).await?;
    if !notices.is_empty() {
        notice::Entity::insert_many(notices).exec_without_returning(db).await?;
    }
    Ok(())
}
