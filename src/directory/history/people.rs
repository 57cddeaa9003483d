//! Who joined, left, was deactivated or changed, and who is in which team.

use super::Events;
use crate::domain::{DirectoryEventKind as Kind, Member, MemberStatus, Subject, TeamMember, text::isolated};
use std::collections::BTreeMap;

impl Events<'_> {
    pub(super) fn members(&mut self) {
        let (before, after) = (self.before, self.after);
        for now in after.people() {
            let about = vec![Subject::Member(now.id.clone())];
            let name = shown(now);
            match before.member(&now.id) {
                None => self.note(
                    Kind::MemberJoined,
                    about,
                    format!("{name} joined the organization as {}", after.account_type_name(now)),
                ),
                Some(was) => self.member(was, now),
            }
        }
        for was in before.people().filter(|was| after.member(&was.id).is_none()) {
            let about = vec![Subject::Member(was.id.clone())];
            self.note(Kind::MemberLeft, about, format!("{} is no longer a member of the organization", shown(was)));
        }
    }

    fn member(&mut self, was: &Member, now: &Member) {
        let about = || vec![Subject::Member(now.id.clone())];
        let name = shown(now);
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
        let before = shown(was);
        if before != name {
            self.note(Kind::MemberChanged, about(), format!("{before} is now called {name}"));
        }
        if was.email != now.email {
            self.note(
                Kind::MemberChanged,
                about(),
                format!("The address of {name} changed from {} to {}", isolated(&was.email), isolated(&now.email)),
            );
        }
    }

    pub(super) fn teams(&mut self) {
        let (before, after) = (self.before, self.after);
        self.rows("team", before.teams(), after.teams(), |t| (&t.name, Subject::Team(t.id.clone())));
        let (Some(old), Some(new)) = (before.sections.teams.held(), after.sections.teams.held()) else { return };
        for (team, was, now) in old.content.differing(&new.content) {
            self.team(&isolated(&team.name), &Subject::Team(team.id.clone()), was, now);
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
}

/// A member's name, kept apart from the sentence around it.
fn shown(member: &Member) -> String {
    isolated(&member.full_name()).into_owned()
}
