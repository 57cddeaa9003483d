//! Workspaces, connections and documents, and who was given what.

use super::{
    super::{
        detail_table::DetailTable,
        opened::DocumentRow,
        payload::{DocumentAccess, Payload},
    },
    Events,
};
use crate::domain::{
    DataModel, Dataset, DirectoryEventKind as Kind, Grant, Grantee, Permission, Report, Subject, Workbook,
    text::isolated,
};
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
        self.documents::<Workbook>(before.workbooks(), after.workbooks());
    }

    pub(super) fn datasets(&mut self) {
        let (before, after) = (self.before, self.after);
        self.documents::<Dataset>(before.datasets(), after.datasets());
    }

    pub(super) fn data_models(&mut self) {
        let (before, after) = (self.before, self.after);
        self.documents::<DataModel>(before.data_models(), after.data_models());
    }

    pub(super) fn reports(&mut self) {
        let (before, after) = (self.before, self.after);
        self.documents::<Report>(before.reports(), after.reports());
    }

    /// Documents of one kind, and what was granted on them.
    fn documents<T: DocumentRow>(&mut self, before: &[T], after: &[T])
    where
        DetailTable<T, DocumentAccess>: Payload,
    {
        // Where nothing was read before, nothing is new.
        let old = DetailTable::<T, DocumentAccess>::slot(&self.before.sections).held();
        let new = DetailTable::<T, DocumentAccess>::slot(&self.after.sections).held();
        let (Some(old), Some(new)) = (old, new) else { return };
        let Some(kind) = before.iter().chain(after).next().map(|row| row.as_document().to_ref().kind()) else { return };
        self.rows(kind, before, after, |row| {
            let document = row.as_document();
            (document.name(), Subject::from(&document.to_ref()))
        });
        for (row, was, now) in old.content.differing(&new.content) {
            let document = row.as_document();
            let what = format!("the {kind} {}", isolated(document.name()));
            self.grants(&what, &Subject::from(&document.to_ref()), &was.own, &now.own);
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
