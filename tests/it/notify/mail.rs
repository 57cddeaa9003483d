//! Mails: who gets one, what is in it, and that each comes once.

use super::{asked, by_mail, denied, mailing, work_off};
use crate::{
    requests::{AMARA, JONAS, LEO, actor, ask, decided_by, member, team},
    store::{database::Database, on_both},
    support::{TestApp, smtp::SmtpServer},
};
use futures::future::join_all;
use sigma_portal::{
    domain::{Approvers, Requestable},
    notify::{Notify, Site},
    store::Store,
};
use std::time::Duration;

const HOUR: Duration = Duration::from_hours(1);

on_both!(two_portals_on_one_database_send_each_mail_once);

#[tokio::test]
async fn who_decides_gets_a_mail_with_a_link_and_names_only() {
    let server = SmtpServer::start().await;
    let app = mailing(server.addr).await;
    let request = asked(&app).await;
    work_off(&app).await;
    let mails = server.wait_for(1).await;
    let [mail] = mails.as_slice() else { panic!("{mails:#?}") };
    assert_eq!(mail.to, JONAS);
    assert_eq!(mail.header("Subject"), "Leo Martins requests Membership of Finance");
    assert_eq!(mail.header("Auto-Submitted"), "auto-generated");
    let link = app.url(&format!("/requests/{}", request.id));
    for kind in ["text/plain", "text/html"] {
        let part = mail.part(kind);
        assert!(part.contains(&link) && part.contains("Jonas Weber"), "{part}");
        assert!(!part.contains("Month-end close"), "the reason stays in the portal: {part}");
    }
    denied(&app, &request).await;
    work_off(&app).await;
    let mails = server.wait_for(2).await;
    assert_eq!((mails[1].to.as_str(), mails.len()), (LEO, 2), "nobody is told what they did themselves");
    assert!(mails[1].header("Subject").contains("denied your request"), "{:?}", mails[1]);
    assert!(!mails[1].raw().contains("Not this quarter"));
    assert_ne!(mails[0].header("Message-ID"), mails[1].header("Message-ID"));
    work_off(&app).await;
    assert_eq!(server.mails().len(), 2, "each comes once");
}

#[tokio::test]
async fn what_was_decided_before_the_mail_went_out_needs_none() {
    let addr = SmtpServer::nowhere().await;
    let app = mailing(addr).await;
    let request = asked(&app).await;
    work_off(&app).await;
    denied(&app, &request).await;
    let server = SmtpServer::start_at(addr).await;
    app.running.app.store.clock().advance(Duration::from_mins(11));
    work_off(&app).await;
    let mails = server.wait_for(1).await;
    assert_eq!(mails.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), [LEO]);
}

#[tokio::test]
async fn what_comes_together_is_one_mail() {
    let server = SmtpServer::start().await;
    let app = TestApp::start_set(|installation| {
        installation.notify = by_mail(server.addr);
        installation.notify.timing.gather = HOUR;
    })
    .await;
    let portal = &app.running.app;
    asked(&app).await;
    let data = team(&app, "Data Platform");
    let policy = decided_by(&[Approvers::People(vec![member(&app, JONAS).id])]);
    let thing = Requestable::Team(data.clone());
    portal.requests.set_policy(&thing, Some(policy), vec![], &actor(&app, AMARA)).await.unwrap();
    ask(&app, &data, LEO).await;
    work_off(&app).await;
    assert!(server.mails().is_empty(), "it is waited for more");
    portal.store.clock().advance(HOUR);
    work_off(&app).await;
    let mails = server.wait_for(1).await;
    assert_eq!(mails[0].header("Subject"), "2 requests need you");
    let text = mails[0].part("text/plain");
    assert!(text.contains("Finance") && text.contains("Data Platform"), "{text}");
    assert_eq!(mails.len(), 1);
}

#[tokio::test]
async fn nobody_gets_more_than_a_few_mails_an_hour() {
    let server = SmtpServer::start().await;
    let app = mailing(server.addr).await;
    let portal = &app.running.app;
    let clock = portal.store.clock();
    // To the beginning of an hour, by which mails are counted.
    let into = u64::try_from(clock.now().as_second().rem_euclid(3600)).unwrap();
    clock.advance(Duration::from_secs(3600 - into));
    for sent in 1..=7 {
        let request = asked(&app).await;
        work_off(&app).await;
        server.wait_for(sent.min(5)).await;
        if sent < 7 {
            portal.requests.cancel(&request.id, &actor(&app, LEO)).await.unwrap();
        }
    }
    assert_eq!(server.mails().len(), 5);
    clock.advance(HOUR);
    work_off(&app).await;
    assert_eq!(server.wait_for(6).await.len(), 6, "what still waits comes at the full hour");
}

async fn two_portals_on_one_database_send_each_mail_once(database: Database) {
    let server = SmtpServer::start().await;
    let app = TestApp::start_set(|installation| {
        installation.notify = by_mail(server.addr);
        installation.database_url = database.url.clone().into();
    })
    .await;
    let portal = &app.running.app;
    let site = || Site { url: app.url("/").parse().unwrap(), organization: "Lumen Supply".into() };
    let mut portals = vec![portal.notify.clone()];
    for _ in 0..3 {
        let store = Store::open(&database.url).await.unwrap();
        portals.push(Notify::new(store, portal.directory.clone(), site(), by_mail(server.addr)).unwrap());
    }
    let request = asked(&app).await;
    denied(&app, &request).await;
    for _ in 0..3 {
        for done in join_all(portals.iter().map(Notify::work_off)).await {
            done.unwrap();
        }
    }
    server.wait_for(1).await;
    let to: Vec<_> = server.mails().into_iter().map(|mail| mail.to).filter(|to| to == LEO).collect();
    assert_eq!(to, [LEO], "one event, one recipient, one mail");
}
