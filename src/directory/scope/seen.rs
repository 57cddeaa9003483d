//! Which events and deeds are about what a snapshot shows.

use super::super::Snapshot;
use crate::domain::{DirectoryEvent, DirectoryEventKind as Kind, Subject};

/// Most things of a kind whose events are looked for: a database takes only so many values in a question. Whoever
/// answers for more is told of the first of them.
const MAX_SEEN: usize = 6_000;

/// Events of these kinds that are about one of these.
pub type SeenEvents = (Vec<Kind>, Vec<Subject>);

impl Snapshot {
    /// Which of the events outside the portal are about what is shown; `None` for all of them.
    pub fn seen_events(&self) -> Option<Vec<SeenEvents>> {
        if self.is_whole() {
            return None;
        }
        let first = |subjects: Vec<Subject>| subjects.into_iter().take(MAX_SEEN).collect::<Vec<_>>();
        let people = first(self.people().map(|m| Subject::Member(m.id.clone())).collect());
        let teams = first(self.teams().iter().map(|t| Subject::Team(t.id.clone())).collect());
        let documents = self.documents().map(|document| Subject::from(&document.to_ref()));
        let workspaces = self.workspaces().iter().map(|w| Subject::Workspace(w.id.clone()));
        let places = first(workspaces.chain(documents).collect());
        let connections = self.connections().iter().map(|c| Subject::Connection(c.id.clone()));
        // A grant on a connection is about its holder: the connection is shown only as far as their teams hold it.
        let managed = self.connections().iter().filter(|c| self.shows_whole(&c.id));
        let managed: Vec<_> = managed.map(|c| Subject::Connection(c.id.clone())).collect();
        let holders_and_places = teams.iter().chain(&places).chain(&managed).cloned().collect();
        let things = teams.iter().chain(&places).cloned().chain(connections).collect();
        Some(vec![
            (Kind::ALL.into_iter().filter(|kind| about(*kind) == About::Person).collect(), people),
            (Kind::ALL.into_iter().filter(|kind| about(*kind) == About::Team).collect(), teams),
            (Kind::ALL.into_iter().filter(|kind| about(*kind) == About::Grant).collect(), holders_and_places),
            (Kind::ALL.into_iter().filter(|kind| about(*kind) == About::Candidate).collect(), things),
        ])
    }

    /// Whether one of those events is about what is shown: the same rule, for a few that are at hand.
    pub fn sees_event(&self, event: &DirectoryEvent) -> bool {
        let is_it = |subject: &Subject| match about(event.kind) {
            About::Person => matches!(subject, Subject::Member(id) if self.member(id).is_some()),
            About::Team => matches!(subject, Subject::Team(id) if self.team(id).is_some()),
            About::Grant => self.answers_for(subject),
            About::Candidate => {
                self.answers_for(subject) || matches!(subject, Subject::Connection(id) if self.connection(id).is_some())
            }
        };
        self.is_whole() || event.subjects.iter().any(is_it)
    }

    /// Whether something that was done is about what is shown: a grant to a team that is shown or on a workspace or
    /// document that is, a change of such a team's members, a change of shown people alone.
    pub fn sees(&self, subjects: &[Subject]) -> bool {
        let is_shown = |subject: &Subject| match subject {
            Subject::Member(id) => self.member(id).is_some(),
            Subject::Address(address) => self.member_by_email(address.as_str()).is_some(),
            Subject::UserAttribute(id) => self.user_attribute(id).is_some(),
            Subject::Connection(id) => subjects.len() == 1 && self.connection(id).is_some(),
            Subject::Team(_)
            | Subject::Workspace(_)
            | Subject::Workbook(_)
            | Subject::Dataset(_)
            | Subject::DataModel(_)
            | Subject::Report(_)
            | Subject::AccountType(_)
            | Subject::Change(_) => false,
        };
        self.is_whole()
            || subjects.iter().any(|subject| self.answers_for(subject))
            || (!subjects.is_empty() && subjects.iter().all(is_shown))
    }

    /// Whether it is a team, workspace or document that is shown: whatever is done there concerns who is shown it. A
    /// connection is shown only as far as their teams hold it, unless they manage it.
    fn answers_for(&self, subject: &Subject) -> bool {
        match subject {
            Subject::Team(id) => self.team(id).is_some(),
            Subject::Workspace(id) => self.workspace(id).is_some(),
            Subject::Workbook(id) => self.workbook(id).is_some(),
            Subject::Dataset(id) => self.dataset(id).is_some(),
            Subject::DataModel(id) => self.data_model(id).is_some(),
            Subject::Report(id) => self.report(id).is_some(),
            Subject::Connection(id) => self.shows_whole(id),
            Subject::Member(_)
            | Subject::Address(_)
            | Subject::UserAttribute(_)
            | Subject::AccountType(_)
            | Subject::Change(_) => false,
        }
    }
}

#[derive(PartialEq, Eq)]
enum About {
    Person,
    Team,
    Grant,
    Candidate,
}

fn about(kind: Kind) -> About {
    match kind {
        Kind::MemberJoined
        | Kind::MemberLeft
        | Kind::MemberDeactivated
        | Kind::MemberReactivated
        | Kind::MemberChanged
        | Kind::AccountTypeChanged => About::Person,
        Kind::TeamJoined | Kind::TeamLeft | Kind::TeamAdminChanged => About::Team,
        Kind::GrantGained | Kind::GrantLost | Kind::GrantChanged => About::Grant,
        Kind::ResourceCreated | Kind::ResourceRenamed | Kind::ResourceDeleted => About::Candidate,
    }
}
