//! Changes and events to keep.

use jiff::Timestamp;
use sigma_portal::domain::{
    AccessCall, Actor, Adjustment, AttributeCall, AttributeValue, AttributeWish, AuditDetails, AuditEvent, Call,
    Change, ChangeId, ChangeState, ConnectionPatch, Deactivation, DocumentRef, EmailAddress, FilePatch, Grantee,
    GranteeRef, Intent, Invitee, LeftDocuments, MemberCall, MemberId, MemberPatch, NewPerson, NewTeam,
    NewUserAttribute, OrganizationSwitch, Outcome, Permission, Ref, ResourceRef, Role, Seen, Step, Subject, TeamCall,
    TeamChoice, TeamId, TeamPatch, TeamVisibility, UserAttributeId, UserKind, Warning, WarningLevel, WorkspaceId,
    WorkspacePermission,
};
use sigma_portal::store::Store;
use std::time::Duration;

/// A moment of the tests' day.
pub fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_772_442_000 + seconds).unwrap()
}

pub const LEASE: Duration = Duration::from_secs(30);

/// A member whose id is made of what their address begins with: `m-ada`.
pub fn actor(name: &str, email: &str) -> Actor {
    let id = email.split(['.', '@']).next().unwrap().to_lowercase();
    Actor {
        member_id: Some(MemberId::new(format!("m-{id}"))),
        subject: None,
        name: name.into(),
        email: email.into(),
        role: Role::Admin,
        origin: None,
    }
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
    let joiner = Invitee {
        person: person(),
        teams: vec![TeamChoice { team_id: TeamId::new("t-1"), is_team_admin: true }],
        workspaces: vec![(WorkspaceId::new("w-1"), WorkspacePermission::Explore)],
        connections: vec![],
        attributes: vec![],
        package: None,
    };
    Intent::Onboard { people: vec![joiner] }
}

/// One intent of each kind.
pub fn intents() -> Vec<Intent> {
    let resource = ResourceRef::Workspace(WorkspaceId::new("w-1"));
    let grantee = Grantee::Team(TeamId::new("t-1"));
    let permission = Permission::Workspace(WorkspacePermission::Edit);
    let members = |ids: &[&str]| ids.iter().map(|id| MemberId::new(*id)).collect();
    let team = || TeamId::new("t-1");
    let workspace = || WorkspaceId::new("w-1");
    let document = DocumentRef::Workbook("b-1".into());
    let heir = Deactivation { documents: LeftDocuments::HandTo("m-2".into()), archive_scheduled_exports: true };
    vec![
        onboard(),
        Intent::EditMember {
            member_id: MemberId::new("m-1"),
            patch: MemberPatch { last_name: Some(String::new()), ..MemberPatch::default() },
            before: [("last_name".to_owned(), Some("Quist".to_owned()))].into_iter().collect(),
        },
        Intent::SetAccountType { members: members(&["a"]), account_type: "View".into(), before: Seen::default() },
        Intent::Offboard {
            members: members(&["a"]),
            how: heir,
            revoke_tokens: true,
            leave_teams: false,
            revoke_grants: true,
        },
        Intent::AdjustMembers {
            people: vec![Adjustment {
                account_type: Some("Build".into()),
                join: vec![TeamId::new("t-2")],
                access: vec![(ResourceRef::Workspace(WorkspaceId::new("w-1")), None)],
                attributes: vec![(UserAttributeId::new("a-1"), Some("EMEA".into()))],
                ..Adjustment::of(MemberId::new("m-1"))
            }],
        },
        Intent::Reactivate { members: members(&["a", "b"]) },
        Intent::DeleteMember { member_id: MemberId::new("m-1") },
        Intent::CreateTeam {
            team: NewTeam {
                name: "Crew".into(),
                description: None,
                members: members(&["a"]),
                with_workspace: true,
                visibility: Some(TeamVisibility::Public),
            },
        },
        Intent::EditTeam {
            team_id: team(),
            patch: TeamPatch { name: Some("Crew".into()), ..TeamPatch::default() },
            before: Seen::default(),
        },
        Intent::DeleteTeam { team_id: team() },
        Intent::EditTeamMembers { team_id: team(), add: members(&["a"]), remove: members(&["b", "c"]) },
        Intent::CreateWorkspace { name: "Plans".into(), access: Vec::new() },
        Intent::RenameWorkspace { workspace_id: workspace(), name: "Plans".into(), before: Seen::default() },
        Intent::DeleteWorkspace { workspace_id: workspace() },
        Intent::SetAccess {
            resource,
            access: vec![(grantee.clone(), Some(permission.clone())), (Grantee::Member("m-1".into()), None)],
            before: [("member:m-1".to_owned(), None)].into_iter().collect(),
        },
        Intent::EditConnection {
            connection_id: "c-1".into(),
            patch: ConnectionPatch { name: None, use_oauth: Some(true) },
            before: Seen::default(),
        },
        Intent::CreateAttribute {
            attribute: NewUserAttribute {
                name: "Plant".into(),
                description: None,
                default_value: Some(AttributeValue::text("EU")),
            },
        },
        Intent::SetSwitch { switch: OrganizationSwitch::PublicEmbeds, enabled: false },
        Intent::RenewCredentials { name: "Sigma portal".into() },
        Intent::DeleteLeftCredentials { client_id: "left".into() },
        Intent::SetAttributes {
            values: vec![AttributeWish {
                attribute_id: "u-1".into(),
                holder: grantee.clone(),
                value: Some("EU".into()),
            }],
            before: Seen::default(),
        },
        Intent::EditDocument {
            document: document.clone(),
            name: "Sales".into(),
            patch: FilePatch { name: Some("Sales 2".into()), ..FilePatch::default() },
            before: FilePatch { name: Some("Sales".into()), ..FilePatch::default() },
        },
        Intent::ShareDocument { document, name: "Sales".into(), grantee, before: Some(permission), permission: None },
        Intent::Materialize { dataset_id: "d-1".into(), name: "Orders".into() },
        Intent::Undo { change_id: ChangeId::new("c-7") },
    ]
}

