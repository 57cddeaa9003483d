//! What must never happen, and who may ask for what.

use super::{actor, amara, leo, snapshot, team, workspace};
use crate::support::TestApp;
use sigma_portal::{
    changes::Refusal,
    domain::{
        EmailAddress, Grantee, Intent, MemberPatch, MemberStatus, NewPerson, Permission, ResourceRef, Role, UserKind,
        WorkspacePermission,
    },
};

fn demotion(id: &sigma_portal::domain::MemberId) -> Intent {
    let patch = MemberPatch { account_type: Some("View".into()), ..MemberPatch::default() };
    Intent::EditMember { member_id: id.clone(), patch }
}

#[tokio::test]
async fn nobody_demotes_themselves_or_the_token_owner() {
    let app = TestApp::start().await;
    let changes = &app.running.app.changes;
    let amara = amara(&app);
    let own = changes.preview(&demotion(amara.member_id.as_ref().unwrap()), &amara).unwrap_err();
    assert!(own.to_string().contains("from yourself"), "{own}");
    let owner = snapshot(&app).token_owner().clone();
    let refused = changes.preview(&demotion(&owner), &amara).unwrap_err();
    assert!(refused.to_string().contains("API credentials"), "{refused}");
}

#[tokio::test]
async fn each_role_may_ask_only_for_its_own() {
    let app = TestApp::start().await;
    let changes = &app.running.app.changes;
    let leo = leo(&app);
    let grant = Intent::Grant {
        resource: ResourceRef::Workspace(workspace(&app, "Logistics")),
        grantee: Grantee::Member(leo.id.clone()),
        permission: Permission::Workspace(WorkspacePermission::View),
    };
    let invite = Intent::OnboardPerson {
        person: NewPerson {
            email: EmailAddress::parse("new@lumen.example").unwrap(),
            first_name: "New".into(),
            last_name: "Person".into(),
            account_type: Some("View".into()),
            user_kind: UserKind::Internal,
            send_invite: true,
        },
        teams: vec![],
        workspaces: vec![],
        connections: vec![],
    };
    let join =
        |name: &str| Intent::EditTeamMembers { team_id: team(&app, name), add: vec![leo.id.clone()], remove: vec![] };
    let jonas = actor(&app, "jonas.weber@lumen.example", Role::TeamManager);
    let priya = actor(&app, "priya.raman@lumen.example", Role::Auditor);
    let own = actor(&app, "leo.martins@lumen.example", Role::Member);
    assert!(changes.preview(&join("Finance"), &jonas).is_ok(), "a team manager's own team");
    for (who, intent) in [
        (&jonas, join("Sigma Admins")),
        (&jonas, grant.clone()),
        (&jonas, invite.clone()),
        (&priya, join("Finance")),
        (&priya, grant.clone()),
        (&own, join("Finance")),
        (&own, invite),
    ] {
        let refused = changes.preview(&intent, who);
        assert!(matches!(refused, Err(Refusal::Forbidden(_))), "{} may {intent:?}", who.role.label());
    }
}

#[tokio::test]
async fn archived_people_are_not_added_to_teams() {
    let app = TestApp::start().await;
    let archived = snapshot(&app).people().find(|m| m.status() == MemberStatus::Archived).unwrap().id.clone();
    let intent = Intent::EditTeamMembers { team_id: team(&app, "Finance"), add: vec![archived], remove: vec![] };
    let refused = app.running.app.changes.preview(&intent, &amara(&app)).unwrap_err();
    assert!(matches!(refused, Refusal::Invalid(_)), "{refused}");
}
