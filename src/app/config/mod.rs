//! Configuration: which settings there are, what they mean, and whether they fit together.
//!
//! Owns validation; where values come from is `sources`' work. All problems are reported at once, by name.

mod auth;
mod notify;
mod retention;
mod sources;
#[cfg(test)]
mod tests;
mod values;

pub use sources::{Overrides, Problems, environment};

use crate::{
    auth::{AuthConfig, SessionLimits},
    changes,
    directory::ManagersSee,
    domain::Contact,
    notify::{Settings as NotifySettings, StreamSettings},
    requests,
    store::Retention,
    web::TrustedHops,
};
use secrecy::{ExposeSecret, SecretString};
use sources::Sources;
use std::{net::SocketAddr, path::PathBuf, time::Duration};
use tracing_subscriber::EnvFilter;
use url::Url;

/// Everything the portal is told from outside.
#[derive(Debug)]
pub struct Config {
    /// Log filter, as `tracing` reads it.
    pub log: String,
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
    /// How long what is kept is kept.
    pub retention: Retention,
    /// What team managers are shown.
    pub managers_see: ManagersSee,
    /// How changes are guarded and run.
    pub changes: changes::Settings,
    /// How requests for access are decided and closed.
    pub requests: requests::Settings,
    /// How people sign in.
    pub auth: AuthConfig,
    /// How long sessions last.
    pub sessions: SessionLimits,
    /// What the portal's own keys follow from; `None` for Sigma's client secret.
    pub secret: Option<SecretString>,
    /// Whose word is taken for where requests come from.
    pub trusted_hops: TrustedHops,
    /// Whom people ask for help.
    pub contact: Option<Contact>,
    /// How people are told of what happens.
    pub notify: NotifySettings,
    /// Where the audit log is handed on to.
    pub audit: StreamSettings,
    /// Sigma's address and credentials.
    pub sigma: SigmaAccess,
}

/// Sigma's address and credentials.
#[derive(Debug, Clone)]
pub struct SigmaAccess {
    /// Base URL of the organisation's region.
    pub base_url: Url,
    pub client_id: String,
    pub client_secret: SecretString,
    /// How long to wait for an answer.
    pub timeout: Duration,
}

impl SigmaAccess {
    /// How long Sigma's answers are waited for, unless told otherwise.
    pub const TIMEOUT: Duration = Duration::from_secs(30);
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
        // Whatever the command needs of them, it knows all settings; what is wrong with the others is no matter here.
        sources.learn(Config::read);
        sources.refuse_unknown();
        sources.finish(base)
    }

    fn read(sources: &mut Sources) -> Option<Self> {
        let addr = sources.parsed("PORTAL_ADDR", Some("127.0.0.1:3000"), "an address such as 127.0.0.1:3000");
        let data_dir = sources.optional("PORTAL_DATA_DIR").map(PathBuf::from);
        let log = sources.text("PORTAL_LOG", Some("info,sqlx=warn,sea_orm_migration=warn,sqlx::postgres::notice=warn"));
        if let Some(Err(error)) = log.as_ref().map(EnvFilter::try_new) {
            sources.problem("PORTAL_LOG", format!("is no log filter such as info or portal=debug,warn: {error}"));
        }
        let log_format = sources.one_of("PORTAL_LOG_FORMAT", "text", &["text", "json"]);
        Some(Self { addr: addr?, data_dir, log: log?, log_json: log_format? == "json" })
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
        sources.refuse_unknown();
        sources.finish(config)
    }

    /// Asks for every setting there is, whatever the others say: what is not asked for here is refused.
    fn read(sources: &mut Sources) -> Option<Self> {
        let base = Base::read(sources);
        let data_dir = base.as_ref().and_then(|b| b.data_dir.clone()).unwrap_or_else(|| PathBuf::from("data"));
        let sqlite = format!("sqlite://{}", data_dir.join("portal.db").display());
        let database_url = database_url(sources, &sqlite);
        let public_url = sources.optional("PORTAL_PUBLIC_URL");
        let public_url = sources.host_url("PORTAL_PUBLIC_URL", public_url, "sessions would travel in the clear");
        let minutes = sources.number("PORTAL_SYNC_MINUTES", "5", 1_u64..=1_440, "minutes");
        let retention = retention::retention(sources);
        let organization_name = sources.text("PORTAL_ORGANIZATION_NAME", Some("Your organization"));
        let managers_see = sources.parsed::<ManagersSee>("PORTAL_MANAGERS_SEE", Some("own"), "own or all");
        if organization_name
            .as_ref()
            .is_some_and(|name| name.chars().count() > 100 || name.chars().any(char::is_control))
        {
            sources.problem("PORTAL_ORGANIZATION_NAME", "must be one line of at most 100 letters");
        }
        let changes = change_settings(sources);
        let requests = request_settings(sources);
        let sigma = sigma_access(sources);
        let auth = auth::auth(sources, public_url.as_ref());
        let sessions = session_limits(sources);
        let secret = sources.optional_secret("PORTAL_SECRET");
        auth::long_enough(sources, "PORTAL_SECRET", secret.as_ref());
        let trusted_hops = auth::trusted_hops(sources);
        let contact = contact(sources);
        let notify = notify::notify(sources);
        let audit = notify::streams(sources);
        let machine_addr = sources.optional_parsed("PORTAL_MACHINE_ADDR", "an address such as 127.0.0.1:3001");
        let base = base?;
        if machine_addr.is_some_and(|own: SocketAddr| own == base.addr && own.port() != 0) {
            sources.problem("PORTAL_MACHINE_ADDR", "is the address that people have: leave it out, or name another");
        }
        if public_url.is_none() && sources.optional("PORTAL_PUBLIC_URL").is_none() && !base.addr.ip().is_loopback() {
            sources.problem(
                "PORTAL_PUBLIC_URL",
                "is needed when the portal listens beyond this machine: it decides which writes are accepted",
            );
        }
        Some(Self {
            addr: base.addr,
            log: base.log,
            machine_addr,
            data_dir,
            public_url,
            organization_name: organization_name?,
            database_url: database_url?,
            sync_every: Duration::from_secs(minutes? * 60),
            retention,
            managers_see: managers_see?,
            changes: changes?,
            requests: requests?,
            auth: auth?,
            sessions: sessions?,
            secret,
            trusted_hops: trusted_hops?,
            contact,
            notify: notify?,
            audit,
            sigma: sigma?,
        })
    }
}

