//! One proof: people are onboarded while Sigma misbehaves and portals are killed; then everything is counted.

use super::{
    admin::{ADMIN, AcceptChange, Fleet},
    opposed,
    portal::Portal,
    weather,
    world::{self, World},
};
use futures::{StreamExt, stream};
use rand::{Rng, SeedableRng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;
use sigma_portal::{
    domain::{
        ChangeId, ChangeState, ConnectionPermission, DirectoryEventKind, EmailAddress, PersonKey, Subject,
        WorkspacePermission,
    },
    sigma::{ClientConfig, ListWorkbooks, SigmaClient},
    simulator::{self, Entry, Faults, Simulator},
    store::{AuditFilter, ChangeFilter, HistoryFilter, PageRequest, Store},
};
use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    fmt, iter,
    ops::Range,
    time::{Duration, Instant},
};

/// How long a portal lives before it is killed, in milliseconds. Most lives must see the dead one's leases run out.
const LIFE: Range<u64> = 300..10_000;
/// The first life is a short one, so that even a small proof sees a kill.
const FIRST_LIFE: Range<u64> = 300..1_000;
/// Admins at work at once.
const ADMINS: usize = 16;

/// What is proved.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Everything drawn is drawn from it.
    pub seed: u64,
    /// People to onboard.
    pub people: usize,
    /// Portals on the database.
    pub portals: usize,
    /// What becomes of a killed portal.
    pub killed: Killed,
    /// How long it may take.
    pub patience: Duration,
}

/// What becomes of a killed portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Killed {
    /// It is started again, and somebody is killed again later.
    ComesBack,
    /// The first portal is killed, once and for all; another has to finish its work.
    StaysDead,
}

/// What came out.
#[derive(Debug)]
pub struct Report {
    pub setting: Setting,
    pub kills: u32,
    pub retries: u32,
    pub calls: usize,
    /// Calls by status; 0 stands for a cut connection.
    pub statuses: BTreeMap<u16, usize>,
    pub took: Duration,
    /// Everything that is not as it should be; empty when the proof holds.
    pub problems: Vec<String>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { setting, kills, retries, calls, took, .. } = self;
        let times = |status| self.statuses.get(&status).copied().unwrap_or_default();
        write!(
            f,
            "seed {:>3}: {} people, {kills:>3} kills, {retries:>3} retries, {calls:>6} calls (500: {}, 429: {}, 401: {}, cut: {}), {:>5.1} s: {}",
            setting.seed,
            setting.people,
            times(500),
            times(429),
            times(401),
            times(0),
            took.as_secs_f64(),
            if self.problems.is_empty() {
                "proved".to_owned()
            } else {
                format!("REFUTED\n  {}", self.problems.join("\n  "))
            }
        )
    }
}

