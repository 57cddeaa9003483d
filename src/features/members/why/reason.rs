//! The reasons for which somebody can reach a thing, and which of them whoever looks may take away.

use crate::{
    changes::{Changes, TeamDeed},
    directory::{AccessTarget, Removal, Snapshot},
    domain::{
        AccessPath, Actor, Capability, EffectiveAccess, GrantSource, Grantee, InheritedFrom, Intent, Member, MemberId,
        MemberStatus, Permission, ResourceRef,
    },
};
use std::sync::Arc;

/// Whoever looks at the page.
pub struct Looking {
    pub actor: Actor,
    pub changes: Changes,
    /// What they have pages of.
    pub linked: Arc<Snapshot>,
}

/// One reason why somebody can reach a thing.
pub struct Reason {
    pub path: AccessPath,
    /// What whoever looks may do about it, the narrowest first.
    pub remedies: Vec<Removal>,
    /// Why nothing can be done about it here, for those who change access.
    pub why_not: Option<&'static str>,
}

impl Reason {
    /// Every reason, the one that counts first.
    pub fn all(
        access: Option<&EffectiveAccess<AccessTarget>>,
        member: &Member,
        looking: &Looking,
        snapshot: &Snapshot,
    ) -> Vec<Self> {
        let Some(access) = access else { return Vec::new() };
        let of_one = |path: &AccessPath| {
            let possible = removals(path, &access.resource, &member.id);
            let is_none = possible.is_empty();
            let mut remedies = possible;
            remedies.retain(|removal| looking.may(removal, member, snapshot));
            let why_not = looking.why_not(path, is_none).filter(|_| remedies.is_empty());
            Self { path: path.clone(), remedies, why_not }
        };
        access.paths.iter().map(of_one).collect()
    }
}

/// What would end one way to a thing: for a team, that the person leaves it before that the team loses its grant.
fn removals(path: &AccessPath, target: &AccessTarget, member: &MemberId) -> Vec<Removal> {
    let on = match &path.above {
        None => Some(target.clone()),
        Some(InheritedFrom::Workspace(id)) => Some(AccessTarget::Resource(ResourceRef::Workspace(id.clone()))),
        // Grants on folders name them in a form that no list spells out.
        Some(InheritedFrom::Folder) => None,
    };
    let revoke = |grantee| on.map(|on| Removal::Revoke { grantee, on });
    match &path.via {
        GrantSource::Owner => Vec::new(),
        GrantSource::Direct => revoke(Grantee::Member(member.clone())).into_iter().collect(),
        GrantSource::Team(team) => {
            std::iter::once(Removal::Leave(team.clone())).chain(revoke(Grantee::Team(team.clone()))).collect()
        }
    }
}

/// What ends every way to a workspace or connection and touches nobody else: leaving teams, and the person's own grant.
pub fn every_removal<R>(access: &EffectiveAccess<R>, target: &AccessTarget, member: &MemberId) -> Vec<Removal> {
    let mut all: Vec<Removal> = Vec::new();
    for removal in access.paths.iter().filter_map(|path| removals(path, target, member).into_iter().next()) {
        if !all.contains(&removal) {
            all.push(removal);
        }
    }
    all
}

impl Looking {
    /// Whether they may do this, and the portal does it.
    fn may(&self, removal: &Removal, member: &Member, snapshot: &Snapshot) -> bool {
        match removal {
            Removal::Leave(team) => {
                // Sigma changes teams for active people only (BEHAVIOUR.md section 8).
                member.status() == MemberStatus::Active
                    && self.linked.may_edit_team(&self.actor, team)
                    && snapshot.is_in_team(&member.id, team)
                    && self.changes.rules().team(TeamDeed::Leave).obstacle().is_none()
            }
            Removal::Revoke { grantee, on: AccessTarget::Resource(resource) } => {
                self.changes.may(&Intent::revoke(resource.clone(), grantee.clone()), &self.actor)
            }
            Removal::Revoke { on: AccessTarget::Document(_), .. } => self.actor.role.can(Capability::WriteDocuments),
        }
    }

    /// Whether they may take all ways away at once.
    pub fn may_take_all(&self, member: &Member) -> bool {
        let intent = Intent::AdjustMembers { people: Vec::new() };
        member.status() == MemberStatus::Active && self.changes.may(&intent, &self.actor)
    }

    /// Why nothing can be done about a way, for those who change access at all.
    fn why_not(&self, path: &AccessPath, is_none: bool) -> Option<&'static str> {
        if !self.actor.role.can(Capability::WriteTeams) {
            return None;
        }
        Some(match (&path.via, &path.above) {
            (GrantSource::Owner, _) => "Owners keep access. Give the document a new owner to end it.",
            (GrantSource::Direct, Some(InheritedFrom::Folder)) => "Granted on a folder. Folders are changed in Sigma.",
            (GrantSource::Team(_), _) if !is_none => match self.changes.rules().team(TeamDeed::Leave).obstacle() {
                Some(why) => why,
                None => "Only an admin or a team admin of this team can change this.",
            },
            (GrantSource::Direct | GrantSource::Team(_), _) => "Only an admin can change this.",
        })
    }
}

/// The level that a grant gives now, where the directory knows it.
pub fn held(grantee: &Grantee, on: &AccessTarget, snapshot: &Snapshot) -> Option<Permission> {
    match on {
        AccessTarget::Resource(resource) => snapshot.grant_of(resource, grantee).map(|grant| grant.permission.clone()),
        AccessTarget::Document(document) => {
            let own = &snapshot.document_access(document)?.own;
            own.iter().find(|grant| grant.grantee().as_ref() == Some(grantee)).map(|grant| grant.permission.clone())
        }
    }
}
