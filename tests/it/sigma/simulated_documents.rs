//! The operations on documents, and the rest of those on people and places, against the simulator.

use super::simulated::organisation;
use futures::TryStreamExt;
use sigma_portal::domain::{
    AttributeValue, Deactivation, EmailAddress, FileKind, FilePatch, Grantee, GrantsOf, InodeId, LeftDocuments, Member,
    NewInodeGrant, NewTeam, Permission, QueryId, TeamPatch, TeamVisibility, TestResult, WorkspacePermission,
};
use sigma_portal::sigma::{
    Download, Error, Export, ExportFormat, ExportScope, ListConnections, ListFiles, ListMembers, ListTeams,
    ListWorkbooks, ListWorkspaces, NewWorkspace, SigmaClient,
};
use std::time::Duration;

async fn people(client: &SigmaClient) -> Vec<Member> {
    let all = client.members().all(&ListMembers::default()).await.unwrap();
    all.into_iter().filter(|m| !m.is_system()).collect()
}

async fn bytes(client: &SigmaClient, id: &QueryId) -> Result<Option<Vec<u8>>, Error> {
    match client.download(id).await? {
        Download::Pending => Ok(None),
        Download::Ready(body) => Ok(Some(body.into_stream().try_collect::<Vec<_>>().await?.concat())),
    }
}

#[tokio::test]
async fn a_leaver_hands_over_and_comes_back() {
    let (_running, client) = organisation(200).await;
    let me = client.whoami().await.unwrap().user_id;
    let people = people(&client).await;
    let [leaver, heir] = [&people[people.len() - 1], &people[people.len() - 2]];
    assert_ne!(leaver.id, me);
    let documents = LeftDocuments::HandTo(heir.id.clone());
    let how = Deactivation { documents, archive_scheduled_exports: false };
    assert!(client.members().deactivate(&leaver.id, &how).await.unwrap().value.is_archived);
    let address = EmailAddress::parse(&leaver.email).unwrap();
    assert!(client.members().find_by_email(&address).await.unwrap().is_some_and(|m| m.is_archived));
    assert!(!client.members().reactivate(&leaver.id).await.unwrap().value.is_archived);
    client.members().revoke_tokens(&leaver.id).await.unwrap();
    client.members().delete(&leaver.id).await.unwrap();
    assert!(client.members().get(&leaver.id).await.unwrap().is_archived);
}

#[tokio::test]
async fn single_pages_lead_through_the_whole_list() {
    let (_running, client) = organisation(1_200).await;
    let first = client.members().slice(&ListMembers::EVERYBODY, None).await.unwrap();
    let cursor = first.next.as_deref();
    assert!(first.entries.len() == 1000 && cursor.is_some());
    let second = client.members().slice(&ListMembers::EVERYBODY, cursor).await.unwrap();
    assert_eq!((second.entries.len(), second.next), (200, None));
    client.teams().slice(&ListTeams::default(), None).await.unwrap();
    client.workspaces().slice(&ListWorkspaces::All, None).await.unwrap();
}

#[tokio::test]
async fn teams_and_workspaces_come_and_go() {
    let (_running, client) = organisation(100).await;
    let people = people(&client).await;
    let team = NewTeam {
        name: "Moon landing".into(),
        description: Some("To the moon".into()),
        members: vec![people[3].id.clone()],
        with_workspace: true,
        visibility: None,
    };
    let created = client.teams().create(&team).await.unwrap().value;
    let (id, workspace) = (created.team.team.id, created.workspace_id.unwrap());
    assert_eq!(created.team.members, [people[3].id.clone()]);
    let patch = TeamPatch { visibility: Some(TeamVisibility::Public), ..TeamPatch::default() };
    let updated = client.teams().update(&id, &patch).await.unwrap().value;
    assert_eq!((updated.visibility, updated.name.as_str()), (Some(TeamVisibility::Public), "Moon landing"));
    let which = ListTeams { name: Some("moon".into()), ..ListTeams::default() };
    assert!(client.teams().matching(&which).await.unwrap().iter().any(|t| t.id == id));
    assert!(client.members().teams(&people[3].id).await.unwrap().iter().any(|t| t.id == id));

    let grants = client.grants().of(&GrantsOf::Team(id.clone()), false).await.unwrap();
    assert!(grants.iter().any(|g| g.grant.permission == Permission::Workspace(WorkspacePermission::Organize)));
    let name = client.workspaces().get(&workspace).await.unwrap().name;
    let taken = client.workspaces().create(&name, true).await.unwrap().value;
    assert_eq!(taken, NewWorkspace::Existing { workspace_ids: vec![workspace.clone()] });
    let NewWorkspace::Created(second) = client.workspaces().create("Second home", false).await.unwrap().value else {
        panic!("a free name is taken")
    };
    let error = client.workspaces().rename(&second.id, &name, true).await.unwrap_err();
    assert_eq!((error.status(), error.code()), (Some(409), Some("conflict")));
    client.workspaces().rename(&second.id, "Summer house", true).await.unwrap();
    let named = client.workspaces().matching(&ListWorkspaces::Named("summer house".into())).await.unwrap();
    assert_eq!(named.iter().map(|w| &w.id).collect::<Vec<_>>(), [&second.id]);
    client.workspaces().delete(&second.id).await.unwrap();
    client.teams().delete(&id).await.unwrap();
    assert_eq!(client.teams().get(&id).await.unwrap_err().status(), Some(404));
}

