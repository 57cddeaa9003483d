//! A portal in a process of its own, which can be killed at any moment and started again.

use super::preloaded::{FULL_DISK, SHIFTED_CLOCK};
use std::{
    env,
    ffi::OsString,
    fs::File,
    net::{SocketAddr, TcpListener},
    process::{Child, Command},
    sync::Mutex,
    time::Duration,
};
use tempfile::TempDir;

/// Secret between the reverse proxy, which is the test, and the portal.
pub const PROXY_SECRET: &str = "only-for-this-test-and-long-enough";

/// How long portals wait for Sigma's answer.
pub const SIGMA_TIMEOUT: Duration = Duration::from_secs(2);
/// How long a creation whose answer was lost may still happen.
pub const SETTLE: Duration = Duration::from_secs(6);
/// The file whose presence fills a portal's disk.
const DISK_IS_FULL: &str = "disk-is-full";

/// One portal. Its address and its folder stay the same however often it is killed.
pub struct Portal {
    addr: SocketAddr,
    folder: TempDir,
    database_url: String,
    sigma_url: String,
    lease_seconds: u8,
    /// What is wrong with the system it runs on, and what it is told besides.
    environment: Vec<(&'static str, OsString)>,
    process: Mutex<Option<Child>>,
}

impl Portal {
    /// Starts a portal on this database and this Sigma. A short lease lets a killed portal's changes be taken over soon.
    /// Its clock is wrong by so many seconds.
    pub fn start(database_url: &str, sigma_url: &str, lease_seconds: u8, clock_ahead: i64) -> Self {
        Self::start_told(Vec::new(), database_url, sigma_url, lease_seconds, clock_ahead)
    }

    /// The same with further settings.
    pub fn start_told(
        settings: Vec<(&'static str, OsString)>,
        database_url: &str,
        sigma_url: &str,
        lease_seconds: u8,
        clock_ahead: i64,
    ) -> Self {
        let clock =
            [("LD_PRELOAD", SHIFTED_CLOCK.path().into()), ("CLOCK_AHEAD_SECONDS", clock_ahead.to_string().into())];
        let environment = clock.into_iter().chain(settings).collect();
        Self::start_on(environment, tempfile::tempdir().unwrap(), database_url, sigma_url, lease_seconds)
    }

    /// Starts a portal with a database in a file of its own, on a disk that can be [filled](Self::fill_disk).
    pub fn start_on_a_disk(sigma_url: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let flag = folder.path().join(DISK_IS_FULL);
        let disk = [("LD_PRELOAD", FULL_DISK.path().into()), ("DISK_IS_FULL_WHILE", flag.into())];
        let database_url = format!("sqlite://{}", folder.path().join("portal.db").display());
        Self::start_on(disk.into(), folder, &database_url, sigma_url, 60)
    }

    fn start_on(
        environment: Vec<(&'static str, OsString)>,
        folder: TempDir,
        database_url: &str,
        sigma_url: &str,
        lease_seconds: u8,
    ) -> Self {
        let portal = Self {
            addr: TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap(),
            folder,
            database_url: database_url.to_owned(),
            sigma_url: sigma_url.to_owned(),
            lease_seconds,
            environment,
            process: Mutex::new(None),
        };
        portal.restart();
        portal
    }

    /// From now on its disk is full, or has room again.
    pub fn fill_disk(&self, is_full: bool) {
        let flag = self.folder.path().join(DISK_IS_FULL);
        if is_full { std::fs::write(flag, "").unwrap() } else { std::fs::remove_file(flag).unwrap() }
    }

    /// Starts it again after a kill.
    pub fn restart(&self) {
        let log = File::options().create(true).append(true).open(self.folder.path().join("log")).unwrap();
        let binary = env::var("PORTAL_BIN").unwrap_or_else(|_| env!("CARGO_BIN_EXE_sigma-portal").to_owned());
        let process = Command::new(binary)
            // This test's own: the portal refuses what is no setting.
            .env_remove("PORTAL_BIN")
            .args(["serve", "--log", "warn", "--addr", &self.addr.to_string()])
            .args(["--data-dir", self.folder.path().to_str().unwrap()])
            .env("SIGMA_BASE_URL", &self.sigma_url)
            .envs([("SIGMA_CLIENT_ID", "demo-client"), ("SIGMA_CLIENT_SECRET", "demo-secret")])
            .env("PORTAL_DATABASE_URL", &self.database_url)
            .envs([("PORTAL_AUTH", "proxy"), ("PORTAL_PROXY_SECRET", PROXY_SECRET)])
            .env("PORTAL_LEASE_SECONDS", self.lease_seconds.to_string())
            // Sigma takes longer than that now and then, and never so long that a creation appears after it has settled.
            .env("PORTAL_SIGMA_TIMEOUT_SECONDS", SIGMA_TIMEOUT.as_secs().to_string())
            .env("PORTAL_SETTLE_SECONDS", SETTLE.as_secs().to_string())
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .unwrap();
        let before = self.process.lock().unwrap().replace(process);
        assert!(before.is_none(), "the portal runs already");
    }

    /// Kills it where it stands: SIGKILL, which no process can prepare for. Returns when it is gone.
    pub fn kill(&self) {
        if let Some(mut process) = self.process.lock().unwrap().take() {
            process.kill().unwrap();
            process.wait().unwrap();
        }
    }

    /// Whether it has ended by itself, as one that misses something it needs.
    pub fn has_ended(&self) -> bool {
        let mut process = self.process.lock().unwrap();
        process.as_mut().is_some_and(|process| process.try_wait().unwrap().is_some())
    }

    /// A URL of the portal.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.addr)
    }

    /// The end of what it has logged.
    pub fn log(&self) -> String {
        let log = std::fs::read_to_string(self.folder.path().join("log")).unwrap();
        let lines: Vec<_> = log.lines().collect();
        lines[lines.len().saturating_sub(5)..].join("\n")
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        self.kill();
    }
}
