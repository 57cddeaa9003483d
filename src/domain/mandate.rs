//! What a change stands on besides its author's role.

use super::{Actor, RequestId};
use serde::{Deserialize, Serialize};

/// A decision that lets a change do what its author's role alone would not: the owner of a connection, who is an ordinary
/// member, approves somebody's request for it. Kept with the change. Whoever acts on it must still be let in when each
/// step is sent, and every rule of the organisation holds as for an admin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Mandate {
    /// A request that was approved.
    Request {
        request_id: RequestId,
        requester: Actor,
        /// Who approved, in the order of the stages; empty where nobody had to.
        approvers: Vec<Actor>,
    },
    /// A term that has ended: the portal takes back what it gave.
    Term {
        /// The request that gave it.
        request_id: RequestId,
    },
}

impl Mandate {
    /// Whether the portal itself acts on it, and nobody else: a term has ended, or a policy grants without a decision.
    pub fn is_the_portals(&self, actor: &Actor) -> bool {
        match self {
            Self::Term { .. } => true,
            Self::Request { approvers, .. } => approvers.is_empty() && *actor == Actor::portal(),
        }
    }
}
