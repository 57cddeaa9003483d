//! Every operation that pages and the directory's own reading use is reached from there.

use crate::directory::outbound::ask_all;
use crate::support::{Browser, TestApp};
use reqwest::StatusCode;
use sigma_portal::directory::{Collection, Document};
use sigma_portal::domain::{DatasetId, DocumentRef, Member, MemberStatus, Workbook};
use std::{collections::BTreeSet, time::Duration};

/// The operations, as the simulator's journal names them: those of Sigma's first published list, then those that came
/// since.
const OPERATIONS: [&str; 73] = [
    "POST /v2/auth/token",
    "GET /v2/whoami",
    "GET /v2/members",
    "POST /v2/members",
    "GET /v2/members/{memberId}",
    "PATCH /v2/members/{memberId}",
    "DELETE /v2/members/{memberId}",
    "GET /v2/teams",
    "POST /v2/teams",
    "GET /v2/teams/{teamId}",
    "PATCH /v2/teams/{teamId}",
    "DELETE /v2/teams/{teamId}",
    "PATCH /v2/teams/{teamId}/members",
    "GET /v2/workspaces",
    "POST /v2/workspaces",
    "GET /v2/workspaces/{workspaceId}",
    "PATCH /v2/workspaces/{workspaceId}",
    "DELETE /v2/workspaces/{workspaceId}",
    "GET /v2/workspaces/{workspaceId}/grants",
    "POST /v2/workspaces/{workspaceId}/grants",
    "DELETE /v2/workspaces/{workspaceId}/grants/{grantId}",
    "GET /v2/connections",
    "GET /v2/connections/{connectionId}",
    "PATCH /v2/connections/{connectionId}",
    "POST /v2/connection/{connectionId}/lookup",
    "GET /v2/connections/{connectionId}/grants",
    "POST /v2/connections/{connectionId}/grants",
    "DELETE /v2/connections/{connectionId}/grants/{grantId}",
    "GET /v2/workbooks",
    "GET /v2/workbooks/{workbookId}",
    "GET /v2/workbooks/{workbookId}/schema",
    "POST /v2/workbooks/{workbookId}/export",
    "GET /v2/query/{queryId}/download",
    "GET /v2/datasets",
    "GET /v2/datasets/{datasetId}",
    "GET /v2/datasets/{datasetId}/materialization",
    "POST /v2/datasets/{datasetId}/materialization",
    "GET /v2/accountTypes",
    "GET /v2/user-attributes",
    "GET /v2/dataModels",
    "GET /v2/dataModels/{dataModelId}",
    "GET /v2/reports",
    "GET /v2/reports/{reportId}",
    "GET /v2/files",
    "GET /v2/files/{inodeId}",
    "PATCH /v2/files/{inodeId}",
    "GET /v2/grants",
    "POST /v2/grants",
    "DELETE /v2/grants/{grantId}",
    "GET /v2/members/{memberId}/files",
    "GET /v2/members/{memberId}/schedules",
    "GET /v2/workbooks/{workbookId}/embeds",
    "GET /v2/connections/paths",
    "GET /v2/connections/paths/{connectionPathId}/grants",
    "POST /v2/connections/paths/{connectionPathId}/grants",
    "DELETE /v2/connections/paths/{connectionPathId}/grants/{grantId}",
    "POST /v2/members/{memberId}/revoke",
    "GET /v2/teams/{teamId}/members",
    "GET /v2/accountTypes/{accountTypeId}/permissions",
    "GET /v2/connections/{connectionId}/test",
    "POST /v2/user-attributes",
    "GET /v2/user-attributes/{userAttributeId}",
    "GET /v2/user-attributes/{userAttributeId}/users",
    "POST /v2/user-attributes/{userAttributeId}/users",
    "DELETE /v2/user-attributes/{userAttributeId}/users/{userId}",
    "GET /v2/user-attributes/{userAttributeId}/teams",
    "POST /v2/teams/{teamId}/assignedUserAttributes",
    "DELETE /v2/user-attributes/{userAttributeId}/teams/{teamId}",
    "GET /v2/members/{memberId}/files/recents",
    "POST /v2/credentials",
    "DELETE /v2/credentials/{clientId}",
    "GET /v2/organizations/settings/{setting}",
    "PATCH /v2/organizations/settings/{setting}",
];

/// An admin at work: opens pages and posts forms.
struct Walk<'a> {
    app: &'a TestApp,
    admin: Browser<'a>,
}

