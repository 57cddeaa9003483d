//! Each kind of change does what its plan says, and the directory shows it at once.

use super::{amara, apply, leo, preview, snapshot, team, workspace};
use crate::support::TestApp;
use sigma_portal::{
    changes::Refusal,
    domain::{
        AccessCall, Call, ChangeState, EmailAddress, Grantee, Intent, MemberCall, MemberPatch, MemberStatus,
        Permission, ResourceRef, Seen, StepState, WorkspacePermission,
    },
};

fn grant(app: &TestApp, name: &str, level: WorkspacePermission) -> Intent {
    Intent::grant(
        ResourceRef::Workspace(workspace(app, name)),
        Grantee::Member(leo(app).id),
        Permission::Workspace(level),
    )
}

fn held(app: &TestApp, name: &str) -> Option<Permission> {
    let resource = ResourceRef::Workspace(workspace(app, name));
    snapshot(app).grant_of(&resource, &Grantee::Member(leo(app).id)).map(|g| g.permission.clone())
}

#[tokio::test]
async fn access_is_given_raised_lowered_and_revoked() {
    let app = TestApp::start().await;
    let given = apply(&app, grant(&app, "Logistics", WorkspacePermission::Explore)).await.unwrap();
    assert_eq!(given.state, ChangeState::Done);
    assert_eq!(held(&app, "Logistics"), Some(Permission::Workspace(WorkspacePermission::Explore)));

    let raised = apply(&app, grant(&app, "Logistics", WorkspacePermission::Edit)).await.unwrap();
    assert_eq!(raised.steps.len(), 1, "raising takes one call");
    assert_eq!(held(&app, "Logistics"), Some(Permission::Workspace(WorkspacePermission::Edit)));

    let lowered = apply(&app, grant(&app, "Logistics", WorkspacePermission::View)).await.unwrap();
    assert!(matches!(lowered.steps[0].call, Call::Access(AccessCall::Lower { .. })), "{:?}", lowered.steps);
    assert_eq!(held(&app, "Logistics"), Some(Permission::Workspace(WorkspacePermission::View)));

    let revoke = Intent::revoke(ResourceRef::Workspace(workspace(&app, "Logistics")), Grantee::Member(leo(&app).id));
    assert_eq!(apply(&app, revoke.clone()).await.unwrap().state, ChangeState::Done);
    assert_eq!(held(&app, "Logistics"), None);
    assert!(matches!(apply(&app, revoke).await, Err(Refusal::Nothing(_))), "nothing is left to revoke");
}

#[tokio::test]
async fn people_join_and_leave_a_team_with_one_call() {
    let app = TestApp::start().await;
    let (id, leo) = (team(&app, "Finance"), leo(&app));
    let joining = Intent::EditTeamMembers { team_id: id.clone(), add: vec![leo.id.clone()], remove: vec![] };
    let joined = apply(&app, joining.clone()).await.unwrap();
    assert_eq!((joined.state, joined.steps.len()), (ChangeState::Done, 1));
    assert!(snapshot(&app).is_in_team(&leo.id, &id));
    assert!(matches!(apply(&app, joining).await, Err(Refusal::Nothing(_))));
    let leaving = Intent::EditTeamMembers { team_id: id.clone(), add: vec![], remove: vec![leo.id.clone()] };
    apply(&app, leaving).await.unwrap();
    assert!(!snapshot(&app).is_in_team(&leo.id, &id));
}

#[tokio::test]
async fn an_edit_sends_only_what_differs() {
    let app = TestApp::start().await;
    let leo = leo(&app);
    let patch = MemberPatch {
        first_name: Some("Leonardo".into()),
        last_name: Some(leo.last_name.clone()),
        account_type: Some(leo.account_type.to_uppercase()),
        email: None,
    };
    let edited =
        apply(&app, Intent::EditMember { member_id: leo.id.clone(), patch, before: Seen::default() }).await.unwrap();
    let Call::Member(MemberCall::Update { patch, .. }) = &edited.steps[0].call else { panic!("another call") };
    assert_eq!(*patch, MemberPatch { first_name: Some("Leonardo".into()), ..MemberPatch::default() });
    assert_eq!(snapshot(&app).member(&leo.id).unwrap().first_name, "Leonardo");
}

#[tokio::test]
async fn a_grant_above_the_account_type_is_warned_about() {
    let app = TestApp::start().await;
    let intent = grant(&app, "Logistics", WorkspacePermission::Edit);
    let plan = preview(&app, &intent, &amara(&app)).await.unwrap();
    let warned = plan.warnings.iter().any(|w| w.message.contains("Limited to"));
    assert!(warned, "{:?}", plan.warnings);
}

#[tokio::test]
async fn revoking_says_what_a_team_still_gives() {
    let app = TestApp::start().await;
    let (resource, finance) = (ResourceRef::Workspace(workspace(&app, "Sandbox")), team(&app, "Finance"));
    let level = Permission::Workspace(WorkspacePermission::View);
    let jonas = snapshot(&app).member_by_email("jonas.weber@lumen.example").unwrap().id.clone();
    assert!(snapshot(&app).is_in_team(&jonas, &finance));
    for holder in [Grantee::Team(finance), Grantee::Member(jonas.clone())] {
        _ = apply(&app, Intent::grant(resource.clone(), holder, level.clone())).await;
    }
    let plan = preview(&app, &Intent::revoke(resource, Grantee::Member(jonas)), &amara(&app)).await.unwrap();
    let said = plan
        .warnings
        .iter()
        .any(|w| w.message.contains("Jonas Weber") && w.message.contains("keeps access through Finance"));
    assert!(said, "{:?}", plan.warnings);
}

#[tokio::test]
async fn an_address_of_somebody_deactivated_is_taken() {
    let app = TestApp::start().await;
    let archived = snapshot(&app).people().find(|m| m.status() == MemberStatus::Archived).unwrap().clone();
    let patch = MemberPatch { email: Some(EmailAddress::parse(&archived.email).unwrap()), ..MemberPatch::default() };
    let taking = Intent::EditMember { member_id: leo(&app).id, patch, before: Seen::default() };
    let Err(Refusal::Invalid(refused)) = preview(&app, &taking, &amara(&app)).await else { panic!("it was planned") };
    let why = refused.of("email").unwrap();
    assert!(why.contains(&archived.full_name()) && why.contains("already has this address"), "{why}");
}

#[tokio::test]
async fn every_settled_step_is_in_the_audit_log_with_sigmas_request_id() {
    let app = TestApp::start().await;
    let change = apply(&app, grant(&app, "Logistics", WorkspacePermission::View)).await.unwrap();
    assert_eq!(change.steps[0].state, StepState::Done);
    let filter = sigma_portal::store::AuditFilter { change_id: Some(change.id.clone()), ..Default::default() };
    let page = sigma_portal::store::PageRequest { number: 1, size: 10 };
    let events = app.running.app.store.audit(&filter, page).await.unwrap().items;
    let actions: Vec<&str> = events.iter().rev().map(|e| e.action.as_str()).collect();
    assert_eq!(actions, ["change.accepted", "step.done", "change.done"]);
    assert!(events[1].sigma_request_id.is_some());
}
