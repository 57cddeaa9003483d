//! Orders about changes over HTTP: what is offered on the page is what is let through, and nothing else.

use crate::{
    store::samples,
    support::{Answer, TestApp},
};
use jiff::Timestamp;
use reqwest::StatusCode;
use sigma_portal::{
    changes::{ChangeOrder, Changes},
    domain::{Actor, Call, Change, ChangeState, Intent, Role, Step, StepState, TeamCall, TeamId},
};

fn team(app: &TestApp, name: &str) -> TeamId {
    app.snapshot().teams().iter().find(|t| t.name == name).unwrap().id.clone()
}

/// A change of a team that has failed for a reason that is gone, and can be undone in part.
async fn failed(app: &TestApp, actor: &Actor, intent: Intent, team: &TeamId) -> Change {
    let leo = app.snapshot().member_by_email("leo.martins@lumen.example").unwrap().id.clone();
    let join = Call::Team(TeamCall::UpdateMembers {
        team_id: team.clone(),
        add: vec![leo.clone()],
        remove: vec![],
        keeps_admin: false,
    });
    let leave = Call::Team(TeamCall::UpdateMembers {
        team_id: team.clone(),
        add: vec![],
        remove: vec![leo],
        keeps_admin: false,
    });
    let step = |index, state, inverse: Vec<Call>| Step { state, inverse, ..Step::new(index, "A step", join.clone()) };
    let change = Change {
        id: Changes::fresh_id(),
        actor: actor.clone(),
        intent,
        state: ChangeState::Failed,
        created_at: Timestamp::now(),
        steps: vec![step(0, StepState::Done, vec![leave]), step(1, StepState::Failed, vec![])],
        ..samples::change("", 0)
    };
    app.running.app.store.insert_change(&change, &samples::accepted(&change)).await.unwrap();
    change
}

/// The function that gives an order.
fn function(order: ChangeOrder) -> &'static str {
    match order {
        ChangeOrder::Pause => "changes/pause",
        ChangeOrder::Resume => "changes/resume",
        ChangeOrder::Cancel => "changes/cancel",
        ChangeOrder::Retry => "changes/retry",
        ChangeOrder::Undo => "changes/undo",
    }
}

fn offers(page: &Answer, order: ChangeOrder) -> bool {
    page.posts_to(function(order))
}

const PERSONAS: [(&str, &str); 4] = [
    ("admin", "amara.okafor@lumen.example"),
    ("manager", "jonas.weber@lumen.example"),
    ("auditor", "priya.raman@lumen.example"),
    ("member", "leo.martins@lumen.example"),
];

#[tokio::test]
async fn pages_offer_and_let_through_the_same_orders() {
    let app = TestApp::start().await;
    let team_change = |team: &TeamId| Intent::EditTeamMembers { team_id: team.clone(), add: vec![], remove: vec![] };
    let (own, foreign) = (team(&app, "Finance"), team(&app, "Sales EMEA"));
    let creation = samples::intents().into_iter().find(|i| matches!(i, Intent::CreateTeam { .. })).unwrap();
    // What is changed, and whether a team manager may.
    let kinds = [(team_change(&own), &own, true), (team_change(&foreign), &foreign, false), (creation, &own, false)];
    for (persona, email) in PERSONAS {
        let browser = app.sign_in(persona).await;
        let who = app.actor(email, Role::Admin);
        for (intent, team, is_a_managers) in &kinds {
            let may = persona == "admin" || persona == "manager" && *is_a_managers;
            // Their own, accepted at a time when they could: so that they find it.
            let direct = failed(&app, &who, intent.clone(), team).await;
            let undo = failed(&app, &who, Intent::Undo { change_id: direct.id.clone() }, team).await;
            for change in [&direct, &undo] {
                let path = format!("/changes/{}", change.id);
                let page = browser.get(&path).await;
                assert_eq!(page.status, StatusCode::OK, "{persona}");
                for order in [ChangeOrder::Undo, ChangeOrder::Retry] {
                    let offered = offers(&page, order);
                    assert_eq!(offered, may, "{persona} is offered {order:?} of {:?}", change.intent.kind());
                }
                app.simulator.clear_journal();
                for order in ChangeOrder::ALL {
                    let answer = browser.call(&path, function(order), &[("id", change.id.as_str())]).await;
                    let refused = answer.status == StatusCode::FORBIDDEN;
                    assert_eq!(!refused, may, "{persona} {order:?} {:?}: {}", change.intent.kind(), answer.status);
                }
                let kept = app.running.app.store.change(&change.id).await.unwrap().unwrap();
                if !may {
                    assert_eq!((kept.state, &kept.steps), (ChangeState::Failed, &change.steps), "{persona}");
                    assert_eq!(app.simulator.calls("PATCH /v2/teams/{teamId}/members"), 0, "{persona}");
                }
            }
        }
    }
}

#[tokio::test]
async fn an_auditor_writes_nothing_by_retrying_an_admins_undo() {
    let app = TestApp::start().await;
    let amara = app.actor("amara.okafor@lumen.example", Role::Admin);
    let finance = team(&app, "Finance");
    let intent = Intent::EditTeamMembers { team_id: finance.clone(), add: vec![], remove: vec![] };
    let direct = failed(&app, &amara, intent, &finance).await;
    let undo = failed(&app, &amara, Intent::Undo { change_id: direct.id.clone() }, &finance).await;
    let auditor = app.sign_in("auditor").await;
    app.simulator.clear_journal();
    let (path, id) = (format!("/changes/{}", undo.id), [("id", undo.id.as_str())]);
    let page = auditor.get(&path).await;
    for order in ChangeOrder::ALL {
        assert!(!offers(&page, order), "the auditor is offered {order:?}");
        let answer = auditor.call(&path, function(order), &id).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{order:?}");
    }
    for (persona, status) in [("manager", StatusCode::NOT_FOUND), ("member", StatusCode::NOT_FOUND)] {
        let answer = app.sign_in(persona).await.call(&path, "changes/retry", &id).await;
        assert_eq!(answer.status, status, "{persona} orders what they do not see");
    }
    let wrote = app.simulator.journal().into_iter().any(|entry| !entry.operation.starts_with("GET "));
    assert!(!wrote, "something was written to Sigma");
}

#[tokio::test]
async fn the_page_says_why_a_change_stopped_and_who_went_on_with_it() {
    let app = TestApp::start().await;
    let leo = app.actor("leo.martins@lumen.example", Role::Admin);
    let finance = team(&app, "Finance");
    let intent = Intent::EditTeamMembers { team_id: finance.clone(), add: vec![], remove: vec![] };
    let change = failed(&app, &leo, intent, &finance).await;
    let store = &app.running.app.store;
    let lease = std::time::Duration::from_secs(30);
    let fence = store.claim_change(&change.id, "gone", lease).await.unwrap().unwrap();
    let event = samples::event("stopped", 0);
    let why = "Leo Martins may no longer do this: their role is now member.";
    store.save_stopped(&fence, why, Timestamp::now(), &event).await.unwrap();
    store.release(&fence).await.unwrap();
    let admin = app.sign_in("admin").await;
    let path = format!("/changes/{}", change.id);
    let page = admin.get(&path).await;
    assert!(page.text().contains(why) && page.text().contains("weren’t sent"), "{}", page.text());
    assert!(page.text().contains("Take over and continue") && page.text().contains("Cancel the rest"));
    admin.fill(&path, "changes/retry", &[]).await;
    let page = admin.get(&path).await;
    assert!(page.text().contains("Continued by") && !page.text().contains(why), "{}", page.text());
}
