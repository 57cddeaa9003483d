//! Pages about one thing: what the router matches and what links are made of, side by side.

use super::segment;
use crate::domain::{
    AccountTypeId, ChangeId, ConnectionId, DataModelId, DatasetId, MemberId, PackageId, QueryId, ReportId, RequestId,
    TeamId, UserAttributeId, WorkbookId, WorkspaceId,
};

/// Declares pages: the pattern that a feature gives to the router, and the function that fills the id in. Both come
/// from one text, so that no link leads where no page is.
macro_rules! pages {
    ($($(#[$doc:meta])* $pattern:ident $link:ident($id:ty) $text:literal)*) => {$(
        #[doc = concat!("Pattern of the pages at `", $text, "`.")]
        pub const $pattern: &str = $text;

        $(#[$doc])*
        pub fn $link(id: &$id) -> String {
            $pattern.replacen("{id}", &segment(id.as_ref()), 1)
        }
    )*};
}

pages! {
    /// A member's page.
    MEMBER member(MemberId) "/members/{id}"
    /// The form that edits a member.
    MEMBER_EDIT member_edit(MemberId) "/members/{id}/edit"
    /// The documents that a member can open, and why.
    MEMBER_DOCUMENTS member_documents(MemberId) "/members/{id}/documents"
    /// A member's user attributes.
    MEMBER_ATTRIBUTES member_attributes(MemberId) "/members/{id}/attributes"
    /// What was done to a member lately.
    MEMBER_ACTIVITY member_activity(MemberId) "/members/{id}/activity"
    /// Why a member can reach something, and what taking that away costs.
    MEMBER_WHY member_why(MemberId) "/members/{id}/why"
    /// The form that gives a member what a colleague has.
    MEMBER_COPY member_copy(MemberId) "/members/{id}/copy"
    /// The form that offboards a member.
    MEMBER_OFFBOARD member_offboard(MemberId) "/members/{id}/offboard"
    /// Deactivates a member by Sigma's own `DELETE`.
    MEMBER_DELETE member_delete(MemberId) "/members/{id}/delete"
    /// The form of an action on many members, by the id of its draft.
    MEMBERS_BULK members_bulk(str) "/members/bulk/{id}"
    /// A team's page.
    TEAM team(TeamId) "/teams/{id}"
    /// What a team has access to.
    TEAM_ACCESS team_access(TeamId) "/teams/{id}/access"
    /// What was done to a team lately.
    TEAM_ACTIVITY team_activity(TeamId) "/teams/{id}/activity"
    /// The form that edits a team.
    TEAM_EDIT team_edit(TeamId) "/teams/{id}/edit"
    /// Who is in a team: adding and removing people.
    TEAM_MEMBERS team_members(TeamId) "/teams/{id}/members"
    /// A list of people beside the team.
    TEAM_COMPARE team_compare(TeamId) "/teams/{id}/members/compare"
    /// What deleting a team takes from whom.
    TEAM_DELETE team_delete(TeamId) "/teams/{id}/delete"
    /// A workspace's page.
    WORKSPACE workspace(WorkspaceId) "/workspaces/{id}"
    /// What a workspace contains.
    WORKSPACE_FILES workspace_files(WorkspaceId) "/workspaces/{id}/files"
    /// What was done to a workspace lately.
    WORKSPACE_ACTIVITY workspace_activity(WorkspaceId) "/workspaces/{id}/activity"
    /// The form that renames a workspace.
    WORKSPACE_EDIT workspace_edit(WorkspaceId) "/workspaces/{id}/edit"
    /// What deleting a workspace would do.
    WORKSPACE_DELETE workspace_delete(WorkspaceId) "/workspaces/{id}/delete"
    /// Everybody who can reach a workspace, and why.
    WORKSPACE_PEOPLE workspace_people(WorkspaceId) "/workspaces/{id}/people"
    /// The form that gives many people and teams access to a workspace.
    WORKSPACE_ACCESS workspace_access(WorkspaceId) "/workspaces/{id}/access"
    /// A connection's page.
    CONNECTION connection(ConnectionId) "/connections/{id}"
    /// Whether a connection works, and what a path in it is.
    CONNECTION_CHECK connection_check(ConnectionId) "/connections/{id}/check"
    /// The schemas and tables of a connection, each with who has access to it.
    CONNECTION_PATHS connection_paths(ConnectionId) "/connections/{id}/paths"
    /// What was done to a connection lately.
    CONNECTION_ACTIVITY connection_activity(ConnectionId) "/connections/{id}/activity"
    /// The form that edits a connection.
    CONNECTION_EDIT connection_edit(ConnectionId) "/connections/{id}/edit"
    /// Everybody who can reach a connection, and why.
    CONNECTION_PEOPLE connection_people(ConnectionId) "/connections/{id}/people"
    /// The form that gives many people and teams access to a connection.
    CONNECTION_ACCESS connection_access(ConnectionId) "/connections/{id}/access"
    /// A workbook's page.
    WORKBOOK workbook(WorkbookId) "/workbooks/{id}"
    /// Everybody who can open a workbook, and why.
    WORKBOOK_PEOPLE workbook_people(WorkbookId) "/workbooks/{id}/people"
    /// What a workbook is made of.
    WORKBOOK_CONTENTS workbook_contents(WorkbookId) "/workbooks/{id}/contents"
    /// What was done to a workbook lately.
    WORKBOOK_ACTIVITY workbook_activity(WorkbookId) "/workbooks/{id}/activity"
    /// The form that exports a workbook.
    WORKBOOK_EXPORT workbook_export(WorkbookId) "/workbooks/{id}/export"
    /// The form that renames a workbook, moves it, hands it over or restores it.
    WORKBOOK_EDIT workbook_edit(WorkbookId) "/workbooks/{id}/edit"
    /// The form that gives documents to another owner, by the id of its selection.
    DOCUMENTS_OWNER documents_owner(str) "/documents/owner/{id}"
    /// The page that follows an export of a workbook.
    EXPORT export(QueryId) "/exports/{id}"
    /// Says when an export has moved on, as server-sent events.
    EXPORT_EVENTS export_events(QueryId) "/exports/{id}/events"
    /// An export's file.
    EXPORT_FILE export_file(QueryId) "/exports/{id}/file"
    /// A dataset's page.
    DATASET dataset(DatasetId) "/datasets/{id}"
    /// Everybody who can open a dataset, and why.
    DATASET_PEOPLE dataset_people(DatasetId) "/datasets/{id}/people"
    /// Materializations of a dataset.
    DATASET_RUNS dataset_runs(DatasetId) "/datasets/{id}/runs"
    /// What was done to a dataset lately.
    DATASET_ACTIVITY dataset_activity(DatasetId) "/datasets/{id}/activity"
    /// Says when a dataset's materialization has finished, as server-sent events.
    DATASET_EVENTS dataset_events(DatasetId) "/datasets/{id}/events"
    /// A data model's page.
    DATA_MODEL data_model(DataModelId) "/data-models/{id}"
    /// Everybody who can open a data model, and why.
    DATA_MODEL_PEOPLE data_model_people(DataModelId) "/data-models/{id}/people"
    /// What was done to a data model lately.
    DATA_MODEL_ACTIVITY data_model_activity(DataModelId) "/data-models/{id}/activity"
    /// A report's page.
    REPORT report(ReportId) "/reports/{id}"
    /// Everybody who can open a report, and why.
    REPORT_PEOPLE report_people(ReportId) "/reports/{id}/people"
    /// What was done to a report lately.
    REPORT_ACTIVITY report_activity(ReportId) "/reports/{id}/activity"
    /// A user attribute's page.
    ATTRIBUTE attribute(UserAttributeId) "/attributes/{id}"
    /// An account type's page.
    ACCOUNT_TYPE account_type(AccountTypeId) "/settings/account-types/{id}"
    /// A file of people that is being checked.
    ONBOARD_SHEET onboard_sheet(str) "/onboard/file/{id}"
    /// A request's page.
    REQUEST request(RequestId) "/requests/{id}"
    /// A mail of the demo, by its number.
    MAIL mail(str) "/mail-box/{id}"
    /// An access package's page.
    PACKAGE package(PackageId) "/packages/{id}"
    /// A package as a file.
    PACKAGE_EXPORT package_export(PackageId) "/packages/{id}/export.json"
    /// The form that changes a package.
    PACKAGE_EDIT package_edit(PackageId) "/packages/{id}/edit"
    /// The question whether to delete a package.
    PACKAGE_DELETE package_delete(PackageId) "/packages/{id}/delete"
    /// A change's page.
    CHANGE change(ChangeId) "/changes/{id}"
    /// Progress of a change, as server-sent events.
    CHANGE_EVENTS change_events(ChangeId) "/changes/{id}/events"
    /// An event of the audit log.
    AUDIT_EVENT audit_event(str) "/audit/{id}"
    /// The review of a wish, under the id that its change will have.
    REVIEW review(ChangeId) "/reviews/{id}"
    /// The help about one subject.
    HELP_TOPIC help_topic(str) "/help/{id}"
    /// What was typed into a form and could not be taken.
    KEPT_FORM kept_form(str) "/forms/{id}"
}
