//! A small mail server: takes mails over SMTP (RFC 5321), as far as a sender needs, and does what a test tells it.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// What the server says to a recipient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    Yes,
    /// `550`: never.
    Never,
    /// `451`: not now.
    NotNow,
    /// Nothing at all.
    Nothing,
}

/// A mail as it came.
#[derive(Clone, Debug)]
pub struct Received {
    pub to: String,
    raw: String,
}

/// A mail server that runs until it is dropped.
pub struct SmtpServer {
    pub addr: SocketAddr,
    state: Arc<Mutex<State>>,
    task: JoinHandle<()>,
}

struct State {
    says: Says,
    mails: Vec<Received>,
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl SmtpServer {
    /// A server on a port of its own.
    pub async fn start() -> Self {
        Self::start_at(([127, 0, 0, 1], 0).into()).await
    }

    /// A server at this address.
    pub async fn start_at(addr: SocketAddr) -> Self {
        let listener = TcpListener::bind(addr).await.unwrap();
        let addr = listener.local_addr().unwrap();
        let state = Arc::new(Mutex::new(State { says: Says::Yes, mails: Vec::new() }));
        let shared = state.clone();
        let task = tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                tokio::spawn(talk(stream, shared.clone()));
            }
        });
        Self { addr, state, task }
    }

    /// An address at which nobody listens.
    pub async fn nowhere() -> SocketAddr {
        TcpListener::bind(("127.0.0.1", 0)).await.unwrap().local_addr().unwrap()
    }

    /// Its address as the portal is told it.
    pub fn url(addr: SocketAddr) -> String {
        format!("smtp://{addr}")
    }

    /// Tells it what to say from now on.
    pub fn say(&self, says: Says) {
        self.state.lock().unwrap().says = says;
    }

    /// The mails that came so far.
    pub fn mails(&self) -> Vec<Received> {
        self.state.lock().unwrap().mails.clone()
    }

    /// The mails, once there are so many.
    pub async fn wait_for(&self, n: usize) -> Vec<Received> {
        let there = async {
            while self.mails().len() < n {
                tokio::task::yield_now().await;
            }
        };
        let waited = tokio::time::timeout(Duration::from_secs(20), there).await;
        assert!(waited.is_ok(), "{} of {n} mails came: {:#?}", self.mails().len(), self.mails());
        self.mails()
    }
}

async fn talk(stream: TcpStream, state: Arc<Mutex<State>>) -> std::io::Result<()> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    let mut to = String::new();
    write.write_all(b"220 mail.lumen.example\r\n").await?;
    while let Some(line) = lines.next_line().await? {
        let says = state.lock().unwrap().says;
        let answer = match line.split([' ', ':']).next().unwrap_or_default().to_uppercase().as_str() {
            "EHLO" => "250-mail.lumen.example\r\n250 8BITMIME",
            "RCPT" => match says {
                Says::Yes => {
                    to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                    "250 OK"
                }
                Says::Never => "550 5.1.1 No such mailbox",
                Says::NotNow => "451 4.7.1 Greylisted",
                Says::Nothing => std::future::pending().await,
            },
            "DATA" => {
                write.write_all(b"354 Go on\r\n").await?;
                let mut raw = String::new();
                while let Some(line) = lines.next_line().await?.filter(|line| line != ".") {
                    raw += line.strip_prefix('.').unwrap_or(&line);
                    raw += "\n";
                }
                state.lock().unwrap().mails.push(Received { to: to.clone(), raw });
                "250 Taken"
            }
            "QUIT" => {
                return write.write_all(b"221 Bye\r\n").await;
            }
            _ => "250 OK",
        };
        write.write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
    Ok(())
}

impl Received {
    /// A header as it came; continuation lines are joined.
    pub fn header(&self, name: &str) -> String {
        let head = self.raw.split("\n\n").next().unwrap().replace("\n ", " ");
        let found = head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
        found.unwrap_or_else(|| panic!("no {name} in {head}")).to_owned()
    }

    /// The part of this type, decoded.
    pub fn part(&self, kind: &str) -> String {
        let from = self.raw.find(&format!("Content-Type: {kind}")).expect("a part of this type");
        let (head, body) = self.raw[from..].split_once("\n\n").unwrap();
        let body = body.split("\n--").next().unwrap();
        if head.contains("quoted-printable") { quoted_printable(body) } else { body.to_owned() }
    }

    /// All of it, as it came.
    pub fn raw(&self) -> &str {
        &self.raw
    }
}

fn quoted_printable(text: &str) -> String {
    let text = text.replace("=\n", "");
    let (mut bytes, mut rest) = (Vec::new(), text.as_bytes());
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).filter(|_| *first == b'=').and_then(|hex| std::str::from_utf8(hex).ok());
        let byte = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).unwrap()
}
