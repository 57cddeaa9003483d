//! Whom a change is sent for must be allowed to do it when each step is sent, and not only when it was accepted.

use super::{
    PATIENCE, accept, amara, leo,
    orders::{begun, count, kept, onboarding, settled, slow},
    preview, snapshot, team,
};
use crate::support::TestApp;
use jiff::Timestamp;
use sigma_portal::{
    auth::AuthConfig,
    changes::{ChangeOrder, Changes, Error, Refusal, Settings},
    domain::{
        Actor, AssignedRole, AuditDetails, AuditEvent, Call, Change, ChangeId, ChangeState, EmailAddress, Intent,
        Member, MemberId, MemberPatch, MemberStatus, NewTeam, Outcome, Role, RoleAssignment, Step, StepState, TeamCall,
    },
    simulator::{Effect, Faults, Rule, When},
    store::{AuditFilter, PageRequest},
    web::Mode,
};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// An admin who is neither Amara nor the owner of the credentials.
fn second_admin(app: &TestApp) -> Actor {
    let snapshot = snapshot(app);
    let is_other = |m: &&Member| {
        m.has_account_type("admin")
            && m.status() == MemberStatus::Active
            && m.id != *snapshot.token_owner()
            && Some(&m.id) != amara(app).member_id.as_ref()
    };
    let email = snapshot.people().find(is_other).unwrap().email.clone();
    app.actor(&email, Role::Admin)
}

async fn patch(app: &TestApp, id: &MemberId, patch: MemberPatch) {
    app.running.app.client.members().update(id, &patch).await.unwrap();
    assert!(app.running.app.directory.sync().await);
}

/// As somebody does it in Sigma itself.
async fn demote(app: &TestApp, id: &MemberId) {
    patch(app, id, MemberPatch { account_type: Some("View".into()), ..MemberPatch::default() }).await;
}

async fn audit(app: &TestApp, id: &ChangeId) -> Vec<AuditEvent> {
    let filter = AuditFilter { change_id: Some(id.clone()), ..AuditFilter::default() };
    app.running.app.store.audit(&filter, PageRequest { number: 1, size: 500 }).await.unwrap().items
}

fn invited(app: &TestApp) -> usize {
    app.simulator.invitations().len()
}

/// A change of one team, kept as some process has left it.
pub(super) async fn left_behind(app: &TestApp, actor: &Actor, step: impl FnOnce(Step) -> Step) -> Change {
    let team = NewTeam {
        name: "Night shift".into(),
        description: None,
        members: vec![],
        with_workspace: false,
        visibility: None,
    };
    let planned = Step::new(0, "Create team Night shift", Call::Team(TeamCall::Create { team: team.clone() }));
    let change = Change {
        id: Changes::fresh_id(),
        title: "Create team Night shift".into(),
        intent: Intent::CreateTeam { team },
        actor: actor.clone(),
        ordered_by: None,
        mandate: None,
        stopped: None,
        reason: String::new(),
        state: ChangeState::Queued,
        created_at: Timestamp::now(),
        accepted_at: None,
        waiting: None,
        ended_at: None,
        handled: None,
        undone_by: None,
        steps: vec![step(planned)],
        warnings: vec![],
        subjects: vec![],
    };
    let event = AuditEvent {
        id: change.id.to_string(),
        at: Timestamp::now(),
        actor: actor.clone(),
        action: "change.accepted".into(),
        summary: change.title.clone(),
        subjects: vec![],
        outcome: Outcome::Succeeded,
        change_id: Some(change.id.clone()),
        sigma_request_id: None,
        details: AuditDetails::default(),
    };
    app.running.app.store.insert_change(&change, &event).await.unwrap();
    change
}

