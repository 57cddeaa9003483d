//! What happened outside the portal: compares two snapshots and says in sentences what differs.
//!
//! A team or resource that is new or gone is one event; whom it brought or cost something is not told one by one.

mod people;
mod places;

use super::{Collection, Snapshot, list::Row};
use crate::domain::{DirectoryEvent, DirectoryEventId, DirectoryEventKind as Kind, Subject, text::isolated};
use jiff::Timestamp;
use std::collections::HashMap;
use uuid::Uuid;

/// Collects events of one comparison.
struct Events<'s> {
    before: &'s Snapshot,
    after: &'s Snapshot,
    at: Timestamp,
    all: Vec<DirectoryEvent>,
}

/// What differs in one section, as events seen at `at`.
pub fn events(before: &Snapshot, after: &Snapshot, section: Collection, at: Timestamp) -> Vec<DirectoryEvent> {
    let mut events = Events { before, after, at, all: Vec::new() };
    match section {
        Collection::Members => events.members(),
        Collection::Teams => events.teams(),
        Collection::Workspaces => events.workspaces(),
        Collection::Connections => events.connections(),
        Collection::Workbooks => events.workbooks(),
        Collection::Datasets => events.datasets(),
        Collection::DataModels => events.data_models(),
        Collection::Reports => events.reports(),
        Collection::AccountTypes => {
            events.rows("account type", before.account_types(), after.account_types(), |t| {
                (&t.name, Subject::AccountType(t.id.clone()))
            });
        }
        Collection::UserAttributes => {
            events.rows("user attribute", before.user_attributes(), after.user_attributes(), |a| {
                (&a.name, Subject::UserAttribute(a.id.clone()))
            });
        }
        // That people use Sigma is no change of it. What is asked by turns says nothing of when it has changed.
        Collection::Activity | Collection::ScheduledExports | Collection::Embeds => {}
    }
    events.all
}

impl Events<'_> {
    fn note(&mut self, kind: Kind, subjects: Vec<Subject>, text: String) {
        let id = DirectoryEventId::new(Uuid::now_v7().to_string());
        self.all.push(DirectoryEvent { id, at: self.at, kind, subjects, text });
    }

    /// Rows that are new, have another name or are gone.
    fn rows<T: Row>(&mut self, kind: &str, before: &[T], after: &[T], named: impl Fn(&T) -> (&str, Subject)) {
        let was: HashMap<&T::Id, &T> = before.iter().map(|row| (row.id(), row)).collect();
        let mut gone = was.clone();
        for row in after {
            let (name, about) = named(row);
            let shown = isolated(name);
            gone.remove(row.id());
            match was.get(row.id()).map(|was| named(was).0) {
                None => self.note(Kind::ResourceCreated, vec![about], format!("The {kind} {shown} was created")),
                Some(old) if old != name => {
                    self.note(
                        Kind::ResourceRenamed,
                        vec![about],
                        format!("The {kind} {} was renamed to {shown}", isolated(old)),
                    );
                }
                Some(_) => {}
            }
        }
        for row in before.iter().filter(|row| gone.contains_key(row.id())) {
            let (name, about) = named(row);
            self.note(
                Kind::ResourceDeleted,
                vec![about],
                format!("The {kind} {} is gone: deleted, archived or out of sight", isolated(name)),
            );
        }
    }

    /// A member's or team's name, which may have gone in the meantime; the id of one that was never known.
    fn name(&self, subject: &Subject) -> String {
        let look = |snapshot: &Snapshot| match subject {
            Subject::Member(id) => snapshot.member(id).map(|m| isolated(&m.full_name()).into_owned()),
            Subject::Team(id) => snapshot.team(id).map(|t| isolated(&t.name).into_owned()),
            _ => None,
        };
        look(self.after).or_else(|| look(self.before)).unwrap_or_else(|| match subject {
            Subject::Member(id) => format!("Member {id}"),
            Subject::Team(id) => id.to_string(),
            other => other.key(),
        })
    }
}
