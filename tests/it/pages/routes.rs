//! Every page and function asks who is there and what they may do, and a new one that does not is found.

use crate::support::{Browser, TestApp};
use leptos::server_fn::axum::server_fn_paths;
use reqwest::{StatusCode, header};
use sigma_portal::features;
use std::collections::BTreeSet;

/// Every page and function of the program with the least role that may use it.
pub const ROUTES: &[(&str, &str, Least)] = &[
    ("GET", "/", Least::Anybody),
    ("GET", "/members", Least::Reader),
    ("GET", "/members/export.csv", Least::Reader),
    ("GET", "/help", Least::Anybody),
    ("GET", "/help/{id}", Least::Anybody),
    ("GET", "/members/licences", Least::Reader),
    ("GET", "/members/duplicates", Least::Reader),
    ("GET", "/members/select", Least::Manager),
    ("GET", "/members/{id}", Least::Reader),
    ("GET", "/members/{id}/attributes", Least::Reader),
    ("GET", "/members/{id}/activity", Least::Reader),
    ("GET", "/members/{id}/why", Least::Reader),
    ("GET", "/members/{id}/copy", Least::Admin),
    ("GET", "/members/{id}/edit", Least::Admin),
    ("GET", "/members/{id}/offboard", Least::Admin),
    ("GET", "/members/{id}/delete", Least::Admin),
    ("GET", "/members/bulk/{id}", Least::Manager),
    ("GET", "/members/bulk/{id}/export.csv", Least::Reader),
    ("GET", "/access", Least::Reader),
    ("GET", "/teams", Least::Reader),
    ("GET", "/teams/export.csv", Least::Reader),
    ("GET", "/teams/new", Least::Admin),
    ("GET", "/teams/{id}", Least::Reader),
    ("GET", "/teams/{id}/access", Least::Reader),
    ("GET", "/teams/{id}/activity", Least::Reader),
    ("GET", "/teams/{id}/edit", Least::Manager),
    ("GET", "/teams/{id}/members", Least::Manager),
    ("GET", "/teams/{id}/members/compare", Least::Manager),
    ("GET", "/teams/{id}/delete", Least::Manager),
    ("GET", "/me", Least::Anybody),
    ("POST", "/api/theme/set", Least::Anybody),
    ("GET", "/me/sessions", Least::Anybody),
    ("GET", "/settings/roles", Least::Auditor),
    ("GET", "/settings/sessions", Least::Auditor),
    ("GET", "/settings/api-tokens", Least::Admin),
    ("GET", "/forms/{id}", Least::Anybody),
    ("GET", "/onboard", Least::Admin),
    ("GET", "/onboard/file", Least::Admin),
    ("POST", "/onboard/file", Least::Admin),
    ("GET", "/onboard/template.csv", Least::Admin),
    ("GET", "/onboard/file/{id}", Least::Admin),
    ("GET", "/onboard/file/{id}/export.csv", Least::Admin),
    ("GET", "/documents", Least::Reader),
    ("GET", "/documents/export.csv", Least::Reader),
    ("GET", "/documents/scheduled-exports", Least::Auditor),
    ("GET", "/documents/scheduled-exports/export.csv", Least::Auditor),
    ("GET", "/documents/embeds", Least::Auditor),
    ("GET", "/documents/embeds/export.csv", Least::Auditor),
    ("GET", "/documents/owner/{id}", Least::Admin),
    ("GET", "/data-models/{id}", Least::Reader),
    ("GET", "/data-models/{id}/people", Least::Reader),
    ("GET", "/data-models/{id}/people/export.csv", Least::Reader),
    ("GET", "/data-models/{id}/activity", Least::Reader),
    ("GET", "/reports/{id}", Least::Reader),
    ("GET", "/reports/{id}/people", Least::Reader),
    ("GET", "/reports/{id}/people/export.csv", Least::Reader),
    ("GET", "/reports/{id}/activity", Least::Reader),
    ("GET", "/workbooks", Least::Reader),
    ("GET", "/workbooks/export.csv", Least::Reader),
    ("GET", "/workbooks/{id}", Least::Reader),
    ("GET", "/workbooks/{id}/contents", Least::Auditor),
    ("GET", "/workbooks/{id}/activity", Least::Reader),
    ("GET", "/workbooks/{id}/edit", Least::Admin),
    ("GET", "/workbooks/{id}/export", Least::Admin),
    ("GET", "/exports/{id}", Least::Admin),
    ("GET", "/exports/{id}/events", Least::Admin),
    ("GET", "/exports/{id}/file", Least::Admin),
    ("GET", "/datasets", Least::Reader),
    ("GET", "/datasets/export.csv", Least::Reader),
    ("GET", "/datasets/{id}", Least::Reader),
    ("GET", "/datasets/{id}/runs", Least::Reader),
    ("GET", "/datasets/{id}/activity", Least::Reader),
    ("GET", "/datasets/{id}/events", Least::Reader),
    ("GET", "/attributes", Least::Reader),
    ("GET", "/attributes/export.csv", Least::Reader),
    ("GET", "/attributes/new", Least::Admin),
    ("GET", "/attributes/{id}", Least::Reader),
    ("GET", "/attributes/{id}/export.csv", Least::Reader),
    ("GET", "/settings", Least::Auditor),
    ("GET", "/status", Least::Auditor),
    ("GET", "/status/support-bundle.json", Least::Auditor),
    ("GET", "/settings/account-types/{id}", Least::Auditor),
    ("GET", "/get-access", Least::Anybody),
    ("GET", "/get-access/export.csv", Least::Anybody),
    ("GET", "/get-access/ask", Least::Anybody),
    ("GET", "/get-access/account", Least::Anybody),
    ("GET", "/requests", Least::Anybody),
    ("GET", "/requests/export.csv", Least::Anybody),
    ("GET", "/requests/all", Least::Auditor),
    ("GET", "/requests/all/export.csv", Least::Auditor),
    ("GET", "/requests/inbox", Least::Anybody),
    ("GET", "/requests/ends-soon", Least::Anybody),
    ("GET", "/requests/ends-soon/selected", Least::Anybody),
    ("GET", "/requests/{id}", Least::Anybody),
    ("GET", "/notifications", Least::Anybody),
    ("GET", "/notifications/preferences", Least::Anybody),
    ("GET", "/mail-box", Least::Anybody),
    ("GET", "/mail-box/{id}", Least::Anybody),
    ("GET", "/packages", Least::Anybody),
    ("GET", "/packages/export.csv", Least::Anybody),
    ("GET", "/packages/new", Least::Admin),
    ("POST", "/packages/new", Least::Admin),
    ("GET", "/packages/{id}", Least::Anybody),
    ("GET", "/packages/{id}/export.json", Least::Auditor),
    ("GET", "/packages/{id}/edit", Least::Admin),
    ("GET", "/packages/{id}/delete", Least::Admin),
    ("GET", "/policies", Least::Auditor),
    ("GET", "/policies/edit", Least::Admin),
    ("GET", "/policies/export.json", Least::Auditor),
    ("GET", "/changes", Least::Anybody),
    ("GET", "/changes/export.csv", Least::Anybody),
    ("GET", "/changes/{id}", Least::ByIntent),
    ("GET", "/reviews/{id}", Least::ByIntent),
    ("GET", "/changes/{id}/events", Least::ByIntent),
    ("GET", "/audit", Least::Auditor),
    ("GET", "/audit/{id}", Least::Auditor),
    ("GET", "/audit/export.csv", Least::Auditor),
    ("GET", "/audit/export.jsonl", Least::Auditor),
    ("GET", "/find", Least::Reader),
    ("GET", "/workspaces", Least::Reader),
    ("GET", "/workspaces/export.csv", Least::Reader),
    ("GET", "/workspaces/new", Least::Admin),
    ("GET", "/workspaces/{id}", Least::Reader),
    ("GET", "/workspaces/{id}/people", Least::Reader),
    ("GET", "/workspaces/{id}/people/export.csv", Least::Reader),
    ("GET", "/workspaces/{id}/files", Least::Reader),
    ("GET", "/workspaces/{id}/activity", Least::Reader),
    ("GET", "/workspaces/{id}/edit", Least::Admin),
    ("GET", "/workspaces/{id}/delete", Least::Admin),
    ("GET", "/workspaces/{id}/access", Least::Reader),
    ("GET", "/workbooks/{id}/people", Least::Reader),
    ("GET", "/workbooks/{id}/people/export.csv", Least::Reader),
    ("GET", "/datasets/{id}/people", Least::Reader),
    ("GET", "/datasets/{id}/people/export.csv", Least::Reader),
    ("GET", "/members/{id}/documents", Least::Reader),
    ("GET", "/members/{id}/documents/export.csv", Least::Reader),
    ("GET", "/access/export.csv", Least::Reader),
    ("GET", "/connections", Least::Reader),
    ("GET", "/connections/export.csv", Least::Reader),
    ("GET", "/connections/{id}", Least::Reader),
    ("GET", "/connections/{id}/people", Least::Reader),
    ("GET", "/connections/{id}/people/export.csv", Least::Reader),
    ("GET", "/connections/{id}/paths", Least::Reader),
    ("GET", "/connections/{id}/paths/export.csv", Least::Reader),
    ("GET", "/connections/{id}/check", Least::Reader),
    ("GET", "/connections/{id}/activity", Least::Reader),
    ("GET", "/connections/{id}/edit", Least::Admin),
    ("GET", "/connections/{id}/access", Least::Reader),
    ("GET", "/history", Least::Reader),
    ("GET", "/history/export.csv", Least::Reader),
    ("GET", "/directory/events", Least::Reader),
    ("GET", "/sign-in", Least::Public),
    ("GET", "/sign-in/again", Least::Public),
    ("GET", "/sign-in/callback", Least::Public),
    ("GET", "/sign-in/link", Least::Public),
    ("GET", "/sign-in/out", Least::Public),
    ("GET", "/sign-in/start", Least::Public),
    ("POST", "/api/access/revoke", Least::Manager),
    ("POST", "/api/api-tokens/make", Least::Admin),
    ("POST", "/api/api-tokens/revoke", Least::Admin),
    ("POST", "/api/attributes/create", Least::Admin),
    ("POST", "/api/attributes/set-value", Least::Admin),
    ("POST", "/api/attributes/unset-value", Least::Admin),
    ("POST", "/api/changes/accept", Least::ByIntent),
    ("POST", "/api/changes/cancel", Least::ByIntent),
    ("POST", "/api/changes/handle", Least::ByIntent),
    ("POST", "/api/changes/pause", Least::ByIntent),
    ("POST", "/api/changes/redo", Least::ByIntent),
    ("POST", "/api/changes/resume", Least::ByIntent),
    ("POST", "/api/changes/retry", Least::ByIntent),
    ("POST", "/api/changes/undo", Least::ByIntent),
    ("POST", "/api/connections/edit", Least::Admin),
    ("POST", "/api/connections/give-access", Least::Scoped),
    ("POST", "/api/connections/grant-on-path", Least::Scoped),
    ("POST", "/api/connections/revoke-access", Least::Scoped),
    ("POST", "/api/connections/revoke-on-path", Least::Scoped),
    ("POST", "/api/connections/set-levels", Least::Scoped),
    ("POST", "/api/datasets/materialize", Least::Admin),
    ("POST", "/api/demo/next-day", Least::Anybody),
    ("POST", "/api/directory/refresh", Least::Reader),
    ("POST", "/api/documents/keep", Least::Admin),
    ("POST", "/api/documents/owner/change", Least::Admin),
    ("POST", "/api/documents/owner/start", Least::Admin),
    ("POST", "/api/documents/read-access", Least::Reader),
    ("POST", "/api/documents/share", Least::Admin),
    ("POST", "/api/documents/unshare", Least::Admin),
    ("POST", "/api/lists/columns", Least::Anybody),
    ("POST", "/api/lists/drop-view", Least::Anybody),
    ("POST", "/api/lists/save-view", Least::Anybody),
    ("POST", "/api/members/bulk/add-to-team", Least::Manager),
    ("POST", "/api/members/bulk/change-type", Least::Admin),
    ("POST", "/api/members/bulk/keep", Least::Manager),
    ("POST", "/api/members/bulk/move", Least::Manager),
    ("POST", "/api/members/bulk/offboard", Least::Admin),
    ("POST", "/api/members/bulk/select", Least::Manager),
    ("POST", "/api/members/bulk/remove-from-team", Least::Manager),
    ("POST", "/api/members/bulk/request-package", Least::Admin),
    ("POST", "/api/members/bulk/start", Least::Manager),
    ("POST", "/api/members/copy-access", Least::Admin),
    ("POST", "/api/members/delete", Least::Admin),
    ("POST", "/api/members/edit", Least::Admin),
    ("POST", "/api/members/give-connection", Least::Admin),
    ("POST", "/api/members/give-workspace", Least::Admin),
    ("POST", "/api/members/join-team", Least::Manager),
    ("POST", "/api/members/leave-team", Least::Manager),
    ("POST", "/api/members/offboard", Least::Admin),
    ("POST", "/api/members/reactivate", Least::Admin),
    ("POST", "/api/members/set-attribute", Least::Admin),
    ("POST", "/api/members/take-access-away", Least::Admin),
    ("POST", "/api/members/unset-attribute", Least::Admin),
    ("POST", "/api/onboarding/create-attribute", Least::Admin),
    ("POST", "/api/onboarding/file/create-attribute", Least::Admin),
    ("POST", "/api/onboarding/file/add-instead", Least::Admin),
    ("POST", "/api/onboarding/file/check", Least::Admin),
    ("POST", "/api/onboarding/file/suggest", Least::Admin),
    ("POST", "/api/onboarding/file/onboard", Least::Admin),
    ("POST", "/api/onboarding/file/settle", Least::Admin),
    ("POST", "/api/onboarding/file/skip", Least::Admin),
    ("POST", "/api/onboarding/file/turn", Least::Admin),
    ("POST", "/api/onboarding/onboard", Least::Admin),
    ("GET", "/api/onboarding/preview", Least::Admin),
    ("GET", "/api/palette/find", Least::Reader),
    ("GET", "/api/pickers/suggest", Least::Reader),
    ("POST", "/api/packages/bring-back", Least::Admin),
    ("POST", "/api/packages/delete", Least::Admin),
    ("POST", "/api/packages/save", Least::Admin),
    ("POST", "/api/policies/set", Least::Admin),
    ("POST", "/api/roles/assign", Least::Admin),
    ("POST", "/api/roles/remove", Least::Admin),
    ("POST", "/api/requests/approve", Least::Anybody),
    ("POST", "/api/requests/ask", Least::Anybody),
    ("POST", "/api/requests/ask-account", Least::Anybody),
    ("POST", "/api/requests/cancel", Least::Anybody),
    ("POST", "/api/requests/decide-many", Least::Anybody),
    ("POST", "/api/requests/deny", Least::Anybody),
    ("POST", "/api/requests/end", Least::Anybody),
    ("POST", "/api/requests/let-lapse", Least::Anybody),
    ("POST", "/api/requests/renew", Least::Anybody),
    ("POST", "/api/requests/retry", Least::Anybody),
    ("POST", "/api/requests/terms", Least::Anybody),
    ("POST", "/api/ask/rows", Least::Reader),
    ("POST", "/api/ask/team-members", Least::Manager),
    ("POST", "/api/ask/file-rows", Least::Admin),
    ("POST", "/api/session/begin", Least::Public),
    ("POST", "/api/session/by-link", Least::Public),
    ("POST", "/api/session/end", Least::Public),
    ("POST", "/api/sessions/end", Least::Anybody),
    ("POST", "/api/sessions/release", Least::Admin),
    ("POST", "/api/notifications/open", Least::Anybody),
    ("POST", "/api/notifications/prefer", Least::Anybody),
    ("POST", "/api/notifications/read", Least::Anybody),
    ("POST", "/api/settings/accept", Least::Admin),
    ("POST", "/api/settings/delete-credentials", Least::Admin),
    ("POST", "/api/settings/read", Least::Auditor),
    ("POST", "/api/settings/renew-credentials", Least::Admin),
    ("POST", "/api/settings/send-again", Least::Admin),
    ("POST", "/api/settings/set-switch", Least::Admin),
    ("POST", "/api/settings/test-channel", Least::Admin),
    ("POST", "/api/status/log-as-configured", Least::Admin),
    ("POST", "/api/status/log-more", Least::Admin),
    ("POST", "/api/teams/change-members", Least::Manager),
    ("POST", "/api/teams/correct-lines", Least::Manager),
    ("POST", "/api/teams/compare-members", Least::Manager),
    ("POST", "/api/teams/correct-line", Least::Manager),
    ("POST", "/api/teams/create", Least::Admin),
    ("POST", "/api/teams/delete", Least::Manager),
    ("POST", "/api/teams/drop-line", Least::Manager),
    ("POST", "/api/teams/edit", Least::Manager),
    ("POST", "/api/teams/give-access", Least::Admin),
    ("POST", "/api/teams/remove-member", Least::Manager),
    ("POST", "/api/teams/set-attribute", Least::Admin),
    ("POST", "/api/teams/unset-attribute", Least::Admin),
    ("POST", "/api/workbooks/edit", Least::Admin),
    ("POST", "/api/workbooks/export", Least::Admin),
    ("POST", "/api/workspaces/create", Least::Admin),
    ("POST", "/api/workspaces/delete", Least::Admin),
    ("POST", "/api/workspaces/give-access", Least::Scoped),
    ("POST", "/api/workspaces/rename", Least::Admin),
    ("POST", "/api/workspaces/revoke-access", Least::Scoped),
    ("POST", "/api/workspaces/set-levels", Least::Scoped),
];
const PERSONAS: [&str; 5] = ["admin", "manager", "auditor", "member", "visitor"];

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Least {
    /// People who are not signed in, too.
    Public,
    /// Whoever is signed in.
    Anybody,
    /// Whoever reads the directory: not members.
    Reader,
    /// As [`Self::Reader`]; which of them, what is asked for decides.
    Scoped,
    /// Whoever reads the audit log.
    Auditor,
    /// For some teams or workspaces; what is asked for decides.
    Manager,
    /// Admins only.
    Admin,
    /// What is asked for decides; the tests of changes cover it.
    ByIntent,
}

