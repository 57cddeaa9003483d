//! Measures a running portal against its budgets and prints a table with ratios.
//!
//! Starts the release binary twice: as simulator and as portal, each in a process of its own, on an organisation of
//! the size given by `BENCH_MEMBERS` (50,000 unless set). Nothing is asserted: speed is no test.
#![expect(clippy::unwrap_used, reason = "a measurement that cannot go on should stop where it is")]

mod load;
mod page;
mod process;

use page::{ADMIN, MANAGER, SECRET, row, seconds};
use process::Server;
use reqwest::{Response, StatusCode};
use std::{
    env, fs,
    time::{Duration, Instant},
};

/// The size of the organisation that the large one is compared with.
const FEW: usize = 1_000;

/// How often each page is asked for.
const VIEWS: usize = 300;

const PAGES: [(&str, &str); 8] = [
    ("overview", "/"),
    ("members, first page", "/members"),
    ("members, last page", "/members?page=1000"),
    ("members, search for two words", "/members?q=ann%20ok"),
    ("members, by account type", "/members?sort=type"),
    ("member with access and history", "/me"),
    ("onboarding form", "/onboard"),
    ("audit log", "/audit"),
];

/// Pages of a team manager, which show a part of the organisation only.
const MANAGED: [(&str, &str); 3] = [
    ("team manager, overview", "/"),
    ("team manager, members", "/members"),
    ("team manager, workspaces", "/workspaces"),
];

#[tokio::main]
async fn main() {
    let members = env::var("BENCH_MEMBERS").ok().and_then(|n| n.parse().ok()).unwrap_or(50_000);
    let few = halves(FEW).await;
    let folder = tempfile::tempdir().unwrap();
    let sigma = Server::simulator(members, &[]).await;
    let begun = Instant::now();
    let portal = Server::portal(&sigma, folder.path());
    portal.answers("/readyz", StatusCode::OK).await;
    let first_sync = begun.elapsed();
    let memory = portal.memory();
    drop(portal);

    let begun = Instant::now();
    let portal = Server::portal(&sigma, folder.path());
    portal.answers("/readyz", StatusCode::OK).await;
    let restart = begun.elapsed();

    println!("\nOrganisation of {members} people; release build, simulator, portal and load on this machine\n");
    println!("{:<60} {:>12} {:>12} {:>7}", "what", "measured", "budget", "ratio");
    row("first reading of the organisation", seconds(first_sync), None, "s");
    row("restart to ready, directory on disk", seconds(restart), Some(0.5), "s");
    row("memory with the directory loaded", memory, Some(120.0), "MB");
    for ((what, path), few) in PAGES.into_iter().zip(few) {
        let times = portal.times(ADMIN, path, VIEWS).await;
        let half = times[times.len() / 2];
        row(&format!("{what}, p50"), half, Some(2.0), "ms");
        row(&format!("{what}, p95"), times[times.len() * 95 / 100], Some(5.0), "ms");
        row(&format!("{what}, p50 as multiple of {FEW} people's"), half / few, Some(1.3), "x");
    }
    for (what, path) in MANAGED {
        let times = portal.times(MANAGER, path, VIEWS).await;
        row(&format!("{what}, p50"), times[times.len() / 2], Some(2.0), "ms");
        row(&format!("{what}, first after a reading or worse"), times[times.len() - 1], None, "ms");
    }
    row("file of 5,000 people, taken and checked", portal.checks_a_file(5_000).await, None, "ms");
    row(
        "members pages a second, 8 connections",
        portal.throughput("/members", Duration::from_secs(5)).await,
        Some(4000.0),
        "/s",
    );
    let loaded = portal.first_visit().await;
    let size =
        |ending: &str| loaded.iter().filter(|(what, _)| what.ends_with(ending)).map(|(_, size)| size).sum::<f64>();
    row("browser code, as transferred", size(".wasm"), Some(110.0), "KB");
    row("what loads it, as transferred", size(".js"), None, "KB");
    row("style sheet, as transferred", size(".css"), None, "KB");
    row("first visit, everything, as transferred", size(""), Some(145.0), "KB");
}