/// Another process on the same database, which takes up what is left.
pub(super) fn another_process(app: &TestApp) -> (Changes, CancellationToken) {
    let (portal, stop) = (&app.running.app, CancellationToken::new());
    let changes = Changes::new(
        portal.store.clone(),
        portal.directory.clone(),
        portal.client.clone(),
        portal.authority.clone(),
        Settings { lease: Duration::from_secs(3), ..Settings::default() },
        stop.clone(),
    );
    let resuming = changes.clone();
    tokio::spawn(async move { resuming.keep_resuming().await });
    (changes, stop)
}

#[tokio::test]
async fn a_running_change_of_somebody_demoted_stops_and_is_taken_over_by_whom_retries_it() {
    let app = TestApp::start().await;
    let changes = &app.running.app.changes;
    let other = second_admin(&app);
    // Slow enough that reading the directory again ends long before the invitations do.
    let operation = "POST /v2/members".to_owned();
    app.simulator.add_rule(Rule { operation, when: When::Always, effect: Effect::SlowMs(400) });
    let id = accept(&app, onboarding(&app, 60), &other).await.unwrap();
    begun(&app, &id).await;
    demote(&app, other.member_id.as_ref().unwrap()).await;
    let stopped = settled(&app, &id).await;
    assert_eq!(stopped.state, ChangeState::Failed);
    let why = stopped.stopped.clone().expect("a reason");
    assert!(why.contains(&other.name) && why.contains("member"), "{why}");
    let done = count(&stopped, StepState::Done);
    assert!(done < stopped.steps.len(), "it was over before anybody was demoted");
    assert_eq!(count(&stopped, StepState::Planned) + done, stopped.steps.len(), "what was not sent stays unsent");
    assert_eq!(invited(&app), done);
    let refused = changes.retry(&stopped, &other).await;
    assert!(matches!(refused, Err(Error::Refused(Refusal::Forbidden(_)))), "{refused:?}");

    app.simulator.set_faults(Faults::default());
    assert!(changes.retry(&stopped, &amara(&app)).await.unwrap());
    let finished = settled(&app, &id).await;
    assert_eq!(finished.state, ChangeState::Done, "{:?}", finished.steps);
    assert_eq!((invited(&app), finished.stopped.clone()), (60, None));
    assert_eq!(finished.actor.key(), other.key(), "who asked for it stays who asked for it");
    assert_eq!(finished.sent_for().key(), amara(&app).key());
    let log = audit(&app, &id).await;
    let by =
        |action: &str, who: &Actor| log.iter().filter(|e| e.action == action && e.actor.key() == who.key()).count();
    assert_eq!(by("step.done", &other), done);
    assert_eq!(by("step.done", &amara(&app)), finished.steps.len() - done);
    assert_eq!((by("change.stopped", &other), by("change.retried", &amara(&app))), (1, 1));
}

#[tokio::test]
async fn a_running_change_stops_when_a_role_is_taken_away_in_another_process() {
    let app = TestApp::start().await;
    let (store, directory) = (&app.running.app.store, &app.running.app.directory);
    let leo = app.actor("leo.martins@lumen.example", Role::Admin);
    let member = leo.member_id.clone().unwrap();
    let event = |id: &str| AuditEvent {
        id: id.into(),
        at: store.clock().now(),
        actor: amara(&app),
        action: "role.assigned".into(),
        summary: String::new(),
        subjects: vec![],
        outcome: Outcome::Succeeded,
        change_id: None,
        sigma_request_id: None,
        details: AuditDetails::default(),
    };
    let assignment = RoleAssignment {
        member: member.clone(),
        role: AssignedRole::Admin,
        given_by: amara(&app),
        given_at: store.clock().now(),
        reason: String::new(),
        counts: true,
    };
    store.assign_role(&assignment, &event("given")).await.unwrap();
    directory.refresh_roles().await.unwrap();
    let operation = "POST /v2/members".to_owned();
    app.simulator.add_rule(Rule { operation, when: When::Always, effect: Effect::SlowMs(400) });
    let id = accept(&app, onboarding(&app, 60), &leo).await.unwrap();
    begun(&app, &id).await;
    // This process is told nothing of it.
    assert!(store.remove_role(&member, &AssignedRole::Admin, &event("taken")).await.unwrap());
    let stopped = settled(&app, &id).await;
    assert_eq!(stopped.state, ChangeState::Failed);
    assert!(stopped.stopped.as_deref().is_some_and(|why| why.contains(&leo.name)), "{:?}", stopped.stopped);
    let done = count(&stopped, StepState::Done);
    assert!(done < stopped.steps.len(), "it was over before the role was taken away");
    assert_eq!(invited(&app), done);
}

