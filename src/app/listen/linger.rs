//! Ending a connection so that its last answer arrives.
//!
//! A connection that is closed while the other side still sends is reset by the system, and with it goes the answer
//! that is on its way: whoever uploads a file that is refused sees no page but a broken connection. So what still
//! comes is read and thrown away for a while, as other servers do it (nginx: `lingering_close`).

use std::{
    io,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Instant, Sleep, sleep},
};

/// How long the other side may be silent, after which nothing more is expected.
const SILENCE: Duration = Duration::from_secs(2);
/// How long is read at most.
const MAX_LINGER: Duration = Duration::from_secs(30);
/// How much is read at most, in bytes: more than the largest upload.
const MAX_LINGER_BYTES: usize = 64 * 1024 * 1024;

/// A stream that reads on after its end has been written.
pub(super) struct Lingering<S> {
    stream: S,
    ending: Option<Ending>,
}

struct Ending {
    since: Instant,
    silent: Pin<Box<Sleep>>,
    read: usize,
}

impl<S> Lingering<S> {
    pub(super) fn new(stream: S) -> Self {
        Self { stream, ending: None }
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Lingering<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, bytes)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        if this.ending.is_none() {
            ready!(Pin::new(&mut this.stream).poll_shutdown(cx))?;
        }
        let ending = this.ending.get_or_insert_with(|| Ending {
            since: Instant::now(),
            silent: Box::pin(sleep(SILENCE)),
            read: 0,
        });
        let mut waste = [0; 8 * 1024];
        loop {
            if ending.read > MAX_LINGER_BYTES
                || ending.since.elapsed() > MAX_LINGER
                || ending.silent.as_mut().poll(cx).is_ready()
            {
                return Poll::Ready(Ok(()));
            }
            let mut buffer = ReadBuf::new(&mut waste);
            match ready!(Pin::new(&mut this.stream).poll_read(cx, &mut buffer)) {
                Ok(()) if !buffer.filled().is_empty() => {
                    ending.read += buffer.filled().len();
                    ending.silent.as_mut().reset(Instant::now() + SILENCE);
                }
                // The other side has ended too, or is gone.
                Ok(()) | Err(_) => return Poll::Ready(Ok(())),
            }
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Lingering<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

    #[tokio::test]
    async fn takes_what_still_comes_until_the_other_side_ends() {
        let (mine, mut theirs) = duplex(64);
        let mut lingering = Lingering::new(mine);
        let ends = tokio::spawn(async move {
            lingering.write_all(b"refused").await.unwrap();
            lingering.shutdown().await.unwrap();
            lingering.ending.unwrap().read
        });
        theirs.write_all(&[7; 1_000]).await.unwrap();
        let mut answer = String::new();
        theirs.read_to_string(&mut answer).await.unwrap();
        assert_eq!(answer, "refused");
        drop(theirs);
        assert_eq!(ends.await.unwrap(), 1_000);
    }

    #[tokio::test(start_paused = true)]
    async fn waits_for_nobody_who_is_silent() {
        let (mine, _theirs) = duplex(64);
        Lingering::new(mine).shutdown().await.unwrap();
    }
}
