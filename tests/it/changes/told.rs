//! What plans mean for people: who gains and loses what, worked out from the organisation as it is.

use super::{amara, apply, leo, preview, snapshot, team, workspace};
use crate::support::TestApp;
use sigma_portal::{
    changes,
    domain::{
        AccountChange, ChangeState, Consequences, Deactivation, Grantee, Intent, LeftDocuments, MemberId, MemberStatus,
        Permission, ResourceRef, Seen, Shift, Standing, Subject, WarningLevel, WorkspacePermission,
    },
};

async fn told(app: &TestApp, intent: &Intent) -> Consequences {
    app.running.app.changes.review(intent, &amara(app)).await.unwrap().1
}

fn view() -> Permission {
    Permission::Workspace(WorkspacePermission::View)
}

#[tokio::test]
async fn a_grant_to_a_team_names_everybody_who_gains_by_it() {
    let app = TestApp::start().await;
    let snapshot = snapshot(&app);
    let (finance, logistics) = (team(&app, "Finance"), ResourceRef::Workspace(workspace(&app, "Logistics")));
    let told = told(&app, &Intent::grant(logistics.clone(), Grantee::Team(finance.clone()), view())).await;
    let gains: Vec<&Subject> = told.people.iter().map(|person| &person.who).collect();
    let mut expected = 0;
    for member in snapshot.team_members(&finance) {
        let found = snapshot.member(&member.member_id).unwrap();
        let has = snapshot.access_to(&logistics, found).is_some() || found.status() != MemberStatus::Active;
        let is_told = gains.contains(&&Subject::Member(member.member_id.clone()));
        assert_eq!(is_told, !has, "{}", found.full_name());
        expected += usize::from(!has);
    }
    assert!(expected > 0 && gains.len() == expected, "{expected} people gain, {} are told", gains.len());
    assert!(told.people.iter().all(|person| person.access[0].shift() == Shift::Gained));
}

#[tokio::test]
async fn what_is_kept_by_another_way_is_no_loss_and_undo_tells_the_opposite() {
    let app = TestApp::start().await;
    let leo = leo(&app);
    let resource = ResourceRef::Workspace(workspace(&app, "Logistics"));
    let grant = Intent::grant(resource.clone(), Grantee::Member(leo.id.clone()), view());
    let gained = told(&app, &grant).await;
    let change = apply(&app, grant).await.unwrap();
    let kept = app.running.app.store.consequences(&change.id).await.unwrap();
    assert_eq!(kept, gained, "the journal keeps what the review said");
    let undo = Intent::Undo { change_id: change.id.clone() };
    let lost = told(&app, &undo).await;
    assert_eq!(lost.people[0].access[0].shift(), Shift::Lost);
    let plan = preview(&app, &undo, &amara(&app)).await.unwrap();
    assert!(plan.title.starts_with("Remove Leo Martins") && plan.title.ends_with("from Logistics"), "{}", plan.title);
    let undone = apply(&app, undo).await.unwrap();
    let change = app.running.app.store.change(&change.id).await.unwrap().unwrap();
    assert_eq!((change.standing(), &change.undone_by), (Standing::Undone, &Some(undone.id)));
}

#[tokio::test]
async fn a_demoted_admin_is_said_first_and_confirmed_however_few_they_are() {
    let app = TestApp::start().await;
    let snapshot = snapshot(&app);
    let amara = amara(&app);
    let is_free = |id: &MemberId| id != snapshot.token_owner() && Some(id) != amara.member_id.as_ref();
    let admin = snapshot
        .people()
        .find(|m| m.has_account_type("admin") && m.status() == MemberStatus::Active && is_free(&m.id))
        .unwrap();
    let other = snapshot.people().find(|m| m.has_account_type("build") && m.status() == MemberStatus::Active).unwrap();
    let members = vec![other.id.clone(), admin.id.clone()];
    let intent = Intent::SetAccountType { members, account_type: "View".into(), before: Seen::default() };
    let plan = preview(&app, &intent, &amara).await.unwrap();
    assert_eq!(plan.warnings[0].level, WarningLevel::Danger);
    assert!(plan.warnings[0].message.contains(&admin.full_name()), "{:?}", plan.warnings);
    let wanted = plan.confirm.clone().unwrap();
    assert!(wanted.is_met_by("2") && wanted.is_met_by("2 people") && !wanted.is_met_by("two"));
    let told = changes::consequences(&plan, &snapshot);
    assert!(told.people[0].account.as_ref().is_some_and(AccountChange::loses_admin), "{:?}", told.people[0]);
    let view = told.seats.iter().find(|seat| seat.account_type == "View").unwrap();
    assert_eq!(view.after, view.before + 2);
    let harmless = Intent::SetAccountType {
        members: vec![other.id.clone()],
        account_type: "View".into(),
        before: Seen::default(),
    };
    assert_eq!(preview(&app, &harmless, &amara).await.unwrap().confirm, None, "nothing dangerous is confirmed");
}

