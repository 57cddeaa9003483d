//! Onboarding one person, end to end, without script.

use crate::support::TestApp;
use reqwest::StatusCode;
use sigma_portal::simulator::{Effect, Rule, When};

const INES: [(&str, &str); 5] = [
    ("email", "ines.farrow@lumen.example"),
    ("first_name", "Ines"),
    ("last_name", "Farrow"),
    ("account_type", "Build"),
    ("invite", "on"),
];

#[tokio::test]
async fn from_form_to_member() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let snapshot = app.running.app.directory.snapshot().unwrap();
    let team = snapshot.teams().iter().find(|t| t.name == "Finance").unwrap();
    let workspace = snapshot.workspaces().iter().find(|w| w.name == "Logistics").unwrap();
    let connection = snapshot.connections().iter().find(|c| !c.is_archived).unwrap();
    let (team_key, workspace_key) = (format!("team:{}", team.id), format!("workspace:{}", workspace.id));
    let mut form = INES.to_vec();
    form.extend([
        ("teams[rows][0][id]", team_key.as_str()),
        ("teams[rows][0][level]", "admin"),
        ("workspaces[rows][0][id]", workspace_key.as_str()),
        ("workspaces[rows][0][level]", "explore"),
        // Typed, and not added: it is part of the plan all the same.
        ("connections[new][id]", connection.name.as_str()),
        ("connections[new][level]", "usage"),
        ("do", "plan"),
    ]);
    let review = admin.post("/onboard", &form).await;
    assert_eq!(review.status, StatusCode::OK, "{}", review.text());
    assert!(review.text().contains("3 calls to Sigma"), "{}", review.text());
    assert_eq!(app.simulator.calls("POST /v2/members"), 0, "a preview called Sigma");

    let done = admin.apply(&review, "Joins controlling").await;
    assert!(done.text().contains("3 of 3 done"), "{}", done.text());
    assert_eq!(app.simulator.invitations().len(), 1);

    let snapshot = app.running.app.directory.snapshot().unwrap();
    let ines = snapshot.member_by_email("ines.farrow@lumen.example").expect("the directory has not been refreshed");
    assert!(snapshot.is_team_admin(&ines.id, &team.id), "not a team admin");
    let page = admin.get(&format!("/members/{}", ines.id)).await.text();
    for seen in ["Finance", "Logistics", "Can explore", connection.name.as_str(), "Onboard Ines Farrow"] {
        assert!(page.contains(seen), "{seen} is missing");
    }
    let audit = admin.get("/audit").await.text();
    assert!(audit.contains("Invite Ines Farrow") && audit.contains("Finished: Onboard Ines Farrow"), "{audit}");
}

#[tokio::test]
async fn errors_stand_beside_their_fields_and_nothing_is_lost() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let snapshot = app.running.app.directory.snapshot().unwrap();
    let team = format!("team:{}", snapshot.teams().first().unwrap().id);
    let form = [
        ("email", "amara.okafor@LUMEN.example"),
        ("first_name", "Amara"),
        ("last_name", "Twice"),
        ("account_type", "View"),
        ("teams[rows][0][id]", team.as_str()),
        ("teams[rows][0][level]", "member"),
        ("do", "plan"),
    ];
    let page = admin.post("/onboard", &form).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text().contains("is already a member"), "{}", page.text());
    assert!(page.body.contains("id=\"email-error\"") && page.body.contains("value=\"Twice\""));
    assert!(page.body.contains(&format!("name=\"teams[rows][0][id]\" value=\"{team}\"")), "the team is lost");
}

