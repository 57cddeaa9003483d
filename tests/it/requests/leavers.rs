//! What becomes of requests and access when an account is deactivated, wherever that was done.

use super::{AMARA, LEO, actor, ask, automatic, decided_by, kept, member, offer_finance, team, terms, visitors};
use crate::support::TestApp;
use sigma_portal::{
    domain::{
        Approvers, Deactivation, Intent, LeftDocuments, MemberStatus, RequestEventKind, RequestState, Requestable,
        Subject, Target,
    },
    store::PageRequest,
};
use std::time::Duration;

fn how() -> Deactivation {
    Deactivation { documents: LeftDocuments::Archive, archive_scheduled_exports: false }
}

async fn look_for_leavers(app: &TestApp) -> usize {
    let portal = &app.running.app;
    portal.requests.end_for_deactivated(portal.store.clock().now()).await.unwrap()
}

#[tokio::test]
async fn who_is_offboarded_holds_and_waits_for_nothing() {
    let app = TestApp::start().await;
    let finance = offer_finance(&app, automatic()).await;
    let held = Box::pin(terms::granted(&app, Target::Team(finance.clone()), 30, LEO)).await;
    let sales = team(&app, "Sales");
    let thing = Requestable::Team(sales.clone());
    let policy = decided_by(&[Approvers::Admins]);
    app.running.app.requests.set_policy(&thing, Some(policy), vec![], &actor(&app, AMARA)).await.unwrap();
    let waiting = ask(&app, &sales, LEO).await;
    assert_eq!(look_for_leavers(&app).await, 0, "nobody has left");

    let members = vec![member(&app, LEO).id];
    let offboard =
        Intent::Offboard { members, how: how(), revoke_tokens: false, leave_teams: true, revoke_grants: true };
    visitors::by_hand(&app, offboard).await;
    assert_eq!(look_for_leavers(&app).await, 2);
    assert_eq!(look_for_leavers(&app).await, 0, "once");
    let closed = kept(&app, &waiting.id).await;
    assert_eq!(closed.state, RequestState::Closed);
    assert_eq!(closed.last_event().unwrap().note, "The account was deactivated.");
    let ended = terms::work_off(&app, &held).await;
    assert_eq!(ended.state, RequestState::Ended, "{:?}", ended.events);
    assert!(ended.end_change_id.is_none(), "the offboarding has taken it back already");
    let (amara, month) = (actor(&app, AMARA), Duration::from_hours(24 * 30));
    let page = PageRequest { number: 1, size: 9 };
    let soon = app.running.app.requests.ending_soon(month, &amara, page).await.unwrap();
    assert_eq!(soon.total, 0);
}

#[tokio::test]
async fn what_a_deactivated_account_has_left_is_taken_back_when_it_returns() {
    let app = TestApp::start().await;
    let (portal, leo) = (&app.running.app, member(&app, LEO).id);
    let finance = offer_finance(&app, automatic()).await;
    let held = Box::pin(terms::granted(&app, Target::Team(finance.clone()), 30, LEO)).await;
    let seen = [Subject::Member(leo.clone())];

    // In Sigma itself; the portal learns of it when it reads the directory.
    portal.client.members().deactivate(&leo, &how()).await.unwrap();
    assert_eq!(look_for_leavers(&app).await, 0, "not known yet");
    portal.directory.refresh(&seen).await;
    assert_eq!(look_for_leavers(&app).await, 1);
    let ending = terms::work_off(&app, &held).await;
    assert_eq!(ending.state, RequestState::Ending, "{:?}", ending.events);
    assert!(ending.last_event().unwrap().note.contains("if this one returns"), "{:?}", ending.events);
    assert_eq!(terms::work_off(&app, &held).await.events.len(), ending.events.len(), "said once");
    assert!(app.snapshot().is_in_team(&leo, &finance), "Sigma changes active accounts only");

    portal.client.members().reactivate(&leo).await.unwrap();
    portal.directory.refresh(&seen).await;
    assert_eq!(member(&app, LEO).status(), MemberStatus::Active);
    let ended = terms::work_off(&app, &held).await;
    assert_eq!(ended.state, RequestState::Ended, "{:?}", ended.events);
    assert_eq!(ended.events.iter().filter(|event| event.kind == RequestEventKind::Ended).count(), 1);
    assert!(!app.snapshot().is_in_team(&leo, &finance), "access was left over");
}