impl Config {
    /// What the portal's own keys follow from: those of seals, forms and sign-ins under way.
    pub fn root_secret(&self) -> &SecretString {
        self.secret.as_ref().unwrap_or(&self.sigma.client_secret)
    }
}

fn session_limits(sources: &mut Sources) -> Option<SessionLimits> {
    let idle = sources.number("PORTAL_SESSION_IDLE_MINUTES", "720", 5_u64..=43_200, "minutes");
    let longest = sources.number("PORTAL_SESSION_HOURS", "24", 1_u64..=720, "hours");
    let limits =
        SessionLimits { idle: Duration::from_secs(idle? * 60), longest: Duration::from_secs(longest? * 3_600) };
    // The usual idle time gives way to a shorter day; one that was chosen would never be reached.
    if limits.idle > limits.longest && sources.optional("PORTAL_SESSION_IDLE_MINUTES").is_some() {
        sources.problem(
            "PORTAL_SESSION_IDLE_MINUTES",
            "is longer than PORTAL_SESSION_HOURS, after which sessions end anyway",
        );
    }
    Some(SessionLimits { idle: limits.idle.min(limits.longest), ..limits })
}

fn change_settings(sources: &mut Sources) -> Option<changes::Settings> {
    let scim_members = sources.flag("PORTAL_SCIM_MEMBERS");
    let scim_teams = sources.flag("PORTAL_SCIM_TEAMS");
    let scim_admins = sources.addresses("PORTAL_SCIM_ADMINS");
    let confirm_above = sources.optional_number("PORTAL_CONFIRM_ABOVE", 0..=1_000_000, "people");
    // Below three seconds a busy process loses its changes to another.
    let lease = sources.number("PORTAL_LEASE_SECONDS", "30", 3_u64..=3_600, "seconds");
    let settle = sources.number("PORTAL_SETTLE_SECONDS", "300", 1_u64..=86_400, "seconds");
    Some(changes::Settings {
        rules: changes::Rules { scim_members: scim_members?, scim_teams: scim_teams?, scim_admins, confirm_above },
        lease: Duration::from_secs(lease?),
        settle: Duration::from_secs(settle?),
        ..changes::Settings::default()
    })
}

fn request_settings(sources: &mut Sources) -> Option<requests::Settings> {
    let lone_admin_approves = sources.flag("PORTAL_LONE_ADMIN_APPROVES");
    let days = sources.number("PORTAL_UNANSWERED_DAYS", "30", 1_u32..=3_650, "days");
    Some(requests::Settings {
        lone_admin_approves: lone_admin_approves?,
        unanswered_after: Duration::from_hours(24) * days?,
        ..requests::Settings::default()
    })
}

fn sigma_access(sources: &mut Sources) -> Option<SigmaAccess> {
    let base_url = sources.text("SIGMA_BASE_URL", None);
    let base_url = sources.host_url("SIGMA_BASE_URL", base_url, "the credentials would travel in the clear");
    let client_id = sources.text("SIGMA_CLIENT_ID", None);
    let client_secret = sources.secret("SIGMA_CLIENT_SECRET", None);
    let seconds = sources.number("PORTAL_SIGMA_TIMEOUT_SECONDS", "30", 1_u64..=600, "seconds");
    Some(SigmaAccess {
        base_url: base_url?,
        client_id: client_id?,
        client_secret: client_secret?,
        timeout: Duration::from_secs(seconds?),
    })
}

/// Whom people ask for help.
fn contact(sources: &mut Sources) -> Option<Contact> {
    let text = sources.optional("PORTAL_CONTACT")?;
    let contact = Contact::parse(&text);
    if contact.is_none() {
        sources.problem("PORTAL_CONTACT", "must be an e-mail address, or a URL that begins with https://");
    }
    contact
}

/// The database's address: that of a file or of a server.
fn database_url(sources: &mut Sources, default: &str) -> Option<SecretString> {
    let url = sources.secret("PORTAL_DATABASE_URL", Some(default))?;
    let text = url.expose_secret();
    let is_server = text.starts_with("postgres://") || text.starts_with("postgresql://");
    if !is_server && (!text.starts_with("sqlite://") || text.contains(":memory:") || text.contains("mode=memory")) {
        // It may hold a password, so it is not shown.
        sources
            .problem("PORTAL_DATABASE_URL", "must be sqlite:///path/to/file.db or postgres://user:password@host/name");
        return None;
    }
    Some(url)
}
