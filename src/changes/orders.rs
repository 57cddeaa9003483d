//! What the people in charge of a change can still order: pause, resume, cancel the rest, retry.
//!
//! Orders are kept in the database, where the worker finds them between two steps, whichever process it is in.

use super::{Changes, Error, audit};
use crate::domain::{Actor, Change, Order};

impl Changes {
    /// Sends nothing more for now; what is under way ends. Whether there was anything to pause.
    ///
    /// # Errors
    /// That the order could not be recorded.
    pub async fn pause(&self, change: &Change, actor: &Actor) -> Result<bool, Error> {
        self.order(change, Order::Pause, &audit::ordered(change, actor, "change.paused", "Pause")).await
    }

    /// Goes on with a paused change. Whether it was paused.
    ///
    /// # Errors
    /// That the order could not be recorded.
    pub async fn resume(&self, change: &Change, actor: &Actor) -> Result<bool, Error> {
        self.order(change, Order::Go, &audit::ordered(change, actor, "change.resumed", "Resume")).await
    }

    /// Sends nothing of what has not been sent. What is under way ends; what was done stays. Whether there was anything
    /// to cancel.
    ///
    /// # Errors
    /// That the order could not be recorded.
    pub async fn cancel(&self, change: &Change, actor: &Actor) -> Result<bool, Error> {
        self.order(change, Order::Cancel, &audit::ordered(change, actor, "change.cancelled", "Cancel the rest of"))
            .await
    }

    /// Sends again what has failed, and what is unknown after looking at Sigma. Whether there was anything to retry.
    ///
    /// # Errors
    /// That the order could not be recorded.
    pub async fn retry(&self, change: &Change, actor: &Actor) -> Result<bool, Error> {
        let event = audit::ordered(change, actor, "change.retried", "Retry");
        let is = self.0.store.retry_change(&change.id, &event).await?;
        self.begin(change.id.clone());
        Ok(is)
    }

    async fn order(&self, change: &Change, order: Order, event: &crate::domain::AuditEvent) -> Result<bool, Error> {
        let is = self.0.store.order_change(&change.id, order, event).await?;
        // Nobody may be working on it: then this process carries the order out.
        self.begin(change.id.clone());
        self.0.notify(&change.id);
        Ok(is)
    }
}
