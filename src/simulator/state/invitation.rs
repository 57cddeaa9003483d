//! Invitations mailed. Sigma lists them nowhere (BEHAVIOUR.md section 7); the control surface does.

use serde::{Deserialize, Serialize};

use crate::simulator::clock::Stamp;
use crate::simulator::ids::MemberId;

/// One mail sent.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Invitation {
    /// Who was invited.
    pub member_id: MemberId,
    /// Where the mail went.
    pub email: Box<str>,
    /// When, by the simulator's clock.
    pub sent_at: Stamp,
}
