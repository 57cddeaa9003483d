//! Changes of every resource, done against the simulator and seen in the directory; and undone where Sigma allows it.

use super::{amara, apply, leo, preview, snapshot, team, workspace};
use crate::support::TestApp;
use sigma_portal::{
    changes::Refusal,
    domain::{
        Actor, AttributeWish, ChangeState, ConnectionPatch, Deactivation, DocumentRef, FilePatch, Grantee, Intent,
        LeftDocuments, MemberStatus, NewTeam, NewUserAttribute, Permission, Role, Seen, Subject, Team, TeamPatch,
        TeamVisibility, WorkspacePermission,
    },
};

async fn done(app: &TestApp, intent: Intent) -> sigma_portal::domain::Change {
    let change = apply(app, intent).await.unwrap();
    assert_eq!(change.state, ChangeState::Done, "{:#?}", change.steps);
    change
}

#[tokio::test]
async fn a_team_is_made_edited_and_deleted() {
    let app = TestApp::start().await;
    let new = NewTeam {
        name: "Night shift".into(),
        description: Some("Ships after ten".into()),
        members: vec![leo(&app).id],
        with_workspace: true,
        visibility: Some(TeamVisibility::Private),
    };
    let made = done(&app, Intent::CreateTeam { team: new }).await;
    let Some(Subject::Team(id)) = made.steps[0].created.clone() else { panic!("no team: {:?}", made.steps) };
    assert!(snapshot(&app).is_in_team(&leo(&app).id, &id));
    let patch = TeamPatch { name: Some("Late shift".into()), ..TeamPatch::default() };
    let edited = done(&app, Intent::EditTeam { team_id: id.clone(), patch, before: Seen::default() }).await;
    assert_eq!(snapshot(&app).team(&id).unwrap().name, "Late shift");
    done(&app, Intent::Undo { change_id: edited.id }).await;
    assert_eq!(snapshot(&app).team(&id).unwrap().name, "Night shift");
    done(&app, Intent::DeleteTeam { team_id: id.clone() }).await;
    assert!(snapshot(&app).team(&id).is_none());
}

#[tokio::test]
async fn a_workspace_is_made_once_renamed_and_deleted_by_name() {
    let app = TestApp::start().await;
    let made = done(&app, Intent::CreateWorkspace { name: "Forecasts".into(), access: Vec::new() }).await;
    let Some(Subject::Workspace(id)) = made.steps[0].created.clone() else { panic!("no workspace") };
    let again =
        preview(&app, &Intent::CreateWorkspace { name: "forecasts".into(), access: Vec::new() }, &amara(&app)).await;
    assert!(matches!(again, Err(Refusal::Invalid(_))), "{again:?}");
    done(&app, Intent::RenameWorkspace { workspace_id: id.clone(), name: "Plans".into(), before: Seen::default() })
        .await;
    assert_eq!(snapshot(&app).workspace(&id).unwrap().name, "Plans");
    let deleting = Intent::DeleteWorkspace { workspace_id: id.clone() };
    let wanted = preview(&app, &deleting, &amara(&app)).await.unwrap().confirm.unwrap();
    assert_eq!(wanted.phrase, "Plans");
    done(&app, deleting).await;
    assert!(snapshot(&app).workspace(&id).is_none());
}

#[tokio::test]
async fn a_leaver_loses_teams_and_grants_before_the_account() {
    let app = TestApp::start().await;
    let leo = leo(&app);
    let logistics = sigma_portal::domain::ResourceRef::Workspace(workspace(&app, "Logistics"));
    let level = Permission::Workspace(WorkspacePermission::View);
    done(&app, Intent::grant(logistics.clone(), Grantee::Member(leo.id.clone()), level)).await;
    let how = Deactivation {
        documents: LeftDocuments::HandTo(amara(&app).member_id.unwrap()),
        archive_scheduled_exports: true,
    };
    let offboarding = Intent::Offboard {
        members: vec![leo.id.clone()],
        how,
        revoke_tokens: true,
        leave_teams: true,
        revoke_grants: true,
    };
    let left = done(&app, offboarding).await;
    let now = snapshot(&app);
    assert_eq!(now.member(&leo.id).unwrap().status(), MemberStatus::Archived);
    assert_eq!(now.teams_of(&leo.id).count(), 0);
    assert!(now.grant_of(&logistics, &Grantee::Member(leo.id.clone())).is_none());
    let last = left.steps.last().unwrap();
    assert!(!last.needs.is_empty(), "the account goes last");
    done(&app, Intent::Reactivate { members: vec![leo.id.clone()] }).await;
    assert_eq!(snapshot(&app).member(&leo.id).unwrap().status(), MemberStatus::Active);
}

#[tokio::test]
async fn a_connection_gets_another_name_and_its_old_one_back() {
    let app = TestApp::start().await;
    let connection = snapshot(&app).connections().iter().find(|c| !c.is_archived).unwrap().clone();
    let patch = ConnectionPatch { name: Some("Warehouse 2".into()), ..ConnectionPatch::default() };
    let renamed =
        done(&app, Intent::EditConnection { connection_id: connection.id.clone(), patch, before: Seen::default() })
            .await;
    assert_eq!(snapshot(&app).connection(&connection.id).unwrap().name, "Warehouse 2");
    done(&app, Intent::Undo { change_id: renamed.id }).await;
    assert_eq!(snapshot(&app).connection(&connection.id).unwrap().name, connection.name);
}

