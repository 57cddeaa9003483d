//! The rest of the operations on people and places: what each sends, and how it reads Sigma's documented answer.

use super::wire::{Wire, json};
use sigma_portal::domain::{
    AccountTypeId, AttributeValue, ConnectionId, ConnectionPatch, Deactivation, GrantId, Grantee, GrantsOf, InodeId,
    LeftDocuments, MemberId, NewInodeGrant, NewTeam, OrganizationSwitch, Permission, TeamId, TeamPatch, TeamVisibility,
    TestResult, UserAttributeId, WorkspaceId,
};
use sigma_portal::sigma::{
    Error, ListConnections, ListFiles, ListMembers, ListTeams, ListWorkspaces, NewWorkspace, SigmaClient,
};

pub const TIMES: &str = r#""createdBy":"m9","updatedBy":"m9","createdAt":"2025-03-03T21:06:55.713Z","updatedAt":"2025-04-12T20:57:59.776Z""#;

/// Makes one call against a peer that answers `reply`; gives the result, and the request in one line.
pub async fn once<T>(reply: &str, call: impl AsyncFnOnce(&SigmaClient) -> Result<T, Error>) -> (T, String) {
    let reply = reply.replace("TIMES", TIMES);
    let wire = Wire::start(move |_| json(&reply)).await;
    let value = call(&wire.client()).await.unwrap();
    let seen = wire.seen().remove(0);
    (value, format!("{} {} {}", seen.method, seen.target, seen.body).trim_end().to_owned())
}

fn member() -> String {
    r#"{"memberId":"m1","memberType":"View","firstName":"Ada","lastName":"Okafor","email":"ada@example.com",
        "userKind":"internal","isArchived":true,TIMES}"#
        .to_owned()
}

const TEAM: &str =
    r#"{"teamId":"t1","name":"Sales","description":null,"visibility":null,"members":["m1"],"workspaceId":"w1",TIMES}"#;
const WORKSPACE: &str = r#"{"workspaceId":"w1","workspaceUrlId":"1UGF","name":"Finance",TIMES}"#;
const CONNECTION: &str = r#"{"connectionId":"c1","name":"Warehouse","type":"snowflake","useOauth":false,
    "isSample":false,"isAuditLog":false,"lastActiveAt":"2026-02-28T21:26:52.033Z","host":null,TIMES}"#;
const GRANT: &str = r#"{"grantId":"g1","inodeId":"1UGF","organizationId":"o1","memberId":null,"teamId":"t1",
    "permission":"apply","inodeType":"agentSkill",TIMES}"#;

