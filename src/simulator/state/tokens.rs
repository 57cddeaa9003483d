//! Access and refresh tokens (BEHAVIOUR.md section 2).

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::simulator::clock::Stamp;

/// What `expires_in` says.
pub const LIFETIME_SECONDS: i64 = 3599;
/// How long a refresh token works. Unknown in Sigma; long enough for any test that does not move the clock on purpose.
const REFRESH_LIFETIME_MS: i64 = 24 * 3600 * 1000;

/// A new pair of tokens.
pub struct Pair {
    pub access: String,
    pub refresh: String,
}

/// The tokens that are good at the moment.
#[derive(Default, Serialize, Deserialize)]
pub struct Tokens {
    access: HashMap<String, Stamp>,
    refresh: HashMap<String, Stamp>,
    /// Whose tokens they are, by client id. Those that are not here belong to the credentials that the simulator was
    /// started with.
    #[serde(default)]
    issued_to: HashMap<String, String>,
}

impl Tokens {
    /// Issues a pair to credentials made through the API, or to the first ones, and forgets those that have expired.
    pub fn issue(&mut self, client_id: Option<&str>, now: Stamp) -> Pair {
        self.access.retain(|_, expires| *expires > now);
        self.refresh.retain(|_, expires| *expires > now);
        self.issued_to.retain(|token, _| self.access.contains_key(token) || self.refresh.contains_key(token));
        let pair = Pair { access: draw(), refresh: draw() };
        self.access.insert(pair.access.clone(), now.plus_ms(LIFETIME_SECONDS * 1000));
        self.refresh.insert(pair.refresh.clone(), now.plus_ms(REFRESH_LIFETIME_MS));
        if let Some(client_id) = client_id {
            for token in [&pair.access, &pair.refresh] {
                self.issued_to.insert(token.clone(), client_id.to_owned());
            }
        }
        pair
    }

    /// Whether an access token is good.
    pub fn is_valid(&self, access: &str, now: Stamp) -> bool {
        self.access.get(access).is_some_and(|expires| *expires > now)
    }

    /// The credentials that a token was issued to; `None` for the first ones.
    pub fn client_of(&self, token: &str) -> Option<&str> {
        self.issued_to.get(token).map(String::as_str)
    }

    /// Uses a refresh token up; whether it was good. Clients are told to keep the newest, so an old one stops working.
    pub fn redeem(&mut self, refresh: &str, now: Stamp) -> bool {
        self.refresh.remove(refresh).is_some_and(|expires| expires > now)
    }

    /// Ends one access token.
    pub fn revoke(&mut self, access: &str) {
        self.access.remove(access);
    }

    /// Ends every access token; refresh tokens stay good.
    pub fn revoke_all(&mut self) {
        self.access.clear();
    }
}

/// 52 hexadecimal digits, as in published examples. Not from the seed: a token must never be good twice.
fn draw() -> String {
    let mut text = format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple());
    text.truncate(52);
    text
}
