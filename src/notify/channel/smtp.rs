//! Mail by SMTP: one connection for each mail, within a time limit.

use super::SendError;
use crate::notify::{Mail, Site};
use anyhow::Context;
use jiff::Timestamp;
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, MultiPart, header},
    transport::smtp::extension::ClientId,
};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use std::{
    fmt::Write,
    time::{Duration, UNIX_EPOCH},
};

/// How long sending one mail may take, from the connection to the server's last word.
const TIME_LIMIT: Duration = Duration::from_secs(30);

/// How long one answer of the server may take.
const ANSWER_LIMIT: Duration = Duration::from_secs(15);

/// Longest words of a server that are kept, in letters.
const LONGEST_REASON: usize = 300;

/// The mail server, and who mails come from.
#[derive(Clone, Debug)]
pub struct SmtpSettings {
    /// `smtps://user:password@host:port`, or `smtp://…` with `?tls=required`.
    pub url: SecretString,
    /// The sender: `Sigma portal <sigma@example.com>`.
    pub from: Mailbox,
}

impl SmtpSettings {
    /// Reads an address of a mail server; says what is wrong with it, without showing it.
    ///
    /// # Errors
    /// What is wrong, as the rest of a sentence.
    pub fn check(url: &SecretString) -> Result<(), &'static str> {
        const FORM: &str = "must be smtps://user:password@host, or smtp://user:password@host?tls=required";
        let parsed = url::Url::parse(url.expose_secret()).map_err(|_| FORM)?;
        let host = parsed.host_str().ok_or(FORM)?;
        let is_here = host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback());
        let tls = parsed.query_pairs().find(|(name, _)| name == "tls").map(|(_, value)| value.into_owned());
        match (parsed.scheme(), tls.as_deref()) {
            ("smtps", None) | ("smtp", Some("required")) => {}
            ("smtp", None | Some("opportunistic")) if is_here => {}
            ("smtp", Some("opportunistic")) if parsed.username().is_empty() => {}
            ("smtp", None | Some("opportunistic")) => {
                return Err("would send mails in the clear: use smtps://, or add ?tls=required");
            }
            _ => return Err(FORM),
        }
        AsyncSmtpTransport::<Tokio1Executor>::from_url(url.expose_secret()).map(drop).map_err(|_| FORM)
    }
}

impl SmtpSettings {
    /// Connects, signs in and hangs up again: nothing is sent.
    ///
    /// # Errors
    /// Why that does not work, in words that hold no secret.
    pub async fn try_out(&self) -> Result<(), String> {
        let server = AsyncSmtpTransport::<Tokio1Executor>::from_url(self.url.expose_secret());
        let server = server.map_err(|_| "Its address cannot be used.".to_owned())?.timeout(Some(ANSWER_LIMIT));
        let server = server.build::<Tokio1Executor>();
        match tokio::time::timeout(TIME_LIMIT, server.test_connection()).await {
            Ok(Ok(true)) => Ok(()),
            Ok(Ok(false)) | Err(_) => Err("The mail server did not answer in time.".to_owned()),
            Ok(Err(error)) => match failure(&error) {
                SendError::Refused { why, .. } | SendError::Down(why) => Err(why),
            },
        }
    }
}

/// A mail server.
pub struct Smtp {
    server: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    /// The host of the portal, which makes ids of mails its own.
    domain: String,
    target: String,
}

/// Says that no person has written it, so that nobody's absence answers (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

