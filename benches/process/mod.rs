//! The binary in a process of its own, for measuring it from outside.

use reqwest::{Client, StatusCode};
use std::{
    env,
    net::TcpListener,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

/// How long it is waited for what has to come.
const PATIENCE: Duration = Duration::from_mins(5);

/// One process of the binary; stopped when dropped.
pub struct Server {
    pub process: Child,
    pub url: String,
    pub http: Client,
}

impl Drop for Server {
    fn drop(&mut self) {
        _ = self.process.kill();
        _ = self.process.wait();
    }
}

impl Server {
    /// A simulated organisation of this many people; `more` are further options of `simulate`.
    pub async fn simulator(members: usize, more: &[&str]) -> Self {
        let sigma = Self::start(|command, addr| {
            command.args(["simulate", "--addr", addr, "--members", &members.to_string()]).args(more);
        });
        sigma.answers("/v2/whoami", StatusCode::UNAUTHORIZED).await;
        sigma
    }

    /// The binary with what `prepare` adds to its command line, given the address to listen on.
    pub fn start(prepare: impl FnOnce(&mut Command, &str)) -> Self {
        // reqwest is built without a provider of its own; the portal chooses ring too.
        _ = rustls::crypto::ring::default_provider().install_default();
        let addr = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
        let binary = env::var("PORTAL_BIN").unwrap_or_else(|_| env!("CARGO_BIN_EXE_sigma-portal").to_owned());
        let mut command = Command::new(binary);
        // The measurement's own: the portal refuses what is no setting.
        command.env_remove("PORTAL_BIN");
        prepare(&mut command, &addr);
        let process = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let http = Client::builder().pool_max_idle_per_host(8).build().unwrap();
        Self { process, url: format!("http://{addr}"), http }
    }

    /// Waits until the path answers with this status.
    pub async fn answers(&self, path: &str, status: StatusCode) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let answer = self.http.get(format!("{}{path}", self.url)).send().await;
            if answer.is_ok_and(|a| a.status() == status) {
                return;
            }
            assert!(Instant::now() < deadline, "{path} never answered {status}");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}
