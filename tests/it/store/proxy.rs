//! A way to the tests' `PostgreSQL` that takes its time, counts how often it is taken, and can be blocked.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, UnixStream},
    sync::{mpsc, watch},
    time::{Instant, sleep_until},
};
use tokio_util::task::AbortOnDropHandle;

/// A proxy on a loopback port, gone with its value.
pub struct Proxy {
    pub port: u16,
    way: Arc<AccessPathText>,
    _accepting: AbortOnDropHandle<()>,
}

struct AccessPathText {
    /// How long everything takes, in each direction.
    delay: Duration,
    open: watch::Sender<bool>,
    /// Times that the client said something after the server had.
    trips: AtomicUsize,
}

impl Proxy {
    /// A proxy to the server whose socket lies in this folder.
    pub async fn to(folder: &str, delay: Duration) -> Self {
        Self::on(0, folder, delay).await
    }

    /// The same on this port; on any that is free for 0.
    pub async fn on(port: u16, folder: &str, delay: Duration) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", port)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let way = Arc::new(AccessPathText { delay, open: watch::Sender::new(true), trips: AtomicUsize::new(0) });
        let (server, to) = (format!("{folder}/.s.PGSQL.5432"), way.clone());
        let accepting = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                client.set_nodelay(true).unwrap();
                let Ok(server) = UnixStream::connect(&server).await else { continue };
                let (from_client, to_client) = client.into_split();
                let (from_server, to_server) = server.into_split();
                let is_answered = Arc::new(AtomicBool::new(true));
                tokio::spawn(carry(from_client, to_server, to.clone(), is_answered.clone(), true));
                tokio::spawn(carry(from_server, to_client, to.clone(), is_answered, false));
            }
        });
        Self { port, way, _accepting: AbortOnDropHandle::new(accepting) }
    }

    /// Holds everything back, as a server that is frozen or out of reach; or lets it pass again.
    pub fn block(&self, is_blocked: bool) {
        self.way.open.send_replace(!is_blocked);
    }

    /// How often the way was taken there and back, by all connections.
    pub fn trips(&self) -> usize {
        self.way.trips.load(Ordering::SeqCst)
    }
}

/// Carries what one side says to the other, each piece so long after it was said.
async fn carry(
    mut from: impl AsyncReadExt + Unpin + Send + 'static,
    mut to: impl AsyncWriteExt + Unpin + Send + 'static,
    way: Arc<AccessPathText>,
    is_answered: Arc<AtomicBool>,
    is_question: bool,
) {
    let (sender, mut pieces) = mpsc::unbounded_channel::<(Instant, Vec<u8>)>();
    let mut open = way.open.subscribe();
    let writing = tokio::spawn(async move {
        while let Some((due, piece)) = pieces.recv().await {
            sleep_until(due).await;
            if open.wait_for(|open| *open).await.is_err() || to.write_all(&piece).await.is_err() {
                return;
            }
        }
        _ = to.shutdown().await;
    });
    let mut buffer = vec![0; 64 * 1024];
    while let Ok(length @ 1..) = from.read(&mut buffer).await {
        if is_question && is_answered.swap(false, Ordering::SeqCst) {
            way.trips.fetch_add(1, Ordering::SeqCst);
        }
        if !is_question {
            is_answered.store(true, Ordering::SeqCst);
        }
        if sender.send((Instant::now() + way.delay, buffer[..length].to_vec())).is_err() {
            break;
        }
    }
    drop(sender);
    _ = writing.await;
}
