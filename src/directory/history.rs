//! What happened outside the portal: compares two snapshots and says in sentences what differs.
//!
//! A team or resource that is new or gone is one event; whom it brought or cost something is not told one by one.

use super::{Section, Snapshot, list::Row};
use crate::domain::{
    DirectoryEvent, DirectoryEventId, DirectoryEventKind as Kind, Grant, Grantee, Member, MemberStatus, Permission,
    Subject, TeamMember,
};
use jiff::Timestamp;
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// Collects events of one comparison.
struct Events<'s> {
    before: &'s Snapshot,
    after: &'s Snapshot,
    at: Timestamp,
    all: Vec<DirectoryEvent>,
}

/// What differs in one section, as events seen at `at`.
pub fn events(before: &Snapshot, after: &Snapshot, section: Section, at: Timestamp) -> Vec<DirectoryEvent> {
    let mut events = Events { before, after, at, all: Vec::new() };
    match section {
        Section::Members => events.members(),
        Section::Teams => events.teams(),
        Section::Workspaces => events.workspaces(),
        Section::Connections => events.connections(),
        Section::Documents => events.documents(),
        Section::AccountTypes => {
            events.rows("account type", before.account_types(), after.account_types(), |t| {
                (&t.name, Subject::AccountType(t.id.clone()))
            });
        }
        Section::UserAttributes => {
            events.rows("user attribute", before.user_attributes(), after.user_attributes(), |a| {
                (&a.name, Subject::UserAttribute(a.id.clone()))
            });
        }
    }
    events.all
}

