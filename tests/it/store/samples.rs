//! Changes and events to keep.

use jiff::Timestamp;
use sigma_portal::domain::{
    Actor, AuditEvent, Call, Change, ChangeId, ChangeState, EmailAddress, GrantId, Grantee, GranteeRef, Intent,
    MemberId, MemberPatch, MemberRef, NewPerson, Outcome, Permission, ResourceRef, Role, Step, StepState, Subject,
    TeamChoice, TeamId, UserKind, Warning, WorkspaceId, WorkspacePermission,
};
use sigma_portal::store::Store;
use std::time::Duration;

/// A moment of the tests' day.
pub fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_772_442_000 + seconds).unwrap()
}

pub const LEASE: Duration = Duration::from_secs(30);

pub fn actor(name: &str, email: &str) -> Actor {
    Actor { member_id: Some(MemberId::new("m-ada")), name: name.into(), email: email.into(), role: Role::Admin }
}

pub fn person() -> NewPerson {
    NewPerson {
        email: EmailAddress::parse("Grace.Ñandú@example.com").unwrap(),
        first_name: "Grace".into(),
        last_name: "O'Ñandú".into(),
        account_type: None,
        user_kind: UserKind::Guest,
        send_invite: true,
    }
}

pub fn onboard() -> Intent {
    Intent::OnboardPerson {
        person: person(),
        teams: vec![TeamChoice { team_id: TeamId::new("t-1"), is_team_admin: true }],
        workspaces: vec![(WorkspaceId::new("w-1"), WorkspacePermission::Explore)],
        connections: vec![],
    }
}

/// One intent of each kind.
pub fn intents() -> Vec<Intent> {
    let resource = ResourceRef::Workspace(WorkspaceId::new("w-1"));
    let grantee = Grantee::Team(TeamId::new("t-1"));
    let permission = Permission::Workspace(WorkspacePermission::Edit);
    let members = |ids: &[&str]| ids.iter().map(|id| MemberId::new(*id)).collect();
    vec![
        onboard(),
        Intent::EditMember {
            member_id: MemberId::new("m-1"),
            patch: MemberPatch { last_name: Some(String::new()), ..MemberPatch::default() },
        },
        Intent::EditTeamMembers { team_id: TeamId::new("t-1"), add: members(&["a"]), remove: members(&["b", "c"]) },
        Intent::Grant { resource: resource.clone(), grantee: grantee.clone(), permission },
        Intent::Revoke { resource, grantee },
    ]
}

pub fn step(index: u32) -> Step {
    Step {
        index,
        title: format!("Step {index}"),
        call: Call::Grant {
            resource: ResourceRef::Workspace(WorkspaceId::new("w-1")),
            grantee: GranteeRef::Member(MemberRef::InvitedBy(0)),
            permission: Permission::Other("something-new".into()),
        },
        needs: (0..index).collect(),
        undo: None,
        state: StepState::Planned,
        error: None,
        invited: None,
        request_id: None,
        attempts: 0,
        started_at: None,
        ended_at: None,
    }
}

/// One step of each call.
pub fn steps() -> Vec<Step> {
    let calls = [
        Call::InviteMember { person: person(), teams: vec![] },
        Call::UpdateMember { member_id: MemberId::new("m-1"), patch: MemberPatch::default() },
        Call::UpdateTeamMembers { team_id: TeamId::new("t-1"), add: vec![MemberId::new("a")], remove: vec![] },
        step(3).call,
        Call::Revoke {
            resource: ResourceRef::Connection("c-1".into()),
            grantee: Grantee::Member(MemberId::new("m-1")),
            grant_id: GrantId::new("g-1"),
            permission: Permission::from("usage".to_owned()),
        },
    ];
    (0..).zip(calls).map(|(index, call)| Step { call, undo: Some("Take it back".into()), ..step(index) }).collect()
}

/// A change with two steps, accepted so many seconds into the day.
pub fn change(id: &str, seconds: i64) -> Change {
    Change {
        id: ChangeId::new(id),
        title: "Invite Grace O'Ñandú".into(),
        intent: onboard(),
        actor: actor("Ada Ökafor", "Ada.Okafor@example.com"),
        reason: "Joins the team on Monday".into(),
        state: ChangeState::Queued,
        created_at: at(seconds),
        ended_at: None,
        steps: vec![step(0), step(1)],
        warnings: vec![Warning { message: "“Lite” cannot explore.".into() }],
        subjects: vec![Subject::Address(person().email), Subject::Team(TeamId::new("t-1"))],
    }
}

/// The event that says the change was accepted.
pub fn accepted(change: &Change) -> AuditEvent {
    AuditEvent {
        subjects: change.subjects.clone(),
        change_id: Some(change.id.clone()),
        at: change.created_at,
        actor: change.actor.clone(),
        ..event(&format!("accepted-{}", change.id), 0)
    }
}

/// An event, so many seconds into the day.
pub fn event(id: &str, seconds: i64) -> AuditEvent {
    AuditEvent {
        id: id.into(),
        at: at(seconds),
        actor: actor("Ada Ökafor", "Ada.Okafor@example.com"),
        action: "change.accepted".into(),
        summary: "Ada asked for Grace to be invited".into(),
        subjects: vec![],
        outcome: Outcome::Succeeded,
        change_id: None,
        sigma_request_id: None,
    }
}

/// Keeps a change made by [`change`].
pub async fn insert(store: &Store, id: &str, seconds: i64) -> Change {
    let change = change(id, seconds);
    store.insert_change(&change, &accepted(&change)).await.unwrap();
    change
}