/// Runs the proof on an empty database.
pub async fn prove(database_url: &str, setting: Setting) -> Report {
    let begun = Instant::now();
    let options = simulator::Options { members: 60, seed: setting.seed, ..simulator::Options::default() };
    let sigma = simulator::start(options).await.unwrap();
    let mut rng = ChaCha8Rng::seed_from_u64(setting.seed);
    // With one portal only the dead hold leases for long; of two, a slow machine must not make one look dead.
    let lease_seconds = if setting.portals == 1 { 3 } else { 5 };
    sigma.simulator.set_clock_ahead(weather::sigma_clock(setting.seed));
    let config = ClientConfig::new(sigma.url.parse().unwrap(), "demo-client", "demo-secret".to_owned().into());
    let client = SigmaClient::new(config).unwrap();
    let two = opposed::admins(&client).await;
    let admin = client.members().find_by_email(&EmailAddress::parse(ADMIN).unwrap()).await.unwrap().unwrap();
    let admin = PersonKey::Member(admin.id);
    let portals = (0..setting.portals)
        .map(|nth| Portal::start(database_url, &sigma.url, lease_seconds, weather::portal_clock(nth)))
        .collect();
    let fleet = Fleet::new(portals, setting.patience);
    fleet.ready().await;

    let mut expected = World::read(&client).await;
    let wishes = wishes(setting, &client, &mut rng).await;
    for wish in &wishes {
        add(&mut expected, wish);
    }
    sigma.simulator.clear_journal();

    sigma.simulator.set_faults(weather::ordinary());
    let (kills, journal) = (Cell::new(0), RefCell::new(Vec::new()));
    let (storm_rng, kill_rng) = (ChaCha8Rng::from_rng(&mut rng), ChaCha8Rng::from_rng(&mut rng));
    let onboarding = stream::iter(&wishes).map(|wish| fleet.onboard(wish)).buffer_unordered(ADMINS).collect::<Vec<_>>();
    let opposing = async {
        tokio::join!(opposed::offboard(&fleet, &two[0], &two[1]), opposed::offboard(&fleet, &two[1], &two[0]))
    };
    let killing = murder(&fleet, setting.killed, kill_rng, |_| {
        kills.set(kills.get() + 1);
        journal.borrow_mut().extend(sigma.simulator.clear_journal());
    });
    let (onboarded, opposing) = tokio::select! {
        done = Box::pin(async { tokio::join!(onboarding, opposing) }) => done,
        () = weather::storms(&sigma.simulator, storm_rng) => unreachable!("storms go on"),
        () = Box::pin(weather::readings(database_url)) => unreachable!("readings go on"),
        () = killing => unreachable!("kills go on"),
    };
    sigma.simulator.set_faults(Faults::default());
    for portal in &fleet.portals {
        portal.kill();
    }
    let mut journal = journal.into_inner();
    journal.extend(sigma.simulator.clear_journal());

    let mut problems: Vec<String> = onboarded.iter().filter_map(|seen| seen.clone().err()).collect();
    if kills.get() == 0 {
        problems.push("nobody was killed, so nothing is proved".into());
    }
    problems.extend([opposing.0, opposing.1].into_iter().filter_map(Result::err));
    problems.extend(opposed::problem(&client, &two).await);
    // What the two have made of each other is not planned, only that one is left.
    let is_theirs = |fact: &String| two.iter().any(|member| fact.contains(&member.email));
    problems.extend(World::read(&client).await.differences(&expected).into_iter().filter(|fact| !is_theirs(fact)));
    problems.extend(wishes.iter().filter_map(|wish| invited(wish, &sigma.simulator, &journal)));
    problems.extend(journaled(database_url, setting.people, &admin).await);
    problems.extend(left(database_url, &two.map(|member| Subject::Member(member.id)), &documents(&client).await).await);
    if !problems.is_empty() {
        problems.extend(fleet.portals.iter().map(Portal::log));
    }
    let retries = onboarded.iter().flatten().sum();
    Report {
        setting,
        kills: kills.get(),
        retries,
        calls: journal.len(),
        statuses: statuses(&journal),
        took: begun.elapsed(),
        problems,
    }
}

/// How many of the calls had each status; 0 stands for a cut connection.
pub fn statuses(journal: &[Entry]) -> BTreeMap<u16, usize> {
    let mut statuses = BTreeMap::new();
    for entry in journal {
        *statuses.entry(entry.status.unwrap_or(0)).or_default() += 1;
    }
    statuses
}

/// Kills portals at random moments, for as long as it is polled. `dead` hears of each kill while nobody is there.
pub async fn murder(fleet: &Fleet, killed: Killed, mut rng: ChaCha8Rng, dead: impl Fn(&Portal)) {
    for life in iter::once(FIRST_LIFE).chain(iter::repeat(LIFE)) {
        tokio::time::sleep(Duration::from_millis(rng.random_range(life))).await;
        if killed == Killed::StaysDead {
            fleet.portals[0].kill();
            dead(&fleet.portals[0]);
            std::future::pending::<()>().await;
        }
        let victim = fleet.portals.choose(&mut rng).unwrap();
        victim.kill();
        dead(victim);
        tokio::time::sleep(Duration::from_millis(rng.random_range(0..300))).await;
        victim.restart();
    }
}