#[tokio::test]
async fn offboarding_tells_what_is_lost_and_where_documents_go() {
    let app = TestApp::start().await;
    let snapshot = snapshot(&app);
    let (leo, heir) = (leo(&app), amara(&app).member_id.unwrap());
    let intent = Intent::Offboard {
        members: vec![leo.id.clone()],
        how: Deactivation { documents: LeftDocuments::HandTo(heir), archive_scheduled_exports: false },
        revoke_tokens: false,
        leave_teams: true,
        revoke_grants: true,
    };
    let told = told(&app, &intent).await;
    let person = &told.people[0];
    assert_eq!(person.who, Subject::Member(leo.id.clone()));
    let usable = snapshot.access_of(&leo);
    let usable = usable.iter().filter(|access| access.effect != sigma_portal::domain::Effect::Nothing).count();
    assert_eq!(person.shifted(&[Shift::Lost]).count(), usable);
    let owned = snapshot.owned_documents(&leo.id);
    assert_eq!(told.handovers.iter().map(|handover| handover.documents).sum::<usize>(), owned);
    let plan = preview(&app, &intent, &amara(&app)).await.unwrap();
    assert!(plan.confirm.is_some_and(|wanted| wanted.is_met_by(&leo.email)));
}

#[tokio::test]
async fn the_last_team_admin_is_not_taken_away_in_silence() {
    let app = TestApp::start().await;
    let snapshot = snapshot(&app);
    let is_active = |id: &MemberId| snapshot.member(id).is_some_and(|m| m.status() == MemberStatus::Active);
    let only = |team: &&sigma_portal::domain::Team| {
        let members = snapshot.team_members(&team.id);
        members.iter().filter(|m| m.is_team_admin && is_active(&m.member_id)).count() == 1
    };
    let team = snapshot.teams().iter().find(only).unwrap();
    let members = snapshot.team_members(&team.id);
    let admin = members.iter().find(|m| m.is_team_admin && is_active(&m.member_id)).unwrap().member_id.clone();
    let other = members.iter().find(|m| !m.is_team_admin && is_active(&m.member_id)).unwrap().member_id.clone();
    let remove =
        |id: &MemberId| Intent::EditTeamMembers { team_id: team.id.clone(), add: vec![], remove: vec![id.clone()] };
    let plan = preview(&app, &remove(&admin), &amara(&app)).await.unwrap();
    assert_eq!(plan.warnings[0].level, WarningLevel::Danger);
    assert!(plan.warnings[0].message.contains("left without a team admin"), "{:?}", plan.warnings);
    assert!(plan.confirm.is_some());
    let harmless = preview(&app, &remove(&other), &amara(&app)).await.unwrap();
    assert!(harmless.warnings.iter().all(|warning| warning.level != WarningLevel::Danger), "{:?}", harmless.warnings);
}

#[tokio::test]
async fn a_failed_change_is_marked_as_handled_once_with_a_note() {
    let app = TestApp::start().await;
    let (amara, changes) = (amara(&app), &app.running.app.changes);
    let change = sigma_portal::domain::Change {
        actor: amara.clone(),
        state: ChangeState::Failed,
        ..crate::store::samples::change("handled", 0)
    };
    let store = &app.running.app.store;
    store.insert_change(&change, &crate::store::samples::accepted(&change)).await.unwrap();
    assert!(changes.mark_handled(&change, "Done by hand in Sigma".into(), &amara).await.unwrap());
    assert!(!changes.mark_handled(&change, "Again".into(), &amara).await.unwrap(), "it is handled already");
    let kept = store.change(&change.id).await.unwrap().unwrap();
    assert_eq!(kept.handled.as_ref().map(|handled| handled.note.as_str()), Some("Done by hand in Sigma"));
    assert_eq!(kept.standing(), Standing::Handled);
}
