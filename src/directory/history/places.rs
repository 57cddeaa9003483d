//! Workspaces, connections and documents, and who was given what.

use super::Events;
use crate::domain::{DirectoryEventKind as Kind, Grant, Grantee, Permission, Subject, text::isolated};
use std::collections::BTreeMap;

impl Events<'_> {
    pub(super) fn workspaces(&mut self) {
        let (before, after) = (self.before, self.after);
        self.rows("workspace", before.workspaces(), after.workspaces(), |w| {
            (&w.name, Subject::Workspace(w.id.clone()))
        });
        let (Some(old), Some(new)) = (before.sections.workspaces.held(), after.sections.workspaces.held()) else {
            return;
        };
        for (row, was, now) in old.content.differing(&new.content) {
            self.grants(
                &format!("the workspace {}", isolated(&row.name)),
                &Subject::Workspace(row.id.clone()),
                was,
                now,
            );
        }
    }

    pub(super) fn connections(&mut self) {
        let (before, after) = (self.before, self.after);
        self.rows("connection", before.connections(), after.connections(), |c| {
            (&c.name, Subject::Connection(c.id.clone()))
        });
        let (Some(old), Some(new)) = (before.sections.connections.held(), after.sections.connections.held()) else {
            return;
        };
        for (row, was, now) in old.content.differing(&new.content) {
            self.grants(
                &format!("the connection {}", isolated(&row.name)),
                &Subject::Connection(row.id.clone()),
                was,
                now,
            );
        }
    }

    pub(super) fn workbooks(&mut self) {
        let (before, after) = (self.before, self.after);
        self.rows("workbook", before.workbooks(), after.workbooks(), |w| (&w.name, Subject::Workbook(w.id.clone())));
        let (Some(old), Some(new)) = (before.sections.workbooks.held(), after.sections.workbooks.held()) else {
            return;
        };
        for (row, was, now) in old.content.differing(&new.content) {
            let subject = Subject::Workbook(row.id.clone());
            self.grants(&format!("the workbook {}", isolated(&row.name)), &subject, &was.own, &now.own);
        }
    }

    pub(super) fn datasets(&mut self) {
        let (before, after) = (self.before, self.after);
        self.rows("dataset", before.datasets(), after.datasets(), |d| (&d.name, Subject::Dataset(d.id.clone())));
        let (Some(old), Some(new)) = (before.sections.datasets.held(), after.sections.datasets.held()) else { return };
        for (row, was, now) in old.content.differing(&new.content) {
            let subject = Subject::Dataset(row.id.clone());
            self.grants(&format!("the dataset {}", isolated(&row.name)), &subject, &was.own, &now.own);
        }
    }

    fn grants(&mut self, resource: &str, about: &Subject, was: &[Grant], now: &[Grant]) {
        let (was, now) = (held(was), held(now));
        for (grantee, permission) in &now {
            let (holder, about) = self.holder(grantee, about);
            match was.get(grantee) {
                None => self.note(
                    Kind::GrantGained,
                    about,
                    format!("{holder} was given “{}” on {resource}", permission.label()),
                ),
                Some(before) if before != permission => {
                    let text = format!("{holder} on {resource}: “{}” became “{}”", before.label(), permission.label());
                    self.note(Kind::GrantChanged, about, text);
                }
                Some(_) => {}
            }
        }
        for (grantee, permission) in was.iter().filter(|(grantee, _)| !now.contains_key(grantee)) {
            let (holder, about) = self.holder(grantee, about);
            self.note(Kind::GrantLost, about, format!("{holder} lost “{}” on {resource}", permission.label()));
        }
    }

    fn holder(&self, grantee: &Grantee, resource: &Subject) -> (String, Vec<Subject>) {
        let (word, subject) = match grantee {
            Grantee::Member(id) => ("", Subject::Member(id.clone())),
            Grantee::Team(id) => ("The team ", Subject::Team(id.clone())),
        };
        (format!("{word}{}", self.name(&subject)), vec![subject, resource.clone()])
    }
}

/// The highest permission of each grantee.
fn held(grants: &[Grant]) -> BTreeMap<Grantee, &Permission> {
    let mut held: BTreeMap<Grantee, &Permission> = BTreeMap::new();
    for grant in grants {
        if let Some(grantee) = grant.grantee() {
            held.entry(grantee)
                .and_modify(|highest| *highest = (*highest).max(&grant.permission))
                .or_insert(&grant.permission);
        }
    }
    held
}
