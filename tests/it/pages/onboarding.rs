//! Onboarding one person, end to end, without script.

use crate::support::{Answer, Browser, TestApp};
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
    ]);
    let review = admin.submit("/onboard", &form).await;
    assert_eq!(review.status, StatusCode::OK, "{}", review.text());
    assert!(review.text().contains("3 API calls"), "{}", review.text());
    assert_eq!(app.simulator.calls("POST /v2/members"), 0, "a preview called Sigma");

    let done = admin.apply(&review, "Joins controlling").await;
    assert!(done.text().contains("3 of 3 done"), "{}", done.text());
    assert_eq!(app.simulator.invitations().len(), 1);

    let snapshot = app.running.app.directory.snapshot().unwrap();
    let ines = snapshot.member_by_email("ines.farrow@lumen.example").expect("the directory has not been refreshed");
    assert!(snapshot.is_team_admin(&ines.id, &team.id), "not a team admin");
    let page = admin.get(&format!("/members/{}", ines.id)).await.text();
    for seen in ["Finance", "Logistics", "Can explore", connection.name.as_str()] {
        assert!(page.contains(seen), "{seen} is missing");
    }
    let activity = admin.get(&format!("/members/{}/activity", ines.id)).await.text();
    assert!(activity.contains("Onboard Ines Farrow"), "{activity}");
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
    ];
    let page = admin.submit("/onboard", &form).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("Fix 1 problem"), "{}", page.text());
    assert!(page.text().contains("is already a member"), "{}", page.text());
    assert!(
        page.body.contains("aria-describedby=\"email-hint email-error\""),
        "the error does not stand beside its field"
    );
    let filled = page.form("onboarding/onboard");
    for (name, value) in form {
        let is_kept = filled.iter().any(|(n, v)| n == name && v == value);
        assert!(is_kept, "{name} is lost: {filled:?}");
    }
    // The plan beside the form says the same, and who it is.
    assert!(page.text().contains("Open Amara Okafor"), "{}", page.text());
    let blank = admin.submit("/onboard", &[("email", "ada@nowhere")]).await;
    assert!(blank.text().contains("Fix 4 problems"), "{}", blank.text());
}

/// The form shown again by one of its buttons.
async fn shown_again(admin: &Browser<'_>, fields: &[(&str, &str)]) -> Answer {
    admin.call("/onboard", "onboarding/onboard?show", fields).await
}

#[tokio::test]
async fn rows_are_added_by_typing_and_removed_by_buttons() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let snapshot = app.running.app.directory.snapshot().unwrap();
    let team = format!("team:{}", snapshot.teams().iter().find(|t| t.name == "Finance").unwrap().id);
    let field = |page: &Answer, name: &str| {
        page.form("onboarding/onboard").into_iter().find(|(n, _)| n == name).map(|(_, value)| value)
    };
    let row = "teams[rows][0][id]";
    let typed = |text| [("email", "half@"), ("teams[new][id]", text), ("teams[new][level]", "admin")];
    let page = shown_again(&admin, &typed("finance")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(field(&page, row).as_ref(), Some(&team));
    assert_eq!(field(&page, "teams[rows][0][level]").as_deref(), Some("admin"));
    assert_eq!(field(&page, "email").as_deref(), Some("half@"), "what was typed is lost");
    assert!(!page.text().contains("problem"), "adding a row complains about the rest");
    let asked = shown_again(&admin, &typed("sal")).await;
    assert!(asked.text().contains("Several teams match “sal”. Pick one."), "{}", asked.text());
    assert_eq!(field(&asked, "teams[new][id]").as_deref(), Some("sal"), "what was typed is lost");
    // A name that says not enough holds the plan up; a choice takes it.
    let unknown = admin.submit("/onboard", &[INES.as_slice(), &typed("zzz")[1..]].concat()).await;
    assert!(
        unknown.text().contains("Fix 1 problem") && unknown.text().contains("No team matches “zzz”."),
        "{}",
        unknown.text()
    );
    let taken = shown_again(&admin, &[&typed("fin")[..], &[("teams[pick]", team.as_str())]].concat()).await;
    assert_eq!(field(&taken, row).as_ref(), Some(&team));
    assert_eq!(field(&taken, "teams[new][id]").as_deref(), Some(""));
    let gone = [(row, team.as_str()), ("teams[rows][0][level]", "admin"), ("teams[remove]", team.as_str())];
    assert_eq!(field(&shown_again(&admin, &gone).await, row), None);
}

