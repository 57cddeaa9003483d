//! Nothing secret and nothing personal in errors, `Debug`, logs or metrics, even when the peer repeats it all.

use super::wire::{SECRET, TOKEN, Wire, answer, me, token};
use sigma_portal::domain::EmailAddress;
use std::io::Write;
use std::sync::{Arc, Mutex};
use tracing_subscriber::fmt::format::FmtSpan;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Log {
    /// Logs everything this crate and its libraries say on this thread, until the guards are dropped.
    fn start(&self) -> (tracing::subscriber::DefaultGuard, tracing::Dispatch) {
        let log = self.clone();
        // With a single subscriber alive, `tracing` asks the thread that meets a call site first whether anybody
        // listens, and remembers the answer for all threads. Other tests run on threads where nobody does.
        let second = tracing::Dispatch::new(tracing::subscriber::NoSubscriber::default());
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_span_events(FmtSpan::FULL)
            .with_writer(move || log.clone())
            .finish();
        (tracing::subscriber::set_default(subscriber), second)
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

#[tokio::test]
async fn a_peer_that_repeats_secrets_does_not_get_them_into_errors_or_logs() {
    let log = Log::default();
    let _guards = log.start();
    let mut said = vec![];
    let email = EmailAddress::parse("ada@example.com").unwrap();

    let wire = Wire::start(|seen| answer(if seen.nth % 2 == 0 { 400 } else { 401 }, &[], &seen.head)).await;
    let client = wire.client();
    for _ in 0..3 {
        let error = client.members().find_by_email(&email).await.unwrap_err();
        said.push(format!("{error} {error:?} {:?}", client.token_status()));
    }

    let echo = |_| answer(401, &[], &format!(r#"{{"message":"bad secret {SECRET}","code":"{SECRET}"}}"#));
    let wire = Wire::with_tokens(|_| me(), echo).await;
    let client = wire.client();
    let error = client.whoami().await.unwrap_err();
    said.push(format!("{error} {error:?} {client:?} {:?}", client.token_status()));

    let (log, said) = (log.text(), said.concat());
    assert!(log.contains("listMembers") && log.contains("postToken"), "nothing was logged: {log}");
    for (place, text) in [("errors", &said), ("logs", &log)] {
        for secret in [SECRET, TOKEN] {
            assert!(!text.contains(secret), "{secret} in {place}");
        }
    }
    assert!(!log.contains("ada@"), "an address in the log");
}

#[tokio::test]
async fn a_connection_that_fails_does_not_put_the_address_looked_for_into_the_error() {
    let wire = Wire::start(|_| super::wire::Reaction::Break(vec![])).await;
    let email = EmailAddress::parse("ada@example.com").unwrap();
    let client = wire.client_with(|limits| limits.attempts = 2);
    let error = client.members().find_by_email(&email).await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("ada"), "{error:?}");
}

#[tokio::test]
async fn calls_are_counted_by_operation_and_status() {
    let recorder = metrics_exporter_prometheus::PrometheusBuilder::new().build_recorder();
    let metrics = recorder.handle();
    let _guard = metrics::set_default_local_recorder(&recorder);
    let wire = Wire::with_tokens(|s| if s.nth == 0 { answer(503, &[], "") } else { me() }, |n| token(n, 60)).await;
    wire.client().whoami().await.unwrap();
    let text = metrics.render();
    for line in [
        r#"sigma_calls_total{operation="whoAmI",status="503"} 1"#,
        r#"sigma_calls_total{operation="whoAmI",status="200"} 1"#,
        r#"sigma_calls_total{operation="postToken",status="200"} 1"#,
        r#"sigma_call_duration_seconds_count{operation="whoAmI",status="200"} 1"#,
    ] {
        assert!(text.contains(line), "{line} is missing from\n{text}");
    }
}
