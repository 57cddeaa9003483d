//! Creations whose answer was lost: by a Sigma slower than the time-out, with clocks that differ by minutes, before a
//! restore of an older database.

use super::{onboarding_of, process::Site};
use crate::store::{database::Database, on_both};
use sigma_portal::{
    domain::{
        AuditDetails, AuditEvent, Change, ChangeState, Grantee, Intent, MemberPatch, NewTeam, NewUserAttribute,
        Outcome, Permission, ResourceRef, Seen, Step, StepState, Subject, WorkspacePermission,
    },
    sigma::Limits,
    simulator::{Effect, Rule, Simulator, When},
};
use std::{collections::BTreeMap, time::Duration};

on_both!(
    a_slow_sigma_makes_a_team_once_though_somebody_retries,
    clocks_that_differ_by_minutes_do_not_make_a_team_twice,
    an_attribute_whose_answer_is_lost_is_made_once,
    work_done_before_a_restore_is_found_and_not_done_again,
    an_edit_that_comes_late_is_not_called_failed,
    what_a_lowering_says_is_what_is_held,
);

/// How long an impatient client waits for an answer.
const SHORT: Duration = Duration::from_millis(500);

fn team() -> Intent {
    let team = NewTeam {
        name: "Night shift".into(),
        description: None,
        members: vec![],
        with_workspace: false,
        visibility: None,
    };
    Intent::CreateTeam { team }
}

fn once(operation: &str, effect: Effect) -> Rule {
    Rule { operation: operation.into(), when: When::Times(1), effect }
}

async fn a_slow_sigma_makes_a_team_once_though_somebody_retries(database: Database) {
    let site = Site::new(database).await;
    let answer = Duration::from_secs(1);
    let process = site.process(|limits| limits.answer = answer, Duration::from_secs(30)).await;
    let amara = process.actor("amara.okafor@lumen.example");
    site.sigma.simulator.add_rule(once("POST /v2/teams", Effect::SlowMs(4_000)));
    let id = process.accept(team()).await;
    let waiting = process.until(&id, |change| change.waiting.is_some()).await;
    assert_eq!(waiting.steps[0].state, StepState::Unknown, "{waiting:#?}");
    // Somebody does not wait for that, and tries again at once.
    assert!(process.changes.cancel(&waiting, &amara).await.unwrap());
    let cancelled = process.settled(&id).await;
    assert!(process.changes.retry(&cancelled, &amara).await.unwrap());
    let done = process.settled(&id).await;
    assert_eq!(done.state, ChangeState::Done, "{done:#?}");
    assert_eq!(site.sigma.simulator.calls("POST /v2/teams"), 1);
    let made = process.client.teams().all().await.unwrap().into_iter().filter(|team| team.name == "Night shift");
    let made: Vec<_> = made.map(|team| Subject::Team(team.id)).collect();
    assert_eq!(made, done.steps[0].created.clone().into_iter().collect::<Vec<_>>());
}

async fn an_attribute_whose_answer_is_lost_is_made_once(database: Database) {
    let site = Site::new(database).await;
    let process = site.process(|_| {}, Duration::from_secs(30)).await;
    site.sigma.simulator.add_rule(once("POST /v2/user-attributes", Effect::CutAfter));
    let attribute = NewUserAttribute { name: "Plant".into(), description: None, default_value: None };
    let done = process.apply(Intent::CreateAttribute { attribute }).await;
    assert_eq!(done.state, ChangeState::Done, "{done:#?}");
    assert_eq!(site.sigma.simulator.calls("POST /v2/user-attributes"), 1);
    let all = process.client.user_attributes().all(None).await.unwrap();
    let made: Vec<_> = all.into_iter().filter(|known| known.name == "Plant").map(|known| known.id).collect();
    assert_eq!(
        made.into_iter().map(Subject::UserAttribute).collect::<Vec<_>>(),
        done.steps[0].created.clone().into_iter().collect::<Vec<_>>()
    );
}

async fn an_edit_that_comes_late_is_not_called_failed(database: Database) {
    let site = Site::new(database).await;
    let impatient = |limits: &mut Limits| (limits.answer, limits.call) = (SHORT, SHORT * 2);
    let process = site.process(impatient, Duration::from_secs(30)).await;
    site.sigma.simulator.add_rule(Rule {
        operation: "PATCH /v2/members/{memberId}".into(),
        when: When::Always,
        effect: Effect::SlowMs(3_000),
    });
    let patch = MemberPatch { last_name: Some("Moreira".into()), ..MemberPatch::default() };
    let edit = Intent::EditMember { member_id: process.leo().id, patch, before: Seen::default() };
    let id = process.accept(edit).await;
    let waiting = process.until(&id, |change| change.waiting.is_some()).await;
    assert_eq!(waiting.steps[0].state, StepState::Unknown, "{waiting:#?}");
    let done = process.settled(&id).await;
    assert_eq!(done.state, ChangeState::Done, "{done:#?}");
}

