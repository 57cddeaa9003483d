//! The members list and a member's page.

use crate::support::{TestApp, form::value};
use reqwest::StatusCode;
use sigma_portal::{
    auth::AuthConfig,
    domain::{Grantee, Team, WorkspacePermission},
    sigma::NewWorkspace,
    web::Mode,
};

#[tokio::test]
async fn search_takes_words_in_any_order_without_accents() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let page = admin.get("/members?q=OKAFOR%20amara").await;
    assert!(page.text().contains("1 of 399 members"), "{}", page.text());
    let nobody = admin.get("/members?q=zzz-nobody").await;
    assert_eq!(nobody.status, StatusCode::OK);
    assert!(nobody.text().contains("Nobody matches “zzz-nobody”"));
    let address = admin.get("/members?q=nobody%40nowhere.example").await;
    let next = address.body.split("<a ").find(|link| link.contains("Onboard this person")).expect("no next step");
    assert!(next.contains("href=\"/onboard?email=nobody%40nowhere.example\""), "{next}");
}

#[tokio::test]
async fn mangled_and_outdated_links_still_show_the_list() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    for query in ["page=x", "sort=nonsense", "status=gone", "q=%ff%fe", "&&==&"] {
        assert_eq!(admin.get(&format!("/members?{query}")).await.status, StatusCode::OK, "{query}");
    }
    let behind = admin.get("/members?page=4000000000").await;
    assert!(behind.text().contains("The list is shorter than that"), "{}", behind.text());
}

#[tokio::test]
async fn a_team_is_found_by_its_name() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let snapshot = app.running.app.directory.snapshot().unwrap();
    let finance = snapshot.teams().iter().find(|t| t.name == "Finance").unwrap();
    let size = snapshot.team_members(&finance.id).len();
    let by_name = admin.get("/members?team=finance").await;
    assert!(by_name.text().contains(&format!("{size} of 399 members")), "{}", by_name.text());
    assert!(by_name.holds("Finance"), "the field keeps the name");
    let by_id = admin.get(&format!("/members?team={}", finance.id)).await;
    assert_eq!(by_id.text().matches("@lumen").count(), by_name.text().matches("@lumen").count());
    let unclear = admin.get("/members?team=sale&status=active").await;
    assert!(unclear.text().contains("Which team is it?"), "{}", unclear.text());
    let sales = snapshot.teams().iter().find(|t| t.name == "Sales EMEA").unwrap();
    assert!(unclear.links_to(&format!("/members?team={}&status=active", sales.id)), "{}", unclear.body);
    assert!(admin.get("/members?team=nowhere").await.text().contains("No team matches “nowhere”"));
}

#[tokio::test]
async fn columns_are_chosen_in_the_url() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let usual = admin.get("/members").await;
    assert!(usual.text().contains("Account typeTeamsStatusLast activeAdded"), "{}", usual.text());
    let chosen = admin.get("/members?columns=id&columns=status&q=leo").await;
    assert!(chosen.text().contains("NameStatusMember id"), "{}", chosen.text());
    assert!(chosen.links_below("/members?q=leo&sort=-name&columns=status.id"), "headings keep the columns");
}

#[tokio::test]
async fn csv_has_all_that_match_and_the_columns_shown() {
    let app = TestApp::start().await;
    let answer = app.sign_in("auditor").await.get("/members/export.csv?status=active&columns=type&page=3").await;
    assert_eq!(answer.status, StatusCode::OK);
    let header = |name: &str| answer.headers.get(name).unwrap().to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "text/csv; charset=utf-8");
    assert!(header("content-disposition").starts_with("attachment; filename=\"members-20"));
    let mut lines = answer.body.trim_start_matches('\u{feff}').lines();
    assert_eq!(lines.next(), Some("Name,E-mail,Account type"));
    let snapshot = app.running.app.directory.snapshot().unwrap();
    let active = snapshot.people().filter(|m| !m.is_archived && !m.is_inactive).count();
    assert_eq!(lines.clone().count(), active, "all pages");
    assert!(lines.any(|line| line.starts_with("Amara Okafor,amara.okafor@lumen.example,")));
}

