//! Text in and out: every door folds or refuses by name, and no page lets a name hide something or turn the rest.

use crate::support::TestApp;
use reqwest::{Method, StatusCode};
use sigma_portal::domain::{
    ConnectionPatch, EmailAddress, FilePatch, Grantee, InodeId, Member, MemberPatch, TeamPatch, WorkspacePermission,
};

const UNSEEN: &str = "Mi\u{200b}a";
const NAMED: &str = "U+200B ZERO WIDTH SPACE, which cannot be seen; remove it.";

fn member(app: &TestApp, name: &str) -> Member {
    app.snapshot().member_by_email(&format!("{name}@lumen.example")).unwrap().clone()
}

/// What a form answers, where it leads to a page with a message that page.
fn onboarding<'a>(email: &'a str, first: &'a str, last: &'a str) -> [(&'a str, &'a str); 4] {
    [("email", email), ("first_name", first), ("last_name", last), ("account_type", "View")]
}

#[tokio::test]
async fn every_form_refuses_by_name_what_cannot_be_seen() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    let snapshot = app.snapshot();
    let leo = member(&app, "leo.martins");
    let (team, workspace) = (&snapshot.teams()[0], &snapshot.workspaces()[0]);
    let (connection, workbook) = (&snapshot.connections()[0], &snapshot.workbooks()[0]);
    let attribute = &snapshot.user_attributes()[0];
    let unseen = "jonas.we\u{200b}ber@lumen.example";
    let forms: Vec<(String, Vec<(&str, &str)>)> = vec![
        ("/onboard".into(), onboarding(unseen, "Mia", "Lund").to_vec()),
        ("/onboard".into(), onboarding("mia@lumen.example", UNSEEN, "Lund").to_vec()),
        ("/onboard".into(), onboarding("mia@lumen.example", "Mia", UNSEEN).to_vec()),
        ("/teams/new".into(), vec![("name", UNSEEN), ("visibility", "private")]),
        ("/teams/new".into(), vec![("name", "A"), ("description", UNSEEN), ("visibility", "private")]),
        (format!("/teams/{}/edit", team.id), vec![("name", UNSEEN), ("visibility", "private")]),
        ("/workspaces/new".into(), vec![("name", UNSEEN)]),
        (format!("/workspaces/{}/edit", workspace.id), vec![("name", UNSEEN)]),
        (format!("/connections/{}/edit", connection.id), vec![("name", UNSEEN)]),
        (format!("/workbooks/{}/edit", workbook.id), vec![("name", UNSEEN), ("owner", "leo.martins@lumen.example")]),
    ];
    for (path, form) in &forms {
        let page = admin.submit(path, form).await;
        assert!(page.text().contains(NAMED), "{path} {form:?}: {} {}", page.status, page.text());
    }
    let chosen = [("attribute_id", attribute.id.as_str()), ("value", UNSEEN)];
    for (page, function, form) in [
        (
            format!("/attributes/{}", attribute.id),
            "attributes/set-value",
            [("who", leo.email.as_str()), ("value", UNSEEN)],
        ),
        (format!("/members/{}/attributes", leo.id), "members/set-attribute", chosen),
        (format!("/teams/{}/access", team.id), "teams/set-attribute", chosen),
    ] {
        let page = admin.fill(&page, function, &form).await;
        assert!(page.text().contains(NAMED), "{function}: {} {}", page.status, page.text());
    }
    let edit = format!("/members/{}/edit", leo.id);
    for (last, email) in [(UNSEEN, leo.email.as_str()), ("Martins", unseen)] {
        let form = [("first_name", "Leo"), ("last_name", last), ("email", email), ("account_type", "View")];
        let page = admin.submit(&edit, &form).await;
        assert!(page.text().contains(NAMED), "{form:?}: {}", page.text());
    }
    assert_eq!(app.simulator.calls("POST /v2/members"), 0);
}

#[tokio::test]
async fn a_member_is_edited_by_the_rules_of_onboarding() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let leo = member(&app, "leo.martins");
    let long = "a".repeat(400);
    for (last, named) in [(long.as_str(), "longer than 100 characters"), ("Mar\u{7}tins", "U+0007 BELL")] {
        let edited = onboarding("leo.martins@lumen.example", "Leo", last);
        let edited = admin.submit(&format!("/members/{}/edit", leo.id), &edited).await;
        let onboarded = admin.submit("/onboard", &onboarding("mia@lumen.example", "Mia", last)).await;
        for page in [edited, onboarded] {
            assert!(page.text().contains(named), "{}", page.text());
        }
    }
}

