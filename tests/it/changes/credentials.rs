//! Renewing the portal's own credentials: with a process beside, a Sigma that refuses, and answers that are lost.

use super::process::{Process, SECRET, Site};
use crate::store::{database::Database, on_both};
use secrecy::{ExposeSecret, SecretString};
use sigma_portal::{
    app::configure_credentials,
    domain::{Change, ChangeState, Intent, StepState},
    sigma::{ClientConfig, Credentials, ErrorKind, SigmaClient},
    simulator::{Answer, Effect, Faults, Rule, When},
    store::{Vault, left_credentials, renewed_credentials},
};
use std::time::Duration;

on_both!(
    the_others_go_on_once_one_process_has_renewed_them,
    what_sigma_does_not_take_is_not_used_and_nothing_is_deleted,
    an_answer_that_is_lost_is_said_and_not_asked_for_twice,
    what_was_made_before_a_crash_is_used_and_not_made_again,
    other_credentials_of_the_configuration_win,
);

const CREATE: &str = "POST /v2/credentials";
const DELETE: &str = "DELETE /v2/credentials/{clientId}";

fn configured() -> Credentials {
    Credentials { client_id: "demo-client".into(), client_secret: "demo-secret".to_owned().into() }
}

fn renewal() -> Intent {
    Intent::RenewCredentials { name: "Sigma portal, today".into() }
}

/// A process that is configured as the simulator was started.
async fn process(site: &Site) -> Process {
    site.process(|_| {}, Duration::from_secs(5)).await
}

/// A client that knows nothing but this pair.
fn alone(site: &Site, pair: Credentials) -> SigmaClient {
    SigmaClient::new(ClientConfig::new(site.sigma.url.parse().unwrap(), pair.client_id, pair.client_secret)).unwrap()
}

fn states(change: &Change) -> Vec<StepState> {
    change.steps.iter().map(|step| step.state).collect()
}

/// The secret that a process uses by now.
async fn secret(process: &Process) -> SecretString {
    let renewed = process.store.credentials_in_use("demo-client").await.unwrap().expect("not renewed");
    assert_eq!(renewed.client_id, process.client.client_id());
    process.store.secret_of(&renewed).unwrap()
}

async fn the_others_go_on_once_one_process_has_renewed_them(database: Database) {
    let site = Site::new(database).await;
    let (one, other) = (process(&site).await, process(&site).await);
    let done = one.apply(renewal()).await;
    assert_eq!(done.state, ChangeState::Done, "{done:#?}");
    let before = alone(&site, configured()).whoami().await.unwrap_err();
    assert!(matches!(before.kind(), ErrorKind::Unauthorized(_)), "{before}");
    // Its token ended with the credentials before: it finds the new ones by itself, without an error for whoever waits.
    let who = other.client.whoami().await.unwrap();
    assert_eq!(who.user_id, one.client.whoami().await.unwrap().user_id);
    assert_eq!(other.client.client_id(), one.client.client_id());
    assert_eq!(process(&site).await.client.client_id(), one.client.client_id(), "one that starts later");

    let secret = secret(&one).await;
    let told = format!("{done:#?}{:?}{:?}", one.client, one.store.credentials_of(&done.id).await.unwrap());
    assert!(!told.contains(secret.expose_secret()), "the secret is told");
    assert!(!site.database.dump().await.contains(secret.expose_secret()), "the secret is in the database");

    // As `check` finds them, which opens no store; and as it does with another PORTAL_SECRET.
    let looked = async |vault: &str| {
        let vault = Vault::derived(&vault.into()).unwrap();
        renewed_credentials(&site.database.url, "demo-client", Some(&vault)).await
    };
    let (id, found) = looked(SECRET).await.unwrap().expect("not found by looking");
    assert_eq!((id, found.expose_secret()), (one.client.client_id(), secret.expose_secret()));
    assert!(looked("another").await.is_err());

    // Again, by the other: what is replaced is the pair of the first, which nobody keeps any more.
    let first = one.client.client_id();
    let again = other.apply(renewal()).await;
    assert_eq!(again.state, ChangeState::Done, "{again:#?}");
    one.client.whoami().await.unwrap();
    assert_eq!(one.client.client_id(), other.client.client_id());
    assert!(one.store.credentials_named(&first).await.unwrap().is_none());
}

