//! The archive that `make dist` makes runs from wherever it is unpacked, and not without its site.

use std::{
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

/// A program that ends with the test.
pub struct Ending(pub Child);

impl Drop for Ending {
    fn drop(&mut self) {
        _ = self.0.kill();
        _ = self.0.wait();
    }
}

/// Makes the archive of the program under test and unpacks it; the folder that was in it.
fn unpacked(to: &Path) -> PathBuf {
    let program = Path::new(env!("CARGO_BIN_EXE_sigma-portal"));
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/dist");
    let made = Command::new(script).arg("--as-built").arg(program.parent().unwrap()).arg("--to").arg(to).output();
    let made = made.unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let archive = String::from_utf8(made.stdout).unwrap().lines().last().unwrap().to_owned();
    let elsewhere = to.join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    let tar = Command::new("tar").args(["--extract", "--gzip", "--file", &archive]).current_dir(&elsewhere).status();
    assert!(tar.unwrap().success());
    fs::remove_file(archive).unwrap();
    fs::read_dir(&elsewhere).unwrap().next().unwrap().unwrap().path()
}

fn demo(folder: &Path) -> Command {
    let mut demo = Command::new(folder.join("sigma-portal"));
    // Not where the site is, nor where it was built.
    demo.env("NO_COLOR", "1");
    demo.args(["demo", "--members", "50", "--addr", "127.0.0.1:0"]).current_dir("/").env_remove("LEPTOS_SITE_ROOT");
    demo
}

#[tokio::test(flavor = "multi_thread")]
async fn the_archive_runs_from_any_folder_and_not_without_its_site() {
    sigma_portal::domain::tls::use_ring();
    let folder = tempfile::tempdir().unwrap();
    let portal = unpacked(folder.path());
    for part in ["hash.txt", "site/pkg", "deploy/sigma-portal.service", "deploy/UPGRADING.md"] {
        assert!(portal.join(part).exists(), "{part} is not in the archive");
    }
    let mut running = Ending(demo(&portal).stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap());
    let log = BufReader::new(running.0.stderr.take().unwrap());
    let url = tokio::task::spawn_blocking(|| {
        let mut lines = log.lines().map_while(Result::ok);
        let ready = lines.find(|line| line.contains("open http://")).expect("it does not start");
        // Whoever writes into a pipe that nobody reads waits.
        std::thread::spawn(move || lines.for_each(drop));
        format!("http://{}", ready.split_once("open http://").unwrap().1.split_whitespace().next().unwrap())
    });
    let url = url.await.unwrap();
    let page = reqwest::get(&url).await.unwrap().text().await.unwrap();
    assert!(page.contains("Choose a demo user"), "{page}");
    let assets: Vec<&str> = page.split('"').filter(|part| part.starts_with("/pkg/")).collect();
    assert!(assets.iter().any(|asset| Path::new(asset).extension().is_some_and(|kind| kind == "css")), "{page}");
    for asset in assets {
        let answer = reqwest::get(format!("{url}{asset}")).await.unwrap();
        assert!(answer.status().is_success(), "{asset}: {}", answer.status());
        assert!(!answer.bytes().await.unwrap().is_empty(), "{asset}");
    }
    drop(running);

    fs::remove_dir_all(portal.join("site")).unwrap();
    let output = demo(&portal).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success() && said.contains(".css is missing"), "{said}");
}
