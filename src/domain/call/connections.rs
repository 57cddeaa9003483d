//! Calls about a connection.

use crate::domain::{ConnectionId, ConnectionPatch, Subject};
use serde::{Deserialize, Serialize};

/// A call about a connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "call")]
pub enum ConnectionCall {
    /// `PATCH /v2/connections/{connectionId}`.
    #[serde(rename = "update_connection")]
    Update {
        connection_id: ConnectionId,
        patch: ConnectionPatch,
        /// What the plan saw of the same fields; empty where it was not written down.
        #[serde(default)]
        before: ConnectionPatch,
    },
}

impl ConnectionCall {
    pub(super) fn subjects(&self) -> Vec<Subject> {
        let Self::Update { connection_id, .. } = self;
        vec![Subject::Connection(connection_id.clone())]
    }

    pub(super) fn sparing(self) -> Option<Self> {
        let Self::Update { patch, .. } = &self;
        (!patch.is_empty()).then_some(self)
    }
}
