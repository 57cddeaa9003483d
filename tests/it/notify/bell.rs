//! The bell: what somebody has not read, as pages show it.

use super::{asked, denied};
use crate::{
    requests::{AMARA, JONAS, LEO, actor},
    support::TestApp,
};
use sigma_portal::{domain::PersonKey, store::PageRequest};

#[tokio::test]
async fn the_bell_counts_what_is_unread_and_opening_reads_it() {
    let app = TestApp::start().await;
    let request = asked(&app).await;
    let (jonas, leo) = (app.sign_in("manager").await, app.sign_in("member").await);
    assert!(jonas.get("/me").await.names("Notifications, 1 unread"));
    assert!(leo.get("/me").await.names("Notifications"), "who asked has no news");
    let page = jonas.get("/notifications").await;
    assert!(page.text().contains("Leo Martins requests Membership of Finance"), "{}", page.text());
    let opened = jonas.press("/notifications", "Unread: Leo Martins requests Membership of Finance", &[]).await;
    assert_eq!(opened.location, Some(format!("/requests/{}", request.id)), "{}", opened.text());
    assert!(jonas.get("/me").await.names("Notifications"));

    denied(&app, &request).await;
    let page = leo.get("/notifications").await;
    assert!(page.text().contains("Jonas Weber denied your request"), "{}", page.text());
    let read = leo.press("/notifications", "Mark all as read", &[]).await;
    assert_eq!(read.location.as_deref(), Some("/notifications"));
    assert!(leo.get("/notifications").await.text().contains("You’re all caught up"));
}

#[tokio::test]
async fn what_another_has_decided_is_no_news_any_more() {
    let app = TestApp::start().await;
    let request = asked(&app).await;
    let unread = async |email: &str| app.running.app.notify.unread(&actor(&app, email)).await;
    assert_eq!(unread(JONAS).await, Some(1));
    let requests = &app.running.app.requests;
    requests.deny(&request.id, request.version, "Not this quarter", &actor(&app, AMARA)).await.unwrap();
    assert_eq!((unread(JONAS).await, unread(LEO).await), (Some(0), Some(1)));
}

#[tokio::test]
async fn nobody_reads_for_another() {
    let app = TestApp::start().await;
    asked(&app).await;
    let store = &app.running.app.store;
    let jonas = actor(&app, JONAS).key();
    let first = PageRequest { number: 1, size: 9 };
    let id = store.notices(&jonas, first).await.unwrap().items[0].notice.id.clone();
    let leo = app.sign_in("member").await;
    leo.call("/notifications", "notifications/read", &[("id", &id)]).await;
    leo.call("/notifications", "notifications/read", &[]).await;
    assert_eq!(store.unread_notices(&jonas).await.unwrap(), 1);
    let stranger = PersonKey::configured("nobody@lumen.example");
    assert_eq!(store.notices(&stranger, first).await.unwrap().total, 0);
}

#[tokio::test]
async fn the_mail_box_is_the_demos_alone() {
    let app = TestApp::start().await;
    assert_eq!(app.sign_in("admin").await.get("/mail-box").await.status, reqwest::StatusCode::NOT_FOUND);
    let demo = TestApp::start_set(|installation| {
        installation.notify.keeps_mails = true;
        installation.notify.timing.gather = std::time::Duration::ZERO;
    })
    .await;
    let leo = demo.sign_in("member").await;
    assert!(leo.get("/mail-box").await.text().contains("No mails yet"));
    let request = asked(&demo).await;
    super::work_off(&demo).await;
    let list = leo.get("/mail-box").await;
    assert!(list.text().contains("To Jonas Weber <jonas.weber@lumen.example>"), "{}", list.text());
    let mail = leo.get("/mail-box/1").await;
    assert!(mail.links_to(&demo.url(&format!("/requests/{}", request.id))), "{}", mail.body);
    for wrong in ["0", "2", "x"] {
        assert_eq!(leo.get(&format!("/mail-box/{wrong}")).await.status, reqwest::StatusCode::NOT_FOUND, "{wrong}");
    }
}
