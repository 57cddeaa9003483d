//! Configuration: which settings there are, what they mean, and whether they fit together.
//!
//! Owns validation; where values come from is `sources`' work. All problems are reported at once, by name.

mod sources;

pub use sources::{Overrides, Problems};

use crate::{
    auth::{AuthConfig, ProxyConfig, SHORTEST_SECRET},
    changes,
    directory::ManagersSee,
};
use secrecy::{ExposeSecret, SecretString};
use sources::Sources;
use std::{net::SocketAddr, path::PathBuf, time::Duration};
use url::Url;

/// Everything the portal is told from outside.
#[derive(Debug)]
pub struct Config {
    /// Address to listen on.
    pub addr: SocketAddr,
    /// Address to listen on for machines; `None` for the same.
    pub machine_addr: Option<SocketAddr>,
    /// Folder of the database and the directory's snapshot.
    pub data_dir: PathBuf,
    /// What people type into the browser; `None` on loopback over plain HTTP.
    pub public_url: Option<Url>,
    /// Name of the organisation, shown in the frame. Sigma's API does not tell it.
    pub organization_name: String,
    /// Database; SQLite in the data folder unless PostgreSQL is named.
    pub database_url: SecretString,
    /// How often the directory is read anew.
    pub sync_every: Duration,
    /// How long changes, audit events and the directory's history are kept; `None` for good.
    pub keep_for: Option<Duration>,
    /// What team managers are shown.
    pub managers_see: ManagersSee,
    /// How changes are guarded and run.
    pub changes: changes::Settings,
    /// How people sign in.
    pub auth: AuthConfig,
    /// Sigma's address and credentials.
    pub sigma: SigmaAccess,
}

/// Sigma's address and credentials.
#[derive(Debug, Clone)]
pub struct SigmaAccess {
    /// Base URL of the organisation's region.
    pub base_url: Url,
    /// Client id.
    pub client_id: String,
    /// Client secret.
    pub client_secret: SecretString,
}

/// What every command shares: where to listen, where to keep data, what to log.
#[derive(Debug)]
pub struct Base {
    /// Address to listen on.
    pub addr: SocketAddr,
    /// Folder for data, where one was named.
    pub data_dir: Option<PathBuf>,
    /// Log filter, as `tracing` reads it.
    pub log: String,
    /// Whether log lines are JSON.
    pub log_json: bool,
}

impl Base {
    /// Reads what every command shares.
    ///
    /// # Errors
    /// All problems found.
    pub fn load(overrides: &Overrides) -> Result<Self, Problems> {
        let mut sources = Sources::open(overrides);
        let base = Self::read(&mut sources);
        sources.finish(base)
    }

    fn read(sources: &mut Sources) -> Option<Self> {
        let addr = sources.parsed("PORTAL_ADDR", Some("127.0.0.1:3000"), "an address such as 127.0.0.1:3000");
        let log_format = sources.text("PORTAL_LOG_FORMAT", Some("text"))?;
        if !["text", "json"].contains(&log_format.as_str()) {
            sources.problem("PORTAL_LOG_FORMAT", "must be text or json");
        }
        Some(Self {
            addr: addr?,
            data_dir: sources.optional("PORTAL_DATA_DIR").map(PathBuf::from),
            log: sources
                .text("PORTAL_LOG", Some("info,sqlx=warn,sea_orm_migration=warn,sqlx::postgres::notice=warn"))?,
            log_json: log_format == "json",
        })
    }
}

impl Config {
    /// Reads the configuration of a portal that talks to Sigma itself.
    ///
    /// # Errors
    /// All problems found.
    pub fn load(overrides: &Overrides) -> Result<Self, Problems> {
        let mut sources = Sources::open(overrides);
        let config = Self::read(&mut sources);
        sources.finish(config)
    }

    fn read(sources: &mut Sources) -> Option<Self> {
        let base = Base::read(sources);
        let data_dir = base.as_ref().and_then(|b| b.data_dir.clone()).unwrap_or_else(|| PathBuf::from("data"));
        let sqlite = format!("sqlite://{}", data_dir.join("portal.db").display());
        let database_url = sources.secret("PORTAL_DATABASE_URL", Some(&sqlite));
        let public_url =
            sources.optional_parsed::<Url>("PORTAL_PUBLIC_URL", "a URL such as https://portal.example.com");
        let minutes = sources.parsed::<u64>("PORTAL_SYNC_MINUTES", Some("5"), "a number of minutes");
        if minutes == Some(0) {
            sources.problem("PORTAL_SYNC_MINUTES", "must be at least 1");
        }
        let days = sources.optional_parsed::<u32>("PORTAL_RETENTION_DAYS", "a number of days");
        if days == Some(0) {
            sources.problem("PORTAL_RETENTION_DAYS", "must be at least 1; leave it out to keep everything");
        }
        let organization_name = sources.text("PORTAL_ORGANIZATION_NAME", Some("Your organisation"));
        let managers_see = sources.parsed::<ManagersSee>("PORTAL_MANAGERS_SEE", Some("own"), "own or all");
        let changes = change_settings(sources);
        let sigma = sigma_access(sources);
        let auth = auth(sources);
        let machine_addr = sources.optional_parsed("PORTAL_MACHINE_ADDR", "an address such as 127.0.0.1:3001");
        let base = base?;
        if public_url.is_none() && !base.addr.ip().is_loopback() {
            sources.problem(
                "PORTAL_PUBLIC_URL",
                "is needed when the portal listens beyond this machine: it decides which writes are accepted",
            );
        }
        Some(Self {
            addr: base.addr,
            machine_addr,
            data_dir,
            public_url,
            organization_name: organization_name?,
            database_url: database_url?,
            sync_every: Duration::from_secs(minutes? * 60),
            keep_for: days.map(|days| Duration::from_hours(u64::from(days) * 24)),
            managers_see: managers_see?,
            changes: changes?,
            auth: auth?,
            sigma: sigma?,
        })
    }
}

