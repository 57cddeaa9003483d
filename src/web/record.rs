//! What somebody did that is no change, for the audit log: signing in, exporting.

use super::{App, Cx, Fault};
use crate::domain::{Actor, AuditEvent, Outcome, Subject};
use jiff::Timestamp;

/// Something somebody did.
#[derive(Clone, Debug)]
pub struct Deed {
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
/// [`Fault::Broken`] when it could not be written; what was to be recorded must not go on then.
pub async fn record(app: &App, actor: Actor, deed: Deed) -> Result<(), Fault> {
    let event = AuditEvent {
        id: uuid::Uuid::now_v7().to_string(),
        at: Timestamp::now(),
        actor,
        action: deed.action.to_owned(),
        summary: deed.summary,
        subjects: deed.subjects,
        outcome: deed.outcome,
        change_id: None,
        sigma_request_id: deed.sigma_request_id,
    };
    Ok(app.store.append_audit(&event).await?)
}

impl Cx {
    /// Appends what the actor did to the audit log.
    ///
    /// # Errors
    /// As [`record`].
    pub async fn record(&self, deed: Deed) -> Result<(), Fault> {
        record(&self.app, self.actor.clone(), deed).await
    }
}
