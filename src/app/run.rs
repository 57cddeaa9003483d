//! Starting and stopping a portal.

use super::{
    config::{Config, SigmaAccess},
    housekeeping, router,
};
use crate::{
    auth::AuthConfig,
    changes::{self, Changes},
    directory::Directory,
    schedule::{Scheduler, Timing},
    sigma::{ClientConfig, SigmaClient},
    store::Store,
    web::{App, Assets, Mode, Portal},
};
use anyhow::Context;
use axum::serve::ListenerExt;
use jiff::Timestamp;
use leptos::config::LeptosOptions;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use secrecy::{ExposeSecret, SecretString};
use std::{net::SocketAddr, path::PathBuf, sync::OnceLock, time::Duration};
use tokio::{net::TcpListener, task::JoinHandle};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use url::Url;

/// How long requests and changes under way may take to finish when the portal stops.
const FAREWELL: Duration = Duration::from_secs(20);

/// What a portal is started with.
pub struct Installation {
    /// Where to listen.
    pub addr: SocketAddr,
    /// Folder of the database, where that is a file.
    pub data_dir: PathBuf,
    /// The database.
    pub database_url: SecretString,
    /// What people type into the browser.
    pub public_url: Option<Url>,
    /// Name of the organisation.
    pub organization_name: String,
    /// How people sign in.
    pub auth: AuthConfig,
    /// Demo or the real thing.
    pub mode: Mode,
    /// Sigma's address and credentials.
    pub sigma: SigmaAccess,
    /// How often the directory is read anew.
    pub sync_every: Duration,
    /// How long changes, audit events and the directory's history are kept; `None` for good.
    pub keep_for: Option<Duration>,
    /// How changes are guarded and run.
    pub changes: changes::Settings,
}

impl From<Config> for Installation {
    fn from(config: Config) -> Self {
        Self {
            addr: config.addr,
            data_dir: config.data_dir,
            database_url: config.database_url,
            public_url: config.public_url,
            organization_name: config.organization_name,
            auth: config.auth,
            mode: Mode::Serve,
            sigma: config.sigma,
            sync_every: config.sync_every,
            keep_for: config.keep_for,
            changes: config.changes,
        }
    }
}

/// A portal that runs; stops when asked.
pub struct Running {
    /// Where it listens.
    pub addr: SocketAddr,
    /// Its parts, for tests.
    pub app: App,
    stop: CancellationToken,
    serving: JoinHandle<std::io::Result<()>>,
    background: TaskTracker,
}

impl Running {
    /// Stops: no new requests, those under way finish, changes reach a safe point.
    ///
    /// # Errors
    /// That serving had failed before.
    pub async fn stop(self) -> anyhow::Result<()> {
        self.stop.cancel();
        self.background.close();
        let rest = async {
            let served = self.serving.await;
            self.background.wait().await;
            self.app.changes.drain().await;
            served
        };
        if let Ok(served) = tokio::time::timeout(FAREWELL, rest).await {
            return served.context("the server's task failed")?.context("serving failed");
        }
        tracing::warn!("Not everything finished in time; unfinished changes are taken up at the next start");
        Ok(())
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
    let store =
        Store::open(installation.database_url.expose_secret()).await.context("the database cannot be opened")?;
    let stop = CancellationToken::new();
    let background = TaskTracker::new();
    let SigmaAccess { base_url, client_id, client_secret } = installation.sigma;
    let client = SigmaClient::new(ClientConfig::new(base_url, client_id, client_secret))?;
    let directory = Directory::open(client.clone(), store.clone()).await;
    let changes =
        Changes::new(store.clone(), directory.clone(), client.for_changes(), installation.changes, stop.clone());
    let sessions = store.sessions(Timestamp::now);

    let keeping = (directory.clone(), stop.clone());
    background.spawn(async move { keeping.0.keep_fresh(keeping.1).await });
    let resuming = changes.clone();
    background.spawn(async move { resuming.keep_resuming().await });
    let mut scheduler = Scheduler::new(store.clone(), Timing::default());
    directory.schedule(&mut scheduler, installation.sync_every);
    housekeeping::add_to(&mut scheduler, &store, &sessions, installation.keep_for);
    background.spawn(scheduler.run(stop.clone()));

    let leptos = leptos_options(installation.addr);
    let app = App::new(Portal {
        directory,
        changes,
        store,
        client,
        auth: installation.auth,
        mode: installation.mode,
        organization_name: installation.organization_name,
        public_url: installation.public_url,
        assets: Assets::read(&leptos),
        leptos,
        metrics: recorder(),
    });
    let listener = TcpListener::bind(installation.addr)
        .await
        .with_context(|| format!("cannot listen on {}: is another program using it?", installation.addr))?;
    let addr = listener.local_addr()?;
    // Nagle's algorithm would hold back the last bytes of a page and every server-sent event.
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "TCP_NODELAY could not be set");
        }
    });
    let router = router(app.clone(), sessions);
    let stopping = stop.clone().cancelled_owned();
    let serving = tokio::spawn(async move { axum::serve(listener, router).with_graceful_shutdown(stopping).await });
    Ok(Running { addr, app, stop, serving, background })
}

/// Starts a portal and runs it until the process is told to stop.
///
/// # Errors
/// What kept it from starting or running.
pub async fn serve(installation: Installation) -> anyhow::Result<()> {
    let running = start(installation).await?;
    tracing::info!(addr = %running.addr, "The portal listens on http://{}", running.addr);
    told_to_stop().await;
    tracing::info!("Stopping");
    running.stop().await
}

/// Waits for Ctrl-C or the service manager.
pub async fn told_to_stop() {
    let mut terminate = match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
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

/// The metrics recorder; one for the process, however many portals a test starts in it.
fn recorder() -> PrometheusHandle {
    static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();
    let install = || {
        let recorder = PrometheusBuilder::new().build_recorder();
        let handle = recorder.handle();
        if metrics::set_global_recorder(recorder).is_err() {
            tracing::warn!("Another metrics recorder is in place; /metrics stays empty");
        }
        handle
    };
    HANDLE.get_or_init(install).clone()
}
