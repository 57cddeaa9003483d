//! The state file.

use std::time::Duration;

use serde_json::json;
use sigma_portal::simulator::{Options, Simulator, serve};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use super::client::{Client, receive};

/// Serves the state file for the length of some work.
async fn session<T>(file: &std::path::Path, work: impl AsyncFnOnce(String, reqwest::Client) -> T) -> T {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (stop, stopped) = oneshot::channel::<()>();
    let options = Options { members: 30, state_file: Some(file.to_owned()), ..Options::default() };
    let served = tokio::spawn(serve(options, listener, async { _ = stopped.await }));
    sigma_portal::domain::tls::use_ring();
    let result = work(url, reqwest::Client::builder().build().unwrap()).await;
    stop.send(()).unwrap();
    served.await.unwrap().unwrap();
    result
}

#[tokio::test]
async fn an_organisation_and_its_tokens_survive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sigma.json");
    let (token, team) = session(&file, async |url, http| {
        let form =
            [("grant_type", "client_credentials"), ("client_id", "demo-client"), ("client_secret", "demo-secret")];
        let pair = receive(http.post(format!("{url}/v2/auth/token")).form(&form)).await.unwrap().ok();
        let token = pair["access_token"].as_str().unwrap().to_owned();
        let create = http.post(format!("{url}/v2/teams")).bearer_auth(&token).json(&json!({ "name": "Kept" }));
        let team = receive(create).await.unwrap().ok()["teamId"].as_str().unwrap().to_owned();
        (token, team)
    })
    .await;
    let (name, next) = session(&file, async |url, http| {
        let read = http.get(format!("{url}/v2/teams/{team}")).bearer_auth(&token);
        let name = receive(read).await.unwrap().ok()["name"].clone();
        let create = http.post(format!("{url}/v2/teams")).bearer_auth(&token).json(&json!({ "name": "Next" }));
        (name, receive(create).await.unwrap().ok()["teamId"].clone())
    })
    .await;
    assert_eq!(name, "Kept");
    assert_ne!(next, json!(team), "identifiers go on where they stopped");
}

#[tokio::test]
async fn a_change_is_written_while_the_simulator_runs() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sigma.json");
    let options = Options { members: 30, state_file: Some(file.clone()), ..Options::default() };
    let client = Client::with(options.clone()).await;
    client.post("/v2/teams", json!({ "name": "Written soon" })).await.ok();
    let is_written = async || {
        let mut look = tokio::time::interval(Duration::from_millis(10));
        while !std::fs::read_to_string(&file).is_ok_and(|text| text.contains("Written soon")) {
            look.tick().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), is_written()).await.expect("a state file with the team");
    assert!(Simulator::new(options).is_ok());
}

#[tokio::test]
async fn a_file_that_is_something_else_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("notes.txt");
    std::fs::write(&file, "hello").unwrap();
    let options = Options { state_file: Some(file.clone()), ..Options::default() };
    let error = Simulator::new(options).err().expect("a refusal");
    assert!(error.to_string().contains(&*file.to_string_lossy()), "{error}");
}
