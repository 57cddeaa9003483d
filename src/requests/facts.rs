//! What the decision function is asked with: who people are, and what somebody has of a thing.

use super::{Error, Inner, policies::Offering, present::Whom};
use crate::{
    directory::{Identity, Snapshot},
    domain::{
        Account, AccountType, Actor, Denied, Facts, GrantSource, Grantee, Held, Member, MemberId, MemberStatus, Part,
        Party, PersonKey, Role, Target, UserKind, text::isolated,
    },
};

impl Inner {
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
        snapshot: &Snapshot,
    ) -> Facts {
        let member = beneficiary.member();
        Facts {
            owners: self.owners(&target.requestable(), offering, snapshot),
            admins: self.admins(snapshot),
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
