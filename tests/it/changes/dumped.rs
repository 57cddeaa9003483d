//! A dump of the server in the middle of a change, and what becomes of the change where it is restored.

use super::{onboarding_of, process::Site};
use crate::store::{database::Database, postgres};
use sigma_portal::{
    domain::{ChangeState, StepState},
    simulator::{Effect, Rule, When},
};
use std::{process::Command, time::Duration};

const INVITE: &str = "POST /v2/members";

/// Runs a program of the server's on a database.
fn run(program: &str, arguments: &[&str]) {
    let output = Command::new(postgres::program(program)).args(arguments).output().unwrap();
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dump_in_the_middle_of_a_change_is_whole_and_the_change_goes_on_where_it_is_restored() {
    const PEOPLE: usize = 6;
    let site = Site::new(Database::postgres().await).await;
    let process = site.process(|_| {}, Duration::from_secs(30)).await;
    let slow = Rule { operation: INVITE.into(), when: When::Always, effect: Effect::SlowMs(400) };
    site.sigma.simulator.add_rule(slow);
    let id = process.accept(onboarding_of(&process.snapshot(), PEOPLE)).await;
    process.until(&id, |change| change.steps.iter().any(|step| step.state == StepState::Done)).await;
    let folder = tempfile::tempdir().unwrap();
    let dump = folder.path().join("portal.dump");
    let file = dump.to_str().unwrap();
    tokio::task::block_in_place(|| run("pg_dump", &["--format=custom", "--file", file, &site.database.url]));
    assert_eq!(process.settled(&id).await.state, ChangeState::Done);
    drop(process);

    // The server is gone, and what has been done since the dump is known to Sigma alone.
    let restored = Site { sigma: site.sigma, database: Database::postgres().await };
    tokio::task::block_in_place(|| run("pg_restore", &["--no-owner", "--dbname", &restored.database.url, file]));
    let store = restored.database.store().await;
    let in_the_dump = store.change(&id).await.unwrap().expect("the dump lacks the change");
    let done = in_the_dump.steps.iter().filter(|step| step.state == StepState::Done).count();
    assert!((1..in_the_dump.steps.len()).contains(&done), "not dumped in its middle: {done} steps were done");
    let process = restored.process(|_| {}, Duration::from_secs(30)).await;
    let runner = process.changes.clone();
    let resuming = tokio::spawn(async move { runner.keep_resuming().await });
    let healed = process.until(&id, |change| change.state.is_settled()).await;
    resuming.abort();
    assert_eq!(healed.state, ChangeState::Done, "{healed:#?}");
    assert_eq!(restored.sigma.simulator.calls(INVITE), PEOPLE as u64, "somebody was invited twice");
    store.link_audit().await.unwrap();
    let verified = store.verify_audit(None).await.unwrap();
    assert!(verified.problems.is_empty() && verified.intact > 0, "{verified:?}");
}
