//! Every route asks who is there and what they may do, and a new one that does not is found.

use crate::support::TestApp;
use reqwest::{Method, StatusCode};
use std::{fs, path::Path};

/// Every route of the features with the least role that may use it.
pub const ROUTES: &[(&str, &str, Least)] = &[
    ("GET", "/", Least::Anybody),
    ("GET", "/members", Least::Reader),
    ("GET", "/members/export.csv", Least::Reader),
    ("GET", "/members/{id}", Least::Reader),
    ("GET", "/members/{id}/edit", Least::Admin),
    ("POST", "/members/{id}/edit", Least::Admin),
    ("POST", "/members/{id}/access", Least::ByIntent),
    ("POST", "/members/{id}/attributes", Least::Admin),
    ("GET", "/members/{id}/offboard", Least::Admin),
    ("POST", "/members/{id}/offboard", Least::Admin),
    ("POST", "/members/{id}/reactivate", Least::Admin),
    ("GET", "/members/{id}/delete", Least::Admin),
    ("POST", "/members/{id}/delete", Least::Admin),
    ("POST", "/members/bulk", Least::Manager),
    ("GET", "/members/bulk/{id}", Least::Manager),
    ("POST", "/members/bulk/{id}", Least::Manager),
    ("GET", "/access", Least::Reader),
    ("GET", "/teams", Least::Reader),
    ("GET", "/teams/export.csv", Least::Reader),
    ("GET", "/teams/new", Least::Admin),
    ("POST", "/teams/new", Least::Admin),
    ("GET", "/teams/{id}", Least::Reader),
    ("GET", "/teams/{id}/edit", Least::Manager),
    ("POST", "/teams/{id}/edit", Least::Manager),
    ("GET", "/teams/{id}/members", Least::Manager),
    ("POST", "/teams/{id}/members", Least::Manager),
    ("POST", "/teams/{id}/access", Least::Reader),
    ("POST", "/teams/{id}/attributes", Least::Admin),
    ("GET", "/teams/{id}/delete", Least::Manager),
    ("POST", "/teams/{id}/delete", Least::Manager),
    ("GET", "/me", Least::Anybody),
    ("GET", "/forms/{id}", Least::Anybody),
    ("GET", "/onboard", Least::Admin),
    ("POST", "/onboard", Least::Admin),
    ("GET", "/onboard/file", Least::Admin),
    ("POST", "/onboard/file", Least::Admin),
    ("GET", "/onboard/template.csv", Least::Admin),
    ("GET", "/onboard/file/{id}", Least::Admin),
    ("POST", "/onboard/file/{id}", Least::Admin),
    ("GET", "/onboard/file/{id}/export.csv", Least::Admin),
    ("GET", "/workbooks", Least::Reader),
    ("GET", "/workbooks/export.csv", Least::Reader),
    ("GET", "/workbooks/{id}", Least::Reader),
    ("GET", "/workbooks/{id}/contents", Least::Auditor),
    ("GET", "/workbooks/{id}/edit", Least::Admin),
    ("POST", "/workbooks/{id}/edit", Least::Admin),
    ("POST", "/workbooks/{id}/access", Least::Reader),
    ("GET", "/workbooks/{id}/export", Least::Admin),
    ("POST", "/workbooks/{id}/export", Least::Admin),
    ("GET", "/exports/{id}", Least::Admin),
    ("GET", "/exports/{id}/events", Least::Admin),
    ("GET", "/exports/{id}/file", Least::Admin),
    ("GET", "/datasets", Least::Reader),
    ("GET", "/datasets/export.csv", Least::Reader),
    ("GET", "/datasets/{id}", Least::Reader),
    ("POST", "/datasets/{id}/materialize", Least::Admin),
    ("GET", "/datasets/{id}/events", Least::Reader),
    ("GET", "/attributes", Least::Reader),
    ("GET", "/attributes/export.csv", Least::Reader),
    ("GET", "/attributes/{id}", Least::Reader),
    ("GET", "/attributes/{id}/export.csv", Least::Reader),
    ("POST", "/attributes/{id}/values", Least::Admin),
    ("GET", "/settings", Least::Auditor),
    ("POST", "/settings/read", Least::Auditor),
    ("POST", "/settings/accept", Least::Admin),
    ("GET", "/settings/account-types/{id}", Least::Auditor),
    ("GET", "/changes", Least::Anybody),
    ("POST", "/changes", Least::ByIntent),
    ("GET", "/changes/export.csv", Least::Anybody),
    ("GET", "/changes/{id}", Least::ByIntent),
    ("POST", "/changes/{id}/orders", Least::ByIntent),
    ("GET", "/reviews/{id}", Least::ByIntent),
    ("GET", "/changes/{id}/events", Least::ByIntent),
    ("GET", "/audit", Least::Auditor),
    ("GET", "/audit/export.csv", Least::Auditor),
    ("GET", "/find", Least::Reader),
    ("GET", "/workspaces", Least::Reader),
    ("GET", "/workspaces/export.csv", Least::Reader),
    ("GET", "/workspaces/new", Least::Admin),
    ("POST", "/workspaces/new", Least::Admin),
    ("GET", "/workspaces/{id}", Least::Reader),
    ("GET", "/workspaces/{id}/people", Least::Reader),
    ("GET", "/workspaces/{id}/people/export.csv", Least::Reader),
    ("GET", "/workspaces/{id}/files", Least::Reader),
    ("GET", "/workspaces/{id}/edit", Least::Admin),
    ("POST", "/workspaces/{id}/edit", Least::Admin),
    ("GET", "/workspaces/{id}/delete", Least::Admin),
    ("POST", "/workspaces/{id}/delete", Least::Admin),
    ("GET", "/workspaces/{id}/access", Least::Reader),
    ("POST", "/workspaces/{id}/access", Least::Reader),
    ("POST", "/workspaces/{id}/grants", Least::Reader),
    ("GET", "/workbooks/{id}/people", Least::Reader),
    ("GET", "/workbooks/{id}/people/export.csv", Least::Reader),
    ("GET", "/datasets/{id}/people", Least::Reader),
    ("GET", "/datasets/{id}/people/export.csv", Least::Reader),
    ("POST", "/datasets/{id}/access", Least::Reader),
    ("GET", "/members/{id}/documents", Least::Reader),
    ("GET", "/members/{id}/documents/export.csv", Least::Reader),
    ("GET", "/access/export.csv", Least::Reader),
    ("GET", "/connections", Least::Reader),
    ("GET", "/connections/export.csv", Least::Reader),
    ("GET", "/connections/{id}", Least::Reader),
    ("GET", "/connections/{id}/people", Least::Reader),
    ("GET", "/connections/{id}/people/export.csv", Least::Reader),
    ("GET", "/connections/{id}/edit", Least::Admin),
    ("POST", "/connections/{id}/edit", Least::Admin),
    ("GET", "/connections/{id}/access", Least::Reader),
    ("POST", "/connections/{id}/access", Least::Reader),
    ("POST", "/connections/{id}/grants", Least::Reader),
    ("GET", "/history", Least::Reader),
    ("GET", "/history/export.csv", Least::Reader),
    ("POST", "/directory/refresh", Least::Reader),
    ("GET", "/directory/events", Least::Reader),
    ("GET", "/sign-in", Least::Public),
    ("POST", "/sign-in", Least::Public),
];

