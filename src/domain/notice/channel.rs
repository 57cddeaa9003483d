//! The ways by which notices leave the portal.

use serde::{Deserialize, Serialize};

/// A way by which notices leave the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// To each person, by their address.
    Email,
    /// To a program, signed.
    Webhook,
    /// Into a chat that takes what Slack takes.
    Slack,
    /// Into a Teams channel, by a workflow.
    Teams,
}

impl Channel {
    /// All, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::Email, Self::Webhook, Self::Slack, Self::Teams];

    /// Its word in forms and in the database.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Webhook => "webhook",
            Self::Slack => "slack",
            Self::Teams => "teams",
        }
    }

    /// Reads [`Self::slug`] back.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.slug() == slug)
    }

    /// The words for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Email => "E-mail",
            Self::Webhook => "Webhook",
            Self::Slack => "Slack",
            Self::Teams => "Microsoft Teams",
        }
    }
}
