//! Writing requests, each with the audit event that says so and with what people are told about it.

use crate::domain::{AccessRequest, AuditEvent, Told};
use crate::store::{Error, Store, entities::request, kept, outbox, search};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, sea_query::Expr};

impl Store {
    /// Keeps a new request, the audit event that says so and what people are told, or nothing at all.
    ///
    /// # Errors
    /// [`Error::Exists`] when the same is asked for the same person already.
    pub async fn insert_request(
        &self,
        new: &AccessRequest,
        event: &AuditEvent,
        told: Option<&Told>,
    ) -> Result<(), Error> {
        let row = row(new)?.into_active_model();
        let told = told.map(outbox::rows).transpose()?;
        self.write_audited(event, move |transaction| {
            Box::pin(async move {
                request::Entity::insert(row).exec_without_returning(transaction).await?;
                tell(transaction, told).await?;
                Ok(true)
            })
        })
        .await?;
        self.notices_changed();
        Ok(())
    }

    /// Writes what became of a request, with the audit event that says so and what people are told, if nobody has written
    /// it since it was read. Whether it was written.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn save_request(
        &self,
        request: &AccessRequest,
        event: &AuditEvent,
        told: Option<&Told>,
    ) -> Result<bool, Error> {
        use request::Column;
        let row = row(request)?;
        let told = told.map(outbox::rows).transpose()?;
        let written = self.write_audited(event, move |transaction| {
            Box::pin(async move {
                let written = request::Entity::update_many()
                    .col_expr(Column::State, Expr::val(row.state))
                    .col_expr(Column::OpenKey, Expr::val(row.open_key))
                    .col_expr(Column::RequesterKey, Expr::val(row.requester_key))
                    .col_expr(Column::BeneficiaryKey, Expr::val(row.beneficiary_key))
                    .col_expr(Column::Body, Expr::val(row.body))
                    .col_expr(Column::EndsAt, Expr::val(row.ends_at))
                    .col_expr(Column::WrittenAt, Expr::val(row.written_at))
                    .col_expr(Column::Version, Expr::val(row.version + 1))
                    .filter(Column::Id.eq(row.id))
                    .filter(Column::Version.eq(row.version))
                    .exec(transaction)
                    .await?;
                if written.rows_affected == 0 {
                    return Ok(false);
                }
                tell(transaction, told).await?;
                Ok(true)
            })
        });
        let written = written.await?;
        self.notices_changed();
        Ok(written)
    }
}

async fn tell(db: &impl ConnectionTrait, told: Option<outbox::Rows>) -> Result<(), Error> {
    match told {
        Some(told) => outbox::insert(db, told).await,
        None => Ok(()),
    }
}

fn row(request: &AccessRequest) -> Result<request::Model, Error> {
    let beneficiary = request.beneficiary.key();
    let level = kept::json("a request's target", &request.target.exclusive())?;
    let texts = [&*request.title, &request.reason, &request.requester.name, &request.beneficiary.name];
    let addresses = [&*request.requester.email, &request.beneficiary.email];
    Ok(request::Model {
        id: request.id.to_string(),
        state: kept::word("a request's state", request.state)?,
        requester_key: kept::person(&request.requester.key()),
        beneficiary_key: kept::person(&beneficiary),
        // A renewal gives nothing itself: what it renews does.
        thing: request.renews.is_none().then(|| kept::text(&request.target.requestable().key())),
        open_key: request.state.is_open().then(|| kept::text(&format!("{beneficiary} {level}"))),
        search: search::haystack(&[&texts[..], &addresses[..]].concat()),
        asked_at: kept::millis(request.asked_at),
        ends_at: request.ends_at.map(kept::millis),
        written_at: kept::millis(request.last_event().map_or(request.asked_at, |event| event.at)),
        version: request.version,
        body: kept::text(&kept::json("a request", request)?),
    })
}
