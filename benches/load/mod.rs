//! Requests that cost the machine next to nothing: who measures shares two cores with what is measured.

use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
};

/// One connection that asks for the same again and again.
pub struct Connection {
    stream: BufReader<TcpStream>,
    request: String,
    line: String,
    body: Vec<u8>,
}

impl Connection {
    /// Connects; what it asks for is this path, with these headers.
    pub async fn open(url: &str, path: &str, headers: &[(&str, &str)]) -> Self {
        let host = url.trim_start_matches("http://");
        let stream = TcpStream::connect(host).await.unwrap();
        stream.set_nodelay(true).unwrap();
        let headers = headers.iter().fold(String::new(), |text, (name, value)| text + name + ": " + value + "\r\n");
        Self {
            stream: BufReader::with_capacity(1 << 16, stream),
            request: format!("GET {path} HTTP/1.1\r\nhost: {host}\r\n{headers}\r\n"),
            line: String::new(),
            body: Vec::new(),
        }
    }

    /// Asks, and reads the answer to its end.
    pub async fn ask(&mut self) {
        self.stream.get_mut().write_all(self.request.as_bytes()).await.unwrap();
        assert!(self.line().await.starts_with("HTTP/1.1 200 "), "{}{}", self.request, self.line);
        let mut length = None;
        loop {
            let line = self.line().await;
            if line.is_empty() {
                break;
            }
            length = line.strip_prefix("content-length: ").map(|n| n.parse().unwrap()).or(length);
        }
        let Some(length) = length else { return self.chunks().await };
        self.read(length).await;
    }

    /// Reads a body of unknown length: chunks, each after a line with its size, the last one empty.
    async fn chunks(&mut self) {
        loop {
            let size = usize::from_str_radix(self.line().await, 16).unwrap();
            self.read(size).await;
            self.line().await;
            if size == 0 {
                break;
            }
        }
    }

    async fn read(&mut self, length: usize) {
        self.body.resize(length, 0);
        self.stream.read_exact(&mut self.body).await.unwrap();
    }

    async fn line(&mut self) -> &str {
        self.line.clear();
        self.stream.read_line(&mut self.line).await.unwrap();
        self.line.trim_end()
    }
}