async fn what_sigma_does_not_take_is_not_used_and_nothing_is_deleted(database: Database) {
    let site = Site::new(database).await;
    let process = process(&site).await;
    let refused = Effect::Answer(Answer { status: 401, ..Answer::default() });
    let rule = Rule { operation: "POST /v2/auth/token".into(), when: When::Always, effect: refused };
    site.sigma.simulator.add_rule(rule);
    let failed = process.apply(renewal()).await;
    assert_eq!(states(&failed), [StepState::Done, StepState::Failed, StepState::Planned], "{failed:#?}");
    let why = failed.steps[1].error.as_ref().unwrap();
    assert!(why.message.starts_with("Nothing was switched"), "{why:?}");
    assert_eq!(process.client.client_id(), "demo-client");
    assert_eq!(site.sigma.simulator.calls(DELETE), 0);
    process.client.whoami().await.unwrap();

    site.sigma.simulator.set_faults(Faults::default());
    let amara = process.actor("amara.okafor@lumen.example");
    assert!(process.changes.retry(&failed, &amara).await.unwrap());
    let done = process.settled(&failed.id).await;
    assert_eq!(done.state, ChangeState::Done, "{done:#?}");
    assert_eq!(site.sigma.simulator.calls(CREATE), 1);
    assert_eq!(site.sigma.simulator.calls(DELETE), 1);
}

async fn an_answer_that_is_lost_is_said_and_not_asked_for_twice(database: Database) {
    let site = Site::new(database).await;
    let process = process(&site).await;
    site.sigma.simulator.add_rule(Rule { operation: CREATE.into(), when: When::Times(1), effect: Effect::CutAfter });
    let failed = process.apply(renewal()).await;
    assert_eq!(states(&failed), [StepState::Failed, StepState::Planned, StepState::Planned], "{failed:#?}");
    let why = &failed.steps[0].error.as_ref().unwrap().message;
    assert!(why.contains("Sigma portal, today") && why.contains("Developer access"), "{why}");
    let amara = process.actor("amara.okafor@lumen.example");
    assert!(process.changes.retry(&failed, &amara).await.unwrap());
    assert_eq!(process.settled(&failed.id).await.state, ChangeState::Failed);
    assert_eq!(site.sigma.simulator.calls(CREATE), 1);
    assert_eq!(process.client.client_id(), "demo-client");
}

async fn what_was_made_before_a_crash_is_used_and_not_made_again(database: Database) {
    let site = Site::new(database).await;
    let process = process(&site).await;
    let amara = process.actor("amara.okafor@lumen.example");
    let wish = process.wish(renewal(), &amara).await.unwrap();
    // As a process leaves it that ends between keeping the secret and writing the step down.
    let owner = process.snapshot().token_owner().clone();
    let made = process.client.api_credentials().create(&owner, "Sigma portal, today").await.unwrap().value;
    let now = process.store.clock().now();
    process.store.keep_credentials(&wish.id, &made.client_id, &made.client_secret, now).await.unwrap();
    let id = process.changes.accept(wish).await.unwrap();
    let done = process.settled(&id).await;
    assert_eq!(done.state, ChangeState::Done, "{done:#?}");
    assert_eq!(site.sigma.simulator.calls(CREATE), 1);
    assert_eq!(process.client.client_id(), made.client_id);
}

async fn other_credentials_of_the_configuration_win(database: Database) {
    let site = Site::new(database).await;
    let process = process(&site).await;
    let owner = process.snapshot().token_owner().clone();
    let own = process.client.api_credentials().create(&owner, "Made by hand").await.unwrap().value;
    assert_eq!(process.apply(renewal()).await.state, ChangeState::Done);
    let renewed = process.client.client_id();
    configure_credentials(&process.store, &process.client, own.clone()).await;
    assert_eq!(process.client.client_id(), own.client_id);
    process.client.whoami().await.unwrap();
    // What it has made before is left at Sigma, and is told of.
    let left = process.store.credentials_left(&own.client_id).await.unwrap();
    assert_eq!(left.iter().map(|left| left.client_id.as_str()).collect::<Vec<_>>(), [renewed.as_str()]);
    let as_check_tells = left_credentials(&site.database.url, &own.client_id).await.unwrap();
    assert_eq!(as_check_tells, [(renewed.clone(), "demo-client".to_owned())]);
    // Back at the configuration of before, the portal's own are still there.
    configure_credentials(&process.store, &process.client, configured()).await;
    assert_eq!(process.client.client_id(), renewed);
    assert!(process.store.credentials_left(&renewed).await.unwrap().is_empty());
    process.client.whoami().await.unwrap();
}
