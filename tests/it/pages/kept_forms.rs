//! Whose page a form was on: what becomes of it when nobody, or somebody else, is signed in by the time it is sent.

use crate::support::{Answer, Browser, TestApp, form};
use reqwest::{
    Method, StatusCode,
    header::{ACCEPT, COOKIE, HeaderMap, HeaderValue, REFERER},
};
use sigma_portal::{
    auth::{AuthConfig, ProxyConfig, ProxySays},
    directory::PeopleRules,
    web::Mode,
};

const TYPED: [(&str, &str); 4] =
    [("email", "ada@partner.example"), ("first_name", "Ada"), ("last_name", "Lovelace"), ("account_type", "View")];

/// Posts a form from the page that it was on, with the field that says whose page it was first.
async fn send(
    app: &TestApp,
    browser: &Browser<'_>,
    page: &str,
    to: &str,
    token: &str,
    fields: &[(&str, &str)],
) -> Answer {
    let mut all = vec![("form-person", token)];
    all.extend(fields);
    let request = browser.request(Method::POST, to).header("sec-fetch-site", "same-origin");
    browser.send(request.header(REFERER, app.url(page)).form(&all)).await
}

/// The path that a redirect to the sign-in page leads to afterwards.
fn next(answer: &Answer) -> String {
    let location = answer.location.as_deref().unwrap_or_else(|| panic!("no redirect: {}", answer.text()));
    let next = location.split_once("?next=").expect("the way back").1;
    next.replace("%2F", "/").replace("%3F", "?").replace("%3D", "=")
}

/// The value of a text field.
fn value(page: &Answer, name: &str) -> String {
    page.field(name)
}

#[tokio::test]
async fn what_was_typed_survives_signing_in_again() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let token = admin.get("/onboard").await.field("form-person");
    let gone = app.visitor();
    let sent = send(&app, &gone, "/onboard", "/api/onboarding/onboard", &token, &TYPED).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    let path = next(&sent);
    assert!(path.starts_with("/onboard?form="), "{path}");
    let cookie = sent.cookie.expect("what is to be said is kept in the session");
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let sign_in = gone.send(gone.request(Method::GET, sent.location.as_deref().unwrap()).header(COOKIE, &cookie)).await;
    assert!(sign_in.text().contains("nothing was sent"), "{}", sign_in.text());
    assert!(sign_in.text().contains("what you typed is kept"), "{}", sign_in.text());

    let again = app.sign_in("admin").await;
    let form = again.get(&path).await;
    assert_eq!(form.status, StatusCode::OK);
    for (name, typed) in &TYPED[..3] {
        assert_eq!(value(&form, name), *typed, "{name} is lost");
    }
    assert!(form.has_chosen("View"), "the account type is lost");
    let id = path.split_once('=').unwrap().1;
    let other = app.sign_in("manager").await;
    assert_eq!(other.get(&format!("/forms/{id}")).await.status, StatusCode::NOT_FOUND, "it is another's");
    let unknown = again.get("/onboard?form=nothing").await;
    assert!(
        unknown.text().contains("no longer kept") && value(&unknown, "first_name").is_empty(),
        "{}",
        unknown.text()
    );
}

