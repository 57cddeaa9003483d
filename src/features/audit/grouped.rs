//! Events of one page, those of a change together.

use crate::{
    domain::{AuditEvent, ChangeId},
    features::shared::subject::Name,
    ui::date,
    web::paths,
};
use std::collections::HashMap;

/// An event in the list.
pub(super) struct Logged {
    pub event: AuditEvent,
    /// The title of its change, where the page has more of it.
    title: Option<String>,
}

impl Logged {
    /// An event by itself.
    pub fn single(event: AuditEvent) -> Self {
        Self { event, title: None }
    }

    /// What it stands under: its day, and its change.
    pub fn headings(&self) -> Vec<Name> {
        let change = self.event.change_id.as_ref().zip(self.title.clone());
        let change = change.map(|(id, text)| Name { text, href: Some(paths::change(id)) });
        std::iter::once(Name { text: date(self.event.at), href: None }).chain(change).collect()
    }
}

/// The changes that more than one of these events are about.
pub(super) fn changes_of(events: &[AuditEvent]) -> Vec<ChangeId> {
    let mut counts = HashMap::<&ChangeId, usize>::new();
    for id in events.iter().filter_map(|event| event.change_id.as_ref()) {
        *counts.entry(id).or_default() += 1;
    }
    counts.into_iter().filter(|(_, n)| *n > 1).map(|(id, _)| id.clone()).collect()
}

/// The events of a day and a change at the place of the first of them, otherwise in their order. A change without a title is
/// no longer kept.
pub(super) fn together(events: Vec<AuditEvent>, titles: &HashMap<ChangeId, String>) -> Vec<Logged> {
    let mut places = HashMap::new();
    let mut rows: Vec<(usize, Logged)> = Vec::with_capacity(events.len());
    for (at, event) in events.into_iter().enumerate() {
        let title = event.change_id.as_ref().and_then(|id| titles.get(id)).cloned();
        let key = event.change_id.clone().filter(|_| title.is_some()).map(|id| (id, date(event.at)));
        let place = key.map_or(at, |key| *places.entry(key).or_insert(at));
        rows.push((place, Logged { event, title }));
    }
    rows.sort_by_key(|(place, _)| *place);
    rows.into_iter().map(|(_, logged)| logged).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Actor, AuditDetails, Outcome};
    use jiff::{Timestamp, ToSpan};

    fn event(id: &str, hours: i64, change: Option<&str>) -> AuditEvent {
        AuditEvent {
            id: id.to_owned(),
            at: Timestamp::UNIX_EPOCH + hours.hours(),
            actor: Actor::portal(),
            action: "step.done".to_owned(),
            summary: String::new(),
            subjects: Vec::new(),
            outcome: Outcome::Succeeded,
            change_id: change.map(ChangeId::new),
            sigma_request_id: None,
            details: AuditDetails::default(),
        }
    }

    #[test]
    fn events_of_a_change_stand_together_day_by_day() {
        let events = vec![
            event("a2", 30, Some("a")),
            event("sign-in", 29, None),
            event("b", 28, Some("b")),
            event("a1", 27, Some("a")),
            event("a0", 20, Some("a")),
        ];
        assert_eq!(changes_of(&events), [ChangeId::new("a")]);
        let titles = HashMap::from([(ChangeId::new("a"), "Add Grace".to_owned())]);
        let logged = together(events, &titles);
        let ids: Vec<&str> = logged.iter().map(|logged| logged.event.id.as_str()).collect();
        assert_eq!(ids, ["a2", "a1", "sign-in", "b", "a0"]);
        let depths: Vec<usize> = logged.iter().map(|logged| logged.headings().len()).collect();
        assert_eq!(depths, [2, 2, 1, 1, 2]);
    }
}
