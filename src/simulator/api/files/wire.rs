//! A document, folder or workspace as answers carry it.

use serde::Serialize;

use crate::simulator::ids::{Id, MemberId, UrlId};
use crate::simulator::state::document::{Badge, Document};
use crate::simulator::state::grant::{Kind, Permission};
use crate::simulator::state::member::Member;
use crate::simulator::state::tree::HOME_NAME;
use crate::simulator::state::workspace::Workspace;
use crate::simulator::state::{AuditWire, Organisation};

/// `File` of the contract.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Wire<'a> {
    id: Id,
    url_id: UrlId,
    name: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    parent_id: Id,
    parent_url_id: UrlId,
    permission: Permission,
    path: String,
    badge: Option<Badge>,
    is_archived: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    owner_id: Option<MemberId>,
    #[serde(flatten)]
    audit: AuditWire,
}

/// A folder, workbook or dataset.
pub fn document<'a>(organisation: &Organisation, document: &'a Document, permission: Permission) -> Wire<'a> {
    Wire {
        id: document.id,
        url_id: document.id.url(),
        name: &document.name,
        kind: match document.kind() {
            Kind::Workbook => "workbook",
            Kind::Dataset => "dataset",
            _ => "folder",
        },
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
