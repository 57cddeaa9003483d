//! The notices of one person, as the portal shows them.

use crate::domain::{OwnNotice, Page, PersonKey, RequestId};
use crate::store::{
    Error, PageRequest, Store,
    entities::{notice, outbox},
    kept,
};
use jiff::Timestamp;
use notice::Column::{At, OutboxId, Person, ReadAt};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, sea_query::Expr};
use std::{collections::HashMap, sync::atomic::Ordering};

impl Store {
    /// A number that changes whenever this process writes a notice or reads one.
    pub fn notices_mark(&self) -> u64 {
        self.notices.load(Ordering::Relaxed)
    }

    /// Changes [`Self::notices_mark`].
    pub(in crate::store) fn notices_changed(&self) {
        self.notices.fetch_add(1, Ordering::Relaxed);
    }

    /// How many notices somebody has not read.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn unread_notices(&self, person: &PersonKey) -> Result<u64, Error> {
        let unread = notice::Entity::find().filter(Person.eq(kept::person(person))).filter(ReadAt.is_null());
        Ok(unread.count(self.reader()).await?)
    }

    /// One page of somebody's notices, the last first.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn notices(&self, person: &PersonKey, page: PageRequest) -> Result<Page<OwnNotice>, Error> {
        let rows = notice::Entity::find().filter(Person.eq(kept::person(person)));
        let rows = page.of(rows.order_by_desc(At).order_by_desc(OutboxId), self.reader()).await?;
        let events = outbox::Entity::find()
            .filter(outbox::Column::Id.is_in(rows.items.iter().map(|row| row.outbox_id.clone())))
            .all(self.reader())
            .await?;
        let events: HashMap<_, _> = events.into_iter().map(|event| (event.id, event.body)).collect();
        let read = |row: notice::Model| {
            let body = events.get(&row.outbox_id)?;
            Some(from_row(row, body))
        };
        let Page { items, total, number, size } = rows;
        let items = items.into_iter().filter_map(read).collect::<Result<_, _>>()?;
        Ok(Page { items, total, number, size })
    }

    /// Marks notices of somebody as read: one, by its id, or all. Says how many were unread.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn read_notices(&self, person: &PersonKey, id: Option<&str>, now: Timestamp) -> Result<u64, Error> {
        let mut read = notice::Entity::update_many()
            .col_expr(ReadAt, Expr::val(kept::millis(now)))
            .filter(Person.eq(kept::person(person)))
            .filter(ReadAt.is_null());
        if let Some(id) = id {
            read = read.filter(OutboxId.eq(id));
        }
        let read = read.exec(self.writer()).await?.rows_affected;
        self.notices_changed();
        Ok(read)
    }
}

impl Store {
    /// Marks what somebody was told about a request as read. Says how much was unread.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn read_notices_of(&self, person: &PersonKey, request: &RequestId, now: Timestamp) -> Result<u64, Error> {
        let read = notice::Entity::update_many()
            .col_expr(ReadAt, Expr::val(kept::millis(now)))
            .filter(Person.eq(kept::person(person)))
            .filter(ReadAt.is_null())
            // A notice's id begins with its request's.
            .filter(OutboxId.starts_with(format!("{request}/")))
            .exec(self.writer())
            .await?;
        self.notices_changed();
        Ok(read.rows_affected)
    }
}

fn from_row(row: notice::Model, body: &str) -> Result<OwnNotice, Error> {
    Ok(OwnNotice {
        notice: kept::from_json("what is told", body)?,
        because: kept::from_word("why somebody is told", row.because)?,
        read_at: row.read_at.map(|at| kept::from_millis("when a notice was read", at)).transpose()?,
    })
}
