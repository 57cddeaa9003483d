//! Rules of self-service as people meet them on pages, where no other test does; and that the table of the rules names tests
//! that are there.

use super::{
    AMARA, JONAS, LEO, actor, ask, automatic, decided_by, kept, member, offer_finance, terms, visitors, workspace,
};
use crate::{
    api::calls::package,
    support::{Answer, Browser, TestApp},
};
use reqwest::StatusCode;
use sigma_portal::domain::{
    AccessRequest, Approvers, Deactivation, Grantee, Intent, LeftDocuments, MemberStatus, Permission, RequestState,
    Requestable, ResourceRef, Target, WorkspacePermission,
};
use std::{fs, path::Path, time::Duration};

/// Which tests hold which rule.
const RULES: &str = include_str!("RULES.md");

#[test]
fn each_rule_names_tests_that_are_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let rows = RULES.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| rule"));
    let rows: Vec<Vec<&str>> = rows.map(|row| row.trim_matches('|').split('|').map(str::trim).collect()).collect();
    let rules: Vec<&str> = rows.iter().map(|row| row[0]).collect();
    let wanted: Vec<String> = (1..=15).map(|rule| rule.to_string()).collect();
    assert_eq!(rules, wanted);
    for row in rows {
        let named: Vec<&str> = row[2].split('`').skip(1).step_by(2).collect();
        assert!(!named.is_empty(), "no test holds rule {}", row[0]);
        for test in named {
            let (file, name) = test.split_once("::").unwrap();
            let file = root.join(file);
            let code = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            let is_there = code.contains(&format!("fn {name}(")) || code.contains(&format!("'{name}'"));
            assert!(is_there, "rule {}: {} has no test “{name}”", row[0], file.display());
        }
    }
}

/// The page of a request.
fn page_of(request: &AccessRequest) -> String {
    format!("/requests/{}", request.id)
}

#[tokio::test]
async fn where_nobody_is_left_but_the_requester_admins_decide() {
    let app = TestApp::start().await;
    // Jonas alone owns it.
    let package = package(&app, decided_by(&[Approvers::Owners])).await;
    let (jonas, amara) = (app.sign_in("manager").await, app.sign_in("admin").await);
    let form = format!("/get-access/ask?for={}", Requestable::Package(package.id.clone()).key());
    assert!(jonas.get(&form).await.text().contains("Admins decide"), "{}", jonas.get(&form).await.text());
    let asked = jonas.fill(&form, "requests/ask", &[("reason", "I close the books too")]).await;
    let request = asked.location.clone().unwrap_or_else(|| panic!("{}", asked.text()));
    let shown = jonas.get(&request).await;
    assert!(shown.text().contains("Waiting for admins") && !shown.posts_to("requests/approve"), "{}", shown.text());
    assert!(!jonas.get("/requests/inbox").await.links_to(&request));
    assert!(amara.get("/requests/inbox").await.links_to(&request), "an admin does");
}

/// Sends an approval as it was shown, and what came of it.
async fn approve_as_shown(browser: &Browser<'_>, shown: &Answer, request: &AccessRequest) -> Answer {
    browser.send_form(&page_of(request), "requests/approve", &shown.form("requests/approve")).await
}

#[tokio::test]
async fn what_changed_between_look_and_decision_is_never_applied() {
    let app = TestApp::start().await;
    let jonas = app.sign_in("manager").await;
    let amara = actor(&app, AMARA);
    let requests = &app.running.app.requests;

    // Whoever looked decides no more: the policy has changed, and says so to whoever decides now.
    let finance = offer_finance(&app, decided_by(&[Approvers::Owners])).await;
    let request = ask(&app, &finance, LEO).await;
    let shown = jonas.get(&page_of(&request)).await;
    offer_finance(&app, decided_by(&[Approvers::Admins])).await;
    approve_as_shown(&jonas, &shown, &request).await;
    assert_eq!(kept(&app, &request.id).await.state, RequestState::Pending, "an owner decides no more");
    let admin = app.sign_in("admin").await;
    let said = admin.get(&page_of(&request)).await.text();
    assert!(said.contains("The policy has changed since this was requested."), "{said}");

    // What was asked for is gone.
    let package = package(&app, decided_by(&[Approvers::Owners])).await;
    let form = format!("/get-access/ask?for={}", Requestable::Package(package.id.clone()).key());
    let asked = app.sign_in("member").await.fill(&form, "requests/ask", &[("reason", "Close")]).await;
    let id = asked.location.as_deref().and_then(|page| page.rsplit('/').next()).unwrap().into();
    let wanted = kept(&app, &id).await;
    let shown = jonas.get(&page_of(&wanted)).await;
    requests.delete_package(&package.id, &amara).await.unwrap();
    approve_as_shown(&jonas, &shown, &wanted).await;
    assert_ne!(kept(&app, &id).await.state, RequestState::Granted);
    assert!(kept(&app, &id).await.change_id.is_none(), "nothing was begun");

    // Whoever is to get it has left.
    offer_finance(&app, decided_by(&[Approvers::Owners])).await;
    let shown = jonas.get(&page_of(&request)).await;
    let how = Deactivation { documents: LeftDocuments::Archive, archive_scheduled_exports: false };
    let members = vec![member(&app, LEO).id];
    let left = Intent::Offboard { members, how, revoke_tokens: false, leave_teams: false, revoke_grants: false };
    visitors::by_hand(&app, left).await;
    let refused = approve_as_shown(&jonas, &shown, &request).await;
    assert!(refused.text().contains("account is deactivated"), "{}", refused.text());
    assert!(kept(&app, &request.id).await.change_id.is_none(), "nothing was begun");
    assert_ne!(member(&app, LEO).status(), MemberStatus::Active);
}

