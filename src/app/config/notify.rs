//! How people are told: mail server, webhook and chats.

use super::sources::Sources;
use crate::notify::{ChatSettings, Settings, SmtpSettings, Timing, WebhookSecret, WebhookSettings};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

/// All that is set about it; each channel is there when its address is. What is wrong is among the problems.
pub fn notify(sources: &mut Sources) -> Option<Settings> {
    let smtp = smtp(sources);
    let webhook = webhook(sources);
    let slack = chat(sources, "PORTAL_SLACK_WEBHOOK_URL");
    let teams = chat(sources, "PORTAL_TEAMS_WEBHOOK_URL");
    let digest_hour = sources.number("PORTAL_DIGEST_HOUR", "7", 0_u8..=23, "the hour in UTC")?;
    let timing = Timing { digest_hour, ..Timing::default() };
    Some(Settings { smtp, webhook, slack, teams, keeps_mails: false, timing })
}

fn smtp(sources: &mut Sources) -> Option<SmtpSettings> {
    let url = sources.optional_secret("PORTAL_SMTP_URL");
    let from = sources.optional("PORTAL_MAIL_FROM");
    if let Some(Err(wrong)) = url.as_ref().map(SmtpSettings::check) {
        sources.problem("PORTAL_SMTP_URL", wrong);
    }
    match (url, from) {
        (Some(url), Some(from)) => {
            let from = from.parse().ok();
            if from.is_none() {
                sources.problem("PORTAL_MAIL_FROM", "must be an address, such as Sigma portal <sigma@example.com>");
            }
            Some(SmtpSettings { url, from: from? })
        }
        (Some(_), None) => {
            sources.problem("PORTAL_MAIL_FROM", "is needed with PORTAL_SMTP_URL: it is who mails come from");
            None
        }
        (None, Some(_)) => {
            sources.problem("PORTAL_SMTP_URL", "is needed with PORTAL_MAIL_FROM (or PORTAL_SMTP_URL_FILE)");
            None
        }
        (None, None) => None,
    }
}

fn webhook(sources: &mut Sources) -> Option<WebhookSettings> {
    let url = sources.optional_secret("PORTAL_WEBHOOK_URL");
    let secret = sources.optional_secret("PORTAL_WEBHOOK_SECRET");
    match (url, secret) {
        (Some(url), Some(secret)) => {
            let url = safe_url(sources, "PORTAL_WEBHOOK_URL", &url);
            let secret = WebhookSecret::parse(&secret);
            if secret.is_none() {
                let form = "must be whsec_ and 24 to 64 random bytes in base64, as Standard Webhooks has it";
                sources.problem("PORTAL_WEBHOOK_SECRET", form);
            }
            Some(WebhookSettings { url: url?, secret: secret? })
        }
        (Some(_), None) => {
            sources.problem("PORTAL_WEBHOOK_SECRET", "is needed with PORTAL_WEBHOOK_URL: messages are signed with it");
            None
        }
        (None, Some(_)) => {
            sources.problem("PORTAL_WEBHOOK_URL", "is needed with PORTAL_WEBHOOK_SECRET");
            None
        }
        (None, None) => None,
    }
}

fn chat(sources: &mut Sources, name: &str) -> Option<ChatSettings> {
    let url = sources.optional_secret(name)?;
    safe_url(sources, name, &url).map(|_| ChatSettings { url })
}

/// A URL whose path may be a secret: it is not shown. Over HTTPS unless the host is this machine.
fn safe_url(sources: &mut Sources, name: &str, url: &SecretString) -> Option<Url> {
    let parsed = Url::parse(url.expose_secret()).ok();
    let is_safe = |url: &Url| match url.scheme() {
        "https" => true,
        "http" => url.host().is_some_and(|host| super::values::is_this_machine(&host)),
        _ => false,
    };
    let safe = parsed.filter(is_safe);
    if safe.is_none() {
        sources.problem(name, "must be a URL that begins with https://");
    }
    safe
}
