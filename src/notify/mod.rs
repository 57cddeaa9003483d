//! Telling people: by mail, by webhook, in chats, and by the bell in the portal.
//!
//! Owns what is sent of the outbox, when, to which address and in which words. What happened and who is told is written by
//! whoever lets it happen, in the same transaction; a timed task sends it. So nothing waits for a mail server, and a mail
//! server that is down loses nothing.
//!
//! | file | owns |
//! |---|---|
//! | `plan` | which channels an event goes by, and when: what people have chosen |
//! | `send` | what is due, each once, and what becomes of what could not be sent |
//! | `retry` | how long is waited after a failure |
//! | `message` | the words and the look of a mail |
//! | `channel` | mail, webhook, chats, and the mail box of the demo |
//! | `audit` | the audit log, handed on to other systems as it grows |
//! | `bell` | how much somebody has not read |

// No default arm decides: a new kind of call, error or role must be thought of everywhere.
#![deny(clippy::wildcard_enum_match_arm)]

mod audit;
mod bell;
mod channel;
mod message;
mod plan;
mod retry;
mod send;
mod standing;

pub use audit::{AuditStreams, HttpSettings, StreamError, StreamSettings, SyslogSettings};
pub use channel::{ChatSettings, KeptMail, MailBox, SmtpSettings, WebhookSecret, WebhookSettings};
pub use message::Mail;
pub use standing::ChannelStanding;

use crate::{
    directory::Directory,
    domain::Channel,
    store::{self, Store},
};
use arc_swap::ArcSwap;
use channel::Channels;
use std::{sync::Arc, time::Duration};
use url::Url;

/// What is told, and how. Cheap to clone.
#[derive(Clone)]
pub struct Notify(Arc<Inner>);

struct Inner {
    store: Store,
    directory: Directory,
    site: Site,
    timing: Timing,
    /// Replaced when the settings are read anew.
    channels: ArcSwap<Channels>,
    bell: bell::Bell,
}

/// Which channels there are.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The mail server; `None` for no mail.
    pub smtp: Option<SmtpSettings>,
    pub webhook: Option<WebhookSettings>,
    /// A chat that takes what Slack takes.
    pub slack: Option<ChatSettings>,
    /// A Teams workflow.
    pub teams: Option<ChatSettings>,
    /// Whether mails are kept in this process to be looked at, where there is no mail server: in a demo.
    pub keeps_mails: bool,
    pub timing: Timing,
}

/// When something is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timing {
    /// How long is waited for more to be told to the same person, to be put into one mail. What could not be sent is tried
    /// again as soon, and then ever later.
    pub gather: Duration,
    /// The hour of the day of daily mails, in UTC.
    pub digest_hour: u8,
}

impl Default for Timing {
    fn default() -> Self {
        Self { gather: Duration::from_secs(15), digest_hour: 7 }
    }
}

/// The portal as mails speak of it.
#[derive(Clone, Debug)]
pub struct Site {
    /// What people type into the browser.
    pub url: Url,
    /// The organisation's name.
    pub organization: String,
}

impl Site {
    /// The URL of a page, by its path.
    fn page(&self, path: &str) -> String {
        self.url.join(path).map_or_else(|_| self.url.to_string(), |url| url.to_string())
    }
}

/// Why nothing could be worked off.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such channel in this installation.
    #[error("this channel is not set up")]
    NotSetUp,
    /// The channel did not take it; why, in words that hold no secret.
    #[error("{0}")]
    Channel(String),
    #[error(transparent)]
    Store(#[from] store::Error),
}

impl Notify {
    /// Tells people by these channels about what is in the outbox of this store.
    ///
    /// # Errors
    /// That the system's certificates cannot be read, or a setting is of no use.
    pub fn new(store: Store, directory: Directory, site: Site, settings: Settings) -> anyhow::Result<Self> {
        let timing = settings.timing;
        let channels = Channels::new(settings, &site)?;
        let channels = ArcSwap::from_pointee(channels);
        Ok(Self(Arc::new(Inner { store, directory, site, timing, channels, bell: bell::Bell::default() })))
    }

    /// From now on by the channels of another reading of the settings.
    ///
    /// # Errors
    /// As [`Self::new`]; the channels stay as they are then.
    pub fn replace_channels(&self, settings: Settings) -> anyhow::Result<()> {
        self.0.channels.store(Arc::new(Channels::new(settings, &self.0.site)?));
        Ok(())
    }

    /// Settles what is sent of what happened, and sends what is due.
    ///
    /// # Errors
    /// [`Error::Store`]; what a channel does not take is no error, and tried again.
    pub async fn work_off(&self) -> Result<(), Error> {
        self.plan().await?;
        self.send_due().await
    }

    /// When something is sent.
    pub fn timing(&self) -> Timing {
        self.0.timing
    }

    /// Whether a channel is set up.
    pub fn has(&self, channel: Channel) -> bool {
        self.0.channels.load().has(channel)
    }

    /// The mails of the demo; `None` in service.
    pub fn mail_box(&self) -> Option<MailBox> {
        self.0.channels.load().mail_box().cloned()
    }
}
