//! What a running portal gives up for its secrets' sake.

use sigma_portal::simulator::Options;
use std::{
    fs,
    process::{Child, Command, Stdio},
    time::Duration,
};

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        _ = self.0.kill();
        _ = self.0.wait();
    }
}

#[tokio::test]
async fn a_crash_leaves_no_picture_of_the_memory() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options::default();
    let process = Command::new(env!("CARGO_BIN_EXE_sigma-portal"))
        .args(["demo", "--addr", "127.0.0.1:0", "--members", &options.members.min(60).to_string()])
        .args(["--data-dir", folder.path().to_str().unwrap()])
        .env_remove("PORTAL_BIN")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let running = Running(process);
    let forbidden = async || {
        let limits = fs::read_to_string(format!("/proc/{}/limits", running.0.id())).unwrap_or_default();
        let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap_or_default().to_owned();
        let mut words = core.split_whitespace().skip(4);
        words.next() == Some("0") && words.next() == Some("0")
    };
    let soon = async {
        while !forbidden().await {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), soon).await.expect("core dumps are allowed");
}