async fn what_a_lowering_says_is_what_is_held(database: Database) {
    let site = Site::new(database).await;
    let impatient = |limits: &mut Limits| (limits.answer, limits.call) = (SHORT, SHORT * 2);
    let process = site.process(impatient, Duration::from_secs(4)).await;
    let (workspace, leo) = (process.workspace("Logistics"), Grantee::Member(process.leo().id));
    let give =
        |level| Intent::grant(ResourceRef::Workspace(workspace.clone()), leo.clone(), Permission::Workspace(level));
    for effect in [Effect::CutBefore, Effect::SlowMs(1_500)] {
        assert_eq!(process.apply(give(WorkspacePermission::Edit)).await.state, ChangeState::Done);
        assert!(process.directory.sync().await);
        site.sigma.simulator.add_rule(once("POST /v2/workspaces/{workspaceId}/grants", effect));
        let lowered = process.apply(give(WorkspacePermission::View)).await;
        let grants = process.client.workspaces().grants(&workspace).await.unwrap();
        let held =
            grants.into_iter().find(|grant| grant.grantee().as_ref() == Some(&leo)).map(|grant| grant.permission);
        let level =
            if lowered.state == ChangeState::Done { WorkspacePermission::View } else { WorkspacePermission::Edit };
        assert_eq!(held, Some(Permission::Workspace(level)), "{lowered:#?}");
        assert!(process.directory.sync().await);
    }
}

#[tokio::test]
async fn what_never_appears_is_not_sent_a_second_time_by_itself() {
    let site = Site::new(Database::sqlite()).await;
    let process = site.process(|_| {}, Duration::from_secs(3)).await;
    let amara = process.actor("amara.okafor@lumen.example");
    site.sigma.simulator.add_rule(once("POST /v2/teams", Effect::CutBefore));
    let id = process.accept(team()).await;
    let failed = process.settled(&id).await;
    assert_eq!(failed.steps[0].state, StepState::Failed, "{failed:#?}");
    assert_eq!(site.sigma.simulator.calls("POST /v2/teams"), 1);
    assert!(process.changes.retry(&failed, &amara).await.unwrap());
    assert_eq!(process.settled(&id).await.state, ChangeState::Done);
    assert_eq!(site.sigma.simulator.calls("POST /v2/teams"), 2);
}

async fn clocks_that_differ_by_minutes_do_not_make_a_team_twice(database: Database) {
    let site = Site::new(database).await;
    for seconds in [-900, 900] {
        site.sigma.simulator.set_clock_ahead(seconds);
        let process = site.process(|_| {}, Duration::from_secs(30)).await;
        let Intent::CreateTeam { mut team } = team() else { unreachable!() };
        team.name = format!("Shift {seconds}");
        site.sigma.simulator.clear_journal();
        site.sigma.simulator.add_rule(once("POST /v2/teams", Effect::CutAfter));
        let done = process.apply(Intent::CreateTeam { team }).await;
        assert_eq!(done.state, ChangeState::Done, "{done:#?}");
        assert!(done.steps[0].created.is_some());
        assert_eq!(site.sigma.simulator.calls("POST /v2/teams"), 1);
    }
}

/// The change as it was when it had been accepted and nothing was done.
fn as_accepted(change: &Change) -> Change {
    let fresh = |step: &Step| Step {
        needs: step.needs.clone(),
        precondition: step.precondition.clone(),
        undo: step.undo.clone(),
        inverse: step.inverse.clone(),
        ..Step::new(step.index, step.title.clone(), step.call.clone())
    };
    Change {
        state: ChangeState::Queued,
        ended_at: None,
        steps: change.steps.iter().map(fresh).collect(),
        ..change.clone()
    }
}

async fn work_done_before_a_restore_is_found_and_not_done_again(database: Database) {
    let site = Site::new(database).await;
    let process = site.process(|_| {}, Duration::from_secs(30)).await;
    let onboarded = process.apply(onboarding_of(&process.snapshot(), 3)).await;
    let mut changes = vec![onboarded, process.apply(team()).await];
    for intent in [
        Intent::CreateWorkspace { name: "Night shift".into(), access: Vec::new() },
        Intent::grant(
            ResourceRef::Workspace(process.workspace("Logistics")),
            Grantee::Member(process.leo().id),
            Permission::Workspace(WorkspacePermission::View),
        ),
        Intent::EditTeamMembers { team_id: process.team("Finance"), add: vec![process.leo().id], remove: vec![] },
    ] {
        changes.push(process.apply(intent).await);
    }
    assert!(changes.iter().all(|change| change.state == ChangeState::Done), "{changes:#?}");
    let writes = |simulator: &Simulator| {
        let counts = simulator
            .counts()
            .into_iter()
            .filter(|(operation, _)| !operation.starts_with("GET ") && !operation.ends_with("/token"));
        counts.map(|(operation, count)| (operation, count.calls)).collect::<BTreeMap<_, _>>()
    };
    let before = writes(&site.sigma.simulator);

    // A database of before: it knows the changes, and nothing of what became of them.
    let restored = Site { sigma: site.sigma, database: Database::sqlite() };
    let store = restored.database.store().await;
    for change in &changes {
        let event = AuditEvent {
            id: format!("accepted {}", change.id),
            at: change.created_at,
            actor: change.actor.clone(),
            action: "change.accepted".into(),
            summary: change.title.clone(),
            subjects: vec![],
            outcome: Outcome::Succeeded,
            change_id: Some(change.id.clone()),
            sigma_request_id: None,
            details: AuditDetails::default(),
        };
        store.insert_change(&as_accepted(change), &event).await.unwrap();
    }
    let process = restored.process(|_| {}, Duration::from_secs(30)).await;
    let runner = process.changes.clone();
    let resuming = tokio::spawn(async move { runner.keep_resuming().await });
    for change in &changes {
        let healed = process.until(&change.id, |change| change.state.is_settled()).await;
        assert_eq!(healed.state, ChangeState::Done, "{healed:#?}");
        let created = |change: &Change| change.steps.iter().map(|step| step.created.clone()).collect::<Vec<_>>();
        assert_eq!(created(&healed), created(change));
    }
    resuming.abort();
    assert_eq!(writes(&restored.sigma.simulator), before, "something was done a second time");
}
