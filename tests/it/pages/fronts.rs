//! Behind the servers that are put in front of the portal, each started here: nginx as it comes, and nginx and Caddy as the
//! examples in `deploy/` set them up. What oauth2-proxy says to them, a server of the test says in its place: whom a cookie names.

use crate::support::{Answer, PROXY_SECRET, TestApp, proxy};
use axum::{Router, http::HeaderMap, routing::get};
use reqwest::{Client, Method, RequestBuilder, StatusCode};
use sigma_portal::{
    app::Installation,
    auth::AuthConfig,
    directory::SyncState,
    simulator::{Faults, Latency},
    store::{AuditFilter, PageRequest},
    web::Mode,
};
use std::{
    fs,
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command},
    time::Duration,
};
use tempfile::TempDir;
use tokio::time::timeout;

const SOON: Duration = Duration::from_secs(20);

const ADMIN: &str = "amara.okafor@lumen.example";
const MEMBER: &str = "leo.martins@lumen.example";

/// A server in front of the portal, of this test's own and stopped with it.
struct Front {
    process: Child,
    /// Where browsers find the portal.
    url: String,
    http: Client,
    _folder: TempDir,
}

impl Front {
    /// Starts a program, which Debian may put where only root's shell looks, and waits until it answers at the port.
    async fn start(name: &str, args: &[&str], folder: TempDir, (scheme, port): (&str, u16)) -> Self {
        let installed = PathBuf::from("/usr/sbin").join(name);
        let log = fs::File::create(folder.path().join("log")).unwrap();
        let mut process = Command::new(if installed.exists() { installed } else { name.into() })
            .args(args)
            .current_dir(folder.path())
            .env("HOME", folder.path())
            .env("PORTAL_PROXY_SECRET", PROXY_SECRET)
            .stderr(log)
            .spawn()
            .unwrap_or_else(|error| panic!("{name} ({error}): scripts/setup --tests installs it"));
        let address: SocketAddr = ([127, 0, 0, 1], port).into();
        let answers = async {
            while tokio::net::TcpStream::connect(address).await.is_err() {
                assert_eq!(process.try_wait().unwrap(), None, "it has ended");
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        timeout(SOON, answers).await.unwrap_or_else(|_| panic!("{:?}", fs::read_to_string(folder.path().join("log"))));
        let http = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .danger_accept_invalid_certs(true)
            .resolve("portal.example.com", address);
        let (url, http) = (format!("{scheme}://portal.example.com:{port}"), http.build().unwrap());
        Self { process, url, http, _folder: folder }
    }

    /// nginx with these servers.
    async fn nginx(folder: TempDir, servers: &str, at: (&str, u16)) -> Self {
        let name = folder.path().display();
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|kind| format!("{kind}_temp_path {name}/{kind};"))
            .join("\n");
        let config = format!(
            "daemon off; master_process off; pid {name}/pid; error_log stderr;\n\
             events {{}}\n\
             http {{ access_log off; {temporary}\n{servers} }}\n"
        );
        let path = folder.path().join("nginx.conf");
        fs::write(&path, config).unwrap();
        Self::start("nginx", &["-c", &path.display().to_string()], folder, at).await
    }

    fn request(&self, method: Method, path: &str, who: Option<&str>) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.url)).header("sec-fetch-site", "same-origin");
        match who {
            Some(email) => request.header("cookie", format!("who={email}")),
            None => request,
        }
    }

    async fn get(&self, path: &str, who: Option<&str>) -> Answer {
        Answer::read(self.request(Method::GET, path, who).send().await.unwrap()).await.unwrap()
    }
}

