//! The audit log, handed on to other systems: all of it, in order, also after they were down.

use crate::{
    store::{database::Database, on_both, samples},
    support::TestApp,
};
use axum::{Router, body::Bytes, extract::State, http::HeaderMap, routing::post};
use reqwest::StatusCode;
use sigma_portal::{
    notify::{AuditStreams, HttpSettings, Site, StreamSettings, SyslogSettings},
    store::Store,
};
use std::{
    net::SocketAddr,
    path::Path,
    process::Command,
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncReadExt},
    net::TcpListener,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
    },
};

on_both!(
    syslog_gets_every_event_in_order_also_after_it_was_down,
    http_gets_every_event_with_its_credentials_also_after_it_refused,
    retention_waits_for_those_who_are_handed_the_log,
    a_process_that_comes_late_takes_nothing_back,
);

/// What a receiver has read, as JSON.
type Taken = Arc<Mutex<Vec<serde_json::Value>>>;

/// Takes the messages apart by the lengths before them.
fn messages(mut bytes: &[u8]) -> Vec<serde_json::Value> {
    let mut all = Vec::new();
    while !bytes.is_empty() {
        let space = bytes.iter().position(|byte| *byte == b' ').expect("a length");
        let length: usize = std::str::from_utf8(&bytes[..space]).unwrap().parse().unwrap();
        let message = std::str::from_utf8(&bytes[space + 1..][..length]).unwrap();
        assert!(message.starts_with("<1") && message.contains(" sigma-portal - "), "{message}");
        all.push(serde_json::from_str(message.split_once('\u{feff}').unwrap().1).unwrap());
        bytes = &bytes[space + 1 + length..];
    }
    all
}

async fn read(mut stream: impl AsyncRead + Unpin, taken: &Taken) {
    let mut bytes = Vec::new();
    if stream.read_to_end(&mut bytes).await.is_ok() {
        taken.lock().unwrap().extend(messages(&bytes));
    }
}

/// A syslog server on TCP; the first connections it closes without reading.
async fn syslog(refuses: usize) -> (SocketAddr, Taken) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (addr, taken) = (listener.local_addr().unwrap(), Taken::default());
    let keeps = taken.clone();
    tokio::spawn(async move {
        let mut seen = 0;
        while let Ok((stream, _)) = listener.accept().await {
            seen += 1;
            if seen <= refuses {
                // With what came unread, so that the other side is told.
                stream.set_zero_linger().unwrap();
                continue;
            }
            read(stream, &keeps).await;
        }
    });
    (addr, taken)
}

fn settings(addr: SocketAddr) -> SyslogSettings {
    SyslogSettings { host: addr.ip().to_string(), port: addr.port(), tls: false, authorities: None }
}

fn streams(store: &Store, settings: StreamSettings) -> AuditStreams {
    let site = Site { url: "https://portal.example.com".parse().unwrap(), organization: "Lumen".into() };
    AuditStreams::new(store, &site, settings).unwrap()
}

async fn append(store: &Store, ids: std::ops::Range<i64>) {
    for nth in ids {
        store.append_audit(&samples::event(&format!("e{nth:04}"), nth)).await.unwrap();
    }
}

fn numbers(taken: &Taken) -> Vec<i64> {
    taken.lock().unwrap().iter().map(|event| event["number"].as_i64().unwrap()).collect()
}

async fn syslog_gets_every_event_in_order_also_after_it_was_down(database: Database) {
    let store = database.store().await;
    let (addr, taken) = syslog(1).await;
    let streams = streams(&store, StreamSettings { syslog: Some(settings(addr)), http: None });
    append(&store, 1..701).await;
    let refused = streams.work_off("audit.syslog").await;
    assert!(refused.is_err() || !numbers(&taken).is_empty(), "it is taken for sent: {refused:?}");
    streams.work_off("audit.syslog").await.unwrap();
    append(&store, 701..704).await;
    assert_eq!(streams.work_off("audit.syslog").await.unwrap(), 3);
    assert_eq!(streams.work_off("audit.syslog").await.unwrap(), 0);
    let mut numbers = numbers(&taken);
    numbers.dedup();
    assert_eq!(numbers, (1..704).collect::<Vec<_>>());
    let first = taken.lock().unwrap()[0].clone();
    assert_eq!(first["hash"], store.linked_audit(0, 1).await.unwrap()[0].hash);

    let nowhere = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let down = self::streams(&store, StreamSettings { syslog: Some(settings(nowhere)), http: None });
    append(&store, 704..705).await;
    let why = down.work_off("audit.syslog").await.unwrap_err().to_string();
    assert!(why.contains("could not be reached"), "{why}");
}

/// A receiver by HTTP: what it answers next, and what it has taken.
#[derive(Clone, Default)]
struct Receiver {
    refuses: Arc<Mutex<usize>>,
    taken: Taken,
    authorizations: Arc<Mutex<Vec<String>>>,
}

