//! What one person, one address and one request can cost everybody else.

use crate::support::TestApp;
use reqwest::{Method, StatusCode, header};
use sigma_portal::{
    app::ConnectionLimits,
    directory::SyncState,
    simulator::{Entry, Faults, Latency},
    web::{Limits, Rate, Share},
};
use std::time::Duration;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
    time::timeout,
};

/// Longer than anything here takes that works, and shorter than what a page waits for a silent Sigma.
const SOON: Duration = Duration::from_secs(6);

/// So often, and then not again within the test.
const fn hourly(burst: u32) -> Rate {
    Rate { burst, every: Duration::from_hours(1) }
}

/// Sigma answers, after longer than anybody waits.
fn silent() -> Faults {
    Faults { latency: Latency::FixedMs(3_600_000), ..Faults::default() }
}

/// Words as they fit into the longest address that HTTP libraries take.
fn twenty_thousand_words() -> String {
    let letters = "abcdefghijklmnopqrstuvwxyz0123456789";
    let pairs = letters.chars().flat_map(|a| letters.chars().map(move |b| format!("{a}{b}")));
    pairs.cycle().take(20_000).collect::<Vec<_>>().join("+")
}

#[tokio::test]
async fn a_search_of_20_000_words_is_cut_and_says_so() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let words = twenty_thousand_words();
    for path in ["/members", "/find", "/teams", "/audit", "/access?team=x"] {
        let name = if path.contains('?') { "&workspace" } else { "?q" };
        let page = timeout(SOON, admin.get(&format!("{path}{name}={words}"))).await.expect(path);
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.text().contains("Only the first 12 words are searched for"), "{path}: {}", page.text());
        assert!(page.body.len() < 200_000, "{path} repeats the search: {} bytes", page.body.len());
    }
    // The same few words, however often, are a search like any other.
    let page = admin.get(&format!("/members?q={}", vec!["amara"; 5_000].join("+"))).await;
    assert!(page.text().contains("amara.okafor@lumen.example") && !page.text().contains("Only the first"));
}

#[tokio::test]
async fn requests_that_hang_hold_up_only_whoever_sent_them() {
    let limits = Limits { requests: Share { of_one: 1, of_all: 2 }, ..Limits::default() };
    let app = TestApp::start_set(|portal| portal.limits = limits).await;
    let (admin, auditor) = (app.sign_in("admin").await, app.sign_in("auditor").await);
    app.simulator.set_faults(silent());
    // The settings page asks Sigma, and waits for it.
    let hanging = admin.request(Method::GET, "/settings").header("sec-fetch-site", "same-origin");
    let hanging = tokio::spawn(async move { hanging.send().await.map(drop) });
    while app.running.app.client.limiter_status().in_flight == 0 {
        tokio::task::yield_now().await;
    }
    let mut next = Box::pin(admin.get("/members"));
    assert!(futures::poll!(next.as_mut()).is_pending());
    // Neither machines nor other people wait for it.
    for path in ["/healthz", "/readyz", "/metrics"] {
        assert_eq!(timeout(SOON, app.visitor().get(path)).await.expect(path).status, StatusCode::OK);
    }
    assert_eq!(timeout(SOON, auditor.get("/members")).await.expect("another person").status, StatusCode::OK);
    assert!(!hanging.is_finished(), "nothing hung");
    // Whoever gives up gets their turn back.
    hanging.abort();
    assert_eq!(timeout(SOON, next).await.expect("the abandoned request runs on").status, StatusCode::OK);
}

#[tokio::test]
async fn a_person_follows_only_so_much_at_once() {
    let limits = Limits { followed: Share { of_one: 2, of_all: 9 }, ..Limits::default() };
    let app = TestApp::start_set(|portal| portal.limits = limits).await;
    let (admin, auditor) = (app.sign_in("admin").await, app.sign_in("auditor").await);
    // A reading of the directory that never ends, and neither do its events.
    app.simulator.set_faults(silent());
    admin.call("/", "directory/refresh", &[]).await;
    let mut status = app.running.app.directory.watch();
    timeout(SOON, status.wait_for(|status| matches!(status.state, SyncState::Running(_)))).await.unwrap().unwrap();
    let follow = async |browser: &crate::support::Browser<'_>| {
        let answer = browser.request(Method::GET, "/directory/events").send().await.unwrap();
        (answer.status(), answer)
    };
    let first = follow(&admin).await;
    let second = follow(&admin).await;
    assert_eq!((first.0, second.0), (StatusCode::OK, StatusCode::OK));
    let (status, third) = follow(&admin).await;
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
    assert!(third.headers().contains_key(header::RETRY_AFTER));
    assert_eq!(follow(&auditor).await.0, StatusCode::OK, "another person");
    drop(first);
    let again = async { while follow(&admin).await.0 != StatusCode::OK {} };
    timeout(SOON, again).await.expect("a stream that was left still counts");
}

