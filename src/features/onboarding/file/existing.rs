//! Rows about people who are members already: what the row gives them beside an account.

use super::{Column, Defaults, Row, cell::Names};
use crate::{
    directory::Snapshot,
    domain::{Adjustment, Grantee, MemberStatus, Permission, ResourceRef, UserAttributeId},
};

/// The teams and access of a row for the active member who has its address, as far as they do not have them; `None` where
/// nobody active has it, a name is not understood, or they have all of it.
pub fn existing(row: &Row, everybodys: &Defaults, names: &Names<'_>, snapshot: &Snapshot) -> Option<Adjustment> {
    let member = snapshot.member_by_email(row.cell(Column::Email))?;
    if member.status() != MemberStatus::Active || member.is_system() {
        return None;
    }
    let teams = names.teams(row.cell(Column::Teams), &everybodys.teams).ok()?;
    let workspaces = names.workspaces(row.cell(Column::Workspaces), &everybodys.workspaces).ok()?;
    let connections = names.connections(row.cell(Column::Connections), &everybodys.connections).ok()?;
    let workspaces =
        workspaces.into_iter().map(|(id, level)| (ResourceRef::Workspace(id), Permission::Workspace(level)));
    let connections =
        connections.into_iter().map(|(id, level)| (ResourceRef::Connection(id), Permission::Connection(level)));
    let attributes = names.attributes(row.cell(Column::Attributes)).ok()?;
    let held = snapshot.attributes_of_member(&member.id);
    let is_new = |(id, value): &(UserAttributeId, String)| {
        !held.iter().any(|(attribute, own)| attribute.id == *id && own.value == *value)
    };
    let attributes = attributes.into_iter().filter(is_new).map(|(id, value)| (id, Some(value)));
    let own = Grantee::Member(member.id.clone());
    // A grant that gives as much already stays as it is: nothing is lowered by a file that adds.
    let is_more = |(resource, level): &(ResourceRef, Permission)| {
        snapshot.grant_of(resource, &own).is_none_or(|grant| grant.permission < *level)
    };
    let access = workspaces.chain(connections).filter(is_more).map(|(resource, level)| (resource, Some(level)));
    let join = teams.into_iter().map(|choice| choice.team_id).filter(|team| !snapshot.is_in_team(&member.id, team));
    let adjustment = Adjustment {
        join: join.collect(),
        access: access.collect(),
        attributes: attributes.collect(),
        ..Adjustment::of(member.id.clone())
    };
    let is_any = !adjustment.join.is_empty() || !adjustment.access.is_empty() || !adjustment.attributes.is_empty();
    is_any.then_some(adjustment)
}
