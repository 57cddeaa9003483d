//! What each method sends, to the letter, and how it reads Sigma's documented answers.

use super::wire::{Seen, Wire, answer, json};
use sigma_portal::domain::{
    ConnectionId, ConnectionPermission, EmailAddress, GrantId, Grantee, MemberId, MemberPatch, NewPerson, Permission,
    TeamChoice, TeamId, TeamVisibility, UserKind, WorkspaceId, WorkspacePermission,
};

const TIMES: &str = r#""createdAt":"2025-03-03T21:06:55.713Z","updatedAt":"2025-04-12T20:57:59.776Z""#;

fn member() -> String {
    format!(
        r#"{{"organizationId":"o1","memberId":"m1","memberType":"View","firstName":"Ada","lastName":"Okafor",
        "email":"ada@example.com","profileImgUrl":null,"createdBy":"m1","updatedBy":"m1",{TIMES},
        "homeFolderId":"f1","userKind":"robot"}}"#
    )
}

async fn once(reply: String) -> Wire {
    Wire::start(move |_| json(&reply)).await
}

fn only(wire: &Wire) -> Seen {
    let mut seen = wire.seen();
    assert_eq!(seen.len(), 1);
    seen.remove(0)
}

fn sent(wire: &Wire) -> (String, String) {
    let seen = only(wire);
    (format!("{} {}", seen.method, seen.target), seen.body)
}

#[tokio::test]
async fn invites_with_teams() {
    let wire = once(member()).await;
    let person = NewPerson {
        email: EmailAddress::parse("ada@example.com").unwrap(),
        first_name: "Ada".into(),
        last_name: "Okafor".into(),
        account_type: Some("View".into()),
        user_kind: UserKind::Guest,
        send_invite: false,
    };
    let teams = [TeamChoice { team_id: TeamId::new("t1"), is_team_admin: true }];
    let answer = wire.client().members().create(&person, &teams).await.unwrap();
    assert_eq!(answer.value.user_kind, UserKind::Other("robot".into()));
    let (line, body) = sent(&wire);
    assert_eq!(line, "POST /v2/members?sendInvite=false");
    assert_eq!(
        body,
        r#"{"email":"ada@example.com","firstName":"Ada","lastName":"Okafor","memberType":"View","userKind":"guest","addToTeams":[{"teamId":"t1","isTeamAdmin":true}]}"#
    );
}

#[tokio::test]
async fn leaves_out_what_was_not_chosen() {
    let wire = once(member()).await;
    let person = NewPerson {
        email: EmailAddress::parse("ada@example.com").unwrap(),
        first_name: "Ada".into(),
        last_name: "Okafor".into(),
        account_type: None,
        user_kind: UserKind::Internal,
        send_invite: true,
    };
    wire.client().members().create(&person, &[]).await.unwrap();
    let (line, body) = sent(&wire);
    assert_eq!(line, "POST /v2/members");
    assert_eq!(body, r#"{"email":"ada@example.com","firstName":"Ada","lastName":"Okafor","userKind":"internal"}"#);
}

#[tokio::test]
async fn changes_only_the_fields_given() {
    let wire = once(member()).await;
    let patch = MemberPatch { account_type: Some("Build".into()), ..MemberPatch::default() };
    wire.client().members().update(&MemberId::new("m/1"), &patch).await.unwrap();
    assert_eq!(sent(&wire), ("PATCH /v2/members/m%2F1".into(), r#"{"memberType":"Build"}"#.into()));
}

#[tokio::test]
async fn reads_a_team_with_its_members() {
    let wire = once(format!(
        r#"{{"teamId":"t1","name":"Sales","description":"","visibility":"secret",{TIMES},"members":["m1","m2"]}}"#
    ))
    .await;
    let team = wire.client().teams().get(&TeamId::new("t1")).await.unwrap();
    assert_eq!(team.members, [MemberId::new("m1"), MemberId::new("m2")]);
    assert_eq!(team.team.visibility, Some(TeamVisibility::Other("secret".into())));
    assert_eq!(sent(&wire).0, "GET /v2/teams/t1");
}

#[tokio::test]
async fn reads_who_administers_a_team() {
    let wire = once(r#"{"entries":[{"userId":"m1","isTeamAdmin":true,"addedBy":"m2"}],"nextPage":null}"#.into()).await;
    let members = wire.client().teams().members(&TeamId::new("t1")).await.unwrap();
    assert!(members[0].is_team_admin && members[0].member_id == MemberId::new("m1"));
    assert_eq!(sent(&wire).0, "GET /v2/teams/t1/members?limit=1000");
}

#[tokio::test]
async fn adds_to_and_removes_from_a_team() {
    let wire = once("{}".into()).await;
    let client = wire.client();
    client.teams().update_members(&TeamId::new("t1"), &[MemberId::new("m1")], &[MemberId::new("m2")]).await.unwrap();
    assert_eq!(sent(&wire), ("PATCH /v2/teams/t1/members".into(), r#"{"add":["m1"],"remove":["m2"]}"#.into()));
}

#[tokio::test]
async fn grants_to_members_and_teams() {
    let wire = once("{}".into()).await;
    let grants = [
        (Grantee::Member(MemberId::new("m1")), WorkspacePermission::Organize),
        (Grantee::Team(TeamId::new("t1")), WorkspacePermission::View),
    ];
    wire.client().workspaces().grant(&WorkspaceId::new("w1"), &grants).await.unwrap();
    let body = r#"{"grants":[{"grantee":{"memberId":"m1"},"permission":"organize"},{"grantee":{"teamId":"t1"},"permission":"view"}]}"#;
    assert_eq!(sent(&wire), ("POST /v2/workspaces/w1/grants".into(), body.into()));
    let wire = once("{}".into()).await;
    let grants = [(Grantee::Team(TeamId::new("t1")), ConnectionPermission::Annotate)];
    wire.client().connections().grant(&ConnectionId::new("c1"), &grants).await.unwrap();
    let body = r#"{"grants":[{"grantee":{"teamId":"t1"},"permission":"annotate"}]}"#;
    assert_eq!(sent(&wire), ("POST /v2/connections/c1/grants".into(), body.into()));
}

#[tokio::test]
async fn reads_grants_with_words_it_does_not_know() {
    let wire = once(format!(
        r#"{{"entries":[{{"grantId":"g1","inodeId":"1UGF","organizationId":"o1","memberId":null,"teamId":"t1",
        "permission":"writeback","createdBy":"m1","updatedBy":"m1",{TIMES}}}],"nextPage":null}}"#
    ))
    .await;
    let grants = wire.client().connections().grants(&ConnectionId::new("c1")).await.unwrap();
    assert_eq!(grants[0].permission, Permission::Other("writeback".into()));
    assert_eq!(grants[0].grantee(), Some(Grantee::Team(TeamId::new("t1"))));
    assert_eq!(sent(&wire).0, "GET /v2/connections/c1/grants?limit=1000");
}

#[tokio::test]
async fn revokes_a_grant() {
    let wire = once("{}".into()).await;
    wire.client().workspaces().revoke(&WorkspaceId::new("w1"), &GrantId::new("g1")).await.unwrap();
    assert_eq!(sent(&wire).0, "DELETE /v2/workspaces/w1/grants/g1");
}

#[tokio::test]
async fn an_id_that_would_name_another_path_is_not_sent() {
    let wire = Wire::start(|_| answer(500, &[], "")).await;
    for id in ["", ".."] {
        let error = wire.client().teams().get(&TeamId::new(id)).await.unwrap_err();
        assert!(!error.is_retryable() && !error.was_sent_maybe());
    }
    assert!(wire.seen().is_empty());
}