#[tokio::test]
async fn rows_are_added_by_typing_and_removed_by_buttons() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let snapshot = app.running.app.directory.snapshot().unwrap();
    let team = format!("team:{}", snapshot.teams().iter().find(|t| t.name == "Finance").unwrap().id);
    let row = format!("name=\"teams[rows][0][id]\" value=\"{team}\"");
    let typed =
        |text, pressed| [("email", "half@"), ("teams[new][id]", text), ("teams[new][level]", "admin"), ("do", pressed)];
    let page = admin.post("/onboard", &typed("finance", "add:teams")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains(&row), "{}", page.text());
    assert!(page.body.contains("value=\"half@\""), "what was typed is lost");
    assert!(!page.text().contains("to mend"), "adding a row complains about the rest");
    // A name that says not enough holds the plan up, is kept, and is asked about; a choice takes it.
    let asked = admin.post("/onboard", &typed("sal", "plan")).await;
    assert!(asked.text().contains("Which “sal” is it?"), "{}", asked.text());
    assert!(asked.body.contains("value=\"sal\""), "what was typed is lost");
    let unknown = admin.post("/onboard", &typed("zzz", "plan")).await;
    assert!(unknown.text().contains("Nothing is called “zzz”."), "{}", unknown.text());
    let taken = admin.post("/onboard", &typed("fin", &format!("take:teams:{team}"))).await;
    assert!(taken.body.contains(&row) && !taken.body.contains("value=\"fin\""), "{}", taken.text());
    let gone = [("teams[rows][0][id]", team.as_str()), ("teams[rows][0][level]", "admin"), ("do", "remove:teams:0")];
    assert!(!admin.post("/onboard", &gone).await.body.contains(&row));
}

#[tokio::test]
async fn the_review_leads_back_to_the_form_as_it_was() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let review = admin.post("/onboard", &INES).await;
    let kept = review.field("form[review]");
    let page = admin.post("/onboard", &[("do", "edit"), ("form[review]", kept.as_str())]).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("value=\"ines.farrow@lumen.example\""), "{}", page.body);
}

#[tokio::test]
async fn applying_twice_is_one_change() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let review = admin.post("/onboard", &INES).await;
    let (first, second) = tokio::join!(admin.apply(&review, ""), admin.apply(&review, ""));
    assert!(first.text().contains("1 of 1 done") && second.text().contains("1 of 1 done"));
    assert_eq!(app.simulator.invitations().len(), 1);
}

#[tokio::test]
async fn an_address_taken_meanwhile_is_found_before_anybody_is_invited() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let review = admin.post("/onboard", &INES).await;
    let token: serde_json::Value = reqwest_json(
        reqwest::Client::builder().build().unwrap().post(format!("{}/v2/auth/token", app.sigma_url())).form(&[
            ("grant_type", "client_credentials"),
            ("client_id", "demo-client"),
            ("client_secret", "demo-secret"),
        ]),
    )
    .await;
    let body = serde_json::json!({ "email": "ines.farrow@lumen.example", "firstName": "Ines", "lastName": "Other" });
    let created = reqwest::Client::builder()
        .build()
        .unwrap()
        .post(format!("{}/v2/members?sendInvite=false", app.sigma_url()))
        .bearer_auth(token["access_token"].as_str().unwrap())
        .json(&body);
    reqwest_json(created).await;
    let failed = admin.apply(&review, "").await;
    assert!(failed.text().contains("is already a member of the organisation"), "{}", failed.text());
    assert!(app.simulator.invitations().is_empty());
}

#[tokio::test]
async fn a_lost_answer_invites_once() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let review = admin.post("/onboard", &INES).await;
    app.simulator.add_rule(Rule {
        operation: "POST /v2/members".into(),
        when: When::Times(1),
        effect: Effect::CutAfter,
    });
    let done = admin.apply(&review, "").await;
    assert!(done.text().contains("1 of 1 done"), "{}", done.text());
    assert_eq!(app.simulator.invitations().len(), 1);
}

async fn reqwest_json(request: reqwest::RequestBuilder) -> serde_json::Value {
    let response = request.send().await.unwrap();
    assert!(response.status().is_success(), "{response:?}");
    response.json().await.unwrap()
}
