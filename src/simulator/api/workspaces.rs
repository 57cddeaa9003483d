//! `/v2/workspaces` (BEHAVIOUR.md section 9). Admins see all of them, others those they have access to: the two
//! documents disagree, and this satisfies both.

use serde::Serialize;

use super::grant_batch as batch;
use crate::simulator::body::Fields;
use crate::simulator::call::{Answer, Call, empty, json};
use crate::simulator::failure::Failure;
use crate::simulator::ids::{Id, UrlId};
use crate::simulator::page::Window;
use crate::simulator::state::grant::{Again, Grantee, Inode, Kind, Permission};
use crate::simulator::state::workspace::Workspace;
use crate::simulator::state::{Audit, AuditWire, Organisation};
use crate::simulator::table::Slot;

/// What a home folder is called when it answers as a workspace.
const HOME_AS_WORKSPACE: &str = "User Folder";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire<'a> {
    workspace_id: Id,
    workspace_url_id: UrlId,
    name: &'a str,
    #[serde(flatten)]
    audit: AuditWire,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Existing {
    workspace_ids: Vec<Id>,
    workspace_url_ids: Vec<UrlId>,
}

fn wire<'a>(organisation: &Organisation, workspace: &'a Workspace) -> Wire<'a> {
    Wire {
        workspace_id: workspace.id,
        workspace_url_id: workspace.id.url(),
        name: &workspace.name,
        audit: organisation.audit(&workspace.audit),
    }
}

fn inode(id: Id) -> Inode {
    Inode { id, kind: Kind::Workspace }
}

fn missing() -> Failure {
    Failure::not_found("Workspace not found")
}

fn sees(organisation: &Organisation, call: &Call, id: Id) -> bool {
    organisation.is_admin(call.caller) || organisation.permission(call.caller, inode(id)).is_some()
}

/// The workspace in the path, which the caller must be able to see.
fn in_path(organisation: &Organisation, call: &Call) -> Result<(Slot<Workspace>, Id), Failure> {
    let id = call.path_id("workspaceId").ok_or_else(missing)?;
    let slot = organisation.workspaces.find(id).ok_or_else(missing)?;
    if sees(organisation, call, id) { Ok((slot, id)) } else { Err(Failure::forbidden("Forbidden")) }
}

/// The same, for changes.
fn managed(organisation: &Organisation, call: &Call) -> Result<(Slot<Workspace>, Id), Failure> {
    let (slot, id) = in_path(organisation, call)?;
    if organisation.may_manage(call.caller, inode(id)) { Ok((slot, id)) } else { Err(Failure::forbidden("Forbidden")) }
}

fn rows<'o>(organisation: &'o Organisation, call: &'o Call) -> impl Iterator<Item = &'o Workspace> {
    let exact = call.query.text("exactName").map(str::to_lowercase);
    let part = if exact.is_some() { None } else { call.query.text("name").map(str::to_lowercase) };
    let admits = move |workspace: &Workspace| {
        let name = workspace.name.to_lowercase();
        exact.as_ref().is_none_or(|exact| name == *exact) && part.as_ref().is_none_or(|part| name.contains(part))
    };
    let rows = organisation.workspaces.iter().map(|(_, workspace)| workspace);
    rows.filter(move |workspace| admits(workspace) && sees(organisation, call, workspace.id))
}

/// `GET /v2/workspaces`
pub fn list(organisation: &Organisation, call: &Call) -> Answer {
    let window = Window::of(&call.query)?;
    Ok(window.cut(rows(organisation, call), |workspace| wire(organisation, workspace)).plain())
}

/// `GET /v2.1/workspaces`
pub fn list_counted(organisation: &Organisation, call: &Call) -> Answer {
    let window = Window::of(&call.query)?;
    Ok(window.cut(rows(organisation, call), |workspace| wire(organisation, workspace)).counted())
}

/// `GET /v2/workspaces/{workspaceId}`. Somebody's home folder answers as a workspace too (BEHAVIOUR.md section 9).
pub fn show(organisation: &Organisation, call: &Call) -> Answer {
    if let Some(owner) = call.path_id("workspaceId").and_then(|id| organisation.members.at_home(id)) {
        let member = &organisation.members[owner];
        if owner != call.caller {
            call.require_admin(organisation)?;
        }
        return Ok(json(&Wire {
            workspace_id: member.home,
            workspace_url_id: member.home.url(),
            name: HOME_AS_WORKSPACE,
            audit: organisation.audit(&member.audit),
        }));
    }
    let (slot, _) = in_path(organisation, call)?;
    let workspace = organisation.workspaces.get(slot).ok_or_else(missing)?;
    Ok(json(&wire(organisation, workspace)))
}

