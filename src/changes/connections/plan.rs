//! Editing connections.

use super::super::{guard::Refusal, labels, plan::Draft};
use crate::{
    directory::Snapshot,
    domain::{Call, ConnectionCall, ConnectionId, ConnectionPatch, text::isolated},
};

/// Changes what Sigma lets a connection change without its secrets (BEHAVIOUR.md section 12).
pub fn edit(id: &ConnectionId, patch: &ConnectionPatch, snapshot: &Snapshot) -> Result<Draft, Refusal> {
    let connection = snapshot
        .connection(id)
        .ok_or_else(|| Refusal::Blocked("This connection is no longer in the directory.".into()))?;
    let patch = patch.clone().against(connection);
    if patch.is_empty() {
        return Err(Refusal::Nothing("Nothing would change: every field already has this value.".into()));
    }
    let mut draft = Draft::new(format!("Edit connection {}", isolated(&connection.name)));
    let mut edits = Vec::new();
    if let Some(name) = &patch.name {
        edits.push(format!("name to “{}”", isolated(name)));
    }
    match patch.use_oauth {
        Some(true) => {
            edits.push("sign-in to OAuth".into());
            draft.warn("Each person must sign in to the warehouse before they can query it again.");
        }
        Some(false) => {
            edits.push("sign-in to the connection's own account".into());
            draft.warn("Everyone queries with the shared service account, whatever their own rights in the warehouse.");
        }
        None => {}
    }
    let before = patch.inverse(connection);
    let back = Call::Connection(ConnectionCall::Update {
        connection_id: id.clone(),
        patch: before.clone(),
        before: patch.clone(),
    });
    draft
        .step(
            format!("Change {} of connection {}", labels::list(&edits), isolated(&connection.name)),
            Call::Connection(ConnectionCall::Update { connection_id: id.clone(), patch, before }),
        )
        .put_back_by(back, &[]);
    Ok(draft)
}