impl Walk<'_> {
    async fn open(&self, path: &str) {
        let page = self.admin.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.text());
    }

    /// Fills in the form of a page and applies the plan that it leads to.
    async fn submit(&self, page: &str, fields: &[(&str, &str)]) {
        let review = self.admin.submit(page, fields).await;
        let done = self.admin.apply(&review, "").await;
        assert_eq!(done.state(), "Done", "{page}: {}", done.text());
    }

    /// The same, for the form of this function on a page with several.
    async fn fill(&self, page: &str, function: &str, fields: &[(&str, &str)]) {
        let review = self.admin.fill(page, function, fields).await;
        let done = self.admin.apply(&review, "").await;
        assert_eq!(done.state(), "Done", "{page}: {}", done.text());
    }

    fn member(&self, email: &str) -> Member {
        self.app.snapshot().member_by_email(email).unwrap().clone()
    }

    async fn people(&self) {
        let person = [
            ("email", "ines.farrow@lumen.example"),
            ("first_name", "Ines"),
            ("last_name", "Farrow"),
            ("account_type", "Build"),
            ("invite", "on"),
        ];
        let review = self.admin.submit("/onboard", &person).await;
        let done = self.admin.apply(&review, "").await;
        assert_eq!(done.state(), "Done", "{}", done.text());
        let ines = self.member("ines.farrow@lumen.example");
        let edited = [
            ("first_name", "Inés"),
            ("last_name", "Farrow"),
            ("email", ines.email.as_str()),
            ("account_type", "Build"),
        ];
        self.submit(&format!("/members/{}/edit", ines.id), &edited).await;
        self.submit(&format!("/members/{}/delete", ines.id), &[("member_id", ines.id.as_str())]).await;
        assert_eq!(self.member(&ines.email).status(), MemberStatus::Archived);
    }

    async fn teams(&self) {
        let new = [("name", "Walkers"), ("description", ""), ("visibility", "private")];
        self.submit("/teams/new", &new).await;
        let team = self.app.snapshot().teams().iter().find(|t| t.name == "Walkers").unwrap().id.clone();
        let path = |rest: &str| format!("/teams/{team}{rest}");
        self.submit(&path("/edit"), &[("name", "Hikers"), ("description", ""), ("visibility", "public")]).await;
        let joining = [("mode", "add"), ("people[list]", "leo.martins@lumen.example")];
        let compared = self.admin.submit(&path("/members"), &joining).await.location.unwrap();
        self.fill(&compared, "teams/change-members", &[]).await;
        self.open(&path("")).await;
        self.open(&path("/access")).await;
        self.submit(&path("/delete"), &[]).await;
    }

    async fn workspaces(&self) {
        self.submit("/workspaces/new", &[("name", "Trails")]).await;
        let id = self.app.snapshot().workspaces().iter().find(|w| w.name == "Trails").unwrap().id.clone();
        self.submit(&format!("/workspaces/{id}/edit"), &[("name", "Paths")]).await;
        self.give_and_take("workspaces", id.as_str(), "view").await;
        self.submit(&format!("/workspaces/{id}/delete"), &[]).await;
    }

    async fn connections(&self) {
        let id = self.app.snapshot().connections().iter().find(|c| c.name == "Lumen Warehouse").unwrap().id.clone();
        let path = format!("/connections/{id}");
        self.submit(&format!("{path}/edit"), &[("name", "Warehouse of Lumen")]).await;
        self.open(&format!("{path}/check?test=1&look=1&database=lumen")).await;
        self.give_and_take("connections", id.as_str(), "usage").await;
        self.open(&format!("{path}/paths")).await;
        let schema = format!("{path}/paths?database=LUMEN&schema=SUPPLY");
        let leo = [("who", "leo.martins@lumen.example"), ("level", "usage")];
        self.fill(&schema, "connections/grant-on-path", &leo).await;
        self.take(&schema).await;
    }

    /// Takes Leo's access to what a page is about away again.
    async fn take(&self, page: &str) {
        let review = self.admin.press(page, "Revoke access of Leo Martins", &[]).await;
        let done = self.admin.apply(&review, "").await;
        assert_eq!(done.state(), "Done", "{page}: {}", done.text());
    }

    /// Gives Leo access to something and takes it away again.
    async fn give_and_take(&self, kind: &str, id: &str, level: &str) {
        let leo = format!("member:{}", self.member("leo.martins@lumen.example").id);
        let row = [("grants[rows][0][id]", leo.as_str()), ("grants[rows][0][level]", level)];
        self.fill(&format!("/{kind}/{id}/access"), &format!("{kind}/give-access"), &row).await;
        self.take(&format!("/{kind}/{id}")).await;
    }

    async fn documents(&self, workbook: &Workbook) {
        let path = format!("/workbooks/{}", workbook.id);
        self.open(&format!("{path}/contents")).await;
        let owner = self.app.snapshot().member(&workbook.owner_id).unwrap().email.clone();
        let renamed = [("name", "Walked"), ("description", ""), ("owner", owner.as_str()), ("place", "")];
        self.submit(&format!("{path}/edit"), &renamed).await;
        let whole = [("scope", "workbook"), ("workbook_format", "pdf")];
        let export = self.admin.submit(&format!("{path}/export"), &whole).await;
        assert_eq!(export.status, StatusCode::SEE_OTHER, "{}", export.text());
        self.app.simulator.forward(Duration::from_secs(2));
        self.open(&export.location.unwrap()).await;
    }

    /// A data model and a report: shared, and given to another owner.
    async fn other_documents(&self) {
        let snapshot = self.app.snapshot();
        let of_kind = |kind: &'static str| {
            let fits = move |of: &DocumentRef| of.slug() == kind;
            snapshot.documents().map(Document::to_ref).filter(fits).find(|of| snapshot.home(of).is_some())
        };
        let new_owner = &snapshot.member(snapshot.token_owner()).unwrap().email;
        for (kind, folder) in [("data_model", "data-models"), ("report", "reports")] {
            let page = format!("/{folder}/{}", of_kind(kind).unwrap().inode_id());
            let leo = [("who", "leo.martins@lumen.example"), ("level", "view")];
            self.fill(&page, "documents/share", &leo).await;
            self.take(&page).await;
            let form = self.admin.get(&page).await.form("documents/owner/start");
            let started = self.admin.send_form(&page, "documents/owner/start", &form).await;
            self.submit(&started.location.unwrap(), &[("new_owner", new_owner)]).await;
        }
        let workspace = &snapshot.workspaces()[0].id;
        self.open(&format!("/workspaces/{workspace}/files")).await;
        self.open(&format!("/members/{}/offboard", self.member("leo.martins@lumen.example").id)).await;
    }

    async fn attributes(&self) {
        self.fill("/attributes/new", "attributes/create", &[("name", "Terrain")]).await;
        let id = self.app.snapshot().user_attributes().iter().find(|one| one.name == "Terrain").unwrap().id.clone();
        let page = format!("/attributes/{id}");
        for (who, value) in [("leo.martins@lumen.example", "Hills"), ("Sales EMEA", "Sea")] {
            self.fill(&page, "attributes/set-value", &[("who", who), ("value", value)]).await;
            self.fill(&format!("{page}?value={value}"), "attributes/unset-value", &[]).await;
        }
    }

    /// A switch of the whole organization, and the portal's own credentials.
    async fn organization(&self) {
        for pressed in ["Turn on bulk copy", "Renew credentials"] {
            let review = self.admin.press("/settings", pressed, &[]).await;
            let done = self.admin.apply(&review, "").await;
            assert_eq!(done.state(), "Done", "{pressed}: {}", done.text());
        }
    }

    /// Somebody leaves with all that they had.
    async fn leaver(&self) {
        let leo = self.member("leo.martins@lumen.example").id;
        let all = [
            ("documents", "hand"),
            ("new_owner", "priya.raman@lumen.example"),
            ("tokens", "on"),
            ("teams", "on"),
            ("grants", "on"),
        ];
        self.submit(&format!("/members/{leo}/offboard"), &all).await;
    }

    async fn dataset(&self, dataset: &DatasetId) {
        let runs = format!("/datasets/{dataset}/runs");
        self.open(&runs).await;
        self.fill(&runs, "datasets/materialize", &[]).await;
    }
}

#[tokio::test]
async fn every_operation_is_reached() {
    let app = TestApp::start_whole_set(|installation| installation.secret = Some("of the installation".into())).await;
    let workbook = super::workbooks::workbook(&app).await;
    let dataset = super::datasets::scheduled(&app).await.0.id;
    // What the test itself has asked does not count.
    app.simulator.clear_journal();
    app.simulator.revoke_tokens();
    assert!(app.running.app.directory.sync().await);
    let walk = Walk { app: &app, admin: app.sign_in("admin").await };
    walk.people().await;
    walk.teams().await;
    walk.workspaces().await;
    walk.connections().await;
    walk.documents(&workbook).await;
    walk.other_documents().await;
    walk.dataset(&dataset).await;
    walk.attributes().await;
    walk.leaver().await;
    walk.organization().await;
    ask_all(&app.running.app.directory, Collection::Activity).await;
    let made: BTreeSet<String> = app.simulator.counts().into_keys().collect();
    let missing: Vec<&str> = OPERATIONS.into_iter().filter(|operation| !made.contains(*operation)).collect();
    assert!(missing.is_empty(), "no page and no background task made {missing:?}; made were {made:#?}");
}
