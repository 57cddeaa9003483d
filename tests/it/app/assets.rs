//! The program runs where its site is, and nowhere else.

use crate::support::TestApp;
use reqwest::{Method, StatusCode};
use std::{fs, process::Command};

#[test]
fn a_portal_without_its_site_refuses_to_start_and_says_what_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let alone = folder.path().join("sigma-portal");
    fs::copy(env!("CARGO_BIN_EXE_sigma-portal"), &alone).unwrap();
    let mut demo = Command::new(&alone);
    let output = demo.args(["demo", "--addr", "127.0.0.1:0"]).current_dir(folder.path()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    assert!(!output.status.success() && said.contains("sigma-portal.css is missing"), "{said}");
}

#[tokio::test]
async fn the_programs_own_files_are_kept_for_good_under_the_names_that_pages_give() {
    let app = TestApp::start().await;
    let (member, admin) = (app.sign_in("member").await, app.sign_in("admin").await);
    for (page, before, after, kind) in [
        (member.get("/me").await, "/static/own/icons-", ".svg", "image/svg+xml"),
        (member.get("/me").await, "/static/own/reading-", ".js", "text/javascript"),
        (admin.get("/").await, "/static/own/charts-", ".css", "text/css"),
        (app.visitor().get("/sign-in").await, "/static/own/outside-", ".css", "text/css"),
        (member.get("/nowhere").await, "/static/own/outside-", ".css", "text/css"),
    ] {
        let file = page.body.split(before).nth(1).and_then(|rest| rest.split(after).next()).unwrap();
        let answer = app.visitor().get(&format!("{before}{file}{after}")).await;
        let header = |name: &str| answer.headers[name].to_str().unwrap().to_owned();
        assert_eq!((answer.status, header("content-type").as_str()), (StatusCode::OK, kind));
        assert!(header("cache-control").contains("immutable"), "{before}");
        let small =
            app.visitor().request(Method::GET, &format!("{before}{file}{after}")).header("accept-encoding", "gzip, br");
        let small = small.send().await.unwrap();
        assert_eq!(small.headers()["content-encoding"], "br", "{before}");
        assert!(small.bytes().await.unwrap().len() < answer.body.len(), "{before}");
        // Behind one balancer, a page of another version names its own.
        let other = app.visitor().get(&format!("{before}0123456789{after}")).await;
        assert_eq!(other.body, answer.body, "{before}");
        assert_eq!(other.headers["cache-control"], "no-cache", "{before}");
    }
}

/// Behind one balancer, a process is asked for files of the version that another one runs.
#[tokio::test]
async fn a_file_that_only_another_version_has_is_not_remembered_as_missing() {
    let app = TestApp::start().await;
    for path in ["/pkg/sigma-portal.of-another-version.css", "/static/fonts/another.woff2", "/static/another.svg"] {
        let answer = app.visitor().get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(answer.headers["cache-control"], "no-store", "{path}");
    }
}
