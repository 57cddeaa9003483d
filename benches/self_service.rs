//! Measures the pages of self-service against their budgets and prints a table with ratios.
//!
//! `BENCH_MEMBERS` people (50,000 unless set), two assignments for each five of them, and an open request for each ten. The
//! release binary runs as simulator and as portal, each in a process of its own. Nothing is asserted: speed is no test.
#![expect(clippy::unwrap_used, reason = "a measurement that cannot go on should stop where it is")]

mod load;
mod page;
mod process;
mod requests;

use page::{ADMIN, MANAGER, row};
use process::Server;
use requests::{Amount, Filled, fill};
use reqwest::StatusCode;
use std::{
    env,
    time::{Duration, Instant},
};

/// The size of the organisation that the large one is compared with.
const FEW: usize = 1_000;

/// How often each page is asked for.
const VIEWS: usize = 300;

/// How long it may take until all sections are read.
const WHOLE: Duration = Duration::from_mins(5);

/// Somebody whom Sigma does not know.
const VISITOR: &str = "somebody.new@bench.example";

/// What is asked for: what it is called, who asks, and the page.
fn pages(filled: &Filled) -> Vec<(&'static str, String, String)> {
    let Filled { package, open, granted, member, workspace } = filled;
    let page = |what, who: &str, path: String| (what, who.to_owned(), path);
    vec![
        page("member: start", member, "/".into()),
        page("member: get access", member, "/get-access".into()),
        page("member: get access, search", member, "/get-access?q=fin".into()),
        page("member: ask for a workspace", member, format!("/get-access/ask?for={}", workspace.key())),
        page("member: ask for a package", member, format!("/get-access/ask?for=package:{package}")),
        page("member: my requests", member, "/requests".into()),
        page("member: a request that was granted", member, format!("/requests/{granted}")),
        page("member: ends soon", member, "/requests/ends-soon".into()),
        page("visitor: start", VISITOR, "/".into()),
        page("visitor: ask for an account", VISITOR, "/get-access/account".into()),
        page("manager: start", MANAGER, "/".into()),
        page("manager: inbox", MANAGER, "/requests/inbox".into()),
        page("manager: a request to decide", MANAGER, format!("/requests/{open}")),
        page("manager: ends soon", MANAGER, "/requests/ends-soon".into()),
        page("admin: start", ADMIN, "/".into()),
        page("admin: inbox", ADMIN, "/requests/inbox".into()),
        page("admin: all requests", ADMIN, "/requests/all".into()),
        page("admin: all requests, last page", ADMIN, "/requests/all?page=100000".into()),
        page("admin: all requests, search for two words", ADMIN, "/requests/all?q=ann%20job".into()),
        page("admin: all requests, granted", ADMIN, "/requests/all?state=granted".into()),
        page("admin: ends soon", ADMIN, "/requests/ends-soon".into()),
        page("admin: packages", ADMIN, "/packages".into()),
        page("admin: a package with its holders", ADMIN, format!("/packages/{package}")),
        page("admin: policies", ADMIN, "/policies".into()),
        page("admin: what if …", ADMIN, "/policies?who=leo.martins%40lumen.example&what=Package+1".into()),
        page("admin: notifications", ADMIN, "/notifications".into()),
    ]
}

#[tokio::main]
async fn main() {
    let people = env::var("BENCH_MEMBERS").ok().and_then(|n| n.parse().ok()).unwrap_or(50_000);
    let few = measured(Amount::of(FEW)).await;
    let amount = Amount::of(people);
    let many = measured(amount).await;
    println!(
        "\nSelf-service: {} people, {} assignments, {} open requests; release build\n",
        amount.people, amount.assignments, amount.open
    );
    println!("{:<60} {:>12} {:>12} {:>7}", "what", "measured", "budget", "ratio");
    for ((what, times), (_, few)) in many.into_iter().zip(few) {
        let half = times[VIEWS / 2];
        row(&format!("{what}, p50"), half, Some(2.0), "ms");
        row(&format!("{what}, p95"), times[VIEWS * 95 / 100], Some(5.0), "ms");
        row(&format!("{what}, p50 as multiple of {FEW} people's"), half / few[VIEWS / 2], Some(1.3), "x");
    }
}

/// What each page takes in an organisation of this size: its name, and the times in milliseconds, sorted.
async fn measured(amount: Amount) -> Vec<(&'static str, Vec<f64>)> {
    let folder = tempfile::tempdir().unwrap();
    let sigma = Server::simulator(amount.people, &[]).await;
    let filled = fill(&sigma, folder.path(), amount).await;
    let portal = Server::portal(&sigma, folder.path());
    // Plans need sections that /readyz does not wait for.
    is_whole(&portal).await;
    let mut measured = Vec::new();
    for (what, who, path) in pages(&filled) {
        let times = portal.times(&who, &path, VIEWS).await;
        // Said at once: a measurement that breaks off leaves something.
        eprintln!(
            "{} people, {what}: p50 {:.2} ms, p95 {:.2} ms",
            amount.people,
            times[VIEWS / 2],
            times[VIEWS * 95 / 100]
        );
        measured.push((what, times));
    }
    measured
}

/// Waits until a portal has read all sections of its directory, not only what it is ready with.
async fn is_whole(portal: &Server) {
    portal.answers("/readyz", StatusCode::OK).await;
    let deadline = Instant::now() + WHOLE;
    loop {
        let metrics = portal.http.get(format!("{}/metrics", portal.url)).send().await.unwrap().text().await.unwrap();
        let lines = |name: &str| metrics.lines().filter(|line| line.starts_with(name)).count();
        // Each section says whether its reading fails, and how old it is once it was read.
        let sections = lines("portal_directory_failing{");
        if sections > 0 && lines("portal_directory_age_seconds{") == sections {
            return;
        }
        assert!(Instant::now() < deadline, "the directory was never read whole");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}
