//! What taking away one reason for access costs: all that a member has for that reason and for no other.

use super::{AccessTarget, Snapshot, access::effective};
use crate::domain::{
    AccessPath, Effect, EffectiveAccess, GrantSource, Grantee, InheritedFrom, Member, Permission, ResourceRef, TeamId,
};

/// One reason for access, to be taken away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Removal {
    /// The member leaves this team.
    Leave(TeamId),
    /// What this person or team was given on this thing itself ends.
    Revoke { grantee: Grantee, on: AccessTarget },
}

/// What a member can do with one thing, where it would be less.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    pub target: AccessTarget,
    /// What they can really do afterwards; `None` is nothing.
    pub after: Option<Permission>,
}

impl Removal {
    /// Whether this way to a thing is closed for the member.
    fn closes(&self, target: &AccessTarget, path: &AccessPath, member: &Member) -> bool {
        match (self, &path.via) {
            (Self::Leave(left), GrantSource::Team(team)) => left == team,
            (Self::Leave(_), GrantSource::Owner | GrantSource::Direct) | (Self::Revoke { .. }, GrantSource::Owner) => {
                false
            }
            (Self::Revoke { grantee, on }, GrantSource::Direct | GrantSource::Team(_)) => {
                let is_holder = match (&path.via, grantee) {
                    (GrantSource::Direct, Grantee::Member(id)) => *id == member.id,
                    (GrantSource::Team(team), Grantee::Team(id)) => team == id,
                    (GrantSource::Owner, _)
                    | (GrantSource::Direct, Grantee::Team(_))
                    | (GrantSource::Team(_), Grantee::Member(_)) => false,
                };
                is_holder && was_made_on(on, target, path.above.as_ref())
            }
        }
    }
}

/// Whether a grant that counts for `target` was made on `on`.
fn was_made_on(on: &AccessTarget, target: &AccessTarget, above: Option<&InheritedFrom>) -> bool {
    match above {
        None => on == target,
        Some(InheritedFrom::Workspace(id)) => *on == AccessTarget::Resource(ResourceRef::Workspace(id.clone())),
        Some(InheritedFrom::Folder) => false,
    }
}

impl Snapshot {
    /// What the member can do less once all of this is taken away: workspaces, connections, then documents. What they
    /// keep by another way at the same level, and what their account type leaves nothing of, is not in it.
    pub fn lost_by(&self, member: &Member, removals: &[Removal]) -> Vec<Loss> {
        let resources = self.access_of(member).into_iter();
        let resources = resources.filter_map(|access| {
            let target = AccessTarget::Resource(access.resource.clone());
            loss(member, target, access, removals)
        });
        let documents = self.documents_of(member).into_iter().filter_map(|opened| {
            let document = opened.document.to_ref();
            let access = self.access_to(&document, member)?;
            loss(member, AccessTarget::Document(document), access, removals)
        });
        resources.chain(documents).collect()
    }
}

/// What is left of one access, where that is less.
fn loss<R>(member: &Member, target: AccessTarget, access: EffectiveAccess<R>, removals: &[Removal]) -> Option<Loss> {
    let before = usable(&access.permission, &access.effect)?;
    let EffectiveAccess { resource, paths, .. } = access;
    let is_left = |path: &AccessPath| !removals.iter().any(|removal| removal.closes(&target, path, member));
    let left = paths.into_iter().filter(is_left).collect();
    let after = effective(member, resource, left).and_then(|left| usable(&left.permission, &left.effect));
    (after != Some(before)).then_some(Loss { target, after })
}

/// What can really be done with a level.
fn usable(level: &Permission, effect: &Effect) -> Option<Permission> {
    match effect {
        Effect::Full => Some(level.clone()),
        Effect::Lowered(left) => Some(left.clone()),
        Effect::Nothing => None,
    }
}
