//! Messages into a chat: what Slack takes, and what a Teams workflow takes.

use super::{SendError, http};
use crate::{
    domain::{Because, Notice, headline},
    notify::{Site, message::request_path},
};
use reqwest::Client;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use url::Url;

/// Where a chat takes messages: an address that is a secret itself.
#[derive(Clone, Debug)]
pub struct ChatSettings {
    pub url: SecretString,
}

/// What a chat takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// Slack's incoming webhooks, which Mattermost, Rocket.Chat and others take as well.
    Slack,
    /// A workflow of Teams that posts the cards it gets.
    Teams,
}

/// A chat that messages go into.
pub struct Chat {
    settings: ChatSettings,
    dialect: Dialect,
    http: Client,
}

impl Chat {
    pub fn new(settings: ChatSettings, dialect: Dialect, http: Client) -> Self {
        Self { settings, dialect, http }
    }

    /// The host that it is at.
    pub fn target(&self) -> String {
        Url::parse(self.settings.url.expose_secret()).map(|url| http::host(&url)).unwrap_or_default()
    }

    /// Says what happened.
    ///
    /// # Errors
    /// [`SendError`].
    pub async fn event(&self, notice: &Notice, site: &Site) -> Result<(), SendError> {
        // As those read it who are to do something about it: what waits reads as a request.
        let headline = headline(notice, Because::Acts);
        self.say(&headline.text, headline.action, &site.page(&request_path(&notice.request_id))).await
    }

    /// Says that messages arrive.
    ///
    /// # Errors
    /// [`SendError`].
    pub async fn test(&self, site: &Site) -> Result<(), SendError> {
        self.say("This is a test. Messages from the Sigma portal arrive.", "Open the portal", site.url.as_str()).await
    }

    async fn say(&self, text: &str, action: &str, url: &str) -> Result<(), SendError> {
        let body = match self.dialect {
            Dialect::Slack => slack(text, action, url),
            Dialect::Teams => teams(text, action, url),
        };
        http::post(self.http.post(self.settings.url.expose_secret()).json(&body)).await
    }
}

/// A message in Slack's form. The three letters that mean something there are written as it wants them.
fn slack(text: &str, action: &str, url: &str) -> Value {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    json!({ "text": format!("{text}\n<{url}|{action}>") })
}

/// A card for a workflow of Teams. The text is a run, in which nothing is markup.
fn teams(text: &str, action: &str, url: &str) -> Value {
    json!({
        "type": "message",
        "attachments": [{
            "contentType": "application/vnd.microsoft.card.adaptive",
            "contentUrl": null,
            "content": {
                "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
                "type": "AdaptiveCard",
                "version": "1.4",
                "body": [{ "type": "RichTextBlock", "inlines": [{ "type": "TextRun", "text": text }] }],
                "actions": [{ "type": "Action.OpenUrl", "title": action, "url": url }],
            },
        }],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_somebody_typed_is_markup() {
        let said = slack("<!channel> & [x](http://x)", "View request", "https://portal.example/requests/r");
        let expected = "&lt;!channel&gt; &amp; [x](http://x)\n<https://portal.example/requests/r|View request>";
        assert_eq!(said["text"], expected);
        let card = teams("**x**", "View request", "https://portal.example/requests/r");
        assert_eq!(card["attachments"][0]["content"]["body"][0]["inlines"][0]["text"], "**x**");
    }
}
