//! The audit log by syslog: messages of RFC 5424, each with its length before it (RFC 6587, section 3.4.1), over TCP or TLS
//! (RFC 5425).
//!
//! Syslog confirms nothing. So each batch has a connection of its own, which is closed in order: when the receiver closes its
//! side too, it has read everything before.

use crate::{domain::Outcome, store::LinkedEvent};
use anyhow::Context;
use rustls::{
    ClientConfig, RootCertStore,
    crypto::ring,
    pki_types::{CertificateDer, ServerName, pem::PemObject},
};
use std::{fmt::Write, io, path::PathBuf, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::TlsConnector;

/// How long connecting, sending a batch, and the receiver's closing may take, each.
const TIME_LIMIT: Duration = Duration::from_secs(10);

/// Facility 13, log audit, in the priority of a message (RFC 5424, section 6.2.1).
const FACILITY: u8 = 13 * 8;

/// Longest word that says what a message is about (RFC 5424, section 6).
const LONGEST_MSGID: usize = 32;

/// The highest number that a message may count to before it begins anew (RFC 5424, section 7.3.1).
const LAST_SEQUENCE: i64 = 2_147_483_647;

/// A syslog server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyslogSettings {
    pub host: String,
    pub port: u16,
    /// Whether it is spoken to in TLS.
    pub tls: bool,
    /// A file with certificates of authorities in PEM that vouch for it; without one, those of the system do.
    pub authorities: Option<PathBuf>,
}

/// The receiver at the other end.
pub struct Syslog {
    settings: SyslogSettings,
    tls: Option<TlsConnector>,
    /// What the portal's host is called in messages.
    host: String,
}

impl Syslog {
    /// For messages of a portal on this host.
    ///
    /// # Errors
    /// That certificates of authorities cannot be read.
    pub fn new(settings: SyslogSettings, host: &str) -> anyhow::Result<Self> {
        let tls = if settings.tls { Some(connector(&settings)?) } else { None };
        let word: String = host.chars().filter(char::is_ascii_graphic).take(255).collect();
        Ok(Self { settings, tls, host: if word.is_empty() { "-".to_owned() } else { word } })
    }

    /// Where it is, and whether in TLS.
    pub fn target(&self) -> String {
        let scheme = if self.settings.tls { "tls" } else { "tcp" };
        format!("{scheme}://{}:{}", self.settings.host, self.settings.port)
    }

    /// Sends events.
    ///
    /// # Errors
    /// Why it is not certain that they have arrived.
    pub async fn send(&self, events: &[LinkedEvent]) -> Result<(), String> {
        let mut batch = Vec::new();
        for event in events {
            let message = message(event, &self.host).map_err(|error| error.to_string())?;
            batch.extend_from_slice(format!("{} ", message.len()).as_bytes());
            batch.extend_from_slice(message.as_bytes());
        }
        let address = (self.settings.host.as_str(), self.settings.port);
        let stream = within("could not be reached", TcpStream::connect(address)).await?;
        let Some(tls) = &self.tls else { return deliver(stream, &batch).await };
        let name = ServerName::try_from(self.settings.host.clone());
        let name = name.map_err(|_| "The syslog server’s name cannot be verified.".to_owned())?;
        deliver(within("is not trusted, or does not speak TLS", tls.connect(name, stream)).await?, &batch).await
    }
}

fn connector(settings: &SyslogSettings) -> anyhow::Result<TlsConnector> {
    let mut roots = RootCertStore::empty();
    if let Some(file) = &settings.authorities {
        let what = || format!("the authorities of the syslog server in {} cannot be read", file.display());
        for certificate in CertificateDer::pem_file_iter(file).with_context(what)? {
            roots.add(certificate.with_context(what)?).with_context(what)?;
        }
        anyhow::ensure!(!roots.is_empty(), "{}: there is none", what());
    } else {
        let found = rustls_native_certs::load_native_certs();
        roots.add_parsable_certificates(found.certs);
    }
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}

/// Writes the batch, closes this side, and waits for the other to close.
async fn deliver(mut stream: impl AsyncRead + AsyncWrite + Unpin, batch: &[u8]) -> Result<(), String> {
    within("stopped reading", async {
        stream.write_all(batch).await?;
        stream.flush().await?;
        stream.shutdown().await
    })
    .await?;
    let mut said = [0; 512];
    within("did not confirm by closing the connection", async {
        loop {
            match stream.read(&mut said).await {
                Ok(0) => return Ok(()),
                Ok(_) => {}
                // Some close a TLS connection without saying so in TLS.
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(()),
                Err(error) => return Err(error),
            }
        }
    })
    .await
}

async fn within<T>(what: &str, work: impl Future<Output = io::Result<T>>) -> Result<T, String> {
    match timeout(TIME_LIMIT, work).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) => Err(format!("The syslog server {what}: {}.", error.kind())),
        Err(_) => Err(format!("The syslog server {what} in time.")),
    }
}

/// An event as a message: head, its number as structured data, and all of it as JSON.
fn message(event: &LinkedEvent, host: &str) -> Result<String, serde_json::Error> {
    let severity = match event.event.outcome {
        Outcome::Succeeded => 6,
        Outcome::Unknown => 5,
        Outcome::Failed => 4,
    };
    let id: String = event.event.action.chars().filter(char::is_ascii_graphic).take(LONGEST_MSGID).collect();
    let id = if id.is_empty() { "-" } else { &id };
    let sequence = (event.number - 1).rem_euclid(LAST_SEQUENCE) + 1;
    let mut message = String::new();
    _ = write!(
        message,
        "<{}>1 {} {host} sigma-portal - {id} [meta sequenceId=\"{sequence}\"] \u{feff}",
        FACILITY + severity,
        event.event.at,
    );
    message += &serde_json::to_string(event)?;
    Ok(message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Actor, AuditDetails, AuditEvent};

    fn event(number: i64, outcome: Outcome) -> LinkedEvent {
        LinkedEvent {
            number,
            hash: "h".into(),
            event: AuditEvent {
                id: "1".into(),
                at: jiff::Timestamp::from_millisecond(1_772_442_000_123).unwrap(),
                actor: Actor::portal(),
                action: "role assigned.".repeat(4),
                summary: "Ünïcode\nand lines".into(),
                subjects: vec![],
                outcome,
                change_id: None,
                sigma_request_id: None,
                details: AuditDetails::default(),
            },
        }
    }

    #[test]
    fn a_message_is_one_of_rfc_5424() {
        let text = message(&event(7, Outcome::Failed), "portal.example.com").unwrap();
        let head = "<108>1 2026-03-02T09:00:00.123Z portal.example.com sigma-portal - \
                    roleassigned.roleassigned.roleas [meta sequenceId=\"7\"] \u{feff}{";
        assert!(text.starts_with(head), "{text}");
        assert!(!text.contains('\n'), "a line break would split it for those who read lines");
        assert!(message(&event(1, Outcome::Succeeded), "-").unwrap().starts_with("<110>1 "));
        assert!(message(&event(LAST_SEQUENCE + 1, Outcome::Unknown), "-").unwrap().contains("sequenceId=\"1\""));
    }
}
