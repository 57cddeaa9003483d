//! Behind nginx as it comes: what is sent a piece at a time has to arrive so.

use crate::support::TestApp;
use reqwest::Method;
use sigma_portal::{
    directory::SyncState,
    simulator::{Faults, Latency},
};
use std::{
    fs,
    net::TcpListener,
    path::Path,
    process::{Child, Command},
    time::Duration,
};
use tokio::time::timeout;

const SOON: Duration = Duration::from_secs(10);

/// An nginx of this test's own, stopped with it.
struct Nginx {
    process: Child,
    port: u16,
}

impl Nginx {
    /// Starts it in front of `upstream`, with none of its proxy settings changed.
    async fn start(folder: &Path, upstream: &str) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let folder_name = folder.display();
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|kind| format!("{kind}_temp_path {folder_name}/{kind};"))
            .join("\n");
        let config = format!(
            "daemon off; master_process off; pid {folder_name}/pid; error_log stderr;\n\
             events {{}}\n\
             http {{ access_log off; {temporary}\n\
             server {{ listen 127.0.0.1:{port}; location / {{ proxy_pass http://{upstream}; }} }} }}\n"
        );
        fs::write(folder.join("nginx.conf"), config).unwrap();
        let log = fs::File::create(folder.join("log")).unwrap();
        // Debian puts it where only root's shell looks.
        let installed = Path::new("/usr/sbin/nginx");
        let process = Command::new(if installed.exists() { installed } else { Path::new("nginx") })
            .arg("-c")
            .arg(folder.join("nginx.conf"))
            .arg("-p")
            .arg(folder)
            .stderr(log)
            .spawn()
            .expect("nginx is installed: scripts/setup --tests does it");
        let answers = async { while tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_err() {} };
        timeout(SOON, answers).await.unwrap_or_else(|_| panic!("{:?}", fs::read_to_string(folder.join("log"))));
        Self { process, port }
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        _ = self.process.kill();
        _ = self.process.wait();
    }
}

#[tokio::test]
async fn events_pass_nginx_as_they_happen() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    // A reading of the directory that never ends: neither do its events, and a buffer would never fill.
    app.simulator.set_faults(Faults { latency: Latency::FixedMs(3_600_000), ..Faults::default() });
    admin.call("/", "directory/refresh", &[]).await;
    let mut status = app.running.app.directory.watch();
    timeout(SOON, status.wait_for(|status| matches!(status.state, SyncState::Running(_)))).await.unwrap().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let nginx = Nginx::start(folder.path(), &app.running.addr.to_string()).await;
    let http = reqwest::Client::builder().build().unwrap();
    let url = format!("http://127.0.0.1:{}/directory/events", nginx.port);
    let mut events = timeout(SOON, http.request(Method::GET, url).header("cookie", &admin.cookie).send())
        .await
        .expect("not even the head arrives")
        .unwrap();
    assert_eq!(events.headers()["cache-control"], "no-store, no-transform");
    let first = timeout(SOON, events.chunk()).await.expect("nginx holds the events back").unwrap().unwrap();
    assert!(String::from_utf8_lossy(&first).contains("event: moved"), "{first:?}");
}
