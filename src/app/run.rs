//! Starting and stopping a portal.

use super::{
    assets, audit_streams, clock,
    config::{Config, Overrides, SigmaAccess},
    configured,
    credentials::configure_credentials,
    housekeeping,
    listen::{self, ConnectionLimits},
    measure, notifications, reload, roles, router,
    running::Running,
    self_service,
};
use crate::{
    auth::{Attempts, Auth, AuthConfig, SessionLimits, oidc::StateKey},
    changes::{self, Changes},
    directory::{Directory, ManagersSee},
    domain::{Clock, Contact},
    features,
    notify::{self, AuditStreams, Notify, Site, StreamSettings},
    requests::{self, Requests},
    schedule::{Scheduler, Timing},
    sigma::{ClientConfig, Credentials, SigmaClient},
    store::{Retention, SealKey, Store, Vault},
    web::{AppState, Assets, FormKey, Limits, LoadLimiter, Mode, Portal, TrustedHops},
};
use anyhow::{Context, anyhow, ensure};
use leptos::config::LeptosOptions;
use secrecy::{ExposeSecret, SecretString};
use std::{net::SocketAddr, path::PathBuf, time::Duration};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use url::Url;

/// How long a start waits for a database that is not up yet, as after a power cut. Whoever starts portals tries again then.
const DATABASE_WAIT: Duration = Duration::from_mins(1);

/// What a portal is started with.
pub struct Installation {
    /// Where to listen.
    pub addr: SocketAddr,
    /// Where to listen for machines that ask for health and metrics; `None` for the same address.
    pub machine_addr: Option<SocketAddr>,
    /// Folder of the database, where that is a file.
    pub data_dir: PathBuf,
    pub database_url: SecretString,
    /// What people type into the browser.
    pub public_url: Option<Url>,
    /// Name of the organisation.
    pub organization_name: String,
    /// Whom people ask for help.
    pub contact: Option<Contact>,
    /// How people sign in.
    pub auth: AuthConfig,
    /// How long sessions last.
    pub sessions: SessionLimits,
    /// What the portal's own keys follow from; `None` for Sigma's client secret.
    pub secret: Option<SecretString>,
    /// Demo or the real thing.
    pub mode: Mode,
    /// Sigma's address and credentials.
    pub sigma: SigmaAccess,
    /// How often the directory is read anew.
    pub sync_every: Duration,
    /// How long what is kept is kept.
    pub retention: Retention,
    /// What team managers are shown.
    pub managers_see: ManagersSee,
    /// How changes are guarded and run.
    pub changes: changes::Settings,
    /// Whose word is taken for where requests come from.
    pub trusted_hops: TrustedHops,
    /// How requests for access are decided and closed.
    pub requests: requests::Settings,
    /// How many connections there may be.
    pub connections: ConnectionLimits,
    /// How much one person may ask, and everybody together.
    pub limits: Limits,
    /// How people are told of what happens.
    pub notify: notify::Settings,
    /// Where the audit log is handed on to.
    pub audit: StreamSettings,
    /// What time it is, for all of it.
    pub clock: Clock,
}

impl From<Config> for Installation {
    fn from(config: Config) -> Self {
        Self {
            addr: config.addr,
            machine_addr: config.machine_addr,
            data_dir: config.data_dir,
            database_url: config.database_url,
            public_url: config.public_url,
            organization_name: config.organization_name,
            contact: config.contact,
            auth: config.auth,
            sessions: config.sessions,
            secret: config.secret,
            mode: Mode::Serve,
            sigma: config.sigma,
            sync_every: config.sync_every,
            retention: config.retention,
            managers_see: config.managers_see,
            changes: config.changes,
            trusted_hops: config.trusted_hops,
            requests: config.requests,
            connections: ConnectionLimits::default(),
            limits: Limits::default(),
            notify: config.notify,
            audit: config.audit,
            clock: Clock::default(),
        }
    }
}

