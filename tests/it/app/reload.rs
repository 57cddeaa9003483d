//! Credentials are read anew on SIGHUP, and nobody is sent away while one replaces another.

use crate::store::database::Database;
use reqwest::{Method, RequestBuilder, StatusCode, redirect::Policy};
use sigma_portal::{
    auth::SECRET_HEADER,
    simulator::{self, Options},
    store::{Error, Store},
};
use std::{
    fs::{self, File},
    net::{SocketAddr, TcpListener},
    path::Path,
    process::{Child, Command},
    time::Duration,
};

const OLD: &str = "the-old-secret-of-thirty-two-bytes-or-more";
const NEW: &str = "the-new-secret-of-thirty-two-bytes-or-more";

/// A portal in service, in a process of its own.
pub struct Serving {
    process: Child,
    url: String,
}

/// A command of the program with the settings of a portal at this address.
pub fn program(command: &str, sigma: &str, addr: SocketAddr, folder: &Path) -> Command {
    let options = Options::default();
    let settings = folder.join("settings");
    let settings = settings.is_file().then_some(("PORTAL_CONFIG", settings));
    let mut program = Command::new(env!("CARGO_BIN_EXE_sigma-portal"));
    program
        .args([command, "--addr", &addr.to_string(), "--data-dir", folder.join("data").to_str().unwrap()])
        .env_remove("PORTAL_BIN")
        .envs([("SIGMA_BASE_URL", sigma), ("PORTAL_AUTH", "proxy"), ("SIGMA_CLIENT_ID", &options.client_id)])
        .env("SIGMA_CLIENT_SECRET", &options.client_secret)
        .env("PORTAL_PROXY_SECRET_FILE", folder.join("secret"))
        .env("PORTAL_PROXY_SECRET_PREVIOUS_FILE", folder.join("previous"))
        .envs(settings);
    program
}

impl Drop for Serving {
    fn drop(&mut self) {
        _ = self.process.kill();
        _ = self.process.wait();
    }
}

impl Serving {
    /// With the proxy's secrets in the files `secret` and `previous` of a folder, where `log` and data go, too; and the
    /// settings of its file `settings`, where there is one.
    pub fn start(sigma: &str, folder: &Path) -> Self {
        Self::start_with(sigma, folder, &[])
    }

    /// The same with further variables.
    pub fn start_with(sigma: &str, folder: &Path, variables: &[(&str, &str)]) -> Self {
        let addr = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let log = File::create(folder.join("log")).unwrap();
        let mut serve = program("serve", sigma, addr, folder);
        serve.envs(variables.iter().copied()).stdout(log.try_clone().unwrap()).stderr(log);
        Self { process: serve.spawn().unwrap(), url: format!("http://{addr}/me") }
    }

    /// A request of somebody whom the proxy has signed in, as a page of the portal sends it.
    pub fn request(&self, method: Method, path: &str, secret: &str, email: &str) -> RequestBuilder {
        let url = self.page(path);
        let client = reqwest::Client::builder().redirect(Policy::none()).build().unwrap();
        let request = client.request(method, url).header(SECRET_HEADER, secret).header("x-forwarded-email", email);
        request.header("sec-fetch-site", "same-origin").header("accept", "text/html")
    }

    /// The URL of a page.
    pub fn page(&self, path: &str) -> String {
        self.url.replace("/me", path)
    }

    async fn opens(&self, secret: &str) -> bool {
        let request = reqwest::Client::builder().build().unwrap().get(&self.url);
        let request = request.header(SECRET_HEADER, secret).header("x-forwarded-email", "leo.martins@lumen.example");
        request.send().await.is_ok_and(|answer| answer.status() == StatusCode::OK)
    }

    /// Waits until a secret opens the portal, or no longer does.
    pub async fn until(&self, secret: &str, opens: bool, log: &Path) {
        let is_so = async {
            while self.opens(secret).await != opens {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        let log = || fs::read_to_string(log).unwrap();
        assert!(tokio::time::timeout(Duration::from_secs(30), is_so).await.is_ok(), "{secret}: {}", log());
    }

    pub fn hang_up(&self) {
        assert!(Command::new("kill").args(["-HUP", &self.process.id().to_string()]).status().unwrap().success());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_is_replaced_without_a_restart_and_without_a_gap() {
    sigma_portal::domain::tls::use_ring();
    let simulated = simulator::start(Options::default()).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (secret, previous, log) =
        (folder.path().join("secret"), folder.path().join("previous"), folder.path().join("log"));
    fs::write(&secret, OLD).unwrap();
    fs::write(&previous, OLD).unwrap();
    let portal = Serving::start(&simulated.url, folder.path());
    portal.until(OLD, true, &log).await;
    assert!(!portal.opens(NEW).await);

    // Both count until the proxy has the new one, too.
    fs::write(&secret, NEW).unwrap();
    portal.hang_up();
    portal.until(NEW, true, &log).await;
    assert!(portal.opens(OLD).await, "the proxy has not been told yet");
    fs::write(&previous, NEW).unwrap();
    portal.hang_up();
    portal.until(OLD, false, &log).await;
    assert!(portal.opens(NEW).await);

    // What is wrong is said by name, and changes nothing.
    fs::write(&secret, "short").unwrap();
    portal.hang_up();
    let told = async {
        while !fs::read_to_string(&log).unwrap().contains("PORTAL_PROXY_SECRET is 5 bytes long") {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), told).await.expect("nobody is told");
    assert!(portal.opens(NEW).await);
    let log = fs::read_to_string(&log).unwrap();
    assert!(!log.contains(OLD) && !log.contains(NEW), "{log}");
}

#[tokio::test]
async fn the_databases_password_is_replaced_once_the_server_takes_it() {
    let database = Database::postgres().await;
    let store = database.store().await;
    let login = |user: &str| database.url.replacen("postgres://postgres", &format!("postgres://{user}"), 1);
    let name = database.name();
    database.execute(&format!("CREATE ROLE other_{name} LOGIN SUPERUSER PASSWORD 'new'")).await;
    store.replace_login(&login(&format!("other_{name}:new"))).await.unwrap();
    store.replace_login(&login("nobody-of-this-name")).await.expect_err("the server does not know them");
    let elsewhere = database.url.replacen(&format!("/{name}"), "/postgres", 1);
    assert!(matches!(store.replace_login(&elsewhere).await, Err(Error::Url(_))));
    store.writable().await.unwrap();
    let file = Database::sqlite();
    file.store().await.replace_login(&file.url).await.unwrap();
    Store::open(&login(&format!("other_{name}:new"))).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_container_asks_its_portal_whether_it_lives() {
    sigma_portal::domain::tls::use_ring();
    let simulated = simulator::start(Options::default()).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    for name in ["secret", "previous"] {
        fs::write(folder.path().join(name), OLD).unwrap();
    }
    let portal = Serving::start(&simulated.url, folder.path());
    portal.until(OLD, true, &folder.path().join("log")).await;
    let addr: SocketAddr = portal.page("").trim_start_matches("http://").parse().unwrap();
    let health = || program("health", &simulated.url, addr, folder.path()).output().unwrap();
    assert!(health().status.success(), "{:?}", health());
    drop(portal);
    let gone = health();
    assert!(!gone.status.success() && String::from_utf8_lossy(&gone.stderr).contains("does not answer"), "{gone:?}");
}
