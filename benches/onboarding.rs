//! Measures onboarding many people at once: the calls and the time the portal needs, beside the least that is possible
//! and beside a script that makes one call after another.
//!
//! Sigma is simulated in a process of its own, with 80 ms a call and 20 calls a second allowed. People per run:
//! `BENCH_ONBOARDED` (1,000 unless set). Speed is only printed; that nothing is lost or repeated is asserted, from the
//! simulator's journal.
#![expect(clippy::unwrap_used, reason = "a measurement that cannot go on should stop where it is")]

mod process;
mod sigma;

use sigma::{Effects, Organisation, Sigma};
use sigma_portal::{
    app::{ConnectionLimits, Installation, Running, SigmaAccess, start},
    auth::AuthConfig,
    changes::{AcceptChange, Changes, Settings},
    directory::{Collection, ManagersSee},
    domain::{
        Actor, ChangeState, ConnectionPermission, EmailAddress, Intent, Invitee, NewPerson, Role, TeamChoice, UserKind,
        WorkspacePermission,
    },
    web::{Limits, Mode, TrustedHops},
};
use std::{
    env,
    path::Path,
    time::{Duration, Instant},
};

const CALLS_PER_SECOND: u16 = 20;
/// People the script onboards; its time and calls grow with their number and nothing else, so the rest is scaled.
const SCRIPTED: usize = 50;
const PATIENCE: Duration = Duration::from_hours(1);

/// What onboarding took.
struct Taken {
    calls: usize,
    refused: usize,
    seconds: f64,
}

#[tokio::main]
async fn main() {
    let people = env::var("BENCH_ONBOARDED").ok().and_then(|n| n.parse().ok()).unwrap_or(1_000);
    let newcomers: Vec<Newcomer> = (0..people).map(Newcomer::new).collect();

    let sigma = Sigma::start(CALLS_PER_SECOND).await;
    let organisation = sigma.organisation().await;
    // So that these calls do not count against the portal's first second.
    tokio::time::sleep(Duration::from_secs(1)).await;
    let folder = tempfile::tempdir().unwrap();
    let portal = portal(&sigma, folder.path()).await;
    let taken = Box::pin(measured(&sigma, onboard(&portal, &organisation, &newcomers))).await;
    let effects = sigma.effects().await;
    portal.stop().await.unwrap();
    drop(sigma);

    let sigma = Sigma::start(CALLS_PER_SECOND).await;
    let scripted = &newcomers[..people.min(SCRIPTED)];
    let script = measured(&sigma, async {
        for newcomer in scripted {
            sigma.onboard_by_script(newcomer, &organisation).await;
        }
    })
    .await;
    let script_effects = sigma.effects().await;

    let resources = organisation.workspaces.len() + organisation.connections.len();
    let least = people + resources.min(2 * people);
    let least_seconds = f64::from(u32::try_from(least).unwrap()) / f64::from(CALLS_PER_SECOND);
    println!(
        "\nOnboarding {people} people: an invitation, 2 teams and 2 grants each, on {resources} workspaces and connections."
    );
    println!("80 ms a call, {CALLS_PER_SECOND} calls a second allowed; simulator in a process of its own\n");
    println!("{:<44} {:>8} {:>7} {:>8} {:>9} {:>7}", "how", "calls", "ratio", "refused", "seconds", "ratio");
    let row = |how: &str, calls: f64, refused: f64, seconds: f64| {
        let (more_calls, longer) = (calls / f64::from(u32::try_from(least).unwrap()), seconds / least_seconds);
        println!("{how:<44} {calls:>8.0} {more_calls:>7.2} {refused:>8.0} {seconds:>9.1} {longer:>7.2}");
    };
    let count = |n: usize| f64::from(u32::try_from(n).unwrap());
    row("least possible, teams and grants batched", count(least), 0.0, least_seconds);
    row("portal (budget: 1.1 in both ratios)", count(taken.calls), count(taken.refused), taken.seconds);
    let scale = count(people) / count(scripted.len());
    let how = match scripted.len() {
        all if all == people => "script, one call after another".to_owned(),
        some => format!("script, one by one; {some} people, × {scale}"),
    };
    row(&how, count(script.calls) * scale, count(script.refused) * scale, script.seconds * scale);
    println!();
    for (who, effects, expected) in [("portal", effects, people), ("script", script_effects, scripted.len())] {
        let once = Effects { invitations: expected, memberships: 2 * expected, grants: 2 * expected, repeated: 0 };
        println!("{who:<8} {effects}");
        assert_eq!(effects, once, "something was lost or repeated");
    }
}