#[tokio::test]
async fn grants_on_documents_only_rise() {
    let (_running, client) = organisation(100).await;
    let which = ListWorkbooks { skip_permission_check: true, ..ListWorkbooks::default() };
    let workbook = client.workbooks().all(&which).await.unwrap().remove(0);
    let person = people(&client).await.remove(5).id;
    let inode = InodeId::new(workbook.id.as_str());
    let with = |level| NewInodeGrant {
        grantee: Grantee::Member(person.clone()),
        permission: Permission::Workspace(level),
        inode_id: inode.clone(),
        tag_id: None,
    };
    let high = client.grants().create(&with(WorkspacePermission::Explore)).await.unwrap().value;
    let low = client.grants().create(&with(WorkspacePermission::View)).await.unwrap().value;
    assert_eq!((&high.grant.id, &high.grant.permission), (&low.grant.id, &low.grant.permission));
    assert_eq!((high.inode_type.as_str(), high.grant.inode_id.as_str()), ("workbook", workbook.url_id.as_str()));
    assert_eq!(client.grants().get(&high.grant.id).await.unwrap(), low);
    let all = client.grants().of(&GrantsOf::Inode(inode.clone()), false).await.unwrap();
    let direct = client.grants().of(&GrantsOf::Inode(inode), true).await.unwrap();
    assert!(direct.len() <= all.len() && direct.contains(&low));
    let held = client.grants().of(&GrantsOf::Member(person), false).await.unwrap();
    assert!(held.contains(&low));
    client.grants().delete(&low.grant.id).await.unwrap();
    assert_eq!(client.grants().get(&low.grant.id).await.unwrap_err().status(), Some(404));
}

#[tokio::test]
async fn connections_and_account_types_answer() {
    let (_running, client) = organisation(50).await;
    let which = ListConnections { include_archived: true, search: None };
    let all = client.connections().matching(&which).await.unwrap();
    assert!(all.len() >= client.connections().all().await.unwrap().len());
    let connection = client.connections().get(&all[0].id).await.unwrap();
    assert_eq!(client.connections().test(&connection.id).await.unwrap().read, TestResult::Success);
    let top = client.connections().lookup(&connection.id, &[]).await.unwrap();
    assert_eq!(top.kind, "scope");
    for kind in client.account_types().all().await.unwrap() {
        assert!(!client.account_types().permissions(&kind.id).await.unwrap().is_empty(), "{}", kind.name);
    }
}

#[tokio::test]
async fn files_are_found_moved_and_given_away() {
    let (_running, client) = organisation(100).await;
    let workspaces = client.workspaces().all().await.unwrap();
    let inside = |parent: &str| ListFiles {
        parent: Some(InodeId::new(parent)),
        kinds: vec![FileKind::Workbook, FileKind::Folder],
        ..ListFiles::default()
    };
    let mut found = None;
    for workspace in &workspaces {
        let files = client.files().all(&inside(workspace.id.as_str())).await.unwrap();
        if let Some(file) = files.into_iter().find(|f| f.kind == FileKind::Workbook) {
            found = Some((workspace, file));
            break;
        }
    }
    let (from, file) = found.expect("a workspace with a workbook");
    let to = workspaces.iter().find(|w| w.id != from.id).unwrap();
    let heir = people(&client).await.remove(4).id;
    let patch = FilePatch {
        name: Some("Renamed".into()),
        owner_id: Some(heir.clone()),
        parent_id: Some(InodeId::new(to.id.as_str())),
        ..FilePatch::default()
    };
    let moved = client.files().update(&file.id, &patch).await.unwrap().value;
    assert_eq!((moved.name.as_str(), &moved.owner_id), ("Renamed", &Some(heir.clone())));
    assert_eq!(client.files().get(&file.id).await.unwrap().parent_id, Some(InodeId::new(to.id.as_str())));
    let reach = client.members().files(&heir, &inside(to.id.as_str())).await.unwrap();
    assert!(reach.iter().any(|f| f.id == file.id));
    let only = ListFiles { kinds: vec![FileKind::Workspace], ..ListFiles::default() };
    assert!(client.files().all(&only).await.unwrap().iter().all(|f| f.kind == FileKind::Workspace));
}

