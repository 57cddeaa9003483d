//! Flash messages: one sentence carried over a redirect to the next page.

use serde::{Deserialize, Serialize};
use tower_sessions::Session;

/// What kind of news it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Severity {
    Success,
    /// For your information.
    Info,
    /// It did not go as wanted.
    Warning,
    Error,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flash {
    /// What kind of news it is.
    pub tone: Severity,
    pub text: String,
}

const KEY: &str = "flash";

impl Flash {
    /// Keeps the message for the next page.
    pub async fn set(tone: Severity, text: impl Into<String>, session: &Session) {
        if let Err(error) = session.insert(KEY, Self { tone, text: text.into() }).await {
            tracing::warn!(%error, "A flash message could not be kept");
        }
    }

    /// Takes the message for this page. Looks before it removes: a removal marks the session as changed, which would
    /// write it on every page view.
    pub async fn take(session: &Session) -> Option<Self> {
        let flash = session.get::<Self>(KEY).await.ok().flatten()?;
        _ = session.remove::<Self>(KEY).await;
        Some(flash)
    }
}
