//! Two versions behind one balancer: each answers for the files that the other's pages name.

use super::dist::Ending;
use crate::store::database::Database;
use reqwest::{StatusCode, header};
use sigma_portal::simulator;
use std::{
    collections::BTreeMap,
    ffi::OsStr,
    fs,
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

/// How long a test waits for what must happen.
const PATIENCE: Duration = Duration::from_secs(30);

/// Files of a site that pages name, by name.
fn files(portal: &Path) -> BTreeMap<String, Vec<u8>> {
    let paths = fs::read_dir(portal.join("site/pkg")).unwrap().map(|file| file.unwrap().path());
    let named =
        |path: &Path| path.extension().and_then(OsStr::to_str).is_some_and(|k| ["css", "js", "wasm"].contains(&k));
    let read = |path: &Path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(path).unwrap());
    paths.filter(|path| named(path)).map(|path| read(&path)).collect()
}

/// The program under test with its site, as an archive has them: the folder.
fn installed(to: &Path) -> PathBuf {
    let program = Path::new(env!("CARGO_BIN_EXE_sigma-portal"));
    fs::copy(program, to.join("sigma-portal")).unwrap();
    fs::copy(program.with_file_name("hash.txt"), to.join("hash.txt")).unwrap();
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/site/pkg");
    fs::create_dir_all(to.join("site/pkg")).unwrap();
    for file in fs::read_dir(built).unwrap().map(Result::unwrap).filter(|file| file.path().is_file()) {
        fs::copy(file.path(), to.join("site/pkg").join(file.file_name())).unwrap();
    }
    to.to_owned()
}

/// Makes a portal another version: what it serves has other hashes and holds something else.
fn make_another_version(portal: &Path) {
    let hashes = fs::read_to_string(portal.join("hash.txt")).unwrap();
    let mut others = Vec::new();
    for (kind, hash) in hashes.lines().filter_map(|line| line.split_once(": ")) {
        let other: String = hash.chars().rev().collect();
        let name = |hash: &str| portal.join("site/pkg").join(format!("sigma-portal.{hash}.{kind}"));
        let mut bytes = fs::read(name(hash)).unwrap();
        bytes.extend_from_slice(b"\n");
        fs::remove_file(name(hash)).unwrap();
        for packed in ["br", "gz"] {
            _ = fs::remove_file(name(hash).with_extension(format!("{kind}.{packed}")));
        }
        fs::write(name(&other), bytes).unwrap();
        others.push(format!("{kind}: {other}\n"));
    }
    fs::write(portal.join("hash.txt"), others.concat()).unwrap();
}

fn serve(portal: &Path, database: &str, sigma: &str) -> (Ending, String) {
    let addr: SocketAddr = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let options = simulator::Options::default();
    let process = Command::new(portal.join("sigma-portal"))
        .args(["serve", "--log", "warn", "--addr", &addr.to_string(), "--data-dir"])
        .arg(portal.join("data"))
        .current_dir("/")
        .env_remove("LEPTOS_SITE_ROOT")
        .env_remove("PORTAL_BIN")
        .envs([("SIGMA_BASE_URL", sigma), ("PORTAL_AUTH", "proxy"), ("PORTAL_DATABASE_URL", database)])
        .envs([("SIGMA_CLIENT_ID", &options.client_id), ("SIGMA_CLIENT_SECRET", &options.client_secret)])
        .env("PORTAL_PROXY_SECRET", "a-secret-of-thirty-two-bytes-or-more")
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    (Ending(process), format!("http://{addr}"))
}

/// What a portal answers for a file, once it answers anything else than that there is none.
async fn asked(portal: &str, name: &str) -> reqwest::Response {
    let until = Instant::now() + PATIENCE;
    loop {
        match reqwest::get(format!("{portal}/pkg/{name}")).await {
            Ok(answer) if answer.status() != StatusCode::NOT_FOUND => return answer,
            last => assert!(Instant::now() < until, "{name} of {portal}: {last:?}"),
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn served_by_both(database: Database) {
    sigma_portal::domain::tls::use_ring();
    let sigma = simulator::start(simulator::Options::default()).await.unwrap();
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let portals = folders.each_ref().map(|folder| installed(folder.path()));
    make_another_version(&portals[1]);
    let files = [files(&portals[0]), files(&portals[1])];
    assert!(files[0].len() >= 3 && files[0].keys().all(|name| !files[1].contains_key(name)), "{:?}", files[0].keys());
    let running = portals.each_ref().map(|portal| serve(portal, &database.url, &sigma.url));
    for (portal, (_, url)) in running.iter().enumerate() {
        for (name, bytes) in &files[1 - portal] {
            let answer = asked(url, name).await;
            assert_eq!(answer.status(), StatusCode::OK, "{name}");
            let header = |of| answer.headers()[of].to_str().unwrap().to_owned();
            assert!(header(header::CACHE_CONTROL).contains("immutable"), "{name}");
            let kind = header(header::CONTENT_TYPE);
            assert_eq!(kind.contains("wasm"), name.contains(".wasm"), "{name}: {kind}");
            assert_eq!(answer.bytes().await.unwrap(), *bytes, "{name}");
        }
        let missing = reqwest::get(format!("{url}/pkg/sigma-portal.of-no-version.css")).await.unwrap();
        assert_eq!(
            (missing.status(), &missing.headers()["cache-control"]),
            (StatusCode::NOT_FOUND, &"no-store".parse().unwrap())
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn files_of_two_versions_side_by_side_are_served_by_both() {
    served_by_both(Database::postgres().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_beside_one_file() {
    served_by_both(Database::sqlite()).await;
}
