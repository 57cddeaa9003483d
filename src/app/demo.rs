//! The demo: a simulated organisation inside this process, and a portal that knows it only by URL and credentials.

use super::{
    config::SigmaAccess,
    demo_requests,
    listen::ConnectionLimits,
    run::{Installation, require_assets, start, told_to_stop},
    running::Running,
};
use crate::{
    auth::{AuthConfig, SessionLimits},
    changes,
    directory::ManagersSee,
    domain::{Clock, Contact},
    notify::{self, SmtpSettings, Timing},
    requests, simulator,
    store::Retention,
    web::{Limits, Mode, TrustedHops},
};
use anyhow::{Context, anyhow, ensure};
use secrecy::SecretString;
use std::{net::SocketAddr, path::PathBuf, time::Duration};
use tempfile::TempDir;

/// The simulated organisation's name.
const ORGANIZATION: &str = "Lumen Supply";

/// Who its mails come from, where a mail server takes them.
const MAIL_FROM: &str = "Sigma portal <sigma-portal@lumen.example>";

/// How long its mails wait for others to the same person: whoever tries it out looks for them at once.
const MAIL_WAIT: Duration = Duration::from_secs(1);

/// What a demo is started with.
pub struct DemoOptions {
    /// Where to listen; loopback only.
    pub addr: SocketAddr,
    /// Where to keep data; a temporary folder, gone when the demo stops, unless named.
    pub data_dir: Option<PathBuf>,
    /// People in the organisation.
    pub members: usize,
    /// The number everything invented is derived from.
    pub seed: u64,
    /// URL of the mail server that takes the mails; `None` for a mail box in the demo itself.
    pub mail_server: Option<String>,
}

/// Runs a demo until the process is told to stop.
///
/// # Errors
/// What kept it from starting or running.
pub async fn demo(options: DemoOptions) -> anyhow::Result<()> {
    ensure!(
        options.addr.ip().is_loopback(),
        "the demo lets anybody be anybody, so it listens on loopback only: --addr 127.0.0.1:3000"
    );
    require_assets(options.addr)?;
    // Removed with its value, when the demo stops; its owner's alone.
    let mut temporary: Option<TempDir> = None;
    let data_dir = match options.data_dir.clone() {
        Some(folder) => folder,
        None => temporary.insert(tempfile::tempdir().context("no folder for the demo's data")?).path().to_owned(),
    };
    let organisation =
        simulator::Options { members: options.members, seed: options.seed, ..simulator::Options::default() };
    let access = (organisation.client_id.clone(), organisation.client_secret.clone());
    let simulated = simulator::start(organisation).await.context("the simulator cannot start")?;
    let notify = notify::Settings {
        smtp: mail_server(options.mail_server)?,
        keeps_mails: true,
        timing: Timing { gather: MAIL_WAIT, ..Timing::default() },
        ..notify::Settings::default()
    };
    let running = portal(options.addr, data_dir, &simulated.url, access, notify).await?;
    let (members, addr) = (options.members, running.addr);
    tracing::info!(sigma.url = %simulated.url, "The demo of {members} people is ready: open http://{addr}");
    let seeding = tokio::spawn(demo_requests::seed(running.app.clone()));
    told_to_stop().await;
    seeding.abort();
    running.stop().await
}

/// The mail server of this URL.
///
/// # Errors
/// What is wrong with the URL.
fn mail_server(url: Option<String>) -> anyhow::Result<Option<SmtpSettings>> {
    let Some(url) = url.map(SecretString::from) else { return Ok(None) };
    SmtpSettings::check(&url).map_err(|wrong| anyhow!("--mail-server {wrong}"))?;
    Ok(Some(SmtpSettings { url, from: MAIL_FROM.parse()? }))
}

async fn portal(
    addr: SocketAddr,
    data_dir: PathBuf,
    sigma: &str,
    access: (String, String),
    notify: notify::Settings,
) -> anyhow::Result<Running> {
    let database_url = format!("sqlite://{}", data_dir.join("portal.db").display());
    start(Installation {
        addr,
        machine_addr: None,
        data_dir,
        database_url: database_url.into(),
        public_url: None,
        organization_name: ORGANIZATION.to_owned(),
        contact: Contact::parse("sigma-help@lumen.example"),
        auth: AuthConfig::Demo,
        sessions: SessionLimits::default(),
        secret: Some(access.1.clone().into()),
        mode: Mode::Demo,
        sigma: SigmaAccess {
            base_url: sigma.parse()?,
            client_id: access.0,
            client_secret: access.1.into(),
            timeout: SigmaAccess::TIMEOUT,
        },
        sync_every: Duration::from_mins(10),
        retention: Retention::default(),
        managers_see: ManagersSee::Own,
        changes: changes::Settings::default(),
        trusted_hops: TrustedHops::default(),
        requests: requests::Settings::default(),
        connections: ConnectionLimits::default(),
        limits: Limits::default(),
        notify,
        audit: notify::StreamSettings::default(),
        clock: Clock::default(),
    })
    .await
}
