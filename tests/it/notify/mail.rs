//! Mails: who gets one, what is in it, and that each comes once.

use super::{asked, by_mail, denied, mailing, work_off};
use crate::{
    requests::{JONAS, LEO, actor, decided_by, offer_finance, team},
    store::{database::Database, on_both},
    support::{TestApp, smtp::SmtpServer},
};
use futures::future::join_all;
use sigma_portal::{
    domain::{Approvers, Requestable, Target},
    notify::{Notify, Site},
    requests::Ask,
    store::Store,
};

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
    let denied = denied(&app, &request).await;
    work_off(&app).await;
    let mails = server.wait_for(2).await;
    assert_eq!((mails[1].to.as_str(), mails.len()), (LEO, 2), "nobody is told what they did themselves");
    assert!(mails[1].header("Subject").contains("denied your request"), "{:?}", mails[1]);
    assert!(!mails[1].raw().contains("Not this quarter"));
    assert_ne!(mails[0].header("Message-ID"), mails[1].header("Message-ID"));
    drop(denied);
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
    app.running.app.store.clock().advance(std::time::Duration::from_mins(11));
    work_off(&app).await;
    let mails = server.wait_for(1).await;
    assert_eq!(mails.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), [LEO]);
}

#[tokio::test]
async fn many_at_once_are_one_mail() {
    let server = SmtpServer::start().await;
    let app = mailing(server.addr).await;
    let portal = &app.running.app;
    let policy = || decided_by(&[Approvers::People(vec![actor(&app, JONAS).member_id.unwrap()])]);
    offer_finance(&app, policy()).await;
    for name in ["Finance", "Data Platform"] {
        let thing = Requestable::Team(team(&app, name));
        let amara = actor(&app, crate::requests::AMARA);
        portal.requests.set_policy(&thing, Some(policy()), vec![], &amara).await.unwrap();
    }
    // Nothing is sent while both are made.
    let wish = |name: &str| Ask {
        target: Target::Team(team(&app, name)),
        beneficiary: None,
        reason: "Close".into(),
        days: None,
        renews: None,
    };
    let leo = actor(&app, LEO);
    let (one, other) =
        tokio::join!(portal.requests.ask(wish("Finance"), &leo), portal.requests.ask(wish("Data Platform"), &leo));
    one.unwrap();
    other.unwrap();
    work_off(&app).await;
    let mails = server.wait_for(1).await;
    if mails.len() == 1 {
        assert_eq!(mails[0].header("Subject"), "2 requests need you");
        let text = mails[0].part("text/plain");
        assert!(text.contains("Finance") && text.contains("Data Platform"), "{text}");
    }
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
