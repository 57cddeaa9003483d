//! Pausing, resuming, cancelling, undoing; and what is checked again right before a step is sent.

use super::{PATIENCE, accept, amara, apply, leo, snapshot, team, workspace};
use crate::support::TestApp;
use sigma_portal::{
    changes::Refusal,
    domain::{
        Change, ChangeId, ChangeState, EmailAddress, Grantee, Intent, Invitee, Member, MemberStatus, NewPerson,
        NewTeam, Permission, ResourceRef, Role, StepState, TeamChoice, UserKind, WorkspacePermission,
    },
    simulator::{Effect, Rule, When},
};
use std::time::Duration;

/// So many people, each with a team and one workspace.
pub fn onboarding(app: &TestApp, n: usize) -> Intent {
    let joiner = |at: usize| Invitee {
        person: NewPerson {
            email: EmailAddress::parse(&format!("newcomer{at}@lumen.example")).unwrap(),
            first_name: "New".into(),
            last_name: format!("Comer{at}"),
            account_type: Some("Build".into()),
            user_kind: UserKind::Internal,
            send_invite: true,
        },
        teams: vec![TeamChoice { team_id: team(app, "Finance"), is_team_admin: false }],
        workspaces: vec![(workspace(app, "Logistics"), WorkspacePermission::Explore)],
        connections: vec![],
        attributes: vec![],
        package: None,
    };
    Intent::Onboard { people: (0..n).map(joiner).collect() }
}

pub fn slow(app: &TestApp, operation: &str) {
    app.simulator.add_rule(Rule { operation: operation.into(), when: When::Always, effect: Effect::SlowMs(50) });
}

pub fn count(change: &Change, state: StepState) -> usize {
    change.steps.iter().filter(|s| s.state == state).count()
}

pub async fn kept(app: &TestApp, id: &ChangeId) -> Change {
    app.running.app.store.change(id).await.unwrap().unwrap()
}

/// Waits until the journal says that some step is done.
pub async fn begun(app: &TestApp, id: &ChangeId) -> Change {
    let mut moves = app.running.app.changes.watch();
    loop {
        let change = kept(app, id).await;
        if count(&change, StepState::Done) > 0 {
            return change;
        }
        tokio::time::timeout(PATIENCE, moves.recv()).await.unwrap().unwrap();
    }
}

pub async fn settled(app: &TestApp, id: &ChangeId) -> Change {
    app.running.app.changes.settled(id, PATIENCE).await.unwrap().unwrap()
}

#[tokio::test]
async fn a_paused_change_sends_nothing_and_goes_on_when_resumed() {
    let app = TestApp::start().await;
    let changes = &app.running.app.changes;
    slow(&app, "POST /v2/members");
    let id = accept(&app, onboarding(&app, 20), &amara(&app)).await.unwrap();
    let change = begun(&app, &id).await;
    assert!(changes.pause(&change, &amara(&app)).await.unwrap());
    let paused = settled(&app, &id).await;
    assert_eq!(paused.state, ChangeState::Paused);
    assert!(count(&paused, StepState::Planned) > 0, "nothing was left to pause");
    assert_eq!(count(&paused, StepState::Running), 0, "what was under way has ended");
    assert_eq!(app.simulator.invitations().len(), count(&paused, StepState::Done));
    assert!(!changes.pause(&paused, &amara(&app)).await.unwrap(), "it is paused already");
    assert!(changes.resume(&paused, &amara(&app)).await.unwrap());
    let done = settled(&app, &id).await;
    assert_eq!(done.state, ChangeState::Done, "{:?}", done.steps);
    assert_eq!(app.simulator.invitations().len(), 20);
}

#[tokio::test]
async fn one_person_has_only_so_many_changes_under_way() {
    let app = TestApp::start_set(|portal| portal.changes.most_open = 1).await;
    slow(&app, "POST /v2/members");
    let first = accept(&app, onboarding(&app, 20), &amara(&app)).await.unwrap();
    begun(&app, &first).await;
    let team = |name: &str| Intent::CreateTeam {
        team: NewTeam {
            name: name.into(),
            description: None,
            members: vec![],
            with_workspace: false,
            visibility: None,
        },
    };
    let refused = accept(&app, team("One more"), &amara(&app)).await.unwrap_err().to_string();
    assert!(refused.contains("as many as one person can have"), "{refused}");
    let snapshot = snapshot(&app);
    let is_other = |member: &&Member| {
        member.has_account_type("admin")
            && member.status() == MemberStatus::Active
            && Some(&member.id) != amara(&app).member_id.as_ref()
    };
    let other = app.actor(&snapshot.people().find(is_other).unwrap().email, Role::Admin);
    accept(&app, team("Of another"), &other).await.unwrap();
    let change = app.running.app.store.change(&first).await.unwrap().unwrap();
    assert!(app.running.app.changes.cancel(&change, &amara(&app)).await.unwrap());
    settled(&app, &first).await;
    accept(&app, team("One more"), &amara(&app)).await.unwrap();
}

