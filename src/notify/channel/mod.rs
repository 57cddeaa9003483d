//! The channels: each takes a message, within a time limit, or says why not.

mod chat;
mod http;
mod mail_box;
mod smtp;
mod webhook;

pub use chat::ChatSettings;
pub use http::{client as http_client, post};
pub use mail_box::{KeptMail, MailBox};
pub use smtp::SmtpSettings;
pub use webhook::{WebhookSecret, WebhookSettings};

use super::{Settings, Site, message::Mail};
use crate::domain::{Channel, Notice};
use chat::{Chat, Dialect};
use jiff::Timestamp;
use smtp::Smtp;
use webhook::Webhook;

/// Why something was not sent. The words hold no secret and no address of a service: people read them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SendError {
    /// The channel answers, and does not take this. `is_final` where it would not take it later either.
    Refused { why: String, is_final: bool },
    /// The channel cannot be reached, or takes nothing at the moment.
    Down(String),
}

/// The channels of this installation.
pub struct Channels {
    mail: Option<MailWay>,
    webhook: Option<Webhook>,
    slack: Option<Chat>,
    teams: Option<Chat>,
}

/// Where mails go.
enum MailWay {
    Server(Box<Smtp>),
    /// Kept to be looked at, in a demo.
    Kept(MailBox),
}

impl Channels {
    /// By these settings.
    ///
    /// # Errors
    /// That the system's certificates cannot be read, or a setting is of no use.
    pub fn new(settings: Settings, site: &Site) -> anyhow::Result<Self> {
        let Settings { smtp, webhook, slack, teams, keeps_mails, timing: _ } = settings;
        let http = http::client()?;
        let mail = match smtp {
            Some(smtp) => Some(MailWay::Server(Box::new(Smtp::new(&smtp, site)?))),
            None => keeps_mails.then(|| MailWay::Kept(MailBox::default())),
        };
        Ok(Self {
            mail,
            webhook: webhook.map(|settings| Webhook::new(settings, http.clone())),
            slack: slack.map(|settings| Chat::new(settings, Dialect::Slack, http.clone())),
            teams: teams.map(|settings| Chat::new(settings, Dialect::Teams, http)),
        })
    }

    /// Whether a channel is set up.
    pub fn has(&self, channel: Channel) -> bool {
        self.target(channel).is_some()
    }

    /// Where a channel leads to, without anything secret; `None` where it is not set up.
    pub fn target(&self, channel: Channel) -> Option<String> {
        match channel {
            Channel::Email => self.mail.as_ref().map(|way| match way {
                MailWay::Server(server) => server.target(),
                MailWay::Kept(_) => "The mail box of this demo".to_owned(),
            }),
            Channel::Webhook => self.webhook.as_ref().map(Webhook::target),
            Channel::Slack => self.slack.as_ref().map(Chat::target),
            Channel::Teams => self.teams.as_ref().map(Chat::target),
        }
    }

    /// The mails that are kept to be looked at.
    pub fn mail_box(&self) -> Option<&MailBox> {
        match &self.mail {
            Some(MailWay::Kept(mails)) => Some(mails),
            Some(MailWay::Server(_)) | None => None,
        }
    }

    /// Sends a mail.
    ///
    /// # Errors
    /// [`SendError`].
    pub async fn mail(&self, mail: &Mail, now: Timestamp) -> Result<(), SendError> {
        match &self.mail {
            Some(MailWay::Server(server)) => server.send(mail, now).await,
            Some(MailWay::Kept(mails)) => {
                mails.keep(mail.clone(), now);
                Ok(())
            }
            None => Err(not_set_up()),
        }
    }

    /// Sends an event to a channel that is the recipient itself.
    ///
    /// # Errors
    /// [`SendError`].
    pub async fn event(&self, channel: Channel, notice: &Notice, site: &Site, now: Timestamp) -> Result<(), SendError> {
        match (channel, &self.webhook, self.chat(channel)) {
            (Channel::Webhook, Some(webhook), _) => webhook.event(notice, site, now).await,
            (Channel::Slack | Channel::Teams, _, Some(chat)) => chat.event(notice, site).await,
            (Channel::Email | Channel::Webhook | Channel::Slack | Channel::Teams, ..) => Err(not_set_up()),
        }
    }

    /// Sends a test to such a channel.
    ///
    /// # Errors
    /// [`SendError`].
    pub async fn test(&self, channel: Channel, site: &Site, now: Timestamp) -> Result<(), SendError> {
        match (channel, &self.webhook, self.chat(channel)) {
            (Channel::Webhook, Some(webhook), _) => webhook.test(now).await,
            (Channel::Slack | Channel::Teams, _, Some(chat)) => chat.test(site).await,
            (Channel::Email | Channel::Webhook | Channel::Slack | Channel::Teams, ..) => Err(not_set_up()),
        }
    }

    fn chat(&self, channel: Channel) -> Option<&Chat> {
        match channel {
            Channel::Slack => self.slack.as_ref(),
            Channel::Teams => self.teams.as_ref(),
            Channel::Email | Channel::Webhook => None,
        }
    }
}

fn not_set_up() -> SendError {
    SendError::Down("The channel is not set up any more.".to_owned())
}
