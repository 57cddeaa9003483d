//! User attributes: values that members and teams have, for row-level security (BEHAVIOUR.md section 14).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::team::Team;
use super::{Audit, Organisation};
use crate::simulator::ids::Id;
use crate::simulator::table::{Row, Slot};

/// The value of a member.
#[derive(Serialize, Deserialize)]
pub struct UserValue {
    pub value: Box<str>,
    pub audit: Audit,
}

/// The value of a team, and its rank among the teams' values.
#[derive(Serialize, Deserialize)]
pub struct TeamValue {
    pub value: Box<str>,
    pub priority: u32,
    pub audit: Audit,
}

/// An attribute and who has which value of it, by the place of the member or team.
#[derive(Serialize, Deserialize)]
pub struct UserAttribute {
    pub id: Id,
    pub name: Box<str>,
    pub description: Option<Box<str>>,
    pub default_value: Option<Box<str>>,
    pub users: BTreeMap<usize, UserValue>,
    pub teams: BTreeMap<usize, TeamValue>,
    pub audit: Audit,
}

impl Row for UserAttribute {
    type Id = Id;

    fn id(&self) -> Id {
        self.id
    }
}

impl UserAttribute {
    /// Gives a member a value.
    pub fn set_user(&mut self, place: usize, value: &str, audit: Audit) {
        match self.users.get_mut(&place) {
            Some(held) => {
                held.value = value.into();
                held.audit.touch(audit.updated_by, audit.updated_at);
            }
            None => {
                self.users.insert(place, UserValue { value: value.into(), audit });
            }
        }
    }

    /// Gives a team a value; a new one ranks last.
    pub fn set_team(&mut self, place: usize, value: &str, audit: Audit) {
        let last = self.teams.values().map(|team| team.priority).max().unwrap_or(0);
        match self.teams.get_mut(&place) {
            Some(held) => {
                held.value = value.into();
                held.audit.touch(audit.updated_by, audit.updated_at);
            }
            None => {
                self.teams.insert(place, TeamValue { value: value.into(), priority: last + 1, audit });
            }
        }
    }
}

impl Organisation {
    /// Forgets the values of a team that is gone.
    pub fn drop_team_values(&mut self, team: Slot<Team>) {
        for place in 0..self.attributes.len() {
            if let Some(attribute) = self.attributes.get_mut(Slot::at(place)) {
                attribute.teams.remove(&team.place());
            }
        }
    }
}