impl Drop for Front {
    fn drop(&mut self) {
        _ = self.process.kill();
        _ = self.process.wait();
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// What stands in for oauth2-proxy: it lets in whom the cookie names and says their address in the answer; others it leads to
/// the provider, saying where they come back to.
async fn sign_in() -> SocketAddr {
    let text = |headers: &HeaderMap, name: &str| headers.get(name).map_or("", |v| v.to_str().unwrap()).to_owned();
    let auth = get(async move |headers: HeaderMap| {
        let cookie = text(&headers, "cookie");
        match cookie.split("; ").find_map(|pair| pair.strip_prefix("who=")) {
            Some(email) => (StatusCode::ACCEPTED, [("x-auth-request-email", email.to_owned())]),
            None => (StatusCode::UNAUTHORIZED, [("x-auth-request-email", String::new())]),
        }
    });
    let begin = get(async move |headers: HeaderMap| {
        let back = text(&headers, "x-auth-request-redirect");
        (StatusCode::FOUND, [("location", format!("https://id.example.com/authorize?state={back}"))])
    });
    let router = Router::new().route("/oauth2/auth", auth).route("/oauth2/sign_in", begin);
    let router = router.route("/oauth2/callback", get(async || "You are signed in"));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

/// A file of `deploy/`, with other words in place of its addresses and paths; each of them must be there.
fn example(name: &str, instead: &[(&str, String)]) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy").join(name);
    instead.iter().fold(fs::read_to_string(path).unwrap(), |text, (word, other)| {
        assert!(text.contains(word), "{name} has no {word}");
        text.replace(word, other)
    })
}

async fn portal() -> TestApp {
    let auth = AuthConfig::Proxy(Box::new(proxy(&[ADMIN])));
    let trusted = |portal: &mut Installation| portal.trusted_hops.ranges = vec!["127.0.0.1/32".parse().unwrap()];
    let app = TestApp::start_as(auth, Mode::Serve, |_| {}, trusted).await;
    app.wait_until_ready().await;
    app
}

/// Has the directory read for ever: its events never end either, and no buffer on their way would fill.
async fn never_done(app: &TestApp) {
    app.simulator.set_faults(Faults { latency: Latency::FixedMs(3_600_000), ..Faults::default() });
    app.proxied(ADMIN).call("/", "directory/refresh", &[]).await;
    let mut status = app.running.app.directory.watch();
    timeout(SOON, status.wait_for(|status| matches!(status.state, SyncState::Running(_)))).await.unwrap().unwrap();
}

async fn assert_passes_on_events(request: RequestBuilder) {
    let events = timeout(SOON, request.send()).await.expect("not even the head arrives");
    let mut events = events.unwrap();
    assert_eq!(events.headers()["cache-control"], "no-store, no-transform");
    let first = timeout(SOON, events.chunk()).await.expect("the events are held back").unwrap().unwrap();
    assert!(String::from_utf8_lossy(&first).contains("event: moved"), "{first:?}");
}

/// What the examples promise.
async fn assert_keeps_what_it_promises(front: &Front, app: &TestApp) {
    let unknown = front.get("/members?q=ann&page=2", None).await;
    assert_eq!(unknown.status, StatusCode::FOUND);
    let provider = "https://id.example.com/authorize?state=/members?q=ann&page=2";
    assert_eq!(unknown.location.as_deref(), Some(provider), "they do not come back to the page they asked for");
    assert_eq!(front.get("/oauth2/callback", None).await.body, "You are signed in", "nobody gets as far as signing in");

    // Nobody becomes an admin by what a browser sends.
    let forged = |who| {
        let request = front.request(Method::GET, "/settings", who).header("x-forwarded-email", ADMIN);
        let request = request.header("x-auth-request-email", ADMIN).header("x-forwarded-for", "192.0.2.1");
        request.header("x-portal-proxy-secret", PROXY_SECRET)
    };
    assert!(forged(None).send().await.unwrap().status().is_redirection(), "a header signs somebody in");
    assert_eq!(forged(Some(MEMBER)).send().await.unwrap().status(), StatusCode::FORBIDDEN);
    let refused = AuditFilter { action_prefix: Some("access.refused".into()), ..AuditFilter::default() };
    let refused = app.running.app.store.audit(&refused, PageRequest { number: 1, size: 1 }).await.unwrap();
    let from = refused.items[0].actor.origin.as_deref().and_then(|origin| origin.address.clone());
    assert_eq!(from.as_deref(), Some("127.0.0.1"), "the audit log has an address that a browser has made up");
    assert!(front.get("/me", Some(MEMBER)).await.text().contains("Leo Martins"));
    assert_eq!(front.get("/settings", Some(ADMIN)).await.status, StatusCode::OK);

    for machines in ["/healthz", "/readyz", "/metrics"] {
        let answer = front.get(machines, Some(ADMIN)).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{machines} is open");
        assert!(!answer.body.contains("sigma"), "{machines}: {}", answer.body);
    }

    // What is too large is said on the portal's own page, and what is much too large does not get that far. Caddy 2.6 calls that
    // a bad gateway.
    let too_much = [StatusCode::PAYLOAD_TOO_LARGE, StatusCode::BAD_GATEWAY];
    for (size, refused) in [(6_000_000, &[StatusCode::UNPROCESSABLE_ENTITY][..]), (60_000_000, &too_much)] {
        let head = "--between\r\ncontent-disposition: form-data; name=\"file\"; filename=\"people.csv\"\r\n\r\n";
        let body = [head.as_bytes(), &vec![b'x'; size], b"\r\n--between--\r\n"].concat();
        let request = front.request(Method::POST, "/onboard/file", Some(ADMIN));
        let request = request.header("content-type", "multipart/form-data; boundary=between").body(body);
        let answer = Answer::read(request.send().await.unwrap()).await.unwrap();
        assert!(refused.contains(&answer.status), "{size} bytes: {} {}", answer.status, answer.text());
        assert_eq!(answer.text().contains("larger than 5 MB"), size < 10_000_000, "{size} bytes: {}", answer.text());
    }

    never_done(app).await;
    assert_passes_on_events(front.request(Method::GET, "/directory/events", Some(ADMIN))).await;
}

#[tokio::test]
async fn events_pass_nginx_as_they_happen_with_none_of_its_settings_changed() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let port = free_port();
    let upstream = app.running.addr;
    let server = format!("server {{ listen 127.0.0.1:{port}; location / {{ proxy_pass http://{upstream}; }} }}");
    let front = Front::nginx(tempfile::tempdir().unwrap(), &server, ("http", port)).await;
    app.simulator.set_faults(Faults { latency: Latency::FixedMs(3_600_000), ..Faults::default() });
    admin.call("/", "directory/refresh", &[]).await;
    let mut status = app.running.app.directory.watch();
    timeout(SOON, status.wait_for(|status| matches!(status.state, SyncState::Running(_)))).await.unwrap().unwrap();
    assert_passes_on_events(front.request(Method::GET, "/directory/events", None).header("cookie", &admin.cookie))
        .await;
}

#[tokio::test]
async fn nginx_by_the_example_keeps_what_it_promises() {
    let (app, auth) = (portal().await, sign_in().await);
    let folder = tempfile::tempdir().unwrap();
    let in_folder = |name: &str| folder.path().join(name).display().to_string();
    let (key, certificate) = (in_folder("key"), in_folder("certificate"));
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=portal.example.com"])
        .args(["-keyout", &key, "-out", &certificate])
        .output()
        .expect("openssl is installed: scripts/setup --tests does it");
    assert!(made.status.success(), "{made:?}");
    let secret = format!("proxy_set_header X-Portal-Proxy-Secret \"{PROXY_SECRET}\";");
    fs::write(folder.path().join("secret.conf"), secret).unwrap();
    let port = free_port();
    let servers = example(
        "nginx.conf",
        &[
            ("127.0.0.1:3000", app.running.addr.to_string()),
            ("127.0.0.1:4180", auth.to_string()),
            ("listen 80;", format!("listen 127.0.0.1:{};", free_port())),
            ("listen 443 ssl", format!("listen 127.0.0.1:{port} ssl")),
            ("/etc/ssl/portal.crt", certificate),
            ("/etc/ssl/portal.key", key),
            ("/etc/nginx/portal-secret.conf", in_folder("secret.conf")),
        ],
    );
    let front = Front::nginx(folder, &servers, ("https", port)).await;
    assert_keeps_what_it_promises(&front, &app).await;
}

#[tokio::test]
async fn caddy_by_the_example_keeps_what_it_promises() {
    let (app, auth) = (portal().await, sign_in().await);
    let folder = tempfile::tempdir().unwrap();
    let port = free_port();
    // Without its certificates, which it fetches from elsewhere.
    let site = format!("{{\n\tadmin off\n\tauto_https off\n}}\n\nhttp://portal.example.com:{port} {{");
    let config = example(
        "Caddyfile",
        &[
            ("127.0.0.1:3000", app.running.addr.to_string()),
            ("127.0.0.1:4180", auth.to_string()),
            ("portal.example.com {", site),
        ],
    );
    let path = folder.path().join("Caddyfile");
    fs::write(&path, config).unwrap();
    let args = ["run", "--adapter", "caddyfile", "--config", &path.display().to_string()];
    let front = Front::start("caddy", &args, folder, ("http", port)).await;
    assert_keeps_what_it_promises(&front, &app).await;
}
