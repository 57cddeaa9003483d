//! Calls as they go over the wire: method and path.

use crate::domain::{Call, Grantee, GranteeRef, Ref, ResourceRef};
use std::fmt::Display;

/// The method and path of a call.
pub fn wire(call: &Call) -> (&'static str, String) {
    match call {
        Call::InviteMember { person, .. } if !person.send_invite => ("POST", "/v2/members?sendInvite=false".into()),
        Call::InviteMember { .. } => ("POST", "/v2/members".into()),
        Call::UpdateMember { member_id, .. } | Call::ReactivateMember { member_id } => {
            ("PATCH", format!("/v2/members/{member_id}"))
        }
        Call::DeactivateMember { member, .. } => ("PATCH", format!("/v2/members/{}", id(member))),
        Call::DeleteMember { member_id, .. } => ("DELETE", format!("/v2/members/{member_id}")),
        Call::RevokeTokens { member_id } => ("POST", format!("/v2/members/{member_id}/revoke")),
        Call::CreateTeam { .. } => ("POST", "/v2/teams".into()),
        Call::UpdateTeam { team_id, .. } => ("PATCH", format!("/v2/teams/{team_id}")),
        Call::DeleteTeam { team } => ("DELETE", format!("/v2/teams/{}", id(team))),
        Call::UpdateTeamMembers { team_id, .. } => ("PATCH", format!("/v2/teams/{team_id}/members")),
        Call::CreateWorkspace { .. } => ("POST", "/v2/workspaces".into()),
        Call::RenameWorkspace { workspace_id, .. } => ("PATCH", format!("/v2/workspaces/{workspace_id}")),
        Call::DeleteWorkspace { workspace } => ("DELETE", format!("/v2/workspaces/{}", id(workspace))),
        Call::UpdateConnection { connection_id, .. } => ("PATCH", format!("/v2/connections/{connection_id}")),
        Call::Grant { resource, .. } => ("POST", grants(resource)),
        Call::LowerGrant { resource, .. } => ("DELETE, POST", grants(resource)),
        Call::Revoke { resource, grantee, .. } => ("DELETE", format!("{}/{}", grants(resource), grant_of(grantee))),
        Call::Share { .. } => ("POST", "/v2/grants".into()),
        Call::Unshare { grantee, .. } => {
            ("DELETE", format!("/v2/grants/{}", grant_of(&GranteeRef::from(grantee.clone()))))
        }
        Call::UpdateFile { document, .. } => ("PATCH", format!("/v2/files/{}", document.inode_id())),
        Call::SetAttribute { attribute_id, values, .. } => match values.as_slice() {
            [(Grantee::Team(team), _)] => ("POST", format!("/v2/teams/{team}/assignedUserAttributes")),
            [(Grantee::Team(_), _), ..] => ("POST", format!("/v2/user-attributes/{attribute_id}/teams")),
            _ => ("POST", format!("/v2/user-attributes/{attribute_id}/users")),
        },
        Call::UnsetAttribute { attribute_id, holders, .. } => match holders.as_slice() {
            [Grantee::Team(team), ..] => ("DELETE", format!("/v2/user-attributes/{attribute_id}/teams/{team}")),
            [Grantee::Member(one)] => ("DELETE", format!("/v2/user-attributes/{attribute_id}/users/{one}")),
            _ => ("PATCH", format!("/v2/user-attributes/{attribute_id}/users")),
        },
        Call::Materialize { dataset_id } => ("POST", format!("/v2/datasets/{dataset_id}/materialization")),
    }
}

fn grants(resource: &ResourceRef) -> String {
    match resource {
        ResourceRef::Workspace(id) => format!("/v2/workspaces/{id}/grants"),
        ResourceRef::Connection(id) => format!("/v2/connections/{id}/grants"),
    }
}

/// The id, or where it will come from.
fn id<Id: Display>(reference: &Ref<Id>) -> String {
    match reference {
        Ref::Known(id) => id.to_string(),
        Ref::CreatedBy(step) => format!("{{of step {}}}", step + 1),
    }
}

/// A grant's id is looked up when the step runs.
fn grant_of(grantee: &GranteeRef) -> String {
    let holder = match grantee {
        GranteeRef::Member(member) => id(member),
        GranteeRef::Team(team) => id(team),
    };
    format!("{{grant of {holder}}}")
}
