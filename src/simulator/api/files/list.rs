//! Listing and reading files, for the credentials' owner or for somebody else.

use super::wire::{self, Wire};
use super::{in_path, missing};
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
                let id = Id::parse(text).filter(|id| organisation.holder(*id).is_some());
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
        let kind = match document.kind() {
            Kind::Workbook => "workbook",
            Kind::Dataset => "dataset",
            _ => "folder",
        };
        !document.is_archived
            && (self.types.is_empty() || self.types.contains(&kind))
            && match (self.parent, self.only_children) {
                (None, false) => true,
                (None, true) => document.parent == organisation.members[self.viewer].home,
                (Some(parent), true) => document.parent == parent,
                (Some(parent), false) => organisation.holders(document).any(|holder| holder == parent),
            }
    }

    fn documents<'o>(
        &'o self,
        organisation: &'o Organisation,
        start: usize,
    ) -> impl Iterator<Item = (usize, Wire<'o>)> {
        organisation.documents.table.starting_at(start).filter_map(move |(slot, document)| {
            if !self.is_wanted(organisation, document) {
                return None;
            }
            let held = organisation.permission_on_document(self.viewer, document);
            let permission = self.admit(document.kind(), &document.name, held)?;
            Some((slot.place(), wire::document(organisation, document, permission)))
        })
    }

    fn workspaces<'o>(
        &'o self,
        organisation: &'o Organisation,
        start: usize,
    ) -> impl Iterator<Item = (usize, Wire<'o>)> {
        // Workspaces are at the top, so none is under anything.
        let rows = self.parent.is_none().then(|| organisation.workspaces.starting_at(start));
        rows.into_iter().flatten().filter_map(move |(slot, workspace)| {
            let inode = Inode { id: workspace.id, kind: Kind::Workspace };
            let held = organisation.permission(self.viewer, inode);
            let permission = self.admit(inode.kind, &workspace.name, held)?;
            Some((slot.place(), wire::workspace(organisation, workspace, permission)))
        })
    }
}

fn list_as(organisation: &Organisation, call: &Call, viewer: Slot<Member>) -> Answer {
    let filter = Filter::of(organisation, call, viewer)?;
    // Workspaces are listed only when nothing else is asked for (BEHAVIOUR.md section 14).
    if filter.types == ["workspace"] {
        let window = Window::of(&call.query, "file-workspaces")?;
        return Ok(window.cut(filter.workspaces(organisation, window.start), |row| row).plain());
    }
    let window = Window::of(&call.query, "files")?;
    Ok(window.cut(filter.documents(organisation, window.start), |row| row).plain())
}

/// `GET /v2/files`: what the credentials' owner has access to, even if that is an Admin.
pub fn list(organisation: &Organisation, call: &Call) -> Answer {
    list_as(organisation, call, call.caller)
}

/// `GET /v2/members/{memberId}/files`
pub fn list_for_member(organisation: &Organisation, call: &Call) -> Answer {
    list_as(organisation, call, members::find(organisation, call.path("memberId"))?)
}

/// `GET /v2/files/{inodeId}`
pub fn show(organisation: &Organisation, call: &Call) -> Answer {
    let id = in_path(call)?;
    let inode = organisation.inode(id).or_else(|| organisation.holder_inode(id)).ok_or_else(missing)?;
    let permission = organisation.effective(call.caller, inode);
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
