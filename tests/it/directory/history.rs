//! What changed outside the portal is told, and what the portal did is not.

use super::{PATIENCE, Place, client, team_named};
use crate::support::TestApp;
use sigma_portal::{
    directory::{Collection, Depth, Directory},
    domain::{
        DirectoryEvent, DirectoryEventKind as Kind, EmailAddress, Grantee, MemberPatch, NewPerson, ResourceRef,
        Subject, TeamPatch, UserKind, Workspace, WorkspacePermission,
    },
    simulator::{Effect, Faults, Rule, When},
    store::{HistoryFilter, PageRequest, Store},
};
use tokio::time::timeout;

async fn told(store: &Store, about: Option<Subject>) -> Vec<DirectoryEvent> {
    let filter = HistoryFilter { subject: about, ..HistoryFilter::default() };
    store.history(&filter, PageRequest { number: 1, size: 100 }).await.unwrap().items
}

async fn kinds(store: &Store, about: Subject) -> Vec<Kind> {
    let mut kinds: Vec<Kind> = told(store, Some(about)).await.into_iter().map(|event| event.kind).collect();
    kinds.sort_unstable();
    kinds
}

#[tokio::test]
async fn what_somebody_does_in_sigma_is_told_once() {
    let app = TestApp::start().await;
    let place = Place::new().await;
    let directory = place.synced(&app).await;
    assert!(told(&place.store, None).await.is_empty(), "the first reading is no news");
    let snapshot = directory.snapshot().unwrap();
    let sigma = client(&app);
    let leo = snapshot.member_by_email("leo.martins@lumen.example").unwrap().clone();
    let team = team_named(&snapshot, "Sigma Admins");
    let grantee = Grantee::Member(leo.id.clone());
    let is_new = |w: &&Workspace| snapshot.grant_of(&ResourceRef::Workspace(w.id.clone()), &grantee).is_none();
    let workspace = snapshot.workspaces().iter().find(is_new).unwrap().clone();

    let patch =
        MemberPatch { account_type: Some("Admin".into()), last_name: Some("Martins-Roy".into()), ..Default::default() };
    sigma.members().update(&leo.id, &patch).await.unwrap();
    sigma.teams().update_members(&team, std::slice::from_ref(&leo.id), &[]).await.unwrap();
    sigma.workspaces().grant(&workspace.id, &[(grantee.clone(), WorkspacePermission::Edit)]).await.unwrap();
    let renamed = TeamPatch { name: Some("Sigma People".into()), ..Default::default() };
    sigma.teams().update(&team, &renamed).await.unwrap();
    let person = NewPerson {
        email: EmailAddress::parse("nora.new@lumen.example").unwrap(),
        first_name: "Nora".into(),
        last_name: "New".into(),
        account_type: Some("View".into()),
        user_kind: UserKind::Internal,
        send_invite: false,
    };
    let nora = sigma.members().create(&person, &[]).await.unwrap().value;
    assert!(directory.sync().await);

    assert_eq!(kinds(&place.store, Subject::Member(nora.id.clone())).await, [Kind::MemberJoined]);
    assert_eq!(
        kinds(&place.store, Subject::Member(leo.id.clone())).await,
        [Kind::MemberChanged, Kind::AccountTypeChanged, Kind::TeamJoined, Kind::GrantGained]
    );
    assert_eq!(kinds(&place.store, Subject::Team(team.clone())).await, [Kind::TeamJoined, Kind::ResourceRenamed]);
    let texts: Vec<String> = told(&place.store, None).await.into_iter().map(|event| event.text).collect();
    assert!(
        texts.contains(&format!("Leo Martins-Roy was given “Can manage” on the workspace {}", workspace.name)),
        "{texts:?}"
    );
    assert!(texts.contains(&"Nora New joined the organization as View".to_owned()), "{texts:?}");

    let before = texts.len();
    sigma.teams().update_members(&team, &[], std::slice::from_ref(&leo.id)).await.unwrap();
    assert!(directory.sync().await && directory.sync().await);
    let after = told(&place.store, None).await;
    assert_eq!(after.len(), before + 1, "one departure: {after:?}");
    assert_eq!(after[0].kind, Kind::TeamLeft);
}