#[tokio::test]
async fn what_makes_no_difference_is_folded_on_the_way_in() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let form = onboarding("\u{feff} mia.lund@Lumen.example\u{a0}", "Zoe\u{308}\u{a0}Mia", " Lund\t");
    let review = admin.submit("/onboard", &form).await;
    let words = "Invite Zo\u{eb} Mia Lund <mia.lund@lumen.example> as View";
    assert!(review.text().contains(words), "{}", review.text());
    admin.apply(&review, "A new\r\ncolleague\u{a0}").await;
    assert_eq!(member(&app, "mia.lund").first_name, "Zo\u{eb} Mia");
}

#[tokio::test]
async fn a_reason_is_refused_by_name_and_nothing_is_sent() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let review = admin.submit("/onboard", &onboarding("mia.lund@lumen.example", "Mia", "Lund")).await;
    for (reason, named) in
        [(format!("As {UNSEEN} wants"), NAMED.to_owned()), ("a".repeat(1001), "longer than 1000 characters".to_owned())]
    {
        let (id, fingerprint) = (review.field("id"), review.field("fingerprint"));
        let form = [("id", id.as_str()), ("fingerprint", &fingerprint), ("reason", &reason)];
        let again = admin.call(&format!("/reviews/{id}"), "changes/accept", &form).await;
        assert_eq!(again.status, StatusCode::OK);
        assert!(again.text().contains("Nothing was changed.") && again.text().contains(&named), "{}", again.text());
    }
    assert_eq!(app.simulator.calls("POST /v2/members"), 0);
    admin.apply(&review, "As wanted").await;
    assert_eq!(app.simulator.calls("POST /v2/members"), 1);
}

#[tokio::test]
async fn an_address_that_looks_like_a_members_is_remarked() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let alike = "j\u{43e}nas.weber@lumen.example";
    let review = admin.submit("/onboard", &onboarding(alike, "Jonas", "Weber")).await;
    let remark = "looks like the address of Jonas Weber <jonas.weber@lumen.example> and is another one";
    assert!(review.text().contains(remark) && review.text().contains("U+043E"), "{}", review.text());

    let leo = member(&app, "leo.martins");
    let form = onboarding(alike, &leo.first_name, &leo.last_name);
    let review = admin.submit(&format!("/members/{}/edit", leo.id), &form).await;
    assert!(review.text().contains(remark), "{}", review.text());

    let review = admin.submit("/onboard", &onboarding("mia.lund@lumen.example", "Mia", "Lund")).await;
    assert!(!review.text().contains("looks like"), "{}", review.text());
}

#[tokio::test]
async fn a_name_read_in_the_wrong_encoding_is_remarked() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let review = admin.submit("/onboard", &onboarding("andre@lumen.example", "Andr\u{c3}\u{a9}", "Lund")).await;
    assert!(review.text().contains("is “Andr\u{e9}” read in the wrong encoding"), "{}", review.text());
}

#[tokio::test]
async fn links_lead_nowhere_else() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    for next in ["/%09/evil.example", "//evil.example", "/%5Cevil.example", "/%0A/evil.example", "https://evil.example"]
    {
        let led = admin.get(&format!("/sign-in?next={next}")).await;
        assert_eq!(led.location.as_deref(), Some("/"), "{next}");
    }
    let form = [("persona", "admin"), ("next", "/\t/evil.example")];
    let sign_in = async |form: &[(&str, &str)]| app.visitor().call("/sign-in", "session/begin", form).await.location;
    assert_eq!(sign_in(&form).await.as_deref(), Some("/"));
    let form = [("persona", "admin"), ("next", "/members?q=a")];
    assert_eq!(sign_in(&form).await.as_deref(), Some("/members?q=a"));
    // The way back after a button goes by the page that the browser says it was on.
    let back = admin.request(Method::POST, "/api/directory/refresh").header("origin", app.url(""));
    let back = admin.send(back.header("referer", format!("{}//evil.example/x", app.url("")))).await;
    assert_eq!(back.location.as_deref(), Some("/"));
}

/// Names as somebody with rights in Sigma may give them: turned, from right to left, and longer than any page.
struct Hostile {
    app: TestApp,
    pages: Vec<String>,
}

const TURNED: &str = "\u{202e}weiV sa\u{200b}";
const RIGHT_TO_LEFT: &str = "\u{5d0}\u{5d1}\u{5d2} (3)";

