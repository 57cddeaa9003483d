//! Listing and reading files, for the credentials' owner or for somebody else.

use super::wire::{self, Wire};
use super::{in_path, missing, warehouse};
use crate::simulator::api::members;
use crate::simulator::body::expecting;
use crate::simulator::call::{Answer, Call, json};
use crate::simulator::failure::Failure;
use crate::simulator::ids::Id;
use crate::simulator::page::Window;
use crate::simulator::state::Organisation;
use crate::simulator::state::document::Document;
use crate::simulator::state::grant::{Inode, Kind, Permission};
use crate::simulator::state::member::Member;
use crate::simulator::state::tree::Holder;
use crate::simulator::table::Slot;

const TYPES: [&str; 12] = [
    "workspace",
    "folder",
    "workbook",
    "dataset",
    "data-model",
    "sql",
    "worksheet",
    "dashboard",
    "template",
    "table",
    "symlink",
    "report",
];

/// What a list is about.
struct Filter<'a> {
    viewer: Slot<Member>,
    ceiling: Permission,
    name: Option<String>,
    at_least: Option<Permission>,
    types: Vec<&'a str>,
    parent: Option<Id>,
    only_children: bool,
}

impl<'a> Filter<'a> {
    fn of(organisation: &Organisation, call: &'a Call, viewer: Slot<Member>) -> Result<Self, Failure> {
        let at_least = match call.query.choice("permissionFilter", &["view", "explore", "organize", "edit"])? {
            Some("view") => Some(Permission::View),
            Some("explore") => Some(Permission::Explore),
            Some("organize") => Some(Permission::Organize),
            Some(_) => Some(Permission::Edit),
            None => None,
        };
        // How several types are sent is not documented; repeating the parameter and commas both work.
        let types: Vec<_> = call.query.all("typeFilters").flat_map(|types| types.split(',')).collect();
        if let Some(unknown) = types.iter().find(|kind| !TYPES.contains(kind)) {
            return Err(expecting(&TYPES.join(" | "), "typeFilters", Some(&(*unknown).into())));
        }
        let parent = match call.query.text("parentId") {
            None => None,
            Some(text) => {
                let holds = |id: &Id| {
                    let inode = organisation.holder_inode(*id).or_else(|| organisation.inode(*id));
                    inode.is_some_and(|inode| match inode.kind {
                        Kind::Workspace | Kind::Folder | Kind::Connection | Kind::Scope => true,
                        Kind::Workbook | Kind::Dataset | Kind::DataModel | Kind::Report | Kind::Table => false,
                    })
                };
                let id = Id::parse_either(text).filter(holds);
                Some(id.ok_or_else(|| Failure::not_found("Parent not found"))?)
            }
        };
        Ok(Self {
            viewer,
            ceiling: organisation.ceiling(viewer),
            name: call.query.text("name").map(str::to_lowercase),
            at_least,
            types,
            parent,
            only_children: call.query.flag("directChildFilter")?,
        })
    }

    /// What the viewer may do in effect, if that and the name belong in the list.
    fn admit(&self, kind: Kind, name: &str, held: Option<Permission>) -> Option<Permission> {
        if self.name.as_ref().is_some_and(|wanted| !name.to_lowercase().contains(wanted)) {
            return None;
        }
        if self.at_least == Some(Permission::Organize) && !matches!(kind, Kind::Folder | Kind::Workspace) {
            return None;
        }
        held.map(|held| held.min(self.ceiling)).filter(|permission| Some(*permission) >= self.at_least)
    }

    fn is_wanted(&self, organisation: &Organisation, document: &Document) -> bool {
        let kind = document.kind().inode_type();
        !document.is_archived
            && (self.types.is_empty() || self.types.contains(&kind))
            && match (self.parent, self.only_children) {
                (None, false) => true,
                (None, true) => document.parent == organisation.members[self.viewer].home,
                (Some(parent), true) => document.parent == parent,
                (Some(parent), false) => organisation.holders(document).any(|holder| holder == parent),
            }
    }

