//! What a member may do with an object: rights add up, the highest of own and team grants wins, and what holds on a
//! parent holds on its children (BEHAVIOUR.md section 10).

use super::Organisation;
use super::document::Document;
use super::grant::{Grant, Grantee, Inode, Kind, Permission};
use super::member::Member;
use crate::simulator::ids::Id;
use crate::simulator::table::Slot;

impl Organisation {
    /// What holds an object, from the nearest up.
    fn parents(&self, inode: Inode) -> Vec<Id> {
        match inode.kind {
            Kind::Workspace | Kind::Connection => Vec::new(),
            Kind::Folder | Kind::Workbook | Kind::Dataset | Kind::DataModel | Kind::Report => {
                self.documents.find(inode.id).map(|document| self.holders(document).collect()).unwrap_or_default()
            }
            Kind::Scope | Kind::Table => self.path_parents(inode.id),
        }
    }

    /// A warehouse path's schema and database, then the connection.
    fn path_parents(&self, id: Id) -> Vec<Id> {
        let Some((connection, path)) = self.warehouse_path(id) else { return Vec::new() };
        let above = connection.paths.iter().rev();
        let above = above.filter(|other| other.id != id && path.parts.starts_with(&other.parts));
        above.map(|other| other.id).chain([connection.id]).collect()
    }

    /// Grants that count for an object: its own, then those of its parents.
    pub fn grants_for(&self, inode: Inode) -> impl Iterator<Item = &Grant> {
        let ids = std::iter::once(inode.id).chain(self.parents(inode));
        ids.flat_map(|id| self.grants.on(id)).map(|(_, grant)| grant)
    }

    /// The most that is given to a member or to one of the member's teams on this very object.
    fn given(&self, member: Slot<Member>, id: Id) -> Option<Permission> {
        let teams = &self.members[member].teams;
        let counts = |grant: &&Grant| match grant.grantee {
            Grantee::Member(holder) => holder == member,
            Grantee::Team(team) => teams.contains(&team),
        };
        self.grants.on(id).map(|(_, grant)| grant).filter(counts).map(|grant| grant.permission).max()
    }

    /// The most a member may do with an object; `None` when nothing.
    pub fn permission(&self, member: Slot<Member>, inode: Inode) -> Option<Permission> {
        if let Some(document) = self.documents.find(inode.id) {
            return self.permission_on_document(member, document);
        }
        if inode.id == self.members[member].home {
            return Some(Permission::Edit);
        }
        let ids = std::iter::once(inode.id).chain(self.parents(inode));
        ids.filter_map(|id| self.given(member, id)).max()
    }

    /// The same for a document. Who owns it, or has it in My Documents, may do everything with it.
    pub fn permission_on_document(&self, member: Slot<Member>, document: &Document) -> Option<Permission> {
        if document.owner == member {
            return Some(Permission::Edit);
        }
        let home = self.members[member].home;
        let mut most = self.given(member, document.id);
        for holder in self.holders(document) {
            if holder == home {
                return Some(Permission::Edit);
            }
            most = most.max(self.given(member, holder));
        }
        most
    }

    /// The most that a member's account type allows, whatever was granted (BEHAVIOUR.md section 11).
    pub fn ceiling(&self, member: Slot<Member>) -> Permission {
        let kind = self.account_types.get(usize::from(self.members[member].account_type));
        let has = |name: &str| kind.is_some_and(|kind| kind.allows(name));
        match (has("create-workbook"), has("explore-worksheet")) {
            (true, _) => Permission::Edit,
            (false, true) => Permission::Explore,
            (false, false) => Permission::View,
        }
    }

    /// What a member may do in effect: what was granted, under the ceiling.
    pub fn effective(&self, member: Slot<Member>, inode: Inode) -> Option<Permission> {
        self.permission(member, inode).map(|permission| permission.min(self.ceiling(member)))
    }

    /// Whether a member may give others access to an object: Admins, and whoever may manage it.
    pub fn may_manage(&self, member: Slot<Member>, inode: Inode) -> bool {
        self.is_admin(member) || self.permission(member, inode) >= Some(Permission::Edit)
    }
}