async fn hostile() -> Hostile {
    let app = TestApp::start_whole().await;
    let (client, snapshot) = (app.running.app.client.clone(), app.snapshot());
    let leo = member(&app, "leo.martins");
    let name = format!("{TURNED} {RIGHT_TO_LEFT} {}", "x".repeat(60));
    let text = || Some(name.clone());
    let patch = MemberPatch { first_name: text(), last_name: text(), ..MemberPatch::default() };
    client.members().update(&leo.id, &patch).await.unwrap();
    let team = snapshot.teams_of(&leo.id).next().map_or(&snapshot.teams()[0], |(team, _)| team);
    let patch = TeamPatch { name: text(), description: text(), visibility: None };
    client.teams().update(&team.id, &patch).await.unwrap();
    let workspace = &snapshot.workspaces()[0];
    client.workspaces().rename(&workspace.id, &name, false).await.unwrap();
    let holders = [Grantee::Member(leo.id.clone()), Grantee::Team(team.id.clone())];
    let grants = holders.clone().map(|holder| (holder, WorkspacePermission::Explore));
    client.workspaces().grant(&workspace.id, &grants).await.unwrap();
    let connection = snapshot.connections().iter().find(|c| !c.is_archived).unwrap();
    let patch = ConnectionPatch { name: text(), use_oauth: None };
    client.connections().update(&connection.id, &patch).await.unwrap();
    let workbook = &snapshot.workbooks()[0];
    let patch = FilePatch { name: text(), owner_id: Some(leo.id.clone()), ..FilePatch::default() };
    client.files().update(&InodeId::new(workbook.id.as_str()), &patch).await.unwrap();
    assert!(app.running.app.directory.sync().await);
    let attribute = &snapshot.user_attributes()[0];
    let (leo, team, workspace) = (&leo.id, &team.id, &workspace.id);
    let mut pages: Vec<String> = [
        "/",
        "/members?q=leo.martins",
        "/teams",
        "/workspaces",
        "/connections",
        "/workbooks",
        "/datasets",
        "/access",
        "/find?q=leo.martins",
        "/history",
        "/audit",
        "/changes",
        "/settings",
        "/onboard",
        "/teams/new",
        "/attributes",
    ]
    .map(str::to_owned)
    .into();
    for page in ["", "/edit", "/documents", "/attributes", "/activity", "/offboard", "/delete"] {
        pages.push(format!("/members/{leo}{page}"));
    }
    for page in ["", "/edit", "/members", "/access", "/activity", "/delete"] {
        pages.push(format!("/teams/{team}{page}"));
    }
    for page in ["", "/edit", "/people", "/access", "/files", "/activity", "/delete"] {
        pages.push(format!("/workspaces/{workspace}{page}"));
    }
    for page in ["", "/edit", "/people", "/access", "/check", "/activity"] {
        pages.push(format!("/connections/{}{page}", connection.id));
    }
    for page in ["", "/edit", "/people", "/contents", "/export", "/activity"] {
        pages.push(format!("/workbooks/{}{page}", workbook.id));
    }
    pages.push(format!("/attributes/{}", attribute.id));
    Hostile { app, pages }
}

/// Everything a reader sees of a page: what stands between tags, fields of several lines and scripts left out, each with
/// whether it is kept apart by an element.
fn texts(html: &str) -> Vec<(String, bool)> {
    let (mut texts, mut depth, mut rest) = (Vec::new(), 0_u32, html);
    while let Some((text, tag)) = rest.split_once('<') {
        texts.push((text.to_owned(), depth > 0));
        let name = tag.split(|c: char| c.is_ascii_whitespace() || c == '>').next().unwrap_or_default();
        match name {
            "bdi" => depth += 1,
            "/bdi" => depth -= 1,
            _ => {}
        }
        let raw = ["script", "style", "textarea"].iter().find(|raw| **raw == name);
        rest = match raw {
            Some(raw) => tag.split_once(&format!("</{raw}")).map_or("", |(_, rest)| rest),
            None => tag,
        };
        rest = rest.split_once('>').map_or("", |(_, rest)| rest);
    }
    texts
}

fn assert_kept_apart(path: &str, html: &str) {
    for (text, is_apart) in texts(html) {
        assert!(!text.contains(['\u{202e}', '\u{200b}']), "{path} hides what cannot be seen: {text:?}");
        let mut marked = false;
        for c in text.chars() {
            match c {
                '\u{2068}' => marked = true,
                '\u{2069}' => marked = false,
                '\u{590}'..='\u{5ff}' => assert!(is_apart || marked, "{path} lets a name turn the rest: {text:?}"),
                _ => {}
            }
        }
    }
}

