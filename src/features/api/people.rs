//! People and things as programs name them: by address, by name or by id.

use super::problem::Problem;
use crate::{
    directory::{Snapshot, resolve::Index},
    domain::{
        AppError, ConnectionPermission, EmailAddress, Invalid, Invitee, NewPerson, TeamChoice, UserKind,
        WorkspacePermission, text,
    },
};
use serde::Deserialize;

/// A person to invite, with all that they need.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewOnboarding {
    email: String,
    first_name: String,
    last_name: String,
    /// An account type, by name. A package may bring it.
    account_type: Option<String>,
    #[serde(default)]
    is_guest: bool,
    #[serde(default = "yes")]
    send_invitation: bool,
    #[serde(default)]
    teams: Vec<TeamWish>,
    #[serde(default)]
    workspaces: Vec<AccessWish>,
    #[serde(default)]
    connections: Vec<AccessWish>,
    /// An access package, by id or name.
    pub package: Option<String>,
    /// Why, for the audit log.
    #[serde(default)]
    pub reason: String,
}

fn yes() -> bool {
    true
}

/// A team, by id or name.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct TeamWish {
    team: String,
    #[serde(default)]
    is_admin: bool,
}

/// A workspace or connection, by id or name, and one of Sigma's words for a level.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct AccessWish {
    name: String,
    level: String,
}

impl NewOnboarding {
    /// The person, without what a package gives.
    ///
    /// # Errors
    /// Every field that needs attention.
    pub fn invitee(&self, snapshot: &Snapshot) -> Result<Invitee, Problem> {
        let mut errors = Invalid::new();
        let email = errors.keep("email", EmailAddress::parse(&self.email));
        let first_name = errors.keep("first_name", text::person_name(&self.first_name, "first name"));
        let last_name = errors.keep("last_name", text::person_name(&self.last_name, "last name"));
        let account_type = match &self.account_type {
            None if self.package.is_some() => Ok(None),
            None => Err("Name an account type, or a package that brings one.".to_owned()),
            Some(name) => snapshot
                .account_type(name)
                .map(|known| Some(known.name.clone()))
                .ok_or_else(|| format!("The organization has no account type “{}”.", text::isolated(name))),
        };
        let account_type = errors.keep("account_type", account_type);
        let teams = snapshot.teams().iter().filter(|team| !team.is_archived);
        let teams = Index::new("team", teams.map(|team| (team.id.as_str(), team.name.as_str())));
        let teams = self.teams.iter().map(|wish| {
            teams.find(&wish.team).map(|id| TeamChoice { team_id: id.into(), is_team_admin: wish.is_admin })
        });
        let teams = errors.keep("teams", teams.collect::<Result<Vec<_>, _>>());
        let workspaces =
            Index::new("workspace", snapshot.workspaces().iter().map(|w| (w.id.as_str(), w.name.as_str())));
        let workspaces = access(&self.workspaces, &workspaces, WorkspacePermission::from_slug);
        let workspaces = errors.keep("workspaces", workspaces);
        let connections = snapshot.connections().iter().filter(|one| !one.is_archived);
        let connections = Index::new("connection", connections.map(|c| (c.id.as_str(), c.name.as_str())));
        let connections = access(&self.connections, &connections, ConnectionPermission::from_slug);
        let connections = errors.keep("connections", connections);
        let (Some(email), Some(first_name), Some(last_name), true) = (email, first_name, last_name, errors.is_empty())
        else {
            return Err(AppError::Invalid(errors).into());
        };
        let user_kind = if self.is_guest { UserKind::Guest } else { UserKind::Internal };
        let account_type = account_type.flatten();
        let send_invite = self.send_invitation;
        let person = NewPerson { email, first_name, last_name, account_type, user_kind, send_invite };
        Ok(Invitee {
            teams: teams.unwrap_or_default(),
            workspaces: workspaces.unwrap_or_default(),
            connections: connections.unwrap_or_default(),
            ..Invitee::of(person)
        })
    }
}

/// Things that are granted at a level.
fn access<Id: for<'i> From<&'i str>, L>(
    wishes: &[AccessWish],
    known: &Index<'_>,
    level: impl Fn(&str) -> Option<L>,
) -> Result<Vec<(Id, L)>, String> {
    let of_one = |wish: &AccessWish| {
        let id = known.find(&wish.name)?;
        let at = level(&wish.level);
        let at = at.ok_or_else(|| format!("“{}” is no level of access to it.", text::isolated(&wish.level)))?;
        Ok((Id::from(id), at))
    };
    wishes.iter().map(of_one).collect()
}
