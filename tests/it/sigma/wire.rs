//! A peer that speaks just enough HTTP to misbehave: it reads requests off a TCP socket and plays scripted bytes.

use secrecy::SecretString;
use sigma_portal::sigma::{ClientConfig, Limits, SigmaClient};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// The client secret of every test, looked for where it must not be.
pub const SECRET: &str = "wire-secret-0451";
/// What the tokens of every test begin with.
pub const TOKEN: &str = "wire-token-";

/// One request as it arrived.
#[derive(Clone, Debug)]
pub struct Seen {
    pub method: String,
    /// Path and query.
    pub target: String,
    pub head: String,
    pub body: String,
    /// How many requests of its kind, for a token or not, came before.
    pub nth: usize,
}

impl Seen {
    /// Whether the request carries the token of this number, from 1.
    pub fn has_token(&self, number: usize) -> bool {
        self.head.to_lowercase().contains(&format!("authorization: bearer {TOKEN}{number}\r\n"))
    }
}

/// What the peer does with a request.
pub enum Reaction {
    /// Writes the bytes and keeps the connection.
    Answer(Vec<u8>),
    /// Writes the bytes, then closes the connection.
    Break(Vec<u8>),
    /// Writes the bytes, then keeps the connection and says nothing more.
    Stall(Vec<u8>),
}

/// A whole answer.
pub fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> Reaction {
    Reaction::Answer(bytes(status, headers, body))
}

/// A success with a JSON body.
pub fn json(body: &str) -> Reaction {
    answer(200, &[("content-type", "application/json")], body)
}

/// The bytes of an answer.
pub fn bytes(status: u16, headers: &[(&str, &str)], body: &str) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {status} Scripted\r\ncontent-length: {}\r\n", body.len());
    for (name, value) in headers {
        head.extend([*name, ": ", *value, "\r\n"]);
    }
    format!("{head}\r\n{body}").into_bytes()
}

/// The answer to `whoami`.
pub fn me() -> Reaction {
    json(r#"{"userId":"u1","organizationId":"o1"}"#)
}

type Script = Box<dyn Fn(&Seen) -> Reaction + Send + Sync>;

/// The peer. Hands out tokens by itself: `wire-token-1`, `wire-token-2` and so on.
pub struct Wire {
    pub address: SocketAddr,
    shared: Arc<Shared>,
    task: tokio::task::JoinHandle<()>,
}

struct Shared {
    script: Script,
    token_script: Box<dyn Fn(usize) -> Reaction + Send + Sync>,
    seen: Mutex<Vec<Seen>>,
    token_requests: Mutex<Vec<Seen>>,
    tokens_in_flight: AtomicUsize,
    most_tokens_in_flight: AtomicUsize,
}

impl Wire {
    /// A peer that reacts to every call as `script` says.
    pub async fn start(script: impl Fn(&Seen) -> Reaction + Send + Sync + 'static) -> Self {
        Self::with_tokens(script, |number| token(number, 3600)).await
    }

    /// The same, with a script for the token endpoint, which is told the request's number from 1.
    pub async fn with_tokens(
        script: impl Fn(&Seen) -> Reaction + Send + Sync + 'static,
        token_script: impl Fn(usize) -> Reaction + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            script: Box::new(script),
            token_script: Box::new(token_script),
            seen: Mutex::default(),
            token_requests: Mutex::default(),
            tokens_in_flight: AtomicUsize::new(0),
            most_tokens_in_flight: AtomicUsize::new(0),
        });
        let accepting = shared.clone();
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, accepting.clone()));
            }
        });
        Self { address, shared, task }
    }

    /// A client of this peer, with pauses so short that no test waits for them.
    pub fn client(&self) -> SigmaClient {
        self.client_with(|_| {})
    }

    /// The same, with other limits.
    pub fn client_with(&self, adjust: impl FnOnce(&mut Limits)) -> SigmaClient {
        client(self.address, adjust)
    }

    /// Every request so far, tokens left out.
    pub fn seen(&self) -> Vec<Seen> {
        self.shared.seen.lock().unwrap().clone()
    }

    /// Waits until so many requests came, tokens left out.
    pub async fn until_seen(&self, count: usize) {
        while self.shared.seen.lock().unwrap().len() < count {
            tokio::task::yield_now().await;
        }
    }

    /// Every request for a token so far.
    pub fn token_requests(&self) -> Vec<Seen> {
        self.shared.token_requests.lock().unwrap().clone()
    }

    /// Most requests for a token that were unanswered at one time.
    pub fn most_tokens_in_flight(&self) -> usize {
        self.shared.most_tokens_in_flight.load(Ordering::Relaxed)
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// A client of whatever listens, or does not, at `address`.
pub fn client(address: SocketAddr, adjust: impl FnOnce(&mut Limits)) -> SigmaClient {
    let secret = SecretString::from(SECRET);
    let mut config = ClientConfig::new(format!("http://{address}").parse().unwrap(), "wire-client", secret);
    config.limits.first_pause = Duration::from_millis(1);
    config.limits.token_spacing = Duration::from_millis(1);
    adjust(&mut config.limits);
    SigmaClient::new(config).unwrap()
}

/// Lets time pass at once.
pub async fn jump(by: Duration) {
    tokio::time::pause();
    tokio::time::advance(by).await;
    tokio::time::resume();
}

/// An issued token.
pub fn token(number: usize, expires_in: u64) -> Reaction {
    json(&format!(r#"{{"access_token":"{TOKEN}{number}","token_type":"bearer","expires_in":{expires_in}}}"#))
}

async fn serve(mut stream: TcpStream, shared: Arc<Shared>) {
    while let Some((head, body)) = read_request(&mut stream).await {
        let mut words = head.split(' ');
        let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let record = |all: &Mutex<Vec<Seen>>| {
            let mut all = all.lock().unwrap();
            let (method, target) = (method.to_owned(), target.to_owned());
            let seen = Seen { method, target, head: head.clone(), body: body.clone(), nth: all.len() };
            all.push(seen.clone());
            seen
        };
        let reaction = if target == "/v2/auth/token" {
            let asked = record(&shared.token_requests);
            let open = shared.tokens_in_flight.fetch_add(1, Ordering::SeqCst) + 1;
            shared.most_tokens_in_flight.fetch_max(open, Ordering::SeqCst);
            // Long enough for another request to overlap, if there were one.
            tokio::time::sleep(Duration::from_millis(5)).await;
            shared.tokens_in_flight.fetch_sub(1, Ordering::SeqCst);
            (shared.token_script)(asked.nth + 1)
        } else {
            (shared.script)(&record(&shared.seen))
        };
        let (bytes, then) = match reaction {
            Reaction::Answer(bytes) => (bytes, Then::Serve),
            Reaction::Break(bytes) => (bytes, Then::Close),
            Reaction::Stall(bytes) => (bytes, Then::Wait),
        };
        if stream.write_all(&bytes).await.is_err() {
            return;
        }
        match then {
            Then::Serve => {}
            Then::Close => return,
            Then::Wait => {
                // Until the client hangs up.
                while stream.read_u8().await.is_ok() {}
                return;
            }
        }
    }
}

enum Then {
    Serve,
    Close,
    Wait,
}

async fn read_request(stream: &mut TcpStream) -> Option<(String, String)> {
    let mut bytes = Vec::new();
    while !bytes.ends_with(b"\r\n\r\n") {
        bytes.push(stream.read_u8().await.ok()?);
    }
    let head = String::from_utf8(bytes).ok()?;
    let length = head.to_lowercase().lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    stream.read_exact(&mut body).await.ok()?;
    Some((head, String::from_utf8(body).ok()?))
}
