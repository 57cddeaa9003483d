//! Measures the directory inside one process, against its budgets: lists, searches, everybody's access, restart, memory.
//!
//! Reads a simulated organisation of `BENCH_MEMBERS` people (50,000 unless set) once; nothing else is between the
//! figures and the code. Nothing is asserted: speed is no test.
#![expect(clippy::unwrap_used, reason = "a measurement that cannot go on should stop where it is")]

use sigma_portal::{
    directory::{Collection, Depth, Directory, EverybodysAccess, MemberQuery, MemberSort, Snapshot, Target},
    domain::{MemberStatus, ResourceRef},
    sigma::{ClientConfig, SigmaClient},
    simulator,
    store::Store,
};
use std::{
    env, fs,
    hint::black_box,
    process::Command,
    sync::Arc,
    time::{Duration, Instant},
};

/// What the process of a restart is told: where the database is.
const RESTARTED: &str = "BENCH_RESTARTED";

/// Times each measurement is repeated.
const TIMES: usize = 101;

#[tokio::main]
async fn main() {
    _ = rustls::crypto::ring::default_provider().install_default();
    if let Ok(url) = env::var(RESTARTED) {
        return restarted(&url).await;
    }
    let members = env::var("BENCH_MEMBERS").ok().and_then(|n| n.parse().ok()).unwrap_or(50_000);
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("portal.db").display());
    let options = simulator::Options { members, ..simulator::Options::default() };
    let sigma = simulator::start(options).await.unwrap();
    let directory = Directory::open(client(&sigma.url), Store::open(&url).await.unwrap()).await;
    let begun = Instant::now();
    assert!(directory.sync().await, "{:?}", directory.status());
    let first = begun.elapsed();
    let begun = Instant::now();
    let snapshot = with_documents(&directory).await;
    let documents = begun.elapsed();

    println!("\nOrganisation of {members} people, {} teams; in process, release build\n", snapshot.teams().len());
    println!("{:<46} {:>12} {:>12} {:>7}", "what", "measured", "budget", "ratio");
    row("first reading, simulator in the same process", first.as_secs_f64(), None, "s");
    row("then who may open each document", documents.as_secs_f64(), None, "s");
    lists(&snapshot);
    access(&snapshot);
    // Of a process that has read the database and nothing else, as after a restart.
    let itself = env::current_exe().unwrap();
    let output = Command::new(itself).env(RESTARTED, &url).output().unwrap();
    print!("{}", String::from_utf8_lossy(&output.stdout));
}

/// Reads on until Sigma has been asked who may open each document.
async fn with_documents(directory: &Directory) -> Arc<Snapshot> {
    loop {
        let snapshot = directory.snapshot().unwrap();
        let documents = [Collection::Workbooks, Collection::Datasets];
        if documents.into_iter().all(|section| snapshot.sections().is_complete(section)) {
            return snapshot;
        }
        for section in documents {
            directory.sync_section(section, Depth::Due).await.unwrap();
        }
    }
}

fn client(url: &str) -> SigmaClient {
    let config = ClientConfig::new(url.parse().unwrap(), "demo-client", "demo-secret".to_owned().into());
    SigmaClient::new(config).unwrap()
}

async fn restarted(url: &str) {
    let begun = Instant::now();
    let store = Store::open(url).await.unwrap();
    let directory = Directory::open(client("http://127.0.0.1:9/"), store).await;
    let snapshot = directory.snapshot().unwrap();
    black_box(snapshot.find_members(&page(MemberQuery::default())));
    row("restart to the first list, from the database", begun.elapsed().as_secs_f64(), Some(0.5), "s");
    row("memory with the directory loaded", megabytes("VmRSS:"), Some(120.0), "MB");
    row("memory at most while loading it", megabytes("VmHWM:"), None, "MB");
}

