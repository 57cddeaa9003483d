//! Teams and who is in them. A membership is noted on both sides: the team keeps its order and the admin flag, the
//! member keeps the list of teams, so that neither question needs a search.

use serde::{Deserialize, Serialize};

use super::grant::Grantee;
use super::member::Member;
use super::{Audit, Organisation};
use crate::simulator::ids::Id;
use crate::simulator::table::{Row, Slot};

/// Who can see a team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Visibility {
    Public,
    Private,
}

/// The visibilities as requests spell them.
pub const VISIBILITIES: [(&str, Visibility); 2] = [("public", Visibility::Public), ("private", Visibility::Private)];

/// One member's place in a team.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub struct Membership {
    pub member: Slot<Member>,
    pub is_team_admin: bool,
    pub added_by: Slot<Member>,
}

/// A group of members.
#[derive(Serialize, Deserialize)]
pub struct Team {
    pub id: Id,
    pub name: Box<str>,
    pub description: Option<Box<str>>,
    pub visibility: Option<Visibility>,
    pub members: Vec<Membership>,
    pub audit: Audit,
}

impl Team {
    /// Whether a member administers this team.
    pub fn is_administered_by(&self, member: Slot<Member>) -> bool {
        self.members.iter().any(|membership| membership.member == member && membership.is_team_admin)
    }
}

impl Row for Team {
    type Id = Id;

    fn id(&self) -> Id {
        self.id
    }
}

impl Organisation {
    /// Adds a member to a team; adding a present one changes nothing (BEHAVIOUR.md section 17).
    pub fn join(&mut self, team: Slot<Team>, membership: Membership) {
        let teams = &mut self.members[membership.member].teams;
        if teams.contains(&team) {
            return;
        }
        teams.push(team);
        if let Some(team) = self.teams.get_mut(team) {
            team.members.push(membership);
        }
    }

    /// Takes a member out of a team; an absent one is no error (BEHAVIOUR.md section 17).
    pub fn leave(&mut self, team: Slot<Team>, member: Slot<Member>) {
        self.members[member].teams.retain(|other| *other != team);
        if let Some(team) = self.teams.get_mut(team) {
            team.members.retain(|membership| membership.member != member);
        }
    }

    /// Deletes a team with its memberships and grants.
    pub fn drop_team(&mut self, slot: Slot<Team>) {
        let Some(team) = self.teams.remove(slot) else { return };
        for membership in team.members {
            self.members[membership.member].teams.retain(|other| *other != slot);
        }
        self.grants.drop_grantee(Grantee::Team(slot));
        self.drop_team_values(slot);
    }
}
