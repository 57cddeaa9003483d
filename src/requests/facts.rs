//! What the decision function is asked with: who people are, who owns a thing, what somebody has of it.

use super::{Error, Inner, policies::Offering, present::Whom};
use crate::{
    directory::{Identity, Snapshot},
    domain::{
        AccessRequest, Account, AccountType, Actor, Denied, Effect, Facts, GrantSource, Grantee, Held, Managed, Member,
        MemberId, MemberStatus, Part, Party, Permission, PersonKey, Requestable, ResourceRef, Role, Target, UserKind,
        WorkspacePermission, text::isolated,
    },
};
use std::sync::{Arc, PoisonError};

impl Inner {
    /// Everybody who is an admin now; worked out once for each state of the directory.
    pub(super) fn admins(&self, snapshot: &Arc<Snapshot>) -> Arc<Vec<PersonKey>> {
        let mut last = self.admins.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, admins)) = &*last
            && std::ptr::eq(of.as_ptr(), Arc::as_ptr(snapshot))
        {
            return admins.clone();
        }
        let admins = Arc::new(self.authority.admins(snapshot));
        *last = Some((Arc::downgrade(snapshot), admins.clone()));
        admins
    }

    /// A member who takes part, in the role that they have now.
    pub(super) fn party(&self, member: &Member, snapshot: &Snapshot) -> Party {
        let identity =
            Identity { email: member.email.clone(), member_id: Some(member.id.clone()), ..Identity::default() };
        let actor = self.authority.actor(&identity, snapshot);
        Party {
            key: PersonKey::Member(member.id.clone()),
            role: actor.map_or(Role::Member, |actor| actor.role),
            teams: snapshot.teams_of(&member.id).map(|(team, _)| team.id.clone()).collect(),
            account: match member.status() {
                MemberStatus::Active => Account::Active,
                MemberStatus::Inactive | MemberStatus::Archived => Account::Deactivated,
            },
            is_guest: member.user_kind == UserKind::Guest,
        }
    }

    /// Whoever acts, in the role that they have now.
    pub(super) fn acting(&self, actor: &Actor, snapshot: &Snapshot) -> Party {
        let role = match self.authority.now(actor, snapshot) {
            Ok(actor) => actor.role,
            Err(Denied::Deactivated) => Role::Visitor,
            Err(_) => Role::Member,
        };
        match actor.member_id.as_ref().and_then(|id| snapshot.member(id)) {
            Some(member) => Party { role, ..self.party(member, snapshot) },
            None => Party { role, ..newcomer(actor.key()) },
        }
    }

    /// Whoever gets what is asked for.
    pub(super) fn party_of(&self, whom: &Whom<'_>, snapshot: &Snapshot) -> Party {
        match whom {
            Whom::Member(member) => self.party(member, snapshot),
            Whom::Newcomer(key) => newcomer(key.clone()),
        }
    }

    /// What is known of the target, for this person.
    pub(super) fn facts(
        &self,
        target: &Target,
        beneficiary: &Whom<'_>,
        offering: &Offering,
        snapshot: &Arc<Snapshot>,
    ) -> Facts {
        let member = beneficiary.member();
        Facts {
            owners: owners(&target.requestable(), offering, snapshot),
            admins: self.admins(snapshot).to_vec(),
            held: member.and_then(|member| held(target, member, snapshot)),
            open: None,
            lone_admin_approves: self.settings.lone_admin_approves,
            brings_account: match target {
                Target::Package(id) => offering.package(id).is_some_and(|one| one.contents.account_type.is_some()),
                Target::Account(_) => true,
                Target::Return | Target::Team(_) | Target::Access(..) | Target::AccountType(_) => false,
            },
            returns_elsewhere: member.is_some_and(|member| member.status() == MemberStatus::Inactive),
        }
    }
}

/// Somebody who has no account in Sigma.
fn newcomer(key: PersonKey) -> Party {
    Party { key, role: Role::Visitor, teams: Vec::new(), account: Account::None, is_guest: false }
}

