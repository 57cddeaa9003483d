//! Calls as they go over the wire: method and path.

use crate::domain::{
    AccessCall, AttributeCall, Call, ConnectionCall, ConnectionPath, DocumentCall, Grantee, GranteeRef, MemberCall,
    OrganizationCall, PathCall, Ref, ResourceRef, TeamCall, WorkspaceCall,
};
use std::fmt::Display;

/// The method and path of a call.
pub fn wire(call: &Call) -> (&'static str, String) {
    match call {
        Call::Member(MemberCall::Invite { person, .. }) if !person.send_invite => {
            ("POST", "/v2/members?sendInvite=false".into())
        }
        Call::Member(MemberCall::Invite { .. }) => ("POST", "/v2/members".into()),
        Call::Member(MemberCall::Update { member_id, .. } | MemberCall::Reactivate { member_id }) => {
            ("PATCH", format!("/v2/members/{member_id}"))
        }
        Call::Member(MemberCall::Deactivate { member, .. }) => ("PATCH", format!("/v2/members/{}", id(member))),
        Call::Member(MemberCall::Delete { member_id, .. }) => ("DELETE", format!("/v2/members/{member_id}")),
        Call::Member(MemberCall::RevokeTokens { member_id }) => ("POST", format!("/v2/members/{member_id}/revoke")),
        Call::Team(TeamCall::Create { .. }) => ("POST", "/v2/teams".into()),
        Call::Team(TeamCall::Update { team_id, .. }) => ("PATCH", format!("/v2/teams/{team_id}")),
        Call::Team(TeamCall::Delete { team }) => ("DELETE", format!("/v2/teams/{}", id(team))),
        Call::Team(TeamCall::UpdateMembers { team_id, .. }) => ("PATCH", format!("/v2/teams/{team_id}/members")),
        Call::Workspace(WorkspaceCall::Create { .. }) => ("POST", "/v2/workspaces".into()),
        Call::Workspace(WorkspaceCall::Rename { workspace_id, .. }) => {
            ("PATCH", format!("/v2/workspaces/{workspace_id}"))
        }
        Call::Workspace(WorkspaceCall::Delete { workspace }) => ("DELETE", format!("/v2/workspaces/{}", id(workspace))),
        Call::Connection(ConnectionCall::Update { connection_id, .. }) => {
            ("PATCH", format!("/v2/connections/{connection_id}"))
        }
        Call::Access(AccessCall::Grant { resource, .. }) => ("POST", grants(resource)),
        Call::Access(AccessCall::GrantOnNew { workspace, .. }) => {
            ("POST", format!("/v2/workspaces/{}/grants", id(workspace)))
        }
        Call::Access(AccessCall::Lower { resource, .. }) => ("DELETE, POST", grants(resource)),
        Call::Access(AccessCall::Revoke { resource, grantee, .. }) => {
            ("DELETE", format!("{}/{}", grants(resource), grant_of(grantee)))
        }
        Call::Document(DocumentCall::Share { .. }) => ("POST", "/v2/grants".into()),
        Call::Document(DocumentCall::Unshare { grantee, .. }) => {
            ("DELETE", format!("/v2/grants/{}", grant_of(&GranteeRef::from(grantee.clone()))))
        }
        Call::Document(DocumentCall::Update { document, .. }) => {
            ("PATCH", format!("/v2/files/{}", document.inode_id()))
        }
        Call::Attribute(AttributeCall::Create { .. }) => ("POST", "/v2/user-attributes".into()),
        Call::Organization(OrganizationCall::SetSwitch { switch, .. }) => {
            ("PATCH", format!("/v2/organizations/settings/{}", switch.slug()))
        }
        Call::Organization(OrganizationCall::CreateCredentials { .. }) => ("POST", "/v2/credentials".into()),
        Call::Organization(OrganizationCall::UseCredentials) => ("GET", "/v2/whoami".into()),
        Call::Organization(OrganizationCall::DeleteReplacedCredentials) => {
            ("DELETE", "/v2/credentials/{used before}".into())
        }
        Call::Organization(OrganizationCall::DeleteLeftCredentials { client_id }) => {
            ("DELETE", format!("/v2/credentials/{client_id}"))
        }
        Call::Attribute(AttributeCall::Set { attribute_id, values, .. }) => match values.as_slice() {
            [(Grantee::Team(team), _)] => ("POST", format!("/v2/teams/{team}/assignedUserAttributes")),
            [(Grantee::Team(_), _), ..] => ("POST", format!("/v2/user-attributes/{attribute_id}/teams")),
            _ => ("POST", format!("/v2/user-attributes/{attribute_id}/users")),
        },
        Call::Attribute(AttributeCall::SetForNew { attribute_id, .. }) => {
            ("POST", format!("/v2/user-attributes/{attribute_id}/users"))
        }
        Call::Attribute(AttributeCall::Unset { attribute_id, holders, .. }) => match holders.as_slice() {
            [Grantee::Team(team), ..] => ("DELETE", format!("/v2/user-attributes/{attribute_id}/teams/{team}")),
            [Grantee::Member(one)] => ("DELETE", format!("/v2/user-attributes/{attribute_id}/users/{one}")),
            _ => ("PATCH", format!("/v2/user-attributes/{attribute_id}/users")),
        },
        Call::Path(PathCall::Grant { path, permission, held, .. }) => {
            let method = if held.is_some_and(|held| held > *permission) { "DELETE, POST" } else { "POST" };
            (method, grants_on_path(path))
        }
        Call::Path(PathCall::Revoke { path, grantee, .. }) => {
            ("DELETE", format!("{}/{}", grants_on_path(path), grant_of(&GranteeRef::from(grantee.clone()))))
        }
        Call::Document(DocumentCall::Materialize { dataset_id }) => {
            ("POST", format!("/v2/datasets/{dataset_id}/materialization"))
        }
    }
}

fn grants(resource: &ResourceRef) -> String {
    match resource {
        ResourceRef::Workspace(id) => format!("/v2/workspaces/{id}/grants"),
        ResourceRef::Connection(id) => format!("/v2/connections/{id}/grants"),
    }
}

fn grants_on_path(path: &ConnectionPath) -> String {
    format!("/v2/connections/paths/{}/grants", path.inode_id)
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
