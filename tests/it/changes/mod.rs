//! The writing road against the simulator: plans, guards, lost answers, retries.

mod authority;
mod beside_sync;
mod credentials;
mod dumped;
mod faults;
mod guards;
mod left;
mod lost;
mod machine;
mod meanwhile;
mod opposed;
mod order_table;
mod orders;
mod process;
mod resources;
mod seals;
mod seen;
mod steps;
mod told;
mod waiting;

use crate::support::TestApp;
use sigma_portal::{
    changes::{AcceptChange, Changes, Error, Refusal},
    directory::Snapshot,
    domain::{
        Actor, Change, ChangeId, EmailAddress, Intent, Invitee, NewPerson, Plan, Role, TeamChoice, TeamId, UserKind,
        WorkspaceId,
    },
};
use std::{sync::Arc, time::Duration};

/// Long enough for every retry of the client.
const PATIENCE: Duration = Duration::from_mins(1);

fn snapshot(app: &TestApp) -> Arc<Snapshot> {
    app.running.app.directory.snapshot().unwrap()
}

fn amara(app: &TestApp) -> Actor {
    app.actor("amara.okafor@lumen.example", Role::Admin)
}

fn leo(app: &TestApp) -> sigma_portal::domain::Member {
    snapshot(app).member_by_email("leo.martins@lumen.example").unwrap().clone()
}

fn team(app: &TestApp, name: &str) -> TeamId {
    snapshot(app).teams().iter().find(|t| t.name == name).unwrap().id.clone()
}

fn workspace(app: &TestApp, name: &str) -> WorkspaceId {
    snapshot(app).workspaces().iter().find(|w| w.name == name).unwrap().id.clone()
}

/// So many people to onboard, each with a team.
fn onboarding_of(snapshot: &Snapshot, people: usize) -> Intent {
    let team = snapshot.teams().iter().find(|team| team.name == "Finance").unwrap().id.clone();
    let joiner = |at: usize| Invitee {
        person: NewPerson {
            email: EmailAddress::parse(&format!("newcomer{at}@lumen.example")).unwrap(),
            first_name: "New".into(),
            last_name: format!("Comer{at}"),
            account_type: Some("Build".into()),
            user_kind: UserKind::Internal,
            send_invite: true,
        },
        teams: vec![TeamChoice { team_id: team.clone(), is_team_admin: false }],
        workspaces: vec![],
        connections: vec![],
        attributes: vec![],
        package: None,
    };
    Intent::Onboard { people: (0..people).map(joiner).collect() }
}

/// Plans, applies and waits.
async fn apply(app: &TestApp, intent: Intent) -> Result<Change, Refusal> {
    let changes = &app.running.app.changes;
    let actor = amara(app);
    let id = accept(app, intent, &actor).await?;
    Ok(changes.settled(&id, PATIENCE).await.unwrap().unwrap())
}

/// Plans and begins, typing whatever the plan wants typed.
async fn accept(app: &TestApp, intent: Intent, actor: &Actor) -> Result<ChangeId, Refusal> {
    let plan = preview(app, &intent, actor).await?;
    let wish = AcceptChange {
        id: Changes::fresh_id(),
        intent,
        actor: actor.clone(),
        reason: String::new(),
        fingerprint: plan.fingerprint(),
        confirmation: plan.confirm.map(|wanted| wanted.phrase).unwrap_or_default(),
    };
    app.running.app.changes.accept(wish).await.map_err(|error| match error {
        Error::Refused(refusal) => refusal,
        other => panic!("{other}"),
    })
}

/// Plans only.
async fn preview(app: &TestApp, intent: &Intent, actor: &Actor) -> Result<Plan, Refusal> {
    match app.running.app.changes.preview(intent, actor).await {
        Ok(plan) => Ok(plan),
        Err(Error::Refused(refusal)) => Err(refusal),
        Err(error) => panic!("{error}"),
    }
}