impl Events<'_> {
    fn note(&mut self, kind: Kind, subjects: Vec<Subject>, text: String) {
        let id = DirectoryEventId::new(Uuid::now_v7().to_string());
        self.all.push(DirectoryEvent { id, at: self.at, kind, subjects, text });
    }

    fn members(&mut self) {
        let (before, after) = (self.before, self.after);
        for now in after.people() {
            let about = vec![Subject::Member(now.id.clone())];
            let name = now.full_name();
            match before.member(&now.id) {
                None => self.note(
                    Kind::MemberJoined,
                    about,
                    format!("{name} joined the organisation as {}", after.account_type_name(now)),
                ),
                Some(was) => self.member(was, now),
            }
        }
        for was in before.people().filter(|was| after.member(&was.id).is_none()) {
            let about = vec![Subject::Member(was.id.clone())];
            self.note(
                Kind::MemberLeft,
                about,
                format!("{} is no longer a member of the organisation", was.full_name()),
            );
        }
    }

    fn member(&mut self, was: &Member, now: &Member) {
        let about = || vec![Subject::Member(now.id.clone())];
        let name = now.full_name();
        if !was.has_account_type(&now.account_type) {
            let (from, to) = (self.before.account_type_name(was), self.after.account_type_name(now));
            self.note(Kind::AccountTypeChanged, about(), format!("{name} changed from {from} to {to}"));
        }
        match (was.status(), now.status()) {
            (was, now) if was == now => {}
            (_, MemberStatus::Active) => self.note(Kind::MemberReactivated, about(), format!("{name} was reactivated")),
            (MemberStatus::Active, _) => self.note(Kind::MemberDeactivated, about(), format!("{name} was deactivated")),
            (_, now) => {
                self.note(Kind::MemberDeactivated, about(), format!("{name} is now {}", now.label().to_lowercase()));
            }
        }
        let before = was.full_name();
        if before != name {
            self.note(Kind::MemberChanged, about(), format!("{before} is now called {name}"));
        }
        if was.email != now.email {
            self.note(
                Kind::MemberChanged,
                about(),
                format!("The address of {name} changed from {} to {}", was.email, now.email),
            );
        }
    }

    /// Rows that are new, have another name or are gone.
    fn rows<T: Row>(&mut self, kind: &str, before: &[T], after: &[T], named: impl Fn(&T) -> (&str, Subject)) {
        let was: HashMap<&T::Id, &T> = before.iter().map(|row| (row.id(), row)).collect();
        let mut gone = was.clone();
        for row in after {
            let (name, about) = named(row);
            gone.remove(row.id());
            match was.get(row.id()).map(|was| named(was).0) {
                None => self.note(Kind::ResourceCreated, vec![about], format!("The {kind} {name} was created")),
                Some(old) if old != name => {
                    self.note(Kind::ResourceRenamed, vec![about], format!("The {kind} {old} was renamed to {name}"));
                }
                Some(_) => {}
            }
        }
        for row in before.iter().filter(|row| gone.contains_key(row.id())) {
            let (name, about) = named(row);
            self.note(
                Kind::ResourceDeleted,
                vec![about],
                format!("The {kind} {name} is gone: deleted, archived or out of sight"),
            );
        }
    }

    fn teams(&mut self) {
        let (before, after) = (self.before, self.after);
        self.rows("team", before.teams(), after.teams(), |t| (&t.name, Subject::Team(t.id.clone())));
        let (Some(old), Some(new)) = (before.sections.teams.held(), after.sections.teams.held()) else { return };
        for (team, was, now) in old.content.differing(&new.content) {
            self.team(&team.name, &Subject::Team(team.id.clone()), was, now);
        }
    }

    fn team(&mut self, team: &str, about: &Subject, was: &[TeamMember], now: &[TeamMember]) {
        let places = |members: &[TeamMember]| -> BTreeMap<_, _> {
            members.iter().map(|m| (m.member_id.clone(), m.is_team_admin)).collect()
        };
        let (was, now) = (places(was), places(now));
        for (member, admin) in &now {
            let subject = Subject::Member(member.clone());
            let name = self.name(&subject);
            let about = vec![subject, about.clone()];
            match (was.get(member), admin) {
                (None, _) => self.note(Kind::TeamJoined, about, format!("{name} joined the team {team}")),
                (Some(false), true) => self.note(
                    Kind::TeamAdminChanged,
                    about,
                    format!("{name} became an administrator of the team {team}"),
                ),
                (Some(true), false) => self.note(
                    Kind::TeamAdminChanged,
                    about,
                    format!("{name} is no longer an administrator of the team {team}"),
                ),
                _ => {}
            }
        }
        for member in was.keys().filter(|member| !now.contains_key(*member)) {
            let subject = Subject::Member(member.clone());
            let text = format!("{} left the team {team}", self.name(&subject));
            self.note(Kind::TeamLeft, vec![subject, about.clone()], text);
        }
    }

    fn workspaces(&mut self) {
        let (before, after) = (self.before, self.after);
        self.rows("workspace", before.workspaces(), after.workspaces(), |w| {
            (&w.name, Subject::Workspace(w.id.clone()))
        });
        let (Some(old), Some(new)) = (before.sections.workspaces.held(), after.sections.workspaces.held()) else {
            return;
        };
        for (row, was, now) in old.content.differing(&new.content) {
            self.grants(&format!("the workspace {}", row.name), &Subject::Workspace(row.id.clone()), was, now);
        }
    }

    fn connections(&mut self) {
        let (before, after) = (self.before, self.after);
        self.rows("connection", before.connections(), after.connections(), |c| {
            (&c.name, Subject::Connection(c.id.clone()))
        });
        let (Some(old), Some(new)) = (before.sections.connections.held(), after.sections.connections.held()) else {
            return;
        };
        for (row, was, now) in old.content.differing(&new.content) {
            self.grants(&format!("the connection {}", row.name), &Subject::Connection(row.id.clone()), was, now);
        }
    }

    fn documents(&mut self) {
        let (before, after) = (self.before, self.after);
        self.rows("workbook", before.workbooks(), after.workbooks(), |w| (&w.name, Subject::Workbook(w.id.clone())));
        self.rows("dataset", before.datasets(), after.datasets(), |d| (&d.name, Subject::Dataset(d.id.clone())));
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

    /// A member's or team's name, which may have gone in the meantime; the id of one that was never known.
    fn name(&self, subject: &Subject) -> String {
        let look = |snapshot: &Snapshot| match subject {
            Subject::Member(id) => snapshot.member(id).map(Member::full_name),
            Subject::Team(id) => snapshot.team(id).map(|t| t.name.clone()),
            _ => None,
        };
        look(self.after).or_else(|| look(self.before)).unwrap_or_else(|| match subject {
            Subject::Member(id) => format!("Member {id}"),
            Subject::Team(id) => id.to_string(),
            other => other.key(),
        })
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
