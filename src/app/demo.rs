//! The demo: a simulated organisation inside this process, and a portal that knows it only by URL and credentials.

use super::{
    config::SigmaAccess,
    demo_requests,
    listen::ConnectionLimits,
    run::{Installation, Running, require_assets, start, told_to_stop},
};
use crate::{
    auth::{AuthConfig, SessionLimits},
    changes,
    directory::ManagersSee,
    domain::{Clock, Contact},
    notify, simulator,
    store::Retention,
    web::{Limits, Mode},
};
use anyhow::{Context, ensure};
use std::{net::SocketAddr, path::PathBuf, time::Duration};
use tempfile::TempDir;

/// The simulated organisation's name.
const ORGANIZATION: &str = "Lumen Supply";

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
    let running = portal(options.addr, data_dir, &simulated.url, access).await?;
    let (members, addr) = (options.members, running.addr);
    tracing::info!(sigma.url = %simulated.url, "The demo of {members} people is ready: open http://{addr}");
    let seeding = tokio::spawn(demo_requests::seed(running.app.clone()));
    told_to_stop().await;
    seeding.abort();
    running.stop().await
}

async fn portal(addr: SocketAddr, data_dir: PathBuf, sigma: &str, access: (String, String)) -> anyhow::Result<Running> {
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
        connections: ConnectionLimits::default(),
        limits: Limits::default(),
        notify: notify::Settings { keeps_mails: true, ..notify::Settings::default() },
        audit: notify::StreamSettings::default(),
        clock: Clock::default(),
    })
    .await
}
