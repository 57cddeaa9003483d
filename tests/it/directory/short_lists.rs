//! Lists that are suddenly short, odd or without end leave the directory as it was.

use super::Place;
use crate::support::TestApp;
use serde_json::{Value, json};
use sigma_portal::{
    directory::{Collection, Depth, Directory},
    sigma::{ClientConfig, ListMembers, SigmaClient},
    simulator::{Answer, Effect, Faults, Rule, When},
    store::{HistoryFilter, PageRequest},
};

fn answering(operation: &str, when: When, body: Value) -> Rule {
    let effect = Effect::Answer(Answer { status: 200, body: Some(body), ..Answer::default() });
    Rule { operation: operation.to_owned(), when, effect }
}

async fn events(place: &Place) -> u64 {
    let page = PageRequest { number: 1, size: 1 };
    place.store.history(&HistoryFilter::default(), page).await.unwrap().total
}

#[tokio::test]
async fn an_empty_list_locks_nobody_out_and_writes_no_departures() {
    let app = TestApp::start().await;
    let place = Place::new().await;
    let directory = place.synced(&app).await;
    let before = directory.snapshot().unwrap();
    for (section, operation) in [(Collection::Members, "GET /v2/members"), (Collection::Teams, "GET /v2/teams")] {
        app.simulator.add_rule(answering(operation, When::Always, json!({"entries": [], "nextPage": null})));
        directory.sync_section(section, Depth::Due).await.unwrap_err();
        let status = directory.status().section(section).cloned().unwrap();
        assert_eq!(status.shortfall.unwrap().read, 0, "{status:?}");
        assert!(status.error.unwrap().contains("listed 0 where"));
        app.simulator.set_faults(Faults::default());
    }
    let after = directory.snapshot().unwrap();
    assert_eq!((after.people_count(), after.teams().len()), (before.people_count(), before.teams().len()));
    assert_eq!(events(&place).await, 0);
    directory.sync_section(Collection::Members, Depth::Due).await.unwrap();
    assert_eq!(directory.status().section(Collection::Members).unwrap().shortfall, None);
}

#[tokio::test]
async fn a_list_that_ends_early_once_is_read_again() {
    let app = TestApp::start().await;
    let place = Place::new().await;
    let directory = place.synced(&app).await;
    let before = directory.snapshot().unwrap().people_count();
    let some: Vec<Value> = raw(&app, "members").await.into_iter().take(before * 3 / 4).collect();
    app.simulator.add_rule(answering("GET /v2/members", When::Times(1), json!({"entries": some, "nextPage": null})));
    directory.sync_section(Collection::Members, Depth::Due).await.unwrap();
    assert_eq!(directory.snapshot().unwrap().people_count(), before);
    assert_eq!(events(&place).await, 0);
}

#[tokio::test]
async fn nobody_leaves_because_a_list_ended_a_few_rows_early() {
    let app = TestApp::start().await;
    let place = Place::new().await;
    let directory = place.synced(&app).await;
    let before = directory.snapshot().unwrap();
    let team = before.teams().iter().max_by_key(|team| before.team_members(&team.id).len()).unwrap().id.clone();
    for operation in ["GET /v2/members", "GET /v2/teams", &format!("GET /v2/teams/{team}/members")] {
        let rule = Rule { operation: operation.to_owned(), when: When::Times(1), effect: Effect::EndEarly(90) };
        app.simulator.add_rule(rule);
        assert!(directory.sync().await, "{operation}");
        let after = directory.snapshot().unwrap();
        assert_eq!(after.people_count(), before.people_count(), "{operation}");
        assert_eq!(after.teams(), before.teams(), "{operation}");
        assert_eq!(after.team_members(&team).len(), before.team_members(&team).len(), "{operation}");
        assert_eq!(events(&place).await, 0, "{operation}");
    }
}