impl header::Header for AutoSubmitted {
    fn name() -> header::HeaderName {
        header::HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> header::HeaderValue {
        header::HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

impl Smtp {
    /// The server of these settings.
    ///
    /// # Errors
    /// That the address is of no use, or the system's certificates cannot be read.
    pub fn new(settings: &SmtpSettings, site: &Site) -> anyhow::Result<Self> {
        let SmtpSettings { url, from } = settings;
        // The error's words may hold the address, which has a password in it.
        let server = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.expose_secret());
        let server = server.ok().context("PORTAL_SMTP_URL cannot be used")?.timeout(Some(ANSWER_LIMIT));
        let parsed = url::Url::parse(url.expose_secret()).ok().context("PORTAL_SMTP_URL cannot be used")?;
        let host = parsed.host_str().unwrap_or_default();
        let target = match parsed.port() {
            Some(port) => format!("{host}:{port} as {from}"),
            None => format!("{host} as {from}"),
        };
        let domain = site.url.host_str().unwrap_or("localhost").to_owned();
        let is_named = parsed.path().len() > 1;
        let server = match site.url.domain() {
            Some(domain) if !is_named => server.hello_name(ClientId::Domain(domain.to_owned())),
            Some(_) | None => server,
        };
        Ok(Self { server: server.build(), from: from.clone(), domain, target })
    }

    /// Host and sender.
    pub fn target(&self) -> String {
        self.target.clone()
    }

    /// Sends a mail.
    ///
    /// # Errors
    /// [`SendError`].
    pub async fn send(&self, mail: &Mail, now: Timestamp) -> Result<(), SendError> {
        let message = self.message(mail, now)?;
        match tokio::time::timeout(TIME_LIMIT, self.server.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(failure(&error)),
            Err(_) => Err(SendError::Down("The mail server did not answer in time.".to_owned())),
        }
    }

    fn message(&self, mail: &Mail, now: Timestamp) -> Result<Message, SendError> {
        let unfit =
            |what: &str| SendError::Refused { why: format!("The {what} cannot be used in a mail."), is_final: true };
        let address = mail.address.parse().map_err(|_| unfit("address"))?;
        let name = Some(mail.name.clone()).filter(|name| !name.is_empty() && *name != mail.address);
        Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(name, address))
            .subject(mail.subject.clone())
            .date(UNIX_EPOCH + Duration::from_secs(u64::try_from(now.as_second()).unwrap_or_default()))
            .message_id(Some(format!("<{}@{}>", digest(&mail.id), self.domain)))
            .header(AutoSubmitted)
            .multipart(MultiPart::alternative_plain_html(mail.text.clone(), mail.html.clone()))
            .map_err(|_| unfit("message"))
    }
}

/// What a failure means: what the server says about this mail, or about itself.
fn failure(error: &lettre::transport::smtp::Error) -> SendError {
    let Some(code) = error.status().map(u16::from) else {
        let why = match () {
            () if error.is_timeout() => "did not answer in time",
            () if error.is_tls() => "has no certificate that this machine trusts, or speaks no TLS",
            () => "could not be reached",
        };
        return SendError::Down(format!("The mail server {why}."));
    };
    match code {
        // It closes, is overloaded, or wants another sign-in: no mail would fare better.
        421 | 432 | 454 | 530 | 534 | 535 | 538 => {
            SendError::Down(format!("The mail server answered {}.", reason(error)))
        }
        400..500 => SendError::Refused { why: format!("Refused for now: {}", reason(error)), is_final: false },
        _ => SendError::Refused { why: format!("Refused: {}", reason(error)), is_final: true },
    }
}

/// The server's own words, in one line.
fn reason(error: &lettre::transport::smtp::Error) -> String {
    let words = error.to_string();
    words.chars().map(|c| if c.is_control() { ' ' } else { c }).take(LONGEST_REASON).collect()
}

/// An id that fits into a header, of any text.
fn digest(text: &str) -> String {
    Sha256::digest(text).iter().take(16).fold(String::new(), |mut hex, byte| {
        _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mails_travel_in_the_clear_within_this_machine_only() {
        for url in [
            "smtps://user:password@mail.lumen.example",
            "smtp://user:password@mail.lumen.example:587?tls=required",
            "smtp://relay.lumen.example:25?tls=opportunistic",
            "smtp://127.0.0.1:2525",
            "smtp://localhost",
        ] {
            assert_eq!(SmtpSettings::check(&url.into()), Ok(()), "{url}");
        }
        for url in [
            "smtp://mail.lumen.example",
            "smtp://user:password@mail.lumen.example?tls=opportunistic",
            "https://mail.lumen.example",
            "mail.lumen.example:25",
            "smtps://mail.lumen.example?tls=never",
        ] {
            assert!(SmtpSettings::check(&url.into()).is_err(), "{url}");
        }
    }
}
