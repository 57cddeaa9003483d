//! What people choose: at once, once a day, or only behind the bell.

use super::{asked, denied, mailing, work_off};
use crate::{
    requests::{JONAS, LEO, actor},
    support::smtp::SmtpServer,
};
use sigma_portal::domain::{Pace, Preference};
use std::time::Duration;

const PAGE: &str = "/notifications/preferences";

#[tokio::test]
async fn a_choice_is_kept_and_decisions_cannot_be_turned_off() {
    let app = mailing(SmtpServer::nowhere().await).await;
    let leo = app.sign_in("member").await;
    let saved = leo.fill(PAGE, "notifications/prefer", &[("to_do", "daily"), ("updates", "never")]).await;
    assert_eq!(saved.location.as_deref(), Some(PAGE), "{}", saved.text());
    let kept = app.running.app.store.preference(&actor(&app, LEO).key()).await.unwrap();
    assert_eq!(kept, Preference { to_do: Pace::Daily, updates: Pace::Never });
    let refused = leo.fill(PAGE, "notifications/prefer", &[("to_do", "never"), ("updates", "daily")]).await;
    assert!(refused.text().contains("can’t be turned off"), "{}", refused.text());
    let odd = leo.fill(PAGE, "notifications/prefer", &[("to_do", "hourly")]).await;
    assert!(odd.text().contains("Choose how often"), "{}", odd.text());
    assert_eq!(app.running.app.store.preference(&actor(&app, LEO).key()).await.unwrap(), kept, "nothing was changed");
}

#[tokio::test]
async fn once_a_day_is_one_mail_in_the_morning_and_never_is_the_bell() {
    let server = SmtpServer::start().await;
    let app = mailing(server.addr).await;
    let store = &app.running.app.store;
    let prefer = async |email: &str, to_do, updates| {
        store.set_preference(&actor(&app, email).key(), Preference { to_do, updates }).await.unwrap();
    };
    prefer(JONAS, Pace::Daily, Pace::Daily).await;
    prefer(LEO, Pace::Immediately, Pace::Never).await;
    let request = asked(&app).await;
    work_off(&app).await;
    assert!(server.mails().is_empty(), "{:?}", server.mails());
    store.clock().advance(Duration::from_hours(24));
    work_off(&app).await;
    assert_eq!(server.wait_for(1).await[0].to, JONAS);
    denied(&app, &request).await;
    work_off(&app).await;
    store.clock().advance(Duration::from_hours(24));
    work_off(&app).await;
    assert_eq!(server.mails().len(), 1, "{:?}", server.mails());
    assert_eq!(app.running.app.notify.unread(&actor(&app, LEO)).await, Some(1));
}
