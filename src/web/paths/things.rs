//! URLs of the pages about one thing of the organisation.

use super::{
    ATTRIBUTES, AUDIT, CONNECTIONS, DATASETS, EXPORTS, FILE, MEMBERS, MEMBERS_BULK, SETTINGS, TEAMS, WORKBOOKS,
    WORKSPACES, segment,
};
use crate::domain::{
    AccountTypeId, ConnectionId, DatasetId, DocumentRef, InodeId, MemberId, QueryId, ResourceRef, TeamId,
    UserAttributeId, WorkbookId, WorkspaceId,
};

/// A member's page.
pub fn member(id: &MemberId) -> String {
    format!("{MEMBERS}/{}", segment(id.as_str()))
}

/// The members of a team, by its id or by what is known of its name.
pub fn members_of(team: &TeamId) -> String {
    format!("{MEMBERS}?team={}", segment(team.as_str()))
}

/// What somebody did in the last week, in the audit log.
pub fn audit_by(id: &MemberId) -> String {
    format!("{AUDIT}?when=7d&actor={}", segment(id.as_str()))
}

/// What was done to something, in the audit log; `subject` as `Subject::key` prints it.
pub fn audit_about(subject: &str) -> String {
    format!("{AUDIT}?subject={}", segment(subject))
}

/// A list searched for words.
pub fn search(list: &str, q: &str) -> String {
    format!("{list}?q={}", segment(q))
}

/// The form that edits a member.
pub fn member_edit(id: &MemberId) -> String {
    format!("{}/edit", member(id))
}

/// The documents that a member can open, and why.
pub fn member_documents(id: &MemberId) -> String {
    format!("{}/documents", member(id))
}

/// The form that offboards a member.
pub fn member_offboard(id: &MemberId) -> String {
    format!("{}/offboard", member(id))
}

/// Deactivates a member by Sigma's own `DELETE`.
pub fn member_delete(id: &MemberId) -> String {
    format!("{}/delete", member(id))
}

/// The form of an action on many members.
pub fn members_bulk(draft: &str) -> String {
    format!("{MEMBERS_BULK}/{}", segment(draft))
}

/// A team's page.
pub fn team(id: &TeamId) -> String {
    format!("{TEAMS}/{}", segment(id.as_str()))
}

/// The form that edits a team.
pub fn team_edit(id: &TeamId) -> String {
    format!("{}/edit", team(id))
}

/// Who is in a team: adding and removing people.
pub fn team_members(id: &TeamId) -> String {
    format!("{}/members", team(id))
}

/// A list of people beside the team; `list` is the id of what is kept of it.
pub fn team_comparison(id: &TeamId, list: &str) -> String {
    format!("{}/compare?list={}", team_members(id), segment(list))
}

/// What deleting a team takes from whom.
pub fn team_delete(id: &TeamId) -> String {
    format!("{}/delete", team(id))
}

/// A workspace's page.
pub fn workspace(id: &WorkspaceId) -> String {
    format!("{WORKSPACES}/{}", segment(id.as_str()))
}

/// What a workspace contains.
pub fn workspace_files(id: &WorkspaceId) -> String {
    format!("{}/files", workspace(id))
}

/// What a folder of a workspace contains.
pub fn workspace_folder(id: &WorkspaceId, folder: &InodeId) -> String {
    format!("{}?folder={}", workspace_files(id), segment(folder.as_str()))
}

/// The form that renames a workspace.
pub fn workspace_edit(id: &WorkspaceId) -> String {
    format!("{}/edit", workspace(id))
}

/// What deleting a workspace would do.
pub fn workspace_delete(id: &WorkspaceId) -> String {
    format!("{}/delete", workspace(id))
}

/// A connection's page.
pub fn connection(id: &ConnectionId) -> String {
    format!("{CONNECTIONS}/{}", segment(id.as_str()))
}

/// A connection's page, with a fresh test of it.
pub fn connection_test(id: &ConnectionId) -> String {
    format!("{}?test=1", connection(id))
}

/// The form that edits a connection.
pub fn connection_edit(id: &ConnectionId) -> String {
    format!("{}/edit", connection(id))
}

/// The page of a workspace or connection.
pub fn resource(resource: &ResourceRef) -> String {
    match resource {
        ResourceRef::Workspace(id) => workspace(id),
        ResourceRef::Connection(id) => connection(id),
    }
}

/// Everybody who can reach a workspace or connection, and why.
pub fn resource_people(of: &ResourceRef) -> String {
    format!("{}/people", resource(of))
}

/// The form that gives many people and teams access to a workspace or connection.
pub fn resource_give(of: &ResourceRef) -> String {
    format!("{}/access", resource(of))
}

/// A workbook's page.
pub fn workbook(id: &WorkbookId) -> String {
    format!("{WORKBOOKS}/{}", segment(id.as_str()))
}

/// The page of a workbook or dataset.
pub fn document(of: &DocumentRef) -> String {
    match of {
        DocumentRef::Workbook(id) => workbook(id),
        DocumentRef::Dataset(id) => dataset(id),
    }
}

/// Everybody who can open a workbook or dataset, and why.
pub fn document_people(of: &DocumentRef) -> String {
    format!("{}/people", document(of))
}

/// What a workbook is made of.
pub fn workbook_contents(id: &WorkbookId) -> String {
    format!("{}/contents", workbook(id))
}

/// The form that exports a workbook.
pub fn workbook_export(id: &WorkbookId) -> String {
    format!("{}/export", workbook(id))
}

/// The form that renames a workbook, moves it, hands it over or restores it.
pub fn workbook_edit(id: &WorkbookId) -> String {
    format!("{}/edit", workbook(id))
}

/// The page that follows an export.
pub fn export(id: &QueryId) -> String {
    format!("{EXPORTS}/{}", segment(id.as_str()))
}

/// Says when an export has moved on, as server-sent events.
pub fn export_events(id: &QueryId) -> String {
    format!("{}/events", export(id))
}

/// An export's file.
pub fn export_file(id: &QueryId) -> String {
    format!("{}{FILE}", export(id))
}

/// A dataset's page.
pub fn dataset(id: &DatasetId) -> String {
    format!("{DATASETS}/{}", segment(id.as_str()))
}

/// Says when a dataset's materialization has finished, as server-sent events.
pub fn dataset_events(id: &DatasetId) -> String {
    format!("{}/events", dataset(id))
}

/// A user attribute's page.
pub fn attribute(id: &UserAttributeId) -> String {
    format!("{ATTRIBUTES}/{}", segment(id.as_str()))
}

/// An account type's page.
pub fn account_type(id: &AccountTypeId) -> String {
    format!("{SETTINGS}/account-types/{}", segment(id.as_str()))
}
