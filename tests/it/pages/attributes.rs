//! User attributes: the list, one attribute's values, setting and taking away.

use crate::support::{TestApp, form::value};
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
