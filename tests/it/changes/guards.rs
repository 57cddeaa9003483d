//! What must never happen, and who may ask for what.

use super::{amara, leo, preview, snapshot, team, workspace};
use crate::support::{TestApp, proxy};
use sigma_portal::{
    changes::{self, AcceptChange, Changes, Error, Refusal, Rules},
    domain::{
        Deactivation, EmailAddress, Grantee, Intent, Invitee, LeftDocuments, Member, MemberPatch, MemberStatus,
        NewPerson, Permission, ResourceRef, Role, Seen, UserKind, WorkspacePermission,
    },
};

fn demotion(id: &sigma_portal::domain::MemberId) -> Intent {
    let patch = MemberPatch { account_type: Some("View".into()), ..MemberPatch::default() };
    Intent::EditMember { member_id: id.clone(), patch, before: Seen::default() }
}

#[tokio::test]
async fn nobody_demotes_themselves_or_the_token_owner() {
    let app = TestApp::start().await;
    let amara = amara(&app);
    let own = preview(&app, &demotion(amara.member_id.as_ref().unwrap()), &amara).await.unwrap_err();
    assert!(own.to_string().contains("from yourself"), "{own}");
    let owner = snapshot(&app).token_owner().clone();
    let refused = preview(&app, &demotion(&owner), &amara).await.unwrap_err();
    assert!(refused.to_string().contains("API credentials"), "{refused}");
}

#[tokio::test]
async fn whoever_set_scim_up_keeps_account_and_account_type() {
    let app = TestApp::start().await;
    let amara = amara(&app);
    let other = |m: &&Member| m.has_account_type("admin") && Some(&m.id) != amara.member_id.as_ref();
    let named = snapshot(&app).people().filter(other).find(|m| m.id != *snapshot(&app).token_owner()).unwrap().clone();
    let rules = |addresses: &[&str]| Rules {
        scim_admins: addresses.iter().map(|address| address.to_lowercase()).collect(),
        ..Rules::default()
    };
    let how = Deactivation { documents: LeftDocuments::Archive, archive_scheduled_exports: false };
    let offboard = Intent::Offboard {
        members: vec![named.id.clone()],
        how,
        revoke_tokens: false,
        leave_teams: false,
        revoke_grants: false,
    };
    for intent in [demotion(&named.id), offboard, Intent::DeleteMember { member_id: named.id.clone() }] {
        let plan = |rules: &Rules| changes::plan(&intent, &[], &amara, &snapshot(&app), rules);
        assert!(plan(&Rules::default()).is_ok(), "another admin is there");
        let refused = plan(&rules(&[&named.email])).unwrap_err();
        assert!(
            matches!(refused, Refusal::Blocked(_)) && refused.to_string().contains("PORTAL_SCIM_ADMINS"),
            "{refused}"
        );
        assert!(plan(&rules(&["someone.else@lumen.example"])).is_ok());
    }
    let patch = MemberPatch { first_name: Some("Renamed".into()), ..MemberPatch::default() };
    let rename = Intent::EditMember { member_id: named.id.clone(), patch, before: Seen::default() };
    assert!(
        changes::plan(&rename, &[], &amara, &snapshot(&app), &rules(&[&named.email])).is_ok(),
        "a name is no matter"
    );
}

#[tokio::test]
async fn each_role_may_ask_only_for_its_own() {
    let app = TestApp::start().await;
    let leo = leo(&app);
    let grant = Intent::grant(
        ResourceRef::Workspace(workspace(&app, "Logistics")),
        Grantee::Member(leo.id.clone()),
        Permission::Workspace(WorkspacePermission::View),
    );
    let invite = Intent::Onboard {
        people: vec![Invitee {
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
            attributes: vec![],
            package: None,
        }],
    };
    let join =
        |name: &str| Intent::EditTeamMembers { team_id: team(&app, name), add: vec![leo.id.clone()], remove: vec![] };
    let jonas = app.actor("jonas.weber@lumen.example", Role::TeamManager);
    let priya = app.actor("priya.raman@lumen.example", Role::Auditor);
    let own = app.actor("leo.martins@lumen.example", Role::Member);
    assert!(preview(&app, &join("Finance"), &jonas).await.is_ok(), "a team manager's own team");
    for (who, intent) in [
        (&jonas, join("Sigma Admins")),
        (&jonas, grant.clone()),
        (&jonas, invite.clone()),
        (&priya, join("Finance")),
        (&priya, grant.clone()),
        (&own, join("Finance")),
        (&own, invite),
    ] {
        let refused = preview(&app, &intent, who).await;
        assert!(matches!(refused, Err(Refusal::Forbidden(_))), "{} may {intent:?}", who.role.label());
    }
}