#[tokio::test]
async fn a_paused_change_is_not_resumed_by_somebody_demoted_but_for_whoever_resumes_it() {
    let app = TestApp::start().await;
    let changes = &app.running.app.changes;
    let other = second_admin(&app);
    slow(&app, "POST /v2/members");
    let id = accept(&app, onboarding(&app, 20), &other).await.unwrap();
    let change = begun(&app, &id).await;
    assert!(changes.pause(&change, &other).await.unwrap());
    let paused = settled(&app, &id).await;
    let sent = invited(&app);
    demote(&app, other.member_id.as_ref().unwrap()).await;
    for order in ChangeOrder::ALL {
        let refused = changes.order(&paused, order, &other).await;
        assert!(matches!(refused, Err(Error::Refused(Refusal::Forbidden(_)))), "{order:?}: {refused:?}");
        assert!(!changes.may_order(&paused, order, &other).await.unwrap(), "{order:?} is offered");
    }
    assert_eq!((kept(&app, &id).await.state, invited(&app)), (ChangeState::Paused, sent));
    assert!(changes.resume(&paused, &amara(&app)).await.unwrap());
    assert_eq!(settled(&app, &id).await.state, ChangeState::Done);
    assert_eq!(invited(&app), 20);
}

#[tokio::test]
async fn a_queued_change_stops_in_whichever_process_takes_it_over() {
    let app = TestApp::start().await;
    // Accepted as an admin, who has no such role by now.
    let past = app.actor("leo.martins@lumen.example", Role::Admin);
    let change = left_behind(&app, &past, |step| step).await;
    let (changes, stop) = another_process(&app);
    let stopped = changes.settled(&change.id, PATIENCE).await.unwrap().unwrap();
    assert_eq!((stopped.state, stopped.steps[0].state), (ChangeState::Failed, StepState::Planned));
    assert!(stopped.stopped.is_some_and(|why| why.contains("Leo Martins")));
    assert_eq!(app.simulator.calls("POST /v2/teams"), 0);

    assert!(
        changes.cancel(&kept(&app, &change.id).await, &amara(&app)).await.unwrap(),
        "what is left can be called off"
    );
    let cancelled = changes.settled(&change.id, PATIENCE).await.unwrap().unwrap();
    assert_eq!((cancelled.state, cancelled.stopped), (ChangeState::Cancelled, None));
    stop.cancel();
}

#[tokio::test]
async fn what_turns_out_not_to_have_been_sent_is_not_sent_for_somebody_demoted() {
    let app = TestApp::start().await;
    let past = app.actor("leo.martins@lumen.example", Role::Admin);
    let sent = |step| Step { state: StepState::Running, attempts: 1, started_at: Some(Timestamp::now()), ..step };
    let change = left_behind(&app, &past, sent).await;
    let (changes, stop) = another_process(&app);
    let stopped = changes.settled(&change.id, PATIENCE).await.unwrap().unwrap();
    assert_eq!((stopped.state, app.simulator.calls("POST /v2/teams")), (ChangeState::Failed, 0));
    assert!(stopped.stopped.is_some());
    assert_ne!(stopped.steps[0].state, StepState::Running, "its journal says that it is under way");
    stop.cancel();
}

