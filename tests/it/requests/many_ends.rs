//! Many terms that end in one minute: each is taken back once, by one call.

use super::{AMARA, actor, automatic, kept, offer_finance, terms};
use crate::{store::samples, support::TestApp};
use sigma_portal::{
    domain::{
        AccessRequest, Beneficiary, Given, Held, MemberId, MemberStatus, RequestEventKind, RequestId, RequestState,
        Subject, Target,
    },
    web::end_due,
};
use std::time::Duration;

const ENDS: usize = 40;

#[tokio::test]
async fn terms_that_end_together_are_worked_off_one_call_each() {
    let app = TestApp::start().await;
    let portal = &app.running.app;
    let finance = offer_finance(&app, automatic()).await;
    let snapshot = app.snapshot();
    let free = |one: &&sigma_portal::domain::Member| {
        one.status() == MemberStatus::Active && !snapshot.is_in_team(&one.id, &finance)
    };
    let people: Vec<_> = snapshot.people().filter(free).take(ENDS).cloned().collect();
    let ids: Vec<MemberId> = people.iter().map(|one| one.id.clone()).collect();
    portal.client.teams().update_members(&finance, &ids, &[]).await.unwrap();
    portal.directory.refresh(&[Subject::Team(finance.clone())]).await;
    let now = portal.store.clock().now();
    let mut held = Vec::new();
    for (nth, one) in people.iter().enumerate() {
        let who = Beneficiary {
            member_id: Some(one.id.clone()),
            name: one.full_name(),
            email: one.email.clone(),
            newcomer: None,
        };
        let (id, target) = (RequestId::new(format!("term-{nth:02}")), Target::Team(finance.clone()));
        let given = vec![Given { part: target.part().unwrap(), before: Some(Held::Team(false)) }];
        let new = AccessRequest::new(id, target, "Finance".into(), actor(&app, AMARA), who, automatic(), now);
        let ends_at = Some(now + Duration::from_secs(nth as u64));
        let granted = AccessRequest { given, ends_at, ..new };
        let granted = granted.with(RequestState::Granted, RequestEventKind::Granted, None, "", now);
        store(&app, &granted, nth).await;
        held.push(granted);
    }
    app.simulator.clear_journal();
    portal.store.clock().advance(Duration::from_mins(1));
    end_due(&portal.requests, &portal.changes).await.unwrap();
    for one in &held {
        let change = kept(&app, &one.id).await.end_change_id.unwrap();
        portal.changes.settled(&change, Duration::from_mins(1)).await.unwrap();
    }
    end_due(&portal.requests, &portal.changes).await.unwrap();
    for one in &held {
        assert_eq!(terms::work_off(&app, one).await.state, RequestState::Ended);
    }
    let writes = app
        .simulator
        .clear_journal()
        .into_iter()
        .filter(|entry| entry.operation.starts_with("PATCH /v2/teams"))
        .count();
    assert_eq!(writes, ENDS, "each is taken back once");
    let left = portal.client.teams().members(&finance).await.unwrap();
    assert!(left.iter().all(|place| !ids.contains(&place.member_id)));
}

async fn store(app: &TestApp, granted: &AccessRequest, nth: usize) {
    let event = samples::event(&format!("term-{nth}"), 0);
    app.running.app.store.insert_request(granted, &event, None).await.unwrap();
}
