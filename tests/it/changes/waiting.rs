//! Sigma takes no calls for a while: a change waits, says so, hears orders, and goes on by itself.

use super::{
    accept, amara, onboarding_of,
    process::{PATIENCE, Process, Site},
};
use crate::{
    store::{database::Database, on_both},
    support::TestApp,
};
use sigma_portal::{
    domain::{Change, ChangeState, StepState},
    simulator::{Answer, Effect, Rule, When},
    store::{AuditFilter, PageRequest},
};
use std::time::{Duration, Instant};

on_both!(a_pause_longer_than_the_clients_patience_is_waited_for, what_is_ordered_while_it_waits_is_heard);

/// Sigma refuses the next call of this operation and wants a pause.
fn pause(operation: &str, seconds: u32) -> Rule {
    let refusal = Answer { status: 429, retry_after: Some(seconds.to_string()), ..Answer::default() };
    Rule { operation: operation.into(), when: When::Times(1), effect: Effect::Answer(refusal) }
}

/// A process whose calls give up after two seconds.
async fn impatient(site: &Site) -> Process {
    site.process(|limits| limits.call = Duration::from_secs(2), Duration::from_mins(1)).await
}

fn count(change: &Change, state: StepState) -> usize {
    change.steps.iter().filter(|step| step.state == state).count()
}

async fn a_pause_longer_than_the_clients_patience_is_waited_for(database: Database) {
    let site = Site::new(database).await;
    let process = impatient(&site).await;
    site.sigma.simulator.add_rule(pause("POST /v2/members", 4));
    let id = process.accept(onboarding_of(&process.snapshot(), 8)).await;
    let done = process.settled(&id).await;
    assert_eq!((done.state, done.waiting.clone()), (ChangeState::Done, None), "{done:#?}");
    assert_eq!(site.sigma.simulator.invitations().len(), 8);
    let filter = AuditFilter { change_id: Some(id), ..AuditFilter::default() };
    let events = process.store.audit(&filter, PageRequest { number: 1, size: 100 }).await.unwrap().items;
    assert_eq!(events.iter().filter(|event| event.action == "change.waiting").count(), 1, "{events:#?}");
}

async fn what_is_ordered_while_it_waits_is_heard(database: Database) {
    let site = Site::new(database).await;
    let process = impatient(&site).await;
    let amara = process.actor("amara.okafor@lumen.example");
    site.sigma.simulator.add_rule(pause("POST /v2/members", 120));
    let id = process.accept(onboarding_of(&process.snapshot(), 8)).await;
    let waiting = process.until(&id, |change| change.waiting.is_some()).await;
    assert_eq!((waiting.state, count(&waiting, StepState::Failed)), (ChangeState::Running, 0), "{waiting:#?}");
    // Somebody's page does not wait for that long.
    let begun = Instant::now();
    assert!(process.client.whoami().await.is_err());
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    assert!(process.changes.pause(&waiting, &amara).await.unwrap());
    let paused = process.settled(&id).await;
    assert_eq!((paused.state, paused.waiting.clone()), (ChangeState::Paused, None), "{paused:#?}");
    assert!(process.changes.resume(&paused, &amara).await.unwrap());
    let waiting = process.until(&id, |change| change.waiting.is_some()).await;
    assert!(process.changes.cancel(&waiting, &amara).await.unwrap());
    let cancelled = process.settled(&id).await;
    assert_eq!(cancelled.state, ChangeState::Cancelled, "{cancelled:#?}");
    assert!(site.sigma.simulator.invitations().len() < 8);
}

#[tokio::test]
async fn the_page_of_a_change_says_that_it_waits() {
    let app = TestApp::start().await;
    app.simulator.add_rule(pause("POST /v2/members", 90));
    let id = accept(&app, onboarding_of(&super::snapshot(&app), 3), &amara(&app)).await.unwrap();
    let mut moves = app.running.app.changes.watch();
    let waiting = async {
        loop {
            let change = app.running.app.store.change(&id).await.unwrap().unwrap();
            if change.waiting.is_some() {
                return change;
            }
            moves.recv().await.unwrap();
        }
    };
    let waiting = tokio::time::timeout(PATIENCE, waiting).await.expect("it never waited");
    let admin = app.sign_in("admin").await;
    let page = admin.get(&format!("/changes/{id}")).await;
    assert!(page.text().contains("Waiting for Sigma until"), "{}", page.text());
    assert!(page.text().contains("continues by itself"), "{}", page.text());
    let list = admin.get("/changes").await;
    assert!(list.text().contains("Waiting"), "{}", list.text());
    assert!(app.running.app.changes.cancel(&waiting, &amara(&app)).await.unwrap());
}