#[tokio::test]
async fn an_attribute_is_made_once_and_cannot_be_undone_here() {
    let app = TestApp::start().await;
    let new = |name: &str| Intent::CreateAttribute {
        attribute: NewUserAttribute { name: name.into(), description: None, default_value: None },
    };
    let made = done(&app, new("Plant")).await;
    let Some(Subject::UserAttribute(id)) = made.steps[0].created.clone() else { panic!("no attribute") };
    assert_eq!(snapshot(&app).user_attribute(&id).unwrap().name, "Plant");
    let again = preview(&app, &new("plant"), &amara(&app)).await;
    assert!(matches!(again, Err(Refusal::Invalid(_))), "{again:?}");
    let undo = preview(&app, &Intent::Undo { change_id: made.id }, &amara(&app)).await;
    assert!(matches!(undo, Err(Refusal::Nothing(_))), "{undo:?}");
}

#[tokio::test]
async fn attributes_of_people_and_teams_are_set_and_put_back() {
    let app = TestApp::start().await;
    let attribute = snapshot(&app).user_attributes()[0].id.clone();
    let holders = [Grantee::Member(leo(&app).id), Grantee::Team(team(&app, "Finance"))];
    let values = |value: &str| {
        let wish = |holder: &Grantee| AttributeWish {
            attribute_id: attribute.clone(),
            holder: holder.clone(),
            value: Some(value.to_owned()),
        };
        Intent::SetAttributes { values: holders.iter().map(wish).collect(), before: Seen::default() }
    };
    let held = || {
        let now = snapshot(&app);
        let own = now.attributes_of_member(&leo(&app).id);
        let team = now.attributes_of_team(&team(&app, "Finance"));
        [own, team].map(|all| all.into_iter().find(|(a, _)| a.id == attribute).map(|(_, v)| v.value.clone()))
    };
    let before = held();
    let set = done(&app, values("Antarctica")).await;
    assert_eq!(held(), [Some("Antarctica".to_owned()), Some("Antarctica".to_owned())]);
    let same = preview(&app, &values("Antarctica"), &amara(&app)).await;
    assert!(matches!(same, Err(Refusal::Nothing(_))), "{same:?}");
    done(&app, Intent::Undo { change_id: set.id }).await;
    assert_eq!(held(), before);
}

#[tokio::test]
async fn a_workbook_is_renamed_shared_at_a_lower_level_and_taken_back() {
    let app = TestApp::start().await;
    let workbook = snapshot(&app).workbooks().iter().find(|w| !w.is_archived).unwrap().clone();
    let document = DocumentRef::Workbook(workbook.id.clone());
    let patch = FilePatch { name: Some("Renamed".into()), ..FilePatch::default() };
    let before = FilePatch { name: Some(workbook.name.clone()), ..FilePatch::default() };
    let edit = Intent::EditDocument { document: document.clone(), name: workbook.name.clone(), patch, before };
    let renamed = done(&app, edit).await;
    assert_eq!(snapshot(&app).workbook(&workbook.id).unwrap().name, "Renamed");
    done(&app, Intent::Undo { change_id: renamed.id }).await;
    assert_eq!(snapshot(&app).workbook(&workbook.id).unwrap().name, workbook.name);

    let level = |level| Some(Permission::Workspace(level));
    let share = |before, permission| Intent::ShareDocument {
        document: document.clone(),
        name: workbook.name.clone(),
        grantee: Grantee::Member(leo(&app).id),
        before,
        permission,
    };
    done(&app, share(None, level(WorkspacePermission::Edit))).await;
    done(&app, share(level(WorkspacePermission::Edit), level(WorkspacePermission::View))).await;
    let grants = app.running.app.client.grants();
    let of = sigma_portal::domain::GrantsOf::Inode(document.inode_id());
    let held = grants.of(&of, true).await.unwrap();
    let own = held.iter().find(|g| g.grant.member_id.as_ref() == Some(&leo(&app).id)).unwrap();
    assert_eq!(own.grant.permission, Permission::Workspace(WorkspacePermission::View));
    done(&app, share(level(WorkspacePermission::View), None)).await;
    let held = grants.of(&of, true).await.unwrap();
    assert!(held.iter().all(|g| g.grant.member_id.as_ref() != Some(&leo(&app).id)));
}

#[tokio::test]
async fn a_name_that_is_taken_is_told_to_those_who_see_the_other_team_in_sigma() {
    let app = TestApp::start().await;
    let jonas = app.actor("jonas.weber@lumen.example", Role::TeamManager);
    let snapshot = snapshot(&app);
    let is_foreign = |team: &&Team| !snapshot.is_in_team(jonas.member_id.as_ref().unwrap(), &team.id);
    let foreign = |is_public: bool| {
        let is_meant = |team: &&Team| (*team.visibility() == TeamVisibility::Public) == is_public;
        snapshot.teams().iter().filter(is_foreign).find(is_meant).expect("there is such a team").name.clone()
    };
    let warnings = async |name: &str, who: &Actor| -> Vec<String> {
        let patch = TeamPatch { name: Some(name.into()), ..TeamPatch::default() };
        let intent = Intent::EditTeam { team_id: team(&app, "Finance"), patch, before: Seen::default() };
        preview(&app, &intent, who).await.unwrap().warnings.into_iter().map(|warning| warning.message).collect()
    };
    let taken = ["Another team has this name already.".to_owned()];
    let (public, private) = (foreign(true), foreign(false));
    assert_eq!(warnings(&public.to_uppercase(), &jonas).await, taken);
    assert!(warnings(&private, &jonas).await.is_empty(), "names of private teams could be guessed");
    assert_eq!(warnings(&private, &amara(&app)).await, taken);
}
