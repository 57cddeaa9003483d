//! Who may order what about which change: role by order by kind of change, and the same for the undo of each.

use super::{amara, leo, snapshot, team, workspace};
use crate::{store::samples, support::TestApp};
use jiff::Timestamp;
use sigma_portal::{
    changes::{ChangeOrder, Changes, Error, Refusal},
    domain::{
        AccessCall, Actor, Call, Change, ChangeKind, ChangeState, Grantee, GranteeRef, Intent, MemberCall, Permission,
        ResourceRef, Role, Seen, Step, StepState, TeamCall, TeamPatch, WorkspaceCall, WorkspacePermission,
    },
};

/// One intent of each kind, about things that are there. Team managers may what is about Finance, which Jonas
/// administers.
fn intents(app: &TestApp) -> Vec<Intent> {
    let finance = team(app, "Finance");
    let mut intents = samples::intents();
    for intent in &mut intents {
        match intent {
            Intent::EditTeam { team_id, .. }
            | Intent::DeleteTeam { team_id }
            | Intent::EditTeamMembers { team_id, .. } => *team_id = finance.clone(),
            Intent::SetAccess { resource, .. } => *resource = ResourceRef::Workspace(workspace(app, "Logistics")),
            _ => {}
        }
    }
    intents
}

fn is_a_managers(kind: ChangeKind) -> bool {
    matches!(kind, ChangeKind::EditTeam | ChangeKind::DeleteTeam | ChangeKind::EditTeamMembers)
}

/// A change that waits for somebody, with one step that was done and one that failed.
fn change(actor: &Actor, intent: Intent, call: Call) -> Change {
    let step = |index, state| Step { state, ..Step::new(index, "A step", call.clone()) };
    Change {
        id: Changes::fresh_id(),
        actor: actor.clone(),
        intent,
        state: ChangeState::Failed,
        created_at: Timestamp::now(),
        steps: vec![step(0, StepState::Done), step(1, StepState::Failed)],
        ..samples::change("", 0)
    }
}

async fn keep(app: &TestApp, change: &Change) {
    app.running.app.store.insert_change(change, &samples::accepted(change)).await.unwrap();
}

#[tokio::test]
async fn every_order_needs_what_the_change_needs_and_the_undo_of_it_too() {
    let app = TestApp::start().await;
    let changes = &app.running.app.changes;
    let people = [
        amara(&app),
        app.actor("jonas.weber@lumen.example", Role::TeamManager),
        app.actor("priya.raman@lumen.example", Role::Auditor),
        app.actor("leo.martins@lumen.example", Role::Member),
    ];
    let finance = || {
        Call::Team(TeamCall::UpdateMembers {
            team_id: team(&app, "Finance"),
            add: vec![leo(&app).id],
            remove: vec![],
            keeps_admin: false,
        })
    };
    for intent in intents(&app).into_iter().filter(|intent| intent.kind() != ChangeKind::Undo) {
        let kind = intent.kind();
        // A call that a team manager may make: what the intent needs must not be forgotten over it.
        let direct = change(&amara(&app), intent, finance());
        keep(&app, &direct).await;
        let undo = change(&amara(&app), Intent::Undo { change_id: direct.id.clone() }, finance());
        keep(&app, &undo).await;
        let undo_of_undo = change(&amara(&app), Intent::Undo { change_id: undo.id.clone() }, finance());
        for order in ChangeOrder::ALL {
            for who in &people {
                let expected = match who.role {
                    Role::Admin => true,
                    Role::TeamManager => is_a_managers(kind),
                    Role::Auditor | Role::Member | Role::Visitor => false,
                };
                for change in [&direct, &undo, &undo_of_undo] {
                    let may = changes.may_order(change, order, who).await.unwrap();
                    let of = change.intent.kind();
                    assert_eq!(may, expected, "{:?} may {order:?} {kind:?} ({of:?})", who.role);
                }
                // Even who once asked for it, as what they are now.
                let own = Change { actor: who.clone(), ..direct.clone() };
                assert_eq!(changes.may_order(&own, order, who).await.unwrap(), expected, "{:?} {order:?}", who.role);
            }
        }
    }
}

#[tokio::test]
async fn each_call_counts_and_not_the_intent_alone() {
    let app = TestApp::start().await;
    let changes = &app.running.app.changes;
    let jonas = app.actor("jonas.weber@lumen.example", Role::TeamManager);
    let own = Intent::EditTeam {
        team_id: team(&app, "Finance"),
        patch: TeamPatch { name: Some("Money".into()), ..TeamPatch::default() },
        before: Seen::default(),
    };
    let resource = ResourceRef::Workspace(workspace(&app, "Logistics"));
    let level = Permission::Workspace(WorkspacePermission::View);
    let foreign = [
        Call::Team(TeamCall::UpdateMembers {
            team_id: team(&app, "Sales EMEA"),
            add: vec![],
            remove: vec![leo(&app).id],
            keeps_admin: false,
        }),
        Call::Access(AccessCall::Grant {
            resource,
            grants: vec![(GranteeRef::from(Grantee::Member(leo(&app).id)), level)],
            held: None,
        }),
        Call::Member(MemberCall::Delete { member_id: leo(&app).id, keeps_admins: vec![] }),
        Call::Workspace(WorkspaceCall::Create { name: "Plans".into() }),
    ];
    for call in foreign {
        let direct = change(&jonas, own.clone(), call.clone());
        keep(&app, &direct).await;
        let harmless = Call::Team(TeamCall::Update {
            team_id: team(&app, "Finance"),
            patch: TeamPatch::default(),
            before: TeamPatch::default(),
        });
        let undo = change(&jonas, Intent::Undo { change_id: direct.id.clone() }, harmless);
        for change in [&direct, &undo] {
            for order in ChangeOrder::ALL {
                assert!(!changes.may_order(change, order, &jonas).await.unwrap(), "{order:?} {call:?}");
            }
        }
        let undoing = changes.preview(&undo.intent, &jonas).await;
        assert!(matches!(undoing, Err(Error::Refused(Refusal::Forbidden(_)))), "{undoing:?}");
    }
}

#[tokio::test]
async fn an_undo_of_what_is_no_longer_kept_is_an_admins() {
    let app = TestApp::start().await;
    let changes = &app.running.app.changes;
    let jonas = app.actor("jonas.weber@lumen.example", Role::TeamManager);
    let own = Call::Team(TeamCall::UpdateMembers {
        team_id: team(&app, "Finance"),
        add: vec![leo(&app).id],
        remove: vec![],
        keeps_admin: false,
    });
    let undo = change(&jonas, Intent::Undo { change_id: "deleted-long-ago".into() }, own);
    for order in ChangeOrder::ALL {
        assert!(!changes.may_order(&undo, order, &jonas).await.unwrap(), "{order:?}");
        assert!(changes.may_order(&undo, order, &amara(&app)).await.unwrap(), "{order:?}");
    }
    assert!(snapshot(&app).is_team_admin(jonas.member_id.as_ref().unwrap(), &team(&app, "Finance")));
}