pub fn step(index: u32) -> Step {
    let resource = ResourceRef::Workspace(WorkspaceId::new("w-1"));
    let holder = GranteeRef::Member(Ref::CreatedBy(0));
    let grants = vec![(holder, Permission::Other("something-new".into()))];
    Step {
        needs: (0..index).collect(),
        ..Step::new(index, format!("Step {index}"), Call::Access(AccessCall::Grant { resource, grants, held: None }))
    }
}

/// Steps with different calls, and with all that a step can carry.
pub fn steps() -> Vec<Step> {
    let calls = [
        Call::Member(MemberCall::Invite { person: person(), teams: vec![] }),
        Call::Member(MemberCall::Update {
            member_id: MemberId::new("m-1"),
            patch: MemberPatch::default(),
            before: MemberPatch::default(),
        }),
        Call::Team(TeamCall::UpdateMembers {
            team_id: TeamId::new("t-1"),
            add: vec![MemberId::new("a")],
            remove: vec![],
            keeps_admin: true,
        }),
        step(3).call,
        Call::Access(AccessCall::Revoke {
            resource: ResourceRef::Connection("c-1".into()),
            grantee: Grantee::Member(MemberId::new("m-1")).into(),
            permission: Permission::from("usage".to_owned()),
        }),
        Call::Team(TeamCall::Delete { team: Ref::CreatedBy(2) }),
        Call::Attribute(AttributeCall::Set {
            attribute_id: "u-1".into(),
            values: vec![(Grantee::Team("t-1".into()), AttributeValue::text("EU"))],
            held: Some(vec![(Grantee::Team("t-1".into()), AttributeValue::text("US"))]),
        }),
    ];
    let full = |(index, call): (u32, Call)| Step {
        precondition: Some("Nobody has the address yet.".into()),
        undo: Some("Take it back".into()),
        inverse: vec![Call::Member(MemberCall::Reactivate { member_id: MemberId::new("m-1") })],
        undoes: Some(index + 1),
        sent_at: Some(at(7)),
        spared: vec![Subject::Member(MemberId::new("m-2"))],
        ..Step { call, ..step(index) }
    };
    (0..).zip(calls).map(full).collect()
}

/// A change with two steps, accepted so many seconds into the day.
pub fn change(id: &str, seconds: i64) -> Change {
    Change {
        id: ChangeId::new(id),
        title: "Invite Grace O'Ñandú".into(),
        intent: onboard(),
        actor: actor("Ada Ökafor", "Ada.Okafor@example.com"),
        ordered_by: None,
        mandate: None,
        stopped: None,
        reason: "Joins the team on Monday".into(),
        state: ChangeState::Queued,
        created_at: at(seconds),
        accepted_at: Some(at(seconds - 60)),
        waiting: None,
        ended_at: None,
        handled: None,
        undone_by: None,
        steps: vec![step(0), step(1)],
        warnings: vec![Warning { message: "“Lite” cannot explore.".into(), level: WarningLevel::Caution }],
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
        details: AuditDetails::default(),
    }
}

/// Keeps a change made by [`change`].
pub async fn insert(store: &Store, id: &str, seconds: i64) -> Change {
    let change = change(id, seconds);
    store.insert_change(&change, &accepted(&change)).await.unwrap();
    change
}
