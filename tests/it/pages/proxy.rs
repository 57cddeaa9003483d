//! Behind a reverse proxy: whom it may sign in, what it must send, how people sign out.

use crate::support::{PROXY_SECRET, TestApp, proxy};
use reqwest::{Method, StatusCode};
use sigma_portal::{
    auth::ProxyConfig,
    directory::PeopleRules,
    domain::{EmailAddress, MemberStatus, NewPerson, UserKind},
};
use std::{
    io::Write,
    sync::{Arc, Mutex},
};

/// What is logged on this thread.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Log {
    /// Until the guards are dropped. The second subscriber keeps `tracing` from remembering that nobody listens on the
    /// threads of other tests.
    fn start(&self) -> (tracing::subscriber::DefaultGuard, tracing::Dispatch) {
        let log = self.clone();
        let second = tracing::Dispatch::new(tracing::subscriber::NoSubscriber::default());
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::WARN)
            .with_ansi(false)
            .with_writer(move || log.clone())
            .finish();
        (tracing::subscriber::set_default(subscriber), second)
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

async fn embed_user(app: &TestApp) -> String {
    let email = "embedded@customer.example";
    let person = NewPerson {
        email: EmailAddress::parse(email).unwrap(),
        first_name: "Em".into(),
        last_name: "Bed".into(),
        account_type: Some("View".into()),
        user_kind: UserKind::Embed,
        send_invite: false,
    };
    app.running.app.client.members().create(&person, &[]).await.unwrap();
    assert!(app.running.app.directory.sync().await);
    email.to_owned()
}

fn guest(app: &TestApp) -> String {
    let snapshot = app.snapshot();
    let guest = snapshot.people().find(|m| m.user_kind == UserKind::Guest && m.status() == MemberStatus::Active);
    guest.unwrap().email.clone()
}

#[tokio::test]
async fn accounts_that_are_nobodys_to_use_do_not_sign_in() {
    // Not even where the configuration names them.
    let robot = "scheduler-robot@sigmacomputing.example";
    let app = TestApp::start_behind(proxy(&[robot, "embedded@customer.example"])).await;
    let embedded = embed_user(&app).await;
    let snapshot = app.snapshot();
    let archived = snapshot.people().find(|m| m.status() == MemberStatus::Archived).unwrap().email.clone();
    for (email, heading, advice) in [
        (robot, "System accounts can’t sign in", "an account of your own"),
        (&embedded, "Embed users can’t sign in", "internal account"),
        (&guest(&app), "Guests can’t sign in", "PORTAL_GUESTS_SIGN_IN"),
        (&archived, "Your account is deactivated", "reactivate"),
        ("stranger@elsewhere.example", "You have no account here", "invite you"),
    ] {
        for path in ["/", "/me", "/members", "/changes", "/settings"] {
            let page = app.proxied(email).get(path).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{email} {path}");
            assert!(page.text().contains(heading) && page.text().contains(advice), "{email}: {}", page.text());
            assert!(page.text().contains(email), "the page does not say as whom: {}", page.text());
        }
        let posted = app.proxied(email).call("/", "changes/accept", &[("id", "a"), ("fingerprint", "b")]).await;
        assert_eq!(posted.status, StatusCode::FORBIDDEN, "{email}");
    }
}

