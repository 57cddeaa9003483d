//! What a member may do with an object: rights add up, the highest of own and team grants wins, and what holds on a
//! parent holds on its children (BEHAVIOUR.md section 10).

use super::Organisation;
use super::grant::{Grant, Grantee, Inode, Kind, Permission};
use super::member::Member;
use crate::simulator::ids::Id;
use crate::simulator::table::Slot;

impl Organisation {
    /// What holds an object, from the nearest up.
    pub fn parents(&self, inode: Inode) -> Vec<Id> {
        match inode.kind {
            Kind::Workspace | Kind::Connection => Vec::new(),
            Kind::Folder | Kind::Workbook | Kind::Dataset => {
                self.documents.find(inode.id).map(|document| self.holders(document).collect()).unwrap_or_default()
            }
            Kind::Scope | Kind::Table => self.path_parents(inode.id),
        }
    }

    /// A warehouse path's schema and database, then the connection.
    fn path_parents(&self, id: Id) -> Vec<Id> {
        let holds = |(_, connection)| -> Option<Vec<Id>> {
            let connection: &super::connection::Connection = connection;
            let path = connection.paths.iter().find(|path| path.id == id)?;
            let above = connection.paths.iter().rev();
            let above = above.filter(|other| other.id != id && path.parts.starts_with(&other.parts));
            Some(above.map(|other| other.id).chain([connection.id]).collect())
        };
        self.connections.iter().find_map(holds).unwrap_or_default()
    }

    /// Grants that count for an object: its own, then those of its parents.
    pub fn grants_for(&self, inode: Inode) -> impl Iterator<Item = &Grant> {
        let ids = std::iter::once(inode.id).chain(self.parents(inode));
        ids.flat_map(|id| self.grants.on(id)).map(|(_, grant)| grant)
    }

    /// The most a member may do with an object; `None` when nothing. Who owns a document, or has it in My Documents, may
    /// do everything with it.
    pub fn permission(&self, member: Slot<Member>, inode: Inode) -> Option<Permission> {
        let home = self.members[member].home;
        let is_own = inode.id == home
            || self
                .documents
                .find(inode.id)
                .is_some_and(|document| document.owner == member || self.holders(document).last() == Some(home));
        if is_own {
            return Some(Permission::Edit);
        }
        let teams = &self.members[member].teams;
        let counts = |grant: &&Grant| match grant.grantee {
            Grantee::Member(holder) => holder == member,
            Grantee::Team(team) => teams.contains(&team),
        };
        self.grants_for(inode).filter(counts).map(|grant| grant.permission).max()
    }

    /// What a member may do in effect: no more than the account type allows (BEHAVIOUR.md section 11).
    pub fn effective(&self, member: Slot<Member>, inode: Inode) -> Option<Permission> {
        let kind = self.account_types.get(usize::from(self.members[member].account_type));
        let has = |name: &str| kind.is_some_and(|kind| kind.allows(name));
        let ceiling = match (has("create-workbook"), has("explore-worksheet")) {
            (true, _) => Permission::Edit,
            (false, true) => Permission::Explore,
            (false, false) => Permission::View,
        };
        self.permission(member, inode).map(|permission| permission.min(ceiling))
    }

    /// Whether a member may give others access to an object: Admins, and whoever may manage it.
    pub fn may_manage(&self, member: Slot<Member>, inode: Inode) -> bool {
        self.is_admin(member) || self.permission(member, inode) >= Some(Permission::Edit)
    }
}
