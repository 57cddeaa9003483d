//! Links to what a page says of something: a list that is narrowed down, a page of whichever kind a thing is.

use super::{
    AUDIT, DOCUMENTS, MEMBERS, connection, connection_access, connection_activity, connection_check, connection_paths,
    connection_people, data_model, data_model_activity, data_model_people, dataset, dataset_activity, dataset_people,
    report, report_activity, report_people, segment, team_compare, workbook, workbook_activity, workbook_people,
    workspace, workspace_access, workspace_activity, workspace_files, workspace_people,
};
use crate::domain::{ConnectionId, DocumentRef, InodeId, MemberId, ResourceRef, TeamId, WorkspaceId};

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

/// A list of people beside the team; `list` is the id of what is kept of it.
pub fn team_comparison(id: &TeamId, list: &str) -> String {
    format!("{}?list={}", team_compare(id), segment(list))
}

/// What a folder of a workspace contains.
pub fn workspace_folder(id: &WorkspaceId, folder: &InodeId) -> String {
    format!("{}?folder={}", workspace_files(id), segment(folder.as_str()))
}

/// The page that checks a connection, with a fresh test of it.
pub fn connection_test(id: &ConnectionId) -> String {
    format!("{}?test=1", connection_check(id))
}

/// Who has access to one database, schema or table of a connection, by the parts of its path.
pub fn connection_path(id: &ConnectionId, parts: &[String]) -> String {
    let named = ["database", "schema", "table"].into_iter().zip(parts);
    let parts: Vec<String> = named.map(|(name, part)| format!("{name}={}", segment(part))).collect();
    format!("{}?{}", connection_paths(id), parts.join("&"))
}

/// The page of a workspace or connection.
pub fn resource(resource: &ResourceRef) -> String {
    match resource {
        ResourceRef::Workspace(id) => workspace(id),
        ResourceRef::Connection(id) => connection(id),
    }
}

/// What was done to a workspace or connection lately.
pub fn resource_activity(of: &ResourceRef) -> String {
    match of {
        ResourceRef::Workspace(id) => workspace_activity(id),
        ResourceRef::Connection(id) => connection_activity(id),
    }
}

/// A team's grant on the page of a workspace or connection, where its level is changed.
pub fn grant_of_team(of: &ResourceRef, team: &TeamId) -> String {
    format!("{}#team:{}", resource(of), segment(team.as_str()))
}

/// Everybody who can reach a workspace or connection, and why.
pub fn resource_people(of: &ResourceRef) -> String {
    match of {
        ResourceRef::Workspace(id) => workspace_people(id),
        ResourceRef::Connection(id) => connection_people(id),
    }
}

/// The form that gives many people and teams access to a workspace or connection.
pub fn resource_give(of: &ResourceRef) -> String {
    match of {
        ResourceRef::Workspace(id) => workspace_access(id),
        ResourceRef::Connection(id) => connection_access(id),
    }
}

/// The page of a document.
pub fn document(of: &DocumentRef) -> String {
    match of {
        DocumentRef::Workbook(id) => workbook(id),
        DocumentRef::Dataset(id) => dataset(id),
        DocumentRef::DataModel(id) => data_model(id),
        DocumentRef::Report(id) => report(id),
    }
}

/// What was done to a document lately.
pub fn document_activity(of: &DocumentRef) -> String {
    match of {
        DocumentRef::Workbook(id) => workbook_activity(id),
        DocumentRef::Dataset(id) => dataset_activity(id),
        DocumentRef::DataModel(id) => data_model_activity(id),
        DocumentRef::Report(id) => report_activity(id),
    }
}

/// The documents of one kind whose names have these words; `kind` as `DocumentRef::slug` has it.
pub fn documents_of_kind(kind: &str, q: &str) -> String {
    format!("{DOCUMENTS}?q={}&kind={kind}", segment(q))
}

/// Everybody who can open a document, and why.
pub fn document_people(of: &DocumentRef) -> String {
    match of {
        DocumentRef::Workbook(id) => workbook_people(id),
        DocumentRef::Dataset(id) => dataset_people(id),
        DocumentRef::DataModel(id) => data_model_people(id),
        DocumentRef::Report(id) => report_people(id),
    }
}
