//! API credentials made through the API, beside those the simulator was started with.

use serde::{Deserialize, Serialize};

use super::Organisation;
use super::member::Member;
use crate::simulator::table::Slot;

/// What credentials are good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    Api,
    Embed,
}

/// The scopes as requests spell them.
pub const SCOPES: [(&str, Scope); 2] = [("api", Scope::Api), ("embed", Scope::Embed)];

/// A client id with its secret, which was shown once.
#[derive(Clone, Serialize, Deserialize)]
pub struct Credential {
    pub client_id: Box<str>,
    pub secret: Box<str>,
    /// The member that calls with it act as.
    pub owner: Slot<Member>,
    pub name: Box<str>,
    pub description: Option<Box<str>>,
    pub scopes: Vec<Scope>,
}

impl Organisation {
    /// Credentials made here, by their client id.
    pub fn credential(&self, client_id: &str) -> Option<&Credential> {
        self.credentials.iter().find(|credential| &*credential.client_id == client_id)
    }
}
