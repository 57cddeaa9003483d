//! Lost answers, an unreachable Sigma, retries, and a plan that has grown old.

use super::{PATIENCE, amara, apply, leo, preview, snapshot, team, workspace};
use crate::support::TestApp;
use sigma_portal::{
    changes::{AcceptChange, Changes, Error},
    domain::{
        Change, ChangeState, EmailAddress, Grantee, Intent, Invitee, NewPerson, Permission, ResourceRef, StepState,
        TeamChoice, UserKind, WorkspacePermission,
    },
    simulator::{Answer, Effect, Faults, Rule, When},
};

fn rule(operation: &str, when: When, effect: Effect) -> Rule {
    Rule { operation: operation.into(), when, effect }
}

fn onboarding(app: &TestApp) -> Intent {
    Intent::Onboard {
        people: vec![Invitee {
            person: NewPerson {
                email: EmailAddress::parse("ines.farrow@lumen.example").unwrap(),
                first_name: "Ines".into(),
                last_name: "Farrow".into(),
                account_type: Some("Build".into()),
                user_kind: UserKind::Internal,
                send_invite: true,
            },
            teams: vec![TeamChoice { team_id: team(app, "Finance"), is_team_admin: false }],
            workspaces: vec![(workspace(app, "Logistics"), WorkspacePermission::Edit)],
            connections: vec![],
            attributes: vec![],
            package: None,
        }],
    }
}

async fn retried(app: &TestApp, change: &Change) -> Change {
    let changes = &app.running.app.changes;
    changes.retry(change, &amara(app)).await.unwrap();
    changes.settled(&change.id, PATIENCE).await.unwrap().unwrap()
}

#[tokio::test]
async fn a_lost_answer_is_looked_up_and_never_sent_twice() {
    let app = TestApp::start().await;
    app.simulator.add_rule(rule("POST /v2/members", When::Always, Effect::CutAfter));
    app.simulator.add_rule(rule("POST /v2/workspaces/*/grants", When::Times(1), Effect::CutAfter));
    let change = apply(&app, onboarding(&app)).await.unwrap();
    assert_eq!(change.state, ChangeState::Done, "{:?}", change.steps);
    assert_eq!(app.simulator.invitations().len(), 1);
    assert_eq!(change.steps[0].state, StepState::Done);
}

#[tokio::test]
async fn a_refused_step_leaves_what_needs_it_planned_and_a_retry_finishes() {
    let app = TestApp::start().await;
    let refusal = Answer { status: 403, ..Answer::default() };
    app.simulator.add_rule(rule("POST /v2/members", When::Times(1), Effect::Answer(refusal)));
    let failed = apply(&app, onboarding(&app)).await.unwrap();
    let states: Vec<_> = failed.steps.iter().map(|s| s.state).collect();
    assert_eq!((failed.state, states), (ChangeState::Failed, vec![StepState::Failed, StepState::Planned]));
    assert_eq!(failed.steps[0].error.as_ref().unwrap().status, Some(403));
    let done = retried(&app, &failed).await;
    assert_eq!(done.state, ChangeState::Done, "{:?}", done.steps);
    assert_eq!(app.simulator.invitations().len(), 1);
}

#[tokio::test]
async fn an_answer_lost_while_sigma_goes_away_stays_unknown_until_sigma_is_back() {
    let app = TestApp::start().await;
    // The invitation is done and its answer lost; every look-up after it fails too.
    app.simulator.add_rule(rule("POST /v2/members", When::Always, Effect::CutAfter));
    app.simulator.add_rule(rule("GET /v2/members", When::Times(1), Effect::SlowMs(1)));
    let gone = Answer { status: 403, ..Answer::default() };
    app.simulator.add_rule(rule("GET /v2/members", When::Always, Effect::Answer(gone)));
    let unknown = apply(&app, onboarding(&app)).await.unwrap();
    assert_eq!(unknown.steps[0].state, StepState::Unknown, "{:?}", unknown.steps[0].error);
    app.simulator.set_faults(Faults::default());
    let done = retried(&app, &unknown).await;
    assert_eq!(done.state, ChangeState::Done, "{:?}", done.steps);
    assert_eq!(app.simulator.invitations().len(), 1, "someone was invited twice");
}