/// Those who answer for a thing: whom the portal names, a team's admins in Sigma, those who can manage a workspace, and
/// whom the portal has made managers of it.
pub(super) fn owners(thing: &Requestable, offering: &Offering, snapshot: &Snapshot) -> Vec<PersonKey> {
    let entry = offering.entry(thing);
    let mut owners: Vec<MemberId> = entry.map(|entry| entry.owners.clone()).unwrap_or_default();
    match thing {
        Requestable::Team(id) => {
            owners.extend(snapshot.team_members(id).iter().filter(|m| m.is_team_admin).map(|m| m.member_id.clone()));
            owners.extend(snapshot.given_managers(Managed::Team(id.clone())));
        }
        Requestable::Workspace(id) => {
            let manages = Permission::Workspace(WorkspacePermission::Edit);
            let resource = ResourceRef::Workspace(id.clone());
            for grant in snapshot.grants(&resource).iter().filter(|grant| grant.permission == manages) {
                match grant.grantee() {
                    Some(Grantee::Member(member)) => owners.push(member),
                    Some(Grantee::Team(team)) => {
                        owners.extend(snapshot.team_members(&team).iter().map(|m| m.member_id.clone()));
                    }
                    None => {}
                }
            }
            // Only those whose account type leaves it to them.
            owners.retain(|id| {
                let access = snapshot.member(id).and_then(|member| snapshot.access_to(&resource, member));
                let is_named = entry.is_some_and(|entry| entry.owners.contains(id));
                is_named || access.is_some_and(|access| access.effect == Effect::Full)
            });
            owners.extend(snapshot.given_managers(Managed::Workspace(id.clone())));
        }
        Requestable::Connection(id) => owners.extend(snapshot.given_managers(Managed::Connection(id.clone()))),
        Requestable::Package(_) | Requestable::Account | Requestable::AccountType(_) => {}
    }
    owners.sort();
    owners.dedup();
    owners.retain(|id| snapshot.member(id).is_some_and(|member| member.status() == MemberStatus::Active));
    owners.into_iter().map(PersonKey::Member).collect()
}

/// Whether somebody answers for what a request is about.
pub(super) fn owns(request: &AccessRequest, person: &PersonKey, offering: &Offering, snapshot: &Snapshot) -> bool {
    owners(&request.target.requestable(), offering, snapshot).contains(person)
}

/// What somebody has of the target already, in a sentence: as much, or more.
pub fn held(target: &Target, member: &Member, snapshot: &Snapshot) -> Option<String> {
    let name = isolated(&member.full_name()).into_owned();
    match target {
        // Whether somebody holds a package is told by their requests, and an account by itself.
        Target::Package(_) | Target::Account(_) | Target::Return => None,
        Target::Team(team) => {
            snapshot.is_in_team(&member.id, team).then(|| format!("{name} is a member of this team already."))
        }
        Target::AccountType(wanted) => member
            .has_account_type(wanted)
            .then(|| format!("{name} has the account type {} already.", snapshot.account_type_name(member))),
        Target::Access(resource, wanted) => {
            let access = snapshot.access_to(resource, member)?;
            if access.permission < *wanted {
                return None;
            }
            let through = access.paths.first().map(|path| match &path.via {
                GrantSource::Owner => "as its owner".to_owned(),
                GrantSource::Direct => "directly".to_owned(),
                GrantSource::Team(team) => {
                    format!("through the team {}", isolated(snapshot.team_name(team).unwrap_or("of another name")))
                }
            });
            let through = through.map(|through| format!(" {through}")).unwrap_or_default();
            Some(format!("{name} has “{}” already,{through}.", access.permission.label()))
        }
    }
}

/// What somebody holds themselves of what a part is about.
pub fn held_now(part: &Part, member: &Member, snapshot: &Snapshot) -> Held {
    match part {
        Part::Team { team_id, .. } => Held::Team(snapshot.is_in_team(&member.id, team_id)),
        Part::AccountType(_) => Held::AccountType(member.account_type.to_lowercase()),
        Part::Access(resource, _) => {
            let own = snapshot.grant_of(resource, &Grantee::Member(member.id.clone()));
            Held::Access(own.map(|grant| grant.permission.clone()))
        }
        Part::Attribute(id, _) => {
            let own = snapshot.attributes_of_member(&member.id);
            Held::Attribute(own.iter().find(|(known, _)| known.id == *id).map(|(_, value)| value.value.clone()))
        }
    }
}

/// What a newcomer holds of it: nothing. None of the account type, which stays when all else is taken back.
pub fn held_before_joining(part: &Part) -> Option<Held> {
    match part {
        Part::Team { .. } => Some(Held::Team(false)),
        Part::Access(..) => Some(Held::Access(None)),
        Part::Attribute(..) => Some(Held::Attribute(None)),
        Part::AccountType(_) => None,
    }
}

/// Whether a package leaves somebody the account type that they have: one of Sigma's own that allows as much.
pub fn keeps_account_type(wanted: &str, member: &Member, snapshot: &Snapshot) -> bool {
    let rank = |name: &str| snapshot.account_type(name).filter(|one| !one.is_custom).map(AccountType::rank);
    match (rank(snapshot.account_type_name(member)), rank(wanted)) {
        (Some(has), Some(wanted)) => has >= wanted,
        (Some(_) | None, Some(_) | None) => member.has_account_type(wanted),
    }
}

/// Somebody by their member id.
pub fn member<'s>(id: &MemberId, snapshot: &'s Snapshot) -> Result<&'s Member, Error> {
    snapshot.member(id).filter(|member| !member.is_system()).ok_or(Error::NotFound)
}