/// A download that has begun and whose rest is not taken from the network.
async fn unread_download(app: &TestApp, cookie: &str) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4_096).unwrap();
    let mut stream = socket.connect(app.running.addr).await.unwrap();
    let asked = format!("GET /access/export.csv HTTP/1.1\r\nhost: portal\r\ncookie: {cookie}\r\n\r\n");
    stream.write_all(asked.as_bytes()).await.unwrap();
    let mut begun = [0; 12];
    stream.read_exact(&mut begun).await.unwrap();
    assert_eq!(&begun, b"HTTP/1.1 200");
    stream
}

#[tokio::test]
async fn downloads_that_nobody_reads_count_until_they_are_left() {
    let app = TestApp::start_of(3_000).await;
    let (admin, auditor) = (app.sign_in("admin").await, app.sign_in("auditor").await);
    let held = [unread_download(&app, &admin.cookie).await, unread_download(&app, &admin.cookie).await];
    let refused = admin.get("/teams/export.csv").await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(refused.headers.contains_key(header::RETRY_AFTER));
    assert_eq!(admin.get("/members").await.status, StatusCode::OK, "pages are no downloads");
    assert_eq!(auditor.get("/access/export.csv").await.status, StatusCode::OK, "another person");
    drop(held);
    let again = async { while admin.get("/teams/export.csv").await.status != StatusCode::OK {} };
    timeout(SOON, again).await.expect("a download that was left still counts");
}

#[tokio::test]
async fn exports_are_counted_for_each_person() {
    let app = TestApp::start_set(|portal| portal.limits.exports = hourly(2)).await;
    let (admin, auditor) = (app.sign_in("admin").await, app.sign_in("auditor").await);
    for path in ["/access/export.csv", "/members/export.csv"] {
        assert_eq!(admin.get(path).await.status, StatusCode::OK, "{path}");
    }
    let refused = admin.get("/teams/export.csv").await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    let wait: u32 = refused.headers[header::RETRY_AFTER].to_str().unwrap().parse().unwrap();
    assert!((3_000..=3_601).contains(&wait), "{wait}");
    assert!(refused.text().contains("This was not carried out"), "{}", refused.text());
    assert_eq!(auditor.get("/access/export.csv").await.status, StatusCode::OK, "another person");
    assert_eq!(admin.get("/members").await.status, StatusCode::OK, "pages are no exports");
}

#[tokio::test]
async fn whoever_refreshes_while_it_runs_joins_and_is_not_counted() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    app.simulator.set_faults(silent());
    for _ in 0..40 {
        assert_eq!(admin.call("/", "directory/refresh", &[]).await.status, StatusCode::SEE_OTHER);
    }
    assert!(admin.get("/").await.text().contains("The directory is being read from Sigma already"));
}