#[tokio::test]
async fn an_admin_can_accept_a_shorter_list() {
    let app = TestApp::start().await;
    let place = Place::new().await;
    let directory = place.synced(&app).await;
    let some: Vec<Value> = raw(&app, "teams").await.into_iter().take(3).collect();
    app.simulator.add_rule(answering("GET /v2/teams", When::Always, json!({"entries": some, "nextPage": null})));
    directory.sync_section(Collection::Teams, Depth::Due).await.unwrap_err();
    assert!(directory.snapshot().unwrap().teams().len() > 6);
    directory.accept_shorter(Collection::Teams).await.unwrap();
    assert_eq!(directory.snapshot().unwrap().teams().len(), 3);
}

#[tokio::test]
async fn nobody_leaves_a_team_because_its_members_were_listed_short_once() {
    let app = TestApp::start().await;
    let place = Place::new().await;
    let directory = place.synced(&app).await;
    let snapshot = directory.snapshot().unwrap();
    let team = snapshot.teams().iter().max_by_key(|team| snapshot.team_members(&team.id).len()).unwrap().id.clone();
    let size = snapshot.team_members(&team).len();
    assert!(size > 8, "{size}");
    let operation = format!("GET /v2/teams/{team}/members");
    app.simulator.add_rule(answering(&operation, When::Always, json!({"entries": [], "nextPage": null})));
    let held = |directory: &Directory| directory.snapshot().unwrap().team_members(&team).len();
    for _ in 0..2 {
        directory.sync_section(Collection::Teams, Depth::Whole).await.unwrap();
        assert_eq!((held(&directory), events(&place).await), (size, 0));
    }
    directory.sync_section(Collection::Teams, Depth::Whole).await.unwrap();
    assert_eq!(held(&directory), 0, "what three readings say is so");
}

#[tokio::test]
async fn one_odd_row_does_not_stop_the_reading_of_all() {
    let app = TestApp::start().await;
    let place = Place::new().await;
    let directory = place.synced(&app).await;
    let before = directory.snapshot().unwrap().people_count();
    let mut rows = raw(&app, "members").await;
    rows[3]["firstName"] = Value::Null;
    rows[4].as_object_mut().unwrap().remove("createdAt");
    rows[5]["memberId"] = Value::Null;
    app.simulator.add_rule(answering("GET /v2/members", When::Always, json!({"entries": rows, "nextPage": null})));
    directory.sync_section(Collection::Members, Depth::Due).await.unwrap();
    let after = directory.snapshot().unwrap();
    assert_eq!(after.people_count(), before, "a row that could not be read is kept as it was");
    assert_eq!(directory.status().section(Collection::Members).unwrap().odd_rows, 3);
    let email = rows[3]["email"].as_str().unwrap();
    assert_eq!(after.member_by_email(email).unwrap().first_name, "");
}

#[tokio::test]
async fn a_list_without_end_is_given_up_before_it_fills_the_memory() {
    let app = TestApp::start().await;
    let url = app.sigma_url().parse().unwrap();
    let mut config = ClientConfig::new(url, "demo-client", "demo-secret".to_owned().into());
    (config.limits.rows, config.limits.page_size) = (100, 40);
    let error = SigmaClient::new(config).unwrap().members().all(&ListMembers::EVERYBODY).await.unwrap_err();
    assert!(error.to_string().contains("more than 100 rows"), "{error}");
}

/// The rows of a list as Sigma sends them.
async fn raw(app: &TestApp, list: &str) -> Vec<Value> {
    let http = reqwest::Client::builder().build().unwrap();
    let form = [("grant_type", "client_credentials"), ("client_id", "demo-client"), ("client_secret", "demo-secret")];
    let token = http.post(format!("{}/v2/auth/token", app.sigma_url())).form(&form).send().await.unwrap();
    let token: Value = token.json().await.unwrap();
    let url = format!("{}/v2/{list}?limit=1000&includeArchived=true&includeInactive=true", app.sigma_url());
    let answer = http.get(url).bearer_auth(token["access_token"].as_str().unwrap()).send().await.unwrap();
    let answer: Value = answer.json().await.unwrap();
    answer["entries"].as_array().unwrap().clone()
}
