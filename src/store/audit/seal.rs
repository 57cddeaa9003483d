//! What the seal of an audit event is on: all that it says.

use crate::store::{
    Error, SealKey, Sealed, Store,
    entities::{audit_event, audit_subject},
    seal,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;

const KIND: &str = "event";

/// An event, with what it is about as one text.
pub(super) struct Sealing<'a> {
    pub event: &'a audit_event::Model,
    pub subjects: &'a str,
}

impl Sealing<'_> {
    fn with_parts<T>(&self, use_them: impl FnOnce(&[&str]) -> T) -> T {
        let event = self.event;
        let at = event.at.to_string();
        let or_nothing = |text: &Option<String>| text.as_ref().map_or_else(String::new, |text| format!("={text}"));
        let (change, request) = (or_nothing(&event.change_id), or_nothing(&event.sigma_request_id));
        use_them(&[
            &event.id,
            &at,
            &event.actor,
            &event.action,
            &event.summary,
            &event.outcome,
            &change,
            &request,
            self.subjects,
        ])
    }

    /// The event as one sequence of bytes, which no other event has.
    pub fn framed(&self) -> Vec<u8> {
        self.with_parts(|parts| seal::framed(KIND, parts))
    }

    /// The seal of it.
    pub fn seal(&self, key: &SealKey) -> String {
        self.with_parts(|parts| key.seal(KIND, parts))
    }

    /// Whether it is as it was sealed.
    pub fn check(&self, key: &SealKey) -> Sealed {
        self.with_parts(|parts| key.check(KIND, parts, self.event.seal.as_deref()))
    }
}

/// What is kept of subjects, in their order, as one text.
pub(super) fn joined<'a>(subjects: impl IntoIterator<Item = &'a str>) -> String {
    subjects.into_iter().collect::<Vec<_>>().join("\n")
}

/// What each of these events is about, as one text.
pub(super) async fn subjects_of(
    db: &impl ConnectionTrait,
    events: &[audit_event::Model],
) -> Result<Vec<String>, Error> {
    use audit_subject::Column::{EventId, Position, Subject};
    let rows = audit_subject::Entity::find()
        .select_only()
        .columns([EventId, Subject])
        .filter(EventId.is_in(events.iter().map(|event| event.id.as_str())))
        .order_by_asc(Position)
        .into_tuple::<(String, String)>()
        .all(db)
        .await?;
    let mut by_event = HashMap::<String, Vec<String>>::new();
    for (event, subject) in rows {
        by_event.entry(event).or_default().push(subject);
    }
    let text = |event: &audit_event::Model| {
        by_event.get(&event.id).map_or_else(String::new, |s| joined(s.iter().map(String::as_str)))
    };
    Ok(events.iter().map(text).collect())
}

/// Whether this event is as the portal wrote it.
pub(in crate::store) async fn sealed(store: &Store, event: &audit_event::Model) -> Result<Sealed, Error> {
    let subjects = subjects_of(store.reader(), std::slice::from_ref(event)).await?;
    let subjects = subjects.first().map_or("", String::as_str);
    Ok(Sealing { event, subjects }.check(store.seals()))
}
