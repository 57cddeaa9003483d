//! Licences to reclaim: who has not been in Sigma for long.

use crate::support::TestApp;
use reqwest::StatusCode;
use sigma_portal::{
    directory::{Collection, Depth},
    domain::{LastActive, MemberStatus},
};

/// The app, with everybody asked.
async fn asked() -> TestApp {
    let app = TestApp::start_whole().await;
    let directory = &app.running.app.directory;
    for _ in 0..50 {
        if directory.snapshot().unwrap().sections().is_complete(Collection::Activity) {
            return app;
        }
        directory.sync_section(Collection::Activity, Depth::Due).await.unwrap();
    }
    panic!("some people never have their turn");
}

#[tokio::test]
async fn unused_licences_lead_to_the_people_who_can_be_offboarded_together() {
    let app = asked().await;
    let admin = app.sign_in("admin").await;
    let page = admin.get("/members/licences").await;
    assert_eq!(page.status, StatusCode::OK);
    let snapshot = app.snapshot();
    let views = |idle: bool| {
        let people = snapshot.people().filter(|m| m.status() == MemberStatus::Active);
        let views = people.filter(|m| snapshot.account_type_name(m) == "View");
        views.filter(|m| !idle || snapshot.last_active(&m.id) == LastActive::Nothing).count()
    };
    assert!(views(true) > 0);
    let link = "/members?type=View&amp;status=active&amp;active=nothing";
    let rest = page.body.split_once(&format!("href=\"{link}\">")).unwrap_or_else(|| panic!("{}", page.body)).1;
    assert!(rest.starts_with(&views(true).to_string()), "{}", &rest[..40]);
    let list = admin.get(&link.replace("&amp;", "&")).await;
    assert!(list.text().contains(&format!("{} of", views(true))), "{}", list.text());
    assert!(list.text().contains("nothing recorded"), "{}", list.text());
    assert!(list.holds("offboard") && list.has_field("member[]"), "{}", list.text());
}

#[tokio::test]
async fn last_active_is_shown_sorted_and_exported() {
    let app = asked().await;
    let auditor = app.sign_in("auditor").await;
    let csv = auditor.get("/members/export.csv?sort=-active&active=within-30").await.body;
    let mut lines = csv.lines();
    let heading = lines.next().unwrap();
    let at = heading.split(',').position(|name| name.contains("Last active")).unwrap_or_else(|| panic!("{heading}"));
    assert!(lines.count() > 100, "{at}");
    let snapshot = app.snapshot();
    let seen = snapshot.people().find(|m| matches!(snapshot.last_active(&m.id), LastActive::At(_))).unwrap();
    let page = auditor.get(&format!("/members/{}", seen.id)).await.text();
    assert!(page.contains("Last active"), "{page}");
    let owner = auditor.get(&format!("/members/{}", snapshot.token_owner())).await.text();
    assert!(owner.contains("Last activenot known"), "{owner}");
}