#[tokio::test]
async fn guests_sign_in_where_the_portal_is_told_so() {
    let app = TestApp::start_behind(ProxyConfig {
        people: PeopleRules { guests_sign_in: true, ..PeopleRules::default() },
        ..proxy(&[])
    })
    .await;
    let guest = guest(&app);
    let page = app.proxied(&guest).get("/me").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let embedded = embed_user(&app).await;
    assert_eq!(app.proxied(&embedded).get("/me").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn whoever_is_admin_by_configuration_only_is_named_at_start_and_on_settings() {
    let log = Log::default();
    let _guards = log.start();
    let configured = ["root@elsewhere.example", "priya.raman@lumen.example", "amara.okafor@lumen.example"];
    let app = TestApp::start_behind(proxy(&configured)).await;
    let root = app.proxied("root@elsewhere.example");
    let page = root.get("/settings").await;
    assert_eq!(page.status, StatusCode::OK);
    let panel = page.body.split("id=\"people\"").nth(1).unwrap().split("</section>").next().unwrap();
    assert!(panel.contains("root@elsewhere.example") && panel.contains("is not a member"), "{panel}");
    assert!(panel.contains("priya.raman@lumen.example") && panel.contains("has the account type"), "{panel}");
    assert!(!panel.contains("amara.okafor"), "an admin in Sigma too: {panel}");
    let logged = log.text();
    let line = |email: &str| logged.lines().any(|line| line.contains(email) && line.contains("by PORTAL_ADMINS only"));
    assert!(line("root@elsewhere.example") && line("priya.raman@lumen.example"), "{logged}");
    assert!(!line("amara.okafor@lumen.example"), "{logged}");
}

#[tokio::test]
async fn headers_that_came_twice_sign_nobody_in() {
    let app = TestApp::start_behind(proxy(&[])).await;
    let (admin, leo) = ("amara.okafor@lumen.example", "leo.martins@lumen.example");
    let open = async |headers: &[(&'static str, &str)]| {
        let visitor = app.visitor();
        let request = headers.iter().fold(visitor.request(Method::GET, "/members"), |r, (name, v)| r.header(*name, *v));
        visitor.send(request).await.status
    };
    let secret = ("x-portal-proxy-secret", PROXY_SECRET);
    assert_eq!(open(&[secret, ("x-forwarded-email", admin)]).await, StatusCode::OK);
    for headers in [
        vec![secret, ("x-forwarded-email", admin), ("x-forwarded-email", leo)],
        vec![secret, ("x-forwarded-email", leo), ("x-forwarded-email", admin)],
        vec![secret, secret, ("x-forwarded-email", admin)],
        vec![secret, ("x-portal-proxy-secret", "guessed"), ("x-forwarded-email", admin)],
        vec![secret, ("x-forwarded-email", "amara.okafor@lumen.example, leo.martins@lumen.example")],
    ] {
        assert_eq!(open(&headers).await, StatusCode::BAD_REQUEST, "{headers:?}");
    }
}

#[tokio::test]
async fn wrong_secrets_are_logged_and_slowed_and_hold_nobody_else_up() {
    let log = Log::default();
    let _guards = log.start();
    let app = TestApp::start_behind(proxy(&[])).await;
    let visitor = app.visitor();
    let wrong = async || {
        let request = visitor.request(Method::GET, "/members").header("x-portal-proxy-secret", "guess-me-if-you-can");
        visitor.send(request.header("x-forwarded-email", "amara.okafor@lumen.example")).await
    };
    for _ in 0..5 {
        assert_eq!(wrong().await.status, StatusCode::UNAUTHORIZED);
    }
    let right = app.proxied("amara.okafor@lumen.example");
    let held = wrong();
    tokio::pin!(held);
    // The sixth is held; whoever has the right secret, from the same address, is answered meanwhile.
    for _ in 0..3 {
        tokio::select! {
            biased;
            _ = &mut held => panic!("a sixth wrong secret was answered at once"),
            page = right.get("/me") => assert_eq!(page.status, StatusCode::OK),
        }
    }
    assert_eq!(held.await.status, StatusCode::UNAUTHORIZED);
    let logged = log.text();
    let lines: Vec<_> = logged.lines().filter(|line| line.contains("wrong x-portal-proxy-secret")).collect();
    assert_eq!(lines.len(), 6, "{logged}");
    assert!(lines.iter().all(|line| line.contains("127.0.0.1")), "{lines:?}");
    assert!(!logged.contains("guess-me") && !logged.contains(PROXY_SECRET), "a secret is in the log");
}

#[tokio::test]
async fn signing_out_leads_to_the_proxys_way_or_is_not_offered() {
    let app = TestApp::start_behind(proxy(&[])).await;
    let amara = app.proxied("amara.okafor@lumen.example");
    let page = amara.get("/me").await;
    assert!(!page.text().contains("Sign out") && !page.posts_to("session/end"), "it cannot sign anybody out");
    assert_eq!(amara.call("/me", "session/end", &[]).await.status, StatusCode::NOT_FOUND);

    let app = TestApp::start_behind(ProxyConfig { sign_out_url: Some("/oauth2/sign_out?rd=%2F".into()), ..proxy(&[]) });
    let app = app.await;
    let amara = app.proxied("amara.okafor@lumen.example");
    let page = amara.get("/me").await;
    assert!(page.links_to("/oauth2/sign_out?rd=%2F"), "{}", page.body);
    let out = amara.call("/me", "session/end", &[]).await;
    assert_eq!(out.location.as_deref(), Some("/oauth2/sign_out?rd=%2F"));
    let stranger = app.proxied("stranger@elsewhere.example").get("/me").await;
    assert!(stranger.links_to("/oauth2/sign_out?rd=%2F"), "someone without an account cannot get out");
}
