//! The outgoing webhook, signed as [Standard Webhooks](https://www.standardwebhooks.com) says.

use super::{SendError, http};
use crate::{
    domain::Notice,
    notify::{Site, message::request_path},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use jiff::Timestamp;
use reqwest::{Client, header};
use ring::hmac;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use std::fmt;
use url::Url;

/// How a secret's written form begins.
const PREFIX: &str = "whsec_";

/// Where the webhook leads to, and what it is signed with.
#[derive(Clone, Debug)]
pub struct WebhookSettings {
    pub url: Url,
    pub secret: WebhookSecret,
}

/// The secret that the receiver has, too.
#[derive(Clone)]
pub struct WebhookSecret(hmac::Key);

impl fmt::Debug for WebhookSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WebhookSecret(…)")
    }
}

impl WebhookSecret {
    /// Reads the written form: `whsec_` and between 24 and 64 random bytes in base64, as the standard has it.
    pub fn parse(text: &SecretString) -> Option<Self> {
        let bytes = BASE64_STANDARD.decode(text.expose_secret().strip_prefix(PREFIX)?).ok()?;
        (24..=64).contains(&bytes.len()).then(|| Self(hmac::Key::new(hmac::HMAC_SHA256, &bytes)))
    }

    /// The signature of a message, as the header has it.
    fn signature(&self, id: &str, seconds: i64, body: &str) -> String {
        let tag = hmac::sign(&self.0, format!("{id}.{seconds}.{body}").as_bytes());
        format!("v1,{}", BASE64_STANDARD.encode(tag))
    }
}

/// The webhook of an installation.
pub struct Webhook {
    settings: WebhookSettings,
    http: Client,
}

impl Webhook {
    pub fn new(settings: WebhookSettings, http: Client) -> Self {
        Self { settings, http }
    }

    /// The host that it leads to.
    pub fn target(&self) -> String {
        http::host(&self.settings.url)
    }

    /// Sends an event. Its id is the same however often it is sent.
    ///
    /// # Errors
    /// [`SendError`].
    pub async fn event(&self, notice: &Notice, site: &Site, now: Timestamp) -> Result<(), SendError> {
        self.send(&notice.id.replace('/', "_"), &payload(notice, site), now).await
    }

    /// Sends an event that stands for nothing.
    ///
    /// # Errors
    /// [`SendError`].
    pub async fn test(&self, now: Timestamp) -> Result<(), SendError> {
        let body = json!({ "type": "portal.test", "timestamp": now.to_string(), "data": {} });
        self.send(&format!("test_{}", uuid::Uuid::new_v4()), &body, now).await
    }

    async fn send(&self, id: &str, body: &Value, now: Timestamp) -> Result<(), SendError> {
        let (body, seconds) = (body.to_string(), now.as_second());
        let request = self
            .http
            .post(self.settings.url.clone())
            .header(header::CONTENT_TYPE, "application/json")
            .header("webhook-id", id)
            .header("webhook-timestamp", seconds)
            .header("webhook-signature", self.settings.secret.signature(id, seconds, &body))
            .body(body);
        http::post(request).await
    }
}

/// What happened, for a program: names, and where to read on.
fn payload(notice: &Notice, site: &Site) -> Value {
    json!({
        "type": notice.event_type(),
        "timestamp": notice.at.to_string(),
        "data": {
            "request": {
                "id": notice.request_id.to_string(),
                "title": notice.title,
                "url": site.page(&request_path(&notice.request_id)),
            },
            "requester": { "name": notice.requester },
            "beneficiary": { "name": notice.beneficiary },
            "by": notice.by.as_ref().map(|name| json!({ "name": name })),
            "endsAt": notice.ends_at.map(|at| at.to_string()),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the standard's own libraries: id, time, body and the signature that they expect.
    #[test]
    fn a_message_is_signed_as_the_standard_says() {
        let secret = WebhookSecret::parse(&"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".into()).unwrap();
        let signature = secret.signature("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, "{\"test\": 2432232314}");
        assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn a_secret_is_of_the_standards_form_and_length() {
        let of = |bytes: usize| format!("{PREFIX}{}", BASE64_STANDARD.encode(vec![7; bytes]));
        assert!(WebhookSecret::parse(&of(24).into()).is_some() && WebhookSecret::parse(&of(64).into()).is_some());
        for text in [of(23), of(65), "s3cr3t".into(), of(32)[1..].to_owned(), format!("{PREFIX}?")] {
            assert!(WebhookSecret::parse(&text.clone().into()).is_none(), "{text}");
        }
        let secret = WebhookSecret::parse(&of(24).into()).unwrap();
        assert!(!format!("{secret:?}").contains('7'));
    }
}
