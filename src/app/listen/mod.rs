//! Listening: connections are counted, and end when nothing comes of them.
//!
//! `axum::serve` keeps a connection for as long as the other side keeps it, whether a request ever comes or not. Here
//! each has to send its request's head in time and to take what it is sent, and neither all together nor one address
//! alone can have more than a limit.

mod linger;
mod peers;

use axum::{Router, extract::ConnectInfo, http::Request};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use linger::Lingering;
use peers::Peers;
use std::{io, net::SocketAddr, pin::pin, sync::Arc, time::Duration};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
};
use tokio_io_timeout::TimeoutStream;
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tower::Service;

/// How long accepting pauses after the system has refused a connection, as when it has no files left.
const PAUSE: Duration = Duration::from_millis(100);

/// Longest head of a request, in bytes: several times what a proxy's signed assertions and a browser's cookies take.
const MAX_HEAD: usize = 64 * 1024;

/// How many connections there may be, and how long one may do nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConnectionLimits {
    /// Most connections at once. Further ones wait at the system's door.
    pub all: usize,
    /// Most from one address. Behind a reverse proxy that is everybody's address, so it is not much below `all`.
    pub of_one: usize,
    /// How long a request's head may take from its beginning, or from the end of the request before.
    pub head_within: Duration,
    /// How long the other side may leave an answer untaken.
    pub taken_within: Duration,
}

impl Default for ConnectionLimits {
    fn default() -> Self {
        Self { all: 1_000, of_one: 800, head_within: Duration::from_secs(30), taken_within: Duration::from_mins(1) }
    }
}

/// Serves until `stop`; then lets requests under way finish.
pub async fn serve(listener: TcpListener, router: Router, limits: ConnectionLimits, stop: CancellationToken) {
    let all = Arc::new(Semaphore::new(limits.all));
    let peers = Peers::new(limits.of_one);
    let open = TaskTracker::new();
    let accepting = async {
        loop {
            // The semaphore is never closed.
            let Ok(place) = all.clone().acquire_owned().await else { return };
            let (stream, peer) = accept(&listener).await;
            let Some(counted) = peers.enter(peer.ip()) else {
                tracing::debug!(%peer, "Too many connections from one address");
                continue;
            };
            let connection = connection(stream, peer, router.clone(), limits, stop.clone());
            open.spawn(async move {
                connection.await;
                drop((place, counted));
            });
        }
    };
    stop.run_until_cancelled(accepting).await;
    drop(listener);
    open.close();
    open.wait().await;
}

async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            // What was about to be accepted is gone again.
            Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => {}
            Err(error) => {
                tracing::warn!(%error, "A connection could not be accepted");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

async fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    limits: ConnectionLimits,
    stop: CancellationToken,
) {
    // Nagle's algorithm would hold back the last bytes of a page and every server-sent event.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "TCP_NODELAY could not be set");
    }
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(limits.taken_within));
    let io = TokioIo::new(Lingering::new(Box::pin(stream)));
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().call(request)
    });
    let mut http = http1::Builder::new();
    http.max_buf_size(MAX_HEAD);
    // The same time-out ends a connection that waits between two requests.
    http.timer(TokioTimer::new()).header_read_timeout(limits.head_within);
    let mut served = pin!(http.serve_connection(io, service));
    let ended = tokio::select! {
        ended = served.as_mut() => ended,
        () = stop.cancelled() => {
            served.as_mut().graceful_shutdown();
            served.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%peer, %error, "A connection ended early");
    }
}
