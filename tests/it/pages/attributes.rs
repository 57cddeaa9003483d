//! User attributes: the list, one attribute's values, setting and taking away.

use crate::support::{
    Browser, TestApp,
    form::{value, with},
};
use reqwest::StatusCode;
use sigma_portal::domain::{MemberId, UserAttribute};

fn attribute(app: &TestApp, name: &str) -> UserAttribute {
    app.snapshot().user_attributes().iter().find(|a| a.name == name).unwrap().clone()
}

/// Somebody's own value, as Sigma has it.
async fn held(app: &TestApp, attribute: &UserAttribute, member: &MemberId) -> Option<String> {
    let all = app.running.app.client.user_attributes().of_members(&attribute.id).await.unwrap();
    all.into_iter().find(|held| held.member_id == *member).map(|held| held.value.value)
}

#[tokio::test]
async fn the_list_counts_who_has_a_value() {
    let app = TestApp::start_whole().await;
    let list = app.sign_in("auditor").await.get("/attributes?sort=-members").await;
    let region = attribute(&app, "Region");
    let (members, _) = app.snapshot().attribute_values(&region.id);
    assert!(members > 0);
    let row = list.body.split("<tr").find(|row| row.contains(region.id.as_str())).unwrap();
    assert!(row.contains(&format!(">{members}<")) && row.contains(">ALL<"), "{row}");
    let found = app.sign_in("auditor").await.get("/attributes?q=rows").await;
    assert!(found.text().contains("1 of 6 attributes"), "{}", found.text());
}

#[tokio::test]
async fn a_value_is_set_and_taken_away() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    let region = attribute(&app, "Region");
    let path = format!("/attributes/{}", region.id);
    let amara = app.snapshot().member_by_email("amara.okafor@lumen.example").unwrap().id.clone();
    let review = admin.fill(&path, "attributes/set-value", &[("who", "amara okafor"), ("value", "Nordics")]).await;
    assert!(review.text().contains("of Amara Okafor <amara.okafor@lumen.example> to “Nordics”"), "{}", review.text());
    admin.apply(&review, "").await;
    assert_eq!(held(&app, &region, &amara).await.as_deref(), Some("Nordics"));
    let page = admin.get(&format!("{path}?value=Nordics")).await;
    assert!(page.text().contains("1 of") && page.text().contains("Amara Okafor"), "{}", page.text());
    let csv = admin.get(&format!("{path}/export.csv?value=Nordics")).await;
    assert!(csv.body.contains("Amara Okafor,amara.okafor@lumen.example,Person,Nordics"), "{}", csv.body);
    let one = format!("{path}?value=Nordics");
    let review = admin.fill(&one, "attributes/unset-value", &[]).await;
    admin.apply(&review, "").await;
    assert_eq!(held(&app, &region, &amara).await, None);
}

/// Ids are chosen by Sigma: most begin with a digit, some with a letter.
#[tokio::test]
async fn the_forms_of_every_attribute_are_understood_as_the_pages_send_them() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    let amara = app.snapshot().member_by_email("amara.okafor@lumen.example").unwrap().id.clone();
    let all = app.snapshot().user_attributes().to_vec();
    assert!(all.iter().any(|attribute| attribute.id.as_str().starts_with(|first: char| first.is_ascii_digit())));
    for attribute in all {
        let path = format!("/attributes/{}", attribute.id);
        let shown = admin.get(&path).await.form("attributes/set-value");
        assert!(shown.iter().any(|(name, _)| name.starts_with("base[shown]")), "{}: {shown:?}", attribute.name);
        let review = admin.fill(&path, "attributes/set-value", &[("who", "amara okafor"), ("value", "Nordics")]).await;
        let title = format!("Set {} of Amara Okafor <amara.okafor@lumen.example> to “Nordics”", attribute.name);
        assert!(review.text().contains(&title), "{}: {}", attribute.name, review.text());
        admin.apply(&review, "").await;
        assert_eq!(held(&app, &attribute, &amara).await.as_deref(), Some("Nordics"));

        let member = format!("/members/{amara}/attributes");
        let rows = admin.get(&member).await.forms("members/unset-attribute");
        let own = rows.into_iter().find(|row| value(row, "attribute_id") == attribute.id.as_str()).unwrap();
        assert!(own.iter().any(|(name, _)| name.starts_with("base[shown]")), "{}: {own:?}", attribute.name);
        let review = admin.send_form(&member, "members/unset-attribute", &own).await;
        admin.apply(&review, "").await;
        assert_eq!(held(&app, &attribute, &amara).await, None, "{}", attribute.name);
    }
}

