//! Self-service while portals are killed: what is asked is acted on once, what ends ends once and takes back what it gave and
//! nothing else, and everybody is told.

mod found;
mod wish;

use super::{
    admin::Fleet,
    portal::Portal,
    proof::{Report, Setting, murder, statuses},
    weather,
    world::World,
};
use crate::support::smtp::{Says, SmtpServer};
use futures::{StreamExt, stream};
use rand::{Rng, SeedableRng, seq::SliceRandom};
use rand_chacha::ChaCha8Rng;
use sigma_portal::{
    sigma::{ClientConfig, SigmaClient},
    simulator::{self, Faults},
    store::Store,
};
use std::{
    cell::{Cell, RefCell},
    time::{Duration, Instant},
};
use wish::{Then, Wish};

/// People who act at once.
const ACTING: usize = 16;

/// Runs the proof on an empty database, with as many wishes as the setting has people, and half as many terms that end
/// meanwhile.
pub async fn prove(database_url: &str, setting: Setting) -> Report {
    let begun = Instant::now();
    // Everybody asks once: who is told too much within an hour is told the rest in the next.
    let options =
        simulator::Options { members: setting.people * 3 + 60, seed: setting.seed, ..simulator::Options::default() };
    let sigma = simulator::start(options).await.unwrap();
    let mut rng = ChaCha8Rng::seed_from_u64(setting.seed);
    sigma.simulator.set_clock_ahead(weather::sigma_clock(setting.seed));
    let config = ClientConfig::new(sigma.url.parse().unwrap(), "demo-client", "demo-secret".to_owned().into());
    let client = SigmaClient::new(config).unwrap();
    let mut expected = World::read(&client).await;
    let mut free = wish::free(&client, &mut rng).await;
    free.shuffle(&mut rng);
    assert!(free.len() >= setting.people + setting.people / 2, "only {} people have something to ask for", free.len());
    let held = free.split_off(free.len() - setting.people / 2);
    let wishes: Vec<Wish> =
        free.into_iter().take(setting.people).zip(Then::ALL.into_iter().cycle()).map(Wish::of).collect();
    for wish in wishes.iter().filter(|wish| wish.then != Then::End) {
        expected.add(wish.fact());
    }
    let terms = wish::hold(database_url, &client, held, &mut rng).await;

    let mails = SmtpServer::start().await;
    let mail = || {
        let from = "Sigma portal <sigma@lumen.example>".into();
        let wait = ("PORTAL_MAIL_WAIT_SECONDS", "1".into());
        vec![("PORTAL_SMTP_URL", SmtpServer::url(mails.addr).into()), ("PORTAL_MAIL_FROM", from), wait]
    };
    let lease_seconds = if setting.portals == 1 { 3 } else { 5 };
    let start = |nth| Portal::start_told(mail(), database_url, &sigma.url, lease_seconds, weather::portal_clock(nth));
    let fleet = Fleet::new((0..setting.portals).map(start).collect(), setting.patience);
    fleet.ready().await;
    sigma.simulator.clear_journal();

    sigma.simulator.set_faults(weather::ordinary());
    let (kills, journal) = (Cell::new(0), RefCell::new(Vec::new()));
    let mut draw = || ChaCha8Rng::from_rng(&mut rng);
    let (storm_rng, kill_rng, mail_rng) = (draw(), draw(), draw());
    let killing = murder(&fleet, setting.killed, kill_rng, |_| {
        kills.set(kills.get() + 1);
        journal.borrow_mut().extend(sigma.simulator.clear_journal());
    });
    let store = Store::open(database_url).await.unwrap();
    let work = async {
        let acting = stream::iter(&wishes).map(|wish| wish.come_true(&fleet, &store)).buffer_unordered(ACTING);
        let ending = stream::iter(&terms).map(|id| wish::ended(&fleet, &store, id)).buffer_unordered(ACTING);
        let (made, ended) = tokio::join!(acting.collect::<Vec<_>>(), ending.collect::<Vec<_>>());
        let (made, mut wrong): (Vec<_>, Vec<_>) = made.into_iter().partition(Result::is_ok);
        wrong.extend(ended.into_iter().filter_map(Result::err).map(Err));
        let made = made.into_iter().flatten().flatten().chain(terms.clone()).collect::<Vec<_>>();
        let untold = found::untold(&store, &made, &mails, begun + setting.patience * 9 / 10).await;
        (made, wrong.into_iter().filter_map(Result::err).chain(untold).collect::<Vec<_>>())
    };
    let work = tokio::time::timeout(setting.patience, work);
    let done = tokio::select! {
        done = Box::pin(work) => done,
        () = weather::storms(&sigma.simulator, storm_rng) => unreachable!("storms go on"),
        () = Box::pin(weather::readings(database_url)) => unreachable!("readings go on"),
        () = busy(&mails, mail_rng) => unreachable!("mail servers are busy now and then"),
        () = killing => unreachable!("kills go on"),
    };
    sigma.simulator.set_faults(Faults::default());
    for portal in &fleet.portals {
        portal.kill();
    }
    let mut journal = journal.into_inner();
    journal.extend(sigma.simulator.clear_journal());

    let (made, mut problems) =
        done.unwrap_or_else(|_| (Vec::new(), vec!["not everything came to its end in time".to_owned()]));
    if kills.get() == 0 {
        problems.push("nobody was killed, so nothing is proved".into());
    }
    if problems.is_empty() {
        problems.extend(found::acted_on_otherwise_than_once(&store, &made).await);
        problems.extend(found::mailed_under_two_ids(&mails.mails()));
        problems.extend(World::read(&client).await.differences(&expected));
    }
    store.close().await.unwrap();
    if !problems.is_empty() {
        problems.extend(fleet.portals.iter().map(Portal::log));
    }
    let statuses = statuses(&journal);
    Report { setting, kills: kills.get(), retries: 0, calls: journal.len(), statuses, took: begun.elapsed(), problems }
}

/// A mail server that takes nothing for a moment, now and then. Goes on until dropped.
async fn busy(mails: &SmtpServer, mut rng: ChaCha8Rng) {
    loop {
        tokio::time::sleep(Duration::from_millis(rng.random_range(4_000..12_000))).await;
        mails.say(Says::NotNow);
        tokio::time::sleep(Duration::from_millis(rng.random_range(200..2_000))).await;
        mails.say(Says::Yes);
    }
}
