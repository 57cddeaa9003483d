//! What cannot be sent: a server that is down, an address that is refused, a server that does not answer.

use super::{asked, denied, mailing, work_off};
use crate::{
    requests::{AMARA, JONAS, LEO, actor, kept},
    support::smtp::{Says, SmtpServer},
};
use sigma_portal::domain::{Channel, RequestState};
use std::time::Duration;

#[tokio::test]
async fn a_server_that_is_down_loses_nothing_and_holds_nothing_up() {
    let addr = SmtpServer::nowhere().await;
    let app = mailing(addr).await;
    let portal = &app.running.app;
    let request = asked(&app).await;
    for _ in 0..3 {
        work_off(&app).await;
        portal.store.clock().advance(Duration::from_hours(1));
    }
    assert_eq!(kept(&app, &request.id).await.state, RequestState::Pending);
    let health = portal.store.channel_health(Channel::Email).await.unwrap();
    assert!(health.failures >= 3 && health.paused_until.is_some(), "{health:?}");
    assert_eq!(health.error.as_deref(), Some("The mail server could not be reached."));
    let page = app.sign_in("admin").await.get("/settings").await;
    let row = page.body.split("<tr").find(|row| row.contains("E-mail")).unwrap();
    assert!(row.contains("Unreachable") && row.contains("sigma@lumen.example"), "{row}");

    let server = SmtpServer::start_at(addr).await;
    portal.store.clock().advance(Duration::from_mins(11));
    work_off(&app).await;
    assert_eq!(server.wait_for(1).await[0].to, JONAS);
    assert_eq!(portal.store.channel_health(Channel::Email).await.unwrap().failures, 0);
}

#[tokio::test]
async fn what_a_server_refuses_for_good_can_be_sent_again() {
    let server = SmtpServer::start().await;
    server.say(Says::Never);
    let app = mailing(server.addr).await;
    let portal = &app.running.app;
    asked(&app).await;
    work_off(&app).await;
    let admin = app.sign_in("admin").await;
    let page = settings_until(&admin, "1 notification was not delivered").await;
    assert!(page.contains("No such mailbox"), "{page}");
    let auditor = app.sign_in("auditor").await;
    assert!(!auditor.get("/settings").await.posts_to("settings/send-again"), "an auditor sends nothing");
    assert_eq!(portal.store.channel_health(Channel::Email).await.unwrap().failures, 0, "the server works");

    server.say(Says::Yes);
    let again = admin.press("/settings", "Send again by E-mail: Leo Martins requests Membership of Finance", &[]).await;
    assert_eq!(again.location.as_deref(), Some("/settings"), "{}", again.text());
    work_off(&app).await;
    assert_eq!(server.wait_for(1).await[0].to, JONAS);
    assert!(!admin.get("/settings").await.text().contains("not delivered:"));
    assert!(admin.get("/audit").await.text().contains("Had 1 notification sent again"));
}

#[tokio::test]
async fn what_is_refused_for_now_is_tried_later_and_given_up_in_the_end() {
    let server = SmtpServer::start().await;
    server.say(Says::NotNow);
    let app = mailing(server.addr).await;
    let portal = &app.running.app;
    asked(&app).await;
    work_off(&app).await;
    assert_eq!(portal.store.dead_deliveries(9).await.unwrap(), [], "not for good");
    for _ in 0..8 {
        portal.store.clock().advance(Duration::from_hours(7));
        work_off(&app).await;
    }
    let dead = async {
        while portal.store.dead_deliveries(9).await.unwrap().is_empty() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), dead).await.expect("it is not given up");
    let dead = portal.store.dead_deliveries(9).await.unwrap();
    assert!(dead[0].error.as_deref().unwrap().contains("Greylisted"), "{dead:?}");
}

#[tokio::test]
async fn a_test_says_what_came_of_it() {
    let server = SmtpServer::start().await;
    let app = mailing(server.addr).await;
    let admin = app.sign_in("admin").await;
    let sent = admin.press("/settings", "Test E-mail", &[]).await;
    assert_eq!(sent.location.as_deref(), Some("/settings"));
    assert!(admin.get("/settings").await.text().contains(&format!("A test mail is on its way to {AMARA}.")));
    let mails = server.wait_for(1).await;
    assert_eq!((mails[0].to.as_str(), mails[0].header("Subject").as_str()), (AMARA, "Test mail from the Sigma portal"));
    server.say(Says::Never);
    admin.press("/settings", "Test E-mail", &[]).await;
    let said = admin.get("/settings").await.text();
    assert!(said.contains("The test by E-mail failed. Refused:") && said.contains("No such mailbox"), "{said}");
    let unknown = admin.call("/settings", "settings/test-channel", &[("channel", "slack")]).await;
    assert_eq!(unknown.status, reqwest::StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_server_that_says_nothing_is_not_waited_for_by_anybody() {
    let server = SmtpServer::start().await;
    server.say(Says::Nothing);
    let app = mailing(server.addr).await;
    let request = asked(&app).await;
    let sending = app.running.app.notify.clone();
    let sending = tokio::spawn(async move { sending.work_off().await });
    let decided = denied(&app, &request).await;
    assert_eq!(decided.state, RequestState::Denied);
    assert!(app.running.app.notify.unread(&actor(&app, LEO)).await == Some(1), "the bell knows at once");
    sending.abort();
}

/// The settings page, once it says this.
async fn settings_until(browser: &crate::support::Browser<'_>, says: &str) -> String {
    let said = async {
        loop {
            let text = browser.get("/settings").await.text();
            if text.contains(says) {
                return text;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(20), said).await.expect("the page does not say so")
}