/// People with up to two teams and two grants each.
async fn wishes(setting: Setting, client: &SigmaClient, rng: &mut ChaCha8Rng) -> Vec<AcceptChange> {
    let teams = client.teams().all().await.unwrap();
    let workspaces = client.workspaces().all().await.unwrap();
    let connections = client.connections().all().await.unwrap();
    let connections: Vec<_> = connections.into_iter().filter(|c| !c.is_archived).collect();
    let wish = |n| {
        let on_connection = rng.random_range(0..=1);
        let joined = rng.random_range(1..=2);
        let joined: Vec<_> = teams.choose_multiple(rng, joined).map(|t| t.id.clone()).collect();
        let opened: Vec<_> = workspaces.choose_multiple(rng, 2 - on_connection).map(|w| w.id.clone()).collect();
        let connected: Vec<_> = connections.choose_multiple(rng, on_connection).map(|c| c.id.clone()).collect();
        AcceptChange {
            last_name: format!("Person {n}"),
            email: format!("person-{n}@proof.example"),
            account_type: "Build",
            teams: joined.into_iter().map(|id| (id, rng.random_bool(0.2))).collect(),
            workspaces: opened.into_iter().map(|id| (id, *WorkspacePermission::ALL.choose(rng).unwrap())).collect(),
            connections: connected
                .into_iter()
                .map(|id| (id, *ConnectionPermission::ALL.choose(rng).unwrap()))
                .collect(),
        }
    };
    (0..setting.people).map(wish).collect()
}

/// The facts that a wish come true adds to the world.
fn add(world: &mut World, wish: &AcceptChange) {
    let email = &wish.email;
    world.add(world::member(email, wish.account_type));
    for (id, is_admin) in &wish.teams {
        world.add(world::membership(id.as_str(), email, *is_admin));
    }
    for (id, level) in &wish.workspaces {
        world.add(world::grant(id.as_str(), email, level.slug()));
    }
    for (id, level) in &wish.connections {
        world.add(world::grant(id.as_str(), email, level.slug()));
    }
}

/// What is wrong with how a person was invited, if anything: one mail, and no invitation sent after one that may have
/// arrived without a look at Sigma in between.
fn invited(wish: &AcceptChange, simulator: &Simulator, journal: &[Entry]) -> Option<String> {
    let email = &wish.email;
    let mails = simulator.invitations().iter().filter(|mail| *mail.email == **email).count();
    if mails != 1 {
        return Some(format!("{email} got {mails} invitations"));
    }
    let looked = format!("email={}", email.replace('@', "%40"));
    let mut calls: Vec<_> = journal
        .iter()
        .filter_map(|entry| match entry.operation.as_str() {
            "GET /v2/members" if entry.path.contains(&looked) && entry.status == Some(200) => Some((entry, false)),
            "POST /v2/members" if entry.body.as_ref()?["email"] == **email => Some((entry, true)),
            _ => None,
        })
        .collect();
    calls.sort_by_key(|(entry, _)| entry.at_ms);
    let mut may_have_arrived = false;
    for (entry, is_invitation) in calls {
        if is_invitation && may_have_arrived {
            return Some(format!("{email} was invited again without a look at Sigma"));
        }
        if entry.status == Some(409) {
            return Some(format!("{email} was invited again, and Sigma refused it"));
        }
        // Sigma says with these that it has done nothing.
        may_have_arrived = is_invitation && !matches!(entry.status, Some(401 | 429));
    }
    None
}

