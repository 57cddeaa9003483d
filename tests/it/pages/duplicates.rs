//! Members who may be one person.

use crate::support::TestApp;
use sigma_portal::{
    directory::{Collection, Depth},
    domain::{EmailAddress, NewPerson, UserKind},
};

#[tokio::test]
async fn who_may_be_there_twice_is_shown_side_by_side() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let twin = |first: &str, last: &str, email: &str| NewPerson {
        email: EmailAddress::parse(email).unwrap(),
        first_name: first.into(),
        last_name: last.into(),
        account_type: Some("View".into()),
        user_kind: UserKind::Internal,
        send_invite: false,
    };
    for person in [
        twin("Leonardo", "Martins", "leo.martins@old.example"),
        twin("Jonas", "Weber", "j.weber2@lumen.example"),
        twin("Amara", "Okaf0r", "amara.0kafor@lumen.example"),
    ] {
        app.running.app.client.members().create(&person, &[]).await.unwrap();
    }
    app.running.app.directory.sync_section(Collection::Members, Depth::Due).await.unwrap();
    let page = admin.get("/members/duplicates").await;
    let text = page.text();
    let at = |part: &str| text.find(part).unwrap_or_else(|| panic!("{part}: {text}"));
    assert!(at("Addresses that look the same") < at("amara.0kafor@lumen.example"));
    assert!(at("Same address at another domain") < at("leo.martins@old.example"));
    assert!(at("Same name") < at("j.weber2@lumen.example"));
    assert!(page.links_below("/offboard"), "an admin can end one of them");
    let auditor = app.sign_in("auditor").await.get("/members/duplicates").await;
    assert!(!auditor.links_below("/offboard"));
}