#[tokio::test]
async fn the_portals_own_changes_are_not_told() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let directory = &app.running.app.directory;
    let leo = directory.snapshot().unwrap().member_by_email("leo.martins@lumen.example").unwrap().clone();
    let account_type = || directory.snapshot().unwrap().member(&leo.id).unwrap().account_type.clone();
    let form = |account_type: &'static str| {
        [
            ("first_name", leo.first_name.as_str()),
            ("last_name", leo.last_name.as_str()),
            ("email", leo.email.as_str()),
            ("account_type", account_type),
        ]
    };
    let edit = format!("/members/{}/edit", leo.id);

    // The change reaches Sigma, a sync meets it, and only then the change is read back and settles.
    let slow = Rule { operation: "GET /v2/members/{memberId}".into(), when: When::Always, effect: Effect::SlowMs(500) };
    app.simulator.add_rule(slow);
    let review = admin.submit(&edit, &form("Build")).await;
    let applying = admin.apply(&review, "Builds now");
    let syncing = async {
        while app.simulator.calls("PATCH /v2/members/{memberId}") == 0 {
            tokio::task::yield_now().await;
        }
        assert!(directory.sync().await);
        assert_eq!(account_type(), "Build", "the sync came too late to prove anything");
    };
    let applied = async {
        timeout(PATIENCE, applying).await.expect("the change never settled");
    };
    tokio::join!(applied, syncing);

    // A sync has read the list, a change settles, and then the sync puts in what it has read.
    app.simulator.set_faults(Faults::default());
    let slow = Rule { operation: "GET /v2/members".into(), when: When::Always, effect: Effect::SlowBodyMs(1500) };
    app.simulator.add_rule(slow);
    app.simulator.clear_journal();
    let syncing = directory.sync_section(Collection::Members, Depth::Whole);
    let applying = async {
        while app.simulator.calls("GET /v2/members") == 0 {
            tokio::task::yield_now().await;
        }
        let review = admin.submit(&edit, &form("Analyze")).await;
        admin.apply(&review, "Analyses now").await;
        assert_eq!(account_type(), "Analyze");
    };
    let (synced, ()) = tokio::join!(syncing, applying);
    synced.unwrap();
    assert_eq!(account_type(), "Analyze", "the sync undid the change");

    app.simulator.set_faults(Faults::default());
    assert!(directory.sync().await);
    assert_eq!(account_type(), "Analyze");
    let told = told(&app.running.app.store, None).await;
    assert!(told.is_empty(), "{told:?}");
}

#[tokio::test]
async fn a_change_that_could_not_be_read_back_is_not_taken_for_somebody_elses() {
    let app = TestApp::start().await;
    let place = Place::new().await;
    let directory = place.synced(&app).await;
    let snapshot = directory.snapshot().unwrap();
    let (team, leo) = (
        team_named(&snapshot, "Sigma Admins"),
        snapshot.member_by_email("leo.martins@lumen.example").unwrap().id.clone(),
    );
    client(&app).teams().update_members(&team, std::slice::from_ref(&leo), &[]).await.unwrap();
    let subjects = [Subject::Team(team.clone()), Subject::Member(leo.clone())];
    app.simulator.set_down(true);
    directory.refresh(&subjects).await;
    assert!(!directory.snapshot().unwrap().is_in_team(&leo, &team));

    app.simulator.set_down(false);
    assert!(directory.sync().await);
    assert!(directory.snapshot().unwrap().is_in_team(&leo, &team));
    assert!(told(&place.store, None).await.is_empty());

    client(&app).teams().update_members(&team, &[], std::slice::from_ref(&leo)).await.unwrap();
    assert!(directory.sync().await);
    assert_eq!(told(&place.store, None).await.len(), 1, "what happens later is someone else's");
}

#[tokio::test]
async fn resources_read_back_after_a_change_are_no_news() {
    let app = TestApp::start().await;
    let place = Place::new().await;
    let directory: Directory = place.synced(&app).await;
    let snapshot = directory.snapshot().unwrap();
    let workspace = snapshot.workspaces()[0].clone();
    let sigma = client(&app);
    let grantee = Grantee::Member(snapshot.people().next().unwrap().id.clone());
    sigma.workspaces().grant(&workspace.id, &[(grantee.clone(), WorkspacePermission::Explore)]).await.unwrap();
    directory.refresh(&[Subject::Workspace(workspace.id.clone())]).await;
    let resource = ResourceRef::Workspace(workspace.id.clone());
    assert!(directory.snapshot().unwrap().grant_of(&resource, &grantee).is_some());
    assert!(directory.sync().await);
    assert!(told(&place.store, None).await.is_empty());
}