/// What is wrong with the portal's own journal, if anything: each wish is one change, and each step of it is met.
async fn journaled(database_url: &str, people: usize, admin: &PersonKey) -> Vec<String> {
    let store = Store::open(database_url).await.unwrap();
    let page = PageRequest { number: 1, size: u32::try_from(people).unwrap() * 2 };
    let mine = ChangeFilter { actor: Some(admin.clone()), ..ChangeFilter::default() };
    let changes = store.changes(&mine, page).await.unwrap();
    let accepted = AuditFilter {
        actor: Some(admin.clone()),
        action_prefix: Some("change.accepted".into()),
        ..AuditFilter::default()
    };
    let accepted = store.audit(&accepted, PageRequest { number: 1, size: 1 }).await.unwrap().total;
    let mut problems = Vec::new();
    if (changes.total, accepted) != (people as u64, people as u64) {
        problems.push(format!("{people} wishes became {} changes, accepted {accepted} times", changes.total));
    }
    for summary in changes.items {
        problems.extend(unmet(&store, &summary.change.id).await);
    }
    store.close().await.unwrap();
    problems
}

/// What of a change is not done, or not there.
pub async fn unmet(store: &Store, id: &ChangeId) -> Vec<String> {
    let Some(change) = store.change(id).await.unwrap() else { return vec![format!("there is no change {id}")] };
    let state = (change.state != ChangeState::Done).then(|| format!("“{}” is {:?}", change.title, change.state));
    let open = change.steps.iter().filter(|step| !step.state.is_met());
    state.into_iter().chain(open.map(|step| format!("“{}” is {:?}", step.title, step.state))).collect()
}

/// The documents that are there.
async fn documents(client: &SigmaClient) -> Vec<Subject> {
    let which = ListWorkbooks { skip_permission_check: true, ..ListWorkbooks::default() };
    let workbooks =
        client.workbooks().all(&which).await.unwrap().into_iter().map(|workbook| Subject::Workbook(workbook.id));
    let datasets = client.datasets().all(true).await.unwrap().into_iter().map(|dataset| Subject::Dataset(dataset.id));
    let models = client.data_models().all(true).await.unwrap().into_iter().map(|model| Subject::DataModel(model.id));
    let reports = client.reports().all(true).await.unwrap().into_iter().map(|report| Subject::Report(report.id));
    workbooks.chain(datasets).chain(models).chain(reports).collect()
}

/// Who and what the directory wrongly says has gone, by others' doing: nobody has, except the two who offboard each other,
/// with their documents; those of `documents` are still there.
async fn left(database_url: &str, two: &[Subject], documents: &[Subject]) -> Vec<String> {
    let store = Store::open(database_url).await.unwrap();
    let seen = store.history(&HistoryFilter::default(), PageRequest { number: 1, size: 10_000 }).await.unwrap();
    store.close().await.unwrap();
    let is_departure = |kind| match kind {
        DirectoryEventKind::MemberLeft
        | DirectoryEventKind::MemberDeactivated
        | DirectoryEventKind::TeamLeft
        | DirectoryEventKind::GrantLost
        | DirectoryEventKind::ResourceDeleted => true,
        DirectoryEventKind::MemberJoined
        | DirectoryEventKind::MemberReactivated
        | DirectoryEventKind::MemberChanged
        | DirectoryEventKind::AccountTypeChanged
        | DirectoryEventKind::TeamJoined
        | DirectoryEventKind::TeamAdminChanged
        | DirectoryEventKind::GrantGained
        | DirectoryEventKind::GrantChanged
        | DirectoryEventKind::ResourceCreated
        | DirectoryEventKind::ResourceRenamed => false,
    };
    let gone = seen.items.into_iter().filter(|event| is_departure(event.kind));
    let is_archived = |subject: &Subject| {
        let is_document =
            matches!(subject, Subject::Workbook(_) | Subject::Dataset(_) | Subject::DataModel(_) | Subject::Report(_));
        is_document && !documents.contains(subject)
    };
    let others =
        gone.filter(|event| !event.subjects.iter().any(|subject| two.contains(subject) || is_archived(subject)));
    others.map(|event| format!("the history says “{}”", event.text)).collect()
}
