//! Who somebody is does not change with addresses: what was theirs stays theirs, and nobody else's.

use crate::{
    store::samples,
    support::{TestApp, proxy},
};
use jiff::Timestamp;
use reqwest::StatusCode;
use sigma_portal::{
    changes::Changes,
    domain::{Actor, Change, ChangeState, EmailAddress, Intent, Member, MemberPatch, Role, Subject},
};

const LEO: &str = "leo.martins@lumen.example";
const PRIYA: &str = "priya.raman@lumen.example";

fn member(app: &TestApp, email: &str) -> Member {
    app.snapshot().member_by_email(email).unwrap().clone()
}

/// As somebody does it in Sigma itself.
async fn give_address(app: &TestApp, of: &Member, address: &str) {
    let patch = MemberPatch { email: Some(EmailAddress::parse(address).unwrap()), ..MemberPatch::default() };
    app.running.app.client.members().update(&of.id, &patch).await.unwrap();
    assert!(app.running.app.directory.sync().await);
}

/// Leo has left with another address, and Priya has Leo's.
async fn handed_on(app: &TestApp) -> (Member, Member) {
    let (leo, priya) = (member(app, LEO), member(app, PRIYA));
    give_address(app, &leo, "leo.moved@lumen.example").await;
    give_address(app, &priya, LEO).await;
    (leo, priya)
}

async fn kept(app: &TestApp, actor: Actor, subjects: Vec<Subject>) -> Change {
    let change = Change {
        id: Changes::fresh_id(),
        title: "A matter of Leo's".into(),
        state: ChangeState::Done,
        created_at: Timestamp::now(),
        actor,
        subjects,
        steps: vec![],
        ..samples::change("", 0)
    };
    app.running.app.store.insert_change(&change, &samples::accepted(&change)).await.unwrap();
    change
}

#[tokio::test]
async fn changes_and_their_lists_stay_with_the_person() {
    let app = TestApp::start_behind(proxy(&[])).await;
    let leo = member(&app, LEO);
    let actor = Actor {
        member_id: Some(leo.id.clone()),
        subject: None,
        name: leo.full_name(),
        email: LEO.into(),
        role: Role::Member,
        origin: None,
    };
    let change = kept(&app, actor, vec![]).await;
    let path = format!("/changes/{}", change.id);
    assert_eq!(app.proxied(LEO).get(&path).await.status, StatusCode::OK);
    handed_on(&app).await;
    let heir = app.proxied(LEO);
    assert!(heir.get("/me").await.text().contains("Priya Raman"));
    for page in ["/changes", "/changes/export.csv"] {
        assert!(!heir.get(page).await.text().contains("A matter of Leo"), "{page} shows another person's changes");
    }
    for foreign in [path.clone(), format!("{path}/events")] {
        assert_eq!(heir.get(&foreign).await.status, StatusCode::NOT_FOUND, "{foreign}");
    }
    let undone = heir.call(&path, "changes/undo", &[("id", change.id.as_str())]).await;
    assert_eq!(undone.status, StatusCode::NOT_FOUND);
    let moved = app.proxied("leo.moved@lumen.example");
    assert!(moved.get("/changes").await.text().contains("A matter of Leo"));
    let own = moved.get(&path).await;
    assert_eq!(own.status, StatusCode::OK);
    assert!(own.text().contains("Leo Martins"), "{}", own.text());
}

#[tokio::test]
async fn reviews_stay_with_the_person() {
    let app = TestApp::start_behind(proxy(&[])).await;
    let jonas = member(&app, "jonas.weber@lumen.example");
    let priya = member(&app, PRIYA);
    let finance = app.snapshot().teams().iter().find(|t| t.name == "Finance").unwrap().id.clone();
    let browser = app.proxied("jonas.weber@lumen.example");
    let request = browser.request(reqwest::Method::POST, "/api/members/leave-team");
    let form = [("member_id", jonas.id.as_str()), ("team_id", finance.as_str())];
    let shown = browser.send(request.header("sec-fetch-site", "same-origin").form(&form)).await;
    let review = shown.location.expect("a review");
    assert!(review.starts_with("/reviews/"), "{review}");
    assert_eq!(browser.get(&review).await.status, StatusCode::OK);
    give_address(&app, &jonas, "jonas.moved@lumen.example").await;
    give_address(&app, &priya, "jonas.weber@lumen.example").await;
    let heir = app.proxied("jonas.weber@lumen.example");
    assert_eq!(heir.get(&review).await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.proxied("jonas.moved@lumen.example").get(&review).await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_old_change_about_somebody_is_not_about_who_has_their_address_now() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let form = [
        ("email", "mia.lund@lumen.example"),
        ("first_name", "Mia"),
        ("last_name", "Lund"),
        ("account_type", "View"),
        ("user_kind", "internal"),
    ];
    let review = admin.submit("/onboard", &form).await;
    let page = admin.apply(&review, "").await;
    assert!(page.text().contains("Done"), "{}", page.text());
    let mia = member(&app, "mia.lund@lumen.example");
    let filter = sigma_portal::store::ChangeFilter::default();
    let first = sigma_portal::store::PageRequest { number: 1, size: 1 };
    let change = app.running.app.store.changes(&filter, first).await.unwrap().items.remove(0).change;
    assert!(matches!(change.intent, Intent::Onboard { .. }));

    give_address(&app, &mia, "mia.moved@lumen.example").await;
    let heir = member(&app, LEO);
    give_address(&app, &heir, "mia.lund@lumen.example").await;
    let page = admin.get(&format!("/changes/{}", change.id)).await;
    let about = page.body.split("id=\"about\"").nth(1).unwrap();
    assert!(about.contains(&format!("/members/{}", mia.id)), "{about}");
    assert!(!about.contains(&format!("/members/{}", heir.id)) && !about.contains("Leo Martins"), "{about}");
    let history = |body: &str| body.split("id=\"history\"").nth(1).unwrap().to_owned();
    let of_heir = history(&admin.get(&format!("/members/{}/activity", heir.id)).await.body);
    assert!(!of_heir.contains(change.id.as_str()), "it stands in the history of who has the address now: {of_heir}");
    let of_mia = history(&admin.get(&format!("/members/{}/activity", mia.id)).await.body);
    assert!(of_mia.contains(change.id.as_str()), "{of_mia}");
    // The log shows the address as it was, and links it to nobody.
    let log = admin.get("/audit").await;
    assert!(log.text().contains("mia.lund@lumen.example"), "{}", log.text());
    let linked = log.body.split("<a ").any(|link| link.contains(heir.id.as_str()) && link.contains("mia.lund"));
    assert!(!linked, "{}", log.body);
}

#[tokio::test]
async fn a_session_stays_that_of_who_began_it() {
    let app = TestApp::start().await;
    let session = app.sign_in("member").await;
    handed_on(&app).await;
    let own = session.get("/me").await;
    assert!(own.text().contains("Leo Martins") && !own.text().contains("Priya Raman"), "{}", own.text());
}
