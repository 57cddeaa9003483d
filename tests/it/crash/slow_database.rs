//! A slow way to PostgreSQL: every message takes a few milliseconds longer, both ways.

use std::{path::PathBuf, time::Duration};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpListener, UnixStream},
    task::JoinHandle,
};

/// How much longer a message takes.
const DELAY: Duration = Duration::from_millis(3);

/// A proxy before the tests' cluster; it ends with this.
pub struct SlowDatabase {
    pub url: String,
    serving: JoinHandle<()>,
}

impl SlowDatabase {
    /// Stands before the database of this address, which names the folder of its socket.
    pub async fn before(url: &str) -> Self {
        let (rest, folder) = url.split_once("?host=").expect("an address on a socket");
        let name = rest.rsplit('/').next().unwrap();
        let socket = PathBuf::from(folder).join(".s.PGSQL.5432");
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let serving = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                _ = client.set_nodelay(true);
                let Ok(server) = UnixStream::connect(&socket).await else { continue };
                let ((from, to), (back, there)) = (client.into_split(), server.into_split());
                tokio::spawn(slowly(from, there));
                tokio::spawn(slowly(back, to));
            }
        });
        Self { url: format!("postgres://postgres@127.0.0.1:{port}/{name}?sslmode=disable"), serving }
    }
}

impl Drop for SlowDatabase {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn slowly(mut from: impl AsyncRead + Unpin, mut to: impl AsyncWrite + Unpin) {
    let mut bytes = vec![0; 64 << 10];
    while let Ok(read) = from.read(&mut bytes).await {
        if read == 0 {
            break;
        }
        tokio::time::sleep(DELAY).await;
        if to.write_all(&bytes[..read]).await.is_err() {
            break;
        }
    }
    _ = to.shutdown().await;
}
