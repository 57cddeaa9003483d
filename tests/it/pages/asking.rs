//! What makes the portal ask Sigma: its own pages only, and of a team manager only what they answer for.

use super::{
    routes::ROUTES,
    scope::{Own, told},
};
use crate::support::TestApp;
use reqwest::StatusCode;
use sigma_portal::simulator::Entry;

/// What the directory asks person by person and workbook by workbook, in the background.
const BY_TURNS: [&str; 3] = [
    "GET /v2/members/{memberId}/files/recents",
    "GET /v2/members/{memberId}/schedules",
    "GET /v2/workbooks/{workbookId}/embeds",
];

/// What Sigma was asked since it was asked about last, but for what is asked by turns anyway.
fn asked(app: &TestApp) -> Vec<Entry> {
    let background = |entry: &Entry| BY_TURNS.contains(&entry.operation.as_str());
    app.simulator.clear_journal().into_iter().filter(|entry| !background(entry)).collect()
}

/// Every page that has to ask Sigma, with what to ask.
fn asking(app: &TestApp) -> Vec<(&'static str, String)> {
    let snapshot = app.snapshot();
    let connection = &snapshot.connections()[0].id;
    let (workspace, dataset) = (&snapshot.workspaces()[0].id, &snapshot.datasets()[0].id);
    let workbook = &snapshot.workbooks()[0].id;
    let leo = &snapshot.member_by_email("leo.martins@lumen.example").unwrap().id;
    vec![
        ("connection test", format!("/connections/{connection}/check?test=1")),
        ("path look-up", format!("/connections/{connection}/check?look=1&database=lumen")),
        ("schemas and tables", format!("/connections/{connection}/paths")),
        ("schemas and tables as a file", format!("/connections/{connection}/paths/export.csv")),
        ("access to a schema", format!("/connections/{connection}/paths?database=LUMEN&schema=SALES")),
        ("archived connections", "/connections?state=archived".to_owned()),
        ("archived connections as a file", "/connections/export.csv?state=archived".to_owned()),
        ("files of a workspace", format!("/workspaces/{workspace}/files")),
        ("what deleting a workspace does", format!("/workspaces/{workspace}/delete")),
        ("materializations", format!("/datasets/{dataset}/runs")),
        ("archived workbooks", "/workbooks?state=archived".to_owned()),
        ("archived workbooks as a file", "/workbooks/export.csv?state=archived".to_owned()),
        ("contents of a workbook", format!("/workbooks/{workbook}/contents")),
        ("export form", format!("/workbooks/{workbook}/export")),
        ("edit form of a workbook", format!("/workbooks/{workbook}/edit")),
        ("a workbook that the directory does not hold", "/workbooks/00000000-0000-4000-8000-000000000000".to_owned()),
        ("documents of who leaves", format!("/members/{leo}/offboard")),
        ("documents of who is deleted", format!("/members/{leo}/delete")),
        ("whose credentials", "/settings".to_owned()),
    ]
}

#[tokio::test]
async fn only_the_portals_own_pages_make_it_ask_sigma() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    for (what, path) in asking(&app) {
        for site in [Some("cross-site"), Some("same-site"), Some("none"), None] {
            app.simulator.clear_journal();
            let page = admin.get_from(&path, site).await;
            let calls = asked(&app);
            assert!(calls.is_empty(), "{what} from {site:?}: {calls:?}");
            assert!(!page.status.is_server_error(), "{what} from {site:?}: {}", page.status);
            if page.status != StatusCode::SEE_OTHER && !path.contains("/export") {
                assert!(page.offers("Load from Sigma"), "{what} from {site:?} has no way to ask: {}", page.text());
            }
        }
        admin.get(&path).await;
        assert!(!asked(&app).is_empty(), "{what} is not asked by the portal's own pages either");
    }
}

#[tokio::test]
async fn no_other_page_asks_sigma_whatever_leads_to_it() {
    let app = TestApp::start_whole().await;
    let own = Own::of(&app);
    let admin = app.sign_in("admin").await;
    for (_, path, _) in ROUTES.iter().filter(|(method, ..)| *method == "GET") {
        let kind = path.trim_start_matches('/').split('/').next().unwrap();
        let path = match path.contains("{id}") {
            false => (*path).to_owned(),
            true if [
                "audit", "exports", "changes", "reviews", "settings", "onboard", "forms", "requests", "mail-box",
                "packages", "help",
            ]
            .contains(&kind) =>
            {
                continue;
            }
            true if path.starts_with("/members/bulk") || path.starts_with("/documents/owner") => continue,
            true => path.replace("{id}", &own.ids(kind).0[0]),
        };
        // A stream of events ends only with what it follows.
        if path == "/directory/events" {
            continue;
        }
        app.simulator.clear_journal();
        admin.get_from(&path, Some("cross-site")).await;
        let calls = asked(&app);
        assert!(calls.is_empty(), "{path}: {calls:?}");
    }
}

#[tokio::test]
async fn questions_to_sigma_keep_to_what_a_manager_answers_for() {
    let app = TestApp::start_whole().await;
    let own = Own::of(&app);
    let manager = app.sign_in("manager").await;
    let connection = &own.ids("connections").1[0];
    let (mine, workspace) = (&own.ids("workspaces").0[0], &own.ids("workspaces").1[0]);
    let (workbook, dataset) = (&own.ids("workbooks").1[0], &own.ids("datasets").1[0]);
    let admin = app.sign_in("admin").await;
    let page = admin.get(&format!("/workspaces/{workspace}/files")).await;
    let folder = page.body.split("?folder=").nth(1).map(|rest| rest.split('"').next().unwrap().to_owned());
    app.simulator.clear_journal();
    for path in [
        format!("/connections/{connection}/check?test=1"),
        format!("/connections/{connection}/check?look=1&database=lumen"),
        format!("/connections/{connection}/paths"),
        format!("/connections/{connection}/paths?database=LUMEN"),
        format!("/workspaces/{workspace}/files"),
        format!("/workbooks/{workbook}"),
        format!("/datasets/{dataset}"),
        format!("/datasets/{dataset}/runs"),
        format!("/datasets/{dataset}/events"),
    ] {
        assert_eq!(manager.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    for document in [format!("workbook:{workbook}"), format!("dataset:{dataset}")] {
        let answer = manager.call("/workbooks", "documents/read-access", &[("document", &document)]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{document}");
    }
    let archived = manager.get("/workbooks?state=archived").await;
    assert_eq!(archived.status, StatusCode::OK);
    let calls = asked(&app);
    assert!(calls.is_empty(), "Sigma is asked for what is not theirs: {calls:?}");
    if let Some(folder) = folder {
        let other = manager.get(&format!("/workspaces/{mine}/files?folder={folder}")).await;
        let nowhere =
            manager.get(&format!("/workspaces/{mine}/files?folder=00000000-0000-4000-8000-000000000000")).await;
        assert_eq!((other.status, told(&other)), (StatusCode::NOT_FOUND, told(&nowhere)));
    }
    assert!(manager.get(&format!("/workspaces/{mine}/files")).await.text().contains("Owner"));
}