async fn take(State(receiver): State<Receiver>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let authorization = headers["authorization"].to_str().unwrap().to_owned();
    receiver.authorizations.lock().unwrap().push(authorization);
    let mut refuses = receiver.refuses.lock().unwrap();
    if *refuses > 0 {
        *refuses -= 1;
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    let lines = std::str::from_utf8(&body).unwrap().lines().map(|line| serde_json::from_str(line).unwrap());
    receiver.taken.lock().unwrap().extend(lines);
    StatusCode::NO_CONTENT
}

async fn http_gets_every_event_with_its_credentials_also_after_it_refused(database: Database) {
    let receiver = Receiver { refuses: Arc::new(Mutex::new(1)), ..Receiver::default() };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/events", listener.local_addr().unwrap());
    let router = Router::new().route("/events", post(take)).with_state(receiver.clone());
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });

    let store = database.store().await;
    let settings = |secret: &str| StreamSettings {
        syslog: None,
        http: Some(HttpSettings { url: url.parse().unwrap(), authorization: Some(secret.to_owned().into()) }),
    };
    let streams = streams(&store, settings("Bearer first"));
    append(&store, 1..4).await;
    let why = streams.work_off("audit.http").await.unwrap_err().to_string();
    assert!(why.contains("503") && !why.contains("first"), "{why}");
    streams.replace_credentials(&settings("Splunk second"));
    assert_eq!(streams.work_off("audit.http").await.unwrap(), 3);
    assert_eq!(*receiver.authorizations.lock().unwrap(), ["Bearer first", "Splunk second"]);
    assert_eq!(numbers(&receiver.taken), [1, 2, 3]);
    assert_eq!(receiver.taken.lock().unwrap()[0]["action"], "change.accepted");
}

async fn retention_waits_for_those_who_are_handed_the_log(database: Database) {
    let store = database.store().await;
    append(&store, 1..6).await;
    let waits = ["audit.syslog", "audit.http"];
    assert_eq!(store.delete_audit(samples::at(100), 50, &waits).await.unwrap(), 0, "nobody has it yet");
    store.keep_audit_stream("audit.syslog", 4).await.unwrap();
    assert_eq!(store.delete_audit(samples::at(100), 50, &waits).await.unwrap(), 0, "one has nothing yet");
    store.keep_audit_stream("audit.http", 2).await.unwrap();
    assert_eq!(store.delete_audit(samples::at(100), 50, &waits).await.unwrap(), 2);
    assert_eq!(store.delete_audit(samples::at(100), 50, &[]).await.unwrap(), 3);
}

async fn a_process_that_comes_late_takes_nothing_back(database: Database) {
    let (store, other) = (database.store().await, database.store().await);
    store.keep_audit_stream("audit.http", 7).await.unwrap();
    other.keep_audit_stream("audit.http", 5).await.unwrap();
    assert_eq!(store.audit_stream("audit.http").await.unwrap(), 7);
    other.keep_audit_stream("audit.http", 9).await.unwrap();
    assert_eq!(store.audit_stream("audit.http").await.unwrap(), 9);
}

/// An authority, and a certificate of it for this machine.
fn certificates(folder: &Path) {
    let script = "set -e
        openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=Tests -keyout ca.key -out ca.crt
        openssl req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout server.key -out server.csr
        echo 'subjectAltName = DNS:localhost' >names
        openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.key -days 2 -extfile names -out server.crt";
    let made = Command::new("sh").args(["-c", script]).current_dir(folder).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}

#[tokio::test]
async fn over_tls_the_server_must_prove_who_it_is() {
    let folder = tempfile::tempdir().unwrap();
    certificates(folder.path());
    let file = |name: &str| folder.path().join(name);
    let chain = CertificateDer::pem_file_iter(file("server.crt")).unwrap().map(Result::unwrap).collect();
    let key = PrivateKeyDer::from_pem_file(file("server.key")).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = config.with_no_client_auth().with_single_cert(chain, key).unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (port, taken) = (listener.local_addr().unwrap().port(), Taken::default());
    let keeps = taken.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            if let Ok(stream) = acceptor.accept(stream).await {
                read(stream, &keeps).await;
            }
        }
    });
    let database = Database::sqlite();
    let store = database.store().await;
    append(&store, 1..3).await;
    let by = |host: &str, authorities| {
        let syslog = SyslogSettings { host: host.into(), port, tls: true, authorities };
        streams(&store, StreamSettings { syslog: Some(syslog), http: None })
    };
    for wrong in [by("localhost", None), by("127.0.0.1", Some(file("ca.crt")))] {
        let why = wrong.work_off("audit.syslog").await.unwrap_err().to_string();
        assert!(why.contains("not trusted"), "{why}");
    }
    assert_eq!(by("localhost", Some(file("ca.crt"))).work_off("audit.syslog").await.unwrap(), 2);
    assert_eq!(numbers(&taken), [1, 2]);
}

#[tokio::test]
async fn a_running_portal_hands_on_what_people_do_and_waits_for_nobody() {
    let (addr, taken) = syslog(0).await;
    let nowhere = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let app = TestApp::start_set(|portal| {
        portal.audit = StreamSettings {
            syslog: Some(settings(addr)),
            http: Some(HttpSettings { url: format!("http://{nowhere}/").parse().unwrap(), authorization: None }),
        };
    })
    .await;
    app.sign_in("admin").await;
    let arrived = async {
        while !taken.lock().unwrap().iter().any(|event| event["action"] == "session.signed_in") {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), arrived).await.expect("it was not handed on");
    let event = taken.lock().unwrap().iter().find(|e| e["action"] == "session.signed_in").cloned().unwrap();
    assert_eq!(event["actor"]["origin"]["address"], "127.0.0.1");
    // That another receiver is down is said where background jobs are.
    let admin = app.sign_in("admin").await;
    let failed = async {
        while !admin.get("/settings").await.text().contains("The service could not be reached") {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), failed).await.expect("nobody is told");
}
