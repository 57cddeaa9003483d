//! How people are told: mail server, webhook and chats.

use super::sources::Sources;
use crate::notify::{
    ChatSettings, HttpSettings, Settings, SmtpSettings, StreamSettings, SyslogSettings, Timing, WebhookSecret,
    WebhookSettings,
};
use secrecy::{ExposeSecret, SecretString};
use std::{path::PathBuf, time::Duration};
use url::Url;

/// All that is set about it; each channel is there when its address is. What is wrong is among the problems.
pub fn notify(sources: &mut Sources) -> Option<Settings> {
    let smtp = smtp(sources);
    let webhook = webhook(sources);
    let slack = chat(sources, "PORTAL_SLACK_WEBHOOK_URL");
    let teams = chat(sources, "PORTAL_TEAMS_WEBHOOK_URL");
    let digest_hour = sources.number("PORTAL_DIGEST_HOUR", "7", 0_u8..=23, "the hour in UTC")?;
    let gather = sources.number("PORTAL_MAIL_WAIT_SECONDS", "15", 1_u64..=600, "seconds")?;
    let timing = Timing { digest_hour, gather: Duration::from_secs(gather) };
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

/// Where the audit log is handed on to.
pub fn streams(sources: &mut Sources) -> StreamSettings {
    let syslog = syslog(sources);
    let url = sources.optional_secret("PORTAL_AUDIT_HTTP_URL");
    let authorization = sources.optional_secret("PORTAL_AUDIT_HTTP_AUTHORIZATION");
    let http = match (url, authorization) {
        (Some(url), authorization) => {
            let url = safe_url(sources, "PORTAL_AUDIT_HTTP_URL", &url);
            Some(url.map(|url| HttpSettings { url, authorization }))
        }
        (None, Some(_)) => {
            sources.problem("PORTAL_AUDIT_HTTP_URL", "is needed with PORTAL_AUDIT_HTTP_AUTHORIZATION");
            None
        }
        (None, None) => None,
    };
    StreamSettings { syslog, http: http.flatten() }
}

fn syslog(sources: &mut Sources) -> Option<SyslogSettings> {
    const NAME: &str = "PORTAL_AUDIT_SYSLOG_URL";
    let text = sources.optional(NAME);
    let authorities = sources.optional("PORTAL_AUDIT_SYSLOG_CA").map(PathBuf::from);
    if authorities.is_some() && !text.as_ref().is_some_and(|text| text.trim().starts_with("tls:")) {
        sources.problem("PORTAL_AUDIT_SYSLOG_CA", format!("is of use only with {NAME}=tls://…"));
    }
    let text = text?;
    let url = Url::parse(text.trim()).ok();
    let parts = url.as_ref().and_then(|url| {
        let (tls, usual) = match url.scheme() {
            "tls" => (true, 6514),
            "tcp" => (false, 601),
            _ => return None,
        };
        let is_bare = matches!(url.path(), "" | "/") && url.query().is_none() && url.username().is_empty();
        let host = url.host_str().filter(|host| is_bare && !host.is_empty())?;
        let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        Some(SyslogSettings { host, port: url.port().unwrap_or(usual), tls, authorities })
    });
    if parts.is_none() {
        sources.problem(NAME, "must be tls://host:6514 or tcp://host:601");
    }
    parts
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