/// Sign-out is the one route besides sign-in that anybody may use without being signed in.
const SIGN_OUT: usize = 1;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Least {
    Public,
    Anybody,
    Reader,
    Auditor,
    /// For some teams or workspaces; what is asked for decides.
    Manager,
    Admin,
    /// What is asked for decides; the tests of changes cover it.
    ByIntent,
}

#[tokio::test]
async fn nobody_passes_without_signing_in() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    for (method, path, least) in ROUTES.iter().copied().filter(|(_, _, least)| *least != Least::Public) {
        let path = path.replace("{id}", "anything");
        let method: Method = method.parse().unwrap();
        let answer = visitor.send(visitor.request(method.clone(), &path).header("sec-fetch-site", "same-origin")).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{method} {path} ({least:?})");
        assert!(answer.location.unwrap().starts_with("/sign-in"), "{method} {path}");
    }
}

#[tokio::test]
async fn a_member_passes_only_where_everybody_may() {
    let app = TestApp::start().await;
    let member = app.sign_in("member").await;
    for (method, path, least) in ROUTES.iter().copied() {
        if !matches!(least, Least::Reader | Least::Auditor | Least::Manager | Least::Admin) {
            continue;
        }
        let path = path.replace("{id}", "anything");
        let method: Method = method.parse().unwrap();
        let answer = member.send(member.request(method.clone(), &path).header("sec-fetch-site", "same-origin")).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{method} {path}");
    }
}

