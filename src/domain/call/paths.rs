//! Calls about who has access to one database, schema or table.

use super::Spared;
use crate::domain::{ConnectionPath, ConnectionPermission, Grantee, Subject};
use serde::{Deserialize, Serialize};

/// A call about access to a path of a connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "call")]
pub enum PathCall {
    /// `POST /v2/connections/paths/{connectionPathId}/grants`; where a higher level is held, its `DELETE` before, because
    /// whether `POST` can lower a level is unknown (BEHAVIOUR.md section 10).
    #[serde(rename = "grant_on_path")]
    Grant {
        path: ConnectionPath,
        grantee: Grantee,
        permission: ConnectionPermission,
        /// What the plan saw them hold.
        held: Option<ConnectionPermission>,
    },
    /// `DELETE /v2/connections/paths/{connectionPathId}/grants/{grantId}`.
    #[serde(rename = "revoke_on_path")]
    Revoke {
        path: ConnectionPath,
        /// From whom; their grant's id is read when the step runs.
        grantee: Grantee,
        /// What it allows.
        permission: ConnectionPermission,
    },
}

impl PathCall {
    /// The path, and whose access to it.
    pub fn about(&self) -> (&ConnectionPath, &Grantee) {
        match self {
            Self::Grant { path, grantee, .. } | Self::Revoke { path, grantee, .. } => (path, grantee),
        }
    }

    pub(super) fn subjects(&self) -> Vec<Subject> {
        let (path, grantee) = self.about();
        vec![Subject::Connection(path.connection_id.clone()), grantee.into()]
    }

    pub(super) fn sparing(self, spared: Spared<'_>) -> Option<Self> {
        (!spared.has(self.about().1)).then_some(self)
    }
}
