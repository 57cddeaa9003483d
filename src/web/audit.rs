//! What somebody did that is no change, for the audit log: signing in, exporting.

use super::{AppError, AppState, RequestContext};
use crate::domain::{Actor, AuditDetails, AuditEvent, Outcome, Subject};

/// Something somebody did.
#[derive(Clone, Debug)]
pub struct AuditEntry {
    /// What, as a stable dotted word: `export.started`.
    pub action: &'static str,
    /// What, in a sentence.
    pub summary: String,
    /// What it is about.
    pub subjects: Vec<Subject>,
    /// How it ended.
    pub outcome: Outcome,
    /// Sigma's request id, where a call was made.
    pub sigma_request_id: Option<String>,
}

/// Appends what somebody did to the audit log.
///
/// # Errors
/// [`AppError::Broken`] when it could not be written; what was to be recorded must not go on then.
pub async fn append(app: &AppState, actor: Actor, entry: AuditEntry) -> Result<(), AppError> {
    let event = AuditEvent {
        id: uuid::Uuid::now_v7().to_string(),
        at: app.store.clock().now(),
        actor,
        action: entry.action.to_owned(),
        summary: entry.summary,
        subjects: entry.subjects,
        outcome: entry.outcome,
        change_id: None,
        sigma_request_id: entry.sigma_request_id,
        details: AuditDetails::default(),
    };
    Ok(app.store.append_audit(&event).await?)
}

impl RequestContext {
    /// Appends what the actor did to the audit log.
    ///
    /// # Errors
    /// As [`append`].
    pub async fn audit(&self, entry: AuditEntry) -> Result<(), AppError> {
        append(&self.app, self.actor.clone(), entry).await
    }
}
