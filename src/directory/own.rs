//! The portal's own doings, which the history leaves out.
//!
//! What a change did is read back before the change settles, so a later sync finds nothing new. Only a sync that
//! overlaps with a change can meet its effects first, and one that follows a failed reading back.

use super::{Collection, Snapshot, collection::Collections};
use crate::domain::{DirectoryEvent, Subject};
use jiff::Timestamp;
use std::{
    collections::HashSet,
    sync::{Mutex, PoisonError},
};

/// The subjects of changes, each change apart: a change that is about a member and a team does not excuse what happens
/// to that member elsewhere.
pub struct OwnRecentChanges(Vec<HashSet<String>>);

impl OwnRecentChanges {
    /// Collects the subjects of each change.
    pub fn new<'s>(changes: impl IntoIterator<Item = &'s Vec<Subject>>) -> Self {
        Self(changes.into_iter().map(|subjects| subjects.iter().map(Subject::key).collect()).collect())
    }

    /// Whether a change accounts for the event: everything the event is about, it is about too.
    pub fn explains(&self, event: &DirectoryEvent, snapshots: [&Snapshot; 2]) -> bool {
        self.0.iter().any(|change| {
            event.subjects.iter().all(|subject| {
                change.contains(&subject.key())
                    || snapshots.iter().any(|s| address(s, subject).is_some_and(|a| change.contains(&a)))
            })
        })
    }
}

/// How a change names somebody who has no id yet.
fn address(snapshot: &Snapshot, subject: &Subject) -> Option<String> {
    let Subject::Member(id) = subject else { return None };
    Some(format!("address:{}", snapshot.member(id)?.email.to_lowercase()))
}

/// Subjects of changes that could not be read back: the next sync of their sections meets them, and they are no news.
#[derive(Default)]
pub struct Unread(Mutex<Vec<(Timestamp, Vec<Subject>)>>);

impl Unread {
    /// Notes the subjects of one change that ended at this moment.
    pub fn note(&self, at: Timestamp, subjects: Vec<Subject>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push((at, subjects));
    }

    /// The subjects of each change of which not everything has been read since.
    pub fn still(&self, sections: &Collections) -> Vec<Vec<Subject>> {
        let mut unread = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_read = |at, subject: &Subject| {
            Collection::of(subject).is_none_or(|section| sections.as_of(section).is_some_and(|read| read > at))
        };
        unread.retain(|(at, subjects)| !subjects.iter().all(|subject| is_read(*at, subject)));
        unread.iter().map(|(_, subjects)| subjects.clone()).collect()
    }
}