fn named(organisation: &Organisation, name: &str) -> Vec<Id> {
    let name = name.to_lowercase();
    let same = organisation.workspaces.iter().filter(|(_, workspace)| workspace.name.to_lowercase() == name);
    same.map(|(_, workspace)| workspace.id).collect()
}

/// Makes a workspace that its creator may manage.
pub fn add(organisation: &mut Organisation, call: &Call, name: &str) -> Id {
    let id = organisation.mint.id();
    let audit = Audit::new(call.caller, call.now);
    organisation.workspaces.insert(Workspace { id, name: name.into(), audit });
    let grant = (inode(id), Grantee::Member(call.caller), Permission::Edit);
    organisation.grants.give(grant, Again::Replaces, (call.caller, call.now), &mut organisation.mint);
    id
}

/// `POST /v2/workspaces`: with `noDuplicates` a taken name answers 200 with the workspaces that have it.
pub fn create(organisation: &mut Organisation, call: &Call) -> Answer {
    let body = call.body()?;
    let fields = Fields::mixed(&body)?;
    let name = fields.text("name")?;
    if fields.flag_opt("noDuplicates")? == Some(true) {
        let taken = named(organisation, name);
        if !taken.is_empty() {
            let workspace_url_ids = taken.iter().map(|id| id.url()).collect();
            return Ok(json(&Existing { workspace_ids: taken, workspace_url_ids }));
        }
    }
    let id = add(organisation, call, name);
    let slot = organisation.workspaces.find(id).ok_or_else(missing)?;
    let workspace = organisation.workspaces.get(slot).ok_or_else(missing)?;
    Ok(json(&wire(organisation, workspace)))
}

/// `PATCH /v2/workspaces/{workspaceId}`: `name` is required; a taken one with `noDuplicates` is a conflict.
pub fn update(organisation: &mut Organisation, call: &Call) -> Answer {
    let body = call.body()?;
    let fields = Fields::mixed(&body)?;
    let name = fields.text("name")?;
    let refuses_taken = fields.flag_opt("noDuplicates")?.unwrap_or(false);
    let (slot, id) = managed(organisation, call)?;
    if refuses_taken && named(organisation, name).iter().any(|other| *other != id) {
        return Err(Failure::conflict("Duplicate record"));
    }
    let workspace = organisation.workspaces.get_mut(slot).ok_or_else(missing)?;
    workspace.name = name.into();
    workspace.audit.touch(call.caller, call.now);
    let workspace = organisation.workspaces.get(slot).ok_or_else(missing)?;
    Ok(json(&wire(organisation, workspace)))
}

/// `DELETE /v2/workspaces/{workspaceId}`: cannot be undone, and takes what is inside along.
pub fn remove(organisation: &mut Organisation, call: &Call) -> Answer {
    let (_, id) = managed(organisation, call)?;
    drop(organisation, id);
    Ok(empty())
}

/// Deletes a workspace with what is inside.
pub fn drop(organisation: &mut Organisation, id: Id) {
    if let Some(slot) = organisation.workspaces.find(id) {
        organisation.workspaces.remove(slot);
    }
    organisation.grants.drop_inode(id);
    organisation.drop_under(id);
}

/// `GET /v2/workspaces/{workspaceId}/grants`
pub fn grants(organisation: &Organisation, call: &Call) -> Answer {
    let (_, id) = in_path(organisation, call)?;
    batch::list(organisation, call, id)
}

/// `POST /v2/workspaces/{workspaceId}/grants`
pub fn give(organisation: &mut Organisation, call: &Call) -> Answer {
    let body = call.body()?;
    let wanted = batch::read(&body, Kind::Workspace)?;
    let (_, id) = managed(organisation, call)?;
    batch::give(organisation, call, inode(id), wanted)
}

/// `DELETE /v2/workspaces/{workspaceId}/grants/{grantId}`
pub fn take(organisation: &mut Organisation, call: &Call) -> Answer {
    let (_, id) = managed(organisation, call)?;
    batch::take(organisation, call, id)
}
