//! Roles that were given inside the portal, as every picture of the organisation has them.

use super::{Directory, Snapshot};
use crate::{
    domain::{
        Actor, Alteration, AssignedRole, AuditDetails, AuditEvent, Managed, Member, MemberId, MemberStatus, Outcome,
        Role, RoleAssignment, Subject, text::isolated,
    },
    store,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// The roles that count, by member.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct GivenRoles(BTreeMap<MemberId, BTreeSet<AssignedRole>>);

impl GivenRoles {
    /// Of these assignments those that are as the portal wrote them.
    pub fn new(all: &[RoleAssignment]) -> Self {
        let mut by_member = BTreeMap::<MemberId, BTreeSet<AssignedRole>>::new();
        for one in all.iter().filter(|one| one.counts) {
            by_member.entry(one.member.clone()).or_default().insert(one.role.clone());
        }
        Self(by_member)
    }

    fn has(&self, member: &MemberId, role: &AssignedRole) -> bool {
        self.0.get(member).is_some_and(|roles| roles.contains(role))
    }

    fn holders<'s>(&'s self, role: &'s AssignedRole) -> impl Iterator<Item = &'s MemberId> {
        self.0.iter().filter(|(_, roles)| roles.contains(role)).map(|(member, _)| member)
    }
}

impl Snapshot {
    /// Whether the member was made a manager of this in the portal.
    pub fn was_given(&self, member: &MemberId, managed: &Managed) -> bool {
        self.given_roles.has(member, &AssignedRole::Manager(managed.clone()))
    }

    /// What the member was made a manager of in the portal, as far as it is still there.
    pub fn given_to_manage<'s>(&'s self, member: &MemberId) -> impl Iterator<Item = &'s Managed> {
        let managed = move |role: &'s AssignedRole| match role {
            AssignedRole::Manager(managed) => Some(managed).filter(|one| self.is_there(one)),
            AssignedRole::Admin | AssignedRole::Auditor => None,
        };
        self.given_roles.0.get(member).into_iter().flatten().filter_map(managed)
    }

    /// Who was made a manager of this in the portal and is active.
    pub fn given_managers(&self, managed: Managed) -> impl Iterator<Item = MemberId> {
        let role = AssignedRole::Manager(managed);
        let holders: Vec<MemberId> = self.given_roles.holders(&role).cloned().collect();
        holders.into_iter().filter(move |id| self.member(id).is_some_and(is_active))
    }

    /// Who was made an admin in the portal.
    pub(super) fn given_admins(&self) -> impl Iterator<Item = &Member> {
        self.given_roles.holders(&AssignedRole::Admin).filter_map(|id| self.member(id))
    }

    /// The role that was given to the member, the one that may most; without regard to Sigma and the configuration.
    pub(super) fn given_role(&self, member: &MemberId) -> Option<Role> {
        let is = |role: &AssignedRole| self.given_roles.has(member, role);
        match () {
            () if is(&AssignedRole::Admin) => Some(Role::Admin),
            () if is(&AssignedRole::Auditor) => Some(Role::Auditor),
            () if self.given_to_manage(member).next().is_some() => Some(Role::TeamManager),
            () => None,
        }
    }

    fn is_there(&self, managed: &Managed) -> bool {
        match managed {
            Managed::Team(id) => self.team(id).is_some_and(|team| !team.is_archived),
            Managed::Workspace(id) => self.workspace(id).is_some(),
            Managed::Connection(id) => self.connection(id).is_some_and(|connection| !connection.is_archived),
        }
    }
}

fn is_active(member: &Member) -> bool {
    member.status() == MemberStatus::Active
}

impl Directory {
    /// Takes over the roles that were given since by any process: asked before every step, and every few seconds.
    ///
    /// # Errors
    /// Failures of the database; the roles stay as they were known then.
    pub async fn refresh_roles(&self) -> Result<(), store::Error> {
        let known = GivenRoles::new(&self.0.store.role_assignments().await?);
        if known == **self.0.given_roles.load() {
            return Ok(());
        }
        // One writer at a time, which reads again: another may have seen something newer meanwhile.
        let sections = self.0.writing.lock().await;
        let known = GivenRoles::new(&self.0.store.role_assignments().await?);
        self.0.given_roles.store(Arc::new(known));
        self.publish(&sections).await;
        Ok(())
    }
}

impl Directory {
    /// Takes away what was given to people whose account has been deactivated since: should they come back, they begin
    /// without it. Says how many roles that were.
    ///
    /// # Errors
    /// Failures of the database.
    pub async fn release_roles(&self) -> Result<usize, store::Error> {
        let Some(snapshot) = self.snapshot() else { return Ok(0) };
        let all = self.0.store.role_assignments().await?;
        let mut released = 0;
        for one in &all {
            let Some(left) = snapshot.member(&one.member).filter(|m| m.status() == MemberStatus::Archived) else {
                continue;
            };
            let name = left.full_name();
            let event = AuditEvent {
                id: uuid::Uuid::now_v7().to_string(),
                at: self.0.store.clock().now(),
                actor: Actor::portal(),
                action: "role.removed".to_owned(),
                summary: format!("Took {} from {}: the account is deactivated", one.role, isolated(&name)),
                subjects: vec![Subject::Member(one.member.clone())],
                outcome: Outcome::Succeeded,
                change_id: None,
                sigma_request_id: None,
                details: AuditDetails::of([Alteration::new("role", Some(one.role.to_string()), None)]),
            };
            released += usize::from(self.0.store.remove_role(&one.member, &one.role, &event).await?);
        }
        if released > 0 {
            self.refresh_roles().await?;
        }
        Ok(released)
    }
}
