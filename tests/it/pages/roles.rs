//! What each persona may see.

use crate::support::TestApp;
use reqwest::StatusCode;
use sigma_portal::domain::{Actor, Capability, Role};

#[tokio::test]
async fn navigation_offers_only_what_the_role_may_use() {
    let app = TestApp::start().await;
    for (persona, offered, withheld) in [
        ("admin", vec!["/onboard", "/audit", "/members"], vec![]),
        ("manager", vec!["/members"], vec!["/onboard", "/audit"]),
        ("auditor", vec!["/members", "/audit"], vec!["/onboard"]),
        ("member", vec!["/me"], vec!["/members", "/onboard", "/audit"]),
        ("visitor", vec!["/get-access", "/requests"], vec!["/members", "/onboard", "/audit", "/changes"]),
    ] {
        let page = app.sign_in(persona).await.get("/get-access").await;
        let links = |path: &str| page.links_to(path);
        assert!(offered.iter().all(|path| links(path)), "{persona} misses one of {offered:?}");
        assert!(!withheld.iter().any(|path| links(path)), "{persona} is offered one of {withheld:?}");
    }
}

#[tokio::test]
async fn a_member_has_a_start_page_of_their_own_and_sees_nobody_else() {
    let app = TestApp::start().await;
    let member = app.sign_in("member").await;
    let start = member.get("/").await;
    for part in ["Hello, Leo", "My access", "My requests", "Get access"] {
        assert!(start.text().contains(part), "{part}: {}", start.text());
    }
    let own = member.get("/me").await;
    assert!(own.text().contains("Leo Martins") && own.text().contains("Sales EMEA"));
    assert!(!own.links_below("/edit"), "a member is offered to edit");
    let snapshot = app.running.app.directory.snapshot().unwrap();
    let other = snapshot.member_by_email("amara.okafor@lumen.example").unwrap();
    let page = member.get(&format!("/members/{}", other.id)).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(page.text().contains("You don’t have access"));
}

#[tokio::test]
async fn a_team_manager_is_offered_their_own_teams_only() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager").await;
    let snapshot = app.running.app.directory.snapshot().unwrap();
    let leo = snapshot.member_by_email("leo.martins@lumen.example").unwrap();
    let page = manager.get(&format!("/members/{}", leo.id)).await;
    assert!(page.names("Team to join"), "{}", page.text());
    let offered = |typed: &str| format!("/api/pickers/suggest?from=teams&typed={typed}");
    let own = manager.parts(&offered("finance")).await;
    assert!(own.text().contains("Finance"), "{}", own.text());
    let others = manager.parts(&offered("sigma")).await;
    assert_eq!((others.status, others.text().trim()), (StatusCode::OK, "Nothing of that name"));
    let (page, id) = (format!("/members/{}", leo.id), ("member_id", leo.id.as_str()));
    let unknown = manager.submit(&page, &[("team", "Sigma Admins")]).await;
    assert!(unknown.text().contains("No team matches “Sigma Admins”."), "{}", unknown.text());
    let foreign = snapshot.teams().iter().find(|t| t.name == "Sales EMEA").unwrap();
    let refused = manager.call(&page, "members/leave-team", &[id, ("team_id", foreign.id.as_str())]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let member = app.sign_in("member").await;
    let own = member.call(&page, "members/join-team", &[id, ("team", "a")]).await;
    assert_eq!(own.status, StatusCode::FORBIDDEN, "someone who may not read the directory is told what it holds");
}

#[tokio::test]
async fn whose_teams_somebody_changes_is_decided_by_their_role_in_one_place() {
    let app = TestApp::start().await;
    let snapshot = app.snapshot();
    let jonas = snapshot.member_by_email("jonas.weber@lumen.example").unwrap();
    let team = |name: &str| snapshot.teams().iter().find(|team| team.name == name).unwrap().id.clone();
    let (own, foreign) = (team("Finance"), team("Sales EMEA"));
    for (role, on_own, on_foreign) in [
        (Role::Admin, true, true),
        (Role::TeamManager, true, false),
        // Whoever administers a team in Sigma and audits here only looks.
        (Role::Auditor, false, false),
        (Role::Member, false, false),
        (Role::Visitor, false, false),
    ] {
        let (name, email) = (jonas.full_name(), jonas.email.clone());
        let actor = Actor { member_id: Some(jonas.id.clone()), subject: None, name, email, role, origin: None };
        let may = [&own, &foreign].map(|team| snapshot.may_edit_team(&actor, team));
        assert_eq!(may, [on_own, on_foreign], "{role:?}");
        assert_eq!(snapshot.editable_teams(&actor).any(|team| team.id == own), on_own, "{role:?}");
    }
    let nobody = Actor {
        member_id: None,
        subject: None,
        name: "N".into(),
        email: "n@lumen.example".into(),
        role: Role::TeamManager,
        origin: None,
    };
    assert!(!snapshot.may_edit_team(&nobody, &own));
}

#[tokio::test]
async fn the_page_about_roles_says_what_the_code_says() {
    let app = TestApp::start().await;
    let page = app.sign_in("auditor").await.get("/settings/roles").await;
    let text = page.text();
    for role in Role::ALL {
        assert!(text.contains(role.label()) && text.contains(role.summary()), "{role:?} is missing");
    }
    let rows = page.body.matches("<th scope=\"row\" class=\"lead\">").count();
    assert_eq!(rows, Capability::ALL.len());
    let yes = Capability::ALL.iter().map(|c| Role::ALL.iter().filter(|role| role.can(*c)).count()).sum::<usize>();
    assert_eq!(page.body.matches(">Yes<").count(), yes);
}