#[tokio::test]
async fn access_beyond_the_account_type_is_told_and_requested_with_the_type() {
    let app = TestApp::start().await;
    let leo = app.sign_in("member").await;
    let form = format!("/get-access/ask?for={}", Requestable::Workspace(workspace(&app, "Logistics")).key());
    let shown = leo.get(&form).await;
    for part in
        ["Limited to Can view by account type View.", "Request the account type, too", "Can explore needs Analyze."]
    {
        assert!(shown.text().contains(part), "{part}: {}", shown.text());
    }
    let wish = [("level", "explore"), ("with_type", "on"), ("reason", "")];
    let unsaid = leo.fill(&form, "requests/ask", &wish).await;
    assert!(unsaid.text().contains("Enter a reason"), "{}", unsaid.text());
    let sent = leo.fill(&form, "requests/ask", &[wish[0], wish[1], ("reason", "Carrier reports")]).await;
    assert_eq!(sent.location.as_deref(), Some("/requests"), "{}", sent.text());
    let mine = leo.get("/requests").await.text();
    for part in ["Two requests were made", "Can explore on Logistics", "Account type Analyze"] {
        assert!(mine.contains(part), "{part}: {mine}");
    }
    // What is on its way is not offered again.
    assert!(!leo.get(&form).await.text().contains("Can explore needs Analyze."));
}

#[tokio::test]
async fn owners_are_told_where_an_end_left_access_alone() {
    let app = TestApp::start().await;
    let logistics = workspace(&app, "Logistics");
    let thing = Requestable::Workspace(logistics.clone());
    let owners = vec![member(&app, JONAS).id];
    app.running.app.requests.set_policy(&thing, Some(automatic()), owners, &actor(&app, AMARA)).await.unwrap();
    let resource = ResourceRef::Workspace(logistics);
    let level = |level| Permission::Workspace(level);
    let target = Target::Access(resource.clone(), level(WorkspacePermission::Organize));
    let request = Box::pin(terms::granted(&app, target, 7, LEO)).await;
    let raised = Intent::grant(resource, Grantee::Member(member(&app, LEO).id), level(WorkspacePermission::Edit));
    visitors::by_hand(&app, raised).await;
    app.running.app.store.clock().advance(Duration::from_hours(24 * 8));
    assert_eq!(terms::work_off(&app, &request).await.state, RequestState::Ended);
    let jonas = app.sign_in("manager").await;
    assert!(
        jonas.get("/notifications").await.links_to(&page_of(&request))
            || jonas.get("/notifications").await.text().contains("Can contribute on Logistics")
    );
    let page = jonas.get(&page_of(&request)).await.text();
    assert!(page.contains("Left as it is: someone has changed this access"), "{page}");
}

#[tokio::test]
async fn nothing_is_decided_by_following_a_link() {
    let app = TestApp::start().await;
    let finance = offer_finance(&app, decided_by(&[Approvers::Owners])).await;
    let request = ask(&app, &finance, LEO).await;
    let jonas = app.sign_in("manager").await;
    let (id, version) = (&request.id, request.version);
    let fingerprint = jonas.get(&page_of(&request)).await.field("fingerprint");
    for function in ["approve", "deny", "cancel", "decide-many"] {
        let link = format!("/api/requests/{function}?id={id}&version={version}&fingerprint={fingerprint}&reason=x");
        let answer = jonas.get(&link).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{function}");
    }
    assert_eq!(kept(&app, id).await, request, "it is as it was");
}
