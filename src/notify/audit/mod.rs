//! The audit log, handed on to other systems as it grows: to a syslog server, or by HTTP.
//!
//! Timed work reads it in the order of its chain from where each system has got to, which is kept in the database. So work
//! waits for no other system, a system that was down gets everything later, and of several portals one sends. What was sent
//! and not confirmed is sent again: each event has its number and digest, by which a receiver knows it.

mod http;
mod syslog;

pub use http::HttpSettings;
pub use syslog::SyslogSettings;

use super::{Site, channel};
use crate::store::{self, LinkedEvent, Store};
use http::Http;
use std::sync::Arc;
use syslog::Syslog;

/// Events sent at once.
const BATCH: u64 = 500;

/// Subjects of one event that are handed on: a change about thousands of people names them in the portal.
const MOST_SUBJECTS: usize = 50;

/// Where the audit log is handed on to.
#[derive(Clone, Debug, Default)]
pub struct StreamSettings {
    pub syslog: Option<SyslogSettings>,
    pub http: Option<HttpSettings>,
}

/// Why nothing more could be handed on; in words that hold no secret.
#[derive(Debug, thiserror::Error)]
pub enum StreamError {
    #[error("{0}")]
    Receiver(String),
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// The systems that the audit log is handed on to. Cheap to clone.
#[derive(Clone)]
pub struct AuditStreams {
    store: Store,
    streams: Arc<[Stream]>,
}

struct Stream {
    /// What its place is kept under, and its task is called.
    name: &'static str,
    receiver: Receiver,
}

enum Receiver {
    Syslog(Box<Syslog>),
    Http(Box<Http>),
}

impl AuditStreams {
    /// By these settings; asks nobody yet.
    ///
    /// # Errors
    /// That certificates cannot be read.
    pub fn new(store: &Store, site: &Site, settings: StreamSettings) -> anyhow::Result<Self> {
        let mut streams = Vec::new();
        if let Some(settings) = settings.syslog {
            let host = site.url.host_str().unwrap_or_default();
            streams.push(Stream {
                name: "audit.syslog",
                receiver: Receiver::Syslog(Box::new(Syslog::new(settings, host)?)),
            });
        }
        if let Some(settings) = settings.http {
            let http = Http::new(settings, channel::http_client()?);
            streams.push(Stream { name: "audit.http", receiver: Receiver::Http(Box::new(http)) });
        }
        Ok(Self { store: store.clone(), streams: streams.into() })
    }

    /// How far each system has got: what its task is called, where it is, and the place in the chain of the last event that it
    /// has taken.
    ///
    /// # Errors
    /// Failures of the database.
    pub async fn standing(&self) -> Result<Vec<(&'static str, String, i64)>, store::Error> {
        let mut all = Vec::new();
        for stream in self.streams.iter() {
            all.push((stream.name, stream.receiver.target(), self.store.audit_stream(stream.name).await?));
        }
        Ok(all)
    }

    /// What the places of the systems are kept under.
    pub fn names(&self) -> Vec<&'static str> {
        self.streams.iter().map(|stream| stream.name).collect()
    }

    /// From now on with the credentials of another reading of the settings.
    pub fn replace_credentials(&self, by: &StreamSettings) {
        for stream in self.streams.iter() {
            if let (Receiver::Http(http), Some(settings)) = (&stream.receiver, &by.http) {
                http.replace_authorization(settings);
            }
        }
    }

    /// Hands on to this system what it does not have yet; says how many events.
    ///
    /// # Errors
    /// [`StreamError`]; what was taken before stays taken.
    pub async fn work_off(&self, name: &str) -> Result<u64, StreamError> {
        let Some(stream) = self.streams.iter().find(|stream| stream.name == name) else { return Ok(0) };
        while self.store.link_audit().await? > 0 {}
        let mut sent = 0;
        loop {
            let after = self.store.audit_stream(name).await?;
            let mut events = self.store.linked_audit(after, BATCH).await?;
            let Some(last) = events.last().map(|event| event.number) else { return Ok(sent) };
            for event in &mut events {
                event.event.subjects.truncate(MOST_SUBJECTS);
            }
            stream.receiver.send(&events).await.map_err(StreamError::Receiver)?;
            self.store.keep_audit_stream(name, last).await?;
            sent += events.len() as u64;
        }
    }
}

impl Receiver {
    /// Where it leads to, without anything secret.
    fn target(&self) -> String {
        match self {
            Self::Syslog(syslog) => syslog.target(),
            Self::Http(http) => http.target(),
        }
    }

    async fn send(&self, events: &[LinkedEvent]) -> Result<(), String> {
        match self {
            Self::Syslog(syslog) => syslog.send(events).await,
            Self::Http(http) => http.send(events).await,
        }
    }
}