/// The median time of each page, in milliseconds, in an organisation of this size.
async fn halves(members: usize) -> Vec<f64> {
    let folder = tempfile::tempdir().unwrap();
    let sigma = Server::simulator(members, &[]).await;
    let portal = Server::portal(&sigma, folder.path());
    portal.answers("/readyz", StatusCode::OK).await;
    let mut halves = Vec::new();
    for (_, path) in PAGES {
        halves.push(portal.times(ADMIN, path, VIEWS).await[VIEWS / 2]);
    }
    halves
}

impl Server {
    async fn get(&self, path: &str) -> Response {
        let request = self.http.get(format!("{}{path}", self.url));
        let signed = request.header("x-portal-proxy-secret", SECRET).header("x-forwarded-email", ADMIN);
        signed.header("accept", "text/html").header("accept-encoding", "br").send().await.unwrap()
    }

    /// Resident memory in MB.
    fn memory(&self) -> f64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap();
        let line = status.lines().find(|l| l.starts_with("VmRSS:")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<f64>().unwrap() / 1024.0
    }

    /// Requests a second over eight connections.
    async fn throughput(&self, path: &str, time: Duration) -> f64 {
        let deadline = Instant::now() + time;
        let load = async || {
            let mut connection = self.connection(ADMIN, path).await;
            let mut answered = 0_u32;
            while Instant::now() < deadline {
                connection.ask().await;
                answered += 1;
            }
            answered
        };
        let counts = futures::future::join_all((0..8).map(|_| load())).await;
        f64::from(counts.into_iter().sum::<u32>()) / seconds(time)
    }

    /// How long a file of this many people takes from being sent to the page that says what was found, in milliseconds.
    async fn checks_a_file(&self, people: usize) -> f64 {
        let row = |n| format!("newcomer-{n}@bench.example,New,Comer {n},View,Sales\r\n");
        let rows: String = (0..people).map(row).collect();
        let body = format!(
            "--between\r\ncontent-disposition: form-data; name=\"file\"; filename=\"people.csv\"\r\n\r\n\
             E-mail,First name,Last name,Account type,Teams\r\n{rows}\r\n--between--\r\n"
        );
        let request = self.http.post(format!("{}/onboard/file", self.url)).body(body);
        let signed = request.header("x-portal-proxy-secret", SECRET).header("x-forwarded-email", ADMIN);
        let sent = signed.header("content-type", "multipart/form-data; boundary=between");
        let begun = Instant::now();
        let page = sent.header("sec-fetch-site", "same-origin").header("accept", "text/html").send().await.unwrap();
        let page = page.text().await.unwrap();
        assert!(page.contains("5,000 ready"), "{page}");
        seconds(begun.elapsed()) * 1000.0
    }

    /// What a browser loads on its first visit of the members page: the URL of each part and its KB as transferred.
    async fn first_visit(&self) -> Vec<(String, f64)> {
        let html = self.http.get(format!("{}/members", self.url));
        let html = html.header("x-portal-proxy-secret", SECRET).header("x-forwarded-email", ADMIN);
        let html = html.header("accept", "text/html").send().await.unwrap().text().await.unwrap();
        let named = |text: &str, before: &str, after: char| -> Vec<String> {
            text.split(before).skip(1).filter_map(|part| part.split(after).next()).map(str::to_owned).collect()
        };
        let mut parts = [named(&html, "href=\"", '"'), named(&html, "src=\"", '"')].concat();
        let style = parts.iter().find(|part| part.contains(".css")).unwrap();
        let style = self.http.get(format!("{}{style}", self.url)).send().await.unwrap().text().await.unwrap();
        parts.extend(named(&style, "url(", ')').into_iter().map(|url| url.trim_matches('"').to_owned()));
        // Icons are one file, of which each is named.
        for part in &mut parts {
            part.truncate(part.find('#').unwrap_or(part.len()));
        }
        parts.retain(|part| part.starts_with("/pkg/") || part.starts_with("/static/"));
        parts.sort();
        parts.dedup();
        let mut loaded = Vec::new();
        for href in ["/members"].into_iter().chain(parts.iter().map(String::as_str)) {
            let bytes = self.get(href).await.bytes().await.unwrap().len();
            loaded.push((href.to_owned(), f64::from(u32::try_from(bytes).unwrap()) / 1024.0));
        }
        loaded
    }
}