#[tokio::test]
async fn the_review_leads_back_to_the_form_as_it_was() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let review = admin.submit("/onboard", &INES).await;
    let back = review.body.split("href=\"/onboard?form=").nth(1).expect("a way back").split('"').next().unwrap();
    let page = admin.get(&format!("/onboard?form={back}")).await;
    assert_eq!(page.status, StatusCode::OK);
    let filled = page.form("onboarding/onboard");
    for (name, value) in INES {
        assert!(filled.iter().any(|(n, v)| n == name && v == value), "{name} is lost: {filled:?}");
    }
    // A complete form is shown with its plan, without script too.
    let text = page.text();
    for seen in ["1 step", "Invite Ines Farrow", "An invitation is sent to ines.farrow@lumen.example"] {
        assert!(text.contains(seen), "{seen}: {text}");
    }
}

/// Where the browser asks while the form is filled in.
fn preview(fields: &[(&str, &str)]) -> String {
    let query = serde_qs::to_string(&fields.iter().copied().collect::<std::collections::BTreeMap<_, _>>()).unwrap();
    format!("/api/onboarding/preview?{query}")
}

#[tokio::test]
async fn a_preview_says_what_the_form_comes_to_and_changes_nothing() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let blank = admin.parts(&preview(&[])).await;
    assert_eq!(blank.status, StatusCode::OK);
    let needed = "Still needed: E-mail, First name, Last name, Account type.";
    assert!(blank.text().contains(needed), "{}", blank.text());
    let taken = preview(&[("email", "JONAS.weber@lumen.example")]);
    assert!(admin.parts(&taken).await.text().contains("Open Jonas Weber"));
    assert_eq!(admin.ask(&taken).await.1["refused"][0]["field"], "email");
    let workspace = app.snapshot().workspaces().iter().find(|w| w.name == "Logistics").unwrap().id.clone();
    let key = format!("workspace:{workspace}");
    let rows = [("workspaces[rows][0][id]", key.as_str()), ("workspaces[rows][0][level]", "edit")];
    let person = [("email", "ines.farrow@lumen.example"), ("first_name", "Ines"), ("last_name", "Farrow")];
    let fields = [&person[..], &[("account_type", "View")], &rows[..]].concat();
    let whole = admin.parts(&preview(&fields)).await;
    for said in [
        "2 steps, 2 warnings",
        "Logistics: Limited to Can view by account type View.",
        "up to “Can view”",
        "No invitation is sent.",
    ] {
        assert!(whole.text().contains(said), "{said}: {}", whole.text());
    }
    let snapshot = app.snapshot();
    let now = |name: &str| snapshot.seats().iter().find(|(of, _)| of == name).unwrap().1;
    assert_eq!(whole.row("View"), [now("View").to_string(), (now("View") + 1).to_string()]);
    assert_eq!(whole.row("Build"), [now("Build").to_string(), now("Build").to_string()]);
    assert_eq!(app.simulator.calls("POST /v2/members"), 0);
    assert_eq!(app.sign_in("auditor").await.ask(&preview(&fields)).await.0, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn applying_twice_is_one_change() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let review = admin.submit("/onboard", &INES).await;
    let (first, second) = tokio::join!(admin.apply(&review, ""), admin.apply(&review, ""));
    assert!(first.text().contains("1 of 1 done") && second.text().contains("1 of 1 done"));
    assert_eq!(app.simulator.invitations().len(), 1);
}

#[tokio::test]
async fn an_address_taken_meanwhile_is_found_before_anybody_is_invited() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let review = admin.submit("/onboard", &INES).await;
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
    assert!(failed.text().contains("is already a member of the organization"), "{}", failed.text());
    assert!(app.simulator.invitations().is_empty());
}

#[tokio::test]
async fn a_lost_answer_invites_once() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let review = admin.submit("/onboard", &INES).await;
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