    fn documents<'o>(&'o self, organisation: &'o Organisation) -> impl Iterator<Item = Wire<'o>> {
        organisation.documents.table.iter().filter_map(move |(_, document)| {
            if !self.is_wanted(organisation, document) {
                return None;
            }
            let held = organisation.permission_on_document(self.viewer, document);
            let permission = self.admit(document.kind(), &document.name, held)?;
            Some(wire::document(organisation, document, permission))
        })
    }

    /// Databases, schemas and tables: only those of a parent among them, or where tables are asked for.
    fn paths<'o>(&'o self, organisation: &'o Organisation) -> impl Iterator<Item = Wire<'o>> {
        let parent = self.parent.filter(|id| organisation.holder(*id).is_none());
        let is_meant = parent.is_some() || (self.parent.is_none() && self.types.contains(&"table"));
        let rows = is_meant.then(|| warehouse::under(organisation, self.viewer, parent, self.only_children));
        rows.into_iter().flatten().filter_map(move |(connection, path, permission)| {
            let row = warehouse::wire(organisation, (connection, path), permission);
            let is_wanted = (self.types.is_empty() || self.types.contains(&row.kind))
                && self.name.as_ref().is_none_or(|wanted| row.name.to_lowercase().contains(wanted))
                && Some(permission.max(Permission::View)) >= self.at_least;
            (is_wanted && (parent.is_some() || row.kind == "table")).then_some(row)
        })
    }

    fn workspaces<'o>(&'o self, organisation: &'o Organisation) -> impl Iterator<Item = Wire<'o>> {
        // Workspaces are at the top, so none is under anything.
        let rows = self.parent.is_none().then(|| organisation.workspaces.iter());
        rows.into_iter().flatten().filter_map(move |(_, workspace)| {
            let inode = Inode { id: workspace.id, kind: Kind::Workspace };
            let held = organisation.permission(self.viewer, inode);
            let permission = self.admit(inode.kind, &workspace.name, held)?;
            Some(wire::workspace(organisation, workspace, permission))
        })
    }
}

fn list_as(organisation: &Organisation, call: &Call, viewer: Slot<Member>) -> Answer {
    let filter = Filter::of(organisation, call, viewer)?;
    // Workspaces are listed only when nothing else is asked for (BEHAVIOUR.md section 14).
    let window = Window::of(&call.query)?;
    if filter.types == ["workspace"] {
        return Ok(window.cut(filter.workspaces(organisation), |row| row).counted());
    }
    let rows = filter.documents(organisation).chain(filter.paths(organisation));
    Ok(window.cut(rows, |row| row).counted())
}

/// `GET /v2/files`: what the credentials' owner has access to, even if that is an Admin.
pub fn list(organisation: &Organisation, call: &Call) -> Answer {
    list_as(organisation, call, call.caller)
}

/// `GET /v2/members/{memberId}/files`
pub fn list_for_member(organisation: &Organisation, call: &Call) -> Answer {
    list_as(organisation, call, members::find(organisation, call.path("memberId"))?)
}

/// `GET /v2/files/{inodeId}`: Admins get every single one (BEHAVIOUR.md section 5).
pub fn show(organisation: &Organisation, call: &Call) -> Answer {
    let id = in_path(call)?;
    if let Some(found) = organisation.warehouse_path(id) {
        return warehouse::show(organisation, call, found);
    }
    let inode = organisation.inode(id).or_else(|| organisation.holder_inode(id)).ok_or_else(missing)?;
    let own = organisation.effective(call.caller, inode);
    let permission = own.or_else(|| organisation.is_admin(call.caller).then_some(Permission::Edit));
    answer(organisation, id, permission.ok_or_else(|| Failure::forbidden("Forbidden"))?)
}

/// One file, with a permission that was found before.
pub fn answer(organisation: &Organisation, id: Id, permission: Permission) -> Answer {
    if let Some(document) = organisation.documents.find(id) {
        return Ok(json(&wire::document(organisation, document, permission)));
    }
    if let Some(workspace) = organisation.workspaces.find(id).and_then(|slot| organisation.workspaces.get(slot)) {
        return Ok(json(&wire::workspace(organisation, workspace, permission)));
    }
    match organisation.holder(id) {
        Some(Holder::Home(member)) => Ok(json(&wire::home(organisation, &organisation.members[member], permission))),
        _ => Err(missing()),
    }
}
