//! What a client is made of: where Sigma is, the credentials, and the limits it keeps.

use crate::domain::Clock;
use secrecy::SecretString;
use std::time::Duration;
use url::Url;

/// Everything a [`super::SigmaClient`] needs to know.
#[derive(Clone, Debug)]
pub struct ClientConfig {
    /// The organisation's API host, shown in Sigma under Administration, Developer Access.
    pub base_url: Url,
    /// Client id of the API credentials.
    pub client_id: String,
    /// Client secret of the API credentials.
    pub client_secret: SecretString,
    /// What the client calls itself towards Sigma.
    pub user_agent: String,
    /// Time-outs, sizes and counts.
    pub limits: Limits,
    /// Tells when a token was issued.
    pub clock: Clock,
}

impl ClientConfig {
    /// A configuration with the default limits and the portal's own user agent.
    pub fn new(base_url: Url, client_id: impl Into<String>, client_secret: SecretString) -> Self {
        Self {
            base_url,
            client_id: client_id.into(),
            client_secret,
            user_agent: concat!("sigma-portal/", env!("CARGO_PKG_VERSION")).to_owned(),
            limits: Limits::default(),
            clock: Clock::default(),
        }
    }
}

/// Time-outs, sizes and counts a client keeps. The defaults suit Sigma; tests make them small.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Longest wait for a connection, its encryption included.
    pub connect: Duration,
    /// Longest wait for the head of an answer, once a call is on its way.
    pub answer: Duration,
    /// Longest silence in the middle of an answer's body.
    pub idle: Duration,
    /// Longest time for a whole call: every attempt, every pause between them and, for people's calls, waiting for a
    /// turn.
    pub call: Duration,
    /// Most bytes of an answer that is read into memory.
    pub body_bytes: usize,
    /// Most calls in flight at once. Sigma's edge refuses clients with more than five (BEHAVIOUR.md section 6).
    pub in_flight: usize,
    /// Most times one call is sent.
    pub attempts: u32,
    /// Upper end of the pause before the second attempt; it doubles from there.
    pub first_pause: Duration,
    /// Upper end of any pause the client chooses itself.
    pub longest_pause: Duration,
    /// Rows asked for per page. Sigma allows 1000 (BEHAVIOUR.md section 3).
    pub page_size: u32,
    /// Most pages of one list, the guard against a list that never ends.
    pub pages: u32,
    /// Most rows of one list, the guard against one that fills the memory before it ends.
    pub rows: usize,
    /// Most pages without a row that follow one another in a list: Sigma may send some (BEHAVIOUR.md section 3), but a
    /// list of nothing else has no end.
    pub empty_pages: u32,
    /// Shortest time between two requests for a token. Sigma allows one a second (BEHAVIOUR.md section 6).
    pub token_spacing: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            answer: Duration::from_secs(30),
            idle: Duration::from_secs(15),
            call: Duration::from_mins(1),
            body_bytes: 16 << 20,
            in_flight: 5,
            attempts: 6,
            first_pause: Duration::from_millis(500),
            longest_pause: Duration::from_secs(10),
            page_size: 1000,
            pages: 10_000,
            rows: 1_000_000,
            empty_pages: 100,
            token_spacing: Duration::from_secs(1),
        }
    }
}