#[tokio::test]
async fn what_is_missing_is_said_and_others_only_read() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    let region = attribute(&app, "Region");
    let path = format!("/attributes/{}", region.id);
    for (who, typed, said) in [
        ("amara.okafor@lumen.example", " ", "Enter the value to set."),
        ("nowhere", "kept", "No person or team matches “nowhere”."),
    ] {
        let page = admin.fill(&path, "attributes/set-value", &[("who", who), ("value", typed)]).await;
        assert!(page.text().contains(said), "{}", page.text());
        let form = page.form("attributes/set-value");
        assert_eq!((value(&form, "who"), value(&form, "value")), (who, typed), "what was entered is lost");
    }
    let auditor = app.sign_in("auditor").await;
    let read_only = auditor.get(&path).await;
    assert_eq!(read_only.status, StatusCode::OK);
    let offered = ["attributes/set-value", "attributes/unset-value"].map(|function| read_only.forms(function).len());
    assert_eq!(offered, [0, 0], "an auditor is offered to set values");
    let set = [("attribute_id", region.id.as_str()), ("who", "amara okafor"), ("value", "Nordics")];
    assert_eq!(auditor.call(&path, "attributes/set-value", &set).await.status, StatusCode::FORBIDDEN);
    assert_eq!(admin.get("/attributes/none").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_attribute_is_created_and_can_be_used_at_once() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    assert!(admin.get("/attributes").await.links_to("/attributes/new"));
    let fields = [("name", "Plant"), ("description", "Where someone works"), ("default_value", "none")];
    let review = admin.fill("/attributes/new", "attributes/create", &fields).await;
    for said in ["Create user attribute Plant", "Everyone without a value", "Can’t be undone here."] {
        assert!(review.text().contains(said), "{said}: {}", review.text());
    }
    assert_eq!(app.simulator.calls("POST /v2/user-attributes"), 0, "a review called Sigma");
    admin.apply(&review, "").await;
    let made = attribute(&app, "Plant");
    assert_eq!(made.description.as_deref(), Some("Where someone works"));
    assert_eq!(made.default_value.unwrap().value, "none");
    assert_eq!(admin.get(&format!("/attributes/{}", made.id)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_taken_or_missing_name_is_said_and_nothing_typed_is_lost() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    let region = attribute(&app, "Region");
    for (name, said) in [("region", "There is a user attribute named"), ("  ", "name")] {
        let page = admin.fill("/attributes/new", "attributes/create", &[("name", name), ("description", "kept")]).await;
        assert!(page.refuses("name") && page.text().contains(said), "{name}: {}", page.text());
        assert_eq!(value(&page.form("attributes/create"), "description"), "kept");
    }
    let page = admin.fill("/attributes/new", "attributes/create", &[("name", "region")]).await;
    assert!(page.links_to(&format!("/attributes/{}", region.id)), "the one that exists is not named");
    assert_eq!(app.sign_in("auditor").await.get("/attributes/new").await.status, StatusCode::FORBIDDEN);
}

/// Follows the way to the form of a new attribute, creates it, and says where the change leads back.
async fn create_and_go_back(admin: &Browser<'_>, to: &str) -> String {
    let review = admin.fill(to, "attributes/create", &[]).await;
    let done = admin.apply(&review, "").await;
    let (before, _) =
        done.body.split_once(">Continue where you left off<").unwrap_or_else(|| panic!("no way back: {}", done.text()));
    let (_, link) = before.rsplit_once("href=\"").unwrap();
    link.split('"').next().unwrap().replace("&amp;", "&")
}

#[tokio::test]
async fn onboarding_goes_on_where_it_was_once_the_attribute_is_created() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    let fields = [
        ("email", "new.one@lumen.example"),
        ("first_name", "New"),
        ("last_name", "One"),
        ("account_type", "View"),
        ("attributes", "Plant: Oslo"),
    ];
    let wrong = admin.fill("/onboard", "onboarding/onboard", &fields).await;
    let (name, missing) = wrong.button_to("onboarding/create-attribute");
    assert_eq!((name.as_str(), missing.as_str()), ("missing", "Plant"));
    // What was typed since then counts, and not what was sent first.
    let now = with(wrong.form("onboarding/onboard"), &[("last_name", "Two"), ("missing", &missing)]);
    let led = admin.send_form("/onboard", "onboarding/create-attribute", &now).await;
    let to = led.location.unwrap_or_else(|| panic!("not led on: {}", led.body));
    assert!(to.starts_with("/attributes/new?name=Plant&back="), "{to}");
    let back = create_and_go_back(&admin, &to).await;
    let review = admin.fill(&back, "onboarding/onboard", &[]).await;
    admin.apply(&review, "").await;
    let snapshot = app.snapshot();
    let member = snapshot.member_by_email("new.one@lumen.example").expect("not onboarded");
    assert_eq!(member.last_name, "Two");
    let held = held(&app, &attribute(&app, "Plant"), &member.id).await;
    assert_eq!(held.as_deref(), Some("Oslo"));
}

#[tokio::test]
async fn a_file_goes_on_where_it_was_once_the_attribute_is_created() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    let file = "E-mail,First name,Last name,Account type,User attributes\n\
                a.a@lumen.example,A,A,View,Plant: Oslo\nb.b@lumen.example,B,,View,\n";
    let path = admin.upload("/onboard/file", &[], "people.csv", file.as_bytes()).await.location.unwrap();
    let shown = admin.get(&path).await;
    let (_, missing) = shown.button_to("onboarding/file/create-attribute");
    let id = path.rsplit('/').next().unwrap();
    // A correction that was typed and not checked yet goes along.
    let fields = [("file", id), ("missing", missing.as_str()), ("rows[fix][r1][last_name]", "Berg")];
    let led = admin.call(&path, "onboarding/file/create-attribute", &fields).await;
    let back = create_and_go_back(&admin, &led.location.expect("not led on")).await;
    let ready = admin.get(&back).await;
    assert!(ready.text().contains("2 ready"), "{}", ready.text());
}

#[tokio::test]
async fn the_way_back_stays_on_the_portal() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    let page = admin.get("/attributes/new?name=Plant&back=https%3A%2F%2Fevil.example").await;
    assert!(!page.links().iter().any(|link| link.contains("evil")), "{:?}", page.links());
    let review = admin.fill("/attributes/new?back=%2F%2Fevil.example", "attributes/create", &[("name", "Plant")]).await;
    let done = admin.apply(&review, "").await;
    assert!(!done.links().iter().any(|link| link.contains("evil")), "{:?}", done.links());
}