#[tokio::test]
async fn no_name_hides_anything_or_turns_a_page() {
    let Hostile { app, pages } = hostile().await;
    let admin = app.sign_in("admin").await;
    let mut seen = 0;
    for path in &pages {
        let page = admin.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.text());
        assert_kept_apart(path, &page.body);
        seen += usize::from(page.text().contains("[U+202E]weiV sa[U+200B]"));
    }
    assert!(seen > pages.len() / 2, "the names are on {seen} of {} pages only", pages.len());
}

#[tokio::test]
async fn a_plan_says_whom_it_is_about_whatever_their_name() {
    let Hostile { app, .. } = hostile().await;
    let admin = app.sign_in("admin").await;
    let leo = member(&app, "leo.martins");
    let offboard = [("documents", "archive"), ("tokens", "on"), ("teams", "on"), ("grants", "on")];
    let edit =
        [("first_name", "Leo"), ("last_name", leo.last_name.as_str()), ("email", &leo.email), ("account_type", "View")];
    let reviews = [
        admin.submit(&format!("/members/{}/offboard", leo.id), &offboard).await,
        admin.submit(&format!("/members/{}/edit", leo.id), &edit).await,
        admin.fill(&format!("/members/{}/delete", leo.id), "members/delete", &[]).await,
    ];
    for review in reviews {
        assert!(review.offers("Apply change"), "{} {}", review.status, review.text());
        assert_kept_apart("a review", &review.body);
        for title in review.body.split("<h3>").skip(1).map(|rest| rest.split("</h3>").next().unwrap()) {
            assert!(title.contains("&lt;leo.martins@lumen.example&gt;"), "{title}");
        }
        let title = review.body.split("<h1>").nth(1).unwrap().split("</h1>").next().unwrap();
        assert!(title.contains("&lt;leo.martins@lumen.example&gt;"), "{title}");
    }
}

#[tokio::test]
async fn what_sigma_holds_goes_into_a_form_and_comes_back_as_it_is() {
    let Hostile { app, .. } = hostile().await;
    let admin = app.sign_in("admin").await;
    let leo = member(&app, "leo.martins");
    let page = admin.get(&format!("/members/{}/edit", leo.id)).await;
    assert!(page.holds(&leo.first_name), "the field does not hold the name");
    let edit = [
        ("first_name", leo.first_name.as_str()),
        ("last_name", leo.last_name.as_str()),
        ("email", &leo.email),
        ("account_type", "Build"),
    ];
    let review = admin.submit(&format!("/members/{}/edit", leo.id), &edit).await;
    admin.apply(&review, "").await;
    let now = member(&app, "leo.martins");
    assert_eq!((now.first_name, now.account_type.as_str()), (leo.first_name, "Build"));
}

/// Members as other systems have made them: no dot in the address's domain, a spelling of its own, no last name.
#[tokio::test]
async fn what_sigma_holds_is_no_new_input() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let leo = member(&app, "leo.martins");
    let client = app.running.app.client.clone();
    for held in ["svc-etl@intranet", "Upper.Case@LUMEN.Example"] {
        let odd = MemberPatch {
            email: Some(EmailAddress::held(held)),
            first_name: Some("Teller".into()),
            last_name: Some(String::new()),
            account_type: Some("View".into()),
        };
        client.members().update(&leo.id, &odd).await.unwrap();
        assert!(app.running.app.directory.sync().await);
        let path = format!("/members/{}/edit", leo.id);
        let edit = [("first_name", "Teller"), ("last_name", ""), ("email", held), ("account_type", "Build")];
        let review = admin.submit(&path, &edit).await;
        assert!(review.offers("Apply change"), "{held}: {} {}", review.status, review.text());
        assert!(!review.text().contains("e-mail from"), "{held}: the address is rewritten: {}", review.text());
        admin.apply(&review, "").await;
        let now = app.snapshot().member(&leo.id).unwrap().clone();
        assert_eq!((now.email.as_str(), now.last_name.as_str(), now.account_type.as_str()), (held, "", "Build"));

        // Changed after all, and taken back: the held address comes back letter by letter.
        let edit =
            [("first_name", "Teller"), ("last_name", ""), ("email", "new@lumen.example"), ("account_type", "Build")];
        let review = admin.submit(&path, &edit).await;
        let done = admin.apply(&review, "").await;
        assert_eq!(app.snapshot().member(&leo.id).unwrap().email, "new@lumen.example", "{}", done.text());
        let id = review.field("id");
        let undo = admin.submit(&format!("/changes/{id}"), &[("id", &id)]).await;
        admin.apply(&undo, "").await;
        assert_eq!(app.snapshot().member(&leo.id).unwrap().email, held);
    }
}
