//! Switches of the whole organisation, and the names that versions of documents are given.

use serde::{Deserialize, Serialize};

use super::Audit;
use super::member::Member;
use crate::simulator::ids::Id;
use crate::simulator::table::Slot;

/// What an Admin can allow or forbid for everybody.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Settings {
    /// Copying many documents at once.
    pub bulk_copy: bool,
    /// People asking for a higher licence inside Sigma.
    pub license_upgrade_requests: bool,
    /// Embeds that anybody may see who has the link.
    pub public_embeds: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { bulk_copy: false, license_upgrade_requests: true, public_embeds: true }
    }
}

/// A name that versions of documents can be given, such as "Production".
#[derive(Clone, Serialize, Deserialize)]
pub struct VersionTag {
    pub id: Id,
    pub name: Box<str>,
    pub description: Box<str>,
    pub color: Box<str>,
    pub owner: Slot<Member>,
    pub audit: Audit,
}
