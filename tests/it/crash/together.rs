//! Two portals on one database are one portal to the people in front of them.

use super::{
    admin::{AcceptChange, Fleet},
    portal::Portal,
};
use crate::store::database::Database;
use reqwest::Method;
use sigma_portal::simulator;
use std::time::Duration;

#[tokio::test]
async fn a_session_and_a_change_of_one_portal_are_there_at_the_other() {
    let database = Database::postgres().await;
    let sigma = simulator::start(simulator::Options { members: 60, ..simulator::Options::default() }).await.unwrap();
    let portals = [(); 2].map(|()| Portal::start(&database.url, &sigma.url, 60, 0)).into();
    let fleet = Fleet::new(portals, Duration::from_mins(1));
    fleet.ready().await;
    let [one, other] = &fleet.portals[..] else { unreachable!() };

    let wish = AcceptChange {
        last_name: "Everywhere".into(),
        email: "both@proof.example".into(),
        account_type: "Build",
        teams: vec![],
        workspaces: vec![],
        connections: vec![],
    };
    let planned = fleet.ask(one, Method::POST, "/api/onboarding/onboard", &wish.form(), "").await.unwrap();
    let review = fleet.ask(other, Method::GET, &planned.location.unwrap(), &[], "").await.unwrap();
    let form = ["id", "fingerprint"].map(|name| (name.to_owned(), review.field(name)));
    let applied = fleet.ask(one, Method::POST, "/api/changes/accept", &form, "").await.unwrap();
    let page = applied.location.unwrap();
    let refreshed = fleet.ask(one, Method::POST, "/api/directory/refresh", &[], "").await.unwrap();
    let cookie = refreshed.cookie.unwrap().split(';').next().unwrap().to_owned();

    // The message that the first portal put into the session is shown by the second, once.
    let seen = fleet.ask(other, Method::GET, &page, &[], &cookie).await.unwrap();
    assert!(seen.text().contains("The directory is being read"), "{}", seen.text());
    assert!(seen.text().contains("1 of 1 done"), "{}", seen.text());
    let again = fleet.ask(one, Method::GET, &page, &[], &cookie).await.unwrap();
    assert!(!again.text().contains("The directory is being read"), "{}", again.text());

    // The same form once more, at the other portal: still one change, one invitation.
    let repeated = fleet.ask(other, Method::POST, "/api/changes/accept", &form, &cookie).await.unwrap();
    assert_eq!(repeated.location.as_ref(), Some(&page));
    assert_eq!(sigma.simulator.invitations().len(), 1);
}
