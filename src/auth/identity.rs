//! From an identity to an actor: who is it in the organisation, and in which role.

use crate::{
    directory::Snapshot,
    domain::{Actor, MemberStatus, Role},
};
use serde::{Deserialize, Serialize};

/// What a sign-in provider vouches for. Kept in the session; the role is worked out anew for every request, so that
/// somebody who lost it in Sigma loses it here with the next refresh of the directory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// Address.
    pub email: String,
    /// Name, where the provider knows one.
    pub name: Option<String>,
    /// A role the configuration gives, whatever Sigma says.
    pub granted: Option<Role>,
}

/// Who this is in the organisation; `None` when they have no active account there and no role was given to them.
///
/// Without a given role: holders of Sigma's Admin account type are admins, team admins are team managers, all
/// others members.
pub fn actor(identity: &Identity, snapshot: Option<&Snapshot>) -> Option<Actor> {
    let member =
        snapshot.and_then(|s| s.member_by_email(&identity.email)).filter(|m| m.status() == MemberStatus::Active);
    let derived = || {
        let (member, snapshot) = (member?, snapshot?);
        Some(match () {
            () if member.has_account_type("admin") => Role::Admin,
            () if snapshot.teams_of(&member.id).any(|(_, admin)| admin) => Role::TeamManager,
            () => Role::Member,
        })
    };
    let role = identity.granted.or_else(derived)?;
    let name = member.map(crate::domain::Member::full_name).or_else(|| identity.name.clone());
    Some(Actor {
        member_id: member.map(|m| m.id.clone()),
        name: name.unwrap_or_else(|| identity.email.clone()),
        email: identity.email.clone(),
        role,
    })
}