fn list(entry: &str) -> String {
    format!(r#"{{"entries":[{entry}],"nextPage":null,"total":7}}"#)
}

#[tokio::test]
async fn members_leave_and_come_back() {
    let id = MemberId::new("m1");
    let hand_over =
        Deactivation { documents: LeftDocuments::HandTo(MemberId::new("m2")), archive_scheduled_exports: false };
    let archive = Deactivation { documents: LeftDocuments::Archive, archive_scheduled_exports: true };

    let (answer, line) = once(&member(), async |c| c.members().deactivate(&id, &hand_over).await).await;
    assert!(answer.value.is_archived);
    assert_eq!(line, r#"PATCH /v2/members/m1 {"isArchived":true,"newOwnerId":"m2"}"#);
    let (_, line) = once(&member(), async |c| c.members().deactivate(&id, &archive).await).await;
    let body = r#"{"isArchived":true,"archiveDocuments":true,"archiveScheduledExports":true}"#;
    assert_eq!(line, format!("PATCH /v2/members/m1 {body}"));
    let (_, line) = once(&member(), async |c| c.members().reactivate(&id).await).await;
    assert_eq!(line, r#"PATCH /v2/members/m1 {"isArchived":false}"#);
    let (_, line) = once("{}", async |c| c.members().delete(&id).await).await;
    assert_eq!(line, "DELETE /v2/members/m1");
    let revoked = r#"{"memberId":"m1","results":{"oauth":{"tokensRevoked":2}}}"#;
    let (answer, line) = once(revoked, async |c| c.members().revoke_tokens(&id).await).await;
    assert_eq!((answer.value, line.as_str()), (2, "POST /v2/members/m1/revoke {}"));
}

#[tokio::test]
async fn what_a_member_is_in_and_can_reach() {
    let id = MemberId::new("m1");
    let (teams, line) = once(&list(TEAM), async |c| c.members().teams(&id).await).await;
    assert_eq!((teams[0].visibility.as_ref(), line.as_str()), (None, "GET /v2/members/m1/teams?limit=1000"));
    let which = ListFiles { parent: Some(InodeId::new("w1")), direct_children: true, ..ListFiles::default() };
    let (files, line) = once(&list(""), async |c| c.members().files(&id, &which).await).await;
    assert!(files.is_empty());
    assert_eq!(line, "GET /v2/members/m1/files?parentId=w1&directChildFilter=true&limit=1000");
}

#[tokio::test]
async fn single_pages_come_from_the_lists_that_are_always_paged() {
    let (slice, line) = once(&member_page(), async |c| {
        c.members().slice(&ListMembers { include_archived: true, include_inactive: false }, Some("a=b")).await
    })
    .await;
    assert_eq!((slice.entries.len(), slice.next.as_deref(), slice.total), (1, Some("50"), None));
    assert_eq!(line, "GET /v2.1/members?includeArchived=true&limit=1000&page=a%3Db");
    let which = ListTeams { visibility: Some(TeamVisibility::Public), ..ListTeams::default() };
    let (slice, line) = once(&list(TEAM), async |c| c.teams().slice(&which, None).await).await;
    assert_eq!((slice.next, slice.total), (None, Some(7)));
    assert_eq!(line, "GET /v2.1/teams?visibility=public&limit=1000");
    let (_, line) = once(&list(WORKSPACE), async |c| c.workspaces().slice(&ListWorkspaces::All, None).await).await;
    assert_eq!(line, "GET /v2.1/workspaces?limit=1000");
}

fn member_page() -> String {
    format!(r#"{{"entries":[{}],"nextPage":"50"}}"#, member())
}

#[tokio::test]
async fn teams_are_made_changed_and_deleted() {
    let id = TeamId::new("t1");
    let team = NewTeam {
        name: "Sales".into(),
        description: None,
        members: vec![MemberId::new("m1")],
        with_workspace: true,
        visibility: Some(TeamVisibility::Private),
    };
    let (answer, line) = once(TEAM, async |c| c.teams().create(&team).await).await;
    assert_eq!(answer.value.workspace_id, Some(WorkspaceId::new("w1")));
    assert_eq!(answer.value.team.members, [MemberId::new("m1")]);
    let body = r#"{"name":"Sales","members":["m1"],"createTeamFolder":true,"visibility":"private"}"#;
    assert_eq!(line, format!("POST /v2/teams {body}"));
    let patch = TeamPatch { description: Some(String::new()), ..TeamPatch::default() };
    let (_, line) = once(TEAM, async |c| c.teams().update(&id, &patch).await).await;
    assert_eq!(line, r#"PATCH /v2/teams/t1 {"description":""}"#);
    let (_, line) = once("{}", async |c| c.teams().delete(&id).await).await;
    assert_eq!(line, "DELETE /v2/teams/t1");
    let which = ListTeams { name: Some("a b".into()), description: Some("c&d".into()), visibility: None };
    let (_, line) = once(&list(TEAM), async |c| c.teams().matching(&which).await).await;
    assert_eq!(line, "GET /v2/teams?name=a+b&description=c%26d&limit=1000");
}

#[tokio::test]
async fn teams_have_attributes() {
    let id = TeamId::new("t1");
    let row = r#"{"userAttributeId":"a1","userAttributeName":"Region","value":{"val":"EMEA","type":"string"}}"#;
    let (values, line) = once(&list(row), async |c| c.teams().attributes(&id).await).await;
    assert_eq!(values[0].value, AttributeValue::text("EMEA"));
    assert_eq!(line, "GET /v2/teams/t1/user-attributes?limit=1000");
    let value = (UserAttributeId::new("a1"), AttributeValue::text("EMEA"));
    let (_, line) = once("{}", async |c| c.teams().set_attributes(&id, std::slice::from_ref(&value)).await).await;
    let body = r#"{"assignments":[{"userAttributeId":"a1","value":{"val":"EMEA","type":"string"}}]}"#;
    assert_eq!(line, format!("POST /v2/teams/t1/assignedUserAttributes {body}"));
    let wire = Wire::start(|_| json("{}")).await;
    wire.client().teams().set_attributes(&id, &vec![value; 101]).await.unwrap_err();
    assert!(wire.seen().is_empty());
}

#[tokio::test]
async fn workspaces_are_found_made_renamed_and_deleted() {
    let id = WorkspaceId::new("w1");
    let (workspace, line) = once(WORKSPACE, async |c| c.workspaces().get(&id).await).await;
    assert_eq!((workspace.url_id.as_str(), line.as_str()), ("1UGF", "GET /v2/workspaces/w1"));
    let (answer, line) = once(WORKSPACE, async |c| c.workspaces().create("Finance", false).await).await;
    assert!(matches!(answer.value, NewWorkspace::Created(workspace) if workspace.id == id));
    assert_eq!(line, r#"POST /v2/workspaces {"name":"Finance","noDuplicates":false}"#);
    let taken = r#"{"workspaceIds":["w1"],"workspaceUrlIds":["1UGF"]}"#;
    let (answer, _) = once(taken, async |c| c.workspaces().create("Finance", true).await).await;
    assert_eq!(answer.value, NewWorkspace::Existing { workspace_ids: vec![id.clone()] });
    let (_, line) = once(WORKSPACE, async |c| c.workspaces().rename(&id, "Money", true).await).await;
    assert_eq!(line, r#"PATCH /v2/workspaces/w1 {"name":"Money","noDuplicates":true}"#);
    let (_, line) = once("{}", async |c| c.workspaces().delete(&id).await).await;
    assert_eq!(line, "DELETE /v2/workspaces/w1");
    for (which, query) in [
        (ListWorkspaces::Containing("fin".into()), "name=fin"),
        (ListWorkspaces::Named("Finance".into()), "exactName=Finance"),
    ] {
        let (_, line) = once(&list(WORKSPACE), async |c| c.workspaces().matching(&which).await).await;
        assert_eq!(line, format!("GET /v2/workspaces?{query}&limit=1000"));
    }
}

#[tokio::test]
async fn grants_on_anything() {
    let id = GrantId::new("g1");
    for (whose, direct, query) in [
        (GrantsOf::Inode(InodeId::new("i1")), true, "inodeId=i1&directGrantsOnly=true"),
        (GrantsOf::Team(TeamId::new("t1")), false, "teamId=t1"),
        (GrantsOf::Member(MemberId::new("m1")), false, "userId=m1"),
    ] {
        let (grants, line) = once(&list(GRANT), async |c| c.grants().of(&whose, direct).await).await;
        assert_eq!((grants[0].inode_type.as_str(), grants[0].grant.id.as_str()), ("agentSkill", "g1"));
        assert_eq!(line, format!("GET /v2/grants?{query}&limit=1000"));
    }
    let grant = NewInodeGrant {
        grantee: Grantee::Team(TeamId::new("t1")),
        permission: Permission::Other("apply".into()),
        inode_id: InodeId::new("i1"),
        tag_id: None,
    };
    let (_, line) = once(GRANT, async |c| c.grants().create(&grant).await).await;
    let body = r#"{"grantee":{"teamId":"t1"},"permission":"apply","inodeId":"i1"}"#;
    assert_eq!(line, format!("POST /v2/grants {body}"));
    let (_, line) = once(GRANT, async |c| c.grants().get(&id).await).await;
    assert_eq!(line, "GET /v2/grants/g1");
    let (answer, line) = once(GRANT, async |c| c.grants().delete(&id).await).await;
    assert_eq!((answer.value.grant.team_id, line.as_str()), (Some(TeamId::new("t1")), "DELETE /v2/grants/g1"));
}

#[tokio::test]
async fn account_types_say_what_they_allow() {
    let rows = r#"[{"permission":"view-worksheet","description":"View workbooks"}]"#;
    let (allowed, line) = once(rows, async |c| c.account_types().permissions(&AccountTypeId::new("a1")).await).await;
    assert_eq!(allowed[0].permission, "view-worksheet");
    assert_eq!(line, "GET /v2/accountTypes/a1/permissions");
}

#[tokio::test]
async fn connections_are_found_tested_and_renamed() {
    let id = ConnectionId::new("c1");
    let (connection, line) = once(CONNECTION, async |c| c.connections().get(&id).await).await;
    assert_eq!((connection.warehouse_type.as_str(), line.as_str()), ("snowflake", "GET /v2/connections/c1"));
    let which = ListConnections { include_archived: true, search: Some("ware".into()) };
    let (_, line) = once(&list(CONNECTION), async |c| c.connections().matching(&which).await).await;
    assert_eq!(line, "GET /v2/connections?includeArchived=true&search=ware&limit=1000");
    let patch = ConnectionPatch { name: Some("Prod".into()), use_oauth: None };
    let (_, line) = once(CONNECTION, async |c| c.connections().update(&id, &patch).await).await;
    assert_eq!(line, r#"PATCH /v2/connections/c1 {"name":"Prod"}"#);
    let test = r#"{"read":"SUCCESS","write":"MAYBE"}"#;
    let (test, line) = once(test, async |c| c.connections().test(&id).await).await;
    assert_eq!((test.read, test.write), (TestResult::Success, TestResult::Other("MAYBE".into())));
    assert_eq!(line, "GET /v2/connections/c1/test");
    let found = r#"{"kind":"table","inodeId":"i1","url":"https://app.sigmacomputing.com/acme/t/3Pn8"}"#;
    let (found, line) = once(found, async |c| c.connections().lookup(&id, &["DB", "S", "T"]).await).await;
    assert_eq!(found.inode_id, InodeId::new("i1"));
    assert_eq!(line, r#"POST /v2/connection/c1/lookup {"path":["DB","S","T"]}"#);
}

#[tokio::test]
async fn switches_of_the_organization_are_read_and_turned() {
    let (is_on, line) =
        once(r#"{"enabled":true}"#, async |c| c.organization().is_on(OrganizationSwitch::PublicEmbeds).await).await;
    assert!(is_on);
    assert_eq!(line, "GET /v2/organizations/settings/publicEmbeds");
    let turn = OrganizationSwitch::UpgradeRequests;
    let (_, line) = once(r#"{"enabled":false}"#, async |c| c.organization().set(turn, false).await).await;
    assert_eq!(line, r#"PATCH /v2/organizations/settings/licenseUpgradeRequests {"enabled":false}"#);
}

/// The contract's operations and the client's, by the names the contract gives them.
#[test]
fn every_operation_of_the_contract_has_a_call() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let contract = std::fs::read_to_string(root.join("src/sigma/contract/openapi.yaml")).unwrap();
    let lines: Vec<_> = contract.lines().map(str::trim).collect();
    let for_the_client = lines.windows(2).filter(|pair| pair[1] != "x-client: none");
    let operations: Vec<_> = for_the_client.filter_map(|pair| pair[0].strip_prefix("operationId: ")).collect();
    assert!(operations.len() >= 65);
    let files = std::fs::read_dir(root.join("src/sigma")).unwrap().map(|file| file.unwrap().path());
    let code: String = files.filter(|path| path.is_file()).map(|path| std::fs::read_to_string(path).unwrap()).collect();
    let missing: Vec<_> = operations.iter().filter(|name| !code.contains(&format!("\"{name}\""))).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let names: Vec<_> = lines.iter().filter_map(|line| line.strip_prefix("operationId: ")).collect();
    let marked: Vec<_> = names.iter().filter(|name| !operations.contains(name)).collect();
    let called: Vec<_> = marked.iter().filter(|name| code.contains(&format!("\"{name}\""))).collect();
    assert!(called.is_empty(), "marked as without a call, yet called: {called:?}");
}