/// Starts a portal and returns when it listens.
///
/// # Errors
/// What kept it from starting.
pub async fn start(installation: Installation) -> anyhow::Result<Running> {
    // Without Leptos's own route list nobody else does this, and the first page would panic.
    _ = any_spawner::Executor::init_tokio();
    private_folder(&installation.data_dir)?;
    // All processes of an installation have this secret, so they agree on the keys.
    let root = installation.secret.as_ref().unwrap_or(&installation.sigma.client_secret);
    let (form_key, state_key) = (FormKey::derived(root), StateKey::derived(root));
    let store = open_store(&installation, root).await?;
    let (stop, background) = (CancellationToken::new(), TaskTracker::new());
    // Before the first of those who describe what they count.
    let metrics = measure::recorder();
    let SigmaAccess { base_url, client_id, client_secret, timeout } = installation.sigma;
    let mut config = ClientConfig::new(base_url, client_id.clone(), client_secret.clone());
    config.limits.answer = timeout;
    config.clock = installation.clock.clone();
    let client = SigmaClient::new(config)?;
    match installation.mode {
        Mode::Serve => configure_credentials(&store, &client, Credentials { client_id, client_secret }).await,
        // The simulated organisation of this start knows no other than it was made with.
        Mode::Demo => store.forget_credentials().await?,
    }
    let directory = Directory::open(client.clone(), store.clone()).await;
    let authority = installation.auth.authority();
    // Another process takes over all that a dead one held after the same time.
    let timing = Timing { lease: installation.changes.lease, ..Timing::default() };
    let changes = Changes::new(
        store.clone(),
        directory.clone(),
        client.for_changes(),
        authority.clone(),
        installation.changes,
        stop.clone(),
    );
    let requests = Requests::new(store.clone(), directory.clone(), authority.clone(), installation.requests);
    let (listener, addr) = bind(installation.addr).await?;
    let own = || format!("http://{addr}").parse::<Url>();
    let site = Site {
        url: installation.public_url.clone().map_or_else(own, Ok)?,
        organization: installation.organization_name.clone(),
    };
    let notify = Notify::new(store.clone(), directory.clone(), site.clone(), installation.notify)?;
    let clock = installation.clock;
    let sessions = store.sessions(move || clock.now(), installation.sessions.longest);

    background.spawn(clock::watch(store.clone(), client.clone(), stop.clone()));
    let keeping = (directory.clone(), stop.clone());
    background.spawn(async move { keeping.0.keep_fresh(keeping.1).await });
    let naming = (authority.clone(), directory.clone());
    background.spawn(stop.clone().run_until_cancelled_owned(async move {
        configured::name_in_log(&naming.0, &naming.1).await;
    }));
    let resuming = changes.clone();
    background.spawn(async move { resuming.keep_resuming().await });
    let mut scheduler = Scheduler::new(store.clone(), timing);
    directory.schedule(&mut scheduler, installation.sync_every);
    let streams = AuditStreams::new(&store, &site, installation.audit)?;
    housekeeping::add_to(&mut scheduler, &store, &sessions, installation.retention, streams.names());
    audit_streams::add_to(&mut scheduler, &streams);
    roles::add_to(&mut scheduler, &directory);
    self_service::add_to(&mut scheduler, &requests, &changes);
    notifications::add_to(&mut scheduler, &notify, &store, installation.retention.notices);
    background.spawn(scheduler.run(stop.clone()));

    let leptos = leptos_options(installation.addr);
    let app = AppState::new(Portal {
        directory,
        changes,
        requests,
        notify,
        started_at: store.clock().now(),
        audit_streams: streams,
        store,
        client,
        auth: Auth::new(installation.auth, state_key)?,
        authority,
        sessions: installation.sessions,
        retention: installation.retention,
        trusted_hops: installation.trusted_hops,
        attempts: Attempts::default(),
        mode: installation.mode,
        organization_name: installation.organization_name,
        contact: installation.contact,
        managers_see: installation.managers_see,
        public_url: installation.public_url,
        palette: features::shared::palette::view,
        assets: Assets::read(&leptos),
        leptos,
        form_key,
        limits: LoadLimiter::new(&installation.limits),
        metrics,
    });
    let tidying = (app.clone(), stop.clone());
    background.spawn(async move { tidying.1.run_until_cancelled(tidy(tidying.0)).await });
    let (connections, mut machine_addr) = (installation.connections, None);
    if let Some(own) = installation.machine_addr {
        let (listener, addr) = bind(own).await?;
        machine_addr = Some(addr);
        background.spawn(listen::serve(listener, router::machines(app.clone()), connections, stop.clone()));
    }
    let router = router::router(app.clone(), sessions, machine_addr.is_none());
    let serving = tokio::spawn(listen::serve(listener, router, connections, stop.clone()));
    Ok(Running { addr, machine_addr, app, stop, serving, background })
}

