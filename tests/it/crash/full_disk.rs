//! A disk that fills up: the portal says so, goes on being read, and loses nothing that was accepted.

use super::{
    admin::{AcceptChange, Fleet},
    portal::Portal,
};
use reqwest::{Method, StatusCode};
use sigma_portal::simulator;
use std::time::Duration;

#[tokio::test]
async fn while_the_disk_is_full_pages_are_read_and_nothing_is_said_to_be_done() {
    let sigma = simulator::start(simulator::Options { members: 60, ..simulator::Options::default() }).await.unwrap();
    let fleet = Fleet::new(vec![Portal::start_on_a_disk(&sigma.url)], Duration::from_mins(1));
    fleet.ready().await;
    let portal = &fleet.portals[0];
    let wish = AcceptChange {
        last_name: "Later".into(),
        email: "later@proof.example".into(),
        account_type: "Build",
        teams: vec![],
        workspaces: vec![],
        connections: vec![],
    };
    let planned = fleet.ask(portal, Method::POST, "/api/onboarding/onboard", &wish.form(), "").await.unwrap();
    let review = fleet.ask(portal, Method::GET, &planned.location.unwrap(), &[], "").await.unwrap();
    let form = ["id", "fingerprint"].map(|name| (name.to_owned(), review.field(name)));

    portal.fill_disk(true);
    let not_ready = async {
        loop {
            let answer = fleet.ask(portal, Method::GET, "/readyz", &[], "").await.unwrap();
            if answer.status == StatusCode::SERVICE_UNAVAILABLE {
                return answer;
            }
            tokio::task::yield_now().await;
        }
    };
    let not_ready = tokio::time::timeout(Duration::from_secs(20), not_ready).await.expect("it stays ready");
    assert!(not_ready.body.contains(r#""missing":["database"]"#), "{}", not_ready.body);
    assert!(not_ready.body.contains("disk is full"), "{}", not_ready.body);
    for path in ["/healthz", "/members", "/teams", "/changes", "/audit"] {
        let page = fleet.ask(portal, Method::GET, path, &[], "").await.unwrap();
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.text());
    }
    let refused = fleet.ask(portal, Method::POST, "/api/changes/accept", &form, "").await.unwrap();
    assert!(refused.status.is_server_error(), "{} {}", refused.status, refused.text());
    assert!(sigma.simulator.invitations().is_empty(), "it was sent without being written down");

    portal.fill_disk(false);
    fleet.ready().await;
    let accepted = fleet.ask(portal, Method::POST, "/api/changes/accept", &form, "").await.unwrap();
    let page = accepted.location.expect("it is not accepted any more");
    let done = async {
        while !fleet.ask(portal, Method::GET, &page, &[], "").await.unwrap().text().contains("1 of 1 done") {}
    };
    tokio::time::timeout(Duration::from_secs(20), done).await.expect("it is never done");
    assert_eq!(sigma.simulator.invitations().len(), 1);
}