#[tokio::test]
async fn an_auditor_changes_nothing() {
    let app = TestApp::start().await;
    let auditor = app.sign_in("auditor").await;
    assert_eq!(auditor.get("/audit").await.status, StatusCode::OK);
    let changing = |least: &Least| matches!(least, Least::Admin | Least::Manager);
    for (method, path, _) in ROUTES.iter().copied().filter(|(_, _, least)| changing(least)) {
        let path = path.replace("{id}", "anything");
        let method: Method = method.parse().unwrap();
        let answer = auditor.send(auditor.request(method.clone(), &path).header("sec-fetch-site", "same-origin")).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{method} {path}");
    }
}

/// The table above must name every handler: it counts `get(` and `post(` in the routes of the features.
#[test]
fn the_table_names_every_route() {
    let mut handlers = 0;
    for_each_source(Path::new("src/features"), &mut |text| {
        for routes in text.split("pub fn routes()").skip(1) {
            let body = routes.split("\n}").next().unwrap();
            handlers += [" get(", " post(", ".post("].map(|call| body.matches(call).count()).iter().sum::<usize>();
        }
    });
    assert_eq!(handlers, ROUTES.len() + SIGN_OUT, "add the new route, and who may use it, to ROUTES");
}

/// Server functions are public endpoints. There are none yet; one that does not authorise in its first statement is
/// found here.
#[test]
fn every_server_function_authorises_first() {
    let offends = |text: &str| {
        text.split("#[server").skip(1).any(|function| {
            let body = function.split_once('{').map(|(_, body)| body).unwrap_or_default();
            let first = body.split(';').find(|s| !s.trim().starts_with("use ")).unwrap_or_default();
            !first.contains("require(")
        })
    };
    assert!(
        offends("#[server]\npub async fn f() -> R {\n use a::b;\n delete_all().await }"),
        "the check finds nothing"
    );
    assert!(!offends("#[server]\npub async fn f() -> R {\n use a::b;\n caller().await?.require(X)?; go() }"));
    for_each_source(Path::new("src"), &mut |text| {
        assert!(!offends(text), "a server function does not authorise first");
    });
}

/// A handler has two ways to the organisation and to Sigma, which decide what it may have of them: those of its context.
#[test]
fn no_handler_takes_the_organisation_or_sigma_past_its_context() {
    // Somebody signs in before there is a context; what Sigma's client says of itself is shown on the settings page.
    let allowed = ["visitor.app.directory.snapshot()", "app.client.base_url()", "calls(&app.client)"];
    for folder in ["src/features", "src/components"] {
        for_each_source(Path::new(folder), &mut |text| {
            let past = |line: &&str| line.contains("directory.snapshot()") || line.contains("app.client");
            let offends = |line: &&str| past(line) && !allowed.iter().any(|allowed| line.contains(allowed));
            let found: Vec<&str> = text.lines().filter(offends).collect();
            assert!(found.is_empty(), "{found:?}");
        });
    }
}

fn for_each_source(folder: &Path, see: &mut impl FnMut(&str)) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            for_each_source(&path, see);
        } else if path.extension().is_some_and(|e| e == "rs") {
            see(&fs::read_to_string(path).unwrap());
        }
    }
}