#[tokio::test]
async fn the_scheduler_is_nobody() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let page = admin.get("/members?q=scheduler").await;
    assert!(page.text().contains("0 of 399 members"), "{}", page.text());
    let snapshot = app.running.app.directory.snapshot().unwrap();
    let robot = snapshot.everybody().iter().find(|m| m.is_system()).unwrap();
    assert_eq!(admin.get(&format!("/members/{}", robot.id)).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_first_reading_shows_that_sigma_does_not_answer() {
    let app = TestApp::start_with(AuthConfig::Demo, Mode::Demo, |sigma| sigma.set_down(true)).await;
    let mut status = app.running.app.directory.watch();
    status.wait_for(|s| matches!(s.state, sigma_portal::directory::SyncState::Failed(_))).await.unwrap();
    let page = app.sign_in("admin").await.get("/members").await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(page.text().contains("Sigma does not answer"), "{}", page.text());
    assert!(page.reloads(), "the page does not wait for Sigma");
}

#[tokio::test]
async fn pages_stay_when_sigma_goes_away() {
    let app = TestApp::start().await;
    app.simulator.set_down(true);
    assert!(!app.running.app.directory.sync().await);
    let page = app.sign_in("admin").await.get("/members?q=amara").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("Sigma cannot be reached"), "{}", page.text());
    assert!(page.text().contains("Amara Okafor"));
}

#[tokio::test]
async fn an_edit_with_errors_keeps_what_was_typed() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let snapshot = app.running.app.directory.snapshot().unwrap();
    let leo = snapshot.member_by_email("leo.martins@lumen.example").unwrap();
    let form = [("first_name", "Leonardo"), ("last_name", ""), ("email", "leo@"), ("account_type", "View")];
    let page = admin.submit(&format!("/members/{}/edit", leo.id), &form).await;
    assert!(page.holds("Leonardo") && page.holds("leo@"));
    assert!(page.text().contains("Fix 2 problems"), "{}", page.text());
}

#[tokio::test]
async fn nobody_takes_the_portals_own_account_away() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let snapshot = app.running.app.directory.snapshot().unwrap();
    let owner = snapshot.member(snapshot.token_owner()).unwrap();
    let form = [
        ("first_name", owner.first_name.as_str()),
        ("last_name", owner.last_name.as_str()),
        ("email", owner.email.as_str()),
        ("account_type", "View"),
    ];
    let page = admin.submit(&format!("/members/{}/edit", owner.id), &form).await;
    assert!(page.text().contains("owns the API credentials"), "{}", page.text());
}

#[tokio::test]
async fn somebody_who_reaches_very_much_is_shown_the_first_of_it() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let leo = app.snapshot().member_by_email("leo.martins@lumen.example").unwrap().id.clone();
    let client = &app.running.app.client;
    for n in 0..60 {
        let NewWorkspace::Created(made) =
            client.workspaces().create(&format!("Room {n:02}"), true).await.unwrap().value
        else {
            panic!("the name is taken")
        };
        let grant = (Grantee::Member(leo.clone()), WorkspacePermission::View);
        client.workspaces().grant(&made.id, &[grant]).await.unwrap();
    }
    assert!(app.running.app.directory.sync().await);
    let path = format!("/members/{leo}");
    let page = admin.get(&path).await;
    let reached = |body: &str| body.matches("Revoke direct access to Room").count();
    assert!(reached(&page.body) < 60 && page.text().contains("The first 50 by name."), "{}", page.text());
    let link = page.body.split("href=\"?").nth(1).unwrap().split(['"', '#']).next().unwrap().to_owned();
    let all = admin.get(&format!("{path}?{link}")).await;
    assert_eq!(reached(&all.body), 60);
    assert!(!all.text().contains("The first 50"));
}

#[tokio::test]
async fn a_team_is_joined_by_a_name_that_several_have_and_left_again() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let snapshot = app.snapshot();
    let leo = snapshot.member_by_email("leo.martins@lumen.example").unwrap().id.clone();
    let is_other = |team: &&Team| team.name.starts_with("Sales") && !snapshot.is_in_team(&leo, &team.id);
    let team = snapshot.teams().iter().find(is_other).unwrap();
    let (page, join, leave) = (format!("/members/{leo}"), "members/join-team", "members/leave-team");
    let asked = admin.fill(&page, join, &[("team", "sale")]).await;
    assert!(asked.text().contains("Several teams match “sale”. Pick one."), "{}", asked.text());
    assert_eq!(value(&asked.form(join), "team"), "sale", "what was typed is lost");
    let pick = format!("team:{}", team.id);
    assert!(asked.has_field("team_pick") && asked.holds(&pick), "no such choice: {}", asked.text());
    let review = admin.fill(&page, join, &[("team", "sale"), ("team_pick", &pick)]).await;
    admin.apply(&review, "").await;
    assert!(app.snapshot().is_in_team(&leo, &team.id));
    let rows = admin.get(&page).await.forms(leave);
    let row = rows.into_iter().find(|row| value(row, "team_id") == team.id.as_str()).expect("no button that leaves it");
    let review = admin.send_form(&page, leave, &row).await;
    admin.apply(&review, "").await;
    assert!(!app.snapshot().is_in_team(&leo, &team.id));
}