impl Least {
    /// Whether a persona is let in; none where what is asked for decides.
    fn lets_in(self, persona: &str) -> Option<bool> {
        let reads_nothing = matches!(persona, "member" | "visitor");
        match self {
            Self::Public | Self::Anybody => Some(true),
            Self::Reader => Some(!reads_nothing),
            Self::Scoped => reads_nothing.then_some(false),
            Self::Auditor => Some(matches!(persona, "admin" | "auditor")),
            Self::Manager => (persona != "manager").then_some(persona == "admin"),
            Self::Admin => Some(persona == "admin"),
            Self::ByIntent => None,
        }
    }
}

/// What somebody gets who asks for a thing that is not there.
async fn try_out(browser: &Browser<'_>, method: &str, path: &str) -> (StatusCode, String) {
    let path = path.replace("{id}", "anything");
    let request = browser.request(method.parse().unwrap(), &path).header("sec-fetch-site", "same-origin");
    let request = if method == "POST" { request.form(&[("nothing", "")]) } else { request };
    // Only its head: some answers go on as long as somebody listens.
    let answer = request.send().await.unwrap();
    let location = answer.headers().get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned());
    (answer.status(), location.unwrap_or_default())
}

#[tokio::test]
async fn nobody_passes_without_signing_in() {
    let app = TestApp::start_set(|portal| portal.limits.exports.burst = 1000).await;
    let visitor = app.visitor();
    let mut wrong = Vec::new();
    for (method, path, least) in ROUTES.iter().copied() {
        let (status, location) = try_out(&visitor, method, path).await;
        let is_led_to_sign_in = status == StatusCode::SEE_OTHER && location.starts_with("/sign-in?next=");
        if is_led_to_sign_in == (least == Least::Public) || status.is_server_error() {
            wrong.push(format!("{method} {path}: {status} {location}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn each_role_passes_where_the_table_says() {
    let app = TestApp::start_set(|portal| {
        portal.limits.writes.burst = 1000;
        portal.limits.exports.burst = 1000;
    })
    .await;
    let mut wrong = Vec::new();
    // Those that begin and end sessions would end this one.
    for persona in PERSONAS {
        let browser = app.sign_in(persona).await;
        for (method, path, least) in ROUTES.iter().copied().filter(|(.., least)| *least != Least::Public) {
            let (status, location) = try_out(&browser, method, path).await;
            let refused = status == StatusCode::FORBIDDEN;
            let is_as_said = least.lets_in(persona).is_none_or(|lets_in| lets_in != refused);
            if !is_as_said || status.is_server_error() || location.starts_with("/sign-in") {
                wrong.push(format!("{persona}: {method} {path} ({least:?}): {status} {location}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The table above is held against the program's own lists, of pages and of functions.
#[test]
fn the_table_names_every_page_and_function() {
    let pages = features::pages();
    let pages = pages.routes().iter().map(|(method, path)| format!("{method} {path}"));
    let functions = server_fn_paths().map(|(path, method)| format!("{method} {path}"));
    let there: BTreeSet<String> = pages.chain(functions).collect();
    let named: BTreeSet<String> = ROUTES.iter().map(|(method, path, _)| format!("{method} {path}")).collect();
    let (missing, gone): (Vec<_>, Vec<_>) = (there.difference(&named).collect(), named.difference(&there).collect());
    assert!(missing.is_empty() && gone.is_empty(), "not in ROUTES: {missing:#?}\nnot in the program: {gone:#?}");
}
