//! What becomes of a request without anybody: after a crash, when nobody answers, when what it was about is gone.

use super::{AMARA, JONAS, LEO, actor, ask, decided_by, kept, member, offer_finance};
use crate::support::TestApp;
use sigma_portal::{
    changes::{AcceptChange, Changes},
    domain::{Approvers, Intent, RequestState, Requestable},
    requests::{self, Requests},
    store::{ChangeFilter, PageRequest},
    web::fulfil_all,
};
use std::time::Duration;

#[tokio::test]
async fn an_approval_that_was_cut_off_is_seen_through_once() {
    let app = TestApp::start().await;
    let portal = &app.running.app;
    let finance = offer_finance(&app, decided_by(&[Approvers::Owners])).await;
    let request = ask(&app, &finance, LEO).await;
    // The process ends right after the decision was written down.
    let approved = portal.requests.approve(&request.id, request.version, &actor(&app, JONAS)).await.unwrap();
    let (one, other) =
        tokio::join!(fulfil_all(&portal.requests, &portal.changes), fulfil_all(&portal.requests, &portal.changes));
    one.unwrap();
    other.unwrap();
    portal.changes.settled(approved.change_id.as_ref().unwrap(), Duration::from_secs(30)).await.unwrap();
    fulfil_all(&portal.requests, &portal.changes).await.unwrap();
    assert_eq!(kept(&app, &request.id).await.state, RequestState::Granted);
    let page = PageRequest { number: 1, size: 9 };
    let changes = portal.store.changes(&ChangeFilter::default(), page).await.unwrap();
    assert_eq!(changes.total, 1, "one approval is one change");
    assert!(app.snapshot().is_in_team(&member(&app, LEO).id, &finance));
}

#[tokio::test]
async fn what_somebody_gave_meanwhile_counts_as_granted() {
    let app = TestApp::start().await;
    let portal = &app.running.app;
    let finance = offer_finance(&app, decided_by(&[Approvers::Owners])).await;
    let request = ask(&app, &finance, LEO).await;
    portal.requests.approve(&request.id, request.version, &actor(&app, JONAS)).await.unwrap();
    let intent = Intent::EditTeamMembers { team_id: finance, add: vec![member(&app, LEO).id], remove: vec![] };
    let amara = actor(&app, AMARA);
    let plan = portal.changes.preview(&intent, &amara).await.unwrap();
    let by_hand = AcceptChange {
        id: Changes::fresh_id(),
        intent,
        actor: amara,
        reason: String::new(),
        fingerprint: plan.fingerprint(),
        confirmation: String::new(),
    };
    let change = portal.changes.accept(by_hand).await.unwrap();
    portal.changes.settled(&change, Duration::from_secs(30)).await.unwrap();
    fulfil_all(&portal.requests, &portal.changes).await.unwrap();
    assert_eq!(kept(&app, &request.id).await.state, RequestState::Granted);
}

#[tokio::test]
async fn a_request_that_nobody_answers_is_closed_in_the_end() {
    let app = TestApp::start().await;
    let finance = offer_finance(&app, decided_by(&[Approvers::Owners])).await;
    let request = ask(&app, &finance, LEO).await;
    let requests: &Requests = &app.running.app.requests;
    let day = Duration::from_hours(24);
    assert_eq!(requests.close_lapsed(request.asked_at + day * 29).await.unwrap(), 0);
    assert_eq!(requests.close_lapsed(request.asked_at + day * 30).await.unwrap(), 1);
    let closed = kept(&app, &request.id).await;
    assert_eq!(closed.state, RequestState::Closed);
    assert!(closed.last_event().unwrap().note.contains("30 days"), "{:?}", closed.events);
}

#[tokio::test]
async fn the_time_for_an_answer_is_a_setting_and_shown() {
    let app = TestApp::start_set(|installation| {
        installation.requests.unanswered_after = Duration::from_hours(24 * 5);
    })
    .await;
    let finance = offer_finance(&app, decided_by(&[Approvers::Owners])).await;
    let request = ask(&app, &finance, LEO).await;
    let requests: &Requests = &app.running.app.requests;
    assert_eq!(requests.close_lapsed(request.asked_at + Duration::from_hours(24 * 5)).await.unwrap(), 1);
    assert!(kept(&app, &request.id).await.last_event().unwrap().note.contains("5 days"));
    let settings = app.sign_in("auditor").await.get("/settings").await.text();
    assert!(settings.contains("Closed after 5 days") && settings.contains("Wait for a second admin"), "{settings}");
}

#[tokio::test]
async fn a_request_for_what_is_no_longer_offered_is_closed() {
    let app = TestApp::start().await;
    let finance = offer_finance(&app, decided_by(&[Approvers::Owners])).await;
    let request = ask(&app, &finance, LEO).await;
    let portal = &app.running.app.requests;
    let closed = decided_by(&[Approvers::Owners]).closed();
    let thing = Requestable::Team(finance);
    portal.set_policy(&thing, Some(closed), vec![], &actor(&app, AMARA)).await.unwrap();
    let late = portal.approve(&request.id, request.version, &actor(&app, AMARA)).await;
    assert!(matches!(late, Err(requests::Error::NoRoute(_))), "nothing stale is applied: {late:?}");
    assert_eq!(portal.close_lapsed(request.asked_at).await.unwrap(), 1);
    assert_eq!(kept(&app, &request.id).await.state, RequestState::Closed);
}
