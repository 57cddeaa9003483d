//! What Sigma holds, read through its API: people, memberships, grants. One sentence for each fact, so that a
//! difference reads as what it is.

use sigma_portal::{
    domain::{Grant, Member, MemberId},
    sigma::{ListMembers, SigmaClient},
};
use std::collections::{BTreeMap, HashMap};

/// Facts, and how often each is there: more than once would be wrong for every one of them.
#[derive(Clone, Debug, Default)]
pub struct World(BTreeMap<String, u32>);

/// “ann@x.example is a member as Build”.
pub fn member(email: &str, account_type: &str) -> String {
    format!("{email} is a member as {account_type}")
}

/// “ann@x.example is in team t, as its admin”.
pub fn membership(team: &str, email: &str, is_admin: bool) -> String {
    format!("{email} is in team {team}{}", if is_admin { ", as its admin" } else { "" })
}

/// “ann@x.example has edit on w”.
pub fn grant(resource: &str, grantee: &str, permission: &str) -> String {
    format!("{grantee} has {permission} on {resource}")
}

impl World {
    /// Reads all of it.
    pub async fn read(client: &SigmaClient) -> Self {
        let mut world = Self::default();
        let members = client.members().all(&ListMembers::EVERYBODY).await.unwrap();
        let emails: HashMap<&MemberId, &str> = members.iter().map(|m| (&m.id, m.email.as_str())).collect();
        for Member { email, account_type, .. } in &members {
            world.add(member(email, account_type));
        }
        for team in client.teams().all().await.unwrap() {
            for place in client.teams().members(&team.id).await.unwrap() {
                world.add(membership(team.id.as_str(), emails[&place.member_id], place.is_team_admin));
            }
        }
        let granted = |resource: &str, held: &Grant| {
            let member = held.member_id.as_ref().map(|id| emails[id]);
            let team = held.team_id.as_ref().map(|id| format!("team {id}"));
            grant(resource, member.or(team.as_deref()).unwrap(), held.permission.slug())
        };
        for workspace in client.workspaces().all().await.unwrap() {
            let held = client.workspaces().grants(&workspace.id).await.unwrap();
            for held in &held {
                world.add(granted(workspace.id.as_str(), held));
            }
        }
        for connection in client.connections().all().await.unwrap() {
            let held = client.connections().grants(&connection.id).await.unwrap();
            for held in &held {
                world.add(granted(connection.id.as_str(), held));
            }
        }
        world
    }

    /// Adds a fact.
    pub fn add(&mut self, fact: String) {
        *self.0.entry(fact).or_default() += 1;
    }

    /// What is there and should not be, and what should be there and is not.
    pub fn differences(&self, expected: &Self) -> Vec<String> {
        let of = |world: &Self, fact: &str| world.0.get(fact).copied().unwrap_or_default();
        let facts = self.0.keys().chain(expected.0.keys().filter(|fact| !self.0.contains_key(*fact)));
        facts
            .filter(|fact| of(self, fact) != of(expected, fact))
            .map(|fact| format!("“{fact}” is there {} times instead of {}", of(self, fact), of(expected, fact)))
            .collect()
    }
}
