//! User attributes: the list, one attribute's values, setting and taking away.

use super::concurrent::{fields, post, with};
use crate::support::TestApp;
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
    let (path, values) = (format!("/attributes/{}", region.id), format!("/attributes/{}/values", region.id));
    let amara = app.snapshot().member_by_email("amara.okafor@lumen.example").unwrap().id.clone();
    let form = [("do", "add:who"), ("who", "amara okafor"), ("value", "Nordics")];
    let review = admin.post(&values, &form).await;
    assert!(review.text().contains("of Amara Okafor <amara.okafor@lumen.example> to “Nordics”"), "{}", review.text());
    admin.apply(&review, "").await;
    assert_eq!(held(&app, &region, &amara).await.as_deref(), Some("Nordics"));
    let page = admin.get(&format!("{path}?value=Nordics")).await;
    assert!(page.text().contains("1 of") && page.text().contains("Amara Okafor"), "{}", page.text());
    let csv = admin.get(&format!("{path}/export.csv?value=Nordics")).await;
    assert!(csv.body.contains("Amara Okafor,amara.okafor@lumen.example,Person,Nordics"), "{}", csv.body);
    let review = admin.post(&values, &[("do", "unset"), ("member", amara.as_str())]).await;
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
        let values = format!("{path}/values");
        let set = fields(&admin.get(&path).await, "adder");
        assert!(set.iter().any(|(name, _)| name.starts_with("base[shown]")), "{}: {set:?}", attribute.name);
        let set = with(with(with(set, "who", "amara okafor"), "value", "Nordics"), "do", "add:who");
        let review = post(&admin, &values, &set).await;
        let title = format!("Set {} of Amara Okafor <amara.okafor@lumen.example> to “Nordics”", attribute.name);
        assert!(review.text().contains(&title), "{}: {}", attribute.name, review.text());
        admin.apply(&review, "").await;
        assert_eq!(held(&app, &attribute, &amara).await.as_deref(), Some("Nordics"));

        let member = format!("/members/{amara}/attributes");
        let mut own = fields(&admin.get(&format!("/members/{amara}")).await, &member);
        own.retain(|(name, _)| name != "do");
        assert!(own.iter().any(|(name, _)| name.starts_with("base[shown]")), "{}: {own:?}", attribute.name);
        let unset = with(with(own, "attribute", attribute.id.as_str()), "do", "unset");
        let review = post(&admin, &member, &unset).await;
        admin.apply(&review, "").await;
        assert_eq!(held(&app, &attribute, &amara).await, None, "{}", attribute.name);
    }
}

#[tokio::test]
async fn what_is_missing_is_said_and_others_only_read() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    let region = attribute(&app, "Region");
    let values = format!("/attributes/{}/values", region.id);
    for (who, value, said) in [
        ("amara.okafor@lumen.example", " ", "Enter the value to set."),
        ("nowhere", "kept", "No person or team answers to “nowhere”."),
    ] {
        let page = admin.post(&values, &[("do", "add:who"), ("who", who), ("value", value)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.text().contains(said), "{}", page.text());
        assert!(page.body.contains(&format!("value=\"{value}\"")), "the value is lost: {}", page.body);
    }
    let read_only = app.sign_in("auditor").await.get(&format!("/attributes/{}", region.id)).await;
    assert_eq!(read_only.status, StatusCode::OK);
    assert!(!read_only.body.contains("/values\""), "an auditor is offered to set values");
    assert_eq!(admin.get("/attributes/none").await.status, StatusCode::NOT_FOUND);
}
