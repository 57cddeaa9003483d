//! What the people in charge of a change can still order: pause, resume, cancel the rest, retry, undo.
//!
//! Orders are kept in the database, where the worker finds them between two steps, whichever process it is in.

use super::{Changes, Error, Refusal, audit, guard};
use crate::domain::{Actor, Change, Handled, Order};

/// What can be ordered about a change that was accepted before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChangeOrder {
    /// Send nothing more for now; what is under way ends.
    Pause,
    /// Go on with a paused change, from now on for whoever orders it.
    Resume,
    /// Send nothing of what has not been sent. What is under way ends; what was done stays.
    Cancel,
    /// Send again what has failed, what is unknown after looking at Sigma, and what was left when the change was
    /// stopped; from now on for whoever orders it.
    Retry,
    /// Plan the change that undoes it.
    Undo,
}

impl ChangeOrder {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Pause, Self::Resume, Self::Cancel, Self::Retry, Self::Undo];
}

impl Changes {
    /// Gives an order about a change. Whether there was anything to order so: to pause, to cancel, to retry. An undo is
    /// none of these: it is a change of its own, to be planned and accepted.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] when the actor could not have the change made themselves now, or that the order could not
    /// be recorded.
    pub async fn order(&self, change: &Change, order: ChangeOrder, actor: &Actor) -> Result<bool, Error> {
        let actor = self.authorised(change, order, actor).await?;
        let (id, store) = (&change.id, &self.0.store);
        let now = store.clock().now();
        let event = |action, deed| audit::ordered(now, change, &actor, action, deed);
        let is = match order {
            ChangeOrder::Pause => store.order_change(id, Order::Pause, &event("change.paused", "Pause")).await?,
            ChangeOrder::Resume => store.order_change(id, Order::Go, &event("change.resumed", "Resume")).await?,
            ChangeOrder::Cancel => {
                store.order_change(id, Order::Cancel, &event("change.cancelled", "Cancel the rest of")).await?
            }
            ChangeOrder::Retry => store.retry_change(id, &event("change.retried", "Retry")).await?,
            ChangeOrder::Undo => false,
        };
        // Nobody may be working on it: then this process carries the order out.
        self.begin(id.clone());
        self.0.notify(id);
        Ok(is)
    }

    /// Marks a failed change as handled: nobody needs to look at it any more. Whoever may have it tried again may say so.
    /// Whether it had failed and nobody had said so before.
    ///
    /// # Errors
    /// As [`Self::order`].
    pub async fn mark_handled(&self, change: &Change, note: String, actor: &Actor) -> Result<bool, Error> {
        let by = self.authorised(change, ChangeOrder::Retry, actor).await?;
        let at = self.0.store.clock().now();
        let event = audit::handled(at, change, &by, &note);
        let marked = self.0.store.mark_handled(&change.id, &Handled { by, at, note }, &event).await?;
        self.0.notify(&change.id);
        Ok(marked)
    }

    /// Whether the actor may give this order about the change; what [`Self::order`] asks too.
    ///
    /// # Errors
    /// That what an undo undoes could not be read.
    pub async fn may_order(&self, change: &Change, order: ChangeOrder, actor: &Actor) -> Result<bool, Error> {
        match self.authorised(change, order, actor).await {
            Ok(_) => Ok(true),
            Err(Error::Refused(_)) => Ok(false),
            Err(error @ (Error::Store(_) | Error::Stale | Error::Unconfirmed | Error::Unexplained)) => Err(error),
        }
    }

    /// Whoever orders, in the role that they have now.
    async fn authorised(&self, change: &Change, order: ChangeOrder, actor: &Actor) -> Result<Actor, Error> {
        let past = self.0.undone(&change.intent).await?;
        let snapshot = self.0.directory.snapshot().ok_or(Refusal::NotReady)?;
        let actor = self.0.present(actor, &snapshot)?;
        guard::authorise_order(order, change, &past, &actor, &snapshot)?;
        Ok(actor)
    }

    /// [`ChangeOrder::Pause`].
    ///
    /// # Errors
    /// As [`Self::order`].
    pub async fn pause(&self, change: &Change, actor: &Actor) -> Result<bool, Error> {
        self.order(change, ChangeOrder::Pause, actor).await
    }

    /// [`ChangeOrder::Resume`].
    ///
    /// # Errors
    /// As [`Self::order`].
    pub async fn resume(&self, change: &Change, actor: &Actor) -> Result<bool, Error> {
        self.order(change, ChangeOrder::Resume, actor).await
    }

    /// [`ChangeOrder::Cancel`].
    ///
    /// # Errors
    /// As [`Self::order`].
    pub async fn cancel(&self, change: &Change, actor: &Actor) -> Result<bool, Error> {
        self.order(change, ChangeOrder::Cancel, actor).await
    }

    /// [`ChangeOrder::Retry`].
    ///
    /// # Errors
    /// As [`Self::order`].
    pub async fn retry(&self, change: &Change, actor: &Actor) -> Result<bool, Error> {
        self.order(change, ChangeOrder::Retry, actor).await
    }
}