#[tokio::test]
async fn an_export_is_waited_for_downloaded_and_expires() {
    let (running, client) = organisation(50).await;
    let which = ListWorkbooks { skip_permission_check: true, ..ListWorkbooks::default() };
    for workbook in client.workbooks().all(&which).await.unwrap() {
        // Some workbooks are closed to the owner of the credentials.
        let Ok(schema) = client.workbooks().schema(&workbook.id, true).await else { continue };
        let Some((element_id, _)) = schema.elements.iter().next() else { continue };
        let scope = ExportScope::Element { element_id: element_id.clone() };
        let export = Export { row_limit: Some(5), ..Export::new(scope, ExportFormat::Csv) };
        let Ok(ticket) = client.workbooks().export(&workbook.id, &export).await else { continue };
        let id = ticket.value.query_id;
        assert_eq!(bytes(&client, &id).await.unwrap(), None);
        running.simulator.forward(Duration::from_secs(3));
        let csv = String::from_utf8(bytes(&client, &id).await.unwrap().unwrap()).unwrap();
        assert!(csv.contains(',') && csv.lines().count() == 6, "{csv}");
        running.simulator.forward(Duration::from_hours(2));
        assert_eq!(bytes(&client, &id).await.unwrap_err().status(), Some(404));
        return;
    }
    panic!("no workbook can be exported");
}

#[tokio::test]
async fn datasets_are_materialized() {
    let (running, client) = organisation(100).await;
    let datasets = client.datasets().all(true).await.unwrap();
    let mut started = None;
    for dataset in &datasets {
        match client.datasets().materialize(&dataset.id).await {
            Ok(_) => {
                started = Some(dataset);
                break;
            }
            // No schedule, or no access.
            Err(error) => assert!(matches!(error.status(), Some(403 | 404)), "{error}"),
        }
    }
    let dataset = started.expect("a dataset with a schedule");
    assert_eq!(client.datasets().get(&dataset.id).await.unwrap().name, dataset.name);
    let before = client.datasets().materializations(&dataset.id).await.unwrap().len();
    running.simulator.forward(Duration::from_mins(5));
    assert_eq!(client.datasets().materializations(&dataset.id).await.unwrap().len(), before + 1);
}

#[tokio::test]
async fn user_attributes_are_given_and_taken() {
    let (_running, client) = organisation(100).await;
    let attributes = client.user_attributes();
    let attribute = attributes.all(None).await.unwrap().remove(0);
    let id = &attribute.id;
    assert_eq!(attributes.get(id).await.unwrap(), attribute);
    let person = people(&client).await.remove(6).id;
    let team = client.teams().all().await.unwrap().remove(0).id;
    let value = AttributeValue::text("Antarctica");

    attributes.set_for_members(id, &[(person.clone(), value.clone())]).await.unwrap();
    let held = async || attributes.of_members(id).await.unwrap().into_iter().find(|row| row.member_id == person);
    assert_eq!(held().await.map(|row| row.value), Some(value.clone()));
    attributes.unset_for_members(id, std::slice::from_ref(&person)).await.unwrap();
    assert!(held().await.is_none());
    attributes.set_for_members(id, &[(person.clone(), value.clone())]).await.unwrap();
    attributes.unset_for_member(id, &person).await.unwrap();
    assert!(held().await.is_none());

    attributes.set_for_teams(id, &[(team.clone(), value.clone())]).await.unwrap();
    assert!(attributes.of_teams(id).await.unwrap().iter().any(|row| row.team_id == team && row.value == value));
    assert!(client.teams().attributes(&team).await.unwrap().iter().any(|row| row.value == value));
    attributes.unset_for_team(id, &team).await.unwrap();
    client.teams().set_attributes(&team, &[(id.clone(), value)]).await.unwrap();
    assert!(attributes.of_teams(id).await.unwrap().iter().any(|row| row.team_id == team));
}