#[tokio::test]
async fn archived_people_are_not_added_to_teams() {
    let app = TestApp::start().await;
    let archived = snapshot(&app).people().find(|m| m.status() == MemberStatus::Archived).unwrap().id.clone();
    let intent = Intent::EditTeamMembers { team_id: team(&app, "Finance"), add: vec![archived], remove: vec![] };
    let refused = preview(&app, &intent, &amara(&app)).await.unwrap_err();
    assert!(matches!(refused, Refusal::Invalid(_)), "{refused}");
}

#[tokio::test]
async fn the_last_admin_stays_even_when_several_leave_at_once() {
    let app = TestApp::start_behind(proxy(&["priya.raman@lumen.example"])).await;
    let admins: Vec<_> = snapshot(&app)
        .people()
        .filter(|m| m.has_account_type("admin") && m.status() == MemberStatus::Active)
        .map(|m| m.id.clone())
        .filter(|id| id != snapshot(&app).token_owner())
        .collect();
    assert!(admins.len() > 1, "the rule needs more than one");
    // Somebody who is an admin of the portal only, so that “yourself” is not what stands against it.
    let who = app.actor("priya.raman@lumen.example", Role::Admin);
    let all = Intent::SetAccountType { members: admins.clone(), account_type: "View".into(), before: Seen::default() };
    let refused = preview(&app, &all, &who).await.unwrap_err();
    assert!(refused.to_string().contains("last admin"), "{refused}");
    let but_one =
        Intent::SetAccountType { members: admins[1..].to_vec(), account_type: "View".into(), before: Seen::default() };
    assert!(preview(&app, &but_one, &who).await.is_ok());
}

#[tokio::test]
async fn a_change_that_reaches_many_must_be_confirmed_by_typing() {
    let app = TestApp::start().await;
    let changes = &app.running.app.changes;
    // One more than a tenth of the organisation.
    let many = snapshot(&app).figures().active / 10 + 1;
    let snapshot = snapshot(&app);
    let viewers = snapshot.people().filter(|m| m.has_account_type("view") && m.status() == MemberStatus::Active);
    let people: Vec<_> = viewers.take(many).map(|m| m.id.clone()).collect();
    assert_eq!(people.len(), many);
    let intent = Intent::SetAccountType { members: people, account_type: "Act".into(), before: Seen::default() };
    let plan = preview(&app, &intent, &amara(&app)).await.unwrap();
    let wanted = plan.confirm.clone().unwrap();
    assert_eq!(wanted.phrase, format!("{} people", plan.people));
    let wish = |confirmation: &str| AcceptChange {
        id: Changes::fresh_id(),
        intent: intent.clone(),
        actor: amara(&app),
        reason: String::new(),
        fingerprint: plan.fingerprint(),
        confirmation: confirmation.into(),
    };
    assert!(matches!(changes.accept(wish("yes")).await, Err(Error::Unconfirmed)));
    assert!(changes.accept(wish(&wanted.phrase)).await.is_ok());
}

#[tokio::test]
async fn what_an_identity_provider_manages_is_left_to_it() {
    let app = TestApp::start().await;
    let rules = Rules { scim_members: true, scim_teams: true, ..Rules::default() };
    let plan = |intent: &Intent| changes::plan(intent, &[], &amara(&app), &snapshot(&app), &rules);
    let leo = leo(&app);
    let join = Intent::EditTeamMembers { team_id: team(&app, "Finance"), add: vec![leo.id.clone()], remove: vec![] };
    let patch = MemberPatch { first_name: Some("Leonardo".into()), ..MemberPatch::default() };
    for intent in [Intent::EditMember { member_id: leo.id.clone(), patch, before: Seen::default() }, join] {
        let refused = plan(&intent).unwrap_err();
        assert!(refused.to_string().contains("SCIM"), "{refused}");
    }
    let resource = ResourceRef::Workspace(workspace(&app, "Logistics"));
    let grant = Intent::grant(resource, Grantee::Member(leo.id), Permission::Workspace(WorkspacePermission::View));
    assert!(plan(&grant).is_ok(), "access is not provisioned");
}
