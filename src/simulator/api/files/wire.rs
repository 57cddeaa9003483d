//! A document, folder or workspace as answers carry it.

use serde::Serialize;

use crate::simulator::ids::{Id, MemberId, UrlId};
use crate::simulator::state::document::{Badge, Document};
use crate::simulator::state::grant::Permission;
use crate::simulator::state::member::Member;
use crate::simulator::state::tree::HOME_NAME;
use crate::simulator::state::workspace::Workspace;
use crate::simulator::state::{AuditWire, Organisation};

/// `File` of the contract.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Wire<'a> {
    pub id: Id,
    pub url_id: UrlId,
    pub name: &'a str,
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub parent_id: Id,
    pub parent_url_id: UrlId,
    pub permission: Permission,
    pub path: String,
    pub badge: Option<Badge>,
    pub is_archived: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<&'a str>,
    pub owner_id: Option<MemberId>,
    #[serde(flatten)]
    pub audit: AuditWire,
}

/// A folder or document.
pub fn document<'a>(organisation: &Organisation, document: &'a Document, permission: Permission) -> Wire<'a> {
    Wire {
        id: document.id,
        url_id: document.id.url(),
        name: &document.name,
        kind: document.kind().inode_type(),
        parent_id: document.parent,
        parent_url_id: document.parent.url(),
        permission,
        path: organisation.path(document),
        badge: document.badge,
        is_archived: document.is_archived,
        description: document.description.as_deref(),
        owner_id: Some(organisation.members.id(document.owner)),
        audit: organisation.audit(&document.audit),
    }
}

/// A workspace; what holds it is the organisation.
pub fn workspace<'a>(organisation: &Organisation, workspace: &'a Workspace, permission: Permission) -> Wire<'a> {
    Wire {
        id: workspace.id,
        url_id: workspace.id.url(),
        name: &workspace.name,
        kind: "workspace",
        parent_id: organisation.id,
        parent_url_id: organisation.id.url(),
        permission,
        path: String::new(),
        badge: None,
        is_archived: false,
        description: None,
        owner_id: None,
        audit: organisation.audit(&workspace.audit),
    }
}

/// Somebody's My Documents.
pub fn home<'a>(organisation: &Organisation, member: &'a Member, permission: Permission) -> Wire<'a> {
    Wire {
        id: member.home,
        url_id: member.home.url(),
        name: HOME_NAME,
        kind: "folder",
        parent_id: organisation.id,
        parent_url_id: organisation.id.url(),
        permission,
        path: String::new(),
        badge: None,
        is_archived: false,
        description: None,
        owner_id: Some(member.id),
        audit: organisation.audit(&member.audit),
    }
}
