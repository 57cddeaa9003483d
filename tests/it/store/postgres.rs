//! A `PostgreSQL` cluster for the length of the tests: one per test binary, in a temporary folder, on a socket.
//!
//! A shell script keeps it and waits at the other end of a pipe. When the tests end, however they end, the pipe closes;
//! the script then stops the cluster and removes the folder. `PostgreSQL` refuses to run as root, so for root the script
//! runs as the user `postgres`.

use sea_orm::ConnectionTrait;
use std::{
    env,
    io::{BufRead, BufReader, Read},
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

const MISSING: &str = "PostgreSQL is not installed. These tests start a temporary cluster with initdb and pg_ctl, \
    which the Debian package `postgresql` brings.";

/// Arguments: the folder of the programs, and a port to serve TLS on, if any. Says the socket's folder when the cluster
/// is up, then waits for the pipe. The certificate is for the address 0.0.0.0, which leads to this machine without being
/// known as one of its own.
const KEEPER: &str = r#"
set -eu
folder=$(mktemp -d "${TMPDIR:-/tmp}/portal-postgres.XXXXXX")
trap '"$1/pg_ctl" -D "$folder/data" -m immediate -w stop >"$folder/out" 2>&1 || true; rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM
trap '' PIPE
listen='-c listen_addresses='
{
    if [ -n "${2:-}" ]; then
        openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj '/CN=Tests' -keyout "$folder/ca.key" -out "$folder/ca.crt"
        openssl req -newkey rsa:2048 -nodes -subj '/CN=0.0.0.0' -keyout "$folder/server.key" -out "$folder/server.csr"
        echo 'subjectAltName = IP:0.0.0.0' >"$folder/names"
        openssl x509 -req -in "$folder/server.csr" -CA "$folder/ca.crt" -CAkey "$folder/ca.key" -days 2 \
            -extfile "$folder/names" -out "$folder/server.crt"
        listen="-c listen_addresses=127.0.0.1 -p $2 -c ssl=on \
            -c ssl_cert_file=$folder/server.crt -c ssl_key_file=$folder/server.key"
    fi
    "$1/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --no-locale --no-sync &&
    "$1/pg_ctl" -D "$folder/data" -l "$folder/log" -w start -o "$listen -k '$folder' \
        -c fsync=off -c max_connections=500"
} >"$folder/out" 2>&1 || { cat "$folder/out" "$folder/log" >&2; exit 1; }
echo "$folder"
read -r _ || true
"#;

/// Keeps the pipe open until the process ends.
pub struct Cluster {
    _keeper: Child,
    /// The folder of its socket.
    pub socket: String,
}

/// Creates a database and gives its address, starting the cluster if this is the first.
pub async fn create_database() -> String {
    static CLUSTER: OnceLock<Result<Cluster, String>> = OnceLock::new();
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let socket = match CLUSTER.get_or_init(|| start(None)) {
        Ok(cluster) => &cluster.socket,
        Err(message) => panic!("{message}"),
    };
    let name = format!("test_{}", NUMBER.fetch_add(1, Ordering::Relaxed));
    let url = |name: &str| format!("postgres://postgres@localhost/{name}?host={socket}");
    let admin = super::database::connect(url("postgres")).await;
    admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    admin.close().await.unwrap();
    url(&name)
}

/// A cluster of one's own that serves TLS on this port; its authority's certificate is `ca.crt` beside the socket.
pub fn with_tls(port: u16) -> Cluster {
    start(Some(port)).unwrap_or_else(|message| panic!("{message}"))
}

fn start(tls: Option<u16>) -> Result<Cluster, String> {
    let programs = programs().ok_or(MISSING)?;
    let user = Command::new("id").arg("-u").output().map_err(|e| format!("id: {e}"))?;
    let as_whom: &[&str] =
        if user.stdout.trim_ascii() == b"0" { &["runuser", "-u", "postgres", "--"] } else { &["env"] };
    // In a process group of its own, so that Ctrl-C at the terminal does not end the script before it has cleaned up.
    let mut keeper = Command::new(as_whom[0])
        .args(&as_whom[1..])
        .args(["sh", "-c", KEEPER, "sh"])
        .arg(programs)
        .arg(tls.map_or_else(String::new, |port| port.to_string()))
        .current_dir("/")
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|e| format!("PostgreSQL cannot be started: {e}"))?;
    let mut socket = String::new();
    BufReader::new(keeper.stdout.take().unwrap()).read_line(&mut socket).map_err(|e| e.to_string())?;
    if socket.is_empty() {
        let mut says = String::new();
        keeper.stderr.take().unwrap().read_to_string(&mut says).map_err(|e| e.to_string())?;
        return Err(format!("PostgreSQL does not start:\n{says}"));
    }
    Ok(Cluster { _keeper: keeper, socket: socket.trim().to_owned() })
}

/// Another program that comes with the server: in the folder where `initdb` is itself, as only that may be on the path.
pub fn program(name: &str) -> PathBuf {
    let initdb = programs().expect(MISSING).join("initdb");
    initdb.canonicalize().unwrap().with_file_name(name)
}

/// The folder with `initdb` and `pg_ctl`: on the path, or else where Debian keeps the newest version.
fn programs() -> Option<PathBuf> {
    let has_programs = |folder: &PathBuf| folder.join("initdb").exists() && folder.join("pg_ctl").exists();
    let on_path = env::split_paths(&env::var_os("PATH")?).find(has_programs);
    let version = |folder: &Path| folder.file_name()?.to_str()?.parse::<u32>().ok();
    on_path.or_else(|| {
        let installed = Path::new("/usr/lib/postgresql").read_dir().ok()?.flatten().map(|entry| entry.path());
        let newest =
            installed.filter(|folder| has_programs(&folder.join("bin"))).max_by_key(|folder| version(folder))?;
        Some(newest.join("bin"))
    })
}
