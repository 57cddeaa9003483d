//! Serving a simulator on a socket: in this process for demo and tests, or as a program of its own.

use std::future::Future;
use std::time::Duration;

use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio_util::sync::{CancellationToken, DropGuard};

use super::handle::Simulator;
use super::options::Options;

/// How long changes are gathered before they are written.
const SETTLE: Duration = Duration::from_millis(500);

/// A simulator on a loopback port; it stops when this is dropped.
pub struct Running {
    /// Where it listens, for example `http://127.0.0.1:40123`.
    pub url: String,
    /// The handle to order faults and read the journal with.
    pub simulator: Simulator,
    _stop: DropGuard,
}

/// Starts a simulator on a free loopback port, inside this process.
///
/// # Errors
/// When the state file cannot be read or no port can be had.
pub async fn start(options: Options) -> anyhow::Result<Running> {
    let simulator = Simulator::new(options)?;
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let url = format!("http://{}", listener.local_addr()?);
    let stop = CancellationToken::new();
    let running = simulator.clone().serve(listener, stop.clone().cancelled_owned());
    tokio::spawn(async move {
        if let Err(error) = running.await {
            tracing::error!(%error, "The simulator stopped");
        }
    });
    Ok(Running { url, simulator, _stop: stop.drop_guard() })
}

/// Serves a simulator until `shutdown` is done.
///
/// # Errors
/// When the state file cannot be read or written, or the listener fails.
pub async fn serve(
    options: Options,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> anyhow::Result<()> {
    Simulator::new(options)?.serve(listener, shutdown).await
}

impl Simulator {
    /// Serves this simulator until `shutdown` is done, for callers that set faults or limits first.
    ///
    /// # Errors
    /// When the state file cannot be written, or the listener fails.
    pub async fn serve(
        self,
        listener: TcpListener,
        shutdown: impl Future<Output = ()> + Send + 'static,
    ) -> anyhow::Result<()> {
        let simulator = self;
        // Small answers must not wait for the acknowledgement of the one before.
        let listener = listener.tap_io(|stream| {
            if let Err(error) = stream.set_nodelay(true) {
                tracing::debug!(%error, "TCP_NODELAY could not be set");
            }
        });
        let keeping = simulator.options().state_file.is_some().then(|| tokio::spawn(keep_saved(simulator.clone())));
        let served = axum::serve(listener, simulator.router()).with_graceful_shutdown(shutdown).await;
        if let Some(keeping) = keeping {
            keeping.abort();
            tokio::task::spawn_blocking(move || simulator.save()).await??;
        }
        Ok(served?)
    }
}

/// Writes the state file soon after each change; many changes in a row share one writing.
async fn keep_saved(simulator: Simulator) {
    loop {
        simulator.is_changed().await;
        tokio::time::sleep(SETTLE).await;
        let saving = simulator.clone();
        match tokio::task::spawn_blocking(move || saving.save()).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::error!(%error, "The simulator's state could not be kept"),
            Err(error) => tracing::error!(%error, "The simulator's state could not be kept"),
        }
    }
}
