//! Grants: one permission that one member or team holds on one object (BEHAVIOUR.md section 10).

use std::collections::HashMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Audit;
use super::member::Member;
use super::team::Team;
use crate::simulator::clock::Stamp;
use crate::simulator::id_map::IdMap;
use crate::simulator::ids::{Id, Mint};
use crate::simulator::table::{Row, Slot, Table};

/// What grants can be given on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    Workspace,
    Folder,
    Workbook,
    Dataset,
    DataModel,
    Report,
    Connection,
    Scope,
    Table,
}

impl Kind {
    /// The word in `inodeType`. The list has none for a workspace or a connection: a workspace is expected as `folder`
    /// (BEHAVIOUR.md section 10), a connection is the scope that holds every path.
    pub fn inode_type(self) -> &'static str {
        match self {
            Self::Workspace | Self::Folder => "folder",
            Self::Workbook => "workbook",
            Self::Dataset => "dataset",
            Self::DataModel => "data-model",
            Self::Report => "report",
            Self::Connection | Self::Scope => "scope",
            Self::Table => "table",
        }
    }

    /// The permissions that can be given on it.
    pub fn permissions(self) -> &'static [Permission] {
        match self {
            Self::Workspace | Self::Folder => {
                &[Permission::View, Permission::Explore, Permission::Organize, Permission::Edit]
            }
            Self::Workbook | Self::Dataset | Self::DataModel | Self::Report => {
                &[Permission::View, Permission::Explore, Permission::Edit]
            }
            Self::Connection | Self::Scope | Self::Table => &[Permission::Usage, Permission::Annotate],
        }
    }
}

/// An object that grants are given on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inode {
    pub id: Id,
    pub kind: Kind,
}

/// A permission; those of one kind of object are ordered from the least to the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Permission {
    Usage,
    Annotate,
    View,
    Apply,
    Explore,
    Create,
    Update,
    Writeback,
    Organize,
    Edit,
    Admin,
}

/// The permissions as requests spell them.
pub const PERMISSIONS: [(&str, Permission); 11] = [
    ("admin", Permission::Admin),
    ("annotate", Permission::Annotate),
    ("update", Permission::Update),
    ("usage", Permission::Usage),
    ("writeback", Permission::Writeback),
    ("create", Permission::Create),
    ("organize", Permission::Organize),
    ("explore", Permission::Explore),
    ("view", Permission::View),
    ("edit", Permission::Edit),
    ("apply", Permission::Apply),
];

/// Who holds a grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Grantee {
    Member(Slot<Member>),
    Team(Slot<Team>),
}

/// One permission held by one member or team on one object.
#[derive(Clone, Serialize, Deserialize)]
pub struct Grant {
    pub id: Id,
    pub inode: Inode,
    pub grantee: Grantee,
    pub permission: Permission,
    pub audit: Audit,
}

impl Row for Grant {
    type Id = Id;

    fn id(&self) -> Id {
        self.id
    }
}

/// Whether giving a grant again may lower it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Again {
    /// The last one counts: workspace and connection grants (BEHAVIOUR.md section 17).
    Replaces,
    /// The higher one counts: `/v2/grants` (BEHAVIOUR.md section 10).
    OnlyRaises,
}

/// All grants, found by object and by holder.
#[derive(Default)]
pub struct Grants {
    table: Table<Grant>,
    by_inode: IdMap<Id, Vec<Slot<Grant>>>,
    by_grantee: HashMap<Grantee, Vec<Slot<Grant>>>,
}

impl Grants {
    fn index(&mut self, slot: Slot<Grant>, inode: Id, grantee: Grantee) {
        self.by_inode.entry(inode).or_default().push(slot);
        self.by_grantee.entry(grantee).or_default().push(slot);
    }

    /// Adds a grant that is known to be the only one of its holder on its object.
    pub fn insert(&mut self, grant: Grant) -> Slot<Grant> {
        let (inode, grantee) = (grant.inode.id, grant.grantee);
        let slot = self.table.insert(grant);
        self.index(slot, inode, grantee);
        slot
    }

    /// Gives a permission: makes the grant, or changes the one that is there.
    pub fn give(
        &mut self,
        (inode, grantee, permission): (Inode, Grantee, Permission),
        again: Again,
        (by, at): (Slot<Member>, Stamp),
        mint: &mut Mint,
    ) -> Slot<Grant> {
        let held = self.on(inode.id).find(|(_, grant)| grant.grantee == grantee).map(|(slot, _)| slot);
        let Some(slot) = held else {
            return self.insert(Grant { id: mint.id(), inode, grantee, permission, audit: Audit::new(by, at) });
        };
        if let Some(grant) = self.table.get_mut(slot) {
            let is_wanted = again == Again::Replaces || permission > grant.permission;
            if is_wanted && permission != grant.permission {
                grant.permission = permission;
                grant.audit.touch(by, at);
            }
        }
        slot
    }

    /// The grant with this id.
    pub fn find(&self, id: Id) -> Option<Slot<Grant>> {
        self.table.find(id)
    }

    /// The grant at a place.
    pub fn get(&self, slot: Slot<Grant>) -> Option<&Grant> {
        self.table.get(slot)
    }

    /// Grants on an object, oldest first.
    pub fn on(&self, inode: Id) -> impl Iterator<Item = (Slot<Grant>, &Grant)> {
        self.at(self.by_inode.get(&inode))
    }

    /// Grants a member or team holds, oldest first.
    pub fn of(&self, grantee: Grantee) -> impl Iterator<Item = (Slot<Grant>, &Grant)> {
        self.at(self.by_grantee.get(&grantee))
    }

    fn at<'a>(&'a self, slots: Option<&'a Vec<Slot<Grant>>>) -> impl Iterator<Item = (Slot<Grant>, &'a Grant)> {
        slots.into_iter().flatten().filter_map(|slot| Some((*slot, self.table.get(*slot)?)))
    }

    /// Takes a grant away.
    pub fn remove(&mut self, slot: Slot<Grant>) -> Option<Grant> {
        let grant = self.table.remove(slot)?;
        if let Some(slots) = self.by_inode.get_mut(&grant.inode.id) {
            slots.retain(|other| *other != slot);
        }
        if let Some(slots) = self.by_grantee.get_mut(&grant.grantee) {
            slots.retain(|other| *other != slot);
        }
        Some(grant)
    }

    /// Takes away everything a member or team holds.
    pub fn drop_grantee(&mut self, grantee: Grantee) {
        for slot in self.by_grantee.remove(&grantee).unwrap_or_default() {
            self.remove(slot);
        }
    }

    /// Takes away everything given on an object.
    pub fn drop_inode(&mut self, inode: Id) {
        for slot in self.by_inode.remove(&inode).unwrap_or_default() {
            self.remove(slot);
        }
    }
}

impl Serialize for Grants {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.table.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Grants {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let table = Table::<Grant>::deserialize(deserializer)?;
        let held: Vec<_> = table.iter().map(|(slot, grant)| (slot, grant.inode.id, grant.grantee)).collect();
        let mut grants = Self { table, ..Self::default() };
        for (slot, inode, grantee) in held {
            grants.index(slot, inode, grantee);
        }
        Ok(grants)
    }
}