#[tokio::test]
async fn a_few_refreshes_are_free_and_then_one_in_ten_seconds() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    app.simulator.clear_journal();
    let mut status = app.running.app.directory.watch();
    let refused = loop {
        let answer = admin.call("/", "directory/refresh", &[]).await;
        if answer.status == StatusCode::TOO_MANY_REQUESTS {
            break answer;
        }
        let directory = &app.running.app.directory;
        let is_read = status.wait_for(|_| !directory.is_sync_requested());
        timeout(SOON, is_read).await.expect("it is read").unwrap();
    };
    let wait: u32 = refused.headers[header::RETRY_AFTER].to_str().unwrap().parse().unwrap();
    assert!(wait <= 10, "{wait} s");
    let is_list = |call: &&Entry| call.operation == "GET /v2/members" && !call.path.contains("page=");
    let lists = app.simulator.journal().iter().filter(is_list).count();
    assert!((5..=7).contains(&lists), "{lists} lists of members were read");
    assert_eq!(app.sign_in("auditor").await.call("/", "directory/refresh", &[]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn questions_to_sigma_are_counted_and_the_page_stands_without() {
    let app = TestApp::start_set(|portal| portal.limits.questions = hourly(8)).await;
    // The page asks four questions: how the credentials stand, and three switches.
    let admin = app.sign_in("admin").await;
    for _ in 0..2 {
        assert!(!admin.get("/settings").await.text().contains("Sigma was not asked"));
    }
    let page = admin.get("/settings").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("Sigma was not asked: you have asked it for much lately"), "{}", page.text());
    assert!(!app.sign_in("auditor").await.get("/settings").await.text().contains("Sigma was not asked"));
}

#[tokio::test]
async fn writes_are_counted_for_each_person() {
    let app = TestApp::start_set(|portal| portal.limits.writes = hourly(3)).await;
    let member = app.sign_in("member").await;
    let statuses = [(); 4].map(|()| member.post("/api/onboarding/onboard", &[]));
    let statuses = futures::future::join_all(statuses).await.into_iter().map(|answer| answer.status);
    let refused = statuses.filter(|status| *status == StatusCode::TOO_MANY_REQUESTS).count();
    assert_eq!(refused, 1);
    assert_eq!(member.get("/me").await.status, StatusCode::OK, "reading goes on");
}

#[tokio::test]
async fn connections_end_when_nothing_comes_of_them() {
    let quick = ConnectionLimits { head_within: Duration::from_millis(100), ..ConnectionLimits::default() };
    let app = TestApp::start_set(|portal| portal.connections = quick).await;
    for begun in ["", "GET / HTTP/1.1\r\nhost: a\r\nx: ", "GET /healthz HTTP/1.1\r\nhost: a\r\n\r\n"] {
        let mut half = TcpStream::connect(app.running.addr).await.unwrap();
        half.write_all(begun.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        _ = timeout(SOON, half.read_to_end(&mut answer)).await.unwrap_or_else(|_| panic!("{begun:?} stays open"));
    }
}

#[tokio::test]
async fn a_head_has_a_limit_that_no_cookies_and_tokens_reach() {
    let app = TestApp::start().await;
    for (size, status) in [(20_000, StatusCode::OK), (200_000, StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE)] {
        let head = format!("GET /healthz HTTP/1.1\r\nhost: a\r\nconnection: close\r\nx: {}\r\n\r\n", "y".repeat(size));
        let (mut from, mut to) = TcpStream::connect(app.running.addr).await.unwrap().into_split();
        let sent = tokio::spawn(async move { to.write_all(head.as_bytes()).await });
        let mut answer = String::new();
        timeout(SOON, from.read_to_string(&mut answer)).await.expect("no answer").unwrap();
        assert!(answer.starts_with(&format!("HTTP/1.1 {}", status.as_u16())), "{size}: {answer:.80}");
        _ = sent.await;
    }
}

#[tokio::test]
async fn one_address_has_only_so_many_connections() {
    let few = ConnectionLimits { of_one: 2, ..ConnectionLimits::default() };
    let app = TestApp::start_set(|portal| portal.connections = few).await;
    let open = || TcpStream::connect(app.running.addr);
    let held = [open().await.unwrap(), open().await.unwrap()];
    let mut turned_away = open().await.unwrap();
    let read = timeout(SOON, turned_away.read(&mut [0; 1])).await.expect("a third connection is kept");
    assert!(matches!(read, Ok(0) | Err(_)));
    drop(held);
    let again = async {
        loop {
            let mut stream = open().await.unwrap();
            let asked = stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").await;
            let mut answer = String::new();
            if asked.is_ok() && stream.read_to_string(&mut answer).await.is_ok() && answer.contains("200 OK") {
                return;
            }
        }
    };
    timeout(SOON, again).await.expect("connections that were closed still count");
}

#[tokio::test]
async fn an_upload_that_is_refused_gets_its_answer() {
    let app = TestApp::start().await;
    let file = vec![b'x'; 30_000_000];
    let member = app.sign_in("member").await;
    let refused = member.upload("/onboard/file", &[], "people.csv", &file).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(refused.text().contains("You don’t have access"), "{}", refused.text());
    let admin = app.sign_in("admin").await;
    let foreign = admin.request(Method::POST, "/onboard/file").header("sec-fetch-site", "cross-site");
    let foreign = admin.send(foreign.body(file.clone())).await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    let form =
        admin.request(Method::POST, "/api/onboarding/onboard").header("sec-fetch-site", "same-origin").body(file);
    let form = admin.send(form).await;
    assert_eq!(form.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(form.text().contains("That is more than fits"), "{}", form.text());
}

#[tokio::test]
async fn invented_methods_are_one_in_the_metrics() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    for n in 0..50 {
        let method = Method::from_bytes(format!("INVENTED{n}").as_bytes()).unwrap();
        let answer = admin.send(admin.request(method, "/members").header("sec-fetch-site", "same-origin")).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    }
    let metrics = admin.get("/metrics").await.body;
    assert!(!metrics.contains("INVENTED"), "{metrics}");
    assert!(metrics.contains("method=\"other\""), "{metrics}");
    assert!(metrics.contains("portal_request_seconds_bucket{"), "{metrics}");
}
