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
}

impl Tokens {
    /// Issues a pair and forgets those that have expired.
    pub fn issue(&mut self, now: Stamp) -> Pair {
        self.access.retain(|_, expires| *expires > now);
        self.refresh.retain(|_, expires| *expires > now);
        let pair = Pair { access: draw(), refresh: draw() };
        self.access.insert(pair.access.clone(), now.plus_ms(LIFETIME_SECONDS * 1000));
        self.refresh.insert(pair.refresh.clone(), now.plus_ms(REFRESH_LIFETIME_MS));
        pair
    }

    /// Whether an access token is good.
    pub fn is_valid(&self, access: &str, now: Stamp) -> bool {
        self.access.get(access).is_some_and(|expires| *expires > now)
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