/// Opens the database, with the keys that follow from the installation's secret.
async fn open_store(installation: &Installation, root: &SecretString) -> anyhow::Result<Store> {
    let url = installation.database_url.expose_secret();
    let store = Store::open_within(url, DATABASE_WAIT).await.context("the database cannot be opened")?;
    // Nothing that follows from the client secret can keep it.
    let vault = installation.secret.as_ref().map(Vault::derived).transpose();
    let vault = vault.map_err(|_| anyhow!("PORTAL_SECRET gives no key"))?;
    let store = store.with_clock(installation.clock.clone()).with_seals(SealKey::derived(root)).with_vault(vault);
    clock::agree(&store).await?;
    Ok(store)
}

async fn bind(addr: SocketAddr) -> anyhow::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind(addr).await;
    let listener = listener.with_context(|| format!("cannot listen on {addr}: is another program using it?"))?;
    let addr = listener.local_addr()?;
    Ok((listener, addr))
}

/// Keeps small, again and again, what would grow with use.
async fn tidy(app: AppState) {
    loop {
        tokio::time::sleep(measure::UPKEEP).await;
        app.metrics.run_upkeep();
        app.limits.tidy();
    }
}

/// Starts a portal and runs it until the process is told to stop. SIGHUP has it read its credentials anew, from where these
/// settings say.
///
/// # Errors
/// What kept it from starting or running.
pub async fn serve(config: Config, overrides: &Overrides) -> anyhow::Result<()> {
    require_assets(config.addr)?;
    // Heard from the beginning: without a listener the signal would end the process.
    let hangups = signal(SignalKind::hangup()).context("SIGHUP cannot be heard")?;
    let running = start(config.into()).await?;
    let app = &running.app;
    running.background.spawn(assets::keep(app.store.clone(), app.leptos.clone(), app.assets.wake()));
    tracing::info!(addr = %running.addr, "The portal listens on http://{}", running.addr);
    if let Some(addr) = running.machine_addr {
        tracing::info!(%addr, "Health and metrics are at http://{addr}");
    }
    tokio::select! {
        () = told_to_stop() => {}
        () = reload::on_hangup(&running, overrides, hangups) => {}
    }
    tracing::info!("Stopping");
    running.stop().await
}

/// Waits for Ctrl-C or the service manager.
pub async fn told_to_stop() {
    let mut terminate = match signal(SignalKind::terminate()) {
        Ok(signal) => signal,
        Err(error) => {
            tracing::warn!(%error, "SIGTERM cannot be heard");
            _ = tokio::signal::ctrl_c().await;
            return;
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}

/// Makes the data folder, readable by nobody else: the database holds session ids.
fn private_folder(folder: &std::path::Path) -> anyhow::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .with_context(|| format!("the data folder {} cannot be made", folder.display()))
}

/// Refuses to serve pages that would have no style: the program was moved without what belongs to it.
///
/// # Errors
/// Which file is missing.
pub(super) fn require_assets(addr: SocketAddr) -> anyhow::Result<()> {
    let options = leptos_options(addr);
    let style = Assets::read(&options).style_file(&options);
    ensure!(
        style.is_file(),
        "{} is missing: keep site/ and hash.txt of the same build beside the program",
        style.display()
    );
    Ok(())
}

/// What cargo-leptos built. Its own variables say where when the server is started by hand.
fn leptos_options(addr: SocketAddr) -> LeptosOptions {
    let site_root =
        std::env::var("LEPTOS_SITE_ROOT").unwrap_or_else(|_| beside_the_binary().unwrap_or("target/site".into()));
    // Leptos panics on every page when it is to read hashes that are not there, as in a test's binary.
    let hashes = std::env::current_exe().is_ok_and(|exe| exe.with_file_name("hash.txt").exists());
    LeptosOptions::builder()
        .output_name("sigma-portal")
        .site_root(site_root)
        .site_addr(addr)
        .reload_port(3001)
        .hash_files(hashes)
        .build()
}

/// `site/` beside the binary, as an installed portal has it.
fn beside_the_binary() -> Option<String> {
    let site = std::env::current_exe().ok()?.with_file_name("site");
    site.is_dir().then(|| site.display().to_string())
}
