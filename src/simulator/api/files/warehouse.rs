//! Databases, schemas and tables as files: Sigma has them under "Connection Root" (BEHAVIOUR.md section 14).

use super::wire::Wire;
use crate::simulator::call::{Answer, Call, json};
use crate::simulator::failure::Failure;
use crate::simulator::ids::Id;
use crate::simulator::state::Organisation;
use crate::simulator::state::connection::{Connection, WarehousePath};
use crate::simulator::state::grant::{Inode, Permission};
use crate::simulator::state::member::Member;
use crate::simulator::table::Slot;

/// The top of every path.
const ROOT: &str = "Connection Root";

/// What a member may do with a database, schema or table, in the words of files; Admins everything.
pub fn permission(organisation: &Organisation, member: Slot<Member>, inode: Inode) -> Option<Permission> {
    match organisation.permission(member, inode) {
        _ if organisation.is_admin(member) => Some(Permission::Annotate),
        Some(Permission::Usage) => Some(Permission::View),
        held => held.map(|_| Permission::Annotate),
    }
}

/// A database, schema or table as a file; whoever holds tables is a folder.
pub fn wire<'a>(
    organisation: &Organisation,
    (connection, path): (&'a Connection, &'a WarehousePath),
    permission: Permission,
) -> Wire<'a> {
    let parent = connection.above(path);
    let above = path.parts.iter().take(path.parts.len().saturating_sub(1)).map(|part| &**part);
    Wire {
        id: path.id,
        url_id: path.id.url(),
        name: path.name(),
        kind: if connection.is_table(path) { "table" } else { "folder" },
        parent_id: parent,
        parent_url_id: parent.url(),
        permission,
        path: std::iter::once(ROOT).chain(above).collect::<Vec<_>>().join("/"),
        badge: None,
        is_archived: connection.is_archived,
        description: None,
        owner_id: None,
        audit: organisation.audit(&connection.audit),
    }
}

/// Everything of a connection, or under one of its databases or schemas, that a member may use.
pub fn under(
    organisation: &Organisation,
    member: Slot<Member>,
    parent: Option<Id>,
    only_children: bool,
) -> impl Iterator<Item = (&Connection, &WarehousePath, Permission)> {
    let connections = organisation.connections.iter().map(|(_, connection)| connection);
    let all = connections.flat_map(|connection| connection.paths.iter().map(move |path| (connection, path)));
    let meant = all.filter(move |(connection, path)| match parent {
        None => !connection.is_archived,
        Some(parent) if only_children => connection.above(path) == parent,
        Some(parent) => {
            let above = connection.paths.iter().find(|other| other.id == parent);
            parent == connection.id
                || above.is_some_and(|above| above.id != path.id && path.parts.starts_with(&above.parts))
        }
    });
    meant.filter_map(move |(connection, path)| {
        let inode = Inode { id: path.id, kind: connection.kind_of(path) };
        Some((connection, path, permission(organisation, member, inode)?))
    })
}

/// One database, schema or table.
pub fn show(organisation: &Organisation, call: &Call, found: (&Connection, &WarehousePath)) -> Answer {
    let inode = Inode { id: found.1.id, kind: found.0.kind_of(found.1) };
    let permission = permission(organisation, call.caller, inode).ok_or_else(|| Failure::forbidden("Forbidden"))?;
    Ok(json(&wire(organisation, found, permission)))
}