#[tokio::test]
async fn nothing_is_sent_before_the_directory_says_who_may() {
    let app = TestApp::start_with(AuthConfig::Demo, Mode::Demo, |sigma| sigma.set_down(true)).await;
    let email = "amara.okafor@lumen.example";
    // The same organisation, read: whoever acted before this start had an id.
    let member_id = Some(TestApp::start().await.snapshot().member_by_email(email).unwrap().id.clone());
    let unknown = Actor {
        member_id,
        subject: None,
        name: "Amara Okafor".into(),
        email: email.into(),
        role: Role::Admin,
        origin: None,
    };
    let change = left_behind(&app, &unknown, |step| step).await;
    let (changes, stop) = another_process(&app);
    app.simulator.clear_journal();
    let waiting = changes.settled(&change.id, Duration::from_secs(1)).await.unwrap().unwrap();
    assert_eq!((waiting.state, waiting.steps[0].state), (ChangeState::Queued, StepState::Planned));
    let refused = changes.cancel(&waiting, &unknown).await;
    assert!(matches!(refused, Err(Error::Refused(Refusal::NotReady))), "{refused:?}");
    assert_eq!(app.simulator.calls("POST /v2/teams"), 0);

    app.simulator.set_down(false);
    app.running.app.directory.request_sync();
    let done = changes.settled(&change.id, PATIENCE).await.unwrap().unwrap();
    assert_eq!(done.state, ChangeState::Done, "{:?} {:?}", done.stopped, done.steps);
    stop.cancel();
}

#[tokio::test]
async fn whoever_had_no_account_acts_no_more_under_an_address_that_is_anothers_by_now() {
    let app = TestApp::start().await;
    let email = leo(&app).email;
    // Named by the configuration, without an account; the address is a member's by now.
    let unknown =
        Actor { member_id: None, subject: None, name: "Leo Once".into(), email, role: Role::Admin, origin: None };
    let change = left_behind(&app, &unknown, |step| step).await;
    let (changes, stop) = another_process(&app);
    let stopped = changes.settled(&change.id, PATIENCE).await.unwrap().unwrap();
    assert_ne!(stopped.state, ChangeState::Done, "{stopped:#?}");
    assert_eq!(app.simulator.calls("POST /v2/teams"), 0);
    stop.cancel();
}

#[tokio::test]
async fn whoever_inherits_an_address_inherits_no_change_and_no_right() {
    let app = TestApp::start().await;
    let other = second_admin(&app);
    let id = other.member_id.clone().unwrap();
    let change = accept(&app, onboarding(&app, 1), &other).await.unwrap();
    let change = app.running.app.changes.settled(&change, PATIENCE).await.unwrap().unwrap();
    let to = |email: &str| MemberPatch { email: Some(EmailAddress::parse(email).unwrap()), ..MemberPatch::default() };
    patch(&app, &id, to("left@lumen.example")).await;
    patch(&app, &leo(&app).id, to(&other.email)).await;
    let heir = app.actor(&other.email, Role::Admin);
    assert_ne!(heir.key(), change.actor.key());
    for order in ChangeOrder::ALL {
        assert!(!app.running.app.changes.may_order(&change, order, &heir).await.unwrap(), "{order:?}");
    }
    let undo = Intent::Undo { change_id: change.id.clone() };
    let refused = preview(&app, &undo, &heir).await;
    assert!(matches!(refused, Err(Refusal::Forbidden(_))), "{refused:?}");
    assert!(preview(&app, &undo, &change.actor).await.is_ok(), "who has another address now is still who they were");
}

#[tokio::test]
async fn somebody_whose_account_is_closed_has_no_role_whatever_was_written_down() {
    let app = TestApp::start().await;
    let archived = snapshot(&app).people().find(|m| m.status() == MemberStatus::Archived).unwrap().clone();
    let gone = app.actor(&archived.email, Role::Admin);
    let intent = Intent::EditTeamMembers { team_id: team(&app, "Finance"), add: vec![leo(&app).id], remove: vec![] };
    let refused = preview(&app, &intent, &gone).await.unwrap_err();
    assert!(refused.to_string().contains("no longer an active member"), "{refused}");
    assert!(!app.running.app.changes.may(&intent, &gone), "it is offered");
}