#[tokio::test]
async fn every_form_page_shows_itself_again_as_it_was_filled_in() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let snapshot = app.snapshot();
    let leo = snapshot.member_by_email("leo.martins@lumen.example").unwrap().id.clone();
    let (team, workspace) = (snapshot.teams()[0].id.clone(), snapshot.workspaces()[0].id.clone());
    let connection = snapshot.connections().iter().find(|c| !c.is_archived).unwrap().id.clone();
    let workbook = snapshot.workbooks().first().map(|workbook| format!("/workbooks/{}/edit", workbook.id));
    let picked = [("action", "offboard"), ("member[]", leo.as_str())];
    let bulk = admin.call("/members", "members/bulk/start", &picked).await.location.unwrap();
    let mut forms = vec![
        (format!("/members/{leo}/edit"), "members/edit", "first_name"),
        (format!("/members/{leo}/offboard"), "members/offboard", "new_owner"),
        (bulk, "members/bulk/offboard", "new_owner"),
        (format!("/members/{leo}"), "members/give-workspace", "workspace"),
        (format!("/teams/{team}/access"), "teams/give-access", "resource"),
        ("/teams/new".to_owned(), "teams/create", "name"),
        (format!("/teams/{team}/edit"), "teams/edit", "name"),
        (format!("/teams/{team}/members"), "teams/compare-members", "people[list]"),
        ("/workspaces/new".to_owned(), "workspaces/create", "name"),
        (format!("/workspaces/{workspace}/edit"), "workspaces/rename", "name"),
        (format!("/connections/{connection}/edit"), "connections/edit", "name"),
        (format!("/workspaces/{workspace}/access"), "workspaces/give-access", "grants[new][id]"),
    ];
    forms.extend(workbook.map(|path| (path, "workbooks/edit", "name")));
    for (path, function, field) in forms {
        let token = admin.get(&path).await.field("form-person");
        let sent = send(&app, &app.visitor(), &path, &format!("/api/{function}"), &token, &[(field, "Kept")]).await;
        let kept = next(&sent);
        assert!(kept.starts_with(&format!("{path}?form=")), "{path}: {kept}");
        let again = admin.get(&kept).await;
        assert_eq!((again.status, form::value(&again.form(function), field)), (StatusCode::OK, "Kept"), "{path}");
    }
}

#[tokio::test]
async fn a_button_is_shown_before_it_is_pressed_again() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let token = admin.get("/settings").await.field("form-person");
    let press = [("section", "directory.datasets")];
    let sent = send(&app, &app.visitor(), "/settings", "/api/settings/read", &token, &press).await;
    let path = next(&sent);
    assert!(path.starts_with("/settings?form="), "{path}");
    let path = admin.get(&path).await.location.expect("the page has no form that could show it again");
    assert!(path.starts_with("/forms/"), "{path}");
    let kept = admin.get(&path).await;
    assert!(kept.text().contains("Nothing was sent to Sigma and nothing was changed"), "{}", kept.text());
    let fields = kept.form("settings/read");
    assert!(fields.contains(&("section".to_owned(), "directory.datasets".to_owned())), "{fields:?}");
    let pressed = admin.fill(&path, "settings/read", &[]).await;
    assert_eq!(pressed.location.as_deref(), Some("/settings"));
}

#[tokio::test]
async fn code_in_the_browser_hears_that_somebody_else_is_signed_in() {
    let app = TestApp::start().await;
    let (admin, manager) = (app.sign_in("admin").await, app.sign_in("manager").await);
    let finance = app.snapshot().teams().iter().find(|team| team.name == "Finance").unwrap().id.clone();
    let token = admin.get(&format!("/teams/{finance}/edit")).await.field("form-person");
    let form = [("form-person", token.as_str()), ("team_id", finance.as_str()), ("name", "Money")];
    let call = async |browser: &Browser<'_>| {
        let request = browser.request(Method::POST, "/api/teams/edit").header("sec-fetch-site", "same-origin");
        // In place of the header of somebody who wants a page.
        let json = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static("application/json"))]);
        let answer = request.form(&form).headers(json).send().await.unwrap();
        (answer.status(), answer.text().await.unwrap())
    };
    let (status, error) = call(&manager).await;
    assert_eq!(status, StatusCode::CONFLICT, "{error}");
    assert!(error.contains("filled in as Amara Okafor") && error.contains("signed in as Jonas Weber"), "{error}");
    let (status, error) = call(&app.visitor()).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED, "{error}");
}

#[tokio::test]
async fn a_form_of_one_persona_is_not_sent_as_another() {
    let app = TestApp::start().await;
    let (admin, manager) = (app.sign_in("admin").await, app.sign_in("manager").await);
    let finance = app.snapshot().teams().iter().find(|team| team.name == "Finance").unwrap().id.clone();
    let path = format!("/teams/{finance}/edit");
    let token = admin.get(&path).await.field("form-person");
    let fields = [("team_id", finance.as_str()), ("name", "Money"), ("description", ""), ("visibility", "private")];
    let sent = send(&app, &manager, &path, "/api/teams/edit", &token, &fields).await;
    assert_eq!(sent.status, StatusCode::CONFLICT);
    let text = sent.text();
    assert!(text.contains("You are now signed in as Jonas Weber"), "{text}");
    assert!(text.contains("This form was filled in as Amara Okafor"), "{text}");
    assert!(text.contains("Nothing was sent to Sigma and nothing was changed"), "{text}");
    let kept = sent.field("next");
    assert_eq!(value(&admin.get(&kept).await, "name"), "Money", "the typed values are Amara's still");
    let other = manager.get(&kept).await;
    assert_ne!(value(&other, "name"), "Money", "and nobody else's");
    let own = manager.get(&path).await.field("form-person");
    let sent = send(&app, &manager, &path, "/api/teams/edit", &own, &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "their own form is taken: {}", sent.text());
}