#[tokio::test]
async fn a_cancelled_change_never_sends_the_rest() {
    let app = TestApp::start().await;
    let changes = &app.running.app.changes;
    slow(&app, "POST /v2/members");
    let id = accept(&app, onboarding(&app, 20), &amara(&app)).await.unwrap();
    let change = begun(&app, &id).await;
    assert!(changes.cancel(&change, &amara(&app)).await.unwrap());
    let ended = settled(&app, &id).await;
    assert_eq!(ended.state, ChangeState::Cancelled);
    assert_eq!(count(&ended, StepState::Cancelled) + count(&ended, StepState::Done), ended.steps.len());
    assert_eq!(app.simulator.invitations().len(), count(&ended, StepState::Done));
    assert!(!changes.retry(&ended, &amara(&app)).await.unwrap(), "nothing has failed");
}

#[tokio::test]
async fn many_people_cost_one_invitation_each_and_one_call_for_a_resource() {
    let app = TestApp::start().await;
    app.simulator.clear_journal();
    let done = apply(&app, onboarding(&app, 20)).await.unwrap();
    assert_eq!(done.state, ChangeState::Done, "{:?}", done.steps);
    assert_eq!(app.simulator.calls("POST /v2/members"), 20);
    assert_eq!(app.simulator.calls("POST /v2/workspaces/{workspaceId}/grants"), 1);
    assert_eq!(app.simulator.calls("PATCH /v2/teams/{teamId}/members"), 0, "the teams travel with the invitation");
    let logistics = ResourceRef::Workspace(workspace(&app, "Logistics"));
    let held = |step: &sigma_portal::domain::Step| match &step.created {
        Some(sigma_portal::domain::Subject::Member(id)) => {
            snapshot(&app).grant_of(&logistics, &Grantee::Member(id.clone())).is_some()
        }
        _ => false,
    };
    assert_eq!(done.steps.iter().filter(|s| held(s)).count(), 20);
}

#[tokio::test]
async fn undoing_puts_back_what_a_change_has_done() {
    let app = TestApp::start().await;
    let done = apply(&app, onboarding(&app, 2)).await.unwrap();
    let undone = apply(&app, Intent::Undo { change_id: done.id.clone() }).await.unwrap();
    assert_eq!(undone.state, ChangeState::Done, "{:?}", undone.steps);
    let past = kept(&app, &done.id).await;
    assert_eq!(count(&past, StepState::Undone), past.steps.len());
    let newcomer = snapshot(&app).member_by_email("newcomer0@lumen.example").unwrap().clone();
    assert_eq!(newcomer.status(), MemberStatus::Archived);
    let again = apply(&app, Intent::Undo { change_id: done.id }).await;
    assert!(matches!(again, Err(Refusal::Nothing(_))), "{again:?}");
}

#[tokio::test]
async fn undoing_a_lowered_level_raises_it_again() {
    let app = TestApp::start().await;
    let logistics = ResourceRef::Workspace(workspace(&app, "Logistics"));
    let grantee = Grantee::Member(leo(&app).id);
    let level = |level| Intent::grant(logistics.clone(), grantee.clone(), Permission::Workspace(level));
    let held = || snapshot(&app).grant_of(&logistics, &grantee).map(|g| g.permission.clone());
    apply(&app, level(WorkspacePermission::Edit)).await.unwrap();
    let lowered = apply(&app, level(WorkspacePermission::View)).await.unwrap();
    assert_eq!(held(), Some(Permission::Workspace(WorkspacePermission::View)));
    apply(&app, Intent::Undo { change_id: lowered.id }).await.unwrap();
    assert_eq!(held(), Some(Permission::Workspace(WorkspacePermission::Edit)));
}

#[tokio::test]
async fn a_large_change_is_waited_for_only_so_long_however_fast_it_moves() {
    let app = TestApp::start().await;
    let changes = &app.running.app.changes;
    let id = accept(&app, onboarding(&app, 300), &amara(&app)).await.unwrap();
    let looked = changes.settled(&id, Duration::from_millis(20)).await.unwrap().unwrap();
    assert!(!looked.state.is_settled(), "{:?}", looked.state);
    assert_eq!(settled(&app, &id).await.state, ChangeState::Done);
}
