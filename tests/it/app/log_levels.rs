//! What is logged, changed while the portal runs.

use super::reload::Serving;
use reqwest::{Method, StatusCode};
use sigma_portal::simulator::{self, Options};
use std::{fs, path::Path, time::Duration};

const SECRET: &str = "the-old-secret-of-thirty-two-bytes-or-more";
const AMARA: &str = "amara.okafor@lumen.example";
const PRIYA: &str = "priya.raman@lumen.example";

/// Waits until the log says something.
async fn until_logged(log: &Path, says: &str) {
    let read = || fs::read_to_string(log).unwrap();
    let said = async {
        while !read().contains(says) {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    assert!(tokio::time::timeout(Duration::from_secs(30), said).await.is_ok(), "{says} is not in {}", read());
}

/// A page as this person sees it.
async fn page(portal: &Serving, email: &str, path: &str) -> String {
    let answer = portal.request(Method::GET, path, SECRET, email).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK, "{path}");
    answer.text().await.unwrap()
}

async fn post(portal: &Serving, email: &str, function: &str, form: &[(&str, &str)]) -> StatusCode {
    let request = portal.request(Method::POST, &format!("/api/{function}"), SECRET, email);
    request.header("referer", portal.page("/status")).form(form).send().await.unwrap().status()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_filter_is_read_anew_and_more_is_logged_for_a_while() {
    sigma_portal::domain::tls::use_ring();
    let simulated = simulator::start(Options::default()).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (log, settings) = (folder.path().join("log"), folder.path().join("settings"));
    fs::write(folder.path().join("secret"), SECRET).unwrap();
    fs::write(folder.path().join("previous"), SECRET).unwrap();
    fs::write(&settings, "portal_auditors = \"priya.raman@lumen.example\"\nportal_log = \"warn\"").unwrap();
    let portal = Serving::start(&simulated.url, folder.path());
    portal.until(SECRET, true, &log).await;
    assert!(!fs::read_to_string(&log).unwrap().contains("INFO"), "{}", fs::read_to_string(&log).unwrap());

    fs::write(&settings, "portal_auditors = \"priya.raman@lumen.example\"\nportal_log = \"info\"").unwrap();
    portal.hang_up();
    until_logged(&log, "Credentials were read anew").await;
    portal.until(SECRET, true, &log).await;
    until_logged(&log, "Answered GET /me").await;
    assert!(!fs::read_to_string(&log).unwrap().contains("DEBUG"));

    // One line a request: who, by id, from where, what and how it went.
    let answered = fs::read_to_string(&log).unwrap();
    let line = answered.lines().find(|line| line.contains("Answered GET /me with 200")).unwrap_or_default();
    for part in ["person", "client.address", "127.0.0.1", "duration_ms", "http.route"] {
        assert!(line.contains(part), "{part}: {answered}");
    }
    assert!(!answered.contains("leo.martins"), "the log names people: {answered}");

    // For a while, by an admin. An auditor sees it.
    assert!(page(&portal, AMARA, "/status").await.contains("As configured"));
    assert!(!page(&portal, PRIYA, "/status").await.contains("Log more"));
    let form = [("detail", "debug"), ("minutes", "15")];
    assert_eq!(post(&portal, PRIYA, "status/log-more", &form).await, StatusCode::FORBIDDEN);
    assert_eq!(post(&portal, AMARA, "status/log-more", &form).await, StatusCode::SEE_OTHER);
    assert!(page(&portal, PRIYA, "/status").await.contains(">Debug<"));
    page(&portal, AMARA, "/settings").await;
    until_logged(&log, "DEBUG").await;
    // What the settings say by then holds afterwards.
    fs::write(&settings, "portal_auditors = \"priya.raman@lumen.example\"\nportal_log = \"error\"").unwrap();
    portal.hang_up();
    let configured = async {
        while !page(&portal, AMARA, "/status").await.contains("<code>error") {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), configured).await.expect("the settings are not read");
    assert_eq!(post(&portal, AMARA, "status/log-as-configured", &[]).await, StatusCode::SEE_OTHER);
    let before = fs::read_to_string(&log).unwrap().len();
    page(&portal, AMARA, "/settings").await;
    assert_eq!(fs::read_to_string(&log).unwrap().len(), before, "something is logged though nothing failed");
    let audit = page(&portal, PRIYA, "/audit").await;
    assert!(audit.contains("Set the log level to debug for 15 minutes"), "{audit}");
}
