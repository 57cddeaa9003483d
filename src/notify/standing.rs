//! How the channels stand, for those who look after the portal; and trying one.

use super::{Error, Notify, channel::SendError, message::Mail};
use crate::{
    domain::{Actor, Channel},
    store::{ChannelHealth, OutboxCounts},
};

/// How a channel stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelStanding {
    pub channel: Channel,
    /// Where it leads to, without anything secret; `None` where it is not set up.
    pub target: Option<String>,
    pub health: ChannelHealth,
    pub counts: OutboxCounts,
}

impl Notify {
    /// How each channel stands.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn standing(&self) -> Result<Vec<ChannelStanding>, Error> {
        let counts = self.0.store.outbox_counts().await?;
        let mut all = Vec::new();
        for channel in Channel::ALL {
            all.push(ChannelStanding {
                channel,
                target: self.0.channels.load_full().target(channel),
                health: self.0.store.channel_health(channel).await?,
                counts: counts.get(&channel).copied().unwrap_or_default(),
            });
        }
        Ok(all)
    }

    /// Sends a test by a channel: a mail to whoever asks, a message to any other.
    ///
    /// # Errors
    /// [`Error::NotSetUp`], [`Error::Channel`] with what the channel said, and [`Error::Store`].
    pub async fn try_out(&self, channel: Channel, actor: &Actor) -> Result<(), Error> {
        if !self.0.channels.load_full().has(channel) {
            return Err(Error::NotSetUp);
        }
        let now = self.0.store.clock().now();
        let sent = match channel {
            Channel::Email => {
                let mail = Mail::test(&actor.name, &actor.email, &self.0.site);
                self.0.channels.load_full().mail(&mail, now).await
            }
            Channel::Webhook | Channel::Slack | Channel::Teams => {
                self.0.channels.load_full().test(channel, &self.0.site, now).await
            }
        };
        match sent {
            Ok(()) => self.worked(channel, now).await,
            Err(SendError::Refused { why, .. }) => Err(Error::Channel(why)),
            Err(SendError::Down(why)) => {
                self.failed(channel, &why, now).await?;
                Err(Error::Channel(why))
            }
        }
    }
}
