//! Where things are: what holds what, paths, and handing documents over when somebody leaves.

use super::document::{Content, Document};
use super::grant::{Inode, Kind};
use super::member::Member;
use super::{Audit, Organisation};
use crate::simulator::clock::Stamp;
use crate::simulator::ids::Id;
use crate::simulator::table::Slot;

/// Name of every member's own folder.
pub const HOME_NAME: &str = "My Documents";
const LEAVERS: &str = "Archived Users";

/// Something that holds documents.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    Workspace,
    Folder,
    /// Somebody's My Documents.
    Home(Slot<Member>),
}

impl Organisation {
    /// What kind of holder an id names, if any.
    pub fn holder(&self, id: Id) -> Option<Holder> {
        if self.workspaces.find(id).is_some() {
            return Some(Holder::Workspace);
        }
        if let Some(document) = self.documents.find(id) {
            return matches!(document.content, Content::Folder).then_some(Holder::Folder);
        }
        self.members.at_home(id).map(Holder::Home)
    }

    /// What holds a document, from the nearest up to the workspace or My Documents.
    pub fn holders(&self, document: &Document) -> impl Iterator<Item = Id> {
        std::iter::successors(Some(document.parent), |id| self.documents.find(*id).map(|holder| holder.parent))
    }

    /// Names of what holds a document, from the top down (BEHAVIOUR.md section 14: without the object itself).
    pub fn path(&self, document: &Document) -> String {
        let name = |id: Id| {
            let workspace = self.workspaces.find(id).and_then(|slot| self.workspaces.get(slot));
            let folder = self.documents.find(id).map(|folder| &*folder.name);
            workspace.map(|workspace| &*workspace.name).or(folder).unwrap_or(HOME_NAME)
        };
        let mut names: Vec<_> = self.holders(document).map(name).collect();
        names.reverse();
        names.join("/")
    }

    /// Deletes everything under a workspace or folder, with the grants on it.
    pub fn drop_under(&mut self, id: Id) {
        for gone in self.documents.remove_under(id) {
            self.grants.drop_inode(gone);
        }
    }

    fn owned_by(&self, member: Slot<Member>) -> Vec<Slot<Document>> {
        let owned = self.documents.table.iter().filter(|(_, document)| document.owner == member);
        owned.map(|(slot, _)| slot).collect()
    }

    /// Archives what a leaver owned.
    pub fn archive_documents(&mut self, leaver: Slot<Member>, by: Slot<Member>, at: Stamp) {
        for slot in self.owned_by(leaver) {
            if let Some(document) = self.documents.table.get_mut(slot) {
                document.is_archived = true;
                document.audit.touch(by, at);
            }
        }
    }

    /// Hands over what a leaver owned. What was in the leaver's My Documents goes to a folder named after the leaver in
    /// "Archived Users" in the heir's own (BEHAVIOUR.md section 7); the rest stays where it is.
    pub fn hand_over(&mut self, leaver: Slot<Member>, heir: Slot<Member>, by: Slot<Member>, at: Stamp) {
        if leaver == heir {
            return;
        }
        let home = self.members[leaver].home;
        let loose: Vec<_> = self.documents.children(home).map(|(slot, _)| slot).collect();
        if !loose.is_empty() {
            let name = format!("{} {}", self.members[leaver].first_name, self.members[leaver].last_name);
            let leavers = self.folder(self.members[heir].home, LEAVERS, heir, by, at);
            let folder = self.folder(leavers, &name, heir, by, at);
            for slot in loose {
                self.documents.relocate(slot, folder);
            }
        }
        for slot in self.owned_by(leaver) {
            if let Some(document) = self.documents.table.get_mut(slot) {
                document.owner = heir;
                document.audit.touch(by, at);
            }
        }
        self.hand_over_schedules(leaver, heir, by, at);
    }

    /// The folder of this name in a holder, made if it is missing.
    fn folder(&mut self, parent: Id, name: &str, owner: Slot<Member>, by: Slot<Member>, at: Stamp) -> Id {
        let present = self.documents.children(parent);
        let mut present = present.filter(|(_, child)| matches!(child.content, Content::Folder) && &*child.name == name);
        if let Some((_, folder)) = present.next() {
            return folder.id;
        }
        drop(present);
        let id = self.mint.id();
        self.documents.insert(Document {
            id,
            name: name.into(),
            description: None,
            parent,
            owner,
            badge: None,
            is_archived: false,
            content: Content::Folder,
            audit: Audit::new(by, at),
        });
        id
    }

    /// The object that grants on a holder are given on.
    pub fn holder_inode(&self, id: Id) -> Option<Inode> {
        let kind = match self.holder(id)? {
            Holder::Workspace => Kind::Workspace,
            Holder::Folder | Holder::Home(_) => Kind::Folder,
        };
        Some(Inode { id, kind })
    }
}
