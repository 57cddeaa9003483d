//! Two portals on one database are one portal to the people in front of them, and to programs that call them.

use super::{
    admin::{AcceptChange, Fleet},
    portal::Portal,
};
use crate::{
    api::{Program, secret_of},
    store::database::Database,
};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sigma_portal::simulator;
use std::time::Duration;

/// Two portals on this database, which have read the organisation of a simulated Sigma.
async fn two_portals(database: &Database) -> (simulator::Running, Fleet) {
    let sigma = simulator::start(simulator::Options { members: 60, ..simulator::Options::default() }).await.unwrap();
    let portals = [(); 2].map(|()| Portal::start(&database.url, &sigma.url, 60, 0)).into();
    let fleet = Fleet::new(portals, Duration::from_mins(1));
    fleet.ready().await;
    (sigma, fleet)
}

#[tokio::test]
async fn a_session_and_a_change_of_one_portal_are_there_at_the_other() {
    let database = Database::postgres().await;
    let (sigma, fleet) = two_portals(&database).await;
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

#[tokio::test]
async fn a_program_may_call_either_portal() {
    let database = Database::postgres().await;
    let (sigma, fleet) = two_portals(&database).await;
    let [one, other] = &fleet.portals[..] else { unreachable!() };
    let form = ["name", "onboard", "read"].map(|name| (name.to_owned(), "HR sync".to_owned()));
    let made = fleet.ask(one, Method::POST, "/api/api-tokens/make", &form, "").await.unwrap();
    let page = made.location.clone().unwrap_or_else(|| panic!("{}", made.text()));
    let secret = secret_of(&fleet.ask(other, Method::GET, &page, &[], "").await.unwrap());
    let (here, there) = (Program::at(one.url(""), secret.clone()), Program::at(other.url(""), secret));

    // What one has begun, the other repeats, and knows how far it is.
    let body = json!({ "email": "mia@proof.example", "firstName": "Mia", "lastName": "Lund", "accountType": "Build" });
    let begun = here.post("/v1/onboardings", "hr-1", &body).await;
    assert_eq!(begun.status, StatusCode::CREATED, "{:?}", begun.json);
    let repeated = there.post("/v1/onboardings", "hr-1", &body).await;
    assert_eq!((repeated.status, &repeated.json), (StatusCode::CREATED, &begun.json), "the same answer");
    assert_eq!(repeated.headers["idempotency-replayed"], "true");
    let mut another = body.clone();
    another["accountType"] = Value::from("View");
    there.post("/v1/onboardings", "hr-1", &another).await.assert_problem(StatusCode::CONFLICT, "key-reused");
    let path = format!("/v1/onboardings/{}", begun.text("id"));
    let done = async {
        while there.get(&path).await.text("state") != "done" {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), done).await.expect("the other portal never says that it is done");
    assert_eq!(sigma.simulator.invitations().len(), 1);

    // The same call at both in one moment is one change, whoever was first.
    let body = json!({ "email": "ben@proof.example", "firstName": "Ben", "lastName": "Ito", "accountType": "Build" });
    let both = tokio::join!(
        here.post("/v1/onboardings", "hr-2", &body),
        there.post("/v1/onboardings", "hr-2", &body),
        here.post("/v1/onboardings", "hr-2", &body),
    );
    for answer in [&both.1, &both.2] {
        assert_eq!((answer.status, answer.text("id")), (StatusCode::CREATED, both.0.text("id")), "{:?}", answer.json);
    }

    // A token that is revoked at one opens nothing at the other, from the next call on.
    assert_eq!(here.get(&path).await.status, StatusCode::OK);
    let revoke = [("id".to_owned(), page.split_once("new=").unwrap().1.to_owned())];
    let revoked = fleet.ask(other, Method::POST, "/api/api-tokens/revoke", &revoke, "").await.unwrap();
    assert_eq!(revoked.location.as_deref(), Some("/settings/api-tokens"), "{}", revoked.text());
    for program in [&here, &there] {
        program.get(&path).await.assert_problem(StatusCode::UNAUTHORIZED, "unauthorized");
    }
}