/// Clears the simulator's journal, does the work, and reads what it took.
async fn measured(sigma: &Sigma, work: impl Future<Output = ()>) -> Taken {
    sigma.clear_journal().await;
    let begun = Instant::now();
    work.await;
    let seconds = begun.elapsed().as_secs_f64();
    let (calls, refused) = sigma.calls().await;
    Taken { calls, refused, seconds }
}

/// Somebody to onboard; what they get depends on their number only.
struct Newcomer {
    number: usize,
    email: String,
}

impl Newcomer {
    fn new(number: usize) -> Self {
        Self { number, email: format!("newcomer-{number}@bench.example") }
    }

    /// The n-th of their teams, workspaces or connections.
    fn pick<'o, T>(&self, n: usize, from: &'o [T]) -> &'o T {
        &from[(self.number + n) % from.len()]
    }

    fn wish(&self, organisation: &Organisation) -> Invitee {
        let team = |n| TeamChoice { team_id: self.pick(n, &organisation.teams).as_str().into(), is_team_admin: false };
        let workspace = self.pick(0, &organisation.workspaces).as_str().into();
        let connection = self.pick(0, &organisation.connections).as_str().into();
        Invitee {
            person: NewPerson {
                email: EmailAddress::parse(&self.email).unwrap(),
                first_name: "New".into(),
                last_name: "Comer".into(),
                account_type: Some("Build".into()),
                user_kind: UserKind::Internal,
                send_invite: true,
            },
            teams: vec![team(0), team(1)],
            workspaces: vec![(workspace, WorkspacePermission::Explore)],
            connections: vec![(connection, ConnectionPermission::Usage)],
            attributes: vec![],
            package: None,
        }
    }
}

/// A portal that has read all of the organisation, so that nothing else is on its way to Sigma.
async fn portal(sigma: &Sigma, folder: &Path) -> Running {
    let running = start(Installation {
        addr: ([127, 0, 0, 1], 0).into(),
        machine_addr: None,
        data_dir: folder.to_owned(),
        database_url: format!("sqlite://{}", folder.join("portal.db").display()).into(),
        public_url: None,
        organization_name: "Bench".into(),
        contact: None,
        auth: AuthConfig::Demo,
        sessions: sigma_portal::auth::SessionLimits::default(),
        secret: None,
        mode: Mode::Demo,
        sigma: SigmaAccess {
            base_url: sigma.url().parse().unwrap(),
            client_id: "demo-client".into(),
            client_secret: "demo-secret".to_owned().into(),
            timeout: SigmaAccess::TIMEOUT,
        },
        sync_every: PATIENCE,
        retention: sigma_portal::store::Retention::default(),
        managers_see: ManagersSee::Own,
        changes: Settings::default(),
        requests: sigma_portal::requests::Settings::default(),
        trusted_hops: TrustedHops::default(),
        connections: ConnectionLimits::default(),
        limits: Limits::default(),
        notify: sigma_portal::notify::Settings::default(),
        audit: sigma_portal::notify::StreamSettings::default(),
        clock: sigma_portal::domain::Clock::default(),
    })
    .await
    .unwrap();
    let directory = &running.app.directory;
    directory.watch().wait_for(|status| status.as_of.is_some()).await.unwrap();
    let is_read = |section| directory.snapshot().unwrap().sections().is_complete(section);
    while !Collection::ALL.into_iter().all(is_read) {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    running
}

/// Onboards everybody through the portal, as one change.
async fn onboard(portal: &Running, organisation: &Organisation, newcomers: &[Newcomer]) {
    let amara = portal.app.directory.snapshot().unwrap().member_by_email("amara.okafor@lumen.example").unwrap().clone();
    let actor = Actor {
        member_id: Some(amara.id.clone()),
        subject: None,
        name: amara.full_name(),
        email: amara.email,
        role: Role::Admin,
        origin: None,
    };
    let changes = &portal.app.changes;
    let intent = Intent::Onboard { people: newcomers.iter().map(|n| n.wish(organisation)).collect() };
    let plan = changes.preview(&intent, &actor).await.unwrap();
    let wish = AcceptChange {
        id: Changes::fresh_id(),
        intent,
        actor,
        reason: String::new(),
        fingerprint: plan.fingerprint(),
        confirmation: plan.confirm.map(|wanted| wanted.phrase).unwrap_or_default(),
    };
    let id = changes.accept(wish).await.unwrap();
    let change = changes.settled(&id, PATIENCE).await.unwrap().unwrap();
    assert_eq!(change.state, ChangeState::Done, "{:?}", change.steps);
}
