//! The journal is no back door: nothing is sent to Sigma but what the portal has accepted, for whom it was accepted.

use super::{
    amara,
    authority::{another_process, left_behind},
    orders::settled,
};
use crate::support::TestApp;
use sea_orm::ConnectionTrait;
use sigma_portal::domain::{Change, ChangeState, Role};
use std::time::Duration;

/// A portal that takes nothing up by itself while a test runs: another process does, once the database has been changed.
async fn app() -> TestApp {
    TestApp::start_set(|portal| portal.changes.lease = Duration::from_hours(4)).await
}

/// Executes a statement on the portal's database, as whoever can write to it does.
async fn execute(app: &TestApp, sql: &str) {
    let url = format!("sqlite://{}", app.folder().join("portal.db").display());
    let connection = crate::store::database::connect(&url).await;
    connection.execute_unprepared(sql).await.unwrap();
    connection.close().await.unwrap();
}

fn makes_team(app: &TestApp) -> bool {
    app.simulator.journal().iter().any(|call| call.operation == "POST /v2/teams")
}

/// What becomes of a change that waits for a worker while this is done to the database.
async fn tampered(app: &TestApp, statement: &str) -> Change {
    let change = Box::pin(left_behind(app, &amara(app), |step| step)).await;
    execute(app, &statement.replace("{id}", change.id.as_str())).await;
    app.simulator.clear_journal();
    let (_, stop) = another_process(app);
    let after = settled(app, &change.id).await;
    stop.cancel();
    after
}

#[tokio::test]
async fn what_is_as_it_was_accepted_runs() {
    let app = app().await;
    let untouched = tampered(&app, "UPDATE changes SET title = title WHERE id = '{id}'").await;
    assert_eq!(untouched.state, ChangeState::Done, "{:?}", untouched.stopped);
    assert!(makes_team(&app));
}

#[tokio::test]
async fn a_change_that_was_altered_in_the_database_is_not_run() {
    let app = app().await;
    let leo = app.actor("leo.martins@lumen.example", Role::Admin);
    let leo = serde_json::to_string(&leo).unwrap();
    for (statement, why) in [
        (
            "UPDATE change_steps SET call = replace(call, 'Night shift', 'Day shift') WHERE change_id = '{id}'",
            "altered",
        ),
        ("UPDATE changes SET intent = replace(intent, 'Night shift', 'Day shift') WHERE id = '{id}'", "altered"),
        ("UPDATE changes SET actor = replace(actor, 'Okafor', 'Other') WHERE id = '{id}'", "altered"),
        ("UPDATE changes SET seal = NULL WHERE id = '{id}'", "earlier version"),
        ("DELETE FROM audit_events WHERE change_id = '{id}'", "does not say that anybody accepted"),
        ("UPDATE audit_events SET summary = 'x' WHERE change_id = '{id}'", "altered"),
        (&format!("UPDATE changes SET ordered_by = '{leo}' WHERE id = '{{id}}'"), "earlier version"),
        (
            "INSERT INTO change_steps (change_id, position, title, call, needs, inverse, state, attempts)
                SELECT change_id, position + 1, title, call, needs, inverse, state, attempts
                FROM change_steps WHERE change_id = '{id}'",
            "altered",
        ),
    ] {
        let change = tampered(&app, statement).await;
        let said = change.stopped.clone().unwrap_or_default();
        assert_eq!(change.state, ChangeState::Failed, "{statement}: {said}");
        assert!(said.contains(why), "{statement}: {said}");
        assert!(!makes_team(&app), "{statement} makes the portal call Sigma");
    }
}

/// What was done once and then taken back by somebody would be done again: nothing that the seals are on is altered.
#[tokio::test]
async fn a_change_that_has_ended_is_not_run_again_when_it_is_put_back() {
    for besides in ["", "DELETE FROM audit_events WHERE change_id = '{id}' AND action = 'change.done'"] {
        let app = app().await;
        let done = tampered(&app, "UPDATE changes SET title = title WHERE id = '{id}'").await;
        assert_eq!(done.state, ChangeState::Done, "{:?}", done.stopped);
        app.simulator.clear_journal();
        for statement in [
            besides,
            "UPDATE change_steps SET state = 'planned', created = NULL WHERE change_id = '{id}'",
            "UPDATE changes SET state = 'queued', ended_at = NULL, lease_owner = NULL WHERE id = '{id}'",
        ] {
            execute(&app, &statement.replace("{id}", done.id.as_str())).await;
        }
        let (_, stop) = another_process(&app);
        let after = settled(&app, &done.id).await;
        stop.cancel();
        let said = after.stopped.unwrap_or_default();
        assert!(after.state == ChangeState::Failed && said.contains("put back"), "{:?}: {said}", after.state);
        assert!(!makes_team(&app), "{besides}: the portal calls Sigma again");
    }
}

#[tokio::test]
async fn retrying_does_not_make_an_altered_change_the_portals_own() {
    let app = app().await;
    let statement = "UPDATE change_steps SET call = replace(call, 'Night shift', 'Day shift') WHERE change_id = '{id}'";
    let stopped = tampered(&app, statement).await;
    assert!(app.running.app.changes.retry(&stopped, &amara(&app)).await.unwrap());
    let again = settled(&app, &stopped.id).await;
    assert_eq!(again.state, ChangeState::Failed);
    assert!(again.stopped.is_some_and(|why| why.contains("altered")) && !makes_team(&app));
}