#[tokio::test]
async fn a_forged_or_missing_word_about_the_person_keeps_nothing() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let token = admin.get("/onboard").await.field("form-person");
    let forged = format!("{}x", &token[..token.len() - 1]);
    for token in ["", "a.b.c", forged.as_str()] {
        let sent = send(&app, &app.visitor(), "/onboard", "/api/onboarding/onboard", token, &TYPED).await;
        assert_eq!(next(&sent), "/onboard", "{token}");
    }
    let long = "x".repeat(300 * 1024);
    let sent =
        send(&app, &app.visitor(), "/onboard", "/api/onboarding/onboard", &token, &[("first_name", &long)]).await;
    assert_eq!(next(&sent), "/onboard", "what is kept is bounded");
}

#[tokio::test]
async fn every_form_that_posts_says_whose_page_it_was_on() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let leo = app.snapshot().member_by_email("leo.martins@lumen.example").unwrap().id.clone();
    let member = format!("/members/{leo}");
    let offboard = format!("{member}/offboard");
    for path in ["/", "/members", "/onboard", "/onboard/file", "/settings", "/nowhere", &member, &offboard] {
        let page = admin.get(path).await;
        let forms = page.body.matches("method=\"post\"").count();
        assert!(forms > 0, "{path}");
        assert_eq!(page.body.matches("name=\"form-person\"").count(), forms, "{path}");
    }
    assert!(!app.visitor().get("/sign-in").await.has_field("form-person"), "nobody's page");
}

#[tokio::test]
async fn a_file_is_not_kept_and_that_is_said() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let token = admin.get("/onboard/file").await.field("form-person");
    let sent =
        app.visitor().upload("/onboard/file", &[("form-person", &token)], "people.csv", b"E-mail\na@b.example\n").await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    let cookie = sent.cookie.unwrap().split(';').next().unwrap().to_owned();
    let visitor = app.visitor();
    let sign_in = visitor.request(Method::GET, sent.location.as_deref().unwrap()).header(COOKIE, cookie);
    assert!(visitor.send(sign_in).await.text().contains("Files and long lists are not kept"));
}

#[tokio::test]
async fn in_service_the_answer_says_that_nothing_was_sent_and_keeps_it() {
    const SECRET: &str = "between us and at least thirty-two bytes long";
    const AMARA: &str = "amara.okafor@lumen.example";
    let proxy = ProxyConfig {
        secrets: sigma_portal::auth::ProxySecrets::new([SECRET.into()]),
        from: Vec::new(),
        email_header: "x-forwarded-email".into(),
        says: ProxySays::default(),
        people: PeopleRules::default(),
        sign_out_url: None,
    };
    let app = TestApp::start_with(AuthConfig::Proxy(Box::new(proxy)), Mode::Serve, |_| {}).await;
    app.wait_until_ready().await;
    let browser = app.visitor();
    let open = async |path: &str| {
        let request = browser.request(Method::GET, path).header("x-portal-proxy-secret", SECRET);
        browser.send(request.header("x-forwarded-email", AMARA)).await
    };
    let token = open("/onboard").await.field("form-person");
    let sent = send(&app, &browser, "/onboard", "/api/onboarding/onboard", &token, &TYPED).await;
    assert_eq!(sent.status, StatusCode::UNAUTHORIZED);
    assert!(sent.text().contains("Nothing was sent to Sigma and nothing was changed"), "{}", sent.text());
    let href = sent.body.split("href=\"/onboard?form=").nth(1).expect("the way back to it").split('"').next().unwrap();
    let again = open(&format!("/onboard?form={href}")).await;
    assert_eq!(value(&again, "first_name"), "Ada");
}