fn lists(snapshot: &Snapshot) {
    let query = |q: &str| page(MemberQuery { q: q.to_owned(), ..MemberQuery::default() });
    let last = u32::try_from(snapshot.people_count() / 50).unwrap();
    for (what, query, budget) in [
        ("list, first page", query(""), 2.0),
        ("list, last page", MemberQuery { page: last, ..query("") }, 2.0),
        ("list by address, last page", MemberQuery { sort: MemberSort::Email, page: last, ..query("") }, 2.0),
        ("list by account type", MemberQuery { sort: MemberSort::AccountType, ..query("") }, 2.0),
        ("list of one account type", MemberQuery { account_type: Some("build".into()), ..query("") }, 2.0),
        (
            "list of the active, latest first",
            MemberQuery {
                sort: MemberSort::Created,
                descending: true,
                status: Some(MemberStatus::Active),
                ..query("")
            },
            2.0,
        ),
        ("list of a team", MemberQuery { team: Some(snapshot.teams()[0].id.clone()), ..query("") }, 2.0),
        ("search, one rare word", query("okafor"), 5.0),
        ("search, two words", query("ann ok"), 5.0),
        ("search, a letter that most have", query("a"), 5.0),
        ("search, a word that everybody has", query("lumen"), 5.0),
        ("search by address order", MemberQuery { sort: MemberSort::Email, ..query("ann") }, 5.0),
        ("search, nobody", query("zzzz"), 5.0),
    ] {
        row(what, median(|| snapshot.find_members(&query)), Some(budget), "ms");
    }
}

fn access(snapshot: &Arc<Snapshot>) {
    let pairs = |snapshot: &Arc<Snapshot>| {
        let (mut pairs, mut inside, mut reasons) = (0_usize, 0_usize, 0_u32);
        EverybodysAccess::new(snapshot.clone()).each(|reached| {
            pairs += 1;
            reasons += reached.own_grants + reached.team_grants;
            if let Target::Resource { documents, .. } = reached.target {
                inside += documents;
            }
        });
        (pairs, inside, reasons)
    };
    let (found, inside, _) = pairs(snapshot);
    println!("{found} pairs of a person and a thing, {inside} more with documents that come with a workspace");
    row("everybody's access", median(|| pairs(snapshot)), Some(200.0), "ms");
    let member = snapshot.people().next().unwrap();
    row("access of a person", median(|| snapshot.access_of(member)), Some(2.0), "ms");
    row("how many documents a person opens", median(|| snapshot.document_count(member)), Some(2.0), "ms");
    row("documents of a person", median(|| snapshot.documents_of(member)), Some(2.0), "ms");
    let reach = |w: &sigma_portal::domain::Workspace| snapshot.reach_of(&ResourceRef::Workspace(w.id.clone())).len();
    let widest = snapshot.workspaces().iter().max_by_key(|w| reach(w)).unwrap();
    let what = format!("reach of the widest workspace, {} people", reach(widest));
    row(&what, median(|| reach(widest)), None, "ms");
    let sections = snapshot.sections();
    row("indexes of the whole snapshot", median(|| Snapshot::new(sections.clone(), None)), None, "ms");
    row("the same when nothing changed", median(|| Snapshot::new(sections.clone(), Some(snapshot))), None, "ms");
}

fn page(query: MemberQuery) -> MemberQuery {
    MemberQuery { page: query.page.max(1), size: 50, ..query }
}

/// The median time of one run, in milliseconds.
fn median<T>(mut run: impl FnMut() -> T) -> f64 {
    let mut times: Vec<Duration> = (0..TIMES)
        .map(|_| {
            let begun = Instant::now();
            black_box(run());
            begun.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[TIMES / 2].as_secs_f64() * 1000.0
}

/// A line of `/proc/self/status`, in MB.
fn megabytes(line: &str) -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|l| l.starts_with(line)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<f64>().unwrap() / 1024.0
}

fn row(what: &str, measured: f64, budget: Option<f64>, unit: &str) {
    let (budget, ratio) = match budget {
        Some(budget) => (format!("{budget} {unit}"), format!("{:.2}", measured / budget)),
        None => (String::new(), String::new()),
    };
    println!("{what:<46} {:>12} {budget:>12} {ratio:>7}", format!("{measured:.2} {unit}"));
}