#[tokio::test]
async fn a_plan_that_has_grown_old_is_not_applied() {
    let app = TestApp::start().await;
    let intent = |level| {
        Intent::grant(
            ResourceRef::Workspace(workspace(&app, "Logistics")),
            Grantee::Member(leo(&app).id),
            Permission::Workspace(level),
        )
    };
    let changes = &app.running.app.changes;
    let reviewed = preview(&app, &intent(WorkspacePermission::View), &amara(&app)).await.unwrap();
    // Meanwhile somebody else gives more: the same wish now means lowering, which is another plan.
    apply(&app, intent(WorkspacePermission::Edit)).await.unwrap();
    let wish = AcceptChange {
        id: Changes::fresh_id(),
        intent: intent(WorkspacePermission::View),
        actor: amara(&app),
        reason: String::new(),
        fingerprint: reviewed.fingerprint(),
        confirmation: String::new(),
    };
    assert!(matches!(changes.accept(wish).await, Err(Error::Stale)));
    let held = snapshot(&app);
    let resource = ResourceRef::Workspace(workspace(&app, "Logistics"));
    let grant = held.grant_of(&resource, &Grantee::Member(leo(&app).id)).unwrap();
    assert_eq!(grant.permission, Permission::Workspace(WorkspacePermission::Edit));
}

#[tokio::test]
async fn a_level_that_cannot_be_lowered_is_put_back() {
    let app = TestApp::start().await;
    let resource = ResourceRef::Workspace(workspace(&app, "Logistics"));
    let grantee = Grantee::Member(leo(&app).id);
    let level = |level| Intent::grant(resource.clone(), grantee.clone(), Permission::Workspace(level));
    apply(&app, level(WorkspacePermission::Edit)).await.unwrap();
    let refusal = Answer { status: 403, ..Answer::default() };
    app.simulator.add_rule(rule("POST /v2/workspaces/*/grants", When::Times(1), Effect::Answer(refusal)));
    let failed = apply(&app, level(WorkspacePermission::View)).await.unwrap();
    assert_eq!(failed.state, ChangeState::Failed);
    let why = &failed.steps[0].error.as_ref().unwrap().message;
    assert!(why.contains("“Can manage” was put back"), "{why}");
    let held = || snapshot(&app).grant_of(&resource, &grantee).map(|g| g.permission.clone());
    assert_eq!(held(), Some(Permission::Workspace(WorkspacePermission::Edit)));
    let done = retried(&app, &failed).await;
    assert_eq!(done.state, ChangeState::Done, "{:?}", done.steps);
    assert_eq!(held(), Some(Permission::Workspace(WorkspacePermission::View)));
}

#[tokio::test]
async fn grants_of_a_batch_reach_those_who_were_invited_and_the_rest_after_a_retry() {
    let app = TestApp::start().await;
    let Intent::Onboard { people } = onboarding(&app) else { panic!("another intent") };
    let mut second = people[0].clone();
    second.person.email = EmailAddress::parse("tomas.farrow@lumen.example").unwrap();
    let refusal = Answer { status: 403, ..Answer::default() };
    app.simulator.add_rule(rule("POST /v2/members", When::Times(1), Effect::Answer(refusal)));
    let failed = apply(&app, Intent::Onboard { people: vec![people[0].clone(), second] }).await.unwrap();
    assert_eq!(failed.state, ChangeState::Failed);
    let why = &failed.steps[2].error.as_ref().unwrap().message;
    assert!(why.contains("Granted to 1 of 2"), "{why}");
    let done = retried(&app, &failed).await;
    assert_eq!(done.state, ChangeState::Done, "{:?}", done.steps);
    assert_eq!(app.simulator.invitations().len(), 2);
}