fn change_settings(sources: &mut Sources) -> Option<changes::Settings> {
    let flag = "true or false";
    let scim_members = sources.parsed("PORTAL_SCIM_MEMBERS", Some("false"), flag);
    let scim_teams = sources.parsed("PORTAL_SCIM_TEAMS", Some("false"), flag);
    let confirm_above = sources.parsed("PORTAL_CONFIRM_ABOVE", Some("25"), "a number of people");
    let lease = sources.parsed::<u64>("PORTAL_LEASE_SECONDS", Some("30"), "a number of seconds");
    if lease.is_some_and(|seconds| seconds < 3) {
        sources.problem("PORTAL_LEASE_SECONDS", "must be at least 3, or a busy process loses its changes to another");
    }
    Some(changes::Settings {
        rules: changes::Rules { scim_members: scim_members?, scim_teams: scim_teams?, confirm_above: confirm_above? },
        lease: Duration::from_secs(lease?),
    })
}

fn sigma_access(sources: &mut Sources) -> Option<SigmaAccess> {
    let base_url = sources.parsed::<Url>("SIGMA_BASE_URL", None, "Sigma's URL for your region, with https://");
    if let Some(url) = &base_url
        && !(url.scheme() == "https" || url.host_str().is_some_and(|h| h == "127.0.0.1" || h == "localhost"))
    {
        sources.problem("SIGMA_BASE_URL", "must begin with https://, or the credentials would travel in the clear");
    }
    let client_id = sources.text("SIGMA_CLIENT_ID", None);
    let client_secret = sources.secret("SIGMA_CLIENT_SECRET", None);
    Some(SigmaAccess { base_url: base_url?, client_id: client_id?, client_secret: client_secret? })
}

fn auth(sources: &mut Sources) -> Option<AuthConfig> {
    let provider = sources.optional("PORTAL_AUTH");
    if provider.as_deref() != Some("proxy") {
        let now = provider.map_or("is not set".to_owned(), |other| format!("is “{other}”"));
        sources.problem(
            "PORTAL_AUTH",
            format!("{now}; it says how people sign in: proxy, through a trusted reverse proxy"),
        );
        return None;
    }
    let secret = sources.secret("PORTAL_PROXY_SECRET", None);
    let length = secret.as_ref().map(|secret| secret.expose_secret().len());
    if let Some(length) = length.filter(|length| *length < SHORTEST_SECRET) {
        sources.problem(
            "PORTAL_PROXY_SECRET",
            format!(
                "is {length} bytes long, but must have at least {SHORTEST_SECRET}: make one with `openssl rand -hex 32`"
            ),
        );
    }
    let guests_sign_in = sources.parsed("PORTAL_GUESTS_SIGN_IN", Some("false"), "true or false");
    let sign_out_url = sources.optional("PORTAL_PROXY_SIGN_OUT_URL");
    if sign_out_url.as_deref().is_some_and(|url| !is_sign_out_url(url)) {
        sources.problem(
            "PORTAL_PROXY_SIGN_OUT_URL",
            "must be a path such as /oauth2/sign_out, or a URL that begins with https://",
        );
    }
    let email_header = sources.text("PORTAL_PROXY_EMAIL_HEADER", Some("x-forwarded-email"));
    let list = |text: Option<String>| {
        text.unwrap_or_default().split(',').map(|e| e.trim().to_lowercase()).filter(|e| !e.is_empty()).collect()
    };
    let admins = list(sources.optional("PORTAL_ADMINS"));
    let auditors = list(sources.optional("PORTAL_AUDITORS"));
    Some(AuthConfig::Proxy(ProxyConfig {
        secret: secret?,
        email_header: email_header?,
        admins,
        auditors,
        guests_sign_in: guests_sign_in?,
        sign_out_url,
    }))
}

/// A path of this host, or a URL that is not followed in the clear.
fn is_sign_out_url(text: &str) -> bool {
    let is_plain = text.chars().all(|c| c.is_ascii_graphic() && c != '\\');
    let is_path = text.starts_with('/') && !text.starts_with("//");
    is_plain && (is_path || Url::parse(text).is_ok_and(|url| url.scheme() == "https" && url.has_host()))
}
