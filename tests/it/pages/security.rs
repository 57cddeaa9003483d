//! Security from the outside: headers, cookies, foreign writes, secrets.

use crate::support::{PROXY_SECRET, TestApp, proxy};
use reqwest::{Method, StatusCode};

#[tokio::test]
async fn every_page_carries_the_headers() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    for path in ["/", "/members", "/onboard", "/me", "/audit", "/nowhere"] {
        let page = admin.get(path).await;
        let header = |name: &str| page.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
        let policy = header("content-security-policy");
        assert!(policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe-inline"), "{path}: {policy}");
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header("cache-control"), "no-store", "{path}");
        assert!(!header("x-request-id").is_empty(), "{path}");
        // Every script has the page's nonce.
        let scripts = page.body.matches("<script").count();
        assert_eq!(
            page.body.matches("<script nonce=").count() + page.body.matches("<script type=\"module\" nonce=").count(),
            scripts,
            "{path}"
        );
        assert!(!page.body.contains(" style="), "{path} has inline styles");
    }
}

#[tokio::test]
async fn over_https_browsers_are_told_to_stay_there() {
    let public = |url: &'static str| TestApp::start_set(move |portal| portal.public_url = Some(url.parse().unwrap()));
    let (secure, plain) = (public("https://portal.example.com").await, public("http://127.0.0.1").await);
    for path in ["/sign-in", "/nowhere", "/static/favicon.svg", "/healthz"] {
        let answer = secure.visitor().get(path).await;
        assert_eq!(answer.headers["strict-transport-security"], "max-age=31536000", "{path}");
        assert_eq!(answer.headers["cross-origin-resource-policy"], "same-origin", "{path}");
        let answer = plain.visitor().get(path).await;
        assert!(!answer.headers.contains_key("strict-transport-security"), "{path}");
    }
}

#[tokio::test]
async fn a_request_is_called_by_the_portals_own_id() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    let given = "4bf92f3577b34da6a3ce929d0e0e4736";
    for path in ["/sign-in", "/nowhere"] {
        let answer = visitor.send(visitor.request(Method::GET, path).header("x-request-id", given)).await;
        let id = answer.headers["x-request-id"].to_str().unwrap();
        assert!(id.len() == 32 && id != given, "{path}: {id}");
        assert!(!answer.body.contains(given), "{path}");
    }
}

#[tokio::test]
async fn foreign_writes_are_refused() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let write = || admin.request(Method::POST, "/api/directory/refresh");
    for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")] {
        let answer = admin.send(write().header(name, value)).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name}: {value}");
    }
    assert_eq!(admin.send(write()).await.status, StatusCode::FORBIDDEN, "no word about where it comes from");
    let own = admin.send(write().header("origin", app.url(""))).await;
    assert_eq!(own.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn signing_in_rotates_the_session() {
    let app = TestApp::start().await;
    let first = app.sign_in("member").await;
    let again = first.call("/sign-in", "session/begin", &[("persona", "admin")]).await;
    let cookie = again.cookie.expect("a new cookie");
    assert!(!cookie.starts_with(&first.cookie), "the session id stayed the same");
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    let old = first.get("/members").await;
    assert_eq!(old.status, StatusCode::SEE_OTHER, "the old session id still works");
}

#[tokio::test]
async fn plain_views_set_no_cookie() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    assert!(admin.get("/members").await.cookie.is_none());
    assert!(app.visitor().get("/sign-in").await.cookie.is_none());
}

#[tokio::test]
async fn sign_in_leads_only_within_the_site() {
    let app = TestApp::start().await;
    let answer =
        app.visitor().call("/sign-in", "session/begin", &[("persona", "admin"), ("next", "//evil.example/")]).await;
    assert_eq!(answer.location.as_deref(), Some("/"));
    let deep = app.visitor().get("/members?q=a").await;
    assert_eq!(deep.location.as_deref(), Some("/sign-in?next=%2Fmembers%3Fq%3Da"));
}

#[tokio::test]
async fn the_secret_is_in_no_page_and_no_metric() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    for path in ["/", "/members", "/onboard", "/me", "/audit", "/changes", "/nowhere", "/metrics", "/readyz"] {
        let body = admin.get(path).await.body;
        assert!(!body.contains("demo-secret"), "{path} shows the client secret");
    }
}

#[tokio::test]
async fn oversized_forms_are_refused_as_a_page() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let huge = "x".repeat(400 * 1024);
    let answer = admin.call("/onboard", "onboarding/onboard", &[("email", huge.as_str())]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.text().contains("That is more than fits"), "{}", answer.text());
}

#[tokio::test]
async fn a_proxy_signs_people_in_and_nobody_else_does() {
    let app = TestApp::start_behind(proxy(&[])).await;
    let visitor = app.visitor();
    let open = async |secret: &str, email: &str| {
        let request = visitor.request(Method::GET, "/members");
        visitor.send(request.header("x-portal-proxy-secret", secret).header("x-forwarded-email", email)).await
    };
    assert_eq!(open(PROXY_SECRET, "amara.okafor@lumen.example").await.status, StatusCode::OK);
    assert_eq!(open(PROXY_SECRET, "leo.martins@lumen.example").await.status, StatusCode::FORBIDDEN, "a member");
    assert_eq!(open(PROXY_SECRET, "stranger@elsewhere.example").await.status, StatusCode::FORBIDDEN, "no account");
    assert_eq!(open("guessed", "amara.okafor@lumen.example").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(visitor.get("/sign-in").await.status, StatusCode::UNAUTHORIZED, "personas exist in the demo only");
    assert_eq!(visitor.get("/__simulator/faults").await.status, StatusCode::NOT_FOUND, "faults can be ordered");
}

/// Leptos escapes no text inside a `textarea`: it has to go in as escaped `inner_html`.
#[test]
fn no_text_goes_unescaped_into_a_textarea() {
    fn walk(folder: &std::path::Path) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                assert!(!text.contains("}</textarea>"), "{}: use inner_html=web::escaped(…)", path.display());
            }
        }
    }
    walk(std::path::Path::new("src"));
}
